"""Weekly reviews and what was decided in them."""

from __future__ import annotations

from planner.storage.kept import CommitmentLine, ReviewLine
from planner.storage.rows.columns import day, document, instant, number, parent, text
from planner.storage.rows.table import Check, Rows, index, unique

COMMITMENTS = Rows(
    "commitment",
    CommitmentLine,
    parent("review_id", "review", on_delete="CASCADE"),
    number("position"),
    text("text"),
    parent("loan_id", "loan", on_delete="SET NULL", optional=True),
    text("kind", default=""),
    day("done_on", optional=True),
    rules=[unique("review_id", "position"), index("loan_id")],
    order="review_id, position",
)

REVIEWS = Rows(
    "review",
    ReviewLine,
    day("week_on"),
    instant("started_at"),
    instant("saved_at", optional=True),
    text("stage", default=""),
    document("progress", default="{}"),
    document("summary", default="{}"),
    text("note", default=""),
    rules=[unique("week_on"), Check("week_on_monday", "strftime('%w', week_on) = '1'")],
    order="week_on DESC",
    children={"commitments": COMMITMENTS},
)
