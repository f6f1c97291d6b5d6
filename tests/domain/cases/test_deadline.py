"""The last day of a deadline, on days worked out by hand from the calendar of 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.cases.deadline import Deadline, Why, deadline, is_off, last_day
from planner.domain.cases.file import EventKind, Kind
from planner.domain.reference.rules import Unit
from planner.storage.shipped import cases, catalogue, holidays
from tests.make.cases import case_file, event
from tests.make.examples import examples

DAYS = holidays.load().work_days
RULES = catalogue.load().rules
E = EventKind


def by(kind: Kind, channel: str, *events: tuple[date, EventKind], until: EventKind = E.ANSWERED) -> Deadline:
    made = case_file(kind, channel, (event(n, on, what) for n, (on, what) in enumerate(events, 1)))
    return deadline(kind, channel, made.happened(made.current), cases.load(), RULES, DAYS, until)


@pytest.mark.parametrize(
    ("received", "counted", "on", "sure"),
    [
        (date(2026, 6, 1), date(2026, 6, 21), date(2026, 6, 22), True),  # the last day of 端午节
        (
            date(2026, 1, 28),
            date(2026, 2, 17),
            date(2026, 2, 24),
            True,
        ),  # in the Spring Festival, until the 23rd
        (date(2026, 1, 25), date(2026, 2, 14), date(2026, 2, 14), True),  # a Saturday that is worked
        (date(2026, 9, 14), date(2026, 10, 4), date(2026, 10, 8), True),  # in the National Day week
        (date(2026, 9, 20), date(2026, 10, 10), date(2026, 10, 10), True),  # the Saturday worked for it
        (date(2026, 11, 2), date(2026, 11, 22), date(2026, 11, 23), True),  # a Sunday
        (date(2026, 11, 3), date(2026, 11, 23), date(2026, 11, 23), True),  # a Monday
        (date(2026, 12, 20), date(2027, 1, 9), date(2027, 1, 11), False),  # a Saturday of a year that is not known
        (date(2026, 12, 12), date(2027, 1, 1), date(2027, 1, 1), False),  # nobody has said yet that it is off
    ],
)
def test_an_objection_is_answered_within_twenty_days_of_its_receipt(
    received: date, counted: date, on: date, sure: bool
) -> None:
    for channel in ("lender", "bureau", "pboc_branch"):
        found = by(Kind.OBJECTION, channel, (received - timedelta(2), E.SUBMITTED), (received, E.RECEIVED))
        assert (found.why, found.since, found.counted_on, found.on, found.sure) == (
            Why.RULE, received, counted, on, sure,
        )  # fmt: skip
        assert found.rule is not None
        assert found.rule.code == "objection_days"


def test_a_complaint_to_a_branch_has_ten_working_days_and_then_thirty_days() -> None:
    sent = ((date(2026, 2, 11), E.SUBMITTED), (date(2026, 2, 12), E.RECEIVED))
    taken_up = by(Kind.COMPLAINT, "pboc_branch", *sent, until=E.ACCEPTED)
    # 13, 14 (a Saturday worked), 24 to 27, 28 (worked), 2 to 4 March
    assert (taken_up.on, taken_up.sure) == (date(2026, 3, 4), True)
    waiting = by(Kind.COMPLAINT, "pboc_branch", *sent)
    assert (waiting.why, waiting.on) == (Why.NO_ACCEPTANCE, None)
    assert waiting.rule is not None
    assert waiting.rule.code == "complaint_days"
    found = by(Kind.COMPLAINT, "pboc_branch", *sent, (date(2026, 9, 3), E.ACCEPTED))
    assert (found.on, found.counted_on) == (date(2026, 10, 8), date(2026, 10, 3))


def test_the_hotline_counts_working_days_from_the_receipt() -> None:
    # 28 to 30 September, 8, 9, 10 (a Saturday worked), 12 to 16, 19 to 22 October
    found = by(Kind.COMPLAINT, "hotline_12363", (date(2026, 9, 24), E.SUBMITTED), (date(2026, 9, 24), E.RECEIVED))
    assert (found.on, found.sure) == (date(2026, 10, 22), True)
    late = by(Kind.COMPLAINT, "hotline_12363", (date(2026, 12, 21), E.SUBMITTED), (date(2026, 12, 21), E.RECEIVED))
    assert (late.on, late.sure) == (date(2027, 1, 11), False)


def test_before_the_receipt_is_known_there_is_no_last_day() -> None:
    assert by(Kind.OBJECTION, "bureau").why is Why.NOT_SENT
    sent = by(Kind.OBJECTION, "bureau", (date(2026, 11, 2), E.SUBMITTED))
    assert (sent.why, sent.on) == (Why.NO_RECEIPT, None)
    accepted = by(Kind.OBJECTION, "bureau", (date(2026, 11, 2), E.SUBMITTED), (date(2026, 11, 5), E.ACCEPTED))
    assert (accepted.why, accepted.on) == (Why.NO_RECEIPT, None)  # it had arrived by then, nobody knows when


@pytest.mark.parametrize("end", [E.WITHDRAWN, E.ANSWERED, E.NOT_ACCEPTED])
def test_what_ends_a_round_stops_the_clock(end: EventKind) -> None:
    start = ((date(2026, 11, 2), E.SUBMITTED), (date(2026, 11, 3), E.RECEIVED))
    assert by(Kind.OBJECTION, "bureau", *start, (date(2026, 11, 10), end)) == Deadline(Why.OVER)


def test_more_papers_do_not_stop_it() -> None:
    start = ((date(2026, 11, 2), E.SUBMITTED), (date(2026, 11, 3), E.RECEIVED))
    asked = (*start, (date(2026, 11, 9), E.ASKED_MORE))
    assert by(Kind.OBJECTION, "bureau", *asked) == by(Kind.OBJECTION, "bureau", *start)


def test_where_nobody_has_published_anything_only_their_own_day_counts() -> None:
    start = ((date(2026, 11, 2), E.SUBMITTED), (date(2026, 11, 3), E.RECEIVED))
    for kind, channel in ((Kind.APPEAL, "alipay"), (Kind.COMPLAINT, "hotline_12378"), (Kind.ARRANGEMENT, "lender")):
        found = by(kind, channel, *start)
        assert (found.why, found.on, found.rule) == (Why.NO_RULE, None, None)
    named = case_file(
        Kind.APPEAL,
        "alipay",
        [event(1, date(2026, 11, 2), E.SUBMITTED), event(2, date(2026, 11, 3), E.RECEIVED, until=date(2026, 11, 13))],
    )
    told = deadline(Kind.APPEAL, "alipay", named.happened(named.current), cases.load(), RULES, DAYS)
    assert (told.why, told.on) == (Why.PROMISED, date(2026, 11, 13))


def test_a_lender_may_put_a_complaint_off_and_nobody_an_objection() -> None:
    later, received = date(2026, 12, 3), date(2026, 11, 3)
    for kind, why, on in (
        (Kind.COMPLAINT, Why.EXTENDED, later),
        (Kind.OBJECTION, Why.RULE, date(2026, 11, 23)),
    ):
        events = [event(1, received, E.SUBMITTED), event(2, received, E.RECEIVED)]
        made = case_file(kind, "lender", [*events, event(3, date(2026, 11, 10), E.NOTE, until=later)])
        found = deadline(kind, "lender", made.happened(made.current), cases.load(), RULES, DAYS)
        assert (found.why, found.on) == (why, on)
    sooner = case_file(Kind.COMPLAINT, "lender", [*events, event(3, received, E.NOTE, until=date(2026, 11, 9))])
    found = deadline(Kind.COMPLAINT, "lender", sooner.happened(sooner.current), cases.load(), RULES, DAYS)
    assert (found.why, found.on) == (Why.RULE, date(2026, 11, 18))


def test_only_a_law_is_firm() -> None:
    sent, received = (date(2026, 11, 2), E.SUBMITTED), (date(2026, 11, 3), E.RECEIVED)
    assert by(Kind.OBJECTION, "bureau", sent, received).firm
    assert not by(Kind.COMPLAINT, "hotline_12363", sent, received).firm  # pages say so, and differ


def test_only_what_is_certain_has_passed() -> None:
    found = by(Kind.OBJECTION, "bureau", (date(2026, 12, 10), E.SUBMITTED), (date(2026, 12, 12), E.RECEIVED))
    assert found.on == date(2027, 1, 1)
    assert not found.passed(date(2027, 1, 20))
    known = by(Kind.OBJECTION, "bureau", (date(2026, 11, 1), E.SUBMITTED), (date(2026, 11, 3), E.RECEIVED))
    assert not known.passed(date(2026, 11, 23))
    assert known.passed(date(2026, 11, 24))


@examples(200)
@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)), st.integers(1, 40), st.sampled_from([Unit.DAYS, Unit.WORKDAYS]))
def test_a_last_day_is_never_off_nor_too_early(since: date, count: int, unit: Unit) -> None:
    on, counted, sure = last_day(since, count, unit, DAYS)
    between = [since + timedelta(n) for n in range(1, (on - since).days + 1)]
    assert sure
    assert not is_off(DAYS, on)
    if unit is Unit.WORKDAYS:
        assert sum(not is_off(DAYS, one) for one in between) == count
    else:
        assert counted == since + timedelta(count)
        assert all(is_off(DAYS, one) for one in between[count - 1 : -1])
