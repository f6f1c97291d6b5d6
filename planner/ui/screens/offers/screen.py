"""The book of offers: offers side by side, and beside what is owed today."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.offers.offer import Offer
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.screens.offers.alternatives import AlternativesScreen
from planner.ui.screens.offers.offer import OfferScreen, ask_delete
from planner.ui.screens.offers.offer_form import OfferForm
from planner.ui.screens.offers.rows import columns, head, rows
from planner.ui.screens.offers.wishes import WishesScreen
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.prose import Prose
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class OffersScreen(PlannerScreen):
    """The table of offers and of what is owed; enter opens an offer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_offer"),
        Binding("e,enter,f2", "edit", "key.open"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("b,f3", "wishes", "key.wishes"),
        Binding("f,f4", "alternatives", "key.alternatives"),
    ]

    def compose(self) -> ComposeResult:
        """Title, what it is, the table."""
        yield Plain(" " + t("offer.title"), classes="title")
        yield Prose("", classes="facts")
        yield Table(columns(), empty=t("offer.empty"))
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """Offers and debts as they are now; without an offer what to do."""
        told = head(overview) if overview.offers else t("offer.empty")
        self.query_one(".facts", Prose).tell(told)
        self.query_one(Table).load(rows(overview))

    def on_resize(self, _event: events.Resize) -> None:
        """The sentence above is broken for the new width."""
        self.query_one(".facts", Prose).refresh(layout=True)

    @property
    def offer(self) -> Offer | None:
        """The offer under the cursor; None on a debt."""
        row = self.query_one(Table).current
        return row.data if row is not None and isinstance(row.data, Offer) else None

    def action_add(self) -> None:
        """A new one."""
        self.planner.push_screen(OfferForm())

    def action_edit(self) -> None:
        """The offer, or the loan, under the cursor."""
        row = self.query_one(Table).current
        if row is not None:
            open_row(self, row.data)

    def action_delete(self) -> None:
        """Ask with its name, then delete the offer under the cursor."""
        if self.offer is not None:
            ask_delete(self, self.offer)

    def action_wishes(self) -> None:
        """What is asked before one borrows."""
        self.planner.push_screen(WishesScreen())

    def action_alternatives(self) -> None:
        """Whom else one could ask."""
        self.planner.push_screen(AlternativesScreen())


def open_row(screen: PlannerScreen, data: object) -> None:
    """The screen of an offer, or of the loan that is owed."""
    if isinstance(data, Offer):
        screen.planner.push_screen(OfferScreen(data.id))
        return
    from planner.domain.accounts.records import Account
    from planner.ui.screens.loans.loan import LoanScreen

    if isinstance(data, Account):
        screen.planner.push_screen(LoanScreen(data.loan.id))
