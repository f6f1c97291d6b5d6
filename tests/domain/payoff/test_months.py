"""Budget months: of the calendar or from payday to payday, what money each brings, and on which days a plan pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Repayment
from planner.domain.basics.calendar import days_in_month
from planner.domain.book import Book
from planner.domain.payoff.debts.means import Means, means_from_json
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.debts.owed import owed
from tests.make.accounts import day, paid
from tests.make.examples import examples
from tests.make.terms import loan

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
PAYDAYS = st.integers(1, 31)


@pytest.mark.parametrize(
    ("start", "payday", "ends"),
    [
        ("06-01", 1, ["06-30", "07-31", "08-31"]),
        ("06-30", 1, ["06-30", "07-31", "08-31"]),
        ("2027-01-31", 1, ["2027-01-31", "2027-02-28", "2027-03-31"]),
        ("06-24", 25, ["06-24", "07-24", "08-24"]),  # the day before payday is the last of its month
        ("06-25", 25, ["07-24", "08-24", "09-24"]),
        ("2027-01-30", 31, ["2027-01-30", "2027-02-27", "2027-03-30"]),
        ("2027-01-31", 31, ["2027-02-27", "2027-03-30", "2027-04-29"]),  # paid on 31 January, 28 February, 31 March …
        ("2028-02-28", 30, ["2028-02-28", "2028-03-29", "2028-04-29"]),  # in a leap year on 29 February
        ("2027-02-28", 29, ["2027-03-28", "2027-04-28", "2027-05-28"]),
        ("12-31", 10, ["2027-01-09", "2027-02-09", "2027-03-09"]),
    ],
)
def test_months_end_with_the_calendar_or_the_day_before_payday(start: str, payday: int, ends: list[str]) -> None:
    months = Months(day(start), payday)
    assert [months.end(month) for month in (1, 2, 3)] == [day(end) for end in ends]
    assert [months.begin(month) for month in (1, 2)] == [day(start), day(ends[0]) + timedelta(1)]


@examples(200)
@given(start=DAYS, payday=PAYDAYS, later=st.integers(0, 800))
def test_a_day_lies_in_one_month_and_keeps_it_whenever_it_is_asked(start: date, payday: int, later: int) -> None:
    months, on = Months(start, payday), start + timedelta(later)
    month = months.of(on)
    assert months.begin(month) <= on <= months.end(month)
    assert months.begin(month + 1) == months.end(month) + timedelta(1)
    assert months.of(start - timedelta(1)) == 1
    # asked anew inside the month it ends on the same day: what lies in it does not move
    again = Months(on, payday)
    assert (again.end(1), again.opened_on) == (
        months.end(month),
        months.begin(month) if month > 1 else months.opened_on,
    )


@examples(200)
@given(start=DAYS, payday=PAYDAYS)
def test_a_month_begins_on_payday_or_on_the_last_day_of_a_short_month(start: date, payday: int) -> None:
    months = Months(start, payday)
    for begin in (months.opened_on, *(months.begin(month) for month in range(2, 15))):
        assert begin.day == min(payday, days_in_month(begin.year, begin.month))
    assert months.opened_on <= start <= months.end(1)


def test_a_goal_by_a_day_counts_the_months_that_end_by_it() -> None:
    months = Months(day("11-23"))
    assert [months.whole(day(on)) for on in ("11-25", "11-30", "12-30", "12-31", "2027-06-30")] == [1, 1, 1, 2, 8]


def test_money_counts_from_the_month_of_its_day() -> None:
    means = Means(500_000, ((day("08-15"), 700_000),), ((day("07-01"), 90_000), (day("05-31"), 1)))
    budget = means.budget(day("06-01"))
    assert [budget.month(number) for number in (1, 2, 3, 4)] == [500_000, 590_000, 700_000, 700_000]
    by_payday = replace(means, payday=25).budget(day("06-01"))  # 31 May lies in the month that began on 25 May
    assert [by_payday.month(number) for number in (1, 2, 3, 4)] == [500_001, 590_000, 700_000, 700_000]
    assert means_from_json(replace(means, payday=25).to_json()) == replace(means, payday=25)


@pytest.mark.parametrize(
    ("name", "value"), [("payday", 0), ("payday", "1"), ("payday", -(2**63)), ("monthly_minor", "1")]
)
def test_means_that_another_program_has_written_are_none(name: str, value: object) -> None:
    document = Means(1_000_00).to_json() | {name: value}
    with pytest.raises(ValueError):  # noqa: PT011 - it has no text
        means_from_json(document)


def test_means_that_were_kept_without_a_payday_go_by_the_calendar() -> None:
    kept = Means(500_000, ((day("08-15"), 700_000),), (), carry=False)
    document = kept.to_json()
    del document["payday"]
    assert means_from_json(document) == kept


def test_of_changes_in_the_past_the_last_one_holds() -> None:
    means = Means(1, ((day("03-01"), 5), (day("02-01"), 9)))
    assert means.budget(day("06-01")).monthly_minor == (5,)


def test_what_is_repaid_in_a_month_is_spent() -> None:
    """Of 5,000 and a bonus of 1,000 on the 3rd, gone by: 2,300 are repaid, or 5,600, or more than there was."""
    means = Means(500_000, lumps=((day("06-03"), 100_000),))
    for repaid, left in ((0, 600_000), (230_000, 370_000), (560_000, 40_000), (700_000, 0)):
        budget = means.budget(day("06-20"), repaid)
        assert [budget.month(number) for number in (1, 2)] == [left, 500_000]
    less = replace(
        means.budget(day("06-20"), 230_000), monthly_minor=(200_000,)
    )  # another amount a month, the same spent
    assert [less.month(number) for number in (1, 2)] == [70_000, 200_000]


@pytest.mark.parametrize(
    ("lump", "payday", "on", "month"),
    [
        ("2027-02-28", 1, "2027-01-31", 2),
        ("2028-02-29", 1, "2028-01-31", 2),
        ("2027-04-30", 1, "2027-01-31", 4),
        ("2027-05-31", 1, "2027-01-31", 5),
        ("2027-02-28", 30, "2027-01-30", 2),  # the last day of February is its payday
        ("2027-02-27", 30, "2027-01-30", 1),
        ("2027-03-29", 30, "2027-01-30", 2),
        ("2027-03-30", 30, "2027-01-30", 3),
        ("2028-02-28", 29, "2028-01-29", 1),
        ("2028-02-29", 31, "2028-01-31", 2),
        ("2027-04-29", 31, "2027-01-31", 3),
        ("2027-04-30", 31, "2027-01-31", 4),
    ],
)
def test_a_sum_and_a_change_of_a_day_lie_in_the_month_of_that_day(lump: str, payday: int, on: str, month: int) -> None:
    once = Means(100, lumps=((day(lump), 7),), payday=payday).budget(day(on))
    assert [number for number in range(1, 8) if once.month(number) != 100] == [month]
    changed = Means(100, ((day(lump), 7),), payday=payday).budget(day(on))
    assert [changed.month(number) for number in range(1, 8)] == [100] * (month - 1) + [7] * (8 - month)


# -- what was repaid ---------------------------------------------------------------------------------------------------


def test_what_was_repaid_this_month_is_the_cash_of_the_month() -> None:
    """1,000 in May, 900 on 1 June, 50 that failed, 70 taken back and 30 that were a coupon."""
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("03-10"))
    records = (
        *paid(("05-31", 1_000), ("06-01", 900)),
        Repayment(3, day("06-02"), 5_000, reversed_on=day("06-02")),
        Repayment(4, day("06-03"), 7_000, reversed_on=day("06-05")),
        Repayment(5, day("06-04"), 10_000, discount_minor=3_000),
    )
    book = Book((Account(made, repayments=records),))
    assert owed(book, day("06-04")).repaid_minor == 90_000 + 7_000 + 10_000
    assert owed(book, day("06-05")).repaid_minor == 90_000 + 10_000
    assert owed(book, day("06-05"), payday=31).repaid_minor == 100_000 + 90_000 + 10_000
    assert owed(book, day("06-05"), payday=2).repaid_minor == 10_000


def test_what_is_taken_as_paid_is_spent_and_what_the_housing_fund_pays_is_not() -> None:
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"))
    found = owed(Book((Account(made),)), day("06-11"))
    assert (found.unsaid_minor, found.repaid_minor) == (112_000, 112_000)
    fund = Account(replace(made, offset_minor=60_000), repayments=paid(("06-10", 1_120)))
    assert owed(Book((fund,)), day("06-11")).repaid_minor == 52_000
    dollars = Account(replace(made, currency="USD", yuan_rate=Decimal("7.1")), repayments=paid(("06-10", 1_120)))
    assert owed(Book((dollars,)), day("06-11")).repaid_minor == 795_200
