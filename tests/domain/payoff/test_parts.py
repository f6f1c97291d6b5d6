"""Loans by instalments that are paid in part: to the fen what the ledger then asks for, and what that saves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Excess, Loan, Method, OnRateChange, PinnedInstalment, Prepayment, RateChange
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen, Penalty, PrepaymentStep
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.actions import ActionKind, actions
from planner.domain.payoff.debts.owed import Owed, owed
from planner.domain.payoff.engine.model import Balance, Reducing
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.parted import Parted, Standing
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule, Walk
from planner.domain.payoff.search.codec import problem_from_json, problem_to_json
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import searched
from planner.domain.what_if.prepay import prepaying
from tests.make.accounts import day, fen
from tests.make.bounds import lower_bound
from tests.make.debts import reducing
from tests.make.examples import examples
from tests.make.parts import TODAY, Extra, debts_of, mixed, ordinary, paid_in_part, under_agreement, with_money
from tests.make.terms import loan

NOTHING = Order(())


def only(account: Account, on: date = TODAY) -> Parted:
    (debt,) = owed(Book((account,)), on).debts
    assert isinstance(debt, Parted)
    return debt


def followed(account: Account, on: date, rule: Rule, monthly: int = 10**14) -> tuple[Owed, Outcome]:
    found = owed(Book((account,)), on)
    return found, run(Problem(found.debts, Budget.of(monthly)), rule, record=True)


def replayed(account: Account, on: date, rule: Rule, monthly: int = 10**14) -> int:
    """Pay what the plan says, each payment recorded on its day, and hold each against what the ledger asks for then."""
    found, outcome = followed(account, on, rule, monthly)
    account = taken_as_paid(account, position(account, on))
    done, paid = actions(found, outcome.months), list(account.repayments)
    number = max((one.id for one in paid), default=0)
    for action in done:
        before = position(replace(account, repayments=tuple(paid)), action.on)
        if action.kind is ActionKind.DUE:
            same_day = [one.amount_minor for one in done if one.on == action.on and one.kind is ActionKind.DUE]
            now = sum(one.amount_minor for one in paid if one.on == action.on and one.id > len(account.repayments))
            asked = before.short_minor + sum(due.unpaid_minor for due in before.dues if due.due_on <= action.on)
            assert sum(same_day) - now == asked, action
        elif action.kind is ActionKind.SETTLE:
            assert before.settlement_minor == action.amount_minor, action
        number += 1
        paid.append(Repayment(number, action.on, action.amount_minor))
    left = position(replace(account, repayments=tuple(paid)), done[-1].on)
    assert (left.owed_minor, left.principal_minor) == (0, 0)
    assert sum(action.amount_minor for action in done) == found.debts[0].balance_minor + outcome.cost_minor
    return outcome.cost_minor


@examples(240)
@given(paid_in_part())
def test_a_plan_with_extra_payments_is_to_the_fen_what_the_ledger_asks_for(case: tuple[Account, date, Extra]) -> None:
    account, today, extra = case
    found = owed(Book((account,)), today)
    assume(found.debts and isinstance(found.debts[0], Parted))
    replayed(account, today, extra)


@examples(120)
@given(under_agreement())
def test_so_it_is_under_an_agreement(case: tuple[Account, date, Extra]) -> None:
    account, today, extra = case
    found = owed(Book((account,)), today)
    assume(found.debts and isinstance(found.debts[0], Balance))
    replayed(account, today, extra)


def mortgage(**more: object) -> Loan:
    """1,000,000 over thirty years at 5.2 %, from 1 January 2027 on at 3.4 %; due on the 20th."""
    lower = RateChange(date(2027, 1, 1), Rate(Decimal("0.034"), RateBasis.YEAR))
    terms: dict[str, object] = {"start_on": date(2026, 10, 20), "rate_changes": (lower,)}
    return loan(Method.LEVEL_PAYMENT, fen(1_000_000), 360, "0.052", **(terms | more))  # type: ignore[arg-type]


def test_a_mortgage_that_is_repriced_is_paid_early_month_by_month() -> None:
    """10,000 a month against an instalment of about 4,400: all of it goes to the loan, and nothing is kept."""
    search = searched(Problem((only(Account(mortgage())),), Budget.of(fen(10_000))))
    assert search.best is not None
    plan = run(search.problem, search.best[1], record=True)
    due = run(search.problem, NOTHING)
    assert plan.cost_minor < due.cost_minor // 3
    assert all(month.carried_minor == 0 for month in plan.months[:-1])
    assert plan.length < 125
    steady = searched(Problem((only(Account(replace(mortgage(), rate_changes=()))),), Budget.of(fen(10_000))))
    assert steady.best is not None
    assert plan.cost_minor < steady.best[0].cost_minor  # the lower rate makes it cheaper


@pytest.mark.parametrize("excess", [Excess.SHORTER_TERM, Excess.LOWER_PAYMENT])
def test_an_extra_payment_saves_what_the_loan_s_own_what_if_says(excess: Excess) -> None:
    account = Account(mortgage(excess=excess))
    debt = only(account)

    class Once:
        def spend(self, walk: Walk) -> None:
            if walk.month == 1:
                walk.pay(0, fen(100_000))

        def rests(self, walk: Walk) -> bool:
            return False

    early = run(Problem((debt,), Budget.of(fen(200_000))), Once())
    due = run(Problem((debt,), Budget.of(fen(200_000))), NOTHING)
    answers = prepaying(account, date(2026, 11, 20), fen(100_000), today=TODAY)
    told = next(answer for answer in answers if answer.excess is excess)
    assert due.cost_minor - early.cost_minor == told.saving_minor
    assert due.length - early.length == told.fewer


def test_a_lower_payment_by_hand() -> None:
    """1,200 in twelve parts at 12 %: 106.62; after 594.62 extra in month 1, 500 are left for eleven terms: 48.23."""
    made = loan(Method.LEVEL_PAYMENT, fen(1_200), 12, "0.12", start_on=date(2026, 10, 20), excess=Excess.LOWER_PAYMENT)
    debt = only(Account(made))
    assert debt.printed(1) == (9_462, 1_200, 0)
    stands = debt.departed(1, 110_538, 50_000, None)
    part, interest, fee, stands_then = debt.ask(50_000, 2, stands)
    assert (part + interest, interest, fee) == (4_823, 500, 0)
    assert stands_then is not None
    part, interest, fee, _ = debt.ask(50_000 - part, 3, stands_then)
    assert (part + interest, interest) == (4_823, 457)


def test_equal_principal_by_hand() -> None:
    """1,200 in twelve parts of 100: after 300 extra in month 1 three terms fall away, or all parts become 72.73."""
    terms = {"start_on": date(2026, 10, 20)}
    for excess, part, ends in ((Excess.SHORTER_TERM, 10_000, 9), (Excess.LOWER_PAYMENT, 7_273, 12)):
        made = loan(Method.EQUAL_PRINCIPAL, fen(1_200), 12, "0.12", excess=excess, **terms)  # type: ignore[arg-type]
        debt = only(Account(made))
        assert debt.ask(80_000, 2, debt.departed(1, 110_000, 80_000, None))[:3] == (part, 800, 0)
        outcome = run(Problem((debt,), Budget.of(10**7)), _once(30_000))
        assert outcome.closed == (ends,)


def _once(amount: int) -> Rule:
    class Once:
        def spend(self, walk: Walk) -> None:
            if walk.month == 1:
                walk.pay(0, amount)

        def rests(self, walk: Walk) -> bool:
            return False

    return Once()


@pytest.mark.parametrize(
    "made",
    [
        loan(start_on=date(2026, 10, 20)),
        loan(
            start_on=date(2026, 8, 20),
            fees=(Fee("服务费", FeeWhen.PER_TERM, 2_000, from_on=date(2027, 1, 1), until_on=date(2027, 4, 30)),),
        ),
        loan(
            start_on=date(2026, 8, 20),
            fees=(Fee("担保", FeeWhen.PER_TERM, None, Decimal("0.003"), on_remaining=True),),
            excess=Excess.LOWER_PAYMENT,
        ),
        loan(start_on=date(2026, 8, 20), fees=(Fee("保险", FeeWhen.PER_TERM, 900, stops=False),)),
        loan(Method.EQUAL_PRINCIPAL, start_on=date(2026, 8, 20)),
        loan(
            start_on=date(2026, 8, 20),
            rate_changes=(RateChange(date(2027, 2, 3), Rate(Decimal("0.24"), RateBasis.YEAR)),),
            on_rate_change=OnRateChange.SHORTER_TERM,
        ),
        loan(
            start_on=date(2026, 8, 20),
            pinned=tuple(
                PinnedInstalment(number, date(2026, 8 + number, 20), 76_000 + number, 15_800 - number)
                for number in range(1, 4)
            ),
        ),
        loan(Method.LEVEL_PAYMENT, interest_only_terms=5, start_on=date(2026, 8, 20)),
        loan(Method.FLAT_FEE, rate="0.0075", basis=RateBasis.TERM, start_on=date(2026, 8, 20)),
        loan(start_on=date(2026, 8, 20), prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.03")),
    ],
)
def test_ordinary_loans_are_paid_early_to_the_fen(made: Loan) -> None:
    """With half as much again as the instalment: each due is what the ledger asks for, and it costs less."""
    account = _punctual(made)
    cost = replayed(account, TODAY, Order((0,)), fen(1_700))
    assert owed(Book((account,)), TODAY).whole == ()
    assert cost < followed(account, TODAY, NOTHING)[1].cost_minor


class _Next:
    """A rule: each month what the next so many instalments ask for, to the fen."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.stands: Standing | None = None

    def spend(self, walk: Walk) -> None:
        (debt,) = walk.problem.debts
        assert isinstance(debt, Parted)
        owed, month, amount = walk.balances[0], walk.month, 0
        stands = self.stands if month > 1 else None
        for later in range(month + 1, month + 1 + self.count):
            if owed:
                part, interest, fee, stands = debt.ask(owed, later, stands)
                owed, amount = owed - part, amount + part + interest + fee
        before = walk.balances[0]
        walk.pay(0, amount)
        if walk.balances[0]:
            stands = debt.departed(month, before, walk.balances[0], self.stands if month > 1 else None)
            _, _, _, self.stands = debt.ask(walk.balances[0], month + 1, stands)

    def rests(self, walk: Walk) -> bool:
        return False


