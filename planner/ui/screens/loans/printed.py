"""The lender's own schedule beside the computed one: one row corrected, or many pasted from its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from planner.domain.accounts.loan import Loan, PinnedInstalment
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.ledger.agreed import agreed_rows
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.printed import parse_rows
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage.seen import Seen
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, amount_field, date_field
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_list import LoanList
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table
from planner.ui.widgets.text import wrap
from planner.values import replace

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def computed_rows(loan: Loan) -> Sequence[Instalment]:
    """The schedule as the terms alone make it."""
    return instalments(replace(loan, pinned=()))


class PrintedScreen(LoanList):
    """All rows of a loan as they count, those of the lender marked, with what the terms alone would ask."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("a,ctrl+n", "paste", "key.paste_rows"),
        Binding("d,delete", "drop", "key.drop_row"),
        Binding("x,f10", "drop_all", "key.drop_rows"),
        Binding("s,ctrl+e", "leave", "key.back", show=False),
    ]

    name_key, list_id = "schedule.rows_title", "printed"

    def columns(self) -> Sequence[Column]:
        """The rows as they count, and what the terms would ask."""
        return _columns()

    def show(self, overview: Overview) -> None:
        """Closes, too, once the loan has no schedule."""
        account = overview.accounts.get(self.loan_id)
        if account is not None and not account.loan.method.scheduled:
            self.close_gone()
        else:
            super().show(overview)

    def content(self, overview: Overview, account: Account) -> tuple[Iterable[str], Sequence[Row]]:
        """How many of the rows are the lender's; all of them, each with what the terms alone would ask."""
        loan, rows = account.loan, agreed_rows(account)
        computed = {row.number: row for row in computed_rows(loan)}
        given = {(row.number, row.due_on, row.principal_minor, row.interest_minor) for row in loan.pinned}
        printed = {
            row.number for row in rows if (row.number, row.due_on, row.principal_minor, row.interest_minor) in given
        }
        told = t("schedule.rows_told", n=len(printed)) if printed else t("schedule.rows_none_yet")
        return [told], [_row(row, computed.get(row.number), row.number in printed) for row in rows]

    def keep(self, overview: Overview) -> str | None:
        """The next due row."""
        coming = overview.positions[self.loan_id].next_due
        return None if coming is None else str(coming.number)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Rows can be taken away where there are any of the lender's."""
        if action in ("drop", "drop_all"):
            account = self.planner.overview.accounts.get(self.loan_id)
            return account is not None and bool(account.loan.pinned)
        return True

    def _current(self) -> Instalment | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_edit(self) -> None:
        """The row under the cursor as the lender printed it; one that a change of the rate adds cannot be."""
        row = self._current()
        if row is not None:
            self.planner.push_screen(RowForm(self.account, row))

    def action_paste(self) -> None:
        """Many rows at once."""
        self.planner.push_screen(PasteScreen(self.account))

    def action_drop(self) -> None:
        """The row under the cursor is computed again."""
        row = self._current()
        if row is None or row.number not in {pin.number for pin in self.account.loan.pinned}:
            self.planner.toast(t("schedule.row_computed"))
            return
        self._drop([row.number])

    def action_drop_all(self) -> None:
        """Ask, then compute all rows again."""
        numbers = [pin.number for pin in self.account.loan.pinned]

        def answered(yes: bool | None) -> None:
            if yes:
                self._drop(numbers)

        self.planner.push_screen(Confirm(t("schedule.ask_drop", n=len(numbers))), answered)

    def _drop(self, numbers: Sequence[int]) -> None:
        from planner.services import schedules

        loan_id, today = self.loan_id, self.planner.overview.today

        def failed(error: PlannerError) -> None:
            self.planner.toast(fmt.error(error.code, error.params))

        self.planner.write(
            lambda store: schedules.drop_rows(store, loan_id, numbers, today=today),
            failed=failed,
            seen=Seen(PinnedInstalment, self.account.loan.pinned, loan_id),
        )


def _columns() -> tuple[Column, ...]:
    """What counts, and beside it the amount of the computed row; the parts give way where the room is short."""
    return (
        Column("number", t("schedule.number"), 4, "right"),
        Column("due_on", t("schedule.due_on"), 10),
        Column("amount", t("schedule.amount"), 12, "right"),
        Column("principal", t("repayment.principal"), 12, "right", rank=1),
        Column("interest", t("repayment.interest"), 10, "right", rank=1),
        Column("fee", t("repayment.fee"), 8, "right", rank=3),
        Column("whose", t("schedule.whose"), 8),
        Column("computed", t("schedule.computed"), 12, "right"),
        Column("left", t("schedule.left"), 13, "right", rank=2),
    )


def _row(row: Instalment, computed: Instalment | None, printed: bool) -> Row:
    other = computed is None or (computed.amount_minor, computed.due_on) != (row.amount_minor, row.due_on)
    beside = "" if computed is None else fmt.money(computed.amount_minor)
    cells: dict[str, Cell] = {
        "number": str(row.number),
        "due_on": fmt.day(row.due_on),
        "amount": fmt.money(row.amount_minor),
        "principal": fmt.money(row.principal_minor),
        "interest": fmt.money(row.interest_minor),
        "fee": fmt.money(row.fee_minor) if row.fee_minor else "",
        "whose": t("schedule.by_lender") if printed else (t("schedule.by_terms"), "muted"),
        "computed": (beside, "warn") if other else (beside, "muted"),
        "left": fmt.money(row.balance_minor),
    }
    return Row(str(row.number), cells, data=row)


