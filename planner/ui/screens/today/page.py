"""Today: where the person stands in three lines, then what is to be done, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.names import label
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.rules import AGREEMENT, DUE, PLAN, PREBILL, PROFILE, REVIEW, Occurrence, State
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import FiguresPage, Listing
from planner.ui.screens.loans.paying import asks_which, pay, record_paid
from planner.ui.widgets.table import Cell, Cells, Column, Row, Table, widest
from planner.ui.widgets.text import width
from planner.ui.widgets.wrapped import Wrapped
from planner.words.accounts import due_and_plan
from planner.words.agreements import claim_mark
from planner.words.dues import left, tone
from planner.words.headline import headline
from planner.words.reminders import sentence, title

if TYPE_CHECKING:
    from planner.overview.overview import Overview

AHEAD_DAYS = 30  # how far the list of dues looks; reminders come by their own rules


class TodayPage(FiguresPage):
    """Page 1."""

    keys_first = True

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

    def show(self, overview: Overview) -> None:
        """Fill both; an empty list says whether all is quiet, no loan was entered yet, or it is still to come."""
        table = self.query_one(Table)
        if overview.awaited:
            self.query_one(Wrapped).tell(t("today.awaited", n=overview.awaited))
            table.reshape(columns(), t("today.awaited.list"))
            table.load([])
            return
        self.query_one(Wrapped).tell(headline(overview))
        table.empty = t("today.quiet") if overview.book.accounts else t("today.empty")
        found = rows(overview)
        table.reshape(columns(found), table.empty)
        table.load(found)

    # -- keys ------------------------------------------------------------------------------------------------------

    def _due(self) -> Due | None:
        row = self.query_one(Table).current
        return row.data[0] if row is not None else None

    def _occurrence(self) -> Occurrence | None:
        row = self.query_one(Table).current
        return row.data[1] if row is not None else None

    def _of_loan(self) -> Occurrence | None:
        """The agreement whose last day is under the cursor, or the card that is paid before its bill."""
        occurrence = self._occurrence()
        return occurrence if occurrence is not None and occurrence.rule in (AGREEMENT, PREBILL) else None

    def _planned(self) -> Occurrence | None:
        """The payment of the adopted plan under the cursor that no due names with itself."""
        occurrence = self._occurrence()
        return occurrence if occurrence is not None and occurrence.rule == PLAN else None

    def _apart(self) -> Occurrence | None:
        """What is to be paid under the cursor and is no due."""
        return self._of_loan() or self._planned()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Paying needs a due, an agreement or a payment of the plan under the cursor, an answer a due that has passed.

        The rest needs a reminder.
        """
        if not self.is_mounted:
            return True
        if action == "pay":
            return self._due() is not None or self._apart() is not None
        if action in ("paid", "deny"):
            due = self._due()
            passed = due is not None and due.due_on < self.planner.overview.today
            return passed and not (action == "deny" and due is not None and due.status is DueStatus.MISSED)
        to_pay = self._due() is not None or self._planned() is not None
        if action == "mark" and parameters == (State.DONE.value,) and to_pay:
            return False  # what is due is done by paying it
        if action in ("mark", "snooze"):
            return self._occurrence() is not None
        return True

    def on_table_highlighted(self) -> None:
        """Another row: other keys are valid."""
        self.refresh_bindings()

    def action_pay(self) -> None:
        """The repayment of the due under the cursor, of what an agreement or the plan asks for, before a bill."""
        due, apart = self._due(), self._apart()
        if apart is not None and apart.loan_id is not None:
            given = {"amount": fmt.plain_money(apart.amount_minor or 0)}
            pay(self.planner, self.planner.overview.accounts[apart.loan_id], None, given)
        if due is not None:
            pay(self.planner, self.planner.overview.accounts[due.loan_id], due)

    def action_paid(self, when: str) -> None:
        """The due under the cursor, which has passed, was paid in full: on its ``due`` date or ``today``."""
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
        from planner.services import reminders

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
        """Enter: the loan of a due, of an agreement or a bill; else the review, the plan or the page of reminders."""
        due, occurrence = event.row.data
        if due is not None or self._of_loan() is not None:
            from planner.ui.screens.loans.loan import LoanScreen

            self.planner.push_screen(LoanScreen((due or occurrence).loan_id))
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
    """Unpaid dues up to a month ahead, and debits assumed in the last one, with their reminders; then the others."""
    pending = {occurrence.key.rpartition(":")[0]: occurrence for occurrence in overview.occurrences}
    last = overview.today + timedelta(days=AHEAD_DAYS)
    named = {(o.loan_id, o.due_on) for o in overview.occurrences if o.rule == AGREEMENT}
    told = _settlements(overview, last)
    lines = []
    for due in overview.live(last):
        if due.agreed and (due.loan_id, due.due_on) in named:
            continue  # its reminder stands for it
        assumed = due.status is DueStatus.ASSUMED and due.due_on >= overview.today - timedelta(days=AHEAD_DAYS)
        settled = overview.settled_before(due)
        asked = due.unpaid_minor > 0 and (settled is None or (due.loan_id, settled) not in told)
        if asked or assumed:
            lines.append(_due_row(overview, due, pending.get(f"{DUE}:{due.key}")))
    silent = (DUE,) if overview.book.accounts else (DUE, REVIEW)  # without a loan there is nothing to review
    others = [o for o in overview.occurrences if o.rule not in silent and o.state is State.PENDING]
    urgent = [_is_urgent(line.data[0], overview.today) for line in lines]
    return [
        *(line for line, now in zip(lines, urgent, strict=True) if now),
        *(_other_row(overview, o) for o in others),
        *(line for line, now in zip(lines, urgent, strict=True) if not now),
    ]


