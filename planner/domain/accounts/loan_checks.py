"""What single terms of a loan are checked for; what ``Loan.validate`` asks beside how they go together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from planner.domain.accounts.terms import Fee
from planner.domain.basics.money import LIMIT_MINOR, YUAN
from planner.domain.basics.rates import DayCount, Rate, RateBasis, percent
from planner.errors import PlannerError

HIGHEST_RATE = 10  # 1000 % a year: above it something was typed wrong
HIGHEST_YUAN_RATE = 10_000  # yuan for one unit of another currency
_AS_FEE = (RateBasis.TERM, RateBasis.TOTAL)


def check_size(rate: Rate, day_count: DayCount, field: str = "rate") -> None:
    """From 0 to ``HIGHEST_RATE`` a year. Of a fee on the original principal, which has no yearly form, the rate itself
    may be no higher.

    Raises:
        PlannerError: ``loan.rate_negative``, ``loan.rate_high``.
    """
    shown = percent(rate.value)
    if rate.value < 0:
        raise PlannerError("loan.rate_negative", field=field, percent=shown)
    yearly = rate.value if rate.basis in _AS_FEE else rate.yearly(day_count)
    if yearly > HIGHEST_RATE:
        raise PlannerError("loan.rate_high", field=field, percent=shown)


def check_rate(rate: Rate, day_count: DayCount, *, flat: bool) -> None:
    """The size, and that a price in fees is given for a flat-fee loan and for no other.

    Raises:
        PlannerError: ``loan.rate_*``.
    """
    check_size(rate, day_count)
    if (rate.basis in _AS_FEE) != flat:
        code = "loan.rate_is_no_fee" if flat else "loan.rate_is_fee"
        raise PlannerError(code, field="rate_basis", percent=percent(rate.value))


def check_rate_changes(changes: Iterable[tuple[date, Rate]], start_on: date, day_count: DayCount) -> None:
    """Each day once and rising, after the start.

    Raises:
        PlannerError: ``loan.rate_*``.
    """
    last = start_on
    for from_on, rate in changes:
        check_size(rate, day_count)
        if rate.basis in _AS_FEE:
            raise PlannerError("loan.rate_is_fee", field="basis", percent=percent(rate.value))
        if from_on <= start_on:
            raise PlannerError("loan.rate_change_start", field="from_on", from_on=from_on, start_on=start_on)
        if from_on <= last:
            raise PlannerError("loan.rate_change_day", field="from_on", from_on=from_on)
        last = from_on


def check_currency(currency: str, yuan_rate: Decimal | None) -> None:
    """Three capital letters; a rate in yuan for every currency but the yuan.

    Raises:
        PlannerError: ``loan.currency``, ``loan.yuan_rate``.
    """
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise PlannerError("loan.currency", field="currency", value=currency)
    known = yuan_rate is not None and 0 < yuan_rate <= HIGHEST_YUAN_RATE
    if (currency == YUAN) != (yuan_rate is None) or not (yuan_rate is None or known):
        shown = "" if yuan_rate is None else f"{yuan_rate:f}"
        raise PlannerError("loan.yuan_rate", field="yuan_rate", currency=currency, value=shown)


def check_fees(fees: Iterable[Fee]) -> None:
    """Each an amount or a share, within its range, from its first day to its last.

    Raises:
        PlannerError: ``loan.fee_*``.
    """
    for fee in fees:
        check_fee(fee.name, fee.amount_minor, fee.share, on_remaining=fee.on_remaining)
        if fee.from_on is not None and fee.until_on is not None and fee.until_on < fee.from_on:
            raise PlannerError("loan.fee_days", field="fees", name=fee.name, from_on=fee.from_on, until_on=fee.until_on)


def check_fee(name: str, amount_minor: int | None, share: Decimal | None, *, on_remaining: bool) -> None:
    """What a fee comes to: an amount in fen or a share (0 to 1), one of them; of what remains owed a share.

    Raises:
        PlannerError: ``loan.fee_form``, ``loan.fee_amount``, ``loan.fee_share``, ``loan.fee_remaining``.
    """
    if (amount_minor is None) == (share is None):
        raise PlannerError("loan.fee_form", field="fees", name=name)
    if amount_minor is not None and not 0 <= amount_minor <= LIMIT_MINOR:
        raise PlannerError("loan.fee_amount", field="fees", name=name, value_minor=amount_minor)
    if share is not None and not 0 <= share <= 1:
        raise PlannerError("loan.fee_share", field="fees", name=name, percent=percent(share))
    if on_remaining and share is None:
        raise PlannerError("loan.fee_remaining", field="fees", name=name)


def check_rows(
    given: Iterable[tuple[int, date, tuple[int, int, int]]], terms: int, start_on: date, lent_minor: int
) -> None:
    """The lender's own rows (number, due date; principal, interest, fee in fen): each number once, dates rising from
    after the start, nothing negative, no more principal than was lent, and of all ``terms`` exactly that.

    Raises:
        PlannerError: ``loan.pinned_*``.
    """
    rows = sorted(given)
    last, day = 0, start_on
    for number, due_on, amounts in rows:
        if not last < number <= terms:
            raise PlannerError("loan.pinned_number", field="pinned", number=number, terms=terms)
        if due_on <= day:
            raise PlannerError("loan.pinned_date", field="pinned", number=number, due_on=due_on, after=day)
        if min(amounts) < 0:
            raise PlannerError("loan.pinned_negative", field="pinned", number=number)
        last, day = number, due_on
    total = sum(principal for _, _, (principal, _, _) in rows)
    if total > lent_minor or (len(rows) == terms and total != lent_minor):
        raise PlannerError("loan.pinned_sum", field="pinned", total_minor=total, lent_minor=lent_minor)
