"""How far a case has come: by its events alone, whatever the order in which they were entered."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.cases.checks import check_round
from planner.domain.cases.file import Event, EventKind, Kind, counting
from planner.domain.cases.standing import Next, Standing, standing
from planner.domain.cases.status import Status, status
from planner.errors import PlannerError
from planner.storage.shipped import cases, catalogue, holidays
from tests.make.cases import case_file, event
from tests.make.examples import examples
from tests.make.offers import loan

E = EventKind
START = date(2026, 11, 2)
COURSE = {
    E.SUBMITTED: Status.SENT,
    E.RECEIVED: Status.RECEIVED,
    E.ACCEPTED: Status.ACCEPTED,
    E.ASKED_MORE: Status.ASKED_MORE,
    E.SUPPLIED: Status.ACCEPTED,
    E.ANSWERED: Status.ANSWERED,
    E.CLOSED: Status.CLOSED,
}


def stands(kind: Kind, channel: str, events: list[Event], as_of: date) -> Standing:
    made = case_file(kind, channel, events, START)
    return standing(made, cases.load(), catalogue.load().rules, holidays.work_days(), as_of)


def test_the_usual_course() -> None:
    events: list[Event] = []
    assert status(()) is Status.PREPARING
    for number, (kind, told) in enumerate(COURSE.items()):
        events.append(event(number + 1, START + timedelta(number), kind))
        assert status(counting(events)) is told


def test_what_was_agreed_is_wanted_on_its_loan_at_once() -> None:
    answered = event(2, START + timedelta(3), E.ANSWERED)
    made = case_file(Kind.ARRANGEMENT, "lender", [event(1, START, E.SUBMITTED), answered], START)
    rules, days = catalogue.load().rules, holidays.work_days()
    found = standing(made, cases.load(), rules, days, START + timedelta(5), loan(1, 1_200_000, 12, "0.12"))
    assert (found.next, found.next_on) == (Next.RECORD, START + timedelta(3))


@pytest.mark.parametrize("end", [E.WITHDRAWN, E.NOT_ACCEPTED])
def test_other_ends(end: EventKind) -> None:
    events = [event(1, START, E.SUBMITTED), event(2, START, end)]
    assert status(counting(events)).value == end.value


@examples(100)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_the_order_of_entry_tells_nothing(seed: int, gaps: list[int]) -> None:
    on, course = START, []
    for kind, gap in zip(COURSE, gaps, strict=True):
        on += timedelta(gap)
        course.append((on, kind))
    entered = [event(number, *one) for number, one in enumerate(course, 1)]
    shuffled = course[:]
    Random(seed).shuffle(shuffled)
    otherwise = [event(number, *one) for number, one in enumerate(shuffled, 1)]
    for upto in range(len(course) + 1):
        there = {kind for _, kind in course[:upto]}
        first = counting(one for one in entered if one.kind in there)
        second = counting(one for one in otherwise if one.kind in there)
        assert [one.kind for one in first] == [one.kind for one in second] == [kind for _, kind in course[:upto]]
        assert status(first) is status(second)


def test_a_corrected_event_counts_no_more_and_stays() -> None:
    wrong = event(1, START, E.SUBMITTED)
    right = event(2, START + timedelta(3), E.SUBMITTED, corrects=1)
    gone = event(3, START + timedelta(4), E.VOID, corrects=2)
    made = case_file(Kind.OBJECTION, "bureau", [wrong, right])
    assert made.happened(made.current) == (right,)
    assert made.recorded(made.current) == (wrong, right)
    assert counting([wrong, right, gone]) == ()


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([(0, E.SUBMITTED), (1, E.SUBMITTED)], "case.twice"),
        ([(0, E.SUBMITTED), (2, E.ANSWERED), (3, E.WITHDRAWN)], "case.over"),
        ([(2, E.SUBMITTED), (1, E.RECEIVED)], "case.order"),
        ([(0, E.SUBMITTED), (3, E.RECEIVED), (2, E.ACCEPTED)], "case.order"),
        ([(0, E.SUBMITTED), (2, E.ANSWERED), (3, E.ASKED_MORE)], "case.order"),
        ([(0, E.CLOSED), (1, E.SUBMITTED)], "case.order"),
    ],
)
def test_what_cannot_be(events: list[tuple[int, EventKind]], code: str) -> None:
    made = [event(number, START + timedelta(days), kind) for number, (days, kind) in enumerate(events, 1)]
    for new in (made[-1], made[-2]):
        with pytest.raises(PlannerError) as caught:
            check_round(made, new)
        assert caught.value.code == code


def test_a_note_may_come_at_any_time() -> None:
    made = [event(1, START, E.SUBMITTED), event(2, START, E.ANSWERED), event(3, START + timedelta(9), E.NOTE)]
    check_round(made, made[-1])


def test_what_comes_next_and_when() -> None:
    def after(*events: tuple[int, EventKind], on: int = 0, channel: str = "bureau") -> tuple[Next, date | None]:
        made = [event(number, START + timedelta(days), kind) for number, (days, kind) in enumerate(events, 1)]
        found = stands(Kind.OBJECTION, channel, made, START + timedelta(on))
        return found.next, found.next_on

    sent, received = (0, E.SUBMITTED), (1, E.RECEIVED)
    assert after() == (Next.SUBMIT, START + timedelta(7))
    assert after(sent) == (Next.ASK_RECEIPT, START + timedelta(5))
    assert after(sent, received) == (Next.WAIT, date(2026, 11, 23))
    assert after(sent, received, on=21) == (Next.WAIT, date(2026, 11, 23))
    assert after(sent, received, on=22) == (Next.ESCALATE, date(2026, 11, 24))
    assert after(sent, received, (4, E.ASKED_MORE)) == (Next.SUPPLY, START + timedelta(11))
    assert after(sent, received, (9, E.WITHDRAWN)) == (Next.AGAIN, START + timedelta(23))
    assert after(sent, received, (9, E.ANSWERED)) == (Next.CHECK_REPORT, START + timedelta(23))
    assert after(sent, received, (9, E.ANSWERED), (10, E.CLOSED)) == (Next.NOTHING, None)
    assert after(sent, received, channel="other") == (Next.FOLLOW_UP, START + timedelta(8))


def test_a_day_that_may_be_off_is_never_told_as_missed() -> None:
    made = [event(1, date(2026, 12, 12), E.RECEIVED), event(2, date(2026, 12, 11), E.SUBMITTED)]
    found = stands(Kind.OBJECTION, "bureau", made, date(2027, 1, 5))
    assert (found.next, found.deadline.sure) == (Next.CHECK_DAY, False)
