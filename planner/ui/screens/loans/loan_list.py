"""A list of one kind of things that a loan has, on a screen of its own: title, sentences, the table, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.ui.widgets.text import wrap

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class LoanList(PlannerScreen):
    """A subclass gives ``columns`` and ``content``, the keys of title and empty table, and the id of the table."""

    name_key: ClassVar[str]
    list_id: ClassVar[str]
    empty_key: ClassVar[str] = ""

    def __init__(self, loan_id: int) -> None:
        super().__init__()
        self.loan_id = loan_id

    def columns(self) -> Sequence[Column]:
        """The columns of the table."""
        raise NotImplementedError

    def fitted(self, rows: Sequence[Row]) -> Sequence[Column]:
        """The columns for these rows, where their widths follow from what stands in them."""
        return self.columns()

    def content(self, overview: Overview, account: Account) -> tuple[Iterable[str], Sequence[Row]]:
        """The sentences above it, which are broken into lines here, and its rows."""
        raise NotImplementedError

    def keep(self, overview: Overview) -> str | None:
        """The row on which the cursor stands when the screen opens; None: the first one."""
        return None

    def compose(self) -> ComposeResult:
        """Title, sentences, table, keys."""
        yield Plain("", id="loan-title", classes="title")
        yield Plain("", id="loan-facts", classes="facts")
        yield Table(self.columns(), empty=t(self.empty_key) if self.empty_key else "", id=self.list_id)
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus: enter edits what is under the cursor, where it can be edited."""
        super().on_mount()
        self.query_one(Table).focus()

    @property
    def account(self) -> Account:
        """The account as it is now. Raises ``KeyError`` once it is deleted."""
        return self.planner.overview.accounts[self.loan_id]

    def show(self, overview: Overview) -> None:
        """Closes once the loan is gone."""
        account = overview.accounts.get(self.loan_id)
        if account is None:
            self.close_gone()
            return
        room = max(20, (self.size.width or 80) - 2)
        told, rows = self.content(overview, account)
        lines = [" " + line for text in told for line in wrap(text, room)]
        self.query_one("#loan-title", Plain).show(" " + t(self.name_key, loan=full_name(account.loan)))
        self.query_one("#loan-facts", Plain).show("\n".join(lines))
        table = self.query_one(Table)
        keep = self.keep(overview) if table.all_rows == () else None
        table.reshape(self.fitted(rows), table.empty)
        table.load(rows, keep=keep)

    def on_resize(self, _event: events.Resize) -> None:
        """The sentences are broken for the new width."""
        self.show(self.planner.overview)
