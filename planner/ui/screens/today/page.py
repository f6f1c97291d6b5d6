"""Today: where the person stands in three lines, then what is to be done, most urgent first.

The first frame mostly shows what was kept (``paint``), before the book is read: what a key asks for is loaded then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import FiguresPage, Listing
from planner.ui.widgets.table import Cells, Column, Row, Table, widest
from planner.ui.widgets.text import width
from planner.ui.widgets.wrapped import Wrapped

if TYPE_CHECKING:
    from planner.domain.ledger.state import Due
    from planner.domain.reminders.rules import Occurrence
    from planner.overview.overview import Overview
    from planner.words.frame import Frame


class TodayPage(FiguresPage):
    """Page 1."""

    keys_first = True
    _offered: frozenset[str] | None = None  # of the first row, while what was kept is in view

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,f4", "pay", "key.pay"),
        Binding("y,f2", "paid('due')", "key.paid_when_due"),
        Binding("t,f3", "paid('today')", "key.paid_today"),
        Binding("n,f7", "deny", "key.not_paid"),
        Binding("space,f5", "pay", "key.pay"),
        Binding("space,f5", "mark('done')", "key.done"),  # instead, on a reminder of something else
        Binding("z,f6", "snooze", "key.snooze"),
        Binding("x,f10", "mark('skipped')", "key.skip", show=False),
        Binding("a,ctrl+n", "add", "key.add_loan"),
        Binding("c,f8", "cash", "key.cash"),
    ]

    def compose(self) -> ComposeResult:
        """The headline, and below it the list of what is to be done."""
        yield Wrapped(classes="headline")
        yield Table(columns(), empty=t("today.empty"))

    def focus_first(self) -> None:
        """The list."""
        self.query_one(Table).focus()

    @property
    def listing(self) -> Listing:
        """What is to be paid."""
        return Listing("dues")

    def paint(self, frame: Frame) -> None:
        """Fill both with what was kept. Its lines stand for nothing yet: no key is dealt with before ``show``."""
        self._offered = frame.offered
        self._fill(frame.headline, frame.nothing, [Row(key, cells) for key, cells in frame.lines])

    def show(self, overview: Overview) -> None:
        """Fill both; an empty list says whether all is quiet, no loan was entered yet, or it is still to come."""
        if overview.awaited:
            self._fill(t("today.awaited", n=overview.awaited), t("today.awaited.list"), [])
            return
        from planner.words import today
        from planner.words.headline import headline

        self._offered = None
        self._fill(headline(overview), today.nothing(overview), rows(overview))

    def _fill(self, headline: str, nothing: str, found: Sequence[Row]) -> None:
        self.query_one(Wrapped).tell(headline)
        table = self.query_one(Table)
        table.reshape(columns(found), nothing)
        table.load(found)

    # -- keys ------------------------------------------------------------------------------------------------------

    def _due(self) -> Due | None:
        row = self.query_one(Table).current
        return row.data[0] if row is not None and row.data is not None else None

    def _occurrence(self) -> Occurrence | None:
        row = self.query_one(Table).current
        return row.data[1] if row is not None and row.data is not None else None

    def _apart(self) -> Occurrence | None:
        """What is to be paid under the cursor and is no due: an agreement, a card before its bill, by the plan."""
        from planner.words.today import of_loan, planned

        occurrence = self._occurrence()
        return occurrence if of_loan(occurrence) or planned(occurrence) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is offered of the row under the cursor; the rest always."""
        if not self.is_mounted or action not in ("pay", "paid", "deny", "mark", "snooze"):
            return True
        return (str(parameters[0]) if action == "mark" else action) in self._offers()

    def _offers(self) -> frozenset[str]:
        if self._offered is not None:
            return self._offered
        from planner.words.today import offered

        return offered(self._due(), self._occurrence(), self.planner.overview.today)

    def on_table_highlighted(self) -> None:
        """Another row: other keys are valid."""
        self.refresh_bindings()

    def action_pay(self) -> None:
        """The repayment of the due under the cursor, of what an agreement or the plan asks for, before a bill."""
        from planner.ui.screens.loans.paying import pay

        due, apart = self._due(), self._apart()
        if apart is not None and apart.loan_id is not None:
            given = {"amount": fmt.plain_money(apart.amount_minor or 0)}
            pay(self.planner, self.planner.overview.accounts[apart.loan_id], None, given)
        if due is not None:
            pay(self.planner, self.planner.overview.accounts[due.loan_id], due)

    def action_paid(self, when: str) -> None:
        """The due under the cursor, which has passed, was paid in full: on its ``due`` date or ``today``."""
        from planner.ui.screens.loans.paying import asks_which, record_paid

        due, today = self._due(), self.planner.overview.today
        if due is not None:
            if when == "due":  # nothing had grown on it by then
                on, amount = due.due_on, due.unpaid_minor - due.penalty_minor
            else:
                on, amount = today, due.unpaid_minor
            amount = amount or due.amount_minor  # of a debit that is taken for made nothing is unpaid
            if not asks_which(self.planner, due.loan_id, due.due_on, on, amount):
                record_paid(self.planner, due.loan_id, amount, on, failed=self.planner.show_error)

    def action_deny(self) -> None:
        """The due under the cursor has not been paid: it is overdue, and its reminders go on."""
        from planner.services import answers

        due, today = self._due(), self.planner.overview.today
        if due is not None:
            self.planner.write(lambda store: answers.deny(store, due.loan_id, due.due_on, today=today))

    def action_mark(self, state: str) -> None:
        """Answer the reminder under the cursor with ``done`` or ``skipped``; no payment is recorded."""
        from planner.domain.reminders.rules import State
        from planner.services import reminders
        from planner.words.reminders import title

        occurrence, today = self._occurrence(), self.planner.overview.today
        if occurrence is not None:
            self.planner.write(
                lambda store: reminders.mark(store, occurrence, State(state), today=today, what=title(occurrence))
            )

    def action_snooze(self) -> None:
        """Ask until when the reminder under the cursor is to be quiet."""
        from planner.ui.screens.reminders.forms import SnoozeForm

        occurrence = self._occurrence()
        if occurrence is not None:
            self.planner.push_screen(SnoozeForm(occurrence))

    def action_add(self) -> None:
        """The form of a new loan."""
        from planner.ui.screens.loans.loan_form import LoanForm

        self.planner.push_screen(LoanForm())

    def action_cash(self) -> None:
        """Cash: the balance by day, and what it rests on."""
        from planner.ui.screens.cash.screen import CashScreen

        self.planner.push_screen(CashScreen())

    def on_table_selected(self, event: Table.Selected) -> None:
        """Enter: the loan of a due, of an agreement or a bill; else the review, the plan, cases or reminders."""
        from planner.domain.reminders.rules import CASE, PLAN, PROMISE, REVIEW
        from planner.words.today import of_loan

        due, occurrence = event.row.data or (None, None)
        of = due or (occurrence if of_loan(occurrence) else None)
        if of is not None:
            from planner.ui.screens.loans.loan import LoanScreen

            self.planner.push_screen(LoanScreen(of.loan_id))
        elif occurrence is not None and occurrence.rule in (CASE, PROMISE):
            from planner.ui.messages import Go
            from planner.ui.screens.reminders.views import place_of

            self.post_message(Go(place_of(occurrence)))
        elif occurrence is not None:
            page = {REVIEW: "review", PLAN: "plan"}.get(occurrence.rule, "reminders")
            self.run_worker(self.screen.run_action(f"page('{page}')"))


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """Days left, due day, what it is, amount, and how far its reminder is; days and what of a bill is late in full."""
    said = [line.cells["reminder"] for line in lines]
    late = max((width(cell[0]) for cell in said if isinstance(cell, tuple)), default=0)
    return (
        Column("left", t("loans.col.left"), max(12, widest(lines, "left"))),
        Column("due_on", t("loans.col.due_on"), 10, rank=3),
        Column("what", t("today.col.what"), 20, flex=True),
        Column("amount", t("today.col.amount"), max(21, widest(lines, "amount")), "right"),
        Column("reminder", t("today.col.reminder"), max(13, late), rank=2),
    )


def rows(overview: Overview) -> list[Row]:
    """The lines of ``words/today.py`` as rows, each with its due and its reminder."""
    from planner.words.today import lines

    return [Row(one.key, Cells(one.known, one.rest), data=(one.due, one.occurrence)) for one in lines(overview)]
