"""The engine: hand-checked months, and what holds for every rule and every debt."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.payoff.engine.model import LONGEST, Debt, Reducing, Row, Scheduled, Settling
from planner.domain.payoff.engine.outcome import Outcome, Shortfall, reached
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule, Walk
from planner.domain.payoff.search.orders import Order, Phases
from planner.domain.payoff.search.search import by_balance, by_rate
from planner.errors import PlannerError
from tests.make.debts import flat, problems, reducing
from tests.make.examples import examples


def follow(problem: Problem, rule: Order) -> Outcome:
    try:
        return run(problem, rule, record=True)
    except Shortfall:
        assume(False)
        raise


def test_a_month_by_hand() -> None:
    """10,000.00 at 12 % is 100.00 of interest; 500.00 is required, 700.00 go on top."""
    problem = Problem((reducing(1, 10_000, "0.12", 500),), Budget.of(120_000))
    month = run(problem, Order((0,)), record=True).months[0]
    paid = month.payments[0]
    assert (paid.interest_minor, paid.required_minor, paid.extra_minor) == (10_000, 50_000, 70_000)
    assert paid.balance_minor == 890_000
    assert month.carried_minor == 0


@pytest.mark.parametrize(("more", "extra"), [(99, 0), (100, 100)])
def test_less_than_a_yuan_is_paid_early_only_where_it_ends_a_debt(more: int, extra: int) -> None:
    """99 fen above the 500.00 that are due wait, a yuan does not; 60 fen that end a debt are paid."""
    big, small = reducing(1, 10_000, "0.12", 500), reducing(2, 1, "0", 0)
    month = run(Problem((big,), Budget.of(50_000 + more)), Order((0,)), record=True).months[0]
    assert (month.payments[0].extra_minor, month.carried_minor) == (extra, more - extra)
    ended = run(Problem((big, replace(small, balance_minor=60)), Budget.of(50_060)), Order((0, 1)), record=True)
    assert next(one.extra_minor for one in ended.months[0].payments if one.debt == 2) == 60
    assert ended.closed[1] == 1


@given(problems(), st.data())
@examples(60)
def test_no_payment_above_what_is_due_is_below_a_yuan(problem: Problem, data: st.DataObject) -> None:
    order = Order(tuple(data.draw(st.permutations(range(len(problem.debts))))))
    for month in follow(problem, order).months:
        for paid in month.payments:
            assert not 0 < paid.extra_minor < 100 or not paid.balance_minor


def test_interest_is_rounded_half_up_to_the_fen() -> None:
    debt = Reducing(1, 1, 0, (Decimal("0.06"),))
    assert [debt.interest(balance, 1) for balance in (99, 100, 299, 300)] == [0, 1, 1, 2]


def test_a_fee_on_what_is_paid_early_is_paid_from_the_same_money() -> None:
    """1,000.00 at most buys 970.87 of principal and 29.13 of a 3 % fee."""
    debt = reducing(1, 10_000, "0", 0, fee=Decimal("0.03"))
    assert debt.extra_for(100_000) == 97_087
    assert 97_087 + debt.charge(97_087) == 100_000
    problem = Problem((debt,), Budget.of(100_000))
    assert run(problem, Order((0,)), record=True).months[0].payments[0].fee_minor == 2_913


def test_settling_takes_the_rest_with_its_fee_and_what_does_not_stop() -> None:
    rows = flat(1_200_000, 9_000, 12)
    free = Scheduled.of(1, 1, rows)
    priced = Scheduled.of(1, 1, rows, fee=Decimal("0.02"))
    owed = Scheduled.of(1, 1, rows, charges_stop=False)
    assert [debt.settle[2].total_minor for debt in (free, priced, owed) if debt.settle[2]] == [
        900_000,
        918_000,
        981_000,
    ]
    assert [debt.saving(3) for debt in (free, priced, owed)] == [81_000, 63_000, 0]
    assert free.settle[11] is None  # the last instalment ends it anyway


def test_money_is_held_back_for_a_settlement() -> None:
    """300.00 a month above the instalment settle 1,200.00 less three parts after three months, not before."""
    loan = Scheduled.of(1, 1, flat(120_000, 1_000, 12))
    problem = Problem((loan,), Budget.of(11_000 + 30_000))
    outcome = run(problem, Order((0,), wait=frozenset({0})), record=True)
    assert [month.carried_minor for month in outcome.months] == [30_000, 60_000, 0]
    assert outcome.closed == (3,)
    assert outcome.cost_minor == 3_000


def test_without_carrying_money_is_gone() -> None:
    loan = Scheduled.of(1, 1, flat(120_000, 1_000, 12))
    problem = Problem((loan,), Budget((41_000,), carry=False))
    outcome = run(problem, Order((0,), wait=frozenset({0})), record=True)
    assert outcome.closed == (9,)
    assert all(month.brought_minor == 0 for month in outcome.months)


def test_a_shortfall_names_month_and_amount() -> None:
    debts = (Scheduled.of(1, 1, flat(120_000, 0, 3)), reducing(2, 1_000, "0.12", 100))
    with pytest.raises(Shortfall) as caught:
        run(Problem(debts, Budget((60_000, 42_000))), Order(()))
    # month 1 leaves 100.00 over, month 2 takes 80.00 of them, month 3 asks for 500.00 again
    assert (caught.value.month, caught.value.missing_minor) == (3, 6_000)
    assert caught.value.required == {1: 40_000, 2: 10_000}


def test_a_debt_that_never_ends_is_an_error() -> None:
    problem = Problem((reducing(7, 10_000, "0.24", 200),), Budget.of(20_000))
    with pytest.raises(PlannerError) as caught:
        run(problem, Order(()))
    assert caught.value.code == "plan.never_ends"
    assert caught.value.params["loans"] == (7,)


GROWING = [
    reducing(7, 10_000, "0.24", 200),
    reducing(7, 10_000, "0.24", 0),
    Reducing(7, 1, 100_000, (Decimal("0.18"),), interest_and=Decimal(0)),
    Reducing(7, 1, 100_000, (Decimal("0.18"), Decimal("0.36")), 1_500, fee=Decimal("0.01"), early_from=None),
    Reducing(7, 1, 100_000, (Decimal("0.24"),), minimum_share=Decimal("0.01")),  # what it asks for grows with it
    Reducing(7, 1, 100_000, (*[Decimal("0.24")] * 9, Decimal("0.06")), 1_500),  # ends by its lower rate
    Reducing(7, 1, 100_000, (Decimal("0.24"),), 500, ends=30),
]


@pytest.mark.parametrize("debt", GROWING)
@pytest.mark.parametrize("budget", [Budget.of(30_000), Budget.of(20_000), Budget((30_000,) * 20 + (1_000,))])
def test_what_surely_never_ends_is_told_before_its_years_were_followed(debt: Reducing, budget: Budget) -> None:
    """Recorded months are all followed: what comes of them is what is told at once, a shortfall too."""
    problem = Problem((debt, Scheduled.of(8, 2, flat(60_000, 600, 6))), budget)

    class Counting:
        def __init__(self) -> None:
            self.order, self.months = Order((1, 0), until={0: 3}), 0

        def spend(self, walk: Walk) -> None:
            self.months = walk.month
            self.order.spend(walk)

        def rests(self, walk: Walk) -> bool:
            return self.order.rests(walk)

    def outcome(*, record: bool) -> tuple[object, int]:
        rule = Counting()
        try:
            return run(problem, rule, record=record), rule.months
        except Shortfall as short:
            return (short.month, short.missing_minor), rule.months
        except PlannerError as error:
            return (error.code, error.params), rule.months

    (told, soon), (followed, years) = outcome(record=False), outcome(record=True)
    assert told == followed
    assert years < LONGEST or soon < 60


def test_lenders_are_counted_by_their_last_debt() -> None:
    debts = (Scheduled.of(1, 5, flat(1_000, 0, 3)), Scheduled.of(2, 5, flat(1_000, 0, 9)), reducing(3, 1, "0", 1))
    assert reached(Problem(debts, Budget.of(10**6)), (3, 9, 1)) == (9, 1, 0)


@examples(150)
@given(problems(), st.randoms(use_true_random=False))
def test_money_is_conserved_every_month(problem: Problem, random: object) -> None:
    order = list(range(len(problem.debts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    waiting = frozenset(index for index in order if index % 2)
    outcome = follow(problem, Order(tuple(order), wait=waiting, keen=frozenset(order)))
    brought = 0
    balance = {debt.id: debt.balance_minor for debt in problem.debts}
    for month in outcome.months:
        assert month.brought_minor == brought
        left = month.budget_minor + month.brought_minor - month.paid_minor
        assert left >= 0
        assert month.carried_minor == (left if problem.budget.carry else 0)
        brought = month.carried_minor
        for paid in month.payments:
            assert paid.balance_minor >= 0
            assert paid.paid_minor >= paid.required_minor >= 0
            cost = paid.interest_minor + paid.fee_minor
            assert balance[paid.debt] + cost - paid.paid_minor == paid.balance_minor
            balance[paid.debt] = paid.balance_minor
    assert not any(balance.values())
    paid_in_all = sum(month.paid_minor for month in outcome.months)
    assert paid_in_all == problem.owed_minor + outcome.cost_minor


@examples(100)
@given(problems())
def test_recording_changes_nothing(problem: Problem) -> None:
    rule = Order(by_rate(problem), wait=frozenset({0}))
    assert follow(problem, rule) == run(problem, rule)


@st.composite
def orders(draw: st.DrawFn, problem: Problem) -> Order:
    """Any order of a problem: some debts, waited for or not, from or up to a month, settled in a month."""
    places = st.lists(st.integers(0, len(problem.debts) - 1), unique=True)
    months = st.integers(1, 12)
    settled = [
        (index, month)
        for index, debt in enumerate(problem.debts)
        if isinstance(debt, Scheduled)
        for month, settling in enumerate(debt.settle, 1)
        if settling is not None
    ]
    on = dict(draw(st.lists(st.sampled_from(settled), max_size=2))) if settled else {}
    return Order(
        tuple(draw(places)),
        wait=frozenset(draw(places)),
        keen=frozenset(draw(places)),
        since={index: draw(months) for index in draw(places)[:2]},
        until={index: draw(months) for index in draw(places)[:2]},
        on=on,
        reserve=draw(st.booleans()),
        at={index: draw(months) for index in draw(places)[:1] if not isinstance(problem.debts[index], Scheduled)},
    )


@examples(200)
@given(st.data())
def test_schedules_left_alone_are_followed_to_their_ends_in_one_step(data: st.DataObject) -> None:
    """What is worked out at once is what comes of it month by month, a shortfall too."""
    problem = data.draw(problems())
    first, then = data.draw(orders(problem)), data.draw(orders(problem))
    rule: Rule = Phases(((1, first), (data.draw(st.integers(2, 8)), then))) if data.draw(st.booleans()) else first

    def outcome(*, record: bool) -> object:
        try:
            return run(problem, rule, record=record)
        except Shortfall as short:
            return short.month, short.missing_minor, {debt: minor for debt, minor in short.required.items() if minor}
        except PlannerError as error:
            return error.code

    assert outcome(record=True) == outcome(record=False)


def test_what_is_kept_for_a_settlement_knows_what_ends_before_it() -> None:
    """600.00 a month; a loan of 100.00 a month is settled with 400.00 in month 2, another one with 1,250.00 in month 4.

    The months 2 to 4 bring 100.00, 600.00 and 600.00 for the second one: nothing is kept in month 1, 50.00 in month 2.
    """
    first = Scheduled(1, 1, tuple(Row(10_000) for _ in range(6)), (None, Settling(40_000), None, None, None, None))
    later = Scheduled(
        2, 2, (*(Row() for _ in range(5)), Row(125_000)), (None, None, None, Settling(125_000), None, None)
    )
    problem = Problem((first, later, reducing(3, 1_000, "0", 0)), Budget.of(60_000))
    months = run(problem, Order((2,), on={0: 2, 1: 4}), record=True).months
    assert [month.payments[-1].extra_minor for month in months[:4]] == [50_000, 5_000, 0, 0]
    assert [month.carried_minor for month in months[:4]] == [0, 5_000, 65_000, 0]


@examples(60)
@given(problems(4), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem: Problem, random: object) -> None:
    shuffled = list(problem.debts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = Problem(tuple(shuffled), problem.budget)
    for order in (by_rate, by_balance):
        assert follow(problem, Order(order(problem))) == follow(again, Order(order(again)))


@examples(60)
@given(
    st.lists(
        st.tuples(st.integers(1, 20_000), st.sampled_from(["0.03", "0.1", "0.18", "0.24"])), min_size=1, max_size=4
    )
)
def test_no_static_order_beats_the_highest_rate_first(owed: list[tuple[int, str]]) -> None:
    debts: list[Debt] = [reducing(n, balance, rate, max(1, balance // 20)) for n, (balance, rate) in enumerate(owed)]
    problem = Problem(tuple(debts), Budget.of(sum(max(1, balance // 20) for balance, _ in owed) * 130))
    best = run(problem, Order(by_rate(problem))).cost_minor
    for order in permutations(range(len(debts))):
        # each month of each debt may be rounded by half a fen the other way
        outcome = run(problem, Order(order))
        assert best <= outcome.cost_minor + sum(outcome.closed) // 2 + 1


@examples(60)
@given(problems(4), st.integers(1, 500_000))
def test_more_money_for_free_debts_never_costs_more(problem: Problem, more: int) -> None:
    free = tuple(debt for debt in problem.debts if isinstance(debt, Reducing) and not debt.fee and debt.early_from == 1)
    assume(free)
    few = Problem(free, Budget.of(sum(debt.minimum_minor for debt in free)))
    many = Problem(free, Budget.of(few.budget.monthly_minor[0] + more))
    before, after = (follow(one, Order(by_rate(one))) for one in (few, many))
    assert after.cost_minor <= before.cost_minor + sum(before.closed) // 2 + 1
    assert after.length <= before.length


def test_minimums_by_share_and_by_interest() -> None:
    """What is required is the largest of its parts, and never more than is owed."""
    debt = reducing(1, 0, "0.12", 100, minimum_share=Decimal("0.10"))
    assert debt.required(1_000_000, 10_000, 1) == 101_000
    assert debt.required(50_000, 500, 1) == 10_000
    assert debt.required(5_000, 50, 1) == 5_050
    plus = replace(debt, minimum_share=Decimal(0), interest_and=Decimal("0.05"))
    assert plus.required(1_000_000, 10_000, 1) == 60_000


def test_rows_without_principal_at_the_end_are_still_owed() -> None:
    rows = (Row(1_000), Row(0, 0, 50))
    outcome = run(Problem((Scheduled.of(1, 1, rows, charges_stop=False),), Budget.of(2_000)), Order(()))
    assert (outcome.closed, outcome.cost_minor) == ((2,), 50)


def test_a_schedule_that_asks_for_interest_alone_is_owed() -> None:
    """Its principal is paid; an instalment before that was missed, and what is left of it is interest."""
    left = Scheduled(1, 1, (Row(0, 22_284), Row(0, 0, 100)), (None, None))
    for others, length in (((), 2), ((reducing(2, 1_000, "0.12", 200),), 6)):
        problem = Problem((left, *others), Budget.of(50_000))
        outcome = run(problem, Order(()), record=True)
        assert (outcome.closed[0], outcome.length) == (2, length)
        assert [month.payments[0].paid_minor for month in outcome.months[:2]] == [22_284, 100]
        assert 1 in problem.lenders
