"""What an offer costs by the rules of the day of its payout."""

from __future__ import annotations

from datetime import date

from planner.domain.book import Book
from planner.domain.offers.cost import OfferCost, cost_of_offer
from planner.domain.offers.offer import Offer
from planner.domain.reference.catalogue import Catalogue

CAP = "subsidy_cap_yuan"


def cost_of(offer: Offer, catalogue: Catalogue, book: Book, today: date, on: date | None = None) -> OfferCost:
    """What an offer costs, paid out on a day: the promised one, or today, where none is named."""
    on = on or offer.pays_out_on(today)
    cap = catalogue.rules.at(CAP, on)
    lenders = [account.loan.lender for account in book.accounts]
    return cost_of_offer(offer, on, cap_minor=None if cap is None else cap.whole * 100, lenders=lenders)
