"""The payoff plan: what to pay next, the goals side by side, the price of fewer lenders, month by month.

The first answer comes within a fraction of a second; the proof runs in a process of its own and tightens the gap on the
screen until nothing better is left to find, or its time is over.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from planner.domain.payoff.actions import ActionKind
from planner.domain.payoff.baseline import document_of
from planner.domain.payoff.evidence import News
from planner.domain.payoff.goals import Answer, Ask, Goal, ask_from
from planner.domain.payoff.owed import Gap
from planner.domain.payoff.planning import Planning, planning
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import goal_of, in_force, means_of
from planner.proof import remote
from planner.services import plans
from planner.ui.base import Page
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.plan import rows as plan_rows
from planner.ui.screens.plan.forms import CHOICES
from planner.ui.widgets.chart import Chart
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.words import plan as plan_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_EMPTY = {"plan.nothing_owed": "payoff.empty", "plan.unknown_owed": "payoff.empty.unknown"}
VIEWS = ("pay", "goals", "frontier", "months", "trend", "lenders", "drift", "missing")
PATIENCE = 0.5  # seconds between two looks at what the proof has found


class PlanPage(Page):
    """Page 3."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v,f8", "view(1)", "key.plan_view"),
        Binding("b,f6", "budget", "key.budget"),
        Binding("g,f7", "goal", "key.goal"),
        Binding("w,f5", "what_if", "key.plan_what_if"),
        Binding("r,f10", "order", "key.own_order", show=False),
        Binding("o,f3", "adopt", "key.adopt"),
        Binding("p,f4", "pay", "key.pay"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.view = 0
        self.plan: Planning | None = None
        self.found: Answer | None = None
        self.proving: remote.Proving | None = None
        self._news = False
        self._head = ""

    def compose(self) -> ComposeResult:
        yield Plain("", classes="headline")
        yield Plain("", id="plan-map")
        yield Chart(id="chart")
        yield Table(plan_rows.pay_columns(), empty=t("payoff.computing"))

    def on_mount(self) -> None:
        self.set_interval(PATIENCE, self._look)
        self.query_one(Chart).display = False

    def on_unmount(self) -> None:
        self._stop()

    def focus_first(self) -> None:
        self.query_one(Table).focus()

    @property
    def ask(self) -> Ask:
        """The goal in force."""
        return ask_from(goal_of(self.planner.overview.settings))

    # -- working it out --------------------------------------------------------------------------------------------

    def show(self, overview: Overview) -> None:
        self.run_worker(self._think(overview), exclusive=True, group="plan", exit_on_error=False)

    async def _think(self, overview: Overview) -> None:
        try:
            plan = await asyncio.to_thread(_planned, overview, self.plan, self.ask)
        except PlannerError as error:
            self._stop()
            self.plan = self.found = None
            empty = _EMPTY.get(error.code)
            wrong = "" if empty else fmt.error(error.code, error.params)
            self.query_one(".headline", Plain).show(wrong)
            self._empty(t(empty, **error.params) if empty else wrong)
            return
        fresh = plan is not self.plan
        self.plan = plan
        self._fill()
        if fresh:
            self._prove(plan)

    def _prove(self, plan: Planning) -> None:
        self._stop()
        if remote.SECONDS and remote.available() and plan.search.best is not None:
            self.run_worker(lambda: self._listen(plan), thread=True, exclusive=True, group="proof", exit_on_error=False)

    def _listen(self, plan: Planning) -> None:
        """In a thread of its own: what the proof tells goes to the plan, between two keys."""
        worker = get_current_worker()
        proving = self.proving = remote.Proving(plan.problem, remote.SECONDS)
        for news in proving:
            if worker.is_cancelled or self.proving is not proving:
                proving.stop()
                return
            self.app.call_from_thread(self._take, plan, news)
        self.app.call_from_thread(self._done, proving)

    def _take(self, plan: Planning, news: News) -> None:
        if plan is self.plan:
            plan.take(news)
            self._news = True

    def _done(self, proving: remote.Proving) -> None:
        if self.proving is proving:
            self.proving, self._news = None, True
            self._look()

    def _look(self) -> None:
        if self._news and self.is_mounted and self.plan is not None:
            self._news = False
            self._fill()

    def _stop(self) -> None:
        if self.proving is not None:
            self.proving.stop()
            self.proving = None

    # -- showing ---------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        plan, overview = self.plan, self.planner.overview
        if plan is None:
            return
        try:
            self.found = None if plan.shortage else plan.answer(self.ask)
        except PlannerError as error:
            self.found = None
            self._empty(fmt.error(error.code, error.params))
        view = VIEWS[self.view]
        head = plan_text.head(
            overview,
            plan,
            self.ask,
            self.found,
            proving=self.proving is not None,
            provable=remote.available(),
            brief=view != "pay",
        )
        self._head = "\n".join([head, *plan_text.followed(overview)])
        pictured = self.query_one("#plan-map", Plain)
        pictured.display = view == "frontier" and self.found is not None
        if pictured.display:
            room = max(self.size.width - 2, 20)
            pictured.show("\n".join([*plan_rows.price_map(plan, room), t("payoff.map.legend")]))
        chart = self.query_one(Chart)
        chart.display = view == "trend" and self.found is not None
        if self.found is not None and view == "trend":
            series, labels = plan_rows.ratio_lines(overview, plan, self.found)
            chart.show(series, labels, lambda value: fmt.percent(value, 0))
        columns, rows = self._rows(overview, plan, view)
        table = self.query_one(Table)
        table.reshape(columns, self._why_empty(plan, view))
        table.load(rows)
        self._title()

    def _title(self) -> None:
        """The head, and below it which view this is; of a goal under the cursor also what it does."""
        view = VIEWS[self.view]
        title = t("payoff.view", name=t(f"payoff.view.{view}"), at=self.view + 1, of=len(VIEWS))
        row = self.query_one(Table).current
        if view == "goals" and row is not None and self.plan is not None:
            title = f"{title}  {plan_rows.about_goal(self.plan, *row.data)}"
        elif view == "missing" and row is not None:  # in full: at 80 columns the row cannot hold it
            cell = row.cells["what"]
            title = f"{title}  {cell if isinstance(cell, str) else cell[0]}"
        self.query_one(".headline", Plain).show(f"{self._head}\n{title}")

    def _why_empty(self, plan: Planning, view: str) -> str:
        if view == "missing":
            return t("payoff.missing.none")
        if view == "drift":
            followed = in_force(self.planner.overview.payoff_plans) is not None
            return t("payoff.drift.none" if followed else "payoff.drift.nothing")
        return "\n".join(plan_text.notes(self.planner.overview, plan))

    def _rows(self, overview: Overview, plan: Planning, view: str) -> tuple[tuple[Column, ...], list[Row]]:
        if view == "missing":
            return plan_rows.missing_columns(), plan_rows.missing_rows(overview, plan)
        if view == "drift":
            return plan_rows.drift_columns(), plan_rows.drift_rows(overview)
        if view == "goals":
            return plan_rows.goal_columns(), [] if plan.shortage else plan_rows.goal_rows(plan, self.ask)
        found = self.found
        if found is None:
            return plan_rows.short_columns(), plan_rows.short_rows(overview, plan)
        if view == "frontier":
            return plan_rows.frontier_columns(), plan_rows.frontier_rows(plan)
        if view in ("months", "trend"):
            return plan_rows.month_columns(), plan_rows.month_rows(plan, found)
        if view == "lenders":
            return plan_rows.lender_columns(), plan_rows.lender_rows(overview, plan, found)
        return plan_rows.pay_columns(), plan_rows.pay_rows(overview, plan, found)

    def _empty(self, text: str) -> None:
        self.query_one("#plan-map", Plain).display = self.query_one(Chart).display = False
        table = self.query_one(Table)
        table.reshape(plan_rows.pay_columns(), text)
        table.load([])

    def explained(self) -> str:
        goals = [t("payoff.goal_line", goal=t(f"goal.pick.{goal}"), about=t(f"goal.about.{goal}")) for goal in CHOICES]
        return "\n".join([t("payoff.explained"), "", *goals])

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "pay":
            return self._loan_id() is not None
        if action in ("adopt", "what_if", "order"):
            return (self.plan if action == "what_if" else self.found) is not None
        return True

    def on_table_highlighted(self) -> None:
        self.refresh_bindings()
        if VIEWS[self.view] in ("goals", "missing") and self.plan is not None:
            self._title()

    def _loan_id(self) -> int | None:
        row = self.query_one(Table).current
        return getattr(row.data, "loan_id", None) if row is not None and VIEWS[self.view] == "pay" else None

    def action_view(self, step: int) -> None:
        self.view = (self.view + step) % len(VIEWS)
        self._fill()

    def action_budget(self) -> None:
        from planner.ui.screens.plan.forms import BudgetForm

        self.planner.push_screen(BudgetForm(self.plan))

    def action_goal(self) -> None:
        from planner.ui.screens.plan.forms import GoalForm

        self.planner.push_screen(GoalForm(self.plan))

    def action_what_if(self) -> None:
        from planner.ui.screens.plan.scenario import ScenarioForm, ScenarioScreen

        if self.plan is not None:
            kept = self.planner.overview.scenarios
            self.planner.push_screen(ScenarioScreen(self.plan) if kept else ScenarioForm(self.plan))

    def action_order(self) -> None:
        from planner.ui.screens.plan.order import OrderScreen

        if self.plan is not None:
            self.planner.push_screen(OrderScreen(self.plan, self.ask.order))

    def action_adopt(self) -> None:
        """Make the plan in view the one that is followed, after a question."""
        plan, found, overview = self.plan, self.found, self.planner.overview
        if plan is None or found is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                document = document_of(overview.book.accounts, plan, found)
                means = means_of(overview.settings)
                self.planner.write(lambda store: plans.adopt(store, document, found.ask.text, means, overview.today))

        before = in_force(overview.payoff_plans)
        name = plan_text.goal_name(plan, found.ask)
        question = t("payoff.ask_adopt", goal=name)
        if before is not None:
            question += "\n\n" + t("payoff.ask_adopt.again", version=before.version)
        self.planner.push_screen(Confirm(question), answered)

    def action_pay(self) -> None:
        from planner.ui.screens.loans.repayment import RepaymentForm

        loan_id = self._loan_id()
        if loan_id is not None:
            row = self.query_one(Table).current
            account = self.planner.overview.accounts[loan_id]
            assert row is not None
            if row.data.kind is ActionKind.SETTLE:
                self.planner.push_screen(RepaymentForm(account, settle=True))
            else:
                given = {"amount": fmt.plain_money(row.data.amount_minor)}
                self.planner.push_screen(RepaymentForm(account, given=given))

    def on_table_selected(self, event: Table.Selected) -> None:
        data, view = event.row.data, VIEWS[self.view]
        if view == "missing":
            self._fix(data)
        elif view == "goals":
            ask, _ = data
            if ask.goal is Goal.OWN:
                self.action_order()
                return
            self.planner.write(lambda store: plans.keep(store, goal=ask))
        elif view == "frontier":
            at = Ask(Goal.AT_MOST_BY, at_most=data.at_most, month=data.month)
            self.planner.write(lambda store: plans.keep(store, goal=at))
        elif getattr(data, "loan_id", None) is not None:
            from planner.ui.screens.loans.loan import LoanScreen

            self.planner.push_screen(LoanScreen(data.loan_id))

    def _fix(self, gap: Gap | int) -> None:
        """Open the form with the field that is missing; of a debt that never ends its page."""
        if isinstance(gap, int):
            from planner.ui.screens.loans.loan import LoanScreen

            self.planner.push_screen(LoanScreen(gap))
            return
        account = self.planner.overview.accounts[gap.loan_id]
        if gap.code == "balance":
            from planner.ui.screens.loans.balance import BalanceForm

            self.planner.push_screen(BalanceForm(account))
        elif gap.code == "card":
            from planner.ui.screens.loans.terms_form import TermsForm

            self.planner.push_screen(TermsForm(account))
        else:
            from planner.ui.screens.loans.loan_form import LoanForm

            self.planner.push_screen(LoanForm(account.loan))


def _planned(overview: Overview, before: Planning | None, ask: Ask) -> Planning:
    """The planning of today: that of before where the question is the same, so that what was proven stays."""
    plan = planning(overview.book, overview.today, means_of(overview.settings))
    if before is not None and before.problem == plan.problem and before.owed.start_on == plan.owed.start_on:
        before.owed, before.income_minor, before.least = plan.owed, plan.income_minor, plan.least
        plan = before
    if plan.shortage is None:
        plan.goals()
        if plan.search.best is not None:
            plan.baseline  # noqa: B018 - worked out here, not between two keys
    return plan
