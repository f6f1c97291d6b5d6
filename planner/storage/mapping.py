"""The only crossing between rows and domain values: plain column values one way, frozen values the other.

No ORM here, so that reading needs none. A property test sends loans through rows and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.loan import (
    Every,
    Excess,
    Fee,
    FeeWhen,
    Lender,
    LenderKind,
    Loan,
    Method,
    OnRateChange,
    PinnedInstalment,
    Prepayment,
    RateChange,
)
from planner.domain.rates import DayCount, Rate, RateBasis
from planner.domain.records import Draw, Income, Reading, Repayment, Split, Statement

Values = dict[str, Any]


def decimal_text(value: Decimal) -> str:
    """The canonical text of a rate: plain digits without a trailing zero (``Decimal("0.0500")`` → ``0.05``)."""
    if not value:
        return "0"
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def day_text(day: date | None) -> str | None:
    """ISO text of a day, or None."""
    return None if day is None else day.isoformat()


def day_from(text: str | None) -> date | None:
    """The day of an ISO text, or None."""
    return None if text is None else date.fromisoformat(text)


def loan_values(loan: Loan) -> Values:
    """The columns of ``loan`` that come from the terms (not its lender, nor what the person did with it later)."""
    return {
        "name": loan.name,
        "method": loan.method.value,
        "start_on": loan.start_on.isoformat(),
        "principal_minor": loan.principal_minor,
        "rate": decimal_text(loan.rate.value),
        "rate_basis": loan.rate.basis.value,
        "rate_confirmed": int(loan.rate_confirmed),
        "terms": loan.terms,
        "every": loan.every.value,
        "first_due_on": day_text(loan.first_due_on),
        "due_day": loan.due_day,
        "end_on": day_text(loan.end_on),
        "day_count": loan.day_count.value,
        "paid_terms": loan.paid_terms,
        "grace_days": loan.grace_days,
        "prepayment": loan.prepayment.value,
        "prepayment_fee": decimal_text(loan.prepayment_fee),
        "excess": loan.excess.value,
        "on_rate_change": loan.on_rate_change.value,
        "limit_minor": loan.limit_minor,
        "statement_day": loan.statement_day,
        "product": loan.product,
        "currency": loan.currency,
        "settled_on": day_text(loan.settled_on),
        "closed_on": day_text(loan.closed_on),
        "note": loan.note,
    }


def fee_values(loan: Loan) -> list[Values]:
    """Rows of ``loan_fee``, without the loan's id."""
    return [
        {
            "position": position,
            "name": fee.name,
            "charged": fee.when.value,
            "amount_minor": fee.amount_minor,
            "share": None if fee.share is None else decimal_text(fee.share),
        }
        for position, fee in enumerate(loan.fees)
    ]


def pinned_values(loan: Loan) -> list[Values]:
    """Rows of ``pinned_instalment``, without the loan's id."""
    return [
        {
            "number": pin.number,
            "due_on": pin.due_on.isoformat(),
            "principal_minor": pin.principal_minor,
            "interest_minor": pin.interest_minor,
            "fee_minor": pin.fee_minor,
        }
        for pin in loan.pinned
    ]


def rate_change_values(loan: Loan) -> list[Values]:
    """Rows of ``rate_change``, without the loan's id."""
    return [rate_change_value(change) for change in loan.rate_changes]


def rate_change_value(change: RateChange) -> Values:
    """One row of ``rate_change``, without the loan's id."""
    return {
        "from_on": change.from_on.isoformat(),
        "rate": decimal_text(change.rate.value),
        "basis": change.rate.basis.value,
        "note": change.note,
    }


def split_values(split: Split | None) -> Values:
    """The three columns of a repayment's corrected split; all NULL when it is derived."""
    if split is None:
        return {"principal_minor": None, "interest_minor": None, "fee_minor": None}
    return {
        "principal_minor": split.principal_minor,
        "interest_minor": split.interest_minor,
        "fee_minor": split.fee_minor,
    }


