"""From months to days: what a plan pays on which day, by the real due dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from planner.domain.basics.calendar import add_months
from planner.domain.payoff.debts.owed import Owed
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.model import Balance, Scheduled
from planner.domain.payoff.engine.outcome import Month, Payment
from planner.values import dataclass


class ActionKind(StrEnum):
    """What a payment of the plan is."""

    DUE = "due"  # the instalment, minimum or bill that is due
    EXTRA = "extra"  # money above it
    SETTLE = "settle"  # what ends the loan, with its instalment of the month


@dataclass(frozen=True, slots=True)
class Action:
    """One payment of a plan on a day. ``ends`` says that nothing is owed on that debt afterwards."""

    on: date
    month: int
    debt: int
    loan_id: int
    plan_id: int | None
    kind: ActionKind
    amount_minor: int
    ends: bool


def actions(owed: Owed, months: Iterable[Month]) -> tuple[Action, ...]:
    """Every payment of a recorded plan, by day.

    What is due is paid on its due date, extra money with it: the same day, so that it never touches a later instalment.
    So extra money for a debt that has no due date any more in the first month waits for the next one. A debt without
    due dates is paid on the month's last day. Months behind the known due dates use the same day as before.
    """
    made = [action for month in months for payment in month.payments for action in _of(owed, month.number, payment)]
    return tuple(sorted(made, key=lambda action: (action.on, action.debt, action.kind)))


def _of(owed: Owed, month: int, payment: Payment) -> Iterator[Action]:
    part, on = owed.parts[payment.debt], day_of(owed, payment.debt, month)
    debt = next(one for one in owed.debts if one.id == payment.debt)
    early = payment.paid_minor - payment.required_minor
    only_fee = isinstance(debt, Carried) and payment.paid_minor == payment.interest_minor + payment.fee_minor
    only_fee = only_fee or (isinstance(debt, Scheduled) and month > len(debt.rows))  # a card that is paid in full
    ends = (
        payment.balance_minor == 0
        and not only_fee
        and (isinstance(debt, Balance) or bool(payment.settling_minor) or month >= len(debt.rows))
    )
    if payment.required_minor:
        days = [one.on for one in part.apart(month)]
        asked = payment.apart or [one.total_minor for one in part.apart(month)]
        apart = list(zip(days, asked, strict=False))
        if sum(amount for _, amount in apart) != payment.required_minor:
            apart = [(on, payment.required_minor)]
        for place, (day, due) in enumerate(apart, 1):
            last = ends and not early and place == len(apart)
            if due:
                yield Action(day, month, payment.debt, part.loan_id, part.plan_id, ActionKind.DUE, due, last)
    if early:
        kind = ActionKind.SETTLE if ends else ActionKind.EXTRA
        yield Action(on, month, payment.debt, part.loan_id, part.plan_id, kind, early, ends)


def day_of(owed: Owed, debt: int, month: int) -> date:
    """The day in a budget month on which a debt is paid: of several the last, with which all extra money goes."""
    part = owed.parts.get(debt)  # a loan that might be taken is in no book
    known = {} if part is None else dict(part.days)
    if month in known:
        return known[month]
    if not known:
        return owed.month_end(month)
    last = max((one for one in known if one <= month), default=min(known))
    on = add_months(known[last], month - last)
    start, end = owed.months.begin(month), owed.months.end(month)
    return on if start <= on <= end else end


def ended_on(owed: Owed, debts: Iterable[tuple[int, int]]) -> date:
    """The day of the last payment of debts, each given by its id and the month that ends it; the start without any."""
    return max((day_of(owed, debt, month) for debt, month in debts if month), default=owed.start_on)
