"""The person's own order of debts: rows moved up and down, what that costs shown at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.names import short_name
from planner.domain.payoff.engine.model import Reducing, yearly
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer, Ask, Goal
from planner.domain.payoff.search.search import by_rate
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.plan import GOAL
from planner.services import plans
from planner.storage.seen import SeenSetting
from planner.ui.base import PlannerScreen
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class OrderScreen(PlannerScreen):
    """Shift with up or down moves a debt; enter makes the order the goal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+up,K,f5", "move(-1)", "key.move_up"),
        Binding("shift+down,J,f6", "move(1)", "key.move_down"),
        Binding("enter,ctrl+s", "use", "key.use_order"),
    ]

    def __init__(self, plan: Planning, order: tuple[int, ...]) -> None:
        """``order``: debt ids, the first to be paid first; debts that are not in it follow."""
        super().__init__()
        self.plan = plan
        known = [debt.id for debt in plan.problem.debts if debt.balance_minor]  # not a card that charges a fee alone
        named = [number for number in dict.fromkeys(order) if number in known]
        rest = [number for index in by_rate(plan.problem) if (number := plan.problem.debts[index].id) in known]
        self.order = [*named, *(number for number in rest if number not in named)]

    def compose(self) -> ComposeResult:
        """The debts by place; no column sorts, for the order is what is asked."""
        yield Plain(" " + t("payoff.order"), classes="title")
        yield Plain("", classes="facts")
        yield Table(
            (
                Column("place", t("payoff.col.place"), 4, "right", sortable=False),
                Column("loan", t("payoff.col.loan"), 20, flex=True, sortable=False),
                Column("owed", t("ratio.debt"), 12, "right", sortable=False),
                Column("rate", t("payoff.col.rate"), 8, "right", sortable=False),
                Column("ends", t("payoff.col.ends"), 10, sortable=False),
            ),
            empty=t("payoff.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self._goal = self.planner.overview.settings.get(GOAL)
        self.query_one(Table).focus()

    @property
    def ask(self) -> Ask:
        """The order as a goal."""
        return Ask(Goal.OWN, order=tuple(self.order))

    def show(self, overview: Overview) -> None:
        """When all debts end in this order, what it costs, how much more than at least, and when each ends."""
        found: Answer | None = None
        try:
            found = self.plan.answer(self.ask)
        except PlannerError as error:
            self.query_one(".facts", Plain).show(fmt.error(error.code, error.params))
        if found is not None:
            self.query_one(".facts", Plain).show(self._facts(found))
        self.query_one(Table).load([self._row(overview, place, found) for place in range(len(self.order))])

    def _facts(self, found: Answer) -> str:
        outcome, best = found.outcome, self.plan.search.best
        least = outcome.cost_minor if best is None else best[0].cost_minor
        return t(
            "payoff.order.facts",
            on=fmt.day(self.plan.ended_on(outcome)),
            cost=fmt.money(outcome.cost_minor),
            more=fmt.money(outcome.cost_minor - least),
        )

    def _row(self, overview: Overview, place: int, found: Answer | None) -> Row:
        number = self.order[place]
        index = next(at for at, debt in enumerate(self.plan.problem.debts) if debt.id == number)
        debt, part = self.plan.problem.debts[index], self.plan.owed.parts[number]
        loan = overview.accounts[part.loan_id].loan
        name = short_name(loan)
        cells: dict[str, Cell] = {
            "place": str(place + 1),
            "loan": name if part.plan_id is None else t("payoff.card_plan", loan=name),
            "owed": fmt.money(debt.balance_minor),
            "rate": fmt.percent(yearly(debt), 1) if isinstance(debt, Reducing) or yearly(debt) > 0 else "—",
            "ends": fmt.UNKNOWN if found is None else fmt.day(self.plan.debt_ended_on(found.outcome, number)),
        }
        return Row(str(number), cells, data=number)

    def action_move(self, step: int) -> None:
        """The debt under the cursor so many places down, up where negative; not past either end."""
        row = self.query_one(Table).current
        if row is None:
            return
        at = self.order.index(row.data)
        to = at + step
        if 0 <= to < len(self.order):
            self.order[at], self.order[to] = self.order[to], self.order[at]
            self.show(self.planner.overview)

    def on_table_selected(self) -> None:
        """Enter, which the table takes, is ``use``."""
        self.action_use()

    def action_use(self) -> None:
        """Make the order the goal, and leave when it is stored."""
        ask = self.ask
        seen = SeenSetting(GOAL, self._goal)
        self.planner.write(lambda store: plans.keep(store, goal=ask), then=self.action_leave, seen=seen)
