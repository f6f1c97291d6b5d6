"""Orders that are looked at in floats before a few are followed: what sketches say is what the plan costs, about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from planner.domain.accounts.loan import Lender
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.engine.model import Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.codec import rule_from_json, rule_to_json
from planner.domain.payoff.search.orders import Order, Phases
from planner.domain.payoff.search.search import Search, by_rate
from planner.domain.payoff.search.sketch import Sketch, sketches
from planner.values import replace
from tests.bench.bench_plan import instance
from tests.bench.big_book import loan
from tests.make.debts import flat, problems, reducing


def lines_and_a_loan(monthly: int = 1_260) -> Problem:
    """Two lines, and a loan whose settlement in month 8 all money has to wait for, unless a line ends before."""
    loan = Scheduled.of(3, 3, flat(600_000, 6_000, 24))
    return Problem((reducing(1, 1_500, "0.20", 150), reducing(2, 8_000, "0.06", 250), loan), Budget.of(monthly * 100))


@pytest.mark.parametrize("seed", range(0, 60, 12))
def test_a_sketch_costs_what_the_plan_costs(seed: int) -> None:
    problem = instance(seed)
    assert sketches(problem)
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    outcome, rule = search.best
    assert isinstance(rule, Order)
    months = {at: outcome.closed[at] for at, debt in enumerate(problem.debts) if isinstance(debt, Scheduled)}
    on = {at: month for at, month in months.items() if month < len(problem.debts[at].rows)}  # type: ignore[union-attr]
    lines = tuple(index for index in rule.order if isinstance(problem.debts[index], Reducing))
    sketch, compared = Sketch(problem, outcome.length + 40), 0
    for later in ({}, *({at: month + 1} for at, month in on.items())):
        plain = replace(rule, order=lines, on=on | later, since={}, wait=frozenset(), freely=True)
        found, plan = sketch.follow(plain), run(problem, plain)
        if found is not None and all(plan.closed[at] == month for at, month in plain.on.items()):
            assert abs(found.cost_minor - plan.cost_minor) <= plan.cost_minor // 5_000
            assert all(abs(one - other) <= 1 for one, other in zip(found.closed, plan.closed, strict=True))
            compared += 1
    assert compared


def loans_of_two_years(shorter: bool, fee: str) -> Problem:
    """Two loans of each method, each taking any part early, and a line beside them."""
    accounts = tuple(
        Account(replace(loan(at), id=at + 1, lender=Lender(at + 1, "L"), terms=24, start_on=date(2026, 3, 1 + at)))
        for at in range(8)
    )
    parts = [debt for debt in owed(Book(accounts), date(2026, 3, 29)).debts if isinstance(debt, Parted)]
    assert len(parts) == len(accounts)
    debts = tuple(replace(debt, shorter=shorter, fees=(Decimal(fee),)) for debt in parts)
    asked = run(Problem(debts, Budget.of(10**12)), Order(()), months=2).required_minor[1]
    return Problem((*debts, reducing(99, 8_000, "0.16", 400)), Budget.of(asked * 3 // 2))


@pytest.mark.parametrize(("shorter", "fee"), [(True, "0"), (True, "0.01"), (False, "0"), (False, "0.02")])
def test_a_sketch_of_loans_that_take_parts_costs_what_the_plan_costs(shorter: bool, fee: str) -> None:
    problem = loans_of_two_years(shorter, fee)
    assert sketches(problem)
    order = by_rate(problem)
    ends = {at: 6 + at for at, debt in enumerate(problem.debts) if isinstance(debt, Parted)}
    rules: list[Order | Phases] = [
        Order(order),
        Order(order[::-1]),
        Order(order, since={at: 3 + at for at in order}),
        Order(order, by=ends),
        Phases(((1, Order(order)), (5, Order(order[::-1])))),
    ]
    sketch = Sketch(problem, 40)
    for rule in rules:
        found, plan = sketch.follow(rule), run(problem, rule)
        assert sketch.says(rule)
        assert found is not None
        assert abs(found.cost_minor - plan.cost_minor) <= plan.cost_minor // 10_000
        assert all(abs(one - other) <= 1 for one, other in zip(found.closed, plan.closed, strict=True))


def test_money_is_kept_for_a_settlement_beside_loans_that_take_parts() -> None:
    """Also while one of them is over: nothing is looked for behind its last month."""
    parts = loans_of_two_years(shorter=True, fee="0")
    whole = Scheduled.of(98, 98, flat(5_000_000, 60_000, 36))
    problem = Problem((*parts.debts, whole), Budget.of(parts.budget.month(1) + whole.rows[0].total_minor))
    at = next(place for place, debt in enumerate(problem.debts) if isinstance(debt, Scheduled))
    sketch, compared = Sketch(problem, 60), 0
    for month in (12, 18, 23, 25, 30):
        rule = Order(tuple(one for one in by_rate(problem) if one != at), on={at: month}, freely=True)
        found, plan = sketch.follow(rule), run(problem, rule)
        if found is not None and plan.closed[at] == month:
            assert abs(found.cost_minor - plan.cost_minor) <= plan.cost_minor // 1_000
            compared += 1
    assert compared


def test_a_loan_whose_fees_do_not_fall_is_paid_off_between_the_others() -> None:
    """The first answer waits with it until ending it is worth more than interest is, and no longer."""
    problem = loans_of_two_years(shorter=True, fee="0")
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    simple = min(run(problem, Order(order)).cost_minor for order in (by_rate(problem), by_rate(problem)[::-1]))
    assert search.best[0].cost_minor < simple


@given(problem=problems())
@settings(max_examples=12)
def test_what_is_told_is_what_the_plan_costs(problem: Problem) -> None:
    """However an order was found: it is followed to the fen."""
    search = Search(problem)
    search.least_cost()
    search.explore()
    for point in search.front.points():
        again = run(problem, point.rule, record=True)
        assert (again.cost_minor, again.closed) == (point.cost_minor, point.outcome.closed)
        paid = sum(month.paid_minor for month in again.months)
        assert paid - problem.owed_minor + problem.charged_minor == again.cost_minor


def test_money_that_comes_back_in_time_is_not_held_back() -> None:
    """Without that all money waits for the loan from the first month on, and the line at 20 % lasts for a year."""
    problem = lines_and_a_loan()
    held = run(problem, Order((0, 1), on={2: 8}))
    freely = run(problem, Order((0, 1), on={2: 8}, freely=True))
    assert held.closed[2] == freely.closed[2] == 8
    assert freely.closed[0] < held.closed[0]
    assert freely.cost_minor < held.cost_minor


def test_nothing_is_paid_that_a_settlement_lacks() -> None:
    """A line that lasts longer than until then gets only what is left."""
    problem = lines_and_a_loan()
    held, freely = (run(problem, Order((1,), on={2: 8}, freely=one), record=True) for one in (False, True))
    assert held.months == freely.months


def test_an_order_that_holds_nothing_back_needlessly_survives_being_written_down() -> None:
    rule = Order((1, 0), on={2: 8}, freely=True)
    assert rule_from_json(rule_to_json(rule)) == rule
    document = rule_to_json(replace(rule, freely=False))
    del document["freely"]  # as plans were kept before
    assert rule_from_json(document) == Order((1, 0), on={2: 8})


def test_the_first_answer_ends_a_line_in_time_for_a_settlement() -> None:
    """Three loans that are only settled whole: what one frees helps to settle the next."""
    loans = (
        Scheduled.of(1, 1, flat(164_800, 1_800, 18)),
        Scheduled.of(2, 2, flat(418_000, 4_400, 21)),
        Scheduled.of(3, 3, flat(1_123_900, 9_000, 27)),
    )
    line = Reducing(4, 4, 200_600, (Decimal("0.12"),), 14_000)
    problem = Problem((*loans, line), Budget.of(170_000))
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    outcome = search.best[0]
    assert outcome.closed[0] < outcome.closed[1] < outcome.closed[2]
    singles = (Order(by_rate(problem), on={0: month}, freely=True) for month in range(1, 10))
    assert outcome.cost_minor < min(run(problem, one).cost_minor for one in singles)
