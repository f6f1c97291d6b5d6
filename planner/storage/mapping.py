"""The only crossing between rows and domain values: plain column values one way, frozen values the other.

No ORM here, so that reading needs none. A property test sends loans through rows and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.loan import (
    Every,
    Excess,
    Lender,
    LenderKind,
    Loan,
    Method,
    OnRateChange,
    PinnedInstalment,
    Prepayment,
    RateChange,
)
from planner.domain.accounts.records import (
    CardPlan,
    Draw,
    DrawKind,
    PlanEnd,
    PlanSource,
    Reading,
    Repayment,
    Split,
    Statement,
)
from planner.domain.accounts.terms import (
    PLAIN_CARD,
    CardInterest,
    CardTerms,
    Disclosed,
    DisclosedBasis,
    Fee,
    FeeKind,
    FeeWhen,
    MinimumRule,
    Penalty,
    PenaltyBasis,
    PenaltyOn,
    Remainder,
    order_from,
)
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Income

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
        "closing_on": day_text(loan.closing_on),
        "closed_on": day_text(loan.closed_on),
        "note": loan.note,
        "interest_only_terms": loan.interest_only_terms,
        "rounding": loan.rounding.value,
        "remainder": loan.remainder.value,
        "application": ",".join(loan.application),
        "institution": loan.institution,
        "opening_known": int(loan.opening_known),
        "yuan_rate": _optional_text(loan.yuan_rate),
        "prepay_from": day_text(loan.prepay_from),
        **_penalty_values(loan.penalty),
        **_disclosed_values(loan.disclosed),
        **_card_values(loan.card),
    }


def _optional_text(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def _penalty_values(penalty: Penalty | None) -> Values:
    if penalty is None:
        return {"penalty_rate": None, "penalty_basis": None, "penalty_on": None}
    return {
        "penalty_rate": decimal_text(penalty.rate),
        "penalty_basis": penalty.basis.value,
        "penalty_on": penalty.on.value,
    }


def _disclosed_values(disclosed: Disclosed | None) -> Values:
    if disclosed is None:
        return {"disclosed_rate": None, "disclosed_basis": None}
    return {"disclosed_rate": decimal_text(disclosed.rate), "disclosed_basis": disclosed.basis.value}


def _card_values(card: CardTerms) -> Values:
    return {
        "due_after_days": card.due_after_days,
        "statement_included": int(card.statement_included),
        "tolerance_minor": card.tolerance_minor,
        "card_interest": card.interest.value,
        "minimum_rule": card.minimum.value,
        "minimum_share": _optional_text(card.minimum_share),
        "minimum_minor": card.minimum_minor,
        "late_fee_share": _optional_text(card.late_fee_share),
        "late_fee_minor": card.late_fee_minor,
        "cash_fee_share": _optional_text(card.cash_fee_share),
        "cash_fee_minor": card.cash_fee_minor,
        "limit_group": card.limit_group,
    }


def fee_values(loan: Loan) -> list[Values]:
    """Rows of ``loan_fee``, without the loan's id."""
    return [
        {
            "position": position,
            "name": fee.name,
            "charged": fee.when.value,
            "amount_minor": fee.amount_minor,
            "share": _optional_text(fee.share),
            "kind": fee.kind.value,
            "payee": fee.payee,
            "stops": int(fee.stops),
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
        interest_only_terms=row["interest_only_terms"],
        rounding=Rounding(row["rounding"]),
        remainder=Remainder(row["remainder"]),
        application=order_from(row["application"]),
        penalty=_penalty_from(row),
        disclosed=_disclosed_from(row),
        card=_card_from(row),
        institution=row["institution"],
        yuan_rate=None if row["yuan_rate"] is None else Decimal(row["yuan_rate"]),
        closing_on=day_from(row["closing_on"]),
        prepay_from=day_from(row["prepay_from"]),
        opening_known=bool(row["opening_known"]),
    )


def _share_from(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _penalty_from(row: Mapping[str, Any]) -> Penalty | None:
    if row["penalty_rate"] is None:
        return None
    basis, on = PenaltyBasis(row["penalty_basis"]), PenaltyOn(row["penalty_on"])
    return Penalty(Decimal(row["penalty_rate"]), basis, on)


def _disclosed_from(row: Mapping[str, Any]) -> Disclosed | None:
    if row["disclosed_rate"] is None:
        return None
    return Disclosed(Decimal(row["disclosed_rate"]), DisclosedBasis(row["disclosed_basis"]))


def _card_from(row: Mapping[str, Any]) -> CardTerms:
    card = CardTerms(
        due_after_days=row["due_after_days"],
        statement_included=bool(row["statement_included"]),
        tolerance_minor=row["tolerance_minor"],
        interest=CardInterest(row["card_interest"]),
        minimum=MinimumRule(row["minimum_rule"]),
        minimum_share=_share_from(row["minimum_share"]),
        minimum_minor=row["minimum_minor"],
        late_fee_share=_share_from(row["late_fee_share"]),
        late_fee_minor=row["late_fee_minor"],
        cash_fee_share=_share_from(row["cash_fee_share"]),
        cash_fee_minor=row["cash_fee_minor"],
        limit_group=row["limit_group"],
    )
    return PLAIN_CARD if card == PLAIN_CARD else card


def lender_from(row: tuple[Any, ...]) -> Lender:
    """From ``id, name, kind, institution``."""
    key, name, kind, institution = row
    return Lender(key, name, LenderKind(kind), institution)


def fee_from(row: tuple[Any, ...]) -> Fee:
    """From ``name, charged, amount_minor, share, kind, payee, stops``."""
    name, charged, amount_minor, share, kind, payee, stops = row
    return Fee(name, FeeWhen(charged), amount_minor, _share_from(share), FeeKind(kind), payee, bool(stops))


def pinned_from(row: tuple[Any, ...]) -> PinnedInstalment:
    """From ``number, due_on, principal_minor, interest_minor, fee_minor``."""
    number, due_on, *amounts = row
    return PinnedInstalment(number, date.fromisoformat(due_on), *amounts)


def rate_change_from(row: tuple[Any, ...]) -> RateChange:
    """From ``from_on, rate, basis, note``."""
    from_on, rate, basis, note = row
    return RateChange(date.fromisoformat(from_on), Rate(Decimal(rate), RateBasis(basis)), note)


def draw_from(row: tuple[Any, ...]) -> Draw:
    """From ``id, drawn_on, amount_minor, note, kind, posted_on, after_reading``."""
    key, on, amount_minor, note, kind, posted_on, after = row
    return Draw(key, date.fromisoformat(on), amount_minor, note, DrawKind(kind), day_from(posted_on), bool(after))


def repayment_from(row: tuple[Any, ...]) -> Repayment:
    """From the columns of ``snapshot``: ``id, paid_on, amount_minor``, the split, then the rest."""
    key, on, amount_minor, principal, interest, fee, settles, note, reversed_on, after = row
    split = None if principal is None else Split(principal, interest, fee)
    return Repayment(
        key, date.fromisoformat(on), amount_minor, split, bool(settles), note, day_from(reversed_on), bool(after)
    )


def reading_from(row: tuple[Any, ...]) -> Reading:
    """From ``id, read_on, balance_minor``."""
    key, on, balance_minor = row
    return Reading(key, date.fromisoformat(on), balance_minor)


def statement_from(row: tuple[Any, ...]) -> Statement:
    """From ``id, cut_on, due_on, amount_minor, minimum_minor, unpaid_on``."""
    key, on, due_on, amount_minor, minimum_minor, unpaid_on = row
    return Statement(
        key, date.fromisoformat(on), date.fromisoformat(due_on), amount_minor, minimum_minor, day_from(unpaid_on)
    )


def card_plan_from(row: tuple[Any, ...]) -> CardPlan:
    """From the columns of the table in their order, without loan and instant of entry."""
    key, started_on, principal_minor, terms, rate, basis, fee_when, at_end, end_share, ended_on, note, source = row
    return CardPlan(
        key,
        date.fromisoformat(started_on),
        principal_minor,
        terms,
        Decimal(rate),
        RateBasis(basis),
        FeeWhen(fee_when),
        PlanEnd(at_end),
        Decimal(end_share),
        day_from(ended_on),
        note,
        PlanSource(source),
    )


def card_plan_values(plan: CardPlan) -> Values:
    """A row of ``card_plan``, without its id, its loan's id and the instant of entry."""
    return {
        "started_on": plan.started_on.isoformat(),
        "principal_minor": plan.principal_minor,
        "terms": plan.terms,
        "rate": decimal_text(plan.rate),
        "basis": plan.basis.value,
        "fee_when": plan.fee_when.value,
        "at_end": plan.at_end.value,
        "end_share": decimal_text(plan.end_share),
        "ended_on": day_text(plan.ended_on),
        "note": plan.note,
        "source": plan.source.value,
    }


def income_from(row: tuple[Any, ...]) -> Income:
    """From ``id, name, from_on, monthly_minor``."""
    key, name, from_on, monthly_minor = row
    return Income(key, name, date.fromisoformat(from_on), monthly_minor)
