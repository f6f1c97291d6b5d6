"""The weekly review: one list at a time, enter for "as expected", to be left and resumed at any point."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.review.items import (
    Action,
    ActionCode,
    Agenda,
    BalanceCheck,
    DueCheck,
    Kept,
    Outcome,
    Progress,
    Stage,
)
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.review import Standing, agenda, standing
from planner.services import answers, review
from planner.ui.base import FiguresPage
from planner.ui.computing import computed, work_for
from planner.ui.screens.loans.balance import BalanceForm
from planner.ui.screens.loans.paying import asks_which, pay, record_paid
from planner.ui.screens.review import rows as rows_of
from planner.ui.screens.review.forms import NoteForm, OwnActionForm, ReasonForm, ReviewScreen
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.services import Change, OpResult, Store
    from planner.storage.kept import ReviewLine

BEGIN = "begin"
# Which keys mean something where; everything else of the page is not offered there.
KEYS = {
    None: set[str](),
    Stage.DUE: {"pay", "toggle_action", "paid_today", "not_paid", "skip", "next", "back"},
    Stage.BALANCES: {"balance", "later", "next", "back"},
    Stage.RATIOS: {"next", "back"},
    Stage.ACTIONS: {"toggle_action", "own", "next", "back"},
    Stage.SAVE: {"back"},
}
STAGED = set().union(*KEYS.values())


class ReviewPage(FiguresPage):
    """Page 8: before a review its history; during one the open items of the present stage."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "key.accept", priority=True),
        Binding("t,f3", "paid_today", "key.paid_today"),
        Binding("p,f4", "pay", "key.other_amount"),
        Binding("b,f7", "balance", "key.new_balance"),
        Binding("s,f6", "not_paid", "key.not_paid"),
        Binding("s,f6", "later", "key.not_this_time"),  # instead, of a balance
        Binding("x,f10", "skip", "key.skip"),
        Binding("space,f5", "toggle_action", "key.choose"),
        Binding("a,ctrl+n", "own", "key.own_action"),
        Binding("n,f8", "next", "key.next_stage"),
        Binding("backspace,f11", "back", "key.previous_stage"),
    ]

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.at: Standing | None = None
        self.agenda: Agenda | None = None
        self.lines: tuple[ReviewLine, ...] = ()
        self.busy = False

    def compose(self) -> ComposeResult:
        """A headline, and one table whose columns change with the stage."""
        yield Plain("", classes="headline")
        yield Table(rows_of.history_columns(), empty=t("review.empty"))

    def focus_first(self) -> None:
        """The table."""
        self.table.focus()

    @property
    def table(self) -> Table:
        """The one list of the page."""
        return self.query_one(Table)

    @property
    def stage(self) -> Stage | None:
        """The present stage; None while no review is under way."""
        running = self.at is not None and self.at.progress is not None and not self.at.saved
        return self.agenda.stage if running and self.agenda else None

    def show(self, overview: Overview) -> None:
        """Read where the review stands; in a stage the cursor is on the first item without an answer."""
        self.busy = False
        self.at = standing(overview)
        self.agenda = agenda(overview, self.at)
        self.lines = tuple(line for line in overview.reviews if line.saved_at is not None)
        stage = self.stage
        self.query_one(".headline", Plain).show(self._headline(overview, stage))
        if stage is None:
            self.table.reshape(rows_of.history_columns(), t("review.empty"))
            self.table.load(self._history(overview))
        else:
            columns, rows, first = rows_of.stage_rows(stage, self.agenda, self.at, overview)
            self.table.reshape(columns, t("review.stage_empty"))
            self.table.load(rows, keep=first)
        if stage in (Stage.RATIOS, Stage.SAVE) and not overview.movement_known:
            work_for(self, "moved", self._look_back, overview)
        self.refresh_bindings()

    async def _look_back(self, overview: Overview) -> None:
        """Work out in a thread why the debt-free day moved, and show it if the page still shows these figures."""
        await computed(getattr, overview, "movement")
        if self.is_mounted and self.planner.overview is overview:
            self.show(overview)

    def _headline(self, overview: Overview, stage: Stage | None) -> str:
        assert self.at is not None
        assert self.agenda is not None
        week = fmt.day(self.at.week)
        if stage is None:
            key = "review.head.none" if not overview.book.accounts else "review.head.saved" if self.at.saved else ""
            return t(key or "review.head.ready", week=week, n=self.at.streak)
        steps = []
        for number, step in enumerate(self.agenda.steps, 1):
            name = f"{number} {t(f'review.stage.{step.stage}')}"
            count = f" {step.dealt}/{step.total}" if step.stage in (Stage.DUE, Stage.BALANCES) and step.total else ""
            steps.append(f"[{name}{count}]" if step.stage is stage else f" {name}{count} ")
        return f"{''.join(steps)}\n{t(f'review.ask.{stage}', week=week)}"

    def _history(self, overview: Overview) -> list[Row]:
        assert self.at is not None
        begin = []
        if overview.book.accounts and not self.at.saved:
            begin = [Row(BEGIN, {"week": fmt.day(self.at.week), "text": t("review.begin")}, data=BEGIN)]
        return begin + [rows_of.history_row(line) for line in self.lines]

    # -- keys ------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the present stage; enter unless another table than the page's has the focus."""
        if action == "accept":
            return not isinstance(self.app.focused, Table) or self.app.focused is self.table
        return action not in STAGED or action in KEYS[self.stage]

    def _item(self) -> Any:
        row = self.table.current
        return None if row is None else row.data

    def _write(self, change: Change, *, quiet: bool = False) -> None:
        """One change at a time: a second enter must not answer the same item twice."""
        if not self.busy:
            self.busy = True
            self.planner.write(change, failed=self._failed, quiet=quiet)

    def _failed(self, error: PlannerError) -> None:
        self.busy = False
        self.planner.show_error(error)

    def action_accept(self) -> None:
        """Enter: begin, or the item is as expected, or on to the next stage."""
        today, item = self.planner.overview.today, self._item()
        if self.stage is None:
            self._open(item)
        elif isinstance(item, DueCheck) and item.outcome is Outcome.OPEN:
            # open for a week: the form asks when it was paid, today unless changed; of a bill it asks how much
            if item.old or 0 < item.least_minor < item.unpaid_minor:
                self.action_pay()
            else:
                self._pay_as_due(item)
        elif isinstance(item, BalanceCheck) and item.outcome is Outcome.OPEN:
            self._confirm(item)
        elif self.stage is Stage.SAVE:
            self.planner.push_screen(NoteForm())
        elif self.stage is Stage.ACTIONS:
            chosen = self._chosen()
            self._write(lambda store: _choose_and_go_on(store, chosen, today), quiet=True)
        else:
            self.action_next()

    def _open(self, item: Any) -> None:
        today = self.planner.overview.today
        if item == BEGIN:
            assert self.agenda is not None
            asked = [check.key for check in self.agenda.dues if check.unpaid_minor]
            self._write(lambda store: review.start_or_resume(store, today=today, asked=asked), quiet=True)
        elif item is not None:
            self.planner.push_screen(ReviewScreen(item))

    def _pay_as_due(self, item: DueCheck) -> None:
        self._paid(item, item.due_on, item.as_due_minor)  # nothing had grown on it by then

    def _paid(self, item: DueCheck, on: date, amount_minor: int) -> None:
        if self.busy or asks_which(self.planner, item.loan_id, item.due_on, on, amount_minor):
            return
        self.busy = True
        record_paid(self.planner, item.loan_id, amount_minor, on, failed=self._failed, asking=self._asking)

    def _asking(self) -> None:
        self.busy = False

    def action_paid_today(self) -> None:
        """The instalment under the cursor was paid in full today."""
        item = self._item()
        if isinstance(item, DueCheck) and item.unpaid_minor:
            self._paid(item, self.planner.overview.today, item.unpaid_minor)

    def _confirm(self, item: BalanceCheck) -> None:
        from planner.services import readings

        if not item.known:  # there is no figure to agree with
            self.planner.push_screen(BalanceForm(self.planner.overview.accounts[item.loan_id]))
            return
        today = self.planner.overview.today
        self._write(lambda store: readings.confirm_balance(store, item.loan_id, today, today=today))

    def action_pay(self) -> None:
        """The repayment of the instalment under the cursor, for another day or amount."""
        item = self._item()
        if isinstance(item, DueCheck):
            overview = self.planner.overview
            due = next(
                (
                    d
                    for d in overview.positions[item.loan_id].dues
                    if (d.due_on, d.number) == (item.due_on, item.number)
                ),
                None,
            )
            pay(self.planner, overview.accounts[item.loan_id], due)

    def action_balance(self) -> None:
        """The form for the balance that the lender shows."""
        item = self._item()
        if isinstance(item, BalanceCheck):
            self.planner.push_screen(BalanceForm(self.planner.overview.accounts[item.loan_id]))

    def action_not_paid(self) -> None:
        """An instalment is not paid, so that one whose day has passed is overdue."""
        item, today = self._item(), self.planner.overview.today
        if isinstance(item, DueCheck):
            self._write(lambda store: _not_paid(store, item, today), quiet=True)

    def action_later(self) -> None:
        """A balance is not checked this time."""
        item, today = self._item(), self.planner.overview.today
        if isinstance(item, BalanceCheck):
            self._write(lambda store: review.reply(store, item.key, Outcome.SKIPPED, today=today), quiet=True)

    def action_skip(self) -> None:
        """Ask why the instalment under the cursor is passed over."""
        item = self._item()
        if isinstance(item, DueCheck):
            self.planner.push_screen(ReasonForm(item))

    def action_toggle_action(self) -> None:
        """Choose a proposal or not; tick off what was set down in own words last week, or not; pay an instalment."""
        item, today = self._item(), self.planner.overview.today
        if isinstance(item, DueCheck):
            self.action_pay()
        elif isinstance(item, Kept) and item.action.code is ActionCode.OWN:
            self._write(lambda store: review.tick(store, item.action.key, today=today, done=not item.done))
        elif isinstance(item, Action):
            self._toggle(item)

    def _toggle(self, item: Action) -> None:
        today = self.planner.overview.today
        progress = self._progress()
        if item.code is ActionCode.OWN:
            own = [text for text in progress.own if f"own:{text}" != item.key]
            self._write(lambda store: review.choose(store, self._chosen(), today=today, own=own), quiet=True)
            return
        keys = self._chosen()
        keys = [key for key in keys if key != item.key] if item.key in keys else [*keys, item.key]
        self._write(lambda store: review.choose(store, keys, today=today), quiet=True)

    def _progress(self) -> Progress:
        assert self.at is not None
        assert self.at.progress is not None
        return self.at.progress

    def _chosen(self) -> list[str]:
        assert self.agenda is not None
        return rows_of.chosen_keys(self.agenda, self._progress())

    def action_own(self) -> None:
        """An action in the person's own words; those chosen stay chosen."""
        self.planner.push_screen(OwnActionForm(self._chosen(), self._progress().own))

    def action_next(self) -> None:
        """On to the next stage, whatever is left open in this one; from the last only saving leads on."""
        stage, today = self.stage, self.planner.overview.today
        if stage is Stage.ACTIONS:
            chosen = self._chosen()
            self._write(lambda store: _choose_and_go_on(store, chosen, today), quiet=True)
        elif stage is not None and stage is not Stage.SAVE:
            self._write(lambda store: review.pass_stage(store, stage, today=today), quiet=True)

    def action_back(self) -> None:
        """To the nearest earlier stage that was passed and has items; it and those after it open again."""
        stage, today = self.stage, self.planner.overview.today
        assert self.agenda is not None
        if stage is None:
            return
        order = [step.stage for step in self.agenda.steps if step.total]
        earlier = [other for other in order if list(Stage).index(other) < list(Stage).index(stage)]
        passed = self._progress().passed
        target = next((other for other in reversed(earlier) if other in passed), None)
        if target is not None:
            self._write(lambda store: review.go_back(store, target, today=today), quiet=True)


def _not_paid(store: Store, item: DueCheck, today: date) -> OpResult[Any]:
    if item.unpaid_minor and item.due_on < today:
        answers.deny(store, item.loan_id, item.due_on, today=today)
    return review.reply(store, item.key, Outcome.LATER, today=today, left_minor=item.as_due_minor)


def _choose_and_go_on(store: Store, chosen: list[str], today: Any) -> OpResult[Any]:
    review.choose(store, chosen, today=today)
    return review.pass_stage(store, Stage.ACTIONS, today=today)
