"""What a loan costs a year by the days for which it was owed: charges over balance times days, by its own count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.domain.accounts.loan import Loan
from planner.domain.schedule.accrual import Accrual, year_of
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.slots import kept_back
from planner.values import replace


def by_days(loan: Loan, rows: Sequence[Instalment], payouts: Sequence[tuple[date, int]] = ()) -> Decimal | None:
    """All charges over the balance in use times its days, a year: a fraction of 12 places; None where none was used.

    Days and year are the contract's: whole months of 30 over 360, or actual days over 360, 365 or the year's own. What
    is kept back at the start is not in use: it lessens the balance throughout, in proportion.

    Args:
        loan: a validated loan of a scheduled method.
        rows: its instalments.
        payouts: day and amount in fen of what is paid out later; ``rows`` repay it too.
    """
    upfront = kept_back(loan)
    accrual = Accrual(replace(loan, rate_changes=()))
    changes = sorted([*payouts, *((row.due_on, -row.principal_minor) for row in rows)])
    balance, since, used = loan.principal_minor, accrual.position(loan.start_on), 0
    for on, amount_minor in changes:
        place = accrual.position(on)
        used += balance * (place - since)
        balance, since = balance + amount_minor, place
    charges = upfront + sum(row.interest_minor + row.fee_minor for row in rows)
    net = loan.principal_minor - upfront
    if used <= 0 or net <= 0:
        return None
    cost = Fraction(charges * year_of(loan) * loan.principal_minor, used * net)
    return Decimal(round(cost * 10**12)).scaleb(-12)
