"""Reminder rules and the answers to what they bring up."""

from __future__ import annotations

from planner.domain.reminders.rules import Mark, Rule, State, kept_lead_days
from planner.storage.rows.columns import Column, day, instant, member, switch, text
from planner.storage.rows.table import Rows, index, unique


def _lead_text(lead_days: tuple[int, ...]) -> str:
    return ",".join(map(str, lead_days))


RULES = Rows(
    "reminder_rule",
    Rule,
    text("code", filled=True),
    text("about", default=""),
    text("title", default=""),
    text("rrule", default=""),
    Column("lead_days", write=_lead_text, read=kept_lead_days, default=""),
    switch("enabled", default=1),
    text("strategy", default=""),
    rules=[index("code", "about")],
)

MARKS = Rows(
    "reminder_mark",
    Mark,
    text("key", filled=True),
    text("rule"),
    text("about", default=""),
    day("occurs_on"),
    member("state", State, only=(State.DONE, State.SNOOZED, State.SKIPPED)),
    day("until_on", optional=True),
    instant("at"),
    rules=[unique("key")],
)
