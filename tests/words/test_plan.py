"""What is said to be enough is enough."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.book import Book
from planner.domain.payoff.goals import Ask, Goal
from planner.domain.payoff.model import Budget, Problem, Row, Scheduled
from planner.domain.payoff.months import Months
from planner.domain.payoff.owed import Owed
from planner.domain.payoff.planning import Planning
from planner.i18n import use
from planner.overview.overview import Overview
from planner.words.plan import lacking

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(("second", "then"), [(900_000, "5,000.00"), (450_000, "4,500.00")])
def test_what_is_enough_later_is_enough_in_every_month_of_it(second: int, then: str) -> None:
    """5,000, ``second`` but at most 5,000, then 4,000 a month fall due; 1,000 now, ``second``, then 4,000 are there.

    What the last months bring is not enough for the second one.
    """
    asks = (500_000, min(second, 500_000), 400_000, 400_000)
    rows = tuple(Row(amount, 0, 0) for amount in asks)
    debt = Scheduled.of(1, 1, rows, early_from=None)
    problem = Problem((debt,), Budget((100_000, second, 400_000)))
    plan = Planning(Owed(Months(TODAY), (debt,), {}, ()), problem, None)
    use("en")
    said = " ".join(lacking(Overview(Path("nowhere"), TODAY, Book(), {}, ()), plan, Ask(Goal.LEAST_COST)))
    assert f"until 2026-11-30; after that {then} is enough" in said