def loan_from(
    row: Mapping[str, Any],
    lender: Lender,
    fees: Iterable[Fee],
    pinned: Iterable[PinnedInstalment],
    rate_changes: Iterable[RateChange] = (),
) -> Loan:
    """The loan of a ``loan`` row with lender, fees (by position), pinned instalments (by number), rates (by day)."""
    return Loan(
        id=row["id"],
        lender=lender,
        name=row["name"],
        method=Method(row["method"]),
        start_on=date.fromisoformat(row["start_on"]),
        rate=Rate(Decimal(row["rate"]), RateBasis(row["rate_basis"])),
        principal_minor=row["principal_minor"],
        terms=row["terms"],
        every=Every(row["every"]),
        first_due_on=day_from(row["first_due_on"]),
        due_day=row["due_day"],
        end_on=day_from(row["end_on"]),
        day_count=DayCount(row["day_count"]),
        fees=tuple(fees),
        pinned=tuple(pinned),
        paid_terms=row["paid_terms"],
        grace_days=row["grace_days"],
        prepayment=Prepayment(row["prepayment"]),
        prepayment_fee=Decimal(row["prepayment_fee"]),
        excess=Excess(row["excess"]),
        rate_changes=tuple(rate_changes),
        on_rate_change=OnRateChange(row["on_rate_change"]),
        limit_minor=row["limit_minor"],
        statement_day=row["statement_day"],
        rate_confirmed=bool(row["rate_confirmed"]),
        product=row["product"],
        currency=row["currency"],
        settled_on=day_from(row["settled_on"]),
        closed_on=day_from(row["closed_on"]),
        note=row["note"],
    )


def lender_from(row: tuple[Any, ...]) -> Lender:
    """From ``id, name, kind, institution``."""
    key, name, kind, institution = row
    return Lender(key, name, LenderKind(kind), institution)


def fee_from(row: tuple[Any, ...]) -> Fee:
    """From ``name, charged, amount_minor, share``."""
    name, charged, amount_minor, share = row
    return Fee(name, FeeWhen(charged), amount_minor, None if share is None else Decimal(share))


def pinned_from(row: tuple[Any, ...]) -> PinnedInstalment:
    """From ``number, due_on, principal_minor, interest_minor, fee_minor``."""
    number, due_on, *amounts = row
    return PinnedInstalment(number, date.fromisoformat(due_on), *amounts)


def rate_change_from(row: tuple[Any, ...]) -> RateChange:
    """From ``from_on, rate, basis, note``."""
    from_on, rate, basis, note = row
    return RateChange(date.fromisoformat(from_on), Rate(Decimal(rate), RateBasis(basis)), note)


def draw_from(row: tuple[Any, ...]) -> Draw:
    """From ``id, drawn_on, amount_minor, note``."""
    key, on, amount_minor, note = row
    return Draw(key, date.fromisoformat(on), amount_minor, note)


def repayment_from(row: tuple[Any, ...]) -> Repayment:
    """From ``id, paid_on, amount_minor, principal_minor, interest_minor, fee_minor, settles, note``."""
    key, on, amount_minor, principal, interest, fee, settles, note = row
    split = None if principal is None else Split(principal, interest, fee)
    return Repayment(key, date.fromisoformat(on), amount_minor, split, bool(settles), note)


def reading_from(row: tuple[Any, ...]) -> Reading:
    """From ``id, read_on, balance_minor``."""
    key, on, balance_minor = row
    return Reading(key, date.fromisoformat(on), balance_minor)


def statement_from(row: tuple[Any, ...]) -> Statement:
    """From ``id, cut_on, due_on, amount_minor, minimum_minor``."""
    key, on, due_on, amount_minor, minimum_minor = row
    return Statement(key, date.fromisoformat(on), date.fromisoformat(due_on), amount_minor, minimum_minor)


def income_from(row: tuple[Any, ...]) -> Income:
    """From ``id, name, from_on, monthly_minor``."""
    key, name, from_on, monthly_minor = row
    return Income(key, name, date.fromisoformat(from_on), monthly_minor)
