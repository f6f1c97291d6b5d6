"""Warnings that protect: each said once, where the records call for it, with what it rests on.

* ``price_lines``, ``price_doubt``, ``price_possible``: a loan costs more a year, with every fee, than the line that
  bound its lender on the day it began; by one of its two figures only; or perhaps, where who lends is not known.
* ``subsidy``: loans may qualify for the state's subsidy of consumer loans, with what of it was credited.
* ``unlicensed``: something is owed to a private or unlicensed lender.
* ``rollover``: in the last 90 days money was borrowed and debt is no lower than before them; what buys a home or a car,
  and any loan of more than five years, stands outside, as does what a plan agreed with the same lender takes over.
* ``credit_repair``: there are negative entries, so that somebody will offer to remove them for money.
* ``borrowed_name``: an application was refused in the last 90 days, and the next idea is often another's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accounts.loan import LenderKind, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import BehaviourKind, Negative, Outcome, in_window
from planner.domain.figures.limits import identity
from planner.domain.figures.ratios import course
from planner.domain.figures.told import Tell, told
from planner.domain.findings.model import Evidence
from planner.domain.findings.prices import prices
from planner.domain.findings.report import falls_off
from planner.domain.findings.subsidy import subsidised
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, Figures, Position
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.rules import Limit
from planner.values import dataclass

DAYS = 90
AGREED_DAYS = 31  # within so many days of each other a loan takes the place of another of its lender
LONG_TERMS = 60  # a loan of more than five years buys a home or a car, it does not roll over another


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning: ``code`` is the term that explains it, ``limit`` the line where there is one."""

    code: str
    evidence: tuple[Evidence, ...]
    limit: Limit | None = None


def cautions(
    book: Book,
    positions: Mapping[int, Figures | Position],
    costs: Mapping[int, Decimal | None],
    catalogue: Catalogue,
    as_of: date,
    tell: Tell = told,
) -> tuple[Caution, ...]:
    """Every warning that applies on ``as_of``.

    Args:
        book: everything known.
        positions: the state of each account on the day, or its numbers, by loan id.
        costs: the nominal yearly cost of each account with every fee, None where it has none.
        catalogue: the rules.
        as_of: the day.
        tell: who asks the ledger of each account.
    """
    owing = [one for one in book.accounts if _owes(positions[one.loan.id])]
    found = [*_prices(owing, costs, catalogue, as_of), *_unlicensed(owing, positions)]
    subsidy = subsidised(owing, catalogue, as_of)
    if subsidy is not None:
        found.append(Caution("subsidy", subsidy[1], subsidy[0]))
    rolled = _rolled(book, catalogue, as_of, tell)
    if rolled is not None:
        found.append(rolled)
    kept = [one for one in book.credit.negatives if one.began_on <= as_of and not _gone(one, catalogue, as_of)]
    if kept:
        found.append(Caution("credit_repair", (Evidence("negatives_kept", {"n": len(kept)}),)))
    refused = [
        one
        for one in book.credit.behaviours
        if one.kind is BehaviourKind.APPLICATION and one.outcome is Outcome.REFUSED and in_window(one.on, as_of, DAYS)
    ]
    if refused:
        latest = Evidence("refused", {"on": refused[-1].on, "name": refused[-1].about}, "behaviour", refused[-1].id)
        found.append(Caution("borrowed_name", (latest,)))
    return tuple(found)


def _gone(negative: Negative, catalogue: Catalogue, as_of: date) -> bool:
    gone = falls_off(negative, catalogue.rules)
    return gone is not None and gone <= as_of


def _owes(place: Figures | Position) -> bool:
    return place.state is not AccountState.CLOSED and (place.owed_minor > 0 or not place.known)


def _prices(owing: list[Account], costs: Mapping[int, Decimal | None], catalogue: Catalogue, on: date) -> list[Caution]:
    """One warning for each kind of it and each line, with all loans that it is about."""
    found: dict[tuple[str, str], tuple[Limit, list[Evidence]]] = {}
    for one in prices(owing, costs, catalogue, on):
        found.setdefault((one.code, one.limit.code), (one.limit, []))[1].extend(one.evidence)
    return [Caution(code, tuple(evidence), limit) for (code, _), (limit, evidence) in found.items()]


def _unlicensed(owing: list[Account], positions: Mapping[int, Figures | Position]) -> list[Caution]:
    lent = tuple(
        Evidence(
            "unlicensed",
            {"loan": full_name(one.loan), "owed_minor": positions[one.loan.id].owed_minor},
            "loan",
            one.loan.id,
        )
        for one in owing
        if one.loan.lender.kind is LenderKind.PRIVATE
    )
    return [Caution("unlicensed", lent)] if lent else []


def _replaced(account: Account, book: Book) -> int:
    """What of a new loan takes the place of others of the same lender, fen: what was agreed anew is not borrowed.

    That is what was owed on those which ended within a month of its start.
    """
    loan = account.loan
    near = timedelta(AGREED_DAYS)
    found = 0
    for other in book.accounts:
        if other is account or identity(other.loan.lender) != identity(loan.lender):
            continue
        ended = [paid.on for paid in other.repayments if paid.settles and paid.reversed_on is None]
        ended += [on for on in (other.loan.settled_on, other.loan.closed_on) if on is not None]
        on = min(ended, default=None)
        if (
            on is not None
            and loan.start_on - near <= on <= loan.start_on + near
            and other.loan.start_on < loan.start_on
        ):
            found += position(other, on - timedelta(1)).owed_minor
    return found


def _rolled(book: Book, catalogue: Catalogue, as_of: date, tell: Tell) -> Caution | None:
    """Money borrowed in the last days (purchases on cards apart), debt today no lower than before them."""
    start = as_of - timedelta(DAYS)
    borrowed = 0
    for account in book.accounts:
        loan = account.loan
        if loan.product.endswith(catalogue.online.not_products) or (loan.terms or 0) > LONG_TERMS:
            continue
        if loan.method.scheduled and start < loan.start_on <= as_of:
            borrowed += loan.in_yuan(max(loan.principal_minor - _replaced(account, book), 0))
        if loan.method is not Method.CARD:
            drawn = sum(draw.amount_minor for draw in account.draws if start < draw.on <= as_of)
            borrowed += loan.in_yuan(drawn)
    if not borrowed:
        return None
    before, now = (standing.ratios for standing in course(book, [start, as_of], tell=tell).standings)
    if before.debt_minor == 0 or before.unknown or now.debt_minor < before.debt_minor:
        return None
    params = {"borrowed_minor": borrowed, "before_minor": before.debt_minor, "debt_minor": now.debt_minor, "days": DAYS}
    return Caution("rollover", (Evidence("rollover", params),))
