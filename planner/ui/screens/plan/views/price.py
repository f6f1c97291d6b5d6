"""The price of fewer lenders: every point of the front, and a picture of it; enter makes a point the goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.frontier import Point
from planner.domain.payoff.search.goals import Ask, Goal
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import plans
from planner.ui.screens.plan.views.sight import PlanSight, head, notes
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row
from planner.ui.widgets.text import fit

if TYPE_CHECKING:
    from planner.ui.host import Host


def columns() -> tuple[Column, ...]:
    """So many lenders by a day, the cost, what one fewer costs, and whether that is proven."""
    return (
        Column("at_most", t("payoff.col.at_most"), 10),
        Column("by", t("payoff.col.by"), 10),
        Column("cost", t("payoff.col.cost"), 11, "right"),
        Column("more", t("payoff.col.more"), 10, "right"),
        Column("step", t("payoff.col.step"), 14, "right", flex=True),
        Column("proof", t("payoff.col.proof"), 12, rank=1),
    )


def rows(seen: PlanSight) -> list[Row]:
    """Every point: at most so many lenders by a day, the cost, and what one lender fewer by that day costs."""
    plan = seen.plan
    points = plan.front.points()
    least = min([point.cost_minor for point in points], default=0)
    return [_row(plan, point, least) for point in points]


def _row(plan: Planning, point: Point, least: int) -> Row:
    step = step_price(plan, point)
    proven = plan.evidence.proven(point)
    gap = point.cost_minor - plan.evidence.least(point.at_most, point.month)
    cells: dict[str, Cell] = {
        "at_most": t("payoff.count", n=point.at_most),
        "by": fmt.day(plan.down_on(point.outcome, point.at_most)),
        "cost": fmt.money(point.cost_minor),
        "more": fmt.money(point.cost_minor - least),
        "step": "" if step is None else fmt.money(step),
        "proof": _proof(plan, gap, proven=proven),
    }
    order = {"at_most": point.at_most, "by": point.month, "cost": point.cost_minor}
    return Row(f"{point.at_most}@{point.month}", cells, order, point)


def _proof(plan: Planning, gap: int, *, proven: bool) -> Cell:
    """How good a point is; with a mark where that is said only of plans that the line above the table names."""
    if plan.evidence.fault:
        return "—"
    mark = "" if plan.unreserved else "*"
    return (t("payoff.proof.short.best") + mark, "good") if proven else t("payoff.proof.short.open", gap=fmt.money(gap))


def step_price(plan: Planning, point: Point) -> int | None:
    """What the last lender fewer by that month costs: against the cheapest plan with one more; None at the first."""
    count = point.at_most + 1
    if count > len(plan.problem.lenders) - 1:
        best = plan.search.best
        return None if best is None else point.cost_minor - best[0].cost_minor
    line = [one for one in plan.front.of(count) if one.month <= point.month]
    return point.cost_minor - line[-1].cost_minor if line else None


def picture(seen: PlanSight, room: int) -> str:
    """The map of prices and what its shades mean."""
    return "\n".join([*price_map(seen.plan, room), t("payoff.map.legend")])


def price_map(plan: Planning, room: int) -> list[str]:
    """The front as a picture: a line for each K, a sign for each month; the lighter, the dearer.

    Shades go by what the plan costs above the cheapest: nothing, up to 1 %, up to 3 %, more.
    """
    points = plan.front.points()
    if not points:
        return []
    least, last = min(point.cost_minor for point in points), max(point.month for point in points)
    names = {k: t("payoff.count", n=k) for k in range(len(plan.problem.lenders))}
    months = min(last, max(room - 14, 1))
    lines = []
    for at_most in sorted(names, reverse=True):
        line = plan.front.of(at_most)
        signs = "".join(_shade(line, month, least) for month in range(1, months + 1))
        lines.append(f"{fit(names[at_most], 10, 'right')}  {signs}")
    return lines


def _shade(line: Sequence[Point], month: int, least: int) -> str:
    reached = [point.cost_minor for point in line if point.month <= month]
    if not reached:
        return "·"
    above = (reached[-1] - least) * 100
    return "█" if above <= 0 else "▓" if above <= least else "▒" if above <= least * 3 else "░"


def _choose(app: Host, seen: PlanSight, point: Point) -> None:
    ask = Ask(Goal.AT_MOST_BY, at_most=point.at_most, by=seen.plan.owed.month_end(point.month))
    app.write(lambda store: plans.keep(store, goal=ask))


VIEW = View("frontier", columns, rows, head, notes, _choose, picture=picture)
