"""The book of offers, as a view: offers side by side, and beside what is owed today; what its keys open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.accounts.records import Account
from planner.domain.offers.offer import Offer
from planner.i18n import t
from planner.ui.screens.offers.rows import columns, head, rows
from planner.ui.views import View

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.ui.host import Host


def opens(app: Host, _overview: Overview, data: Offer | Account) -> None:
    """The screen of an offer, or of the loan that is owed."""
    if isinstance(data, Offer):
        from planner.ui.screens.offers.offer import OfferScreen

        app.push_screen(OfferScreen(data.id))
    else:
        from planner.ui.screens.loans.loan import LoanScreen

        app.push_screen(LoanScreen(data.loan.id))


def add(app: Host) -> None:
    """The form of a new offer."""
    from planner.ui.screens.offers.offer_form import OfferForm

    app.push_screen(OfferForm())


def edit(app: Host, offer: Offer) -> None:
    """The form of a known one."""
    from planner.ui.screens.offers.offer_form import OfferForm

    app.push_screen(OfferForm(offer))


def wishes(app: Host) -> None:
    """What is asked before one borrows."""
    from planner.ui.screens.offers.wishes import WishesScreen

    app.push_screen(WishesScreen())


def alternatives(app: Host) -> None:
    """Whom else one could ask."""
    from planner.ui.screens.offers.alternatives import AlternativesScreen

    app.push_screen(AlternativesScreen())


VIEW: View[Overview] = View("offers", columns, rows, head, lambda _: t("offer.empty"), opens)
