"""What no plan can do without: never more than a plan that was followed did with, loans that take parts included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.outcome import Month, Shortfall
from planner.domain.payoff.engine.parted import Keeps, Parted, Term
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Walk
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.short.doctor import shortage
from planner.domain.payoff.short.floor import Floor
from planner.domain.payoff.short.least import Adding
from planner.errors import PlannerError
from tests.make.examples import examples
from tests.make.parts import mixed


@dataclass(frozen=True)
class _Some:
    """Pays in these months so many thousandths of what these debts (by position) owe; a scheduled one is settled."""

    parts: Mapping[tuple[int, int], int]

    def spend(self, walk: Walk) -> None:
        for index in walk.open:
            share = self.parts.get((walk.month, index), 0)
            if not share:
                continue
            if isinstance(walk.problem.debts[index], Scheduled):
                walk.settle(index)
            else:
                walk.pay(index, max(1, walk.balances[index] * share // 1000))

    def rests(self, walk: Walk) -> bool:
        return False


_PARTS = st.dictionaries(
    st.tuples(st.integers(1, 14), st.integers(0, 4)), st.sampled_from([1, 40, 300, 700, 1000]), max_size=12
)


def _followed(problem: Problem, parts: Mapping[tuple[int, int], int]) -> tuple[Month, ...]:
    """A plan with as much money as it wants, month by month."""
    rich = replace(problem, budget=Budget.of(10**10))
    try:
        return run(rich, _Some(parts), record=True).months
    except PlannerError:  # a line may never end by what it asks for
        assume(False)
        raise


@given(mixed(), _PARTS, st.booleans())
@examples(60)
def test_what_a_plan_pays_is_never_called_too_little(
    problem: Problem, parts: Mapping[tuple[int, int], int], carry: bool
) -> None:
    paid = tuple(month.paid_minor for month in _followed(problem, parts))
    assert not Floor(problem).impossible(Budget((*paid, 0), carry=carry))


@given(mixed(), _PARTS)
@examples(40)
def test_the_least_of_every_month_is_no_more_than_a_plan_needs(
    problem: Problem, parts: Mapping[tuple[int, int], int]
) -> None:
    months = _followed(problem, parts)
    there = needed = 0
    for count, month in enumerate(months, 1):  # money that waits: the steepest mean up to a month
        there += month.paid_minor
        needed = max(needed, -(-there // count))
    budget = Budget((0,))
    floor = Floor(problem)
    least = floor.least(budget, Adding().weight)
    assert least <= needed
    assert floor.raised(least, needed, lambda minor: replace(budget, monthly_minor=(minor,))) <= needed


@given(mixed())
@examples(25)
def test_what_is_called_the_least_is_followed_and_a_fen_less_is_not(problem: Problem) -> None:
    tight = replace(problem, budget=replace(problem.budget, monthly_minor=(problem.budget.monthly_minor[0] // 2,)))
    found = shortage(tight)
    assume(found is not None and found.enough_minor is not None)
    assert found is not None
    assert found.enough_minor is not None
    assert found.enough_floor_minor <= found.enough_minor
    assert shortage(replace(tight, budget=replace(tight.budget, monthly_minor=(found.enough_minor,)))) is None
    if found.lump_minor is not None:
        assert found.lump_month is not None
        lumps = (*tight.budget.lumps_minor, (found.lump_month, found.lump_minor))
        assert shortage(replace(tight, budget=replace(tight.budget, lumps_minor=lumps))) is None


@given(mixed(2, 6), _PARTS)
@examples(40)
def test_no_plan_does_with_less_than_the_floor(problem: Problem, parts: Mapping[tuple[int, int], int]) -> None:
    """Money that waits for its month or not: with a fen less than the floor every way of paying falls short."""
    for carry in (True, False):
        budget = Budget((0,), carry=carry)
        floor = Floor(problem).least(budget, Adding().weight)
        if floor:
            less = replace(problem, budget=replace(budget, monthly_minor=(floor - 1,)))
            assert not _ends(less, parts)


def _ends(problem: Problem, parts: Mapping[tuple[int, int], int]) -> bool:
    try:
        run(problem, _Some(parts))
    except (Shortfall, PlannerError):
        return False
    return True


def test_a_loan_that_asks_for_all_of_it_at_the_end_needs_what_is_saved_for_it() -> None:
    """1,200 in month 12, interest 10 a month, parts taken at any time: worked out by hand.

    Money that waits saves it up or pays it down, and paying down saves interest of 1/120 a month: x a month from month
    1 on ends it in month 12 when x × (1.00833…^12 − 1) ÷ 0.00833… ≥ 1,200 × 1.00833…^12, that is x ≥ 105.50.
    """
    terms = tuple(
        Term(month, 0 if month < 12 else 120_000, 1_000, rate=(1, 120), level=(1, 120)) for month in range(1, 13)
    )
    loan = Parted(1, 1, terms, Keeps.NOTHING, early=tuple(range(1, 13)))
    found = shortage(Problem((loan,), Budget.of(5_000)))
    assert found is not None
    assert found.enough_minor is not None
    assert 10_540 <= found.enough_floor_minor <= found.enough_minor <= 10_560


def test_where_the_first_instalments_are_the_peak_their_sum_is_the_least() -> None:
    """Two loans of 1,000 and of 500 a month, no interest: 1,500 is the least to a fen, with 1,499.99 month 1 lacks."""
    loans = tuple(
        Parted(
            number,
            number,
            tuple(Term(month, part, kept_minor=part) for month in range(1, 11)),
            early=tuple(range(1, 11)),
        )
        for number, part in ((1, 100_000), (2, 50_000))
    )
    found = shortage(Problem(loans, Budget.of(120_000)))
    assert found is not None
    assert (found.month, found.missing_minor) == (1, 30_000)
    assert found.enough_minor == 150_000
    assert found.enough_is_least
    assert run(Problem(loans, Budget.of(150_000)), Order(())).length == 10
