"""What the search has to find by itself: how much early money is worth its fee, and money kept as it is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.engine.model import Reducing, Scheduled
from planner.domain.payoff.engine.parted import Keeps, Parted, Term
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import LEAST, Walk
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.codec import rule_from_json, rule_to_json
from planner.domain.payoff.search.goals import Ask, Goal
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import Search
from tests.make.bounds import lower_bound
from tests.make.debts import flat, reducing
from tests.make.terms import loan


def least(problem: Problem) -> int:
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    return search.best[0].cost_minor


def flat_fee(number: int, part_minor: int, fee_minor: int, terms: int, share: str) -> Parted:
    """Equal parts with a fixed fee each, which ends with the loan; paying early costs a share."""
    row = Term(0, part_minor, 0, fee_minor, kept_minor=part_minor, fixed_minor=fee_minor)
    rows = tuple(replace(row, month=month) for month in range(1, terms + 1))
    return Parted(number, number, rows, keeps=Keeps.PRINCIPAL, early=tuple(range(1, terms)), fees=(Decimal(share),))


def test_what_would_soon_be_paid_anyway_is_left() -> None:
    """At 2 % a month a fee of 3 % is worth it for what is due two months later, not for the next 1,020.00.

    12,000.00 bear 240.00; 1,020.00 are required. Of the 11,220.00 left 1,000.00 stay, which 1,020.00 end next month:
    10,220.00 are paid early for 306.60, and 20.00 of interest follow.
    """
    debt = reducing(1, 12_000, "0.24", 1_020, fee=Decimal("0.03"))
    problem = Problem((debt,), Budget.of(2_000_000))
    outcome = run(problem, Order((0,), leave={0: 1}), record=True)
    assert outcome.months[0].payments[0].extra_minor == 1_022_000
    assert (outcome.cost_minor, outcome.closed) == (24_000 + 30_660 + 2_000, (2,))
    assert outcome.cost_minor < min(run(problem, Order((0,))).cost_minor, run(problem, Order(())).cost_minor)
    assert least(problem) == outcome.cost_minor


def test_of_a_flat_fee_whole_terms_are_ended_early() -> None:
    """A term of 1,000.00 costs 80.00; paying it early costs 50.00, and half of it early ends no term.

    Of 1,450.00 a month 370.00 are left, which pay 352.38 early. In month 3 295.24 more end the last term, and what is
    left would end no other one.
    """
    problem = Problem((flat_fee(1, 100_000, 8_000, 5, "0.05"),), Budget.of(145_000))
    whole = run(problem, Order((0,), leave={0: 1}), record=True)
    assert whole.closed == (4,)
    assert sum(payment.extra_minor for month in whole.months for payment in month.payments) == 100_000
    assert whole.cost_minor == 4 * 8_000 + 5_000 == least(problem)


def test_a_debt_that_ends_by_a_month_gets_what_the_months_until_then_will_lack() -> None:
    """Month 2 leaves 1,000.00, which take 1,050.00 with their fee, of the 920.00 that it has left.

    So 130.00 are paid in month 1 for 6.50 and 870.00 in month 2 for 43.50; the rest is for the line of 18 %.
    """
    problem = Problem((flat_fee(1, 100_000, 8_000, 3, "0.05"), reducing(2, 5_000, "0.18", 0)), Budget.of(200_000))
    outcome = run(problem, Order((1,), by={0: 2}), record=True)
    paid = [month.payments[0] for month in outcome.months[:2]]
    assert [(one.extra_minor, one.fee_minor, one.balance_minor) for one in paid] == [
        (13_000, 8_650, 187_000),
        (87_000, 12_350, 0),
    ]
    assert outcome.months[0].payments[1].extra_minor == 200_000 - 108_000 - 13_650


@pytest.mark.parametrize("more", [100, 101, 110, 130, 200])
def test_more_money_never_costs_more_where_only_a_part_is_worth_its_fee(more: int) -> None:
    debts = (
        flat_fee(1, 1_068_119, 76_904, 5, "0.05"),
        Scheduled.of(2, 2, flat(161_462, 1_700, 6), fee=Decimal("0.03")),
    )
    poor = Problem(debts, Budget((1_253_088, 1_471_015, 2_942_031), ()))
    rich = replace(
        poor,
        budget=replace(poor.budget, monthly_minor=tuple(m * more // 100 for m in (1_253_088, 1_471_015, 2_942_031))),
    )
    assert least(rich) <= least(poor)


def test_what_has_to_be_kept_falls_with_what_a_line_asks_for() -> None:
    """A line asks for a tenth of what is owed; month 3 for 2,000.00 beside it.

    What is paid on it in month 1 lessens what it asks for in months 2 and 3, so that month 2 alone can keep enough.
    """
    line = Reducing(1, 1, 1_000_000, (Decimal("0.24"),), interest_and=Decimal("0.1"))
    fixed = Scheduled.of(2, 2, flat(1_200_000, 0, 3), early_from=None)
    peak = Scheduled.of(3, 3, (*flat(2, 0, 2), *flat(200_000, 0, 1)), early_from=None)
    problem = Problem((line, fixed, peak), Budget.of(600_000))
    outcome = run(problem, Order((0,), reserve=True), record=True)
    assert [month.carried_minor >= LEAST for month in outcome.months[:3]] == [False, True, False]


def test_what_is_left_survives_being_written_down() -> None:
    rule = Order((1, 0), leave={1: 3}, by={0: 7}, at={1: 4})
    assert rule_from_json(rule_to_json(rule)) == rule


def test_the_least_cost_is_that_of_the_cheapest_plan_even_if_another_goal_found_it_later() -> None:
    made = Account(loan(Method.LEVEL_PAYMENT, 1_000_000, 12, "0.18", start_on=date(2026, 10, 15)))
    plan = planning(Book((made,)), date(2026, 11, 2), Means(150_000))
    plan.search = Search(plan.problem)  # that has found nothing but to pay what is due
    plan.search.attempt(Order(()))
    plan.search.explored = True
    dear = plan.answer(Ask(Goal.LEAST_COST))
    cheap = plan.search.attempt(Order((0,)))
    then = plan.answer(Ask(Goal.LEAST_COST))
    assert dear is not None
    assert then is not None
    assert cheap is not None
    assert then.outcome.cost_minor == cheap.cost_minor < dear.outcome.cost_minor


def test_a_debt_is_saved_for_before_it_takes_money() -> None:
    """A debt at 24 % takes money from month 3 on: month 1 can wait for it, or go to one at 3 %."""
    dear, cheap = reducing(1, 3_000, "0.24", 100, early_from=3), reducing(2, 9_000, "0.03", 100)
    problem = Problem((dear, cheap), Budget.of(120_000))
    saved = run(problem, Order((1,), by={0: 3}), record=True)
    assert saved.closed[0] == 3
    assert saved.months[0].carried_minor > 0
    assert saved.cost_minor < run(problem, Order((0, 1))).cost_minor
    assert least(problem) <= saved.cost_minor


def test_a_settlement_that_money_did_not_suffice_for_follows_when_it_does() -> None:
    """1,020.00 a month, and 980.00 that wait: 6,000.00 of principal are left after month 6, 5,000.00 after month 7."""
    problem = Problem((Scheduled.of(1, 1, flat(1_200_000, 2_000, 12)),), Budget.of(200_000))
    late = run(problem, Order((), on={0: 1}))
    assert late.closed == (7,)
    assert late.cost_minor == 7 * 2_000


def test_money_waits_for_a_month_with_a_lower_fee_but_no_more_than_that_takes() -> None:
    """1,940.00 left at 24 %, 3 % to pay early in month 1 and nothing from month 2 on: 578.80 are kept for its end."""
    dear = Reducing(1, 1, 200_000, (Decimal("0.24"),), 10_000, fees=(Decimal("0.03"), Decimal(0)))
    problem = Problem((dear, reducing(2, 2_000, "0.03", 100)), Budget.of(150_000))
    planned = run(problem, Order((1,), at={0: 2}), record=True)
    first, second = planned.months[:2]
    assert [(one.extra_minor, one.balance_minor) for one in first.payments] == [(0, 194_000), (72_120, 118_380)]
    assert first.carried_minor == 57_880
    assert second.payments[0].balance_minor == 0
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    assert search.best[0].cost_minor <= planned.cost_minor


def test_the_bound_of_a_search_is_below_its_answer_and_no_looser_than_by_itself() -> None:
    problem = Problem(
        (Scheduled.of(1, 1, flat(900_000, 9_000, 12)), reducing(2, 5_000, "0.18", 200)), Budget.of(150_000)
    )
    search = Search(problem)
    search.least_cost()
    assert search.best is not None
    assert 0 < search.bound() <= search.best[0].cost_minor
    assert search.bound() >= lower_bound(problem, search.best[0]) * 0.99


def test_what_months_bring_beyond_what_they_ask_for_is_true_after_each_payment() -> None:
    """Said month by month while a plan is followed: the same as the plan then shows."""
    debts = (reducing(1, 3_000, "0.18", 250), Scheduled.of(2, 2, flat(400_000, 4_000, 8)), reducing(3, 900, "0.1", 90))
    problem = Problem(debts, Budget.of(150_000))

    class Told:
        def __init__(self, until: int) -> None:
            self.until, self.said = until, list[int]()

        def spend(self, walk: Walk) -> None:
            if walk.month <= self.until:
                walk.coming(10, {})
                walk.pay(walk.month % 2 * 2, 20_000)
                if walk.month == 5:
                    walk.settle(1)
                self.said = walk.coming(10, {})

        def rests(self, walk: Walk) -> bool:
            return False

    for month in range(1, 9):
        told = Told(month)
        after = run(problem, told, months=10).required_minor[month:]
        assert [150_000 - asked for asked in after] == told.said[: len(after)]