def _settlements(overview: Overview, last: date) -> set[tuple[int | None, date]]:
    """The payments of the plan that stand in the list, by loan and day: with a due of theirs, or as reminders."""
    pending = (o for o in overview.occurrences if o.rule == PLAN and o.state is State.PENDING)
    with_due = ((due.loan_id, due.due_on) for due in overview.live(last) if due.unpaid_minor > 0)
    return {*((o.loan_id, o.due_on) for o in pending), *with_due}


def _is_urgent(due: Due, today: date) -> bool:
    return due.due_on <= today or due.overdue_minor > 0


def _due_row(overview: Overview, due: Due, occurrence: Occurrence | None) -> Row:
    told = tone(due, overview.today)
    settled = overview.settled_before(due)
    said: Cell = _reminder(occurrence, overview.today)
    if settled is not None:  # that payment is not in the list itself
        said = t("today.plan_settles", on=fmt.short_day(settled, overview.today)), "muted"
    if due.overdue_minor and due.due_on >= overview.today:  # a missed bill is a part of it
        said, told = (t("due.overdue_part", amount=fmt.money(due.overdue_minor)), "bad"), "bad"
    known: dict[str, Cell | None] = {
        "left": (left(due, overview.today), told),
        "due_on": None,
        "what": None,
        "amount": _asked(overview, due),
        "reminder": said,
    }
    rest = partial(_day_and_name, overview, due)
    return Row(due.key, Cells(known, rest), data=(due, occurrence))


def _day_and_name(overview: Overview, due: Due) -> dict[str, Cell]:
    loan = overview.accounts[due.loan_id].loan
    number = t("today.bill")
    if due.agreed:
        number = t("reminder.rule.agreement")
    elif loan.terms:
        last = overview.last_number(due.loan_id)  # a payment kept at a higher rate has more of them
        number = t("today.instalment", number=due.number, terms=max(loan.terms, last or 0))
    return {"due_on": fmt.day(due.due_on), "what": f"{number}  {_named(overview, due.loan_id)}"}


def _named(overview: Overview, loan_id: int) -> str:
    """Which loan it is; what became of its claim stands before that, as in the list of loans."""
    mark = claim_mark(overview.claim(loan_id))
    return f"{mark} {label(overview.accounts[loan_id].loan)}".lstrip()


def _asked(overview: Overview, due: Due) -> str:
    """What is still to be paid; of a bill the minimum first, also when that is paid already; what the plan pays."""
    more = overview.planned_with(due)
    plan_minor = None if more is None else more.amount_minor
    unpaid_minor = due.unpaid_minor or due.amount_minor
    return due_and_plan(due.least_minor, unpaid_minor, plan_minor, least_paid=due.least_paid)


def _reminder(occurrence: Occurrence | None, today: date) -> str:
    if occurrence is None:
        return ""
    if occurrence.state is State.SNOOZED:
        return t("today.snoozed", on=fmt.short_day(occurrence.until_on or today, today))
    return t(f"reminder.stage.{occurrence.stage}")


def _what(overview: Overview, occurrence: Occurrence) -> str:
    """The reminder in a line; of one that is late the day stands beside it, so that of a review it is said how late."""
    days = (overview.today - occurrence.due_on).days
    if days > 0 and occurrence.rule == REVIEW:
        return t("today.review_late", n=days)
    if days > 0 and occurrence.rule == PROFILE:
        return t("today.refresh_late", title=title(occurrence))
    return sentence(occurrence)


def _other_row(overview: Overview, occurrence: Occurrence) -> Row:
    what, amount = _what(overview, occurrence), ""
    if occurrence.rule in (AGREEMENT, PREBILL) and occurrence.loan_id is not None:
        what = f"{t(f'reminder.rule.{occurrence.rule}')}  {_named(overview, occurrence.loan_id)}"
        amount = fmt.money(occurrence.amount_minor)
    cells: dict[str, Cell] = {
        "left": fmt.days_left((occurrence.due_on - overview.today).days)
        if occurrence.due_on >= overview.today
        else fmt.short_day(occurrence.due_on, overview.today),
        "due_on": fmt.day(occurrence.due_on),
        "what": what,
        "amount": amount,
        "reminder": t(f"reminder.{'stage' if amount else 'rule'}.{occurrence.stage if amount else occurrence.rule}"),
    }
    return Row(occurrence.key, cells, data=(None, occurrence))
