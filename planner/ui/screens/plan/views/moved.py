"""Why the debt-free day moved: since last week and since the adoption, part by part."""

from __future__ import annotations

from planner.domain.payoff.adopted.movement import Moved, Shift, Why
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.screens.plan.views.sight import PlanSight, head
from planner.ui.views import View, nothing
from planner.ui.widgets.table import Cell, Column, Row
from planner.words import moved as words


def columns() -> tuple[Column, ...]:
    """A cause, and the days and the money that it moved the end by, since last week and since the adoption."""
    return (
        Column("why", t("payoff.col.why"), 20, flex=True),
        Column("week_days", t("payoff.col.week_days"), 12, "right"),
        Column("week_cost", t("payoff.col.week_cost"), 12, "right"),
        Column("days", t("payoff.col.adopted_days"), 12, "right"),
        Column("cost", t("payoff.col.adopted_cost"), 12, "right"),
    )


def rows(seen: PlanSight) -> list[Row]:
    """The causes in their fixed order, and the sum of each column, which is how far the end moved."""
    found = seen.movement
    if found is None or found.adopted is None:
        return []
    lines = [_row(why.value, t(f"payoff.why.{why}"), _part(found.week, why), _part(found.adopted, why)) for why in Why]
    return [*lines, _row("all", t("payoff.drift.all"), _all(found.week), _all(found.adopted), tone="strong")]


def _part(found: Moved | None, why: Why) -> Shift | None:
    return None if found is None else found.parts[why]


def _all(found: Moved | None) -> Shift | None:
    return None if found is None else Shift(found.days, found.now_minor - found.before_minor)


def _row(key: str, name: str, week: Shift | None, adopted: Shift | None, tone: str = "") -> Row:
    cells: dict[str, Cell] = {"why": (name, tone)}
    for prefix, one in (("week_", week), ("", adopted)):
        days, cost = (None, None) if one is None else (one.days, one.cost_minor)
        cells[f"{prefix}days"] = _cell("" if days is None else f"{days:+d}", days, tone)
        cells[f"{prefix}cost"] = _cell("" if cost is None else fmt.signed(cost), cost, tone)
    return Row(key, cells)


def _cell(text: str, amount: int | None, tone: str) -> Cell:
    if not amount:
        return ("–" if text else fmt.UNKNOWN, "muted")
    return (text, tone or ("warn" if amount > 0 else "good"))


def _head(seen: PlanSight) -> str:
    found = seen.movement
    return head(seen) if found is None else words.head(found)


def _empty(seen: PlanSight) -> str:
    if seen.overview.progress is None:
        return t("payoff.moved.nothing")
    return t("payoff.computing") if seen.movement is None else t("payoff.drift.short")


VIEW = View("moved", columns, rows, _head, _empty, nothing)
