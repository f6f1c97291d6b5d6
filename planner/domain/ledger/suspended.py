"""Days on which an agreement lets nothing grow: what that takes off the interest and the penalty of a loan.

Of a card, late fees of minimums missed on such days too (``card_charges``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from planner.domain.accounts.loan import Loan, RateChange
from planner.domain.accounts.records import Arrangement, ArrangementKind
from planner.domain.basics.money import whole
from planner.domain.basics.rates import RateBasis
from planner.domain.ledger.row import NOTHING, Row
from planner.domain.schedule.accrual import Accrual
from planner.values import replace

Days = tuple[date, date]
"""The first day without growth, and the first on which it goes on."""


def suspension(agreed: Arrangement) -> Days | None:
    """The days of a suspension, from the agreement on; None where none is left."""
    if agreed.kind is not ArrangementKind.SUSPENDED_INTEREST or agreed.agreed_on is None:
        return None
    first = max(agreed.from_on or agreed.agreed_on, agreed.agreed_on)
    behind = date.max if agreed.until_on is None else agreed.until_on + timedelta(1)
    return (first, behind) if first < behind else None


def without_interest(loan: Loan, days: Days) -> Loan:
    """The terms with no interest on those days."""
    first, behind = days
    if loan.rate.basis in (RateBasis.TERM, RateBasis.TOTAL):
        return loan
    rate = loan.rate_on(behind)
    changes = [change for change in loan.rate_changes if not first <= change.from_on <= behind]
    changes.append(RateChange(first, replace(loan.rate_on(first), value=Decimal(0))))
    if behind < date.max:
        changes.append(RateChange(behind, rate))
    return replace(loan, rate_changes=tuple(sorted(changes, key=lambda change: change.from_on)))


def saved(accrual: Accrual, row: Row, period: tuple[date, Fraction], days: Days, loan: Loan) -> int:
    """What a suspension takes off the interest of a row, fen.

    ``period``: since when that interest runs, and what of it had grown by then.
    """
    first, behind = max(period[0], days[0]), min(row.due_on, days[1])
    if first >= behind:
        return 0
    balance, (began, carried) = row.balance + row.principal, period
    whole_term = max(carried + accrual.between(balance, began, row.due_on), NOTHING)
    rest = max(whole_term - accrual.between(balance, first, behind), NOTHING)
    spared = whole(*whole_term.as_integer_ratio(), loan.rounding) - whole(*rest.as_integer_ratio(), loan.rounding)
    return min(spared, row.interest - row.paid_interest)


def days_of_growth(since: date, until: date, suspended: Sequence[Days]) -> int:
    """Days from ``since`` up to and without ``until`` that lie in no suspension; suspensions do not overlap."""
    stopped = sum(max((min(until, behind) - max(since, first)).days, 0) for first, behind in suspended)
    return max((until - since).days - stopped, 0)
