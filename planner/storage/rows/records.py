"""What happened on an account: draws, repayments, balances read, printed bills, plans, agreements, legal moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from planner.domain.accounts.loan import PinnedInstalment
from planner.domain.accounts.records import (
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    CardPlan,
    Denial,
    Draw,
    DrawKind,
    Move,
    MoveKind,
    PlanEnd,
    PlanSource,
    Reading,
    Repayment,
    Split,
    Statement,
)
from planner.domain.accounts.terms import FeeWhen, Part
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import Rate, RateBasis
from planner.storage.rows.columns import Column, day, decimal, member, number, parent, read_day, stamp, switch, text
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
    number("amount_minor", least=0),
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
    number("discount_minor", least=0, added=0),
    day("assigned_on", optional=True),
    switch("after_cash", added=0),
    rules=[
        Check(
            "split",
            "(principal_minor IS NULL AND interest_minor IS NULL AND fee_minor IS NULL)"
            " OR (principal_minor + interest_minor + fee_minor) IS (amount_minor + discount_minor)",
        ),
        Check("counted", "amount_minor + discount_minor > 0"),
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
    switch("own_limit", added=0),
    rules=[index("loan_id")],
    order="loan_id, started_on, id",
)

ALLOWANCES = Rows(
    "allowance",
    Allowance,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("given_on", "on"),
    number("amount_minor", least=1),
    member("kind", AllowanceKind),
    member("part", Part, optional=True),
    day("due_on", optional=True),
    text("note", default=""),
    stamp(),
    rules=[index("loan_id", "given_on")],
    order="loan_id, given_on, id",
)


def _written_rows(rows: tuple[PinnedInstalment, ...]) -> str:
    return json.dumps(
        [[row.number, row.due_on.isoformat(), row.principal_minor, row.interest_minor, row.fee_minor] for row in rows]
    )


def _read_rows(kept: str) -> tuple[PinnedInstalment, ...]:
    return tuple(_read_instalment(*row) for row in json.loads(kept))


def _read_instalment(number: int, due_on: str, principal: int, interest: int, fee: int) -> PinnedInstalment:
    for value in (number, principal, interest, fee):
        if type(value) is not int or abs(value) > LIMIT_MINOR:  # text of a file that others can edit
            raise ValueError(value)
    return PinnedInstalment(number, read_day(due_on), principal, interest, fee)


ARRANGEMENTS = Rows(
    "arrangement",
    Arrangement,
    parent("loan_id", "loan", on_delete="CASCADE"),
    member("kind", ArrangementKind),
    member("state", ArrangementState),
    day("asked_on", optional=True),
    day("agreed_on", optional=True),
    day("ended_on", optional=True),
    text("agreed_with", default=""),
    text("channel", default=""),
    text("condition", default=""),
    day("from_on", optional=True),
    day("until_on", optional=True),
    number("terms", least=1, optional=True),
    number("amount_minor", least=0, optional=True),
    member("part", Part, optional=True),
    Group(
        "rate",
        Rate,
        decimal("rate", "value", optional=True),
        member("rate_basis", RateBasis, "basis", optional=True),
        optional=True,
    ),
    switch("bears_interest", default=1),
    Column("rows", write=_written_rows, read=_read_rows, default="[]", check="json_valid(rows)"),
    text("note", default=""),
    stamp(),
    rules=[
        index("loan_id"),
        Check("rate_whole", "(rate IS NULL) = (rate_basis IS NULL)"),
        Check("agreed", "state IN ('asked', 'refused') OR agreed_on IS NOT NULL"),
    ],
    order="loan_id, id",
)

MOVES = Rows(
    "legal_move",
    Move,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("moved_on", "on"),
    member("kind", MoveKind),
    text("creditor", default=""),
    number("amount_minor", least=0, optional=True),
    text("note", default=""),
    stamp(),
    rules=[index("loan_id", "moved_on")],
    order="loan_id, moved_on, id",
)

DENIALS = Rows(
    "denial",
    Denial,
    parent("loan_id", "loan", on_delete="CASCADE"),
    day("said_on", "on"),
    day("due_on"),
    stamp(),
    rules=[unique("loan_id", "due_on")],
    order="loan_id, due_on, id",
)

OF_ACCOUNT: Mapping[str, Rows[Any]] = {
    "draws": DRAWS,
    "repayments": REPAYMENTS,
    "readings": READINGS,
    "statements": STATEMENTS,
    "plans": CARD_PLANS,
    "allowances": ALLOWANCES,
    "arrangements": ARRANGEMENTS,
    "moves": MOVES,
    "denials": DENIALS,
}
