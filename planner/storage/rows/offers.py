"""Offers of loans with their fees, and wishes to borrow with what was decided."""

from __future__ import annotations

from planner.domain.accounts.loan import LenderKind, Method
from planner.domain.accounts.terms import Disclosed, DisclosedBasis
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.offers.offer import METHODS, Decision, FeeAt, Offer, OfferFee, OfferState, Wish
from planner.storage.rows.columns import day, decimal, member, number, parent, stamp, switch, text
from planner.storage.rows.table import Check, Group, Rows, unique

FEES = Rows(
    "offer_fee",
    OfferFee,
    parent("offer_id", "offer", on_delete="CASCADE"),
    number("position"),
    text("name"),
    member("charged", FeeAt, "at"),
    number("amount_minor", least=0, optional=True),
    decimal("share", optional=True),
    switch("stops"),
    rules=[
        unique("offer_id", "position"),
        Check("amount_or_share", "(amount_minor IS NULL) <> (share IS NULL)"),
    ],
    order="offer_id, position",
    place="position",
)

OFFERS = Rows(
    "offer",
    Offer,
    text("lender", filled=True),
    member("kind", LenderKind),
    number("amount_minor", least=1),
    member("method", Method, only=METHODS),
    number("terms", least=1, most=360),
    Group("rate", Rate, decimal("rate", "value"), member("rate_basis", RateBasis, "basis")),
    day("noted_on"),
    text("institution", default=""),
    text("name", default=""),
    day("promised_on", optional=True),
    day("until_on", optional=True),
    number("limit_minor", least=0, optional=True),
    Group(
        "disclosed",
        Disclosed,
        decimal("disclosed_rate", "rate", optional=True),
        member("disclosed_basis", DisclosedBasis, "basis", optional=True),
        optional=True,
    ),
    decimal("subsidy"),
    day("subsidy_until", optional=True),
    decimal("prepayment_fee", optional=True),
    member("state", OfferState, default=OfferState.OPEN.value),
    text("note", default=""),
    number("promo_terms", least=1, most=360, optional=True),
    decimal("later_rate", optional=True),
    stamp(),
    rules=[Check("disclosed", "(disclosed_rate IS NULL) = (disclosed_basis IS NULL)")],
    children={"fees": FEES},
)

WISHES = Rows(
    "wish",
    Wish,
    day("wished_on", "on"),
    number("amount_minor", least=1),
    text("purpose", filled=True),
    number("terms", least=1, most=360),
    decimal("rate", optional=True),
    member("decision", Decision, default=Decision.OPEN.value),
    day("decided_on", optional=True),
    text("words", default=""),
    stamp(),
    order="wished_on, id",
)
