"""The offers in the order in which they were noted, each at its real yearly cost with every fee."""

from __future__ import annotations

from planner.domain.offers.cost import OfferCost
from planner.domain.offers.offer import Offer
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, count, day, names, share, text


def sheet(asked: Asked) -> Sheet:
    """A row an offer, as if it were paid out on the promised day, or today."""
    columns = (
        *names(),
        text("offer_funder", 24),
        text("kind", 16),
        text("state", 12),
        day("on"),
        amount("amount"),
        count("offer_terms"),
        text("method", 14),
        share("nominal"),
        share("effective"),
        share("offer_advertised"),
        share("offer_subsidised"),
        amount("offer_payment"),
        amount("offer_charges"),
        day("offer_ends_on"),
        text("note", 24),
    )
    overview = asked.overview
    rows = [_row(one, overview.offer_costs[one.id]) for one in overview.offers]
    return made("offers", t("export.list.offers"), columns, rows)


def _row(offer: Offer, cost: OfferCost) -> dict[str, Value]:
    stated, with_it = offer.disclosed, cost.subsidised
    return {
        "lender": offer.lender,
        "loan": offer.name,
        "offer_funder": offer.institution,
        "kind": t(f"lender_kind.{offer.kind}"),
        "state": t(f"offer.state.{offer.state}"),
        "on": offer.noted_on,
        "amount": offer.amount_minor,
        "offer_terms": offer.terms,
        "method": t(f"method.{offer.method}"),
        "nominal": cost.cost.nominal,
        "effective": cost.cost.effective,
        "offer_advertised": cost.advertised if stated is None else stated.rate,
        "offer_subsidised": None if with_it is None else with_it.nominal,
        "offer_payment": cost.payment_minor,
        "offer_charges": cost.charges_minor,
        "offer_ends_on": cost.ends_on,
        "note": offer.note,
    }
