"""Payoff plans that were adopted, and what-ifs that were given a name."""

from __future__ import annotations

from planner.storage.kept import PlanLine, ScenarioLine
from planner.storage.rows.columns import day, document, number, text
from planner.storage.rows.table import Rows, unique

PAYOFF_PLANS = Rows(
    "payoff_plan",
    PlanLine,
    number("version"),
    day("adopted_on"),
    text("goal", filled=True),
    document("means", default="{}"),
    document("document", default="{}"),
    day("ended_on", optional=True),
    text("note", default=""),
    rules=[unique("version")],
    order="version DESC",
)

SCENARIOS = Rows(
    "scenario",
    ScenarioLine,
    text("name", filled=True),
    document("document", default="{}"),
    text("entered_at", default=""),
    rules=[unique("name")],
    order="name, id",
)
