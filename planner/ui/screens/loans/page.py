"""The list of loans: who is owed what, when the next payment falls due, what it really costs a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name, label, short_name
from planner.domain.accounts.records import Account
from planner.domain.figures.lines import with_one_limit
from planner.domain.ledger.state import AccountState, Due, Position
from planner.domain.reference.products import named
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import FiguresPage, Listing, Page
from planner.ui.dialogs.confirm import Confirm
from planner.ui.screens.loans.paying import pay
from planner.ui.widgets.focus import FocusAtOnce
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Cells, Column, Row, Table, widest
from planner.words.accounts import state_text
from planner.words.agreements import claim_mark
from planner.words.dues import left, tone

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class FilterInput(FocusAtOnce, Input):
    """The line for the text to be found; it has the focus at once, so that letters typed ahead land in it."""


class FilteredPage(Page):
    """A page with one table that can be filtered with ``/`` and sorted with ``s``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "filter", "key.filter", show=False),
        Binding("s,f6", "sort", "key.sort", show=False),
    ]

    @property
    def table(self) -> Table:
        """The table of the page."""
        return self.query_one(Table)

    def filter_input(self) -> Input:
        """The filter's line, hidden until it is asked for."""
        line = FilterInput(placeholder=t("table.filter"), compact=True, classes="filter")
        line.display = False
        return line

    def focus_first(self) -> None:
        """The table, not its filter."""
        self.table.focus()

    def action_filter(self) -> None:
        """Open the filter, with what it held."""
        line = self.query_one(".filter", Input)
        line.display = True
        line.focus()

    @on(Input.Changed, ".filter")
    def _narrow(self, event: Input.Changed) -> None:
        self.table.narrow(event.value, self.also(event.value))

    def also(self, text: str) -> Collection[str]:
        """Keys of rows that ``text`` means although they do not contain it."""
        return ()

    @on(Input.Submitted, ".filter")
    def _done(self) -> None:
        line = self.query_one(".filter", Input)
        line.display = bool(line.value)
        self.table.focus()

    def on_key(self, event: events.Key) -> None:
        """Escape empties the filter, down leaves it for the table."""
        line = self.query_one(".filter", Input)
        if event.key == "escape" and line.display:
            line.value = ""
            line.display = False
            self.table.focus()
            event.stop()
        elif event.key == "down" and line.has_focus:
            self.table.focus()
            event.stop()

    def action_sort(self) -> None:
        """Sort by the next column, each up then down, after the last as loaded; says by which."""
        title = self.table.sort_next()
        self.notify(t("table.sorted", column=title) if title else t("table.unsorted"), markup=False, timeout=2)


