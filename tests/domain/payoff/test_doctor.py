"""When a plan cannot work: month, amount, loans, and what is enough, each checked by following a plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given

from planner.domain.payoff.doctor import ending, endless, shortage
from planner.domain.payoff.model import Budget, Problem, Reducing, Scheduled
from planner.domain.payoff.search import searched
from tests.make.debts import flat, problems, reducing, seven
from tests.make.examples import examples


def test_below_the_minimums_the_month_the_amount_and_the_loans_are_named() -> None:
    found = shortage(seven(4_900))
    assert found is not None
    assert (found.month, found.missing_minor) == (1, 5_000)
    assert found.required[4] == 90_000
    assert sum(found.required.values()) == 495_000
    assert found.enough_minor == 495_000
    assert found.lump_minor == 50_000  # 50.00 in each of the ten months until the smallest debt has ended


def test_what_suffices_has_no_shortage() -> None:
    assert shortage(seven(4_950)) is None


def test_a_bullet_that_cannot_be_saved_up_for() -> None:
    """120,000.00 in month 12 with 5,000.00 a month: 60,000.00 are missing, or 10,000.00 a month do."""
    rows = (*flat(11, 0, 11), *flat(12_000_000, 0, 1))
    problem = Problem((Scheduled.of(1, 1, rows, early_from=None),), Budget.of(500_000))
    found = shortage(problem)
    assert found is not None
    assert (found.month, found.missing_minor) == (12, 6_000_011)
    assert found.enough_minor == 1_000_001
    assert found.lump_minor == 6_000_011


def test_lean_months_are_bridged_by_money_kept_before_them() -> None:
    debts = (reducing(1, 5_000, "0.18", 500),)
    lean = Problem(debts, Budget((150_000, 0, 0, 150_000)))
    assert shortage(lean) is None
    assert searched(lean).best is not None
    spent = shortage(replace(lean, budget=replace(lean.budget, carry=False)))
    assert spent is not None
    assert (spent.month, spent.missing_minor, spent.lump_minor) == (2, 50_000, None)


def test_a_minimum_that_does_not_cover_the_interest_is_named_with_what_ends_it() -> None:
    """10,000.00 at 24 %: 200.00 of interest a month; 945.60 end it in a year (annuity 945.596)."""
    problem = Problem((reducing(7, 10_000, "0.24", 150), reducing(8, 1_000, "0.24", 100)), Budget.of(200_000))
    (found,) = endless(problem)
    assert (found.debt, found.required_minor, found.interest_minor) == (7, 15_000, 20_000)
    assert found.payments == ((12, 94_560), (24, 52_872), (36, 39_233))


def test_a_line_that_asks_for_interest_alone_never_ends_by_it() -> None:
    line = Reducing(1, 1, 500_000, (Decimal("0.18"),), interest_and=Decimal(0))
    assert [one.debt for one in endless(Problem((line,), Budget.of(10**6)))] == [1]
    assert not endless(Problem((replace(line, ends=12),), Budget.of(10**6)))


@given(problems(1))
@examples(60)
def test_the_payment_that_ends_a_debt_is_the_smallest_that_does(problem: Problem) -> None:
    debt = problem.debts[0]
    assume(isinstance(debt, Reducing))
    assert isinstance(debt, Reducing)
    for months in (1, 12, 36):
        payment = ending(debt, months)
        assert _left(debt, payment, months) <= 0
        assert payment == 0 or _left(debt, payment - 1, months) > 0


def _left(debt: Reducing, payment: int, months: int) -> int:
    balance = debt.balance_minor
    for month in range(1, months + 1):
        if balance <= 0:
            break
        balance += debt.interest(balance, month) - payment
    return balance


@given(problems(3))
@examples(40)
def test_what_is_called_enough_is(problem: Problem) -> None:
    tight = replace(problem, budget=replace(problem.budget, monthly_minor=(problem.budget.monthly_minor[0] // 2,)))
    found = shortage(tight)
    assume(found is not None and found.enough_minor is not None)
    assert found is not None
    assert found.enough_minor is not None
    enough = replace(tight, budget=replace(tight.budget, monthly_minor=(found.enough_minor,)))
    assert shortage(enough) is None
    less = replace(tight, budget=replace(tight.budget, monthly_minor=(max(found.enough_minor - 1, 0),)))
    assert found.enough_minor == 0 or shortage(less) is not None
