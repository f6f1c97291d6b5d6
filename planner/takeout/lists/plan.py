"""The payments of the plan: of the adopted one, else of the one that is found now, as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.overview.plan import goal_of, held_of, in_force
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, day, month, named, names, text
from planner.words import adopted

if TYPE_CHECKING:
    from planner.domain.payoff.planning import Planning
    from planner.domain.payoff.search.goals import Answer


def sheet(asked: Asked) -> Sheet:
    """A row a payment, by day, in yuan; nothing where no plan covers what is due."""
    columns = (
        day("on"),
        month(),
        *names(),
        text("kind", 18),
        amount("amount_yuan"),
        text("plan_of", 12),
    )
    overview = asked.overview
    rows = _adopted(overview) if overview.progress is not None else _found(overview)
    return made("plan", t("export.list.plan"), columns, rows)


def _adopted(overview: Overview) -> list[dict[str, Value]]:
    rows = []
    for one in overview.planned:
        loan = overview.accounts[one.loan_id].loan
        paid = one.foreseen_minor if one.done else loan.in_yuan(one.amount_minor)
        row: dict[str, Value] = {"on": one.on, "month": fmt.month_named(one.on), "kind": adopted.kind(one)}
        rows.append(named(loan) | row | {"amount_yuan": paid, "plan_of": t("export.plan_adopted")})
    return rows


def _found(overview: Overview) -> list[dict[str, Value]]:
    from planner.words.plan import kind_text

    plan, answer = found(overview)
    if plan is None or answer is None:
        return []
    rows = []
    for action in plan.actions(answer):
        row: dict[str, Value] = {"on": action.on, "month": fmt.month_named(action.on), "kind": kind_text(action)}
        loan = overview.accounts[action.loan_id].loan
        rows.append(named(loan) | row | {"amount_yuan": action.amount_minor, "plan_of": t("export.plan_found")})
    return rows


def found(overview: Overview) -> tuple[Planning | None, Answer | None]:
    """The plan as the page finds it, by the goal that was chosen last; without an answer where no money suffices.

    None where nothing is owed that could be planned, or nobody knows how much.
    """
    from planner.domain.payoff.planning import planning
    from planner.domain.payoff.search.goals import ask_from

    held = held_of(in_force(overview.payoff_plans), overview.book, overview.today)
    try:
        plan = planning(overview.book, overview.today, overview.means, held_minor=held)
    except PlannerError as error:
        if error.code not in ("plan.nothing_owed", "plan.unknown_owed"):
            raise
        return None, None
    return plan, None if plan.shortage else plan.answer(ask_from(goal_of(overview.settings)))
