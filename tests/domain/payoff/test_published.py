"""Figures that others published for snowball and avalanche, to the fen."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from planner.domain.payoff.engine.model import Reducing
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import Search, by_balance, by_rate
from tests.make.debts import reducing, seven


def test_freed_minimums_stay_in_the_budget() -> None:
    problem = Problem((reducing(1, 2_000, "0.20", 60), reducing(2, 10_000, "0.12", 150)), Budget.of(41_000))
    outcome = run(problem, Order(by_rate(problem)))
    assert (outcome.length, outcome.cost_minor) == (36, 235_539)


def test_interest_is_counted_once() -> None:
    """Published as 2,266.07, the sum of interest that is not rounded (2,266.0694); each month to the fen: 2,266.06."""
    problem = Problem((Reducing(1, 1, 1_000_000, (Decimal("0.20"),)),), Budget.of(50_000))
    outcome = run(problem, Order((0,)))
    assert (outcome.length, outcome.cost_minor) == (25, 226_606)


def test_the_four_points_of_static_orders() -> None:
    """After six months: the cheapest of all 5,040 orders for each number of lenders that are still open."""
    problem, cheapest = seven(), dict[int, int]()
    for order in permutations(range(7)):
        outcome = run(problem, Order(order))
        still = sum(month > 6 for month in outcome.closed)
        cheapest[still] = min(cheapest.get(still, outcome.cost_minor), outcome.cost_minor)
    assert cheapest == {7: 600_443, 6: 608_189, 5: 615_889, 4: 621_753}


def test_avalanche_and_snowball() -> None:
    problem = seven()
    avalanche, snowball = (run(problem, Order(order(problem))) for order in (by_rate, by_balance))
    assert (avalanche.cost_minor, avalanche.length, sum(month > 6 for month in avalanche.closed)) == (600_443, 15, 7)
    assert (snowball.cost_minor, snowball.length, sum(month > 6 for month in snowball.closed)) == (638_780, 15, 4)


def test_the_search_finds_what_no_order_from_the_first_month_can() -> None:
    """Changing the order on the way beats every static one, so the points are at least as good, and snowball loses."""
    search = Search(seven())
    search.least_cost()
    search.fewest()
    search.later()
    at_six = {
        at_most: min(point.cost_minor for point in search.front.of(at_most) if point.month <= 6)
        for at_most in (6, 5, 4)
    }
    assert search.best is not None
    assert search.best[0].cost_minor == 600_443
    assert at_six[6] <= 608_189
    assert at_six[5] <= 615_889
    assert at_six[4] <= 621_753 < 638_780
