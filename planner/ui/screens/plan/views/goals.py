"""The goals side by side; enter on one makes it the goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.domain.payoff.planning import SIMPLE, Planning
from planner.domain.payoff.search.goals import Answer, Ask, Goal
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import plans
from planner.ui.screens.plan.views.sight import PlanSight, head, notes
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.plan import about_goal, dominated, goal_name, leaves_unasked

if TYPE_CHECKING:
    from planner.ui.host import Host

THREE = 3  # the number of lenders whose day the table of goals shows


def columns() -> tuple[Column, ...]:
    """A goal, its end and cost, how much more than the least, and the day on which ``THREE`` lenders are left."""
    return (
        Column("goal", t("payoff.col.goal"), 22, flex=True),
        Column("ends", t("payoff.col.ends"), 10),
        Column("cost", t("payoff.col.cost"), 11, "right"),
        Column("more", t("payoff.col.more"), 10, "right"),
        Column("fees", t("payoff.col.fees"), 10, "right", rank=2),
        Column("three", t("payoff.col.three"), 10, rank=1),
        Column("note", t("payoff.col.note"), 34, rank=3, most=60),
    )


def rows(seen: PlanSight) -> list[Row]:
    """Every goal, the chosen one first where it has numbers of its own, then paying only what is due."""
    plan, ask = seen.plan, seen.ask
    if plan.shortage is not None:
        return []
    goals = _goals(plan, ask)
    least = min([one.outcome.cost_minor for _, one in goals if isinstance(one, Answer)], default=0)
    lines = [_row(plan, one_ask, one, least, current=one_ask.text == ask.text) for one_ask, one in goals]
    if ask.goal is not Goal.OWN:
        own: dict[str, Cell] = {"goal": t("goal.own"), "note": (t("payoff.order.how"), "muted")}
        lines.append(Row("own", own, data=(Ask(Goal.OWN), None)))
    return [*lines, _baseline_row(plan, least)]


def _goals(plan: Planning, ask: Ask) -> list[tuple[Ask, Answer | PlannerError]]:
    """Each goal with its plan, or why it has none."""
    own: list[tuple[Ask, Answer | PlannerError]] = []
    if ask.goal not in (*SIMPLE, Goal.DUE_ONLY):  # first: it may find a cheaper plan on its way
        try:
            chosen = plan.answer(ask)
        except PlannerError as error:
            own = [(ask, error)]
        else:
            own = [(ask, PlannerError("plan.unreached") if chosen is None else chosen)]
    goals = plan.goals().items()
    return [*own, *((Ask(goal), one) if isinstance(one, PlannerError) else (one.ask, one) for goal, one in goals)]


def _row(plan: Planning, ask: Ask, found: Answer | PlannerError, least: int, *, current: bool) -> Row:
    name: Cell = (goal_name(plan, ask) + (" «" if current else ""), "strong" if current else "")
    if isinstance(found, PlannerError):
        why = t("payoff.goal.fails", why=fmt.error(found.code, found.params))
        return Row(ask.text, {"goal": name, "note": (why, "warn"), "ends": ("—", "warn")}, data=(ask, None))
    better = plan.dominated(found)
    more = found.outcome.cost_minor - least
    cells: dict[str, Cell] = {
        "goal": name,
        "ends": fmt.day(plan.ended_on(found.outcome)),
        "cost": fmt.money(found.outcome.cost_minor),
        "more": fmt.money(more),
        "fees": fmt.money(_fees(found)),
        "three": _down_to(plan, found, THREE),
        "note": ("", "") if better is None else (dominated(plan, better), "muted"),
    }
    order = {"ends": found.outcome.length, "cost": found.outcome.cost_minor, "more": more}
    return Row(ask.text, cells, order, (ask, found))


def _fees(found: Answer) -> int:
    """What of the cost is fees, those for paying early included; the rest is interest."""
    return sum(payment.fee_minor for month in found.outcome.months for payment in month.payments)


def _down_to(plan: Planning, found: Answer, count: int) -> str:
    if len(plan.problem.lenders) <= count:
        return fmt.UNKNOWN
    return fmt.day(plan.down_on(found.outcome, count))


def _baseline_row(plan: Planning, least: int) -> Row:
    baseline, name = plan.baseline, t("goal.due_only")
    if baseline is None:
        return Row("due_only", {"goal": name, "ends": "—"}, data=(Ask(Goal.DUE_ONLY), None))
    if not all(baseline.closed):
        ends: Cell = (t("payoff.baseline.endless"), "bad")
        if leaves_unasked(plan, baseline):
            ends = t("payoff.baseline.unasked")
        cells: dict[str, Cell] = {"goal": name, "ends": ends}
        return Row("due_only", cells, data=(Ask(Goal.DUE_ONLY), None))
    ends_on = plan.ended_on(baseline)
    cost = baseline.cost_minor
    return Row(
        "due_only",
        {"goal": name, "ends": fmt.day(ends_on), "cost": fmt.money(cost), "more": fmt.money(cost - least)},
        {"ends": baseline.length, "cost": cost, "more": cost - least},
        (Ask(Goal.DUE_ONLY), None),
    )


def _about(seen: PlanSight, row: Row) -> str:
    return about_goal(seen.plan, *row.data)


def _choose(app: Host, seen: PlanSight, data: Any) -> None:
    """Make it the goal; the person's own order is laid out first."""
    ask: Ask = data[0]
    if ask.goal is not Goal.OWN:
        app.write(lambda store: plans.keep(store, goal=ask))
        return
    from planner.ui.screens.plan.order import OrderScreen

    app.push_screen(OrderScreen(seen.plan, seen.ask.order))


VIEW = View("goals", columns, rows, head, notes, _choose, about=_about)
