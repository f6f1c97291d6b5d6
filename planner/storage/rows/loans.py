"""Lenders and loans: the terms of an account, with what of them fills rows of its own.

A new optional term of a loan is one line at the end of ``LOANS``, beside the attribute of ``Loan`` and a migration.
"""

from __future__ import annotations

from itertools import permutations

from planner.domain.accounts.fee_steps import kept_steps, kept_text
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
from planner.domain.accounts.terms import (
    ORDER,
    PLAIN_CARD,
    CardInterest,
    CardTerms,
    Disclosed,
    DisclosedBasis,
    DueShift,
    Fee,
    FeeKind,
    FeeWhen,
    MinimumRule,
    Part,
    Penalty,
    PenaltyBasis,
    PenaltyOn,
    PrepayDay,
    Remainder,
    order_from,
)
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.storage.rows.columns import Column, day, decimal, member, number, parent, stamp, switch, text
from planner.storage.rows.table import Check, Group, Rows, index, unique

LENDERS = Rows(
    "lender",
    Lender,
    text("name", filled=True),
    member("kind", LenderKind),
    text("institution", default=""),
    text("preset", default=""),
    text("note", default=""),
    rules=[unique("name")],
)

FEES = Rows(
    "loan_fee",
    Fee,
    parent("loan_id", "loan", on_delete="CASCADE"),
    number("position"),
    text("name"),
    member("charged", FeeWhen, "when"),
    number("amount_minor", least=0, optional=True),
    decimal("share", optional=True),
    member("kind", FeeKind, added=FeeKind.SERVICE.value),
    text("payee", added=""),
    switch("stops", added=1),
    day("from_on", optional=True),
    day("until_on", optional=True),
    switch("on_remaining", added=0),
    rules=[
        unique("loan_id", "position"),
        Check("amount_or_share", "(amount_minor IS NULL) <> (share IS NULL)"),
    ],
    order="loan_id, position",
    place="position",
)

PINNED = Rows(
    "pinned_instalment",
    PinnedInstalment,
    parent("loan_id", "loan", on_delete="CASCADE"),
    number("number", least=1),
    day("due_on"),
    number("principal_minor", least=0),
    number("interest_minor", least=0),
    number("fee_minor", least=0),
    rules=[unique("loan_id", "number")],
    order="loan_id, number",
)

RATE_CHANGES = Rows(
    "rate_change",
    RateChange,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("from_on"),
    Group(
        "rate",
        Rate,
        decimal("rate", "value"),
        member("basis", RateBasis, only=(RateBasis.YEAR, RateBasis.MONTH, RateBasis.DAY)),
    ),
    text("note"),
    rules=[unique("loan_id", "from_on")],
    order="loan_id, from_on",
)

_ORDERS = ", ".join(f"'{','.join(order)}'" for order in permutations(ORDER))


def _order_text(order: tuple[Part, ...]) -> str:
    return ",".join(order)


def _lender_id(lender: Lender) -> int:
    return lender.id


def _card(*terms: object) -> CardTerms:
    card = CardTerms(*terms)  # type: ignore[arg-type]
    return PLAIN_CARD if card == PLAIN_CARD else card


LOANS = Rows(
    "loan",
    Loan,
    Column("lender_id", True, "lender", _lender_id, parent="lender.id", one_way=True),
    text("name"),
    member("method", Method),
    day("start_on"),
    number("principal_minor", least=0),
    Group("rate", Rate, decimal("rate", "value"), member("rate_basis", RateBasis, "basis")),
    switch("rate_confirmed"),
    number("terms", least=1, optional=True),
    member("every", Every),
    day("first_due_on", optional=True),
    number("due_day", least=1, most=31, optional=True),
    day("end_on", optional=True),
    member("day_count", DayCount),
    number("paid_terms", least=0),
    number("grace_days", least=0),
    member("prepayment", Prepayment),
    decimal("prepayment_fee"),
    member("excess", Excess),
    number("limit_minor", least=0, optional=True),
    number("statement_day", least=1, most=31, optional=True),
    text("product"),
    text("currency", filled=True),
    day("settled_on", optional=True),
    day("closed_on", optional=True),
    day("checked_on", optional=True),
    text("note"),
    stamp(),
    member("on_rate_change", OnRateChange, added=OnRateChange.LOWER_PAYMENT.value),
    number("interest_only_terms", least=0, added=0),
    member("rounding", Rounding, added=Rounding.HALF_UP.value),
    member("remainder", Remainder, added=Remainder.LAST.value),
    Column(
        "application",
        write=_order_text,
        read=order_from,
        default=",".join(ORDER),
        added=True,
        check=f"application IN ({_ORDERS})",
    ),
    Group(
        "penalty",
        Penalty,
        decimal("penalty_rate", "rate", optional=True),
        member("penalty_basis", PenaltyBasis, "basis", optional=True),
        member("penalty_on", PenaltyOn, "on", optional=True),
        optional=True,
    ),
    Group(
        "disclosed",
        Disclosed,
        decimal("disclosed_rate", "rate", optional=True),
        member("disclosed_basis", DisclosedBasis, "basis", optional=True),
        optional=True,
    ),
    Group(
        "card",
        CardTerms,
        number("due_after_days", least=1, optional=True),
        switch("statement_included", added=1),
        number("tolerance_minor", least=0, added=0),
        member("card_interest", CardInterest, "interest", added=CardInterest.NONE.value),
        member("minimum_rule", MinimumRule, "minimum", added=MinimumRule.NONE.value),
        decimal("minimum_share", optional=True),
        number("minimum_minor", least=0, optional=True),
        decimal("late_fee_share", optional=True),
        number("late_fee_minor", least=0, added=0),
        decimal("cash_fee_share", optional=True),
        number("cash_fee_minor", least=0, added=0),
        text("limit_group", added=""),
        make=_card,
    ),
    text("institution", added=""),
    day("closing_on", optional=True),
    switch("opening_known", added=1),
    decimal("yuan_rate", optional=True),
    day("prepay_from", optional=True),
    switch("month_end", added=0),
    number("shortfall_minor", "tolerance_minor", least=0, added=100),
    switch("auto_debit", added=0),
    member("due_shift", DueShift, added=DueShift.NONE.value),
    switch("first_by_days", added=0),
    number("payment_minor", least=1, optional=True),
    number("offset_minor", least=0, added=0),
    Column("line_id", True, optional=True, default=None, parent="loan.id", on_delete="SET NULL"),
    day("paid_counted_on", optional=True),
    Column(
        "prepayment_steps",
        write=kept_text,
        read=kept_steps,
        default="",
        added=True,
        check="prepayment_steps NOT GLOB '*[^a-z0-9.; ]*'",
    ),
    member("prepay_on", PrepayDay, added=PrepayDay.ANY.value),
    rules=[
        Check(
            "penalty",
            "(penalty_rate IS NULL) = (penalty_basis IS NULL) AND (penalty_rate IS NULL) = (penalty_on IS NULL)",
        ),
        Check("disclosed", "(disclosed_rate IS NULL) = (disclosed_basis IS NULL)"),
        index("lender_id"),
    ],
    children={"fees": FEES, "pinned": PINNED, "rate_changes": RATE_CHANGES},
)
