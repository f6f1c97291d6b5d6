"""How long findings take: ``python -m tests.bench.bench_findings``.

Once for the demo person, once for 50 loans with ten years of payments: the findings of today, with the dates of a plan,
and every change of a year.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from planner.demo import book as demo
from planner.domain.book import Book
from planner.domain.findings.judge import findings, turns
from planner.domain.payoff.adopted.projected import Coming
from planner.storage.shipped import catalogue
from tests.bench import bench_ledger

TODAY = bench_ledger.TODAY


def best(run: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of several runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def planned(book: Book, months: int = 36) -> tuple[Coming, ...]:
    """A payment on every loan every month, the last of which settles it."""
    made = []
    for account in book.accounts:
        loan_id = account.loan.id
        for month in range(months):
            on = date(TODAY.year + (TODAY.month + month) // 12, (TODAY.month + month) % 12 + 1, 1 + loan_id % 28)
            ends = month == months - 1
            made.append(Coming(loan_id, on, 50_000, ends))
    return tuple(sorted(made, key=lambda one: one.on))


def main() -> None:
    rules = catalogue.load()
    books = {"demo": demo.build(demo.read_story(), TODAY, "en"), "50 loans x 10 years": bench_ledger.book()}
    for name, book in books.items():
        actions = planned(book)
        lines: dict[str, Callable[[], object]] = {
            "findings": partial(findings, book, rules, TODAY),
            "with the dates of a plan": partial(findings, book, rules, TODAY, actions),
            "changes of a year": partial(turns, book, rules, TODAY - timedelta(365), TODAY),
        }
        for what, run in lines.items():
            sys.stdout.write(f"{name:22} {what:26} {best(run) * 1000:8.1f} ms\n")


if __name__ == "__main__":
    main()
