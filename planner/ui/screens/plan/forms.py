"""The questions of the plan page: how much money there is, and what for. Both answer while they are typed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from planner.domain.basics import typed
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.goals import Answer, Ask, Goal, ask_from
from planner.domain.payoff.search.search import Halted
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import GOAL, MEANS, goal_of, held_of, in_force, means_of, now_of
from planner.services import plans
from planner.storage.seen import SeenSetting
from planner.ui.forms.fields import Field, Texts, any_count_field, date_field
from planner.ui.forms.form import Form
from planner.ui.forms.thinking import Thinking
from planner.ui.screens.plan import budget_fields
from planner.ui.widgets.text import fit, width
from planner.words import budget as budget_text
from planner.words import plan as plan_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview

CHOICES = (
    Goal.LEAST_COST,
    Goal.FEWEST,
    Goal.AT_MOST,
    Goal.AT_MOST_BY,
    Goal.RATIO,
    Goal.SNOWBALL,
    Goal.AVALANCHE,
    Goal.RELIEF,
)


class BudgetForm(Form):
    """What a month gives and when it begins, changes and sums besides by date; what that does to the plan, live."""

    draft_key = "plan-budget"

    def __init__(self, plan: Planning | None) -> None:
        super().__init__()
        self.plan = plan
        self.thinking = Thinking[Planning | PlannerError](self)

    def heading(self) -> str:
        """The same for a first budget and a changed one."""
        return t("payoff.form.budget")

    def fields(self) -> Sequence[Field]:
        """What a month gives, its changes and the sums besides by date, when months begin, what waits."""
        seen = self.planner.overview
        return budget_fields.fields(seen.today, means_of(seen.settings), now_of(seen.settings, seen.today, self.plan))

    def start(self) -> Texts:
        """The budget that was kept."""
        seen = self.planner.overview
        return budget_fields.texts_of(means_of(seen.settings), seen.today)

    def beside(self, texts: Texts) -> str:
        """The plan in view and the one of this budget side by side."""
        known, ask = self.known(texts), ask_from(goal_of(self.planner.overview.settings))
        about = t("payoff.budget.about")
        if known["monthly"] is None and texts["monthly"].strip():
            return about
        try:
            means = budget_fields.means_from(known, self.planner.overview.today)
        except PlannerError as error:
            return fmt.error(error.code, error.params)
        then = self.thinking.answer(
            means, lambda halted: self._planned(means, ask, halted), lambda one: closer(one, ask)
        )
        if isinstance(then, PlannerError):
            return fmt.error(then.code, then.params)
        step = typed.fold(texts["monthly"])[:1] in ("+", "-")
        lines = [about, *([t("payoff.budget.step", budget=fmt.money(known["monthly"]))] if step else []), ""]
        if then is None:
            return "\n".join([*lines, t("payoff.computing")])
        if then.shortage is not None:
            return "\n".join([*lines, *lacking(self.planner.overview, then, ask)])
        said = budget_text.beside(self.planner.overview, then)
        return "\n".join([*lines, *compared(self.plan, then, ask), *([""] if said else []), *said])

    def _planned(self, means: Means, ask: Ask, halted: Callable[[], bool]) -> Planning | PlannerError | None:
        seen = self.planner.overview
        held = held_of(in_force(seen.payoff_plans), seen.book, seen.today)
        told: dict[str, Any] = {"held_minor": held, "halted": halted, "brief": True}
        try:
            then = planning(seen.book, seen.today, seen.funded(means), like=self.plan, **told)
        except PlannerError as error:
            return error
        return worked_out(then, ask)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep the budget; the plan follows it.

        Raises:
            PlannerError: as ``budget_fields.means_from``.
        """
        means = budget_fields.means_from(values, self.planner.overview.today)
        seen = SeenSetting(MEANS, self.planner.overview.settings.get(MEANS))
        self.planner.write(lambda store: plans.keep(store, means=means), then=done, failed=self.show_error, seen=seen)


def worked_out(plan: Planning, ask: Ask) -> Planning | None:
    """The plan with its answer to a question found, or why there is none; None where it was halted."""
    try:
        if plan.shortage is None:
            plan.answer(ask)
    except PlannerError:  # told again when it is asked for
        pass
    except Halted:
        return None
    return plan


def closer(plan: Planning | PlannerError, ask: Ask) -> Callable[[Callable[[], bool]], Planning | None] | None:
    """What works out how little is enough where money lacks, once it is told what is enough; None where that is all."""
    better = None if isinstance(plan, PlannerError) else plan.closer
    return None if better is None else lambda _: worked_out(better, ask)


def lacking(overview: Overview, then: Planning, ask: Ask) -> list[str]:
    """Why there is no plan and what would help, beside a form; that less may be enough, while it is looked for."""
    lines = plan_text.lacking(overview, then, ask, form=True)[1:]
    return lines if then.closer is None else [*lines, t("payoff.short.closer")]


def compared(now: Planning | None, then: Planning, ask: Ask) -> list[str]:
    """The plan in force and the other one beside each other: end, cost, the day of each number of lenders."""
    plans_named = [(t("payoff.then"), then)] if now is None else [(t("payoff.now"), now), (t("payoff.then"), then)]
    columns = [(name, plan, _answer(plan, ask)) for name, plan in plans_named]
    rows = [("", [name for name, _, _ in columns])]
    rows.append((t("payoff.ends_on"), [_end(plan, found) for _, plan, found in columns]))
    rows.append((t("payoff.col.cost"), [_cost(found) for _, _, found in columns]))
    for count in range(len(then.problem.lenders) - 1, 0, -1):
        days = [_down(plan, found, count) for _, plan, found in columns]
        rows.append((t("payoff.count", n=count), days))
    label = max(width(name) for name, _ in rows)
    cells = max(width(cell) for _, line in rows for cell in line)
    return [fit(name, label) + "".join("  " + fit(cell, cells, "right") for cell in line) for name, line in rows]


