"""A plan that is kept to the fen and asked anew every day: its milestones stay, its payments have their days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Method
from planner.domain.accounts.records import Account, Denial, Draw, Repayment
from planner.domain.accounts.terms import DueShift, PrepayDay
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book, CashReading, Household
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.drift import held
from planner.domain.payoff.debts.actions import Action
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.planning import LIVE, Planning, planning
from planner.domain.payoff.search.goals import Answer, Ask, Goal, ask_from
from planner.errors import PlannerError
from tests.make.accounts import card, day
from tests.make.examples import examples
from tests.make.terms import line, loan

WEEKENDS = WorkDays(date(2000, 1, 1), date(2099, 12, 31))
FEW = 4
METHODS = (Method.LEVEL_PAYMENT, Method.INTEREST_ONLY, Method.EQUAL_PRINCIPAL)


class NoPlanError(Exception):
    """No plan reaches the goal with this money, or nothing is owed."""


def put(book: Book, loan_id: int, on: date, amount_minor: int) -> Book:
    """The book with one more repayment."""
    accounts = []
    for account in book.accounts:
        if account.loan.id == loan_id:
            made = Repayment(len(account.repayments) + 1, on, amount_minor)
            account = replace(account, repayments=(*account.repayments, made))
        accounts.append(account)
    return replace(book, accounts=tuple(accounts))


def in_order(accounts: Iterable[Account], today: date) -> Book:
    """Accounts of lenders of their own with everything paid that has fallen due before today."""
    book = Book()
    for number, account in enumerate(accounts, 1):
        made = replace(account, loan=replace(account.loan, id=number, lender=Lender(number, f"机构{number}")))
        book = replace(book, accounts=(*book.accounts, made))
        while True:
            place = position(book.accounts[-1], today)
            late = next((due for due in place.dues if due.unpaid_minor and due.due_on < today), None)
            if late is None:
                break
            book = put(book, number, late.due_on, late.unpaid_minor)
    return replace(book, accounts=tuple(taken_as_paid(one, position(one, today)) for one in book.accounts))


def asked(book: Book, on: date, means: Means, ask: Ask, held_minor: int = 0) -> tuple[Planning, Answer]:
    """The plan of a goal on a day, from few tries: an order of one's own needs none.

    Raises:
        NoPlanError: where there is none.
    """
    try:
        plan = planning(book, on, means, held_minor=held_minor)
        plan.tries = FEW if ask.goal is Goal.OWN else LIVE
        found = None if plan.shortage else plan.answer(ask)
    except PlannerError as error:
        raise NoPlanError(error.code) from error
    if found is None:
        raise NoPlanError(str(plan.shortage))
    return plan, found


def keep(book: Book, today: date, means: Means, ask: Ask, days: Sequence[int]) -> None:
    """Follow the plan of today, and ask anew on some of the days to come: the milestones are those of today."""
    plan, found = asked(book, today, means, ask)
    followed = baseline_from(document_of(book.accounts, plan, found))
    told, last = plan.lenders_on(found.outcome), today - timedelta(1)
    for later in days:
        on = today + timedelta(later)
        for action in followed.actions:
            if last < action.on <= on:
                book = put(book, action.loan_id, action.on, action.amount_minor)
        last = on
        left = tuple(one for one in told if one[0] > on)
        if not left:
            return
        again, then = asked(book, on, means, ask, held(followed, book, on))
        assert again.lenders_on(then.outcome) == left, on


@st.composite
def books(draw: st.DrawFn, today: date) -> Book:
    """Two or three debts with a due day each: loans by instalments, lines, cards that are paid in full."""
    accounts = []
    for number in range(draw(st.integers(2, 3))):
        start = today - timedelta(draw(st.integers(0, 120)))
        kind, due_day = draw(st.sampled_from(["loan", "loan", "line", "card"])), draw(st.integers(1, 31))
        count = draw(st.sampled_from([DayCount.ACT_360, DayCount.ACT_365]))
        amount = draw(st.integers(2, 12)) * 100_000
        if kind == "line":
            made = Account(line(start_on=start, due_day=due_day, day_count=count), draws=(Draw(1, start, amount),))
        elif kind == "card":
            bought = today - timedelta(draw(st.integers(1, 40)))
            made = Account(
                card(statement_day=due_day % 28 + 1, due_day=(due_day + 20) % 28 + 1), (Draw(1, bought, amount),)
            )
        else:
            method = draw(st.sampled_from(METHODS))
            rate = draw(st.sampled_from(["0.08", "0.15", "0.2"]))
            made = Account(loan(method, amount, 12, rate, RateBasis.YEAR, start, due_day=due_day, day_count=count))
        accounts.append(replace(made, loan=replace(made.loan, id=number + 1)))
    return in_order(accounts, today)


@examples(36)
@given(data=st.data(), today=st.dates(date(2026, 6, 1), date(2027, 3, 31)), payday=st.sampled_from([1, 1, 10, 25, 28]))
def test_who_keeps_to_the_plan_never_sees_a_milestone_move(data: st.DataObject, today: date, payday: int) -> None:
    book = data.draw(books(today))
    monthly = int(enough(book, today) * data.draw(st.sampled_from([Decimal("1.1"), Decimal("1.6"), Decimal("2.5")])))
    order = tuple(data.draw(st.permutations([account.loan.id for account in book.accounts])))
    days = sorted(set(data.draw(st.lists(st.integers(0, 70), min_size=4, max_size=4))) | {0, 1, 31})
    means, ask = Means(monthly, payday=payday), Ask(Goal.OWN, order=order)
    try:
        asked(book, today, means, ask)
    except NoPlanError:
        reject()
    keep(book, today, means, ask, days)


def enough(book: Book, today: date) -> int:
    """About what a month takes: the highest instalment of each loan, what cards ask for, a tenth of lines, fen."""
    places = [position(account, today) for account in book.accounts]
    asks = [max([due.unpaid_minor for due in place.dues if due.number], default=0) for place in places]
    return sum(max(ask, place.owed_minor // 10) for ask, place in zip(asks, places, strict=True)) + 1


def three(today: date) -> Book:
    """A loan due on the 10th, a line due on the 21st, a card due on the 25th."""
    level = Account(loan(start_on=day("01-10"), due_day=10))
    drawn = Account(line(start_on=day("03-01"), due_day=21), draws=(Draw(1, day("03-01"), 800_000),))
    bought = Account(card(statement_day=5, due_day=25), draws=(Draw(1, day("06-28"), 120_000),))
    return in_order((level, drawn, bought), today)


def test_every_day_of_ten_weeks_tells_the_same() -> None:
    """From 22 July on, when only the card is due in it: what July leaves waits for the 10th and 21st of August."""
    today = day("07-22")
    keep(three(today), today, Means(300_000), Ask(Goal.OWN, order=(2, 1)), range(71))


@pytest.mark.parametrize("goal", ["least_cost", "snowball", "at_most:1"])
def test_a_goal_that_is_searched_for_stays_where_it_is(goal: str) -> None:
    """On the day after, around due dates and at the turn of months."""
    today = day("07-15")
    keep(three(today), today, Means(300_000), ask_from(goal), (1, 6, 10, 17, 26, 47))


def test_a_sum_that_comes_in_a_month_counts_before_its_day_and_after_until_it_is_paid() -> None:
    today = day("07-15")
    means = Means(250_000, ((day("09-15"), 320_000),), ((day("08-05"), 150_000), (day("09-30"), 90_000)))
    for payday in (1, 20):
        keep(three(today), today, replace(means, payday=payday), Ask(Goal.OWN, order=(2, 1)), range(0, 71, 2))


def check_days(plan: Planning, found: Answer) -> tuple[Action, ...]:
    """Every payment lies in its month, and the last one of each debt and lender is what the milestones say."""
    done, months = plan.actions(found), plan.owed.months
    for action in done:
        assert months.begin(action.month) <= action.on <= months.end(action.month)
    last = {action.debt: action.on for action in done}
    for debt in plan.problem.debts:
        assert plan.debt_ended_on(found.outcome, debt.id) == last[debt.id]
    ends = sorted(max(last[d.id] for d in plan.problem.debts if d.lender == one) for one in plan.problem.lenders)
    assert [on for on, _ in plan.lenders_on(found.outcome)] == sorted(set(ends))
    assert plan.ended_on(found.outcome) == done[-1].on
    paid = sum(action.amount_minor for action in done)
    assert paid == plan.problem.owed_minor - plan.problem.charged_minor + found.outcome.cost_minor
    return done


@examples(60)
@given(data=st.data(), today=st.dates(date(2026, 6, 1), date(2027, 3, 31)), payday=st.integers(1, 28))
def test_every_payment_lies_in_its_month(data: st.DataObject, today: date, payday: int) -> None:
    book = data.draw(books(today))
    means = Means(enough(book, today) * 2, payday=payday)
    order = tuple(account.loan.id for account in book.accounts)
    try:
        plan, found = asked(book, today, means, Ask(Goal.OWN, order=order))
    except NoPlanError:
        reject()
    check_days(plan, found)


@examples(60)
@given(
    due_day=st.integers(1, 31),
    shift=st.sampled_from(DueShift),
    payday=st.integers(1, 31),
    today=st.dates(date(2026, 6, 1), date(2027, 3, 31)),
    goal=st.sampled_from([Goal.DUE_ONLY, Goal.SNOWBALL]),
)
def test_a_line_whose_due_dates_move_pays_each_on_its_day(
    due_day: int, shift: DueShift, payday: int, today: date, goal: Goal
) -> None:
    """Of two in one month each has its own day, and a month may hold none."""
    start = today - timedelta(60)
    end = today + timedelta(400)
    made = line(start_on=start, due_day=due_day, end_on=end, due_shift=shift, calendar=WEEKENDS)
    book = in_order([Account(made, draws=(Draw(1, start, 1_000_000),))], today)
    done = check_days(*asked(book, today, Means(1_100_000, payday=payday), Ask(goal)))
    for action in done:
        book = put(book, 1, action.on, action.amount_minor)
    place = position(book.accounts[0], done[-1].on + timedelta(3))
    assert place.owed_minor <= len(done)  # a fen for each rounding of a month that has two
    late = [due for due in place.dues if due.overdue_minor > 1]
    assert late == []


def test_what_a_plan_keeps_for_later_is_there_until_it_is_paid() -> None:
    """Of what July has left the card's 1,200 are paid on the 25th; the rest waits for the 10th of August."""
    today = day("07-22")
    loan_, drawn, bought = three(today).accounts
    drawn = replace(drawn, loan=replace(drawn.loan, prepay_on=PrepayDay.WITH_INSTALMENT))
    book = Book((loan_, drawn, bought))
    plan, found = asked(book, today, Means(300_000), Ask(Goal.OWN, order=(1, 2)))
    document = document_of(book.accounts, plan, found)
    followed = baseline_from(document)
    for action in followed.actions:
        if action.on <= day("07-31"):
            book = put(book, action.loan_id, action.on, action.amount_minor)
    left = found.outcome.months[0].carried_minor
    assert left == plan.problem.budget.month(1) - 120_000 > 0
    assert [held(followed, book, on) for on in (day("07-31"), day("08-01"), day("08-31"))] == [0, left, left]
    more = put(book, 2, day("07-31"), 10_000)  # who paid more than planned has less left
    assert held(followed, more, day("08-01")) == left - 10_000
    del document["carried"]  # a plan that was adopted before it was kept
    assert held(baseline_from(document), book, day("08-01")) == 0