class RowForm(Form):
    """One row as the lender printed it; it opens with what stands there now."""

    def __init__(self, account: Account, row: Instalment) -> None:
        super().__init__()
        self.account = account
        self.row = row
        self.draft_key = f"printed-{account.loan.id}-{row.number}"

    def heading(self) -> str:
        """Which row of which loan."""
        return t("schedule.row_form", number=self.row.number, loan=full_name(self.account.loan))

    def fields(self) -> Sequence[Field]:
        """Everything that a row is made of, as it is printed."""
        today = self.planner.overview.today
        return (
            date_field("due_on", t("schedule.due_on"), today, hint=t("schedule.hint.due_on")),
            amount_field("principal", t("repayment.principal"), hint=t("schedule.hint.principal")),
            amount_field("interest", t("repayment.interest"), hint=t("schedule.hint.interest")),
            amount_field("fee", t("repayment.fee"), optional=True, hint=t("schedule.hint.fee")),
        )

    def start(self) -> Texts:
        """As it counts now, the lender's or the computed one."""
        row = self.row
        return {
            "due_on": row.due_on.isoformat(),
            "principal": fmt.plain_money(row.principal_minor),
            "interest": fmt.plain_money(row.interest_minor),
            "fee": fmt.plain_money(row.fee_minor) if row.fee_minor else "",
        }

    def beside(self, texts: Texts) -> str:
        """What it comes to, and what the terms alone ask."""
        values = self.known(texts)
        computed = next((row for row in computed_rows(self.account.loan) if row.number == self.row.number), None)
        lines = []
        if values["principal"] is not None and values["interest"] is not None:
            total = values["principal"] + values["interest"] + (values["fee"] or 0)
            lines.append(f"{t('schedule.amount')}  {fmt.money(total)}")
        if computed is not None:
            lines.append(f"{t('schedule.computed')}  {fmt.money(computed.amount_minor)}  {fmt.day(computed.due_on)}")
        return "\n".join(lines)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """The row counts as typed. Raises ``loan.pinned_*`` where it does not fit the others."""
        from planner.services import schedules

        row = PinnedInstalment(
            self.row.number, values["due_on"], values["principal"], values["interest"], values["fee"] or 0
        )
        loan_id, today = self.account.loan.id, self.planner.overview.today
        seen = tuple(pin for pin in self.account.loan.pinned if pin.number == row.number)
        self.planner.write(
            lambda store: schedules.put_rows(store, loan_id, [row], today=today),
            then=done,
            failed=self.show_error,
            seen=Seen(PinnedInstalment, seen, loan_id, {"number": row.number}),
        )


class PasteScreen(PlannerScreen):
    """A field of many lines for the lender's table; what is read of it stands below while it is filled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "key.save_rows", priority=True),
        Binding("escape", "leave", "key.back", priority=True),
        Binding("f1", "app.help", "key.help", show=False),
    ]

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account
        self._asked = ""  # the text with which it was asked whether to leave

    def compose(self) -> ComposeResult:
        """What to paste, the field, what is read of it or wrong with it, the keys."""
        title = t("schedule.paste_title", loan=full_name(self.account.loan))
        yield Plain(" " + title, classes="title")
        yield Plain(t("schedule.paste_about"), classes="facts")
        yield TextArea(id="rows", soft_wrap=False, tab_behavior="indent", show_line_numbers=True)
        yield Plain("", id="rows-told", classes="facts")
        yield KeyBar()

    def on_mount(self) -> None:
        """The field has the focus."""
        super().on_mount()
        self.query_one(TextArea).focus()

    def show(self, overview: Overview) -> None:
        """Closes once the loan is gone."""
        if self.account.loan.id not in overview.accounts:
            self.close_gone()
        else:
            self.account = overview.accounts[self.account.loan.id]

    @property
    def _text(self) -> str:
        return self.query_one(TextArea).text

    def _rows(self) -> tuple[PinnedInstalment, ...]:
        return parse_rows(self._text, self.account.loan, self.planner.overview.today)

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if not self._text.strip():
            self._tell("")
            return
        try:
            rows = self._rows()
        except PlannerError as error:
            self._tell("! " + fmt.error(error.code, error.params))
            return
        parts = (row.principal_minor + row.interest_minor + row.fee_minor for row in rows)
        self._tell(
            t(
                "schedule.paste_read",
                n=len(rows),
                first=rows[0].number,
                last=rows[-1].number,
                total=fmt.money(sum(parts)),
            )
        )

    def _tell(self, text: str) -> None:
        room = max(20, (self.size.width or 80) - 2)
        self.query_one("#rows-told", Plain).show("\n".join(" " + line for line in wrap(text, room)))

    def action_save(self) -> None:
        """All rows or none; an error names its line, and what was pasted stays."""
        from planner.services import schedules

        try:
            rows = self._rows()
        except PlannerError as error:
            self._failed(error)
            return
        loan_id, today = self.account.loan.id, self.planner.overview.today
        self.planner.write(
            lambda store: schedules.put_rows(store, loan_id, rows, today=today),
            then=self.close,
            failed=self._failed,
            seen=Seen(PinnedInstalment, self.account.loan.pinned, loan_id),
        )

    def close(self) -> None:
        """The rows are saved."""
        self.dismiss(None)

    def _failed(self, error: PlannerError) -> None:
        self._tell("! " + fmt.error(error.code, error.params))
        line = error.params.get("line")
        if isinstance(line, int):
            self.query_one(TextArea).move_cursor((line - 1, 0))

    def action_leave(self) -> None:
        """Where something was pasted it says so first; once more closes."""
        if self._text.strip() and self._asked != self._text:
            self._asked = self._text
            self._tell(t("form.leave"))
            return
        self.dismiss(None)
