"""Whether a loan costs more than the line that bound its lender on the day it began: for certain, by doubt, or perhaps.

* ``price_lines``: both honest figures of its yearly cost, by days and by terms, lie above it.
* ``price_doubt``: only one of them does; both are shown, and nobody is accused.
* ``price_possible``: an app sold it and nobody noted which institution lends. What can be asked for is the line of the
  courts, which is that of any licensed lender; the lines of the sorts that it may be are named as possible.

A rate that a preset filled in and nobody confirmed says nothing. A contract of before a line, or of a day whose LPR is
not known here, is not measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice

from planner.domain.accounts.loan import LenderKind, Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months
from planner.domain.findings.model import Evidence
from planner.domain.findings.multi_lender import is_online
from planner.domain.ledger.agreed import counted_of
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.rules import Limit
from planner.domain.schedule.due_days import due_series
from planner.domain.schedule.own_count import Counted
from planner.values import dataclass, replace

COURT = "price_court"
_LINES = ("price_platform", "price_small_loan", "price_private", COURT)
_SHORT = "price_small_loan_short"  # small loans of up to a month have a line of their own once the other falls
_LICENSED = (LenderKind.BANK, LenderKind.CONSUMER_FINANCE, LenderKind.MICRO_LENDER, LenderKind.OTHER_LICENSED)
_NEAR = Decimal("0.8")  # the two figures of a loan never lie further apart, unless interest waits for years


@dataclass(frozen=True, slots=True)
class Price:
    """What is said of one loan: the code of the warning, the line, and the records behind it."""

    code: str
    limit: Limit
    evidence: tuple[Evidence, ...]


def line_of(loan: Loan, catalogue: Catalogue, on: date) -> Limit | None:
    """The lowest price line in force that binds the institution that lends; None without one, or if nobody knows who.

    Of several that lend together the highest of their lines.
    """
    lines = [_line_of_kind(loan, kind, catalogue, on) for kind in catalogue.institutions.lends(loan)]
    found = [line for line in lines if line is not None]
    return max(found, key=lambda line: line.value) if found and len(found) == len(lines) else None


def _line_of_kind(loan: Loan, kind: LenderKind, catalogue: Catalogue, on: date) -> Limit | None:
    lines = []
    for code in _LINES:
        own = catalogue.rules.at(_SHORT, on) if code == "price_small_loan" else None
        limit = own if own is not None and _is_short(loan) else catalogue.rules.at(code, on)
        if limit is None or kind not in limit.rule.binds:
            continue
        if not limit.rule.online or _through_app(loan, catalogue):
            lines.append(limit)
    return min(lines, key=lambda limit: limit.value, default=None)


def _through_app(loan: Loan, catalogue: Catalogue) -> bool:
    """Whether a bank that lends on the contract does so through an app: of another, or as a bank without branches."""
    bank = replace(loan.lender, kind=LenderKind.BANK)
    return catalogue.institutions.is_app(loan.lender.name) or is_online(replace(loan, lender=bank), catalogue)


def _is_short(loan: Loan) -> bool:
    """Whether the loan is one of up to a month."""
    if not loan.method.scheduled:
        return loan.end_on is not None and loan.end_on <= add_months(loan.start_on, 1)
    end = add_months(loan.start_on, 1)
    return all(on <= end for on in islice(due_series(loan), loan.terms or 1))  # they rise: most loans end at the second


def prices(
    owing: Iterable[Account], costs: Mapping[int, Decimal | None], catalogue: Catalogue, as_of: date
) -> tuple[Price, ...]:
    """What is to be said of the accounts, in their order.

    Args:
        owing: accounts on which something is owed.
        costs: the nominal yearly cost of each with every fee; None where it has none.
        catalogue: rules and names.
        as_of: the day whose rate is meant on lines and cards.
    """
    found = (_price(account, costs.get(account.loan.id), catalogue, as_of) for account in owing)
    return tuple(price for price in found if price is not None)


def _price(account: Account, cost: Decimal | None, catalogue: Catalogue, as_of: date) -> Price | None:
    loan = account.loan
    if cost is None or not loan.rate_confirmed:
        return None
    if not catalogue.institutions.lends(loan):
        return _possible(account, cost, catalogue, as_of)
    limit = line_of(loan, catalogue, loan.start_on)
    if limit is None or _is_far_below(loan, cost, limit):
        return None
    told = counted_of(account, as_of)
    above = told.above(limit.value)
    if not any(above):
        return None
    if not all(above):
        return Price("price_doubt", limit, (_both(loan, told),))
    table = catalogue.rules.at("disclosure_table", loan.start_on)
    bound = table is not None and not set(catalogue.institutions.lends(loan)).isdisjoint(table.rule.binds)
    disclosed = (Evidence("disclosure", {"loan": full_name(loan)}, "loan", loan.id),) if bound else ()
    return Price("price_lines", limit, (_both(loan, told), *disclosed))


def _is_far_below(loan: Loan, cost: Decimal, limit: Limit) -> bool:
    """Whether neither figure can be above a line, so that they need not be counted."""
    return loan.method is not Method.BULLET and cost < limit.value * _NEAR


def _possible(account: Account, cost: Decimal, catalogue: Catalogue, as_of: date) -> Price | None:
    """Of a loan whose lender is not known: measured by the courts' line, else by the lowest that may bind it."""
    loan = account.loan
    lines = {kind: _line_of_kind(loan, kind, catalogue, loan.start_on) for kind in _LICENSED}
    known = {line.code: line for line in lines.values() if line is not None}
    lowest = min(known.values(), key=lambda line: line.value, default=None)
    if lowest is None or _is_far_below(loan, cost, lowest):
        return None
    told = counted_of(account, as_of)
    court = catalogue.rules.at(COURT, loan.start_on)
    limit = next((one for one in (court, lowest) if one is not None and all(told.above(one.value))), None)
    if limit is None:
        return None
    others = (line for line in known.values() if line.code != limit.code and all(told.above(line.value)))
    named = (Evidence("possible_line", {"name": line.rule.name, "line": line.value}, "rule") for line in others)
    return Price("price_possible", limit, (_both(loan, told), *named))


def _both(loan: Loan, told: Counted) -> Evidence:
    params = {"loan": full_name(loan), "terms_rate": told.terms_rate, "days_rate": told.days_rate}
    return Evidence("price", params, "loan", loan.id)
