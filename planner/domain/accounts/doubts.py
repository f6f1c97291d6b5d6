"""Entries that can be right but seldom are: what is asked once more before a loan is saved with them.

A doubt refuses nothing. What can never be right is refused by ``Loan.validate`` and the services.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from planner.domain.accounts.loan import Every
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.values import dataclass, field

HIGH_YEARLY_RATE = Decimal("0.36")
"""A year, above it: Chinese courts do not enforce such interest, so what stands there is seldom what was agreed."""

HIGH_TOLERANCE_MINOR = 100_00
"""Lenders forgive a fen or a few yuan; more is seldom what a contract means by a tolerance."""

_TERMS_A_YEAR = {
    Every.WEEK: 52,
    Every.FORTNIGHT: 26,
    Every.MONTH: 12,
    Every.QUARTER: 4,
    Every.HALF_YEAR: 2,
    Every.YEAR: 1,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an entry is doubted: a code, and the values that its sentence names (``x_minor``: fen)."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


def rate_doubt(rate: Rate, day_count: DayCount, every: Every, terms: int | None) -> Doubt | None:
    """A rate above 36 % a year, however it is quoted.

    A fee on the original principal counts as its lenders advertise it: so much a term times the terms of a year; a fee
    for all terms together is spread over them, and is not judged while their number is unknown.
    """
    if rate.basis is RateBasis.TERM:
        yearly = rate.value * _TERMS_A_YEAR[every]
    elif rate.basis is RateBasis.TOTAL:
        yearly = rate.value * _TERMS_A_YEAR[every] / terms if terms else Decimal(0)
    else:
        yearly = rate.yearly(day_count)
    if yearly <= HIGH_YEARLY_RATE:
        return None
    return Doubt("rate", {"percent": f"{round(yearly * 100, 1).normalize():f}"})


def deduction_doubt(deducted_minor: int, lent_minor: int) -> Doubt | None:
    """More is taken off at the payout than was lent."""
    if deducted_minor <= lent_minor:
        return None
    return Doubt("deduction", {"deducted_minor": deducted_minor, "lent_minor": lent_minor})


def limit_doubt(limit_minor: int, owed_minor: int) -> Doubt | None:
    """A limit below what is drawn of it."""
    return Doubt("limit", {"limit_minor": limit_minor, "owed_minor": owed_minor}) if limit_minor < owed_minor else None


def tolerance_doubt(tolerance_minor: int, instalment_minor: int | None) -> Doubt | None:
    """More than 100.00 may be missing of an instalment, or all of it: it then counts as paid before anything is.

    ``instalment_minor``: the smallest instalment of the loan, fen; None where it has none.
    """
    if instalment_minor is not None and tolerance_minor >= instalment_minor:
        return Doubt("tolerance_all", {"tolerance_minor": tolerance_minor, "instalment_minor": instalment_minor})
    return Doubt("tolerance", {"tolerance_minor": tolerance_minor}) if tolerance_minor > HIGH_TOLERANCE_MINOR else None


def plan_doubt(moved_minor: int, unrecorded_minor: int) -> Doubt | None:
    """An instalment plan that moves more than is recorded as owed: ``unrecorded_minor`` fen of it come on top."""
    if not unrecorded_minor:
        return None
    return Doubt("plan", {"held_minor": moved_minor - unrecorded_minor, "beyond_minor": unrecorded_minor})


def waiver_doubt(waived_minor: int, reckoned_minor: int) -> Doubt | None:
    """A waiver of more than its part comes to by our own records."""
    if waived_minor <= reckoned_minor:
        return None
    return Doubt("waiver", {"reckoned_minor": reckoned_minor, "beyond_minor": waived_minor - reckoned_minor})


def rows_doubt(principal_minor: int, owed_minor: int, settling_minor: int) -> Doubt | None:
    """Agreed instalments that hold ``principal_minor`` fen of principal in all.

    Less than the principal owed: the last one takes the rest. More than what settles the loan: as much more is owed.
    """
    if principal_minor < owed_minor:
        missing = owed_minor - principal_minor
        return Doubt("rows", {"held_minor": principal_minor, "owed_minor": owed_minor, "missing_minor": missing})
    if principal_minor > settling_minor:
        return Doubt("rows_above", {"held_minor": principal_minor, "owed_minor": settling_minor})
    return None


def payout_doubt(start_on: date, today: date) -> Doubt | None:
    """Money that comes only after today; until then nothing is owed."""
    return Doubt("payout", {"start_on": start_on, "days": (start_on - today).days}) if start_on > today else None
