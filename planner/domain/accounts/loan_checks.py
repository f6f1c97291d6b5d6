"""Whether the terms of a loan make sense together: what ``Loan.validate`` asks."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.accounts.loan import HIGHEST_RATE, MOST_TERMS, YUAN, Every, Loan, Method
from planner.domain.accounts.terms import ORDER, DueShift, PenaltyBasis, Remainder
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.reach import check_days
from planner.errors import PlannerError

HIGHEST_YUAN_RATE = 10_000  # yuan for one unit of another currency
MOST_GRACE_DAYS = 60


def check(loan: Loan) -> None:
    """Check the terms against each other, and that each of their days can be reckoned with.

    Raises:
        PlannerError: ``loan.*`` with ``field`` naming the term that is wrong, ``date.reach``.
    """
    if not loan.name.strip() and not loan.lender.name.strip():
        raise PlannerError("loan.nameless", field="name")
    check_days(loan)
    _check_rate(loan)
    _check_rate_changes(loan)
    _check_days(loan)
    _check_fees(loan)
    if loan.method.scheduled:
        _check_scheduled(loan)
    _check_terms(loan)
    if loan.limit_minor is not None and not 0 <= loan.limit_minor <= LIMIT_MINOR:
        raise PlannerError("loan.limit", field="limit", value_minor=loan.limit_minor, limit_minor=LIMIT_MINOR)


def _percent(fraction: Decimal) -> str:
    """As a person types it: 0.1830 is "18.3"."""
    return f"{(fraction * 100).normalize():f}"


def _check_size(rate: Rate, day_count: DayCount, field: str = "rate") -> None:
    """Of a fee on the original principal, which has no yearly form, the rate itself may be no higher."""
    percent = _percent(rate.value)
    if rate.value < 0:
        raise PlannerError("loan.rate_negative", field=field, percent=percent)
    yearly = rate.value if rate.basis in (RateBasis.TERM, RateBasis.TOTAL) else rate.yearly(day_count)
    if yearly > HIGHEST_RATE:
        raise PlannerError("loan.rate_high", field=field, percent=percent)


def _check_rate_changes(loan: Loan) -> None:
    """Each day once and rising, after the start; no fee on the original principal, which is agreed for all terms."""
    if loan.rate_changes and loan.method is Method.FLAT_FEE:
        raise PlannerError("loan.rate_change_flat", field="method")
    last = loan.start_on
    for change in loan.rate_changes:
        _check_size(change.rate, loan.day_count)
        if change.rate.basis in (RateBasis.TERM, RateBasis.TOTAL):
            raise PlannerError("loan.rate_is_fee", field="basis", percent=_percent(change.rate.value))
        if change.from_on <= loan.start_on:
            raise PlannerError(
                "loan.rate_change_start", field="from_on", from_on=change.from_on, start_on=loan.start_on
            )
        if change.from_on <= last:
            raise PlannerError("loan.rate_change_day", field="from_on", from_on=change.from_on)
        last = change.from_on


def _check_rate(loan: Loan) -> None:
    percent = _percent(loan.rate.value)
    _check_size(loan.rate, loan.day_count)
    is_fee = loan.rate.basis in (RateBasis.TERM, RateBasis.TOTAL)
    if is_fee != (loan.method is Method.FLAT_FEE):
        code = "loan.rate_is_fee" if is_fee else "loan.rate_is_no_fee"
        raise PlannerError(code, field="rate_basis", percent=percent)


def _check_days(loan: Loan) -> None:
    for name in ("due_day", "statement_day"):
        day = getattr(loan, name)
        if day is not None and not 1 <= day <= 31:
            raise PlannerError("loan.day_of_month", field=name, value=day)
    if loan.first_due_on is not None and loan.first_due_on <= loan.start_on:
        raise PlannerError("loan.first_due", field="first_due_on", value=loan.first_due_on, start_on=loan.start_on)
    if loan.month_end and not _may_end_months(loan):
        raise PlannerError("loan.month_end", field="month_end")
    if loan.end_on is not None and loan.end_on <= loan.start_on:
        raise PlannerError("loan.end", field="end_on", value=loan.end_on, start_on=loan.start_on)
    if loan.due_shift is not DueShift.NONE and loan.every is Every.WEEK:
        raise PlannerError("loan.due_shift", field="due_shift")  # a long holiday would put two terms on one day
    if not 0 <= loan.grace_days <= MOST_GRACE_DAYS:
        raise PlannerError("loan.grace", field="grace_days", value=loan.grace_days, most=MOST_GRACE_DAYS)


def _may_end_months(loan: Loan) -> bool:
    """Whether all due dates of a loan can be the last days of months: its terms are months, and its first one is."""
    first = loan.first_due_on
    by_month = loan.method.scheduled and loan.every not in (Every.WEEK, Every.FORTNIGHT)
    return by_month and (first is None or first == month_end(first))


def _check_scheduled(loan: Loan) -> None:
    if not 0 < loan.principal_minor <= LIMIT_MINOR:
        raise PlannerError(
            "loan.principal", field="principal", value_minor=loan.principal_minor, limit_minor=LIMIT_MINOR
        )
    if loan.terms is None:
        raise PlannerError("loan.terms_missing", field="terms")
    if not 1 <= loan.terms <= MOST_TERMS:
        raise PlannerError("loan.terms", field="terms", value=loan.terms, most=MOST_TERMS)
    # A bullet loan has one instalment however many months it runs: paid, it would be settled.
    payable = 0 if loan.method is Method.BULLET else loan.terms
    if not 0 <= loan.paid_terms <= payable:
        raise PlannerError("loan.paid_terms", field="paid_terms", value=loan.paid_terms, terms=payable)
    _check_pinned(loan, 1 if loan.method is Method.BULLET else loan.terms)


def _check_currency(loan: Loan) -> None:
    if not (len(loan.currency) == 3 and loan.currency.isascii() and loan.currency.isupper()):
        raise PlannerError("loan.currency", field="currency", value=loan.currency)
    given = loan.yuan_rate
    if (loan.currency == YUAN) != (given is None) or (given is not None and not 0 < given <= HIGHEST_YUAN_RATE):
        shown = "" if given is None else f"{given:f}"
        raise PlannerError("loan.yuan_rate", field="yuan_rate", currency=loan.currency, value=shown)


def _check_terms(loan: Loan) -> None:
    _check_currency(loan)
    loan.card.validate()
    if loan.penalty is not None:
        loan.penalty.validate()
        if loan.penalty.basis is PenaltyBasis.TIMES and loan.method is Method.FLAT_FEE:
            raise PlannerError("loan.penalty_flat", field="penalty_basis")
    if loan.disclosed is not None:
        _check_size(Rate(loan.disclosed.rate, RateBasis.YEAR), loan.day_count, "disclosed")
    most = (loan.terms or 0) - 1 if loan.method in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL) else 0
    if not 0 <= loan.interest_only_terms <= max(most, 0):
        raise PlannerError(
            "loan.interest_only", field="interest_only_terms", value=loan.interest_only_terms, most=max(most, 0)
        )
    parted = loan.method in (Method.EQUAL_PRINCIPAL, Method.FLAT_FEE)
    if loan.remainder is Remainder.FIRST and not parted:
        raise PlannerError("loan.remainder", field="remainder")
    if sorted(loan.application) != sorted(ORDER):
        raise PlannerError("loan.application", field="application", value=",".join(loan.application))


def _check_pinned(loan: Loan, terms: int) -> None:
    """The lender's own rows: each number once, dates rising, nothing negative, no more principal than was lent."""
    rows = sorted(loan.pinned, key=lambda row: row.number)
    number, day = 0, loan.start_on
    for row in rows:
        if not number < row.number <= terms:
            raise PlannerError("loan.pinned_number", field="pinned", number=row.number, terms=terms)
        if row.due_on <= day:
            raise PlannerError("loan.pinned_date", field="pinned", number=row.number, due_on=row.due_on, after=day)
        if min(row.principal_minor, row.interest_minor, row.fee_minor) < 0:
            raise PlannerError("loan.pinned_negative", field="pinned", number=row.number)
        number, day = row.number, row.due_on
    total = sum(row.principal_minor for row in rows)
    if total > loan.principal_minor or (len(rows) == terms and total != loan.principal_minor):
        raise PlannerError("loan.pinned_sum", field="pinned", total_minor=total, lent_minor=loan.principal_minor)


