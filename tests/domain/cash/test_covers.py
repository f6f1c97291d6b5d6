"""Which pay covers which payment, and when an extra payment can go out: worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Prepayment
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import PrepayDay
from planner.domain.book import Household
from planner.domain.cash.balance import Cash
from planner.domain.cash.covers import Cover, Sooner, covers, sooner
from planner.domain.cash.movements import Kind, Movement
from tests.domain.cash.test_balance import at_hand, cost, reckoned, salary
from tests.make.accounts import day, drawn, fen
from tests.make.accounts import line as line_of
from tests.make.examples import examples

TODAY = day("11-05")


def purse(hand: int = 1_000) -> Cash:
    """3,000 on the 10th and the 25th, 900 of rent on the 8th."""
    incomes = (salary(3_000, 10), salary(3_000, 25, "奖金"))
    return reckoned(incomes=incomes, household=Household((at_hand(hand),), (), (cost(900, 8),)))


def paying(*payments: tuple[str, int], hand: int = 1_000) -> list[Cover | None]:
    return list(covers(purse(hand), [(day(on), fen(yuan)) for on, yuan in payments]))


def test_money_is_spent_as_it_comes() -> None:
    found = paying(("11-05", 100), ("11-12", 2_500), ("11-20", 400), ("11-24", 700))
    pay = Cover("工资", day("11-10"))
    assert found == [Cover("", None), pay, pay, Cover("奖金", day("11-25"), fen(600))]


def test_the_pay_of_the_day_itself_is_named_only_where_what_was_there_does_not_suffice() -> None:
    """100 are left after the rent: they pay 100 on the payday, but not 101."""
    assert paying(("11-10", 100)) == [Cover("", None)]
    assert paying(("11-10", 101)) == [Cover("工资", day("11-10"))]


def test_a_payment_before_its_pay_waits_for_it_and_one_that_nothing_pays_says_what_lacks() -> None:
    (found,) = paying(("11-09", 500))
    assert found == Cover("工资", day("11-10"), fen(400))
    (found,) = paying(("2027-01-28", 99_000))  # 1,000 + 6 × 3,000 − 3 × 900 are there by then
    assert found == Cover("", None, fen(99_000 - 16_300), filled=False)
    assert paying(("2027-09-01", 5)) == [None]  # behind the days in sight


def test_what_is_not_recorded_and_what_falls_due_beside_the_payments_goes_first() -> None:
    """1,000 at hand, 600 not recorded, 300 due on the 6th on another loan: 100 of the 400 of the 7th are there."""
    due = Movement(day("11-06"), Kind.DUE, "别的", -fen(300), loan_id=2)
    own = Movement(day("11-07"), Kind.DUE, "这笔", -fen(400), loan_id=1)
    moves = {due.on: due, own.on: own}
    cash = purse()
    days = tuple(
        replace(one, movements=(*one.movements, *([moves[one.on]] if one.on in moves else ()))) for one in cash.days
    )
    (found,) = covers(replace(cash, days=days), [(own.on, fen(400))], {1}, fen(600))
    assert found == Cover("工资", day("11-10"), fen(300))


def test_rent_that_is_not_there_takes_of_the_next_pay_first() -> None:
    (found,) = paying(("11-10", 2_500), hand=300)  # 600 of the rent wait for the 10th: 2,400 are left
    assert found == Cover("奖金", day("11-25"), fen(100))


@examples(100)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3_000)), max_size=8), st.integers(0, 3_000))
def test_what_lacks_in_all_is_what_the_balance_lacks(payments: list[tuple[int, int]], hand: int) -> None:
    cash = purse(hand)
    made = sorted((cash.days[number].on, fen(yuan)) for number, yuan in payments)
    found = covers(cash, made)
    for (on, _), cover in zip(made, found, strict=True):
        assert cover is not None
        spent = sum(amount for day_on, amount in made if day_on <= on)
        balance = next(one.balance_minor for one in cash.days if one.on == on) - spent
        if balance >= 0:
            assert cover.lacking_minor == 0 or cover.came_on is not None
        if cover.lacking_minor == 0 and cover.came_on is not None:
            assert cover.came_on <= on


def a_line(**more: Any) -> Account:
    return Account(line_of(**more), draws=drawn(("10-22", 10_000)))


def test_extra_money_for_a_line_goes_out_when_it_is_there() -> None:
    """5,000 of 10,000 at 0.05 % a day, the interest of each day 5.

    On the 10th 19 days of interest, 95, are paid of it first: 4,905 × 0.0005 × 11 days = 26.9775. From what is at hand
    on the 5th it is (5,000 − 70) × 0.0005 × 16 = 39.44.
    """
    pay = Cover("工资", day("11-10"))
    assert sooner(a_line(), day("11-21"), fen(5_000), pay, TODAY) == Sooner(day("11-10"), 26_98)
    assert sooner(a_line(), day("11-21"), fen(5_000), Cover("", None), TODAY) == Sooner(TODAY, 39_44)


@pytest.mark.parametrize(
    ("account", "cover"),
    [
        (a_line(), Cover("奖金", day("11-25"), fen(1))),  # the money is not there
        (a_line(), Cover("工资", day("11-21"))),  # it comes that day
        (a_line(prepay_on=PrepayDay.WITH_INSTALMENT), Cover("", None)),
        (a_line(prepayment=Prepayment.NOT_ALLOWED), Cover("", None)),
        (a_line(rate="0"), Cover("", None)),  # it saves nothing
    ],
)
def test_else_it_goes_out_on_the_day_of_the_plan(account: Account, cover: Cover) -> None:
    assert sooner(account, day("11-21"), fen(5_000), cover, TODAY) is None
