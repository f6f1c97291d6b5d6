"""A database of many loans with 104 repayments each, for measuring: ``python -m tests.bench.big_book FILE [LOANS]``.

Of 50 loans unless another number is given; 1,000 are a lifetime of records: some 104,000.
"""

from __future__ import annotations

import sqlite3
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.schedule.instalments import instalments
from planner.services import income, loans, settings
from planner.storage.store import Store

TODAY = date(2026, 11, 23)


def loan(number: int, first: date = date(2018, 3, 1)) -> Loan:
    """The n-th loan: all methods in turn; as a rule each is some 100 instalments behind today."""
    method = (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.FLAT_FEE)[number % 4]
    flat = method is Method.FLAT_FEE
    rate = Rate(Decimal("0.006"), RateBasis.TERM) if flat else Rate(Decimal("0.12"), RateBasis.YEAR)
    start = first.replace(day=1 + number % 28)
    return Loan(
        0,
        Lender(0, f"Lender {number % 20}"),
        f"Loan {number}",
        method,
        start,
        rate,
        principal_minor=10_000_00 + number * 1_000_00,
        terms=120,
        day_count=DayCount.THIRTY_360,
    )


def build(path: Path, count: int = 50, first: date = date(2018, 3, 1)) -> None:
    """Write a database of so many loans to ``path``, which must not exist."""
    store = Store(path)
    made = [(loans.add(store, loan(number, first)).value, loan(number, first)) for number in range(count)]
    settings.put(store, language="en")
    income.add(store, name="Salary", from_on=date(2018, 1, 1), monthly_minor=30_000_00)
    store.close()
    rows = []
    for loan_id, terms in made:
        for row in instalments(terms):
            if row.due_on < TODAY:
                rows.append((loan_id, row.due_on.isoformat(), row.amount_minor, "2026-11-23T00:00:00Z"))
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO repayment (loan_id, paid_on, amount_minor, settles, note, entered_at)"
            " VALUES (?, ?, ?, 0, '', ?)",
            rows,
        )


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50)
