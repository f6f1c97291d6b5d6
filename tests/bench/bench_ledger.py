"""How long the state of 50 loans with ten years of payments takes: ``python -m tests.bench.bench_ledger``.

Plain Python, one process; each line is the best of several runs after a first one. The book is made of all methods in
turn, with 120 payments each, some early, late, larger or missing.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accounts.loan import Excess, Lender, Loan, Method
from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.basics.calendar import add_months
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book, Income
from planner.domain.figures.ratios import ratios, trend
from planner.domain.ledger.position import position
from planner.domain.schedule.instalments import instalments

START, TODAY, TERMS = date(2016, 11, 10), date(2026, 11, 23), 120
SCHEDULED = (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.FLAT_FEE)


def scheduled(number: int, method: Method, rounded_up: int) -> Account:
    """A loan of 120 terms: every ninth payment late, one missing, one larger where the payment stays the same.

    ``rounded_up`` fen are paid above each instalment: then every payment leaves another balance than the schedule.
    """
    rate = (
        Rate(Decimal("0.006"), RateBasis.TERM) if method is Method.FLAT_FEE else Rate(Decimal("0.108"), RateBasis.YEAR)
    )
    loan = Loan(
        number,
        Lender(number, f"机构{number}"),
        f"贷款{number}",
        method,
        START + timedelta(number % 28),
        rate,
        principal_minor=12_000_000 + number * 10_000,
        terms=TERMS,
        grace_days=number % 4,
        excess=(Excess.SHORTER_TERM, Excess.LOWER_PAYMENT, Excess.NEXT_INSTALMENT)[number % 3],
    )
    paid = []
    for row in instalments(loan):
        if row.due_on > TODAY or row.number == 77:
            continue
        late = 6 if row.number % 9 == 0 else 0
        more = 300_000 if row.number == 25 and method is Method.LEVEL_PAYMENT and number % 3 == 0 else rounded_up
        paid.append(Repayment(row.number, row.due_on + timedelta(late), row.amount_minor + more))
    return Account(loan, repayments=tuple(paid))


def line(number: int, method: Method) -> Account:
    """A line or card with a draw and a payment every month."""
    loan = Loan(
        number,
        Lender(number, f"机构{number}"),
        f"额度{number}",
        method,
        START,
        Rate(Decimal("0.0004"), RateBasis.DAY),
        day_count=DayCount.ACT_365,
        due_day=20,
        statement_day=2 if method is Method.CARD else None,
        limit_minor=5_000_000,
    )
    months = [add_months(START, number_of) for number_of in range(TERMS)]
    draws = tuple(Draw(place, on, 100_000 + place * 10) for place, on in enumerate(months, 1))
    paid = tuple(Repayment(place, on + timedelta(12), 95_000) for place, on in enumerate(months, 1))
    return Account(loan, draws=draws, repayments=paid)


def book(rounded_up: int = 0) -> Book:
    """50 accounts, about 6,000 repayments."""
    kinds = (*SCHEDULED, *SCHEDULED, Method.REVOLVING, Method.CARD)
    accounts = []
    for number in range(1, 51):
        kind = kinds[number % len(kinds)]
        accounts.append(scheduled(number, kind, rounded_up) if kind.scheduled else line(number, kind))
    return Book(tuple(accounts), (Income(1, "工资", START, 3_000_000),))


def best(task: Callable[[], object], runs: int = 7) -> float:
    """Milliseconds of the fastest of ``runs`` runs, after one that is not counted."""
    task()
    found = []
    for _ in range(runs):
        begin = time.perf_counter()
        task()
        found.append((time.perf_counter() - begin) * 1000)
    return min(found)


def main() -> int:
    """Print the times; exit status 1 when one is above its limit."""
    as_printed, rounded_up = book(), book(100)
    tasks: tuple[tuple[str, float, Callable[[], object]], ...] = (
        ("positions of all accounts", 50, lambda: [position(account, TODAY) for account in as_printed.accounts]),
        ("ratios as of one day", 50, lambda: ratios(as_printed, TODAY)),
        ("trend of 24 months", 100, lambda: trend(as_printed, TODAY, 24)),
        ("trend of 120 months", 150, lambda: trend(as_printed, TODAY, 120)),
        (
            "positions, every payment above its instalment",
            150,
            lambda: [position(a, TODAY) for a in rounded_up.accounts],
        ),
        ("trend of 120 months, the same", 250, lambda: trend(rounded_up, TODAY, 120)),
    )
    repayments = sum(len(account.repayments) for account in as_printed.accounts)
    sys.stdout.write(f"{len(as_printed.accounts)} accounts, {repayments} repayments\n")
    failed = False
    for name, limit, task in tasks:
        took = best(task)
        failed |= took > limit
        sys.stdout.write(f"{name:46} {took:7.1f} ms  (limit {limit:.0f})\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
