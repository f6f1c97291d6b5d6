"""What a plan keeps money for is named; where every open debt takes it free, it keeps none."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given

from planner.domain.payoff.engine.model import Balance, Reducing, Scheduled
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.hoard import Hoard, Reason, hoards
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import searched
from tests.make.debts import flat, reducing
from tests.make.examples import examples
from tests.make.parts import mixed


def followed(problem: Problem, rule: Order) -> Outcome:
    return run(problem, rule, record=True)


def test_money_kept_for_a_settlement_is_named_with_its_loan() -> None:
    """300.00 a month above the instalment settle 1,200.00 less three parts after three months."""
    loan = Scheduled.of(7, 1, flat(120_000, 1_000, 12))
    problem = Problem((loan,), Budget.of(11_000 + 30_000))
    outcome = followed(problem, Order((0,), wait=frozenset({0})))
    assert hoards(problem, outcome) == (Hoard(1, 2, 60_000, Reason.WHOLE, (7,)),)


def test_money_kept_for_the_day_of_the_contract_for_a_lower_fee_and_for_a_due_is_named() -> None:
    late = Problem((reducing(1, 1_000, "0.12", 100, early_from=3),), Budget.of(30_000))
    assert [(one.first, one.last, one.reason) for one in hoards(late, followed(late, Order((0,))))] == [
        (1, 2, Reason.DAY)
    ]
    stepped = Reducing(2, 2, 100_000, (Decimal("0.12"),), 10_000, fees=(Decimal("0.03"), Decimal("0.03"), Decimal(0)))
    waits = Problem((stepped,), Budget.of(30_000))
    assert [one.reason for one in hoards(waits, followed(waits, Order((0,), since={0: 3})))] == [Reason.FEE]
    due = Problem((reducing(3, 1_000, "0", 100, ends=4, early_from=None),), Budget.of(25_000))
    assert [(one.reason, one.most_minor) for one in hoards(due, followed(due, Order(())))] == [(Reason.DUE, 45_000)]


def test_money_is_kept_for_a_day_up_to_that_day_and_no_longer() -> None:
    """The line takes money from month 3 on and ends then; what is left over waits for nothing, beside a fixed loan."""
    fixed = Scheduled.of(2, 2, flat(120_000, 0, 12), early_from=None)
    problem = Problem((reducing(1, 1_000, "0.12", 100, early_from=3), fixed), Budget.of(50_000))
    found = hoards(problem, followed(problem, Order((0,))))
    assert [(one.first, one.last, one.reason, one.debts) for one in found] == [
        (1, 2, Reason.DAY, (1,)),
        (3, 11, Reason.NOTHING, ()),
    ]
    assert found[0].most_minor == 2 * (50_000 - 10_000 - 10_000)


def test_a_plan_that_keeps_nothing_has_none() -> None:
    problem = Problem((reducing(1, 1_000, "0.12", 100),), Budget.of(30_000))
    assert hoards(problem, followed(problem, Order((0,)))) == ()


@examples(60)
@given(mixed())
def test_nothing_is_kept_while_a_debt_takes_it_free_and_bears_interest(problem: Problem) -> None:
    search = searched(problem, 120)
    assume(search.best is not None)
    assert search.best is not None
    outcome = run(problem, search.best[1], record=True)
    debts = {debt.id: debt for debt in problem.debts}
    for hoard in hoards(problem, outcome):
        if hoard.reason is not Reason.NOTHING:
            continue
        for month in outcome.months[hoard.first - 1 : hoard.last]:
            for paid in month.payments:
                debt = debts[paid.debt]
                free = isinstance(debt, Balance) and debt.takes(month.number) and not debt.fee_in(month.number)
                assert not (free and paid.balance_minor and _bears(debt, paid.balance_minor, month.number))


def _bears(debt: object, balance: int, month: int) -> bool:
    if isinstance(debt, Parted):
        return any(term.interest_minor for term in debt.terms if term.month > month)
    return isinstance(debt, Reducing) and debt.interest(balance, month + 1) > 0
