"""The payment ratio as lenders count it when they judge an application: cards by what is asked of them at least.

A card counts with the larger of what it asks for in the month at least (the minimums of its bills, all of a bill that
has none) and 10 % of what was used of it on average at the ends of six months, of which the current one counts as of
the day itself. Every other account counts with what falls due on it in the month. The rule is that of a loan broker
whose checks are public code; no law says it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months, month_end
from planner.domain.basics.money import half_up, quotient
from planner.domain.book import Book, income_of
from planner.domain.ledger.position import figures, position
from planner.values import dataclass

MONTHS = 6
USED_SHARE = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class LendersWay:
    """What counts in the month, in fen, and over the income of the month; None without income."""

    due_minor: int
    ratio: Decimal | None


def lenders_way(book: Book, as_of: date) -> LendersWay:
    """The payment ratio of the month of ``as_of`` as lenders count it."""
    due = sum(account.loan.in_yuan(_counted(account, as_of)) for account in book.accounts)
    return LendersWay(due, quotient(due, income_of(book.incomes, as_of) or 0))


def _counted(account: Account, as_of: date) -> int:
    if account.loan.method is not Method.CARD:
        return figures(account, [as_of])[0].due_minor
    ends = [month_end(add_months(as_of, -back, 1)) for back in range(MONTHS - 1, 0, -1)]
    used = sum(found.principal_minor - found.apart_minor for found in figures(account, [*ends, as_of]))
    month = (as_of.year, as_of.month)
    dues = [due for due in position(account, as_of).dues if (due.due_on.year, due.due_on.month) == month]
    asked = sum(due.amount_minor if due.minimum_minor is None else due.minimum_minor for due in dues)
    return max(asked, half_up(Fraction(used) * Fraction(USED_SHARE) / MONTHS))