def _check_fees(loan: Loan) -> None:
    for fee in loan.fees:
        if (fee.amount_minor is None) == (fee.share is None):
            raise PlannerError("loan.fee_form", field="fees", name=fee.name)
        if fee.amount_minor is not None and not 0 <= fee.amount_minor <= LIMIT_MINOR:
            raise PlannerError("loan.fee_amount", field="fees", name=fee.name, value_minor=fee.amount_minor)
        if fee.share is not None and not 0 <= fee.share <= 1:
            raise PlannerError("loan.fee_share", field="fees", name=fee.name, percent=_percent(fee.share))
        if fee.on_remaining and fee.share is None:
            raise PlannerError("loan.fee_remaining", field="fees", name=fee.name)
        if fee.from_on is not None and fee.until_on is not None and fee.until_on < fee.from_on:
            raise PlannerError("loan.fee_days", field="fees", name=fee.name, from_on=fee.from_on, until_on=fee.until_on)
    if not 0 <= loan.prepayment_fee <= 1:
        raise PlannerError("loan.prepayment_fee", field="prepayment_fee", percent=_percent(loan.prepayment_fee))
    if loan.prepay_from is not None and loan.prepay_from <= loan.start_on:
        raise PlannerError("loan.prepay_from", field="prepay_from", value=loan.prepay_from, start_on=loan.start_on)
