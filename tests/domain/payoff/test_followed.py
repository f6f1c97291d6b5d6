"""An adopted plan that is kept departs by nothing on any day, and asks on each for what it said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Every, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, CardPlan, Draw, PlanEnd, PlanSource, Repayment
from planner.domain.accounts.terms import CardInterest, CardTerms, Fee, FeeWhen, MinimumRule
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.coming import planned
from planner.domain.payoff.adopted.drift import drift
from planner.domain.payoff.debts.actions import ActionKind
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import LIVE, planning
from planner.domain.payoff.search.goals import ask_from
from tests.make.accounts import card, fen
from tests.make.bounds import lower_bound
from tests.make.terms import line, loan

TODAY = date(2026, 11, 2)
CARRIES = CardTerms(interest=CardInterest.FULL, minimum=MinimumRule.INTEREST_SHARE, minimum_share=Decimal("0.05"))
DAILY = Rate(Decimal("0.0005"), RateBasis.DAY)


def adopted(account: Account, monthly_minor: int) -> Baseline:
    """The cheapest plan for one account, as it is kept."""
    plan = planning(Book((account,)), TODAY, Means(monthly_minor))
    plan.tries = LIVE
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    return baseline_from(document_of((account,), plan, found))


def follow(account: Account, monthly_minor: int, days: int = 70) -> Baseline:
    """Pay as the plan says: each day of it asks for what it foresaw, and no evening departs from it."""
    account = taken_as_paid(account, position(account, TODAY))
    followed = adopted(account, monthly_minor)
    for on in (TODAY + timedelta(day) for day in range(days)):
        said: dict[date, int] = {}
        for action in followed.actions:
            said[action.on] = said.get(action.on, 0) + action.amount_minor
        asked = {one.on: one.amount_minor for one in planned(followed, Book((account,)), on) if one.on >= on}
        assert asked == {one: amount for one, amount in said.items() if one >= on}, on
        for number, action in enumerate(followed.actions, 1):
            if action.on == on:
                account = _paid(account, number, on, action.amount_minor, action.kind, action.plan_id)
        found = drift(followed, Book((account,)), on)
        assert found.kept, (on, found.by_loan)
    return followed


def _paid(account: Account, number: int, on: date, amount: int, kind: ActionKind, plan_id: int | None) -> Account:
    named = on if kind is ActionKind.DUE and account.loan.method is Method.CARD else None
    plans = account.plans
    if kind is ActionKind.SETTLE:
        plans = tuple(replace(one, ended_on=on) if one.id == plan_id else one for one in plans)
    made = Repayment(900 + number, on, amount, assigned_on=named)
    return replace(account, plans=plans, repayments=(*account.repayments, made))


def by_bills(terms: CardTerms) -> Loan:
    start = date(2026, 6, 1)
    return card(start_on=start, statement_day=5, due_day=25, rate=DAILY, day_count=DayCount.ACT_365, card=terms)


def test_a_card_that_bears_interest_while_it_is_paid_off() -> None:
    """What grows between two bills is owed from the day on which the next one is cut."""
    follow(Account(by_bills(CARRIES), (Draw(1, date(2026, 10, 1), fen(6_000)),)), fen(2_500))


def test_interest_that_is_paid_before_its_bill_stands_against_what_is_bought_since() -> None:
    """300 are bought on the day before the plan ends the card, with interest that is on no bill yet."""
    account = Account(by_bills(CARRIES), (Draw(1, date(2026, 10, 1), fen(6_000)),))
    followed = adopted(account, fen(2_500))
    for number, action in enumerate(followed.actions, 1):
        account = _paid(account, number, action.on, action.amount_minor, action.kind, None)
    last = followed.actions[-1].on
    account = replace(account, draws=(*account.draws, Draw(2, last - timedelta(1), fen(300))))
    place = position(account, last)
    assert place.owed_minor == fen(300) - place.accrued_minor < fen(300)
    assert all(drift(followed, Book((account,)), last + timedelta(days)).kept for days in range(-2, 9))


@pytest.mark.parametrize("terms", [CARRIES, CardTerms()])
def test_an_instalment_plan_that_is_ended_with_a_bill(terms: CardTerms) -> None:
    """Its fee is on the bill before it is paid; and it can be ended with a bill that is cut already."""
    own = CardPlan(
        1, date(2026, 9, 15), fen(2_400), 6, Decimal("0.006"), RateBasis.TERM, at_end=PlanEnd.FEES_STOP,
        source=PlanSource.PURCHASE,
    )  # fmt: skip
    account = Account(by_bills(terms), (Draw(1, date(2026, 10, 1), fen(3_000)),), plans=(own,))
    followed = follow(account, fen(6_000))
    assert ActionKind.SETTLE in {one.kind for one in followed.actions if one.plan_id is not None}
    ends = max(one.on for one in followed.actions)
    cut = replace(account, repayments=tuple(
        Repayment(at, one.on, one.amount_minor, assigned_on=one.on)
        for at, one in enumerate(followed.actions, 1) if one.on < ends
    ))  # fmt: skip
    after = planning(Book((cut,)), ends - timedelta(10), Means(fen(6_000)))
    found = after.answer(ask_from("least_cost"))
    assert found is not None
    assert max(one.on for one in after.actions(found)) == ends


@pytest.mark.parametrize("terms", [CARRIES, CardTerms()])
def test_a_card_that_is_paid_off_asks_for_its_yearly_fee_while_another_loan_lasts(terms: CardTerms) -> None:
    """3,000 on the bill of 5 November; the fee of its next year, 60, is on that of 5 June."""
    fee = Fee("年费", FeeWhen.YEARLY, fen(60), from_on=date(2027, 1, 20))
    made = replace(by_bills(terms), fees=(fee,))
    bought = Account(made, (Draw(1, date(2026, 10, 20), fen(3_000)),))
    lent = Account(replace(loan(start_on=date(2026, 10, 25), prepayment=Prepayment.NOT_ALLOWED), id=2))
    plan = planning(Book((bought, lent)), TODAY, Means(fen(4_000)))
    plan.tries = LIVE
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    followed = baseline_from(document_of((bought, lent), plan, found))
    done = [one for one in followed.actions if one.loan_id == 1]
    by_day = [(on, sum(one.amount_minor for one in done if one.on == on)) for on in sorted({one.on for one in done})]
    assert by_day == [(date(2026, 11, 25), fen(3_000)), (date(2027, 6, 25), fen(60))]
    assert found.outcome.cost_minor == sum(one.amount_minor for one in followed.actions) - fen(13_000)
    assert found.outcome.required_minor[7] == found.outcome.required_minor[6] + fen(60)
    assert [one.ends for one in done][-2:] == [True, False]
    cost, bound = found.outcome.cost_minor, lower_bound(plan.problem, found.outcome)
    assert bound <= cost
    assert terms is CARRIES or cost - bound <= 5
    paid = tuple(Repayment(at, one.on, one.amount_minor) for at, one in enumerate(done, 900))
    for on in (date(2026, 12, 1), date(2027, 6, 4), date(2027, 6, 5), date(2027, 6, 24), date(2027, 6, 25)):
        kept = replace(bought, repayments=tuple(one for one in paid if one.on <= on))
        assert 1 not in drift(followed, Book((kept, lent)), on).by_loan, on


def test_what_a_missed_bill_asks_for_is_a_part_of_the_next_one() -> None:
    """Two bills were missed: the third holds them, and the plan asks for no more than its minimum."""
    account = Account(by_bills(CARRIES), (Draw(1, date(2026, 8, 10), fen(8_000)),))
    follow(account, fen(9_000), days=30)


def test_a_loan_repaid_at_once_of_which_a_part_is_paid() -> None:
    """What has grown is paid first, and was not owed before."""
    made = loan(Method.BULLET, fen(20_000), 6, "0.12", start_on=date(2026, 10, 12), day_count=DayCount.ACT_365)
    follow(Account(made), fen(3_600), days=100)


def test_a_line_whose_last_day_follows_a_due_date() -> None:
    """The interest of its end is not known before the due date in front of it: the plan is."""
    made = line(start_on=date(2026, 10, 14), due_day=13, end_on=date(2027, 1, 10), prepay_from=date(2027, 1, 1))
    follow(Account(made, (Draw(1, date(2026, 10, 14), fen(7_000)),)), fen(7_500), days=75)


def test_a_line_of_which_a_part_of_the_grown_interest_is_paid() -> None:
    """4 yuan go out before the first due date: what stays of the interest that has grown is not owed before it."""
    today, drawn_on = date(2026, 11, 16), date(2026, 11, 10)
    account = Account(line(start_on=drawn_on, due_day=6), (Draw(1, drawn_on, fen(13_000)),))
    means = Means(0, changes=((date(2026, 12, 1), fen(14_000)),), lumps=((today, fen(4)),))
    plan = planning(Book((account,)), today, means)
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    followed = baseline_from(document_of((account,), plan, found))
    assert next((one.on, one.amount_minor) for one in followed.actions) == (today, fen(4))
    kept = replace(account, repayments=(Repayment(1, today, fen(4)),))
    assert drift(followed, Book((kept,)), today).kept


@pytest.mark.parametrize("interest", [CardInterest.FULL, CardInterest.UNPAID, CardInterest.AFTER_DUE])
def test_a_card_whose_next_bill_is_cut_before_the_last_one_is_paid(interest: CardInterest) -> None:
    """Bills fall due 50 days later; parts of a plan are on them, and what is missed of older ones."""
    terms = replace(CARRIES, due_after_days=50, interest=interest)
    own = CardPlan(1, date(2026, 10, 20), fen(600), 3, Decimal("0.006"), source=PlanSource.BILL)
    bought = (Draw(1, date(2026, 7, 20), fen(5_000)), Draw(2, date(2026, 10, 18), fen(6_000)))
    account = Account(by_bills(terms), bought, plans=(own,))
    for monthly in (fen(4_000), fen(13_000)):
        follow(account, monthly, days=110)


def test_a_line_every_fortnight_of_which_the_end_follows_two_due_dates_in_a_month() -> None:
    made = line(
        start_on=date(2026, 10, 1), due_day=29, every=Every.FORTNIGHT, end_on=date(2026, 12, 30),
        prepayment=Prepayment.NOT_ALLOWED,
    )  # fmt: skip
    follow(Account(made, (Draw(1, date(2026, 10, 1), fen(7_000)),)), fen(8_000), days=60)


def test_a_line_without_due_dates_that_has_an_end() -> None:
    """Its lender asks at the end for all the interest, as if the plan paid none of it before."""
    made = line(start_on=date(2026, 8, 21), due_day=None, end_on=date(2027, 2, 4), prepay_from=date(2027, 2, 1))
    follow(Account(made, (Draw(1, date(2026, 8, 21), fen(7_000)),)), fen(7_500), days=95)


def test_an_instalment_plan_is_not_ended_on_the_day_on_which_it_begins() -> None:
    own = CardPlan(1, TODAY, fen(600), 3, Decimal("0.006"), RateBasis.TERM, source=PlanSource.BILL)
    made = replace(by_bills(CardTerms()), statement_day=12, due_day=TODAY.day)
    followed = follow(Account(made, (Draw(1, date(2026, 10, 1), fen(3_000)),), plans=(own,)), fen(6_000))
    assert TODAY in {one.on for one in followed.actions}


def test_a_loan_every_fortnight_of_which_a_part_is_paid_early() -> None:
    """Two instalments fall due in a month; after money paid early the first holds more principal than was printed."""
    made = loan(Method.LEVEL_PAYMENT, fen(50_000), 12, "0.10", start_on=date(2026, 10, 22), every=Every.FORTNIGHT)
    follow(Account(made), fen(12_000), days=100)