def _answer(plan: Planning, ask: Ask) -> Answer | None:
    try:
        return None if plan.shortage else plan.answer(ask)
    except PlannerError:
        return None


def _end(plan: Planning, found: Answer | None) -> str:
    return fmt.UNKNOWN if found is None else fmt.day(plan.ended_on(found.outcome))


def _cost(found: Answer | None) -> str:
    return fmt.UNKNOWN if found is None else fmt.money(found.outcome.cost_minor)


def _down(plan: Planning, found: Answer | None, count: int) -> str:
    if found is None:
        return fmt.UNKNOWN
    return fmt.day(plan.down_on(found.outcome, count))


class GoalForm(Form):
    """One goal with its numbers, with a sentence of what it does and where it leads."""

    draft_key = "plan-goal"

    def __init__(self, plan: Planning | None) -> None:
        super().__init__()
        self.plan = plan
        self.thinking = Thinking[Planning](self)

    def heading(self) -> str:
        """The same whichever goal is in force."""
        return t("payoff.form.goal")

    def fields(self) -> Sequence[Field]:
        """The goal; a number of lenders, a day or a ratio only where the goal asks for it."""
        today = self.planner.overview.today

        def asks(*goals: Goal) -> Callable[[Texts], bool]:
            return lambda texts: texts["goal"] in goals

        return (
            Field("goal", t("payoff.goal"), options=_goal_options(), hint=t("payoff.hint.goal")),
            any_count_field(
                "at_most",
                t("payoff.at_most"),
                shown=asks(Goal.AT_MOST, Goal.AT_MOST_BY),
                hint=t("payoff.hint.at_most"),
            ),
            date_field("by", t("payoff.by"), today, ahead=True, shown=asks(Goal.AT_MOST_BY), hint=t("payoff.hint.by")),
            Field(
                "ratio",
                t("payoff.ratio"),
                typed.parse_share,
                lambda ratio: f"{(ratio * 100).normalize():f}",
                shown=asks(Goal.RATIO),
                hint=t("payoff.hint.ratio"),
            ),
        )

    def start(self) -> Texts:
        """The goal in force; where it names none three lenders, or one less than are owed, and 40 % or four fifths."""
        most = len(self.plan.problem.lenders) - 1 if self.plan else 3
        highest = self.plan.highest_ratio if self.plan else None
        ask = ask_from(goal_of(self.planner.overview.settings))
        texts = {
            "goal": ask.goal.value if ask.goal in CHOICES else Goal.LEAST_COST.value,
            "at_most": str(max(1, min(3, most))),
            "ratio": "40" if highest is None else str(min(40, max(int(highest * 80), 1))),
        }
        if ask.at_most is not None:
            texts["at_most"] = str(ask.at_most)
        if ask.by is not None:
            texts["by"] = ask.by.isoformat()
        elif ask.month is not None and self.plan is not None:
            texts["by"] = self.plan.owed.month_end(ask.month).isoformat()
        if ask.ratio is not None:
            texts["ratio"] = f"{(ask.ratio * 100).normalize():f}"
        return texts

    def beside(self, texts: Texts) -> str:
        """What the goal does and where it leads, or why no plan reaches it."""
        goal, plan = texts["goal"], self.plan
        lines = [t(f"goal.about.{goal}"), ""]
        try:
            ask = self._ask(
                {spec.key: spec.value(texts[spec.key]) if spec.shown(texts) else None for spec in self.specs}
            )
        except PlannerError as error:
            return "\n".join([*lines, fmt.error(error.code, error.params)])
        if plan is None:
            nothing = not self.planner.overview.book.accounts
            return "\n".join([*lines, t("payoff.nothing_owed" if nothing else "payoff.unreached")])
        if plan.shortage:  # whichever goal it is
            return "\n".join([*lines, *plan_text.lacking(self.planner.overview, plan, ask, brief=True)[1:]])
        if self.thinking.answer(ask, lambda _: worked_out(plan, ask)) is None:
            return "\n".join([*lines, t("payoff.computing")])
        try:
            found = plan.answer(ask)
        except PlannerError as error:
            return "\n".join([*lines, fmt.error(error.code, error.params)])
        return "\n".join([*lines, *([t("payoff.unreached")] if found is None else compared(None, plan, ask))])

    def _ask(self, values: dict[str, Any]) -> Ask:
        goal = Goal(values["goal"])
        by = values["by"]
        if by is not None and by <= self.planner.overview.today:
            raise PlannerError("plan.past", field="by", value=by)
        ask = Ask(goal, at_most=values["at_most"], ratio=values["ratio"], by=by)
        plan = self.plan
        ask.validate(*(() if plan is None else (len(plan.problem.lenders), plan.highest_ratio)))
        return ask

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Make it the goal in force.

        Raises:
            PlannerError: ``plan.past`` for a day that is not after the plan's start; as ``Ask.validate``.
        """
        ask = self._ask(values)
        seen = SeenSetting(GOAL, self.planner.overview.settings.get(GOAL))
        self.planner.write(lambda store: plans.keep(store, goal=ask), then=done, failed=self.show_error, seen=seen)


def _goal_options() -> tuple[tuple[str, str], ...]:
    return tuple((goal.value, t(f"goal.pick.{goal}")) for goal in CHOICES)
