"""Lenders: the name under which each of them reports to the credit bureau."""

from __future__ import annotations

from planner.domain.accounts.loan import Lender
from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.storage.store import OpResult, Store
from planner.values import replace


def reports_as(store: Store, lender_id: int, institution: str) -> OpResult[int]:
    """Set the name that the credit report has for a lender; empty: it is not known, and its own name stands for it.

    Raises:
        PlannerError: ``lender.unknown``.
    """
    with store.write("lender.reports_as") as write:
        found = write.find(Lender, id=lender_id)
        if not found:
            raise PlannerError("lender.unknown", id=lender_id)
        write.tell(lender=found[0].name)
        write.put(replace(found[0], institution=clean(institution)))
    return write.result(lender_id)
