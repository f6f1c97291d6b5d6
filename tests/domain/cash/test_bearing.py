"""No payment of a plan is early before cash has its money: no day is worse than with what is due alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Draw
from planner.domain.book import Book, CashReading, Household, Income, LivingCost, SingleIncome
from planner.domain.cash.balance import Cash, cash
from planner.domain.cash.bearing import at_hand
from planner.domain.cash.budget import flow_of, months_of
from planner.domain.ledger.position import position
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.coming import planned
from planner.domain.payoff.adopted.drift import drift
from planner.domain.payoff.debts.actions import ActionKind
from planner.domain.payoff.debts.means import Means, means_from_json
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.planning import LIVE, Planning, planning
from planner.domain.payoff.search.codec import problem_from_json, problem_to_json
from planner.domain.payoff.search.goals import Answer, Ask, Goal
from planner.domain.payoff.search.hoard import Reason, Unused, hoards
from planner.domain.payoff.search.scenario import Scenario
from planner.domain.reminders.planned import Planned
from planner.errors import PlannerError
from tests.domain.payoff.test_while_time_passes import books, enough, in_order
from tests.make.accounts import day, fen
from tests.make.bounds import lower_bound
from tests.make.examples import examples
from tests.make.terms import line, loan

LONG_AGO = date(2025, 1, 1)


def with_cash(
    book: Book, today: date, at_hand_minor: int, income: tuple[int, int], costs: Sequence[tuple[int, int]]
) -> Book:
    """The book of somebody with money at hand today, one income and living costs: day of the month, fen."""
    living = tuple(LivingCost(on, f"生活{on}", on, minor, LONG_AGO) for on, minor in costs)
    household = Household((CashReading(1, "工资卡", today - timedelta(1), at_hand_minor),), (), living)
    return replace(book, incomes=(Income(1, "工资", LONG_AGO, income[1], income[0]),), household=household)


def balance(
    book: Book, today: date, buffer_minor: int, plan: Planning | None = None, found: Answer | None = None
) -> Cash:
    """The balance by day: with what is due alone, or as it is once a plan is adopted."""
    places = {account.loan.id: position(account, today) for account in book.accounts}
    followed: tuple[Planned, ...] = ()
    if plan is not None and found is not None:
        followed = planned(baseline_from(document_of(book.accounts, plan, found)), book, today, places)
    made = cash(book, places, followed, today, buffer_minor=buffer_minor)
    assert made is not None
    return made


def means_of(book: Book, today: date, monthly: int, buffer_minor: int = 0, **more: object) -> Means:
    places = {account.loan.id: position(account, today) for account in book.accounts}
    known = at_hand(book, places, balance(book, today, buffer_minor))
    return Means(monthly, cash=known, **more)  # type: ignore[arg-type]


def asked(book: Book, today: date, means: Means, ask: Ask) -> tuple[Planning, Answer]:
    plan = planning(book, today, means)
    plan.tries = LIVE
    found = None if plan.shortage else plan.answer(ask)
    assert found is not None
    return plan, found


def nets_of(book: Book, today: date, payday: int = 1) -> list[int]:
    return [one.net_minor for one in months_of(book, Months(today, payday))]


def no_day_is_worse(before: Cash, after: Cash) -> None:
    for due, early in zip(before.days, after.days, strict=True):
        assert early.balance_minor >= min(due.balance_minor, before.buffer_minor), early


def one_line(today: date, due_day: int = 5) -> Book:
    """A line of 10,000 that takes money any day and asks for little, due on a day of the month."""
    made = Account(line(start_on=day("03-01"), due_day=due_day), draws=(Draw(1, day("03-01"), 1_000_000),))
    return in_order((made,), today)


def test_what_is_not_there_by_the_due_day_waits_for_the_next_one() -> None:
    """Paid on the 20th; due on the 5th: the pay of July goes out in August, and in September what is left of August."""
    today = day("07-02")
    book = with_cash(one_line(today), today, fen(1_000), (20, fen(6_000)), [(1, fen(3_000))])
    free = asked(book, today, Means(fen(3_000)), Ask(Goal.LEAST_COST))[1]
    assert free.outcome.months[0].payments[0].extra_minor > fen(2_500)
    plan, found = asked(book, today, means_of(book, today, fen(3_000), fen(500)), Ask(Goal.LEAST_COST))
    first, second = found.outcome.months[:2]
    required = first.payments[0].required_minor
    assert first.payments[0].paid_minor == fen(500)  # 1,000 at hand, of which 500 stay
    assert first.absent_minor == first.carried_minor == fen(2_500)
    assert second.payments[0].paid_minor == fen(3_000)  # 500 and 6,000, less 3,000 of August and 500 to stay
    assert 0 < required < fen(500)
    assert found.outcome.cost_minor > free.outcome.cost_minor
    assert plan.lack is None
    assert hoards(plan.problem, found.outcome) == ()  # what is not there is not kept


def test_nothing_is_paid_early_before_a_day_that_is_short_already() -> None:
    today = day("07-02")
    book = with_cash(one_line(today, 9), today, fen(2_000), (20, fen(6_000)), [(15, fen(2_600))])
    plan, found = asked(book, today, means_of(book, today, fen(3_000)), Ask(Goal.LEAST_COST))
    assert [one.kind for one in plan.actions(found) if one.on < day("07-20")] == [ActionKind.DUE]
    assert plan.lack is not None
    before = balance(book, today, 0)
    assert (plan.lack.on, plan.lack.deepest_on) == (day("07-15"), day("07-15"))
    assert plan.lack.lacking_minor == plan.lack.deepest_minor == -before.certain.lowest.balance_minor > 0
    no_day_is_worse(before, balance(book, today, 0, plan, found))


def test_money_goes_first_to_the_debt_whose_day_it_reaches_unless_a_dearer_one_is_worth_the_wait() -> None:
    """Due on the 5th at 0.05 % a day and on the 25th at less; paid on the 20th."""
    today = day("07-02")
    dear = Account(line(start_on=day("03-01"), due_day=5), draws=(Draw(1, day("03-01"), 1_000_000),))
    cheap = Account(line("0.0002", start_on=day("03-01"), due_day=25), draws=(Draw(1, day("03-01"), 1_000_000),))
    book = with_cash(in_order((dear, cheap), today), today, fen(500), (20, fen(6_000)), [(1, fen(3_000))])
    plan, found = asked(book, today, means_of(book, today, fen(3_000)), Ask(Goal.LEAST_COST))
    assert not any(one.payments[-1].extra_minor for one in found.outcome.months[:3])
    kept = hoards(plan.problem, found.outcome)
    assert (kept[0].first, kept[0].reason) == (1, Reason.CASH)
    assert 1 in kept[0].debts


def test_a_sum_that_is_supposed_is_there_and_income_that_fails_is_not() -> None:
    today = day("07-02")
    book = with_cash(one_line(today), today, fen(1_000), (20, fen(6_000)), [(1, fen(3_000))])
    plan, found = asked(book, today, means_of(book, today, fen(3_000)), Ask(Goal.LEAST_COST))
    early = found.outcome.months[0].payments[0].paid_minor

    def first_two(scenario: Scenario) -> list[int]:
        then = plan.changed(scenario).answer(Ask(Goal.LEAST_COST))
        assert then is not None
        return [month.payments[0].paid_minor for month in then.outcome.months[:2]]

    assert first_two(Scenario(lump_minor=fen(1_200)))[0] == early + fen(1_200)
    assert first_two(Scenario(monthly_minor=fen(9_000)))[0] == early  # it does not say where that comes from
    assert first_two(Scenario(lost_months=1, left_minor=fen(500)))[0] < early


def test_what_grows_on_a_line_of_which_nothing_is_paid_yet_departs_from_no_plan() -> None:
    today = day("07-31")
    book = with_cash(one_line(today), today, fen(100), (20, fen(6_000)), [(1, fen(3_000))])
    plan, found = asked(book, today, means_of(book, today, fen(3_000)), Ask(Goal.LEAST_COST))
    assert not found.outcome.months[0].payments[0].paid_minor
    adopted = baseline_from(document_of(book.accounts, plan, found))
    assert all(drift(adopted, book, today + timedelta(days)).kept for days in range(5))


def test_where_nothing_is_known_of_cash_or_it_bears_all_the_plan_is_the_same() -> None:
    today = day("07-02")
    book = with_cash(one_line(today), today, fen(90_000), (20, fen(6_000)), [(1, fen(3_000))])
    known, unknown = (planning(book, today, means) for means in (means_of(book, today, fen(3_000)), Means(fen(3_000))))
    assert known.problem == unknown.problem
    assert known.problem.bears is None
    later = planning(book, today + timedelta(1), means_of(book, today, fen(3_000)))
    assert later.problem.bears is None  # cash of another day says nothing


def test_it_is_kept_with_the_plan_and_told_to_the_proof() -> None:
    today = day("07-02")
    book = with_cash(one_line(today), today, fen(1_000), (20, fen(6_000)), [(1, fen(3_000))])
    means = means_of(book, today, fen(3_000))
    assert means_from_json(means.to_json()) == means
    plan = planning(book, today, means)
    assert plan.problem.bears is not None
    assert problem_from_json(problem_to_json(plan.problem)) == plan.problem


@pytest.mark.parametrize("at_hand_minor", [fen(500), fen(3_500), fen(4_000), fen(9_000)])
def test_what_no_payment_touches_is_free_until_a_sum_on_today_spends_it(at_hand_minor: int) -> None:
    """As much as the balance calls free once the plan is adopted; as a sum on today it makes the plan cheaper."""
    today = day("07-02")
    book = with_cash(one_line(today), today, at_hand_minor, (20, fen(6_000)), [(1, fen(3_000))])
    means = means_of(book, today, fen(3_000), fen(500))
    plan, found = asked(book, today, means, Ask(Goal.LEAST_COST))
    idle = plan.idle_minor(found, nets_of(book, today))
    assert idle == balance(book, today, fen(500), plan, found).free_minor
    assert idle == max(at_hand_minor - fen(3_500), 0)  # the budget of 3,000, and 500 to stay
    if idle:
        then, spent = asked(book, today, replace(means, lumps=((today, idle),)), Ask(Goal.LEAST_COST))
        assert then.idle_minor(spent, nets_of(book, today)) == 0
        assert spent.outcome.cost_minor < found.outcome.cost_minor


@pytest.mark.parametrize("beyond", [0, fen(2_000)])
def test_what_of_a_sum_cash_never_has_is_named(beyond: int) -> None:
    """10,000 on today where cash holds 4,000 above what is needed: what is named is what the plan pays without."""
    today = day("07-02")
    book = with_cash(one_line(today), today, fen(7_500), (20, fen(6_000)), [(1, fen(3_000))])
    means = means_of(book, today, fen(3_000), fen(500), lumps=((today, fen(4_000) + beyond),))
    plan, found = asked(book, today, means, Ask(Goal.LEAST_COST))
    assert plan.unused(found) == Unused(absent_minor=beyond)
    less = replace(means, lumps=((today, fen(4_000)),))
    assert asked(book, today, less, Ask(Goal.LEAST_COST))[1].outcome.cost_minor == found.outcome.cost_minor


def test_what_of_a_sum_is_spent_elsewhere_is_named() -> None:
    """A loan that takes nothing early, and unused money that does not wait."""
    today = day("07-02")
    kept = loan(Method.EQUAL_PRINCIPAL, start_on=today, prepay_from=day("2030-01-01"))
    book = Book((Account(kept),))
    means = Means(fen(1_500), lumps=((today, fen(10_000)),), carry=False)
    plan, found = asked(book, today, means, Ask(Goal.LEAST_COST))
    assert plan.unused(found) == Unused(spent_minor=fen(10_000))


@pytest.mark.parametrize("income", [fen(6_000), fen(5_500), fen(4_000)])
def test_what_a_budget_above_income_takes_of_cash_later_is_not_free(income: int) -> None:
    """What of 3,000 a month no income brings comes from what is at hand, in months out of sight too."""
    today, owed = day("07-02"), fen(30_000)
    made = Account(line(start_on=day("03-01"), due_day=5, limit_minor=owed), draws=(Draw(1, day("03-01"), owed),))
    book = with_cash(in_order((made,), today), today, fen(20_000), (20, income), [(1, fen(3_000))])
    plan, found = asked(book, today, means_of(book, today, fen(3_000), fen(1_000)), Ask(Goal.LEAST_COST))
    before_pay: list[int] = []
    for month in found.outcome.months:
        out = month.paid_minor + fen(3_000) * (month.number > 1)
        before_pay.append((before_pay[-1] + income if before_pay else fen(20_000)) - out)
    assert plan.idle_minor(found, nets_of(book, today)) == max(min(before_pay) - fen(1_000), 0)


@pytest.mark.parametrize(
    ("today", "carry", "free"), [("07-02", False, True), ("07-20", False, False), ("07-20", True, True)]
)
def test_what_no_plan_can_spend_is_not_called_free_for_it(today: str, carry: bool, free: bool) -> None:
    """After the last due day of a month a sum on today is of no use where unused money does not wait."""
    on = day(today)
    book = in_order((Account(loan(start_on=day("01-15"), principal_minor=fen(40_000), terms=36)),), on)
    book = with_cash(book, on, fen(20_000), (25, fen(6_000)), [(1, fen(3_000))])
    plan, found = asked(book, on, means_of(book, on, fen(3_000), fen(500), carry=carry), Ask(Goal.LEAST_COST))
    assert (plan.idle_minor(found, nets_of(book, on)) > 0) == free


def test_what_is_called_enough_a_month_is_enough_with_what_cash_bears_of_it() -> None:
    """The poor budget pays nothing before its money is there; the larger one could, and has to wait for it."""
    today = day("11-30")
    owed = loan(Method.EQUAL_PRINCIPAL, fen(4_265), 6, "0.2715", start_on=day("11-10"))
    book = with_cash(in_order((Account(owed),), today), today, 198_167, (21, 366_849), [(1, 310_500)])
    singles = (SingleIncome(1, "尾款", date(2027, 4, 28), fen(4_080)),)
    book = replace(book, household=replace(book.household, singles=singles))
    places = {1: position(book.accounts[0], today)}
    by_day = balance(book, today, 0)
    flow = flow_of(book, by_day, Months(today, 10))
    poor = Means(payday=10, flow=flow, cash=at_hand(book, places, by_day))
    lack = planning(book, today, poor).shortage
    assert lack is not None
    assert lack.enough_minor is not None
    assert planning(book, today, replace(poor, monthly_minor=lack.enough_minor)).shortage is None


@pytest.mark.parametrize("carry", [True, False])
def test_no_bound_is_above_what_a_plan_costs(carry: bool) -> None:
    today = day("07-02")
    book = with_cash(one_line(today), today, fen(1_000), (20, fen(6_000)), [(1, fen(3_000))])
    plan, found = asked(book, today, means_of(book, today, fen(3_000), carry=carry), Ask(Goal.LEAST_COST))
    bound = lower_bound(plan.problem, found.outcome)
    assert 0 < bound <= found.outcome.cost_minor
    if carry:
        assert found.outcome.cost_minor - bound < fen(10)


@examples(60)
@given(
    data=st.data(),
    today=st.dates(date(2026, 6, 1), date(2027, 3, 31)),
    payday=st.sampled_from([1, 1, 10, 25]),
    carry=st.sampled_from([True, True, False]),
)
def test_no_day_of_the_balance_is_worse_for_a_plan(data: st.DataObject, today: date, payday: int, carry: bool) -> None:
    book = data.draw(books(today))
    monthly = int(enough(book, today) * data.draw(st.sampled_from([Decimal("1.2"), Decimal(2), Decimal(3)])))
    days = st.integers(1, 31)
    costs = data.draw(st.lists(st.tuples(days, st.integers(1, monthly // 2)), min_size=1, max_size=3))
    income = data.draw(st.integers(monthly // 2, monthly * 3))
    book = with_cash(book, today, data.draw(st.integers(0, monthly * 2)), (data.draw(days), income), costs)
    buffer = data.draw(st.sampled_from([0, monthly // 4]))
    order = tuple(data.draw(st.permutations([account.loan.id for account in book.accounts])))
    ask = data.draw(st.sampled_from([Ask(Goal.OWN, order=order), Ask(Goal.LEAST_COST), Ask(Goal.FEWEST)]))
    try:
        plan = planning(book, today, means_of(book, today, monthly, buffer, payday=payday, carry=carry))
        plan.tries = 4
        found = None if plan.shortage else plan.answer(ask)
    except PlannerError:
        reject()
    if found is None:
        reject()
    before = balance(book, today, buffer)
    after = balance(book, today, buffer, plan, found)
    no_day_is_worse(before, after)
    assert plan.idle_minor(found, nets_of(book, today, payday)) <= after.free_minor
    assert lower_bound(plan.problem, found.outcome) <= found.outcome.cost_minor