class LoansPage(FiguresPage, FilteredPage):
    """Page 2: every loan with what it asks for next; enter opens one, ``/`` finds, ``s`` sorts."""

    keys_first = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_loan"),
        Binding("p,space,f4", "pay", "key.pay"),
        Binding("e,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("b,f7", "balance", "key.balance", show=False),
        Binding("ctrl+o", "screen.import_bill", "key.import"),
        Binding("g,ctrl+g", "gather", "key.gather"),
    ]

    @property
    def listing(self) -> Listing:
        """The loans."""
        return Listing("loans")

    def compose(self) -> ComposeResult:
        """The headline, the table, the filter below it, hidden at first."""
        yield Plain("", classes="headline")
        yield Table(columns(), empty=t("loans.empty"))
        yield self.filter_input()

    def show(self, overview: Overview) -> None:
        """The headline adds up in yuan what is owed in any currency; it is empty while there is no loan."""
        owed = sum(overview.accounts[key].loan.in_yuan(place.owed_minor) for key, place in overview.positions.items())
        lenders = overview.now.lenders
        unconfirmed = sum(not account.loan.rate_confirmed for account in overview.book.accounts)
        self.query_one(".headline", Plain).show(
            t("loans.headline", owed=fmt.money(owed), lenders=lenders.unsettled, lines=lenders.open_lines)
            + (f"\n{t('loans.unconfirmed', n=unconfirmed)}" if unconfirmed else "")
            + (f"\n{t('today.unknown', n=overview.now.unknown)}" if overview.now.unknown else "")
            + "".join(f"\n{t('line.shared', n=len(loans), loan=full_name(loans[0]))}" for loans in self._shared()[:1])
            if overview.book.accounts
            else ""
        )
        lines = [loan_row(overview, account) for account in in_order(overview)]
        self.table.reshape(columns(lines), t("loans.empty"))
        self.table.load(lines)
        self.refresh_bindings()

    def _shared(self) -> tuple[tuple[Loan, ...], ...]:
        """Loans that are draws of one line but stand each by itself."""
        return with_one_limit(self.planner.overview.book.accounts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``gather`` only where there is something to bring together."""
        return bool(self._shared()) if action == "gather" else super().check_action(action, parameters)

    def action_gather(self) -> None:
        """Ask, then bring loans that share a limit under one line."""
        from planner.services import lines

        loans = self._shared()[0]
        names = " · ".join(f"{short_name(loan)} {fmt.day(loan.start_on)}" for loan in loans)
        limit = max(loan.limit_minor or 0 for loan in loans)

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: lines.gather(store, [loan.id for loan in loans]))

        question = t("line.ask_gather", n=len(loans), names=names, limit=fmt.money(limit))
        self.planner.push_screen(Confirm(question), answered)

    def also(self, text: str) -> Collection[str]:
        """Loans whose product or lender is called so too: in pinyin, by its initials, in the other language."""
        from planner.storage.shipped import products

        codes, lenders = named(products.load().presets, text)
        loans = [account.loan for account in self.planner.overview.book.accounts]
        return [str(loan.id) for loan in loans if loan.product in codes or loan.lender.name in lenders]

    # -- keys ------------------------------------------------------------------------------------------------------

    def _account(self) -> Account | None:
        row = self.table.current
        return None if row is None else self.planner.overview.accounts[row.data]

    def action_add(self) -> None:
        """A new loan."""
        from planner.ui.screens.loans.loan_form import LoanForm

        self.planner.push_screen(LoanForm())

    def action_edit(self) -> None:
        """Change the terms of the loan under the cursor."""
        from planner.ui.screens.loans.loan_form import LoanForm

        account = self._account()
        if account is not None:
            self.planner.push_screen(LoanForm(account.loan))

    def action_pay(self) -> None:
        """A repayment for what the loan under the cursor asks for next."""
        account = self._account()
        if account is not None:
            pay(self.planner, account, self.planner.overview.positions[account.loan.id].next_due)

    def action_balance(self) -> None:
        """The balance that its lender shows."""
        from planner.ui.screens.loans.balance import BalanceForm

        account = self._account()
        if account is not None:
            self.planner.push_screen(BalanceForm(account))

    def action_delete(self) -> None:
        """Ask, then delete the loan under the cursor."""
        from planner.ui.screens.loans.deleting import ask_delete

        account = self._account()
        if account is not None:
            ask_delete(self.planner, account)

    def on_table_selected(self, event: Table.Selected) -> None:
        """Enter opens the loan; ``e`` edits it."""
        from planner.ui.screens.loans.loan import LoanScreen

        self.planner.push_screen(LoanScreen(event.row.data))


def in_order(overview: Overview) -> list[Account]:
    """As they were entered, the draws of a line behind it."""
    return [
        account
        for line in overview.book.accounts
        if line.loan.line_id is None
        for account in (line, *overview.draws.get(line.loan.id, ()))
    ]


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """The columns of the list; what is dropped first at 80 columns has the highest rank. Days left stand in full."""
    return (
        Column("loan", t("loans.col.loan"), 16, flex=True),
        Column("method", t("loan.method"), 18, rank=5),
        Column("limit_left", t("loans.col.limit_left"), 11, "right", rank=4),
        Column("owed", t("loans.col.owed"), 12, "right"),
        Column("due_on", t("loans.col.due_on"), 10, rank=3),
        Column("due", t("loans.col.due"), 11, "right"),
        Column("left", t("loans.col.left"), max(12, widest(lines, "left")), "right"),
        Column("cost", t("loans.col.cost"), 8, "right", rank=1),
        Column("on_time", t("loans.col.on_time"), 6, "right", rank=2),
    )


def loan_row(overview: Overview, account: Account) -> Row:
    """One line of the list; ``data`` is the id of the loan."""
    loan = account.loan
    place = overview.positions[loan.id]
    cost = overview.costs[loan.id]
    due = place.next_due
    draws = () if loan.method.scheduled else overview.draws.get(loan.id, ())
    owed = place.owed_minor + sum(overview.positions[draw.loan.id].owed_minor for draw in draws)
    order = {
        "loan": label(account.loan),
        "method": loan.method,
        "limit_left": place.limit_left_minor,
        "owed": owed,
        "due_on": due.due_on if due else None,
        "due": due.asked_minor if due else None,
        "left": (due.due_on - overview.today).days if due else None,
        "cost": cost.effective,
        "on_time": overview.on_time_rate(loan.id),
    }
    left = _left(due, overview.today) if due else _without_due(account, place, len(draws))
    rest = partial(_texts, account, place, order, drawn=bool(draws))
    return Row(str(loan.id), Cells(dict.fromkeys(order) | {"left": left}, rest), order, loan.id)


def _texts(account: Account, place: Position, order: Mapping[str, Any], *, drawn: bool) -> dict[str, Cell]:
    """The cells of a line but for what is left; ``?`` after the cost: nobody has confirmed the rate."""
    loan, due, owed = account.loan, place.next_due, order["owed"]
    mark = claim_mark(place.claim) if place.owed_minor else ""
    named = label(loan) if loan.line_id is None else f"└ {short_name(loan)}"
    sure = "" if loan.rate_confirmed else "?"
    return {
        "loan": f"{mark} {named}".lstrip(),
        "method": t(f"method.{loan.method}"),
        "limit_left": fmt.money(place.limit_left_minor) if loan.limit_minor is not None else "",
        "owed": (fmt.money(owed), "muted") if drawn and place.known else _owed(place),  # those of its draws stand below
        "due_on": fmt.day(due.due_on) if due else "",
        "due": _asked(due) if due else "",
        "cost": "" if drawn and not account.draws else fmt.percent(order["cost"]) + sure,
        "on_time": fmt.percent(order["on_time"], 0),
    }


def _left(due: Due, today: date) -> Cell:
    """How far away it is; a bill that holds a missed one is overdue before its own day."""
    if due.overdue_minor and due.due_on >= today:
        return f"{t('state.overdue')} · {left(due, today)}", "bad"
    return left(due, today), tone(due, today)


def _asked(due: Due) -> Cell:
    """What is to be paid next: of a bill the minimum, or that it is paid."""
    if due.least_paid:
        return t("loans.least_paid"), "muted"
    return fmt.money(due.offered_minor)


def _owed(place: Position) -> Cell:
    if place.known:
        return fmt.money(place.owed_minor), "" if place.owed_minor else "muted"
    least = f"≥ {fmt.money(place.owed_minor)}" if place.owed_minor else t("balance.unknown.short")
    return least, "warn"


def _without_due(account: Account, place: Position, draws: int) -> Cell:
    """Why nothing falls due: the account is done, its draws ask for it, or nobody has said when its bills do."""
    if not place.known:
        return t("balance.unknown.key"), "warn"
    if draws and not place.owed_minor and place.state is AccountState.ACTIVE:
        return t("line.draws_count", n=draws), "muted"
    if place.owed_minor and not account.loan.method.scheduled and account.loan.due_day is None:
        return (t("loans.no_due_day"), "warn") if account.loan.has_line else (t("loans.no_dates"), "muted")
    return state_text(place), "muted"
