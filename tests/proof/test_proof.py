"""The proof against every possible plan of small problems, and against what the engine finds for larger ones."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given

from planner.domain.payoff.engine.model import Reducing, Scheduled
from planner.domain.payoff.engine.outcome import reached
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.evidence import Bound, Evidence
from planner.domain.payoff.search.orders import Order, Script
from planner.domain.payoff.search.search import Search, searched
from planner.proof.by_lenders import ByLenders
from planner.proof.program import Answer, Program
from planner.proof.prove import Proof
from tests.bench.bench_plan import instance
from tests.make.bounds import lower_bound
from tests.make.debts import flat, problems, reducing, seven
from tests.make.examples import examples
from tests.proof.everything import Everything

HOURS = 10_000.0  # however busy the machine is, what is proven is the same


def proven(problem: Problem, seconds: float = HOURS) -> tuple[Search, list[Bound], list[Script]]:
    search, bounds, scripts = searched(problem), list[Bound](), list[Script]()
    assert search.best is not None

    def tell(news: Bound | Script) -> None:
        (bounds if isinstance(news, Bound) else scripts).append(news)  # type: ignore[arg-type]

    Proof(problem, search, tell, seconds, fen_seconds=seconds).work()
    return search, bounds, scripts


SMALL = [
    Problem(
        (reducing(1, 900, "0.18", 100), Scheduled.of(2, 2, flat(120_000, 1_500, 8))),
        Budget.of(40_000),
    ),
    Problem(
        (
            reducing(1, 600, "0.24", 60, fee=Decimal("0.02")),
            Scheduled.of(2, 2, flat(90_000, 900, 9), fee=Decimal("0.01")),
            reducing(3, 300, "0.10", 50),
        ),
        Budget.of(42_000),
    ),
    Problem(
        (
            Scheduled.of(1, 1, flat(80_000, 800, 8), charges_stop=False),
            Scheduled.of(2, 2, flat(60_000, 900, 10), early_from=3),
            reducing(3, 500, "0.1825", 50, early_from=2),
        ),
        Budget((36_000,), ((3, 20_000),)),
    ),
]


@pytest.mark.parametrize("problem", SMALL)
def test_every_plan_there_is_confirms_the_proof(problem: Problem) -> None:
    """Least cost, every earliest month and every point of the frontier, against exhaustive search in steps of 80.00."""
    plans = Everything(problem, 8_000).plans()
    search, bounds, _ = proven(problem)
    assert search.best is not None
    assert search.best[0].cost_minor <= min(plans.values())
    assert all(bound.final for bound in bounds)
    least = next(bound for bound in bounds if bound.at_most is None)
    assert least.cost_minor is not None
    assert least.cost_minor <= min(plans.values())
    for at_most in range(len(problem.lenders)):
        line = search.front.of(at_most)
        months = {reached(problem, closed)[at_most] for closed in plans}
        assert line[0].month == min(months)
        for month in months:
            exhaustive = min(cost for closed, cost in plans.items() if reached(problem, closed)[at_most] <= month)
            ours = min(point.cost_minor for point in line if point.month <= month)
            assert ours <= exhaustive * (1 + 1e-4) + 2  # fen: of roundings
            for bound in bounds:
                says = bound.at_most == at_most and bound.month is not None and bound.month >= month
                if says and bound.cost_minor is not None:
                    assert bound.cost_minor <= exhaustive


def owes(number: int, balance: int, rate: str, minimum: int, **more: object) -> Reducing:
    return Reducing(number, number, balance, (Decimal(rate),), minimum, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "problem",
    [
        Problem((owes(1, 60, "1.2", 9), owes(2, 35, "0.73", 6)), Budget.of(19)),
        Problem((owes(1, 30, "0.48", 4), owes(2, 33, "1.2", 6)), Budget.of(13)),
        Problem((owes(1, 40, "0.73", 6, early_from=3), owes(2, 24, "1.2", 4)), Budget.of(13)),
    ],
)
def test_with_interest_in_whole_fens_a_bound_is_the_best_plan_there_is(problem: Problem) -> None:
    """Against all payments fen by fen; where every rounding is free a bound is below it."""
    best = min(Everything(problem, 1).plans().values())
    loose, close = (Program(problem, 14, to_the_fen=fen).solve(20).bound_minor for fen in (False, True))
    assert loose < close == best


def test_what_roundings_leave_open_is_asked_with_interest_in_whole_fens() -> None:
    problem = instance(31)
    search, bounds, _ = proven(problem)
    assert Evidence(bounds).complete(search.front)


@examples(12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(4))
def test_bounds_are_below_every_plan_and_close_to_the_best(problem: Problem) -> None:
    before = searched(problem)
    assume(before.best is not None and before.best[0].length < 40)
    search, bounds, scripts = proven(problem)
    assert search.best is not None
    assert before.best is not None
    least = next(bound for bound in bounds if bound.at_most is None)
    assert least.cost_minor is not None
    assert least.cost_minor <= search.best[0].cost_minor <= before.best[0].cost_minor
    loose = lower_bound(problem, search.best[0])
    assert loose <= search.best[0].cost_minor
    for script in scripts:
        outcome = run(problem, script)
        assert outcome.cost_minor >= least.cost_minor
        for bound in bounds:
            if bound.at_most is not None and bound.month is not None:
                kept = reached(problem, outcome.closed)[bound.at_most] <= bound.month
                assert not kept or (bound.cost_minor is not None and bound.cost_minor <= outcome.cost_minor)


MILLIARDS = 10_000_000_000_00


@pytest.mark.parametrize("carry", [True, False])
@pytest.mark.parametrize(
    "problem",
    [
        Problem((reducing(0, 52, "0.0730", 7, early_from=None),), Budget.of(1)),
        Problem(
            (
                Scheduled.of(0, 2, flat(156_358, 1_139, 8)),
                Scheduled.of(1, 3, flat(230_694, 123, 10), early_from=4, fee=Decimal("0.01")),
                Scheduled.of(2, 2, flat(1_145, 3, 12), fee=Decimal("0.04")),
            ),
            Budget.of(1),
        ),
    ],
)
def test_money_without_end_is_proven_like_money_enough(problem: Problem, carry: bool) -> None:
    rich, enough = (replace(problem, budget=Budget((money,), carry=carry)) for money in (MILLIARDS, 10_000_00))
    search, bounds, _ = proven(rich)
    assert search.best is not None
    least = next(bound for bound in bounds if bound.at_most is None)
    assert least.final
    assert least.cost_minor is not None
    assert least.cost_minor <= search.best[0].cost_minor <= least.cost_minor + 10  # fen: of roundings
    other, _, _ = proven(enough)
    assert other.best is not None
    assert search.best[0].cost_minor == other.best[0].cost_minor


@examples(10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(problems(4))
def test_no_claim_contradicts_a_plan_with_money_without_end(problem: Problem) -> None:
    search, bounds, _ = proven(replace(problem, budget=Budget((MILLIARDS,), carry=problem.budget.carry)))
    assert search.best is not None
    for bound in bounds:
        asked = len(problem.lenders) - 1 if bound.at_most is None else bound.at_most
        points = [p for p in search.front.of(asked) if bound.month is None or p.month <= bound.month]
        costs = [search.best[0].cost_minor] if bound.at_most is None else [p.cost_minor for p in points]
        assert all(bound.cost_minor is not None and bound.cost_minor <= cost for cost in costs)


@pytest.mark.parametrize("problem", SMALL)
def test_sets_of_lenders_one_by_one_say_what_all_at_once_say(problem: Problem) -> None:
    """In the order of the questions of a proof: what one of them limits does not bind the next."""
    search = searched(problem)
    assert search.best is not None
    horizon = search.best[0].length + 2
    at_once, by_lenders = Program(problem, horizon), ByLenders(Program(problem, horizon))
    for count in range(len(problem.lenders) - 1, -1, -1):
        for month in range(1, horizon + 1, 2):
            at_once.at_most(count, month)
            one, other = at_once.solve(20), by_lenders.least(count, month, 20, None)
            assert (one.state == "infeasible") == (other.state == "infeasible"), (count, month)
            assert other.bound_minor == pytest.approx(one.bound_minor, abs=1, rel=3e-5), (count, month)
            known = by_lenders.least(count, month, 20, one.bound_minor + 100)
            assert known.bound_minor <= one.bound_minor + 1 + one.bound_minor * 3e-5


@pytest.mark.parametrize("problem", SMALL)
def test_a_cost_that_no_plan_has_says_nothing_false(problem: Problem) -> None:
    """What is left out because of it is told as above it, and asked for again: the answer is that without it."""
    search = searched(problem)
    assert search.best is not None
    cost, horizon = search.best[0].cost_minor, search.best[0].length + 2
    program, by_lenders = Program(problem, horizon), ByLenders(Program(problem, horizon))
    free = program.solve(20)
    assert program.solve(20, cost // 2) == Answer("above", cost // 2)
    assert program.least(20, cost // 2).bound_minor == pytest.approx(free.bound_minor, abs=1, rel=3e-5)
    assert program.least(20, cost).bound_minor == pytest.approx(free.bound_minor, abs=1, rel=3e-5)
    count, month = len(problem.lenders) - 1, search.best[0].length
    without, low = (by_lenders.least(count, month, 20, known) for known in (None, cost // 2))
    assert low.bound_minor <= without.bound_minor + 1 + without.bound_minor * 3e-5


def test_the_published_portfolio_is_proven() -> None:
    search, bounds, _ = proven(seven())
    assert search.best is not None
    least = next(bound for bound in bounds if bound.at_most is None)
    assert least.final
    assert least.cost_minor is not None
    assert search.best[0].cost_minor == 600_443
    assert 600_443 * (1 - 1e-4) <= least.cost_minor <= 600_443
    for at_most, month in enumerate([15, 11, 9, 7, 6, 3, 2]):
        assert search.front.of(at_most)[0].month == month
        assert any(b.at_most == at_most and b.month == month - 1 and b.cost_minor is None for b in bounds) or any(
            b.cost_minor is None and (b.at_most or 0) >= at_most and (b.month or 0) >= month - 1 for b in bounds
        )


def test_a_fee_debt_may_best_run_to_its_own_end() -> None:
    """Paid early it costs 5 % and saves half of that: no plan pays a fen of it early, though there is money."""
    dear = reducing(1, 6_000, "0.04", 400, fee=Decimal("0.05"))
    problem = Problem((dear, reducing(2, 3_000, "0.18", 100)), Budget.of(100_000))
    search, bounds, _ = proven(problem)
    assert search.best is not None
    least = next(bound for bound in bounds if bound.at_most is None)
    assert least.cost_minor is not None
    assert search.best[0].cost_minor - least.cost_minor <= 20
    assert search.best[0].closed == (16, 6)


def test_the_proof_stops_in_time_and_says_so() -> None:
    search, bounds, _ = proven(seven(), seconds=0)
    assert search.best is not None
    assert [bound.at_most for bound in bounds] == [None]


def asked(balance: int, rate: str, **terms: object) -> Reducing:
    """A loan of interest alone: each month asks for it, and month 12 for all."""
    return Reducing(1, 1, balance * 100, (Decimal(rate),), interest_and=Decimal(0), ends=12, **terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "first",
    [
        asked(100_000, "0.06", fee=Decimal("0.03")),
        asked(100_000, "0.06", early_from=7),
        replace(asked(30_000, "0.24", early_from=9), ends=24),
    ],
)
def test_what_a_debt_asks_for_is_no_early_payment(first: Reducing) -> None:
    """Interest and what falls due at the end bear no fee and are taken before early payments are."""
    other = reducing(2, 20_000, "0.18", 1_834)
    problem = Problem((first, other), Budget.of(1_200_000 if first.balance_minor > 5_000_000 else 600_000))
    search, bounds, _ = proven(problem)
    assert search.best is not None
    evidence = Evidence(bounds)
    for outcome in [search.best[0], *(point.outcome for point in search.front.points())]:
        evidence.check(outcome.cost_minor, reached(problem, outcome.closed))
    assert not evidence.fault
    assert evidence.best(search.best[0].cost_minor)
    assert lower_bound(problem, search.best[0]) <= search.best[0].cost_minor


def test_a_solvers_plan_that_leaves_a_few_fen_open_is_ended_as_soon_as_there_is_money() -> None:
    """1,000 at 12 %: 700 and the interest, then all but a few yuan, for which nothing is wished behind that."""
    problem = Problem((reducing(1, 1_000, "0.12", 0),), Budget.of(71_000))
    script = Script(
        ({0: 70_000}, {0: 29_902}, {}, {}, {}), (frozenset(),) * 5, (0, 41_000, 112_000, 183_000, 254_000), Order(())
    )
    script, search = replace(script, after=Order((0,))), Search(problem)
    slower = replace(script, extras=({}, {0: 20_000}, {}, {}, {}))
    search.take(run(problem, slower), slower)
    plans = [run(problem, one) for one in Proof(problem, search, lambda _: None, 60).offered(script)]
    assert [plan.length for plan in plans] == [6, 5, 4, 3, 2]
    costs = [plan.cost_minor for plan in plans]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == 1_000 + 300  # a month of interest on 1,000, and one on 300