def test_what_a_month_was_to_pay_and_paid_late_is_no_money_of_the_next_one() -> None:
    """The 1,200 of the card that July was to pay are paid on the 2nd of August: all of August's 3,000 are still there.

    Before that nobody knows whether the money waits, unless cash at hand is known: that says how much there is.
    """
    today = day("07-22")
    loan_, drawn, bought = three(today).accounts
    book = Book((loan_, replace(drawn, loan=replace(drawn.loan, prepay_on=PrepayDay.WITH_INSTALMENT)), bought))
    plan, found = asked(book, today, Means(300_000), Ask(Goal.OWN, order=(1, 2)))
    followed = baseline_from(document_of(book.accounts, plan, found))
    for action in followed.actions:
        if action.on <= day("07-31") and action.loan_id != 3:
            book = put(book, action.loan_id, action.on, action.amount_minor)
    left = found.outcome.months[0].carried_minor
    book = replace(book, accounts=tuple(_denied(one, day("07-25")) for one in book.accounts))
    late = put(book, 3, day("08-02"), 120_000)
    assert held(followed, book, day("08-01")) == left
    assert held(followed, late, day("08-02")) == left + 120_000
    known = replace(book, household=Household((CashReading(1, "卡", today, 0),)))
    assert held(followed, known, day("08-01")) == left + 120_000
    owes = owed(late, day("08-02"))
    assert Means(300_000).budget(day("08-02"), owes.repaid_minor, left + 120_000).month(1) == 300_000 + left


def _denied(account: Account, due_on: date) -> Account:
    """The account of the card, of which it is said that the due was not paid."""
    denial = Denial(1, due_on + timedelta(1), due_on)
    return replace(account, denials=(denial,)) if account.loan.id == 3 else account
