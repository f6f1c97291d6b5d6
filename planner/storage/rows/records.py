"""What happened on an account: draws, repayments, balances read, printed bills, instalment plans inside a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from planner.domain.accounts.terms import FeeWhen
from planner.domain.basics.rates import RateBasis
from planner.storage.rows.columns import day, decimal, member, number, parent, stamp, switch, text
from planner.storage.rows.table import Check, Group, Rows, index, unique

DRAWS = Rows(
    "draw",
    Draw,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("drawn_on", "on"),
    number("amount_minor", least=1),
    text("note", default=""),
    stamp(),
    member("kind", DrawKind, added=DrawKind.PLAIN.value),
    day("posted_on", optional=True),
    switch("after_reading", added=0),
    rules=[index("loan_id", "drawn_on")],
    order="loan_id, drawn_on, id",
)

REPAYMENTS = Rows(
    "repayment",
    Repayment,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("paid_on", "on"),
    number("amount_minor", least=1),
    Group(
        "split",
        Split,
        number("principal_minor", least=0, optional=True),
        number("interest_minor", least=0, optional=True),
        number("fee_minor", least=0, optional=True),
        optional=True,
    ),
    switch("settles", default=0),
    text("note", default=""),
    stamp(),
    day("reversed_on", optional=True),
    switch("after_reading", added=0),
    rules=[
        Check(
            "split",
            "(principal_minor IS NULL AND interest_minor IS NULL AND fee_minor IS NULL)"
            " OR (principal_minor + interest_minor + fee_minor) IS amount_minor",
        ),
        index("loan_id", "paid_on"),
    ],
    order="loan_id, paid_on, id",
)

READINGS = Rows(
    "balance_reading",
    Reading,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("read_on", "on"),
    number("balance_minor", least=0),
    stamp(),
    rules=[unique("loan_id", "read_on")],
    order="loan_id, read_on, id",
)

STATEMENTS = Rows(
    "statement",
    Statement,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("cut_on", "on"),
    day("due_on"),
    number("amount_minor", least=0),
    number("minimum_minor", least=0, optional=True),
    stamp(),
    day("unpaid_on", optional=True),
    rules=[unique("loan_id", "cut_on")],
    order="loan_id, cut_on, id",
)

CARD_PLANS = Rows(
    "card_plan",
    CardPlan,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("started_on"),
    number("principal_minor", least=1),
    number("terms", least=1),
    decimal("rate"),
    member("basis", RateBasis, only=(RateBasis.TERM, RateBasis.TOTAL)),
    member("fee_when", FeeWhen, only=(FeeWhen.FIRST_TERM, FeeWhen.PER_TERM)),
    member("at_end", PlanEnd),
    decimal("end_share"),
    day("ended_on", optional=True),
    text("note", default=""),
    stamp(),
    member("source", PlanSource, added=PlanSource.BILL.value),
    rules=[index("loan_id")],
    order="loan_id, started_on, id",
)

OF_ACCOUNT: Mapping[str, Rows[Any]] = {
    "draws": DRAWS,
    "repayments": REPAYMENTS,
    "readings": READINGS,
    "statements": STATEMENTS,
    "plans": CARD_PLANS,
}
