from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Loan
from planner.domain.basics.calendar import (
    add_months,
    clamp_day,
    days_in_month,
    month_end,
    months_and_days,
)
from planner.domain.schedule.due_days import due_dates, due_day, starts_regularly
from tests.make.terms import loan, loans

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(-240, 240))
def test_months_are_added_as_dateutil_adds_them(anchor: date, months: int) -> None:
    assert add_months(anchor, months) == anchor + relativedelta(months=months)


@given(DAYS)
def test_the_month_ends_before_the_next_one(on: date) -> None:
    end = month_end(on)
    assert (end + timedelta(1)).day == 1
    assert end.day == days_in_month(on.year, on.month)
    assert clamp_day(on.year, on.month, 31) == end


@given(DAYS, st.integers(0, 4000))
def test_whole_months_and_days_lead_back(from_on: date, days: int) -> None:
    to_on = from_on + timedelta(days)
    months, odd = months_and_days(from_on, to_on)
    assert add_months(from_on, months) + timedelta(odd) == to_on
    assert months >= 0
    assert 0 <= odd <= 30


def test_the_last_of_a_short_month_can_stand_for_the_due_day() -> None:
    assert months_and_days(date(2026, 2, 28), date(2026, 3, 31)) == (1, 3)
    assert months_and_days(date(2026, 2, 28), date(2026, 3, 31), 31) == (1, 0)
    assert months_and_days(date(2026, 2, 27), date(2026, 3, 31), 31) == (1, 4)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (31, ["01-31", "02-28", "03-31", "04-30", "05-31"]),
        (30, ["01-30", "02-28", "03-30", "04-30", "05-30"]),
        (29, ["01-29", "02-28", "03-29", "04-29", "05-29"]),
    ],
)
def test_a_late_due_day_returns_after_short_months(day: int, expected: list[str]) -> None:
    dates = due_dates(loan(start_on=date(2025, 12, day)), 5)
    assert [on.strftime("%m-%d") for on in dates] == expected


def test_a_leap_day_is_used_when_there_is_one() -> None:
    dates = due_dates(loan(start_on=date(2023, 12, 31), every=Every.MONTH), 2)
    assert dates == (date(2024, 1, 31), date(2024, 2, 29))


def test_the_due_day_decides_over_the_day_of_the_start() -> None:
    assert due_dates(loan(start_on=date(2026, 1, 25), due_day=10), 2) == (date(2026, 2, 10), date(2026, 3, 10))
    assert due_dates(loan(start_on=date(2026, 1, 5), due_day=31), 2) == (date(2026, 2, 28), date(2026, 3, 31))


def test_a_first_due_date_of_its_own_does_not_move_the_due_day() -> None:
    terms = loan(start_on=date(2026, 1, 15), first_due_on=date(2026, 3, 3), due_day=20)
    assert due_dates(terms, 3) == (date(2026, 3, 3), date(2026, 4, 20), date(2026, 5, 20))
    assert due_dates(loan(first_due_on=date(2026, 3, 3)), 2)[1] == date(2026, 4, 3)


def test_a_short_first_month_does_not_become_the_due_day() -> None:
    typed = loan(start_on=date(2026, 1, 31), first_due_on=date(2026, 2, 28))
    assert due_day(typed) == 31
    assert due_dates(typed, 3)[1:] == (date(2026, 3, 31), date(2026, 4, 30))


def test_weeks_fortnights_and_quarters() -> None:
    assert due_dates(loan(every=Every.WEEK), 3) == (date(2026, 1, 22), date(2026, 1, 29), date(2026, 2, 5))
    assert due_dates(loan(every=Every.FORTNIGHT), 2) == (date(2026, 1, 29), date(2026, 2, 12))
    quarters = due_dates(loan(every=Every.QUARTER, start_on=date(2025, 11, 30)), 3)
    assert quarters == (date(2026, 2, 28), date(2026, 5, 30), date(2026, 8, 30))


def test_an_odd_first_term_is_told_from_an_ordinary_one() -> None:
    assert starts_regularly(loan())
    assert starts_regularly(loan(start_on=date(2026, 1, 31)))
    assert starts_regularly(loan(start_on=date(2026, 2, 28), first_due_on=date(2026, 3, 31), due_day=31))
    assert starts_regularly(loan(every=Every.WEEK, first_due_on=date(2026, 1, 22)))
    assert not starts_regularly(loan(due_day=20))
    assert not starts_regularly(loan(first_due_on=date(2026, 2, 15), due_day=28))  # the second term is longer
    assert not starts_regularly(loan(every=Every.WEEK, first_due_on=date(2026, 1, 23)))
    assert not starts_regularly(loan(every=Every.QUARTER, first_due_on=date(2026, 2, 15)))


@given(loans())
def test_due_dates_rise_and_keep_their_day(terms: Loan) -> None:
    dates = due_dates(terms, 30)
    assert all(before < after for before, after in pairwise((terms.start_on, *dates)))
    if terms.every in (Every.MONTH, Every.QUARTER):
        day = due_day(terms)
        assert all(on.day == min(day, days_in_month(on.year, on.month)) for on in dates[1:])
