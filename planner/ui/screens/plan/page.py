"""The payoff plan: what to pay next, the goals side by side, the price of fewer lenders, month by month.

The first answer comes within a fraction of a second; the proof runs in a process of its own and tightens the gap on the
screen until nothing better is left to find, or its time is over.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.ledger.unrecorded import debited_on
from planner.domain.payoff.adopted.baseline import document_of
from planner.domain.payoff.debts.actions import Action, ActionKind
from planner.domain.payoff.debts.owed_loans import IN_PARTS
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.goals import Answer, Ask, ask_from
from planner.domain.reminders.planned import Planned
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import goal_of, held_of, in_force
from planner.services import plans
from planner.ui.base import Listing
from planner.ui.computing import computed, halting, work_for
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.plan.forms import CHOICES
from planner.ui.screens.plan.proving import PATIENCE, ProofListener
from planner.ui.screens.plan.views import drift, goals, missing, months, moved, pay, price, ratio, short, timeline
from planner.ui.screens.plan.views.sight import PlanSight
from planner.ui.views import View, ViewsPage
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table
from planner.words import plan as plan_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_EMPTY = {"plan.nothing_owed": "payoff.empty", "plan.unknown_owed": "payoff.empty.unknown"}
VIEWS = (pay.VIEW, goals.VIEW, price.VIEW, months.VIEW, ratio.VIEW, timeline.VIEW, drift.VIEW, moved.VIEW, missing.VIEW)
SIGN = 0.4  # seconds after which it is said that a plan is worked out
ALWAYS = (drift.VIEW, moved.VIEW, missing.VIEW)  # the others need a plan that was found


class PlanPage(ViewsPage[PlanSight]):
    """Page 3."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v,f8", "view(1)", "key.plan_view"),
        Binding("p,f4", "pay", "key.pay"),
        Binding("b,f6", "budget", "key.budget"),
        Binding("g,f7", "goal", "key.goal"),
        Binding("w,f5", "what_if", "key.plan_what_if"),
        Binding("r,f10", "order", "key.own_order", show=False),
        Binding("o,f3", "adopt", "key.adopt"),
        Binding("n,f2", "found", "key.plan_found"),
    ]

    views = VIEWS

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.plan: Planning | None = None
        self.found: Answer | None = None
        self._nothing = False  # to plan: all views are the same
        self._thinks = False  # another plan is worked out, for longer than anybody would not notice
        self.asks_found = False  # to see what was found, although another plan is adopted
        self.proof = ProofListener(self, self.fill)

    def on_mount(self) -> None:
        """Look for news of the proof every ``PATIENCE`` seconds."""
        self.set_interval(PATIENCE, self.proof.look)

    def on_unmount(self) -> None:
        """End the proof."""
        self.proof.stop()

    @property
    def waiting(self) -> str:
        """That the plan is being worked out."""
        return t("payoff.computing")

    @property
    def ask(self) -> Ask:
        """The goal in force."""
        return ask_from(goal_of(self.planner.overview.settings))

    @property
    def sight(self) -> PlanSight | None:
        """The plan worked out last with its answer; None before the first, and where nothing can be planned."""
        if self.plan is None:
            return None
        return PlanSight(self.planner.overview, self.plan, self.ask, self.found, self.proof.running, self.asks_found)

    @property
    def in_sight(self) -> View[PlanSight]:
        """While no plan is found, what stands in the place of a view of it; the adopted plan stays in view."""
        view = super().in_sight
        always = view in ALWAYS or (view is pay.VIEW and self._shows_kept)
        return view if self.found is not None or always else short.in_place_of(view, self.sight)

    @property
    def _shows_kept(self) -> bool:
        return self.planner.overview.progress is not None and not self.asks_found

    # -- working it out --------------------------------------------------------------------------------------------

    @property
    def listing(self) -> Listing:
        """The payments of the plan."""
        return Listing("plan")

    def show(self, overview: Overview) -> None:
        """Work it out in a thread; figures that come meanwhile begin it anew."""
        work_for(self, "plan", self._think, overview)

    async def _think(self, overview: Overview) -> None:
        sign = self.set_timer(SIGN, self._tell_thinking)
        try:
            before, ask = self.plan, self.ask
            plan = await halting(lambda halted: _planned(overview, before, ask, halted))
        except PlannerError as error:
            self._give_up(error)
            return
        finally:
            sign.stop()
            self._thinks = False
        fresh = plan is not self.plan
        self.plan, self._nothing = plan, False
        self.fill()
        if fresh:
            self.proof.start(plan)
        await self._look_back(overview)

    def _tell_thinking(self) -> None:
        """What is in view is that of before, and another is on its way."""
        self._thinks = True
        seen = self.sight
        if seen is not None and self.is_mounted:
            self._title(seen)

    async def _look_back(self, overview: Overview) -> None:
        """Why the debt-free day moved: after what is to be paid is in view, in a thread as well."""
        if not overview.movement_known:
            await computed(getattr, overview, "movement")
            if super().in_sight is moved.VIEW:
                self.fill()

    def _give_up(self, error: PlannerError) -> None:
        self.proof.stop()
        self.plan = self.found = None
        self._nothing = True
        empty = _EMPTY.get(error.code)
        wrong = "" if empty else fmt.error(error.code, error.params)
        self.query_one(".headline", Plain).show(wrong)
        self.show_nothing(t(empty, **error.params) if empty else wrong)
        self.refresh_bindings()

    # -- showing ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """The best known answer to the goal in force, in the view that was turned to."""
        if self.plan is None:
            return
        try:
            self.found = None if self.plan.shortage else self.plan.answer(self.ask)
        except PlannerError as error:
            self.found = None
            self.show_nothing(fmt.error(error.code, error.params))
        super().fill()

    def headline(self, head: str, about: str) -> str:
        """The head, and below it which view this is."""
        named, about = self.named("payoff.view"), self.waiting if self._thinks else about
        if self.left_out:
            named += t("payoff.view.left_out", n=len(self.left_out))
        return f"{head}\n{named}  {about}" if about else f"{head}\n{named}"

    def explained(self) -> str:
        """What the head had no room for, how the plan is found, and what each goal does."""
        goals = [t("payoff.goal_line", goal=t(f"goal.pick.{goal}"), about=t(f"goal.about.{goal}")) for goal in CHOICES]
        methods = t("list.and").join(t(f"method.{method}") for method in IN_PARTS)
        left_out = [line for part in self.left_out for line in (part, "")]
        return "\n".join([*left_out, t("payoff.explained", methods=methods), "", *goals])

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Paying needs a payment under the cursor, what-if a plan, adopting and reordering an answer.

        Another view is there where anything is to be planned. What was found is asked for where the adopted plan stands
        in its place.
        """
        if not self.is_mounted:
            return True
        if action == "view":
            return not self._nothing
        if action == "pay":
            return self._payment() is not None
        if action == "found":
            return super().in_sight is pay.VIEW and self.planner.overview.progress is not None
        if action in ("adopt", "what_if", "order"):
            return (self.plan if action == "what_if" else self.found) is not None
        return True

    def _payment(self) -> Action | Planned | None:
        """The payment under the cursor that is to be made, where the rows are payments."""
        row = self.query_one(Table).current
        data = None if row is None else row.data
        made = isinstance(data, Planned) and (data.done or data.over)
        return data if isinstance(data, Action | Planned) and not made else None

    def action_found(self) -> None:
        """From the adopted plan to what was found, and back."""
        self.asks_found = not self.asks_found
        self.fill()

    def action_budget(self) -> None:
        """How much money there is; the form compares with the plan in view."""
        from planner.ui.screens.plan.forms import BudgetForm

        self.planner.push_screen(BudgetForm(self.plan))

    def action_goal(self) -> None:
        """What the money is for; the form asks the plan in view."""
        from planner.ui.screens.plan.forms import GoalForm

        self.planner.push_screen(GoalForm(self.plan))

    def action_what_if(self) -> None:
        """The what-ifs that were kept; where none was, the form of a new one."""
        from planner.ui.screens.plan.scenario import ScenarioForm, ScenarioScreen

        if self.plan is not None:
            kept = self.planner.overview.scenarios
            self.planner.push_screen(ScenarioScreen(self.plan) if kept else ScenarioForm(self.plan))

    def action_order(self) -> None:
        """The person's own order, beginning with that of the goal in force."""
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
                means = overview.means.as_planned(plan.owed.start_on, plan.problem.budget)
                self.planner.write(lambda store: plans.adopt(store, document, found.ask.text, means, overview.today))

        before = in_force(overview.payoff_plans)
        name = plan_text.goal_name(plan, found.ask)
        question = t("payoff.ask_adopt", goal=name)
        if before is not None:
            question += "\n\n" + t("payoff.ask_adopt.again", version=before.version)
        self.planner.push_screen(Confirm(question), answered)

    def action_pay(self) -> None:
        """The repayment under the cursor with its amount, or the form that settles the loan."""
        from planner.ui.screens.loans.repayment import RepaymentForm

        payment = self._payment()
        if payment is None:
            return
        account = self.planner.overview.accounts[payment.loan_id]
        if isinstance(payment, Planned):
            self._pay_kept(account, payment)
        elif payment.kind is ActionKind.SETTLE:
            self.planner.push_screen(RepaymentForm(account, settle=True))
        else:
            given = {"amount": fmt.plain_money(payment.amount_minor)}
            self.planner.push_screen(RepaymentForm(account, given=given))

    def _pay_kept(self, account: Account, payment: Planned) -> None:
        """A payment of the adopted plan: with the due of its day, or alone."""
        from planner.ui.screens.loans.repayment import RepaymentForm

        dues = self.planner.overview.positions[payment.loan_id].dues
        due = next((one for one in dues if one.due_on == payment.on and one.unpaid_minor), None)
        for_less = due is not None and due.agreed
        if payment.ends and account.loan.method is not Method.CARD and not for_less:
            debited = debited_on(self.planner.overview.positions[payment.loan_id], self.planner.overview.today)
            holds = {"amount": fmt.plain_money(payment.amount_minor)} if debited else None  # with today's debit
            form = RepaymentForm(account, settle=True, given=holds)
        elif due is not None:
            form = RepaymentForm(account, due=due)
        else:
            form = RepaymentForm(account, given={"amount": fmt.plain_money(payment.amount_minor)})
        self.planner.push_screen(form)


def _planned(overview: Overview, before: Planning | None, ask: Ask, halted: Callable[[], bool]) -> Planning:
    """The planning of today: that of before where the question is the same, so that what was proven stays."""
    held = held_of(in_force(overview.payoff_plans), overview.book, overview.today)
    plan = planning(overview.book, overview.today, overview.means, held_minor=held, halted=halted)
    if before is not None and before.answers(plan.problem, plan.owed.months, plan.beside_minor):
        before.owed, before.income_minor, before.least = plan.owed, plan.income_minor, plan.least
        before.held_minor, before.of_cash, before.cash = plan.held_minor, plan.of_cash, plan.cash
        plan = before
    if plan.shortage is None:
        plan.goals()
        with suppress(PlannerError):  # told where it is shown
            plan.answer(ask)
        if plan.search.best is not None:
            plan.baseline  # noqa: B018 - worked out here, not between two keys
            overview.cash  # noqa: B018 - what each payment is paid from, likewise
    return plan
