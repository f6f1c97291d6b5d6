"""Cases: what they are about, their rounds, events and papers."""

from __future__ import annotations

from planner.domain.cases.file import Case, Event, EventKind, Evidence, Kind, Outcome, Round
from planner.storage.rows.columns import MOST_NUMBER, day, member, number, parent, stamp, text
from planner.storage.rows.table import Check, Rows, index, unique

CASES = Rows(
    "case_file",  # "case" is a word of SQL
    Case,
    member("kind", Kind),
    text("title", filled=True),
    day("opened_on"),
    text("institution", default=""),
    parent("loan_id", "loan", on_delete="SET NULL", optional=True),
    text("facts", default=""),
    text("asks", default=""),
    text("point", default=""),
    text("note", default=""),
    stamp(),
    rules=[index("loan_id")],
)

ROUNDS = Rows(
    "case_round",
    Round,
    parent("case_id", "case_file", on_delete="CASCADE"),
    number("number", least=1),
    text("channel", default=""),
    day("began_on", "on"),
    text("word", default=""),
    stamp(),
    rules=[unique("case_id", "number")],
    order="case_id, number",
)

EVENTS = Rows(
    "case_event",
    Event,
    parent("round_id", "case_round", on_delete="CASCADE"),
    day("happened_on", "on"),
    member("kind", EventKind),
    text("word", filled=True),
    member("outcome", Outcome, optional=True),
    day("until_on", optional=True),
    text("step", default=""),
    parent("corrects", "case_event", on_delete="CASCADE", optional=True),
    stamp(),
    rules=[
        index("round_id"),
        index("corrects"),
        Check("answer", "(outcome IS NOT NULL) = (kind = 'answered')"),
        Check("of_step", "step = '' OR kind = 'step'"),
    ],
    order="happened_on, id",
)

EVIDENCE = Rows(
    "case_evidence",
    Evidence,
    parent("case_id", "case_file", on_delete="CASCADE"),
    text("item", default=""),
    text("title", filled=True),
    day("added_on", "on"),
    text("path", default=""),
    text("sha256", default=""),
    number("size", least=0, optional=True, high=MOST_NUMBER),
    text("note", default=""),
    stamp(),
    rules=[index("case_id"), Check("file", "(path = '') = (size IS NULL)")],
)

OF_CASES = (CASES, ROUNDS, EVENTS, EVIDENCE)  # parents first
