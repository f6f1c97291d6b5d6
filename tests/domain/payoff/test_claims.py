"""What is said about a plan: bounds that hold for every kind of debt, no claim where things disagree, one answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from planner.domain.basics.money import Rounding
from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled
from planner.domain.payoff.engine.outcome import Shortfall
from planner.domain.payoff.engine.parted import Keeps, Parted, Term
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Walk
from planner.domain.payoff.search.evidence import Bound, Evidence
from planner.domain.payoff.search.known import cheapest, known_before
from planner.domain.payoff.search.orders import Order, Script
from planner.domain.payoff.search.search import searched
from planner.errors import PlannerError
from tests.make.bounds import lower_bound
from tests.make.debts import RATES, flat, problems, reducing
from tests.make.examples import examples
from tests.make.parts import mixed


def _taking_today(balance: int, rate: Decimal) -> dict[str, int]:
    """A line that takes money before its first due date: half a month's interest has grown."""
    month = int(balance * rate / 12)
    return {"grown_minor": month // 2, "first_interest_minor": month // 2 + month}


@st.composite
def asking(draw: st.DrawFn) -> Problem:
    """Debts that ask for more than a stated minimum: interest, a share, all of it at an end, another first sum."""
    made: list[Debt] = []
    for number in range(draw(st.integers(1, 4))):
        balance, rate = draw(st.integers(10_000, 2_000_000)), draw(st.sampled_from(RATES))
        terms: dict[str, Any] = draw(
            st.sampled_from(
                [
                    {"interest_and": Decimal(0), "ends": 8},
                    {"interest_and": Decimal("0.1")},
                    {"minimum_share": Decimal("0.1"), "minimum_minor": 5_000},
                    {"minimum_minor": balance // 10, "first_required_minor": balance // 5},
                    {"interest_and": Decimal(0), "ends": 12, "first_interest_minor": balance // 50},
                    {"interest_and": Decimal(0), "first": 2, **_taking_today(balance, rate)},
                ]
            )
        )
        terms = terms | {"rounding": draw(st.sampled_from(Rounding))}
        early, fee = draw(st.sampled_from([1, 4, 7, None])), draw(st.sampled_from([Decimal(0), Decimal("0.03")]))
        early = 1 if "grown_minor" in terms else early
        made.append(Reducing(number, number, balance, (rate,), early_from=early, fee=fee, **terms))
    owed = sum(debt.balance_minor for debt in made)
    return Problem(tuple(made), Budget((owed * draw(st.integers(12, 40)) // 100,)))


@given(asking() | problems(4))
@examples(40)
def test_a_bound_is_below_every_plan_whatever_the_debts_ask_for(problem: Problem) -> None:
    search = searched(problem, 60)
    assume(search.best is not None)
    assert search.best is not None
    bound = lower_bound(problem, search.best[0])
    assert all(bound <= point.cost_minor for point in search.front.points())
    assert bound <= search.best[0].cost_minor


@dataclass(frozen=True)
class Whatever:
    """A rule: parts of the money for debts in any order, loans settled when it comes so."""

    chance: Random

    def spend(self, walk: Walk) -> None:
        for index in self.chance.sample(walk.open, len(walk.open)):
            part = self.chance.choice([0, 0, 7, 50, 100])
            if part and not walk.settle(index):
                walk.pay(index, walk.cash * part // 100)

    def rests(self, walk: Walk) -> bool:
        return False


@given(asking() | problems(3) | mixed(2), st.randoms(use_true_random=False), st.booleans())
@examples(80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_at_any_prices_no_plan_has_a_cheaper_way_for_a_debt(problem: Problem, chance: Random, falls: bool) -> None:
    """A hundredth of a fen is what sums of floats may be off."""
    try:
        outcome = run(problem, Whatever(chance), record=True)
    except (Shortfall, PlannerError):
        assume(False)
    rows = [len(debt.rows) for debt in problem.debts if isinstance(debt, Scheduled)]
    horizon = max([outcome.length * chance.choice([1, 2]) // 2 + 1, *rows])
    worth = [chance.choice([0.0, 0.3]) * chance.random() for _ in range(horizon)]
    worth = sorted(worth, reverse=True) if falls else worth
    for debt in problem.debts:
        way = cheapest(debt, worth, known_before(debt, horizon))
        paid = 0.0
        for month in outcome.months:
            price = 1 + (worth[month.number - 1] if month.number <= horizon else 0.0)
            paid += sum(payment.paid_minor for payment in month.payments if payment.debt == debt.id) * price
        assert way.worth <= paid + 0.01


def test_the_half_fen_that_a_fee_is_rounded_by_is_in_the_bound() -> None:
    """1 % of 1,000.45 is 10.0045: 10.00 is paid with the interest of 20.00, and no more is told."""
    terms = Term(1, 0, 2_000, rate=(2, 100)), Term(2, 100_045, 2_001, 500, rate=(2, 100), fixed_minor=500)
    debt = Parted(1, 1, terms, keeps=Keeps.NOTHING, early=(1,), fees=(Decimal("0.01"),))
    assert run(Problem((debt,), Budget.of(200_000)), Order((0,))).cost_minor == 3_000
    assert cheapest(debt, [0.0, 0.5], known_before(debt, 2)).worth <= 100_045 + 3_000


def test_a_bound_above_a_plan_proves_a_fault_and_nothing_else() -> None:
    evidence = Evidence([Bound(None, None, 100_000, final=True)])
    assert evidence.best(100_003)
    assert not evidence.best(99_999)
    assert not evidence.close(99_999)
    evidence.check(100_003, (5, 3, 0))
    assert not evidence.fault
    evidence.check(99_999, (5, 3, 0))
    assert "100000" in evidence.fault
    assert "99999" in evidence.fault
    assert evidence.least() == 0
    assert not evidence.best(100_003)


def test_a_plan_that_was_proven_impossible_is_a_fault_too() -> None:
    evidence = Evidence([Bound(1, 4, None, final=True)])
    assert evidence.impossible(1, 4)
    evidence.check(5_000, (7, 5, 0))
    assert not evidence.fault
    evidence.check(5_000, (7, 4, 0))
    assert evidence.fault
    assert not evidence.impossible(1, 4)


def test_more_than_a_few_fen_is_not_proven() -> None:
    evidence = Evidence([Bound(None, None, 65_290, final=True)])
    assert not evidence.best(65_329)
    assert evidence.best(65_295)


def test_two_payments_of_a_month_bear_one_fee() -> None:
    """1 % of 50.50 and 49.51 by themselves is 0.51 and 0.50; of 100.01 together it is 1.00."""
    debt = reducing(1, 900, "0", 10, fee=Decimal("0.01"))

    class Twice:
        def spend(self, walk: object) -> None:
            if walk.month == 1:  # type: ignore[attr-defined]
                walk.pay(0, 5_050)  # type: ignore[attr-defined]
                walk.pay(0, 4_951)  # type: ignore[attr-defined]

        def rests(self, walk: object) -> bool:
            return False

    outcome = run(Problem((debt,), Budget.of(20_000)), Twice(), record=True, months=1)
    assert (outcome.months[0].payments[0].extra_minor, outcome.cost_minor) == (10_001, 100)


def test_money_left_over_buys_no_fee_that_a_script_did_not_ask_for() -> None:
    problem = Problem((reducing(1, 900, "0.12", 50, fee=Decimal("0.03")),), Budget((40_000,), carry=False))
    script = Script(({0: 10_000},), (frozenset(),), (0,), Order(()))
    assert run(problem, script, record=True, months=1).months[0].payments[0].extra_minor == 10_000


def test_a_settlement_that_is_a_fen_short_is_made_up_for() -> None:
    debt = Scheduled.of(1, 1, flat(60_000, 600, 6))
    problem = Problem((debt,), Budget.of(60_599))
    script = Script(({}, {}), (frozenset({0}), frozenset()), (0, 0), Order(()))
    assert run(problem, script).closed == (2,)


def test_a_script_keeps_money_for_a_month_that_ends_short() -> None:
    script = Script(({0: 500}, {0: 300}, {}), (frozenset(),) * 3, (0, 0, 0), Order(()))
    kept = script.keeping(3, 310)
    assert kept is not None
    assert (kept.extras[:2], kept.holds) == (({0: 490}, {0: 0}), (10, 310, 0))
    assert script.keeping(3, 900) is None


@given(problems(5), st.randoms(use_true_random=False))
@examples(30)
def test_the_order_of_entry_changes_no_answer(problem: Problem, random: object) -> None:
    numbers = list(range(len(problem.debts)))
    random.shuffle(numbers)  # type: ignore[attr-defined]
    lenders = {lender: 100 - lender for lender in problem.lenders}
    shuffled = tuple(
        replace(debt, id=number, lender=lenders[debt.lender])
        for debt, number in zip(problem.debts, numbers, strict=True)
    )
    assume(len({repr(replace(debt, id=0, lender=0)) for debt in problem.debts}) == len(problem.debts))
    one, other = searched(problem, 80), searched(replace(problem, debts=shuffled), 80)
    assert (one.best is None) == (other.best is None)
    if one.best is not None and other.best is not None:
        assert one.best[0].cost_minor == other.best[0].cost_minor
        costs = [[(p.at_most, p.month, p.cost_minor) for p in search.front.points()] for search in (one, other)]
        assert costs[0] == costs[1]
