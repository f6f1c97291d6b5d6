"""What comes in every month, with dated changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner import clock
from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.store import OpResult, Store, Write


def add(store: Store, *, name: str, from_on: date, monthly_minor: int) -> OpResult[int]:
    """Record a monthly income of ``monthly_minor`` from ``from_on`` on, until the next entry of the same name.

    An amount of 0 ends the income of this name. A day in the future is allowed: a rise may be agreed already.

    Returns:
        The id of the entry.

    Raises:
        PlannerError: ``income.amount``; ``income.same_day`` when the name already has an entry of that day.
    """
    with store.write("income.add", name=clean(name), monthly_minor=monthly_minor) as write:
        income_id = insert(write, name=name, from_on=from_on, monthly_minor=monthly_minor)
    return write.result(income_id)


def insert(write: Write, *, name: str, from_on: date, monthly_minor: int) -> int:
    """Insert an income inside an open write; returns its id. Raises as ``add``."""
    values = _values(write, 0, name, from_on, monthly_minor)
    return write.add("income", entered_at=clock.now(), **values)


def edit(store: Store, income_id: int, *, name: str, from_on: date, monthly_minor: int) -> OpResult[int]:
    """Replace an entry. Raises as ``add``, and ``income.unknown``."""
    with store.write("income.edit", name=clean(name), monthly_minor=monthly_minor) as write:
        _row(write, income_id)
        write.change("income", income_id, **_values(write, income_id, name, from_on, monthly_minor))
    return write.result(income_id)


def delete(store: Store, income_id: int) -> OpResult[None]:
    """Remove an entry; the one before it of the same name then goes on. Raises ``income.unknown``."""
    with store.write("income.delete") as write:
        row = _row(write, income_id)
        write.tell(name=row["name"], monthly_minor=row["monthly_minor"])
        write.remove("income", income_id)
    return write.result(None)


def _row(write: Write, income_id: int) -> dict[str, Any]:
    found = write.values("income", id=income_id)
    if not found:
        raise PlannerError("income.unknown", id=income_id)
    return found[0]


def _values(write: Write, income_id: int, name: str, from_on: date, monthly_minor: int) -> dict[str, Any]:
    name = clean(name)
    checks.amount("income", monthly_minor, least=0, field="monthly")
    others = [row for row in write.values("income", name=name, from_on=from_on.isoformat()) if row["id"] != income_id]
    if others:
        raise PlannerError("income.same_day", field="from_on", name=name, from_on=from_on)
    return {"name": name, "from_on": from_on.isoformat(), "monthly_minor": monthly_minor}
