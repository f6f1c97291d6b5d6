"""Which institution each app or lender reports as: what the third lender count is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import Lender, LenderKind, Loan
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.reference.institutions import InstitutionNames
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.forms.fields import Field, Texts
from planner.ui.forms.form import Form
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.values import replace

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class InstitutionForm(Form):
    """The name that the credit report has for one lender, for all its contracts without one of their own."""

    def __init__(self, lender: Lender, *, given: Texts | None = None) -> None:
        super().__init__()
        self.lender = lender
        self.given = given or {}
        self.draft_key = "" if given else f"institution-{lender.id}"

    def heading(self) -> str:
        """Names the lender as the person calls it."""
        return t("institution.form", lender=self.lender.name)

    def fields(self) -> Sequence[Field]:
        """One name; left empty the lender counts under its own."""
        return (Field("institution", t("institution.name"), optional=True, hint=t("institution.hint")),)

    def start(self) -> Texts:
        """The name as recorded, or as ``given``; empty where it is not known."""
        return {"institution": self.lender.institution} | self.given

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Set the name of the lender, or take it away; the lender counts change with it."""
        from planner.services import lenders

        name, lender = values["institution"] or "", self.lender
        self.planner.write(
            lambda store: lenders.reports_as(store, lender.id, name), then=done, failed=self.show_error, seen=lender
        )


class Institutions(PlannerScreen):
    """Every lender once, below it the contracts that another institution reports."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("e,enter,f2", "edit", "key.edit")]

    def compose(self) -> ComposeResult:
        """Title with the count, the table, the keys."""
        columns = (
            Column("lender", t("institution.lender"), 26, flex=True),
            Column("institution", t("institution.name"), 30),
            Column("contracts", t("institution.contracts"), 9, "right"),
        )
        yield Plain("", id="loan-title", classes="title")
        yield Table(columns, empty=t("institution.none"), id="institutions")
        yield KeyBar()

    def on_mount(self) -> None:
        """The table has the focus: enter corrects the line under the cursor."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The count takes in lenders that are owed something or have an open line; those beyond it are listed too."""
        count = overview.now.lenders.institutions
        title, lacking = t("institution.title", n=count), len(overview.unnamed_lenders)
        self.query_one("#loan-title", Plain).show(
            " " + title + (t("institution.lacking", n=lacking) if lacking else "")
        )
        accounts: dict[int, list[Account]] = {}
        for account in overview.book.accounts:
            accounts.setdefault(account.loan.lender.id, []).append(account)
        names = overview.catalogue.institutions
        self.query_one(Table).load([row for group in accounts.values() for row in _rows(group, names)])

    def action_edit(self) -> None:
        """Correct the lender under the cursor, or the further terms of a contract that another institution reports."""
        from planner.ui.screens.loans.terms_form import TermsForm

        row = self.query_one(Table).current
        if row is not None:
            form = InstitutionForm(row.data) if isinstance(row.data, Lender) else TermsForm(row.data)
            self.planner.push_screen(form)


def _reports_as(loan: Loan, names: InstitutionNames) -> str:
    """Under which name a lender reports: family and friends nowhere, who an app stands for under an unknown one."""
    if loan.lender.kind is LenderKind.PRIVATE:
        return t("institution.private")
    return loan.lender.institution or t("institution.asked" if names.unnamed(loan) else "institution.unknown")


def _rows(group: list[Account], names: InstitutionNames) -> list[Row]:
    lender = group[0].loan.lender
    own = [account for account in group if account.loan.institution]
    known = _reports_as(replace(group[0].loan, institution=""), names)
    cells = {"lender": lender.name, "institution": known, "contracts": str(len(group) - len(own))}
    rows = [Row(f"lender-{lender.id}", cells, data=lender)]
    for account in own:
        cells = {"lender": "  " + full_name(account.loan), "institution": account.loan.institution, "contracts": "1"}
        rows.append(Row(f"loan-{account.loan.id}", cells, data=account))
    return rows
