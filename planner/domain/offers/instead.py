"""What would do instead of a loan: money that is free, a payment of the plan moved, a date agreed with a lender."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState
from planner.domain.ledger.state import Position
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Ask
from planner.domain.payoff.search.scenario import Scenario
from planner.domain.what_if.agreement import effect
from planner.errors import PlannerError
from planner.values import dataclass


class Way(StrEnum):
    """A way that needs no loan."""

    CASH = "cash"  # what is at hand and free until payday
    PLAN = "plan"  # the plan pays so much less early this month
    DATE = "date"  # an instalment falls due a month later, if the lender agrees


@dataclass(frozen=True, slots=True)
class Instead:
    """A way, what it gives, and what it costs in all, fen; ``about`` names the loan, ``loan_id`` is its id."""

    way: Way
    gives_minor: int
    costs_minor: int
    about: str = ""
    loan_id: int | None = None

    @property
    def agreed(self) -> bool:
        """Whether a lender must agree."""
        return self.way is Way.DATE


def free_cash(free_minor: int | None, wanted_minor: int) -> Instead | None:
    """What is free of the cash at hand; None where nothing is, or it is not known."""
    return Instead(Way.CASH, min(free_minor, wanted_minor), 0) if free_minor and free_minor > 0 else None


def plan_moved(plan: Planning, ask: Ask, wanted_minor: int) -> Instead | None:
    """The plan with so much less money this month, as much of it as it has above what is due; None where it has none.

    What it costs is what the plan then costs more.
    """
    try:
        now = plan.answer(ask)
    except PlannerError:
        return None
    if now is None or not now.outcome.months:
        return None
    month = now.outcome.months[0]
    early = month.paid_minor - sum(paid.required_minor for paid in month.payments)
    moved = min(wanted_minor, early)
    if moved <= 0:
        return None
    then = plan.changed(Scenario(lump_minor=-moved))
    try:
        found = None if then.shortage is not None else then.answer(ask)
    except PlannerError:
        return None
    if found is None:
        return None
    return Instead(Way.PLAN, moved, max(found.outcome.cost_minor - now.outcome.cost_minor, 0))


def dates_moved(
    accounts: Iterable[Account], places: Mapping[int, Position], today: date, until: date
) -> tuple[Instead, ...]:
    """Of each loan by instalments what falls due next, up to a day, if its lender lets all of it come a month later."""
    found = []
    for account in accounts:
        loan, place = account.loan, places.get(account.loan.id)
        due = None if place is None else place.next_due
        if due is None or not today < due.due_on <= until or not loan.method.scheduled or loan.method is Method.BULLET:
            continue
        agreed = Arrangement(0, ArrangementKind.DEFERRAL, ArrangementState.AGREED, today, today, terms=1)
        try:
            made = effect(account, agreed, today)
        except PlannerError:
            continue
        if made is not None:
            gives, costs = loan.in_yuan(due.unpaid_minor), loan.in_yuan(max(made.cost_minor, 0))
            found.append(Instead(Way.DATE, gives, costs, full_name(loan), loan.id))
    return tuple(found)


def cheapest(ways: Iterable[Instead], wanted_minor: int) -> tuple[Instead, ...]:
    """The ways, what gives all of the wanted amount before what gives a part, then by what they cost."""
    return tuple(sorted(ways, key=lambda one: (one.gives_minor < wanted_minor, one.costs_minor, -one.gives_minor)))
