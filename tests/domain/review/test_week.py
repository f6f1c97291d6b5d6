"""The week to which a review belongs, and weeks in a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.basics.recurrence import Repeat, recurrence
from planner.domain.reminders.rules import REVIEW, Rule
from planner.domain.review.week import review_day, review_week, streak
from tests.make.reviews import TODAY, WEEK

SUNDAYS = Rule(1, REVIEW, "", "", recurrence(Repeat.WEEKLY, date(2026, 11, 1)), (0,))


@pytest.mark.parametrize(
    ("today", "saved", "week"),
    [
        (date(2026, 10, 28), [], date(2026, 10, 26)),  # before the first review day: the current week
        (date(2026, 11, 22), [], date(2026, 11, 16)),  # on the day
        (date(2026, 11, 23), [], date(2026, 11, 16)),  # a day late, or resumed after midnight: still its own week
        (date(2026, 11, 21), [date(2026, 11, 9)], date(2026, 11, 16)),  # a day early, last week's is done
        (date(2026, 11, 22), [date(2026, 11, 9), date(2026, 11, 16)], date(2026, 11, 16)),  # done already
        (date(2026, 11, 25), [date(2026, 11, 16)], date(2026, 11, 23)),
    ],
)
def test_a_review_belongs_to_the_week_of_its_review_day(today: date, saved: list[date], week: date) -> None:
    assert review_week(SUNDAYS, saved, today) == week


def test_the_next_review_day_is_that_of_the_week_until_it_is_saved() -> None:
    assert review_day(SUNDAYS, WEEK, saved=False) == date(2026, 11, 22)
    assert review_day(SUNDAYS, WEEK, saved=True) == date(2026, 11, 29)
    assert review_day(None, WEEK, saved=False) is None
    assert review_day(replace(SUNDAYS, rrule="?"), WEEK, saved=False) is None


def test_without_a_readable_rule_a_review_belongs_to_the_current_week() -> None:
    assert review_week(None, [], TODAY) == WEEK
    assert review_week(replace(SUNDAYS, rrule="?"), [], TODAY) == WEEK


def test_the_streak_counts_weeks_in_a_row_and_an_open_week_does_not_break_it() -> None:
    weeks = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 10, 19)]
    assert streak(weeks, WEEK) == 2
    assert streak([*weeks, WEEK], WEEK) == 3
    assert streak(weeks, date(2026, 11, 23)) == 0
    assert streak([], WEEK) == 0
