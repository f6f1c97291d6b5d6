"""What comes in every month, with dated changes."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.terms import DueShift
from planner.domain.basics.text import clean
from planner.domain.book import Income
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.store import OpResult, Store, Write


def add(
    store: Store,
    *,
    name: str,
    from_on: date,
    monthly_minor: int,
    day: int | None = None,
    shift: DueShift = DueShift.NONE,
    certain: bool = True,
) -> OpResult[int]:
    """Record a monthly income of ``monthly_minor`` from ``from_on`` on, until the next entry of the same name.

    An amount of 0 ends the income of this name. A day in the future is allowed: a rise may be agreed already. It comes
    on the ``day`` of the month (1–31; None: not said), moved by ``shift``; not ``certain``: it is expected only.

    Returns:
        The id of the entry.

    Raises:
        PlannerError: ``income.amount``; ``income.day``; ``income.same_day`` when the name already has an entry of that
            day.
    """
    income = Income(0, clean(name), from_on, monthly_minor, day, shift, certain)
    with store.write("income.add", name=income.name, monthly_minor=monthly_minor) as write:
        income_id = insert(write, income)
    return write.result(income_id)


def insert(write: Write, income: Income) -> int:
    """Insert an income whose name is clean inside an open write; returns its id. Raises as ``add``."""
    return write.put(_checked(write, income))


def edit(
    store: Store,
    income_id: int,
    *,
    name: str,
    from_on: date,
    monthly_minor: int,
    day: int | None = None,
    shift: DueShift = DueShift.NONE,
    certain: bool = True,
) -> OpResult[int]:
    """Replace an entry. Raises as ``add``, and ``income.unknown``."""
    income = Income(income_id, clean(name), from_on, monthly_minor, day, shift, certain)
    with store.write("income.edit", name=income.name, monthly_minor=monthly_minor) as write:
        _known(write, income_id)
        write.put(_checked(write, income))
    return write.result(income_id)


def delete(store: Store, income_id: int) -> OpResult[None]:
    """Remove an entry; the one before it of the same name then goes on. Raises ``income.unknown``."""
    with store.write("income.delete") as write:
        income = _known(write, income_id)
        write.tell(name=income.name, monthly_minor=income.monthly_minor)
        write.drop(Income, income_id)
    return write.result(None)


def _known(write: Write, income_id: int) -> Income:
    found = write.find(Income, id=income_id)
    if not found:
        raise PlannerError("income.unknown", id=income_id)
    return found[0]


def _checked(write: Write, income: Income) -> Income:
    checks.amount("income", income.monthly_minor, least=0, field="monthly")
    if income.day is not None:
        checks.day_of_month("income", income.day)
    same_day = write.find(Income, name=income.name, from_on=income.from_on)
    if any(other.id != income.id for other in same_day):
        raise PlannerError("income.same_day", field="from_on", name=income.name, from_on=income.from_on)
    return income
