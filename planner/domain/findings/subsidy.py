"""The state's subsidy of consumer loans: which loans may qualify, and what of it was credited. No warning, a reminder.

Whether a lender takes part, and whether the money was spent on consumption, only the lender can tell. Where an app sold
a loan and nobody noted who lends, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, AllowanceKind, PlanSource
from planner.domain.accounts.terms import Part
from planner.domain.findings.model import Evidence
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.rules import Limit

LOANS, CARDS = "subsidy_point", "subsidy_card_point"


def subsidised(
    owing: Iterable[Account], catalogue: Catalogue, as_of: date
) -> tuple[Limit, tuple[Evidence, ...]] | None:
    """The rule in force on a day and the loans, or card instalments, that may qualify by it; None without any."""
    rules = catalogue.rules
    point, cards = rules.at(LOANS, as_of), rules.at(CARDS, as_of)
    told: list[Evidence] = []
    for account in owing:
        loan = account.loan
        if point is not None and loan.method is not Method.CARD and _may(loan, point, catalogue):
            told.append(_told(account, point))
        if cards is not None and loan.method is Method.CARD and _lent_by(loan, cards, catalogue):
            started = (plan.started_on for plan in account.plans if plan.source is PlanSource.BILL)
            if any(cards.rule.holds(on) for on in started):
                told.append(_told(account, cards))
    limit = point or cards
    return (limit, tuple(told)) if limit is not None and told else None


def _may(loan: Loan, point: Limit, catalogue: Catalogue) -> bool:
    if loan.product.endswith(catalogue.online.not_products) or not _lent_by(loan, point, catalogue):
        return False
    return point.rule.holds(loan.start_on)


def _lent_by(loan: Loan, limit: Limit, catalogue: Catalogue) -> bool:
    lends = catalogue.institutions.lends(loan)
    return bool(lends) and set(lends) <= set(limit.rule.binds)


def _told(account: Account, limit: Limit) -> Evidence:
    loan = account.loan
    credited = sum(loan.in_yuan(amount) for on, amount in _credited(account) if limit.rule.holds(on))
    return Evidence("subsidy", {"loan": full_name(loan), "credited_minor": credited}, "loan", loan.id)


def _credited(account: Account) -> Iterator[tuple[date, int]]:
    """Interest given back or not asked for, by day: what a subsidy is recorded as."""
    for one in account.allowances:
        waived = one.kind is AllowanceKind.WAIVER and one.part is Part.INTEREST
        if one.kind is AllowanceKind.RETURNED or waived:
            yield one.on, one.amount_minor
