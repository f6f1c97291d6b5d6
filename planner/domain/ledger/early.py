"""What paying principal early costs on a day: one rule for the ledger, plans and what-if."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.accounts.terms import PrepaymentStep, StepUnit
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import half_up
from planner.domain.schedule.slots import end_of_term

NOTHING = Fraction(0)


def fee_for_prepaying(loan: Loan, amount_minor: int, on: date) -> int:
    """The fee for paying so much principal early on that day, fen, half up."""
    return half_up(amount_minor * early_share(loan, on))


def early_share(loan: Loan, on: date) -> Fraction:
    """The fee for paying early on that day, as a share of what is paid early; 0 where there is none.

    Months' interest is a share too: a twelfth of the yearly rate of that day (of a daily rate by the loan's day count)
    for each month.
    """
    if loan.prepayment is not Prepayment.FEE_SHARE:
        return NOTHING
    if not loan.prepayment_steps:
        return Fraction(loan.prepayment_fee)
    step = step_on(loan, on)
    if step is None:
        return NOTHING
    if step.share is not None:
        return Fraction(step.share)
    return Fraction(step.months_interest or 0) * Fraction(loan.rate_on(on).yearly(loan.day_count)) / 12


def step_on(loan: Loan, on: date) -> PrepaymentStep | None:
    """The step of the fee that holds on that day, its last day included; None after the last one."""
    return next((step for step in loan.prepayment_steps if on <= last_day(loan, step)), None)


def last_day(loan: Loan, step: PrepaymentStep) -> date:
    """The last day on which a step of the fee holds, see ``PrepaymentStep``."""
    if step.until is None:
        return date.max
    if step.unit is StepUnit.MONTH:
        return add_months(loan.start_on, step.until)
    return end_of_term(loan, step.until)


def early_parts(loan: Loan, owed: int, left: int, on: date) -> tuple[int, int]:
    """What of ``left`` fen pays principal early, when ``owed`` is all there is, and the fee for that on that day."""
    rate = early_share(loan, on)
    if not rate:
        return min(left, owed), 0
    whole = half_up(owed * rate)
    if left >= owed + whole:
        return owed, whole
    principal = half_up(Fraction(left) / (1 + rate))
    return principal, left - principal
