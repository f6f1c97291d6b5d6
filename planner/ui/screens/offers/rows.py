"""Offers side by side, and beside what is owed today: each at its own yearly cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.offers.offer import Offer, OfferState
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.offers import offer_name

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def columns() -> tuple[Column, ...]:
    """Names and costs stay at any width; the rest gives way first."""
    return (
        Column("name", t("offer.col.name"), 20, flex=True),
        Column("amount", t("offer.col.amount"), 11, "right"),
        Column("payment", t("offer.col.payment"), 10, "right", rank=1),
        Column("nominal", t("offer.col.nominal"), 8, "right"),
        Column("effective", t("offer.col.effective"), 9, "right"),
        Column("advertised", t("offer.col.advertised"), 8, "right", rank=2),
        Column("subsidised", t("offer.col.subsidised"), 10, "right", rank=3),
        Column("charges", t("offer.col.charges"), 12, "right", rank=2),
        Column("ends", t("offer.col.ends"), 10, rank=3),
    )


def head(overview: Overview) -> str:
    """How many offers are open; without any what to do, unless the list says it, which is empty then."""
    if not overview.offers:
        return t("offer.empty") if overview.book.accounts else ""
    return t("offer.head", n=sum(one.state is OfferState.OPEN for one in overview.offers))


def rows(overview: Overview) -> list[Row]:
    """Open offers first, then what is owed today, then offers that were taken or declined."""
    offers = [_offer_row(overview, one) for one in overview.offers]
    open_ones = [row for row in offers if row.data.state is OfferState.OPEN]
    done = [row for row in offers if row.data.state is not OfferState.OPEN]
    owed = [_debt_row(overview, one) for one in overview.book.accounts if overview.positions[one.loan.id].owed_minor]
    return [*open_ones, *owed, *done]


def _offer_row(overview: Overview, offer: Offer) -> Row:
    cost = overview.offer_costs[offer.id]
    with_it, stated = cost.subsidised, offer.disclosed
    cells: dict[str, Cell] = {
        "name": (offer_name(offer), "strong") if offer.state is OfferState.OPEN else (offer_name(offer), "muted"),
        "amount": fmt.money(offer.amount_minor),
        "payment": fmt.money(cost.payment_minor),
        "nominal": fmt.percent(cost.cost.nominal),
        "effective": fmt.percent(cost.cost.effective),
        "advertised": fmt.percent(cost.advertised if stated is None else stated.rate),
        "subsidised": "" if with_it is None else fmt.percent(with_it.nominal),
        "charges": fmt.money(cost.charges_minor),
        "ends": fmt.day(cost.ends_on),
    }
    order = {
        "amount": offer.amount_minor,
        "payment": cost.payment_minor,
        "nominal": cost.cost.nominal or -1,
        "effective": cost.cost.effective or -1,
        "charges": cost.charges_minor,
    }
    return Row(f"offer-{offer.id}", cells, order, data=offer)


def _debt_row(overview: Overview, account: Account) -> Row:
    loan, place = account.loan, overview.positions[account.loan.id]
    cost = overview.costs[loan.id]
    due = place.next_due
    payment = None if due is None else loan.in_yuan(due.offered_minor)
    owed = loan.in_yuan(place.owed_minor)
    last = place.dues[-1].due_on if loan.method.scheduled and place.dues else None
    cells: dict[str, Cell] = {
        "name": t("offer.owed", name=full_name(loan)),
        "amount": fmt.money(owed),
        "payment": fmt.money(payment),
        "nominal": fmt.percent(cost.nominal),
        "effective": fmt.percent(cost.effective),
        "advertised": "",
        "subsidised": "",
        "charges": "",
        "ends": fmt.day(last),
    }
    order = {
        "amount": owed,
        "payment": payment or -1,
        "nominal": cost.nominal or -1,
        "effective": cost.effective or -1,
        "charges": -1,
    }
    return Row(f"loan-{loan.id}", cells, order, data=account)