def test_a_fee_that_falls_is_waited_for() -> None:
    """26,000 at 3 % a year: a yuan costs 0.25 % a month to keep, and 3 % to pay in the first two, 1 % in three more."""
    made = loan(Method.LEVEL_PAYMENT, fen(26_000), 14, "0.03", start_on=date(2026, 10, 20), interest_only_terms=6)
    steps = (PrepaymentStep(2, Decimal("0.03")), PrepaymentStep(5, Decimal("0.01")))
    debt = only(Account(replace(made, prepayment=Prepayment.FEE_SHARE, prepayment_steps=steps)))
    other = reducing(2, 10_000, "0.12", 500)
    search = searched(Problem((debt, other), Budget.of(fen(40_000))))
    assert search.best is not None
    assert search.best[0].closed == (6, 1)
    assert search.best[0].cost_minor == 6 * 6_500 + 10_000


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("excess", [Excess.SHORTER_TERM, Excess.LOWER_PAYMENT])
@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL])
def test_what_is_paid_early_is_never_just_the_next_instalments(method: Method, excess: Excess, count: int) -> None:
    """Its lender would take it for these, ahead of their days and with their interest: a fen less is principal."""
    made = loan(method, start_on=date(2026, 8, 20), excess=excess)
    paid = replayed(_punctual(made), TODAY, _Next(count))
    months = followed(_punctual(made), TODAY, _Next(count))[1].months
    due = position(_punctual(made), TODAY).dues
    asked = [one.amount_minor for one in due if one.due_on > TODAY][1 : 1 + count]
    assert months[0].payments[0].extra_minor == sum(asked) - 1
    assert paid < followed(_punctual(made), TODAY, NOTHING)[1].cost_minor


