"""Calls of collectors with what was promised in them, and drafts of letters."""

from __future__ import annotations

from planner.domain.cases.calls import Call, Means, Reached
from planner.domain.cases.letter import LANGUAGES, Letter, Wish
from planner.storage.rows.columns import day, document, member, number, parent, stamp, text
from planner.storage.rows.table import Check, Rows, index, unique

_LANGUAGES = ", ".join(f"'{one}'" for one in LANGUAGES)

CALLS = Rows(
    "collector_call",
    Call,
    day("called_on", "on"),
    text("called_at", "at", default=""),
    text("lender", filled=True),
    text("caller", default=""),
    parent("loan_id", "loan", on_delete="SET NULL", optional=True),
    member("means", Means),
    member("reached", Reached),
    text("said", default=""),
    day("promised_on", optional=True),
    number("promised_minor", least=1, optional=True),
    parent("case_id", "case_file", on_delete="SET NULL", optional=True),
    stamp(),
    rules=[
        index("loan_id"),
        index("case_id"),
        Check("at", "called_at = '' OR (called_at GLOB '[0-2][0-9]:[0-5][0-9]' AND called_at < '24')"),
        Check("promise", "promised_minor IS NULL OR promised_on IS NOT NULL"),
    ],
    order="called_on, called_at, id",
)

LETTERS = Rows(
    "case_letter",
    Letter,
    parent("round_id", "case_round", on_delete="CASCADE"),
    text("language"),
    day("made_on"),
    text("text", filled=True),
    document("told", default="{}"),
    member("wish", Wish, default=Wish.NONE.value),
    text("signed", default=""),
    text("contact", default=""),
    stamp(),
    rules=[unique("round_id"), Check("language", f"language IN ({_LANGUAGES})")],
)

OF_CALLS = (CALLS, LETTERS)
