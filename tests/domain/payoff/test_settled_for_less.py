"""An open settlement for less: one sum on its day, in the ledger, the plan that rests on it, cash and drift alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState, Draw
from planner.domain.book import Book
from planner.domain.cash.movements import Kind
from planner.domain.cash.payments import payments
from planner.domain.ledger.position import position
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.baseline import baseline_from, document_of
from planner.domain.payoff.adopted.coming import planned
from planner.domain.payoff.adopted.drift import Cause, drift
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import ask_from
from planner.domain.reminders.due_items import upcoming
from tests.make.accounts import card, day, paid
from tests.make.terms import line, loan

TODAY, LAST, SUM = day("11-02"), day("12-15"), 480_000
DEAL = Arrangement(
    1,
    ArrangementKind.REDUCED_SETTLEMENT,
    ArrangementState.AGREED,
    agreed_on=day("10-30"),
    until_on=LAST,
    amount_minor=SUM,
)
LOAN = Account(loan(Method.LEVEL_PAYMENT, start_on=day("08-10"), principal_minor=1_500_000, terms=12, due_day=10))
LINE = Account(line(due_day=10), draws=(Draw(1, day("08-10"), 1_500_000),))
CARD = Account(card(), draws=(Draw(1, day("08-10"), 1_500_000),))


def adopted(book: Book, on: date = TODAY) -> Baseline:
    plan = planning(book, on, Means(700_000))
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    return baseline_from(document_of(book.accounts, plan, found))


def asked(baseline: Baseline, book: Book, on: date) -> list[tuple[date, int, bool]]:
    return [(one.on, one.amount_minor, one.ends) for one in planned(baseline, book, on) if not (one.done or one.over)]


def with_deal(account: Account, *payments: tuple[str, int]) -> Book:
    made = (*account.repayments, *paid(*payments, first_id=50))
    return Book((replace(account, arrangements=(DEAL,), repayments=made),))


@pytest.mark.parametrize("account", [LOAN, LINE, CARD], ids=["loan", "line", "card"])
def test_the_sum_agreed_is_asked_on_its_day_wherever_it_is_named(account: Account) -> None:
    book = with_deal(account)
    plan = planning(book, TODAY, Means(700_000))
    found = plan.answer(ask_from("least_cost"))
    assert found is not None
    assert plan.owed.agreed == (1,)
    assert [(one.on, one.amount_minor, one.ends) for one in plan.actions(found)] == [(LAST, SUM, True)]
    assert (found.outcome.cost_minor, found.outcome.length) == (0, 2)
    baseline = adopted(book)
    for on in (TODAY, day("11-10"), day("12-10"), LAST):
        place = position(book.accounts[0], on)
        coming = planned(baseline, book, on)
        listed = upcoming(book, place.dues, on, 60, coming)
        cash = payments(book.accounts[0], place, coming, on, LAST)
        assert asked(baseline, book, on) == [(LAST, SUM, True)]
        assert [(one.due_on, one.amount_minor) for one in listed] == [(LAST, SUM)]
        assert [(one.on, one.kind, one.amount_minor) for one in cash] == [(LAST, Kind.AGREED, -SUM)]
        assert drift(baseline, book, on).kept


@pytest.mark.parametrize("account", [LOAN, LINE, CARD], ids=["loan", "line", "card"])
def test_paid_by_its_day_the_plan_is_kept_and_asks_for_nothing(account: Account) -> None:
    baseline = adopted(with_deal(account))
    in_parts = with_deal(account, ("11-20", 2_000))
    assert asked(baseline, in_parts, day("11-20")) == [(LAST, SUM - 200_000, True)]
    whole = with_deal(account, ("11-20", 2_000), ("12-15", 2_800))
    for on in (LAST, day("12-20")):
        assert asked(baseline, whole, on) == []
        assert drift(baseline, whole, on).kept


def test_not_paid_by_its_day_all_of_the_debt_is_asked_again() -> None:
    book, after = with_deal(LOAN), LAST + timedelta(1)
    baseline = adopted(book)
    found = drift(baseline, book, after)
    assert found.gap_minor == position(LOAN, after).owed_minor == sum(found.parts.values())
    assert planning(book, after, Means(700_000)).owed.agreed == ()
    assert position(book.accounts[0], after) == position(LOAN, after)


def test_agreed_after_the_plan_was_adopted_it_takes_the_place_of_what_that_pays() -> None:
    baseline = adopted(Book((LOAN,)), day("10-12"))
    book = with_deal(LOAN)
    assert asked(baseline, book, TODAY)[-1:] == [(LAST, SUM, True)]
    assert {one.on for one in planned(baseline, book, TODAY) if not one.done and not one.over} == {LAST}
    assert set(drift(baseline, book, TODAY).parts) == {Cause.GIVEN_UP}
    whole = with_deal(LOAN, ("12-15", 4_800))
    assert asked(baseline, whole, LAST) == []


def test_of_a_line_whose_balance_is_not_known_the_sum_agreed_is_asked_too() -> None:
    unknown = replace(LINE, loan=replace(LINE.loan, opening_known=False), draws=(), arrangements=(DEAL,))
    place = position(unknown, TODAY)
    assert [(due.due_on, due.unpaid_minor) for due in place.dues if due.agreed] == [(LAST, SUM)]
    assert [(one.on, -one.amount_minor) for one in payments(unknown, place, (), TODAY, day("12-31"))] == [(LAST, SUM)]
