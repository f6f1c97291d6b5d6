"""The question before an offer is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.offers.offer import Offer
from planner.i18n import t
from planner.ui.dialogs.confirm import Confirm

if TYPE_CHECKING:
    from planner.ui.host import Host


def ask_delete(app: Host, offer: Offer) -> None:
    """Ask with its name, then delete an offer."""
    from planner.services import offers

    def answered(yes: bool | None) -> None:
        if yes:
            app.write(lambda store: offers.delete(store, offer.id), seen=offer)

    app.push_screen(Confirm(t("offer.ask_delete", name=offer.title)), answered)
