"""What an answer or a snooze silences and for how long, and what the history says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.basics.recurrence import (
    daily,
)
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.occurrences import history, occurrences
from planner.domain.reminders.rules import DUE, Mark, Rule, State, answer
from planner.errors import PlannerError
from tests.make.dues import DATES, DUES, ON, SUNDAYS, any_due, days_before, due, one, paid


@pytest.mark.parametrize("state", [State.DONE, State.SKIPPED])
def test_an_answer_silences_its_stage_but_not_the_next(state: State) -> None:
    on = days_before(3)
    mark = answer(one(occurrences([DUES], [due()], [], on)), state, on)
    assert occurrences([DUES], [due()], [mark], days_before(2)) == ()
    assert one(occurrences([DUES], [due()], [mark], days_before(1))).key.endswith(":T-1")


def test_overdue_comes_back_every_day_until_it_is_paid() -> None:
    late = due(status=DueStatus.MISSED)
    mark = answer(one(occurrences([DUES], [late], [], days_before(-5))), State.DONE, days_before(-5))
    assert occurrences([DUES], [late], [mark], days_before(-5)) == ()
    assert one(occurrences([DUES], [late], [mark], days_before(-6))).key.endswith(":T+6")
    assert occurrences([DUES], [paid(1, ON, days_before(-6))], [mark], days_before(-6)) == ()


def test_done_and_then_paid_stays_done_and_undoing_the_payment_brings_it_back() -> None:
    on = days_before(3)
    mark = answer(one(occurrences([DUES], [due()], [], on)), State.DONE, on)
    assert occurrences([DUES], [paid(1, ON, on)], [mark], ON) == ()
    assert one(occurrences([DUES], [due()], [mark], ON)).key.endswith(":T")


def test_a_snooze_lasts_until_the_day_named() -> None:
    on = days_before(7)
    mark = answer(one(occurrences([DUES], [due()], [], on)), State.SNOOZED, on, until_on=days_before(2))
    quiet = one(occurrences([DUES], [due()], [mark], days_before(3)))
    assert (quiet.state, quiet.until_on, quiet.key) == (State.SNOOZED, days_before(2), mark.key)
    back = one(occurrences([DUES], [due()], [mark], days_before(2)))
    assert (back.state, back.key) == (State.PENDING, "due:1:2026-11-20:T-3")


def test_a_snooze_never_reaches_beyond_the_due_date() -> None:
    on = days_before(3)
    mark = answer(one(occurrences([DUES], [due()], [], on)), State.SNOOZED, on, until_on=days_before(-4))
    assert mark.until_on == ON


def test_a_snooze_of_something_overdue_holds_over_its_daily_stages() -> None:
    late, on = due(status=DueStatus.MISSED), days_before(-1)
    mark = answer(one(occurrences([DUES], [late], [], on)), State.SNOOZED, on, until_on=days_before(-4))
    assert one(occurrences([DUES], [late], [mark], days_before(-3))).state is State.SNOOZED
    assert one(occurrences([DUES], [late], [mark], days_before(-4))).key.endswith(":T+4")


@pytest.mark.parametrize("until_on", [None, ON, ON - timedelta(days=1)])
def test_a_snooze_needs_a_day_to_come(until_on: date | None) -> None:
    found = one(occurrences([DUES], [due()], [], ON))
    with pytest.raises(PlannerError) as caught:
        answer(found, State.SNOOZED, ON, until_on=until_on)
    assert caught.value.code == "reminder.snooze"


def test_history_tells_missed_from_answered() -> None:
    late = due(status=DueStatus.MISSED)
    marks = [
        Mark("due:1:2026-11-20:T-3", DUE, "loan:1", days_before(3), State.DONE),
        Mark("due:1:2026-11-20:T", DUE, "loan:1", ON, State.SKIPPED),
    ]
    past = history([DUES], [late], marks, days_before(-2))
    assert [(item.key.rpartition(":")[2], item.state) for item in past] == [
        ("T+1", State.MISSED),
        ("T", State.SKIPPED),
        ("T-1", State.MISSED),
        ("T-3", State.DONE),
        ("T-7", State.MISSED),
    ]


def test_history_of_the_review_counts_the_weeks_left_out() -> None:
    past = history([SUNDAYS], [], [], date(2026, 11, 24), reviewed={date(2026, 11, 2)})
    assert [(item.on.day, item.state) for item in past] == [
        (15, State.MISSED),
        (8, State.DONE),
        (1, State.MISSED),
    ]


def test_history_begins_with_the_rule() -> None:
    rule = Rule(1, DUE, "", "", daily(ON), (7, 3, 1, 0))
    past = history([rule], [due(status=DueStatus.MISSED)], [], days_before(-1))
    assert [item.key.rpartition(":")[2] for item in past] == ["T"]


@given(dues=st.lists(any_due(), max_size=8), as_of=DATES, gap=st.integers(1, 30))
def test_a_snooze_is_quiet_before_its_day_and_pending_on_it(dues: list[Due], as_of: date, gap: int) -> None:
    found = occurrences([DUES], dues, [], as_of)
    marks = [answer(item, State.SNOOZED, as_of, until_on=as_of + timedelta(days=gap)) for item in found]
    assert {item.state for item in occurrences([DUES], dues, marks, as_of)} <= {State.SNOOZED}
    for mark in marks:
        assert mark.until_on is not None
        back = {item.key.rpartition(":")[0]: item for item in occurrences([DUES], dues, marks, mark.until_on)}
        assert back[mark.key.rpartition(":")[0]].state is State.PENDING
