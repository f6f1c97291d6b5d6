"""Where a row of a file goes, and what it is: an account, one that the file opens, a new one, none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.imports.choices import NEW, SKIP, Decision
from planner.domain.imports.file import CreditAccount, Kind
from planner.domain.imports.ruling import may_be_learned
from planner.i18n import t
from planner.ui.base import PlannerModal
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.values import replace

Told = tuple[Kind | None, int | None]
_KINDS: tuple[Told, ...] = (
    (None, None),
    (Kind.PURCHASE, None),
    (Kind.REPAYMENT, None),
    (Kind.DRAW, None),
    (Kind.REFUND, None),
    *((Kind.PURCHASE, terms) for terms in (3, 6, 9, 10, 12, 18, 24, 36, 60)),
)


def kind_text(kind: Kind | None, terms: int | None) -> str:
    """What a row is said to be."""
    if terms:
        return t("import.as.instalments", terms=terms)
    return t(f"import.as.{kind or 'file'}")


class TargetDialog(PlannerModal[Decision | None]):
    """Which account a row belongs to, with c what it is: as the file says, or what the person knows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,f6", "kind(1)", "key.kind"),
        Binding("r,f4", "again", "key.again"),
        Binding("C,f5", "kind(-1)", "key.kind_back", show=False),
        Binding("escape", "leave", "key.back"),
    ]

    def __init__(self, accounts: Sequence[Account], opened: Sequence[tuple[CreditAccount, Loan]], said: str) -> None:
        """An empty choice.

        Args:
            accounts: those of the book.
            opened: those that the file opens, as it names them, with what they will be.
            said: what the file says that the row is.
        """
        super().__init__(classes="dialog-screen")
        self.accounts, self.opened, self.said = accounts, opened, said
        self.place = 0
        self.again: bool | None = None  # what the person said; None: as is likely right for what is chosen

    def compose(self) -> ComposeResult:
        """What the row is, and a table of name and method."""
        yield Plain(" " + t("import.choose_target"), classes="title")
        yield Plain("", id="bill-kind")
        yield Table((Column("name", t("import.col.loan"), 30, flex=True), Column("method", t("loan.method"), 24)))
        yield KeyBar()

    def on_mount(self) -> None:
        """The loans as the book has them, those that the file opens, then a new one, then none."""
        rows = [
            Row(
                str(account.loan.id),
                {"name": full_name(account.loan), "method": t(f"method.{account.loan.method}")},
                data=account.loan.id,
            )
            for account in self.accounts
        ]
        rows += [
            Row(
                f"opened-{number}",
                {"name": t("import.new_loan", loan=full_name(loan)), "method": t(f"method.{loan.method}")},
                data=named,
            )
            for number, (named, loan) in enumerate(self.opened)
        ]
        rows.append(Row(NEW, {"name": t("import.target.new"), "method": ""}, data=NEW))
        rows.append(Row(SKIP, {"name": t("import.target.skip"), "method": ""}, data=SKIP))
        table = self.query_one(Table)
        table.load(rows)
        table.focus()
        self._show_kind()

    def _show_kind(self) -> None:
        told = kind_text(*_KINDS[self.place])
        said = told if self.place else f"{told} ({self.said})"
        again = t("import.again.yes" if self._again() else "import.again.no")
        self.query_one("#bill-kind", Plain).show(f" {t('import.kind_line', kind=said)} · {again}")

    def _decision(self, target: int | str | CreditAccount) -> Decision:
        kind, terms = _KINDS[self.place]
        plain = Decision(target, kind, terms)
        return replace(plain, again=may_be_learned(plain) if self.again is None else self.again)

    def _again(self) -> bool:
        row = self.query_one(Table).current
        return row is not None and self._decision(row.data).again

    def on_table_highlighted(self) -> None:
        """What is likely to hold for such rows goes by the account."""
        self._show_kind()

    def action_again(self) -> None:
        """Whether such rows are handled like this from now on."""
        self.again = not self._again()
        self._show_kind()

    def action_kind(self, step: int) -> None:
        """The next kind, or the one before."""
        self.place = (self.place + step) % len(_KINDS)
        self._show_kind()

    def on_table_selected(self, event: Table.Selected) -> None:
        """Answer with the account and the kind."""
        self.dismiss(self._decision(event.row.data))

    def action_leave(self) -> None:
        """Answer None: the row stays as it was."""
        self.dismiss(None)
