"""Three lenders, paid on the 10th and the 25th, short by 1,500 in November; and a book without cash on record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import CashReading, LivingCost
from planner.domain.payoff.debts.means import Means
from planner.overview.overview import read
from planner.services import cash, income, loans, plans
from planner.storage.store import Store

TODAY = date(2026, 11, 2)
PRIVATE = "[/] [b"


def three_lenders(path: Path, buffer_minor: int = 0) -> Path:
    """1,000 at hand on the 2nd, 2,000 on the 10th and on the 25th, 500 for living on the 15th.

    2,500 are due to a bank on the 12th, 1,500 to a consumer-finance company on the 20th, 2,000 to a friend on the 28th;
    no interest. A buffer where one is given. The money for them is 1,000 + 4,000 − 500 = 4,500, and 6,000 are due.
    """
    store = Store(path)
    for name, kind, amount, day in (
        ("甲银行", LenderKind.BANK, 250_000, 12),
        ("乙消费金融", LenderKind.CONSUMER_FINANCE, 150_000, 20),
        (PRIVATE, LenderKind.PRIVATE, 200_000, 28),
    ):
        due = date(2026, 11, day)
        terms = {"principal_minor": amount, "terms": 1, "first_due_on": due}
        rate = Rate(Decimal(0), RateBasis.YEAR)
        loans.add(
            store,
            Loan(0, Lender(0, name, kind), name, Method.EQUAL_PRINCIPAL, date(2026, 10, day), rate, **terms),  # type: ignore[arg-type]
        )
    cash.save(store, CashReading(0, "现金", TODAY, 100_000), today=TODAY)
    for name, day in (("上半月", 10), ("下半月", 25)):
        income.add(store, name=name, from_on=date(2026, 11, 1), monthly_minor=200_000, day=day)
    cash.save(store, LivingCost(0, "房租", 15, 50_000, date(2026, 11, 1)), today=TODAY)
    plans.keep(store, Means(450_000))
    if buffer_minor:
        cash.set_buffer(store, buffer_minor)
    store.close()
    return path


def uncounted(path: Path) -> None:
    """Take the cash at hand away: money is then known by the budget alone."""
    today = date(2026, 11, 23)
    store = Store(path)
    for reading in read(path, today).book.household.readings:
        cash.delete(store, reading)
    store.close()