def _punctual(made: Loan, missed: int = 0) -> Account:
    past = [due for due in position(Account(made), TODAY).dues if due.due_on < TODAY]
    past = past[: len(past) - missed]
    return Account(
        made, repayments=tuple(Repayment(due.number, due.due_on, due.amount_minor) for due in past if due.amount_minor)
    )


@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.INTEREST_ONLY, Method.EQUAL_PRINCIPAL])
def test_a_late_payment_made_good_costs_no_more_than_its_penalty(method: Method) -> None:
    """Six days late with what is missing at hand: the plan is the same, and dearer by the cost in what was missing."""
    made = loan(method, fen(46_000), 12, "0.06", start_on=date(2026, 7, 27), penalty=Penalty(Decimal("1.5")))
    on_time, late = _punctual(made), _punctual(made, missed=1)
    missing = position(late, TODAY).dues[2]
    assert (missing.penalty_minor > 0) == (method is not Method.INTEREST_ONLY)  # it is on principal overdue
    plans = []
    for account, lump in ((on_time, 0), (late, missing.unpaid_minor)):
        debts = (only(account), Reducing(9, 9, fen(20_000), (Decimal("0.12"),), fen(300)))
        search = searched(Problem(debts, Budget((fen(9_000),), ((1, lump),))))
        assert search.best is not None
        plans.append(search.best[0])
    assert plans[1].cost_minor == plans[0].cost_minor + missing.interest_minor + missing.penalty_minor
    assert plans[1].closed == plans[0].closed


@examples(45)
@given(mixed())
def test_a_book_of_instalments_survives_being_written_down(problem: Problem) -> None:
    assert problem_from_json(problem_to_json(problem)) == problem


@examples(60)
@given(mixed(), st.integers(0, 10**6))
def test_bounds_are_below_all_that_can_be_paid(problem: Problem, seed: int) -> None:
    search = searched(problem, 60)
    assume(search.best is not None)
    assert search.best is not None
    costs = [search.best[0].cost_minor, *(point.cost_minor for point in search.front.points())]
    for number in range(10):
        try:
            costs.append(run(problem, Scattered(seed + number)).cost_minor)
        except Shortfall:
            continue
    assert lower_bound(problem, search.best[0]) <= min(costs)


