"""Time of a 360-row schedule and of its yearly cost: ``python -m tests.bench.bench_schedule``."""

from __future__ import annotations

import sys
from functools import partial
from timeit import repeat

from planner.domain.accounts.loan import Method
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from tests.make.terms import loan

LOANS = {
    "level, 30/360": loan(principal_minor=100_000_000, terms=360, rate="0.035"),
    "level, act/365 by day": loan(
        principal_minor=100_000_000, terms=360, rate="0.0001", basis=RateBasis.DAY, day_count=DayCount.ACT_365
    ),
    "equal principal, act/act, odd start": loan(
        Method.EQUAL_PRINCIPAL, 100_000_000, 360, "0.035", due_day=20, day_count=DayCount.ACT_ACT
    ),
    "flat fee": loan(Method.FLAT_FEE, 100_000_000, 360, "0.003", RateBasis.TERM),
}


def main() -> None:
    """Print the best of several runs, in milliseconds."""
    for name, terms in LOANS.items():
        rows = min(repeat(partial(instalments, terms), number=5, repeat=7)) / 5 * 1000
        both = min(repeat(partial(yearly_cost, terms), number=5, repeat=7)) / 5 * 1000
        sys.stdout.write(f"{name:36} schedule {rows:5.2f} ms   with yearly cost {both:5.2f} ms\n")


if __name__ == "__main__":
    main()
