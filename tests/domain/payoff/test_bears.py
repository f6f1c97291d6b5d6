"""What cash bears by month and debt: every debt has a day in every month, also one whose day is not in sight."""

from __future__ import annotations

from datetime import timedelta

from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.book import Book
from planner.domain.payoff.debts.at_hand import AtHand
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.engine.bears import Bears, Slots
from planner.domain.payoff.planning import planning
from tests.make.offers import ON, loan


def test_a_debt_without_a_day_in_sight_is_paid_behind_all_that_have_one() -> None:
    """Of debt 2 the first day in sight is in month 2, of debt 3 there is none."""
    days = (((1, 5, 1_000),), ((1, 35, 12_000), (2, 40, 15_000)))
    slots = Slots(Bears(((0, 0, 0),) * 4, days), (1, 2, 3), (10_000,) * 4, carry=True)
    months = slots.bounds(4)
    for month in months:
        assert sorted(place for slot in month for place in slot.places) == [0, 1, 2]
        assert [slot.most_minor for slot in month] == sorted(slot.most_minor for slot in month)
    assert [month[-1].most_minor for month in months] == [10_000, 20_000, 30_000, 40_000]
    assert [slot.places for slot in months[0]] == [(0,), (1, 2)]
    assert [slot.places for slot in months[1]] == [(0,), (1,), (2,)]


def test_a_fee_many_times_what_is_owed_is_asked_for_as_any_other() -> None:
    """1,000.00 with 50,000.00 in the first term: the money does not suffice, and that is all."""
    lent = loan(1, 100_000, 12, "0.12", fees=(Fee("费", FeeWhen.FIRST_TERM, 5_000_000),))
    cash = AtHand(ON, ON + timedelta(84), 100_000, 0, ())
    plan = planning(Book((lent,)), ON, Means(monthly_minor=20_000, cash=cash))
    assert plan.shortage is not None