class Scattered:
    """Any extra payments and settlements, the same for a seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def _next(self) -> float:
        self._state = (self._state * 1_103_515_245 + 12_345) % 2**31
        return self._state / 2**31

    def spend(self, walk: Walk) -> None:
        for index in list(walk.open):
            if self._next() < 0.6:
                walk.pay(index, int(walk.cash * self._next()))
            if self._next() < 0.2:
                walk.settle(index)

    def rests(self, walk: Walk) -> bool:
        return False


@examples(45)
@given(st.lists(st.integers(1, 3).flatmap(lambda number: ordinary(number)), min_size=1, max_size=3), st.integers(1, 60))
def test_more_money_for_loans_that_take_parts_never_costs_more(accounts: list[Account], more: int) -> None:
    numbered = [replace(one, loan=replace(one.loan, id=number)) for number, one in enumerate(accounts)]
    debts = debts_of(*numbered)
    assume(debts)
    few = with_money(debts, 105)
    before = searched(few, 80)
    assume(before.best is not None)
    assert before.best is not None
    many = replace(few, budget=Budget.of(few.budget.monthly_minor[0] * (100 + more) // 100))
    after = searched(many, 80, (before.best[1],))
    assert after.best is not None
    assert after.best[0].cost_minor <= before.best[0].cost_minor + sum(before.best[0].closed) // 2 + 1


@examples(45)
@given(ordinary(1), st.integers(1, 90), st.integers(2, 9))
def test_a_cheaper_rate_to_come_makes_no_plan_dearer(account: Account, days: int, tenths: int) -> None:
    made, on = replace(account.loan, prepayment=Prepayment.FREE, prepayment_fee=Decimal(0)), TODAY + timedelta(days)
    assume(made.method is not Method.FLAT_FEE)
    before = tuple(change for change in made.rate_changes if change.from_on < on)
    rate = min((change.rate.value for change in made.rate_changes), default=made.rate.value)
    lower = RateChange(on, Rate(min(rate, made.rate.value) * tenths / 10, RateBasis.YEAR))
    costs = []
    debts = debts_of(replace(account, loan=made))
    assume(debts)
    budget = with_money(debts, 110).budget
    for one in (made, replace(made, rate_changes=(*before, lower))):
        search = searched(Problem(debts_of(replace(account, loan=one)), budget), 60)
        assert search.best is not None
        costs.append(search.best[0].cost_minor)
    assert costs[1] <= costs[0] + 24  # half a fen for each rounding


def test_nothing_is_paid_before_the_first_instalment_of_the_plan() -> None:
    """The instalment of this month is paid: month 1 asks for nothing, bears nothing and takes nothing."""
    made = loan(Method.LEVEL_PAYMENT, fen(12_000), 12, "0.12", start_on=date(2026, 9, 10))
    account = Account(made, repayments=(Repayment(1, day("10-10"), 106_619), Repayment(2, TODAY, 106_619)))
    debt = only(account)
    assert [term.month for term in debt.terms][:2] == [2, 3]
    assert debt.printed(1) == (0, 0, 0)
    outcome = run(Problem((debt,), Budget.of(fen(3_000))), Order((0,)), record=True)
    assert outcome.months[0].payments[0].paid_minor == 0
    assert outcome.months[1].payments[0].extra_minor > 0
    assert timedelta(0) < actions(owed(Book((account,)), TODAY), outcome.months)[0].on - date(2026, 12, 9)


@given(mixed(2, 24), st.integers(1, 12), st.integers(1, 999), st.booleans(), st.integers(-2, 2), st.integers(0, 6))
@examples(60)
def test_only_what_the_next_instalments_ask_for_together_is_them_ahead_of_their_days(
    problem: Problem, month: int, left: int, paid_early: bool, off: int, count: int
) -> None:
    """To the fen: a fen more or less is an extra payment. Worked out by asking for one instalment after the other."""
    for debt in problem.debts:
        if not isinstance(debt, Parted) or month >= debt.last_month:
            continue
        balance, standing = debt.left(debt.places(month)[1]), None
        if paid_early:
            before, balance = balance, max(balance * left // 1000, 1)
            standing = debt.departed(month, before, balance, None)
        owed, stands, asked = balance, standing, list[int]()
        for later in range(month + 1, debt.terms[-1].month + 1):
            if not owed:
                break
            asked += [each for each, _ in debt.apart(owed, later, stands)]
            principal, _, _, stands = debt.ask(owed, later, stands)
            owed -= principal
        sums = [sum(asked[:number]) for number in range(1, len(asked))]  # all of them end it
        for paid in (*sums, *(one + off for one in sums), count * balance // 7):
            if 0 < paid < balance:
                assert debt.is_next(balance, month, standing, paid) is (paid in sums)
