"""What is left to do once a debt is settled: a case of its own, whose steps are reminded of."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.cases.file import Case, Kind
from planner.services import cases
from planner.storage.store import OpResult, Store


def begin(store: Store, loan: Loan, *, today: date) -> OpResult[int]:
    """Open the close-out of a loan, as one undo step; one that goes on already stays the only one.

    Returns:
        The id of its case.
    """
    name = full_name(loan)
    with store.write("case.begin_closeout", title=name) as write:
        going = [one for one in write.find(Case, loan_id=loan.id) if one.kind is Kind.CLOSEOUT]
        open_now = [one.id for one in going if not cases.is_over(write, one.id)]
        case = Case(0, Kind.CLOSEOUT, name, today, loan.lender.name, loan.id)
        key = open_now[0] if open_now else cases.insert(write, case, "lender", today=today)
    return write.result(key)
