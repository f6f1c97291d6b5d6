"""Rules: their lead days, and how often they come round."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.basics.recurrence import (
    Repeat,
    days,
    first_on,
    following,
    next_weekday,
    recurrence,
    repeat_of,
)
from planner.domain.reminders.rules import check_lead_days
from planner.errors import PlannerError
from tests.make.dues import ON


@pytest.mark.parametrize("lead_days", [(), (-1,), (61,)])
def test_lead_days_out_of_range(lead_days: tuple[int, ...]) -> None:
    with pytest.raises(PlannerError, match=r"reminder\.lead_days"):
        check_lead_days(lead_days)


def test_lead_days_are_sorted_and_single() -> None:
    assert check_lead_days([0, 3, 3, 14]) == (14, 3, 0)


@pytest.mark.parametrize("repeat", list(Repeat))
@pytest.mark.parametrize("first", [date(2026, 8, 31), date(2028, 2, 29), date(2026, 11, 30), date(2026, 11, 1)])
def test_a_recurrence_reads_back_as_it_was_chosen(repeat: Repeat, first: date) -> None:
    text = recurrence(repeat, first)
    assert (repeat_of(text), first_on(text)) == (repeat, first)


def test_quarters_and_years_keep_their_day() -> None:
    assert following(recurrence(Repeat.QUARTERLY, date(2026, 11, 30)), date(2026, 12, 1)) == date(2027, 2, 28)
    assert following(recurrence(Repeat.QUARTERLY, date(2026, 11, 30)), date(2027, 2, 28)) == date(2027, 5, 30)
    leap = recurrence(Repeat.YEARLY, date(2028, 2, 29))
    assert days(leap, date(2028, 3, 1), date(2032, 12, 31)) == (
        date(2029, 2, 28),
        date(2030, 2, 28),
        date(2031, 2, 28),
        date(2032, 2, 29),
    )
    assert following(recurrence(Repeat.ONCE, ON), ON) is None


def test_the_next_weekday_may_be_today() -> None:
    assert next_weekday(date(2026, 11, 23), 0) == date(2026, 11, 23)
    assert next_weekday(date(2026, 11, 23), 6) == date(2026, 11, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RRULE:FREQ=WEEKLY",
        "DTSTART;VALUE=DATE:20261301\nRRULE:FREQ=WEEKLY",
        "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=SECONDLY",
        "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY;BYHOUR=1,2",
        "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=WEEKLY;NONSENSE=1",
    ],
)
def test_a_recurrence_of_another_form_is_told(text: str) -> None:
    with pytest.raises(PlannerError, match=r"reminder\.recurrence"):
        first_on(text)
