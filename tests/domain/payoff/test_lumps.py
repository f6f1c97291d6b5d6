"""Loans repaid all at once that are paid in part before: to the fen what the ledger asks for, and what that saves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Excess, Loan, Method, PinnedInstalment, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import PrepayDay
from planner.domain.basics.rates import RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.payoff.debts.actions import actions
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Reducing
from planner.domain.payoff.engine.outcome import Shortfall
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.codec import problem_from_json, problem_to_json
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import searched
from planner.domain.what_if.prepay import prepaying
from tests.domain.payoff.test_parts import Scattered, replayed
from tests.make.accounts import fen
from tests.make.bounds import lower_bound
from tests.make.examples import examples
from tests.make.parts import TODAY, Extra, at_once, debts_of, mixed, paid_at_once, with_money
from tests.make.terms import loan

MONTH_END = date(2026, 11, 30)


def lent(**more: object) -> Loan:
    """12,000 at 12 % from 20 October 2026 on, repaid with its interest a year later."""
    terms: dict[str, object] = {"start_on": date(2026, 10, 20)}
    return loan(Method.BULLET, fen(12_000), 12, "0.12", **(terms | more))  # type: ignore[arg-type]


def only(account: Account, on: date = TODAY) -> Lump:
    (debt,) = owed(Book((account,)), on).debts
    assert isinstance(debt, Lump)
    return debt


@examples(200)
@given(paid_at_once())
def test_a_plan_that_pays_a_part_is_to_the_fen_what_the_ledger_asks_for(case: tuple[Account, date, Extra]) -> None:
    account, today, extra = case
    found = owed(Book((account,)), today)
    assume(found.debts and isinstance(found.debts[0], Lump))
    replayed(account, today, extra)


def test_a_part_paid_by_hand() -> None:
    """40 days at 12 % on 12,000 cost 160.00; of 4,160.00 paid then 4,000.00 are principal, and 8,000.00 bear on."""
    account = Account(lent())
    found = owed(Book((account,)), TODAY)
    months = run(Problem(found.debts, Budget.of(fen(4_160))), Order((0,)), record=True).months
    first, second = months[0].payments[0], months[1].payments[0]
    assert (first.extra_minor, first.interest_minor, first.balance_minor) == (416_000, 16_000, 800_000)
    assert actions(found, months)[0].on == MONTH_END
    assert second.interest_minor == 8_267  # 31 days of 8,000.00 to the end of December
    assert second.required_minor == 0
    assert months[-1].payments[0].balance_minor == 0


@pytest.mark.parametrize("fee", ["0", "0.02"])
def test_a_part_paid_saves_what_the_loan_s_own_what_if_says(fee: str) -> None:
    made = lent(prepayment=Prepayment.FEE_SHARE if fee != "0" else Prepayment.FREE, prepayment_fee=Decimal(fee))
    told = prepaying(Account(made), MONTH_END, fen(5_000), today=TODAY)[0]
    debt = only(Account(made))
    problem = Problem((debt,), Budget((told.paid_minor, 10**7)))

    class Once:
        def spend(self, walk: object) -> None:
            if walk.month == 1:  # type: ignore[attr-defined]
                walk.pay(0, told.asked_minor + told.extra_minor)  # type: ignore[attr-defined]

        def rests(self, walk: object) -> bool:
            return False

    early = run(problem, Once(), record=True)
    assert early.months[0].payments[0].paid_minor == told.paid_minor
    assert run(problem, Order(())).cost_minor - early.cost_minor == told.saving_minor


def test_what_cannot_be_paid_in_part_keeps_to_its_due_date() -> None:
    """Only with the instalment, which is all of it; not at all; or as the lender printed it, which is named."""
    printed = PinnedInstalment(1, date(2027, 10, 20), fen(12_000), fen(1_500))
    for made, named in (
        (lent(prepay_on=PrepayDay.WITH_INSTALMENT), ()),
        (lent(prepayment=Prepayment.FULL_ONLY), ()),
        (lent(excess=Excess.NEXT_INSTALMENT), ()),
        (lent(pinned=(printed,)), (1,)),
    ):
        found = owed(Book((Account(made),)), TODAY)
        assert not isinstance(found.debts[0], Lump)
        assert found.whole == named


def test_nothing_is_taken_before_the_day_of_the_contract() -> None:
    debt = only(Account(lent(prepay_from=date(2027, 1, 15))))
    assert [debt.takes(month) for month in (1, 2, 3, 11, 12)] == [False, False, True, True, False]


def test_it_is_paid_before_what_is_cheaper_and_money_is_not_kept() -> None:
    """Half of it at hand each month: it goes to the loan, where before it was kept until all could be settled."""
    debts = (only(Account(lent())), Reducing(9, 9, fen(6_000), (Decimal("0.06"),), fen(300)))
    search = searched(Problem(debts, Budget.of(fen(3_000))))
    assert search.best is not None
    plan = run(search.problem, search.best[1], record=True)
    assert all(month.carried_minor == 0 for month in plan.months[:-1])
    assert plan.months[0].payments[0].extra_minor == fen(2_700)


@examples(45)
@given(mixed(2, at_once_too=True), st.integers(0, 10**6))
def test_bounds_are_below_all_that_can_be_paid(problem: Problem, seed: int) -> None:
    search = searched(problem, 60)
    assume(search.best is not None)
    assert search.best is not None
    assert problem_from_json(problem_to_json(problem)) == problem
    costs = [search.best[0].cost_minor, *(point.cost_minor for point in search.front.points())]
    for number in range(10):
        try:
            found = run(problem, Scattered(seed + number))
            costs.append(found.cost_minor)
        except Shortfall:
            continue
    assert lower_bound(problem, search.best[0]) <= min(costs)


@examples(45)
@given(st.lists(st.integers(1, 3).flatmap(lambda number: at_once(number)), min_size=1, max_size=3), st.integers(1, 60))
def test_more_money_never_costs_more(accounts: list[Account], more: int) -> None:
    numbered = [replace(one, loan=replace(one.loan, id=number)) for number, one in enumerate(accounts)]
    debts = debts_of(*numbered)
    few = replace(with_money(debts, 100), budget=Budget.of(sum(debt.balance_minor for debt in debts) * 2 // 7))
    before = searched(few, 80)
    assume(before.best is not None)
    assert before.best is not None
    many = replace(few, budget=Budget.of(few.budget.monthly_minor[0] * (100 + more) // 100))
    after = searched(many, 80, (before.best[1],))
    assert after.best is not None
    assert after.best[0].cost_minor <= before.best[0].cost_minor + sum(before.best[0].closed) // 2 + 1


@examples(30)
@given(st.permutations([1, 2, 3]), st.data())
def test_the_order_of_rows_changes_nothing(order: list[int], data: st.DataObject) -> None:
    accounts = [data.draw(at_once(number)) for number in (1, 2, 3)]
    costs = set()
    for row in (accounts, [accounts[at - 1] for at in order]):
        debts = debts_of(*row)
        search = searched(Problem(debts, Budget.of(sum(debt.balance_minor for debt in debts) // 3)), 60)
        costs.add(None if search.best is None else (search.best[0].cost_minor, search.best[0].closed))
    assert len(costs) == 1


def test_a_dearer_rate_makes_it_dearer() -> None:
    debt = only(Account(lent()))
    more = debt.dearer(Decimal("0.06"), Decimal(10))
    costs = [run(Problem((one,), Budget.of(fen(20_000))), Order(())).cost_minor for one in (debt, more)]
    assert costs == [fen(1_440), fen(2_160)]


def test_a_part_paid_in_the_past_is_no_part_of_it_any_more() -> None:
    """Rate by the day, by actual days: what was paid of the interest is not asked for again."""
    made = lent(rate_changes=())
    paid = Account(made, repayments=(Repayment(1, date(2026, 11, 19), fen(3_000)),))
    place = position(paid, TODAY + timedelta(20))
    debt = only(paid, TODAY + timedelta(20))
    assert made.rate.basis is RateBasis.YEAR
    assert debt.balance_minor == place.principal_minor == fen(9_120)
    assert debt.before_minor == fen(120)
