"""Which reminders come up on a day, which stay away after an answer, and how none of them piles up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.recurrence import (
    Repeat,
    daily,
    days,
    first_on,
    following,
    next_weekday,
    recurrence,
    repeat_of,
)
from planner.domain.book import Book
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.occurrences import (
    CUSTOM,
    DUE,
    REVIEW,
    Mark,
    Occurrence,
    Rule,
    Stage,
    State,
    answer,
    check_lead_days,
    history,
    occurrences,
    upcoming,
)
from planner.errors import PlannerError

BEGIN = date(2026, 10, 1)
DUES = Rule(1, DUE, "", "", daily(BEGIN), (7, 3, 1, 0))
SUNDAYS = Rule(2, REVIEW, "", "", recurrence(Repeat.WEEKLY, date(2026, 10, 4)), (0,))
ON = date(2026, 11, 20)


def due(
    loan_id: int = 1,
    due_on: date = ON,
    *,
    amount_minor: int = 76_000,
    paid_minor: int = 0,
    cleared_on: date | None = None,
    status: DueStatus = DueStatus.PENDING,
) -> Due:
    return Due(loan_id, 1, due_on, amount_minor, 0, 0, paid_minor, cleared_on, status, 0)


def paid(loan_id: int, due_on: date, cleared_on: date) -> Due:
    status = DueStatus.ON_TIME if cleared_on <= due_on else DueStatus.LATE
    return due(loan_id, due_on, paid_minor=76_000, cleared_on=cleared_on, status=status)


def own(repeat: Repeat, first: date, lead_days: tuple[int, ...] = (0,), key: int = 3) -> Rule:
    return Rule(key, CUSTOM, "", "查芝麻分", recurrence(repeat, first), lead_days)


def one(found: tuple[Occurrence, ...]) -> Occurrence:
    (only,) = found
    return only


def days_before(count: int) -> date:
    return ON - timedelta(days=count)


@pytest.mark.parametrize(
    ("as_of", "key", "stage"),
    [
        (days_before(7), "due:1:2026-11-20:T-7", Stage.UPCOMING),
        (days_before(4), "due:1:2026-11-20:T-7", Stage.UPCOMING),
        (days_before(3), "due:1:2026-11-20:T-3", Stage.UPCOMING),
        (days_before(1), "due:1:2026-11-20:T-1", Stage.UPCOMING),
        (ON, "due:1:2026-11-20:T", Stage.TODAY),
        (days_before(-1), "due:1:2026-11-20:T+1", Stage.OVERDUE),
        (days_before(-400), "due:1:2026-11-20:T+400", Stage.OVERDUE),
    ],
)
def test_an_instalment_goes_through_its_stages(as_of: date, key: str, stage: Stage) -> None:
    status = DueStatus.MISSED if as_of > ON else DueStatus.PENDING
    found = one(occurrences([DUES], [due(status=status)], [], as_of))
    assert (found.key, found.stage, found.state) == (key, stage, State.PENDING)
    assert found.days_left == (ON - as_of).days


def test_nothing_comes_up_before_the_first_lead_day() -> None:
    assert occurrences([DUES], [due()], [], days_before(8)) == ()


def test_days_of_grace_are_named_as_such() -> None:
    found = one(occurrences([DUES], [due(status=DueStatus.PENDING)], [], days_before(-2)))
    assert found.stage is Stage.GRACE
    assert found.text == "reminder.due.grace"


def test_three_weeks_away_leave_one_line_per_instalment_and_one_review() -> None:
    back_on = date(2026, 11, 25)
    fallen = [date(2026, 11, 5), date(2026, 11, 12), date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 2)]
    dues = [due(loan_id, on, status=DueStatus.MISSED) for loan_id, on in reversed(list(enumerate(fallen, 1)))]
    dues.append(due(9, date(2026, 12, 20)))
    found = occurrences([SUNDAYS, DUES], dues, [], back_on)
    assert [(item.rule, item.due_on) for item in found] == [
        *((DUE, on) for on in fallen),
        (REVIEW, date(2026, 11, 22)),
    ]
    assert {item.state for item in found} == {State.PENDING}


def test_an_instalment_paid_needs_no_answer() -> None:
    dues = [paid(1, ON, days_before(2))]
    assert occurrences([DUES], dues, [], days_before(2)) == ()
    past = history([DUES], dues, [], ON)
    assert [(item.key[-3:], item.state) for item in past] == [("T-3", State.DONE), ("T-7", State.DONE)]


def test_a_part_payment_leaves_the_rest_to_remind_of() -> None:
    found = one(occurrences([DUES], [due(paid_minor=70_000)], [], ON))
    assert found.amount_minor == 6_000


def test_what_was_paid_before_records_began_is_no_reminder() -> None:
    covered = due(status=DueStatus.COVERED)
    assert occurrences([DUES], [covered], [], ON) == ()
    assert history([DUES], [covered], [], ON) == ()
    assert upcoming(Book(), [covered], ON, 30) == ()


def test_a_disabled_rule_gives_nothing() -> None:
    off = Rule(1, DUE, "", "", daily(BEGIN), (7, 3, 1, 0), enabled=False)
    assert occurrences([off], [due()], [], ON) == ()


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


def test_the_horizon_shows_the_next_stage_of_each() -> None:
    mark = Mark("due:1:2026-11-20:T-7", DUE, "loan:1", days_before(7), State.DONE)
    found = one(occurrences([DUES], [due()], [mark], days_before(6), horizon_days=30))
    assert (found.on, found.state) == (days_before(3), State.PENDING)
    assert occurrences([DUES], [due()], [mark], days_before(6), horizon_days=2) == ()


def test_the_review_comes_up_on_its_day_and_goes_when_it_is_saved() -> None:
    found = one(occurrences([SUNDAYS], [], [], date(2026, 11, 24)))
    assert (found.key, found.on) == ("review:2026-11-16:T", date(2026, 11, 22))
    assert occurrences([SUNDAYS], [], [], date(2026, 11, 24), reviewed={date(2026, 11, 16)}) == ()
    assert one(occurrences([SUNDAYS], [], [], date(2026, 11, 24), reviewed={date(2026, 11, 9)})) == found


def test_the_person_s_own_reminder_on_the_31st_comes_on_the_last_day_of_short_months() -> None:
    rule = own(Repeat.MONTHLY, date(2026, 8, 31))
    assert days(rule.rrule, date(2026, 9, 1), date(2027, 3, 31)) == (
        date(2026, 9, 30),
        date(2026, 10, 31),
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    )
    assert one(occurrences([rule], [], [], date(2027, 2, 28))).key == "custom:3:2027-02-28:T"


def test_the_person_s_own_reminder_is_ended_by_an_answer_until_its_next_day() -> None:
    rule = own(Repeat.WEEKLY, date(2026, 11, 2), (3, 0))
    ahead = one(occurrences([rule], [], [], date(2026, 11, 20)))
    assert (ahead.key, ahead.title) == ("custom:3:2026-11-23:T-3", "查芝麻分")
    mark = answer(ahead, State.DONE, date(2026, 11, 20))
    assert occurrences([rule], [], [mark], date(2026, 11, 23)) == ()
    assert one(occurrences([rule], [], [mark], date(2026, 11, 27))).due_on == date(2026, 11, 30)


def test_a_reminder_that_comes_once_stays_until_it_is_answered() -> None:
    rule = own(Repeat.ONCE, date(2026, 11, 2))
    found = one(occurrences([rule], [], [], date(2027, 5, 1)))
    assert (found.on, found.stage) == (date(2026, 11, 2), Stage.OVERDUE)
    assert occurrences([rule], [], [answer(found, State.SKIPPED, date(2027, 5, 1))], date(2027, 5, 2)) == ()


def test_a_recurrence_that_cannot_be_read_leaves_the_others_alone() -> None:
    broken = Rule(7, CUSTOM, "", "坏的", "RRULE:FREQ=SECONDLY", (0,))
    assert one(occurrences([broken, DUES], [due()], [], ON)).rule == DUE


def test_names_come_from_the_book() -> None:
    lender = Lender(1, "[/]")
    loan = Loan(1, lender, "借呗", Method.LEVEL_PAYMENT, BEGIN, Rate(Decimal(0), RateBasis.YEAR))
    found = one(occurrences([DUES], [due()], [], ON, book=Book((Account(loan),))))
    assert (found.loan, found.lender, found.params["loan"]) == ("借呗", "[/]", "[/] 借呗")


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


def test_two_dues_of_a_loan_on_one_day_are_one_line() -> None:
    found = one(occurrences([DUES], [due(), due(amount_minor=4_000)], [], ON))
    assert found.amount_minor == 80_000


def test_upcoming_lists_overdue_first_then_by_due_date() -> None:
    lender = Lender(1, "蚂蚁")
    rate = Rate(Decimal(0), RateBasis.YEAR)
    book = Book(tuple(Account(Loan(n, lender, f"第{n}笔", Method.LEVEL_PAYMENT, BEGIN, rate)) for n in (1, 2, 3, 4)))
    dues = [
        due(1, days_before(-30)),
        due(2, days_before(-31)),
        due(3, ON, paid_minor=70_000),
        due(4, days_before(9), status=DueStatus.MISSED),
        paid(1, ON, ON),
    ]
    items = upcoming(book, dues, ON, 30)
    assert [(item.loan, item.amount_minor, item.days_left, item.state) for item in items] == [
        ("第4笔", 76_000, -9, Stage.OVERDUE),
        ("第3笔", 6_000, 0, Stage.TODAY),
        ("第1笔", 76_000, 30, Stage.UPCOMING),
    ]


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


DATES = st.dates(date(2026, 9, 1), date(2027, 1, 31))
STATUSES = st.sampled_from(DueStatus)


@st.composite
def any_due(draw: st.DrawFn) -> Due:
    on, amount = draw(DATES), draw(st.integers(0, 5))
    part = draw(st.integers(0, amount))
    cleared = draw(DATES) if part == amount else None
    return due(
        draw(st.integers(1, 4)), on, amount_minor=amount, paid_minor=part, cleared_on=cleared, status=draw(STATUSES)
    )


@given(
    dues=st.lists(any_due(), max_size=12),
    as_of=DATES,
    horizon=st.integers(0, 40),
    lead_days=st.sets(st.integers(0, 20), min_size=1, max_size=4),
    rules=st.lists(st.tuples(st.sampled_from(Repeat), DATES), max_size=3),
)
def test_keys_are_unique_and_the_same_every_time(
    dues: list[Due], as_of: date, horizon: int, lead_days: set[int], rules: list[tuple[Repeat, date]]
) -> None:
    every = [
        Rule(1, DUE, "", "", daily(BEGIN), check_lead_days(lead_days)),
        SUNDAYS,
        *(own(repeat, first, check_lead_days(lead_days), key) for key, (repeat, first) in enumerate(rules, 3)),
    ]
    found = occurrences(every, dues, [], as_of, horizon_days=horizon)
    assert len({item.key for item in found}) == len(found)
    assert occurrences(every, list(reversed(dues)), [], as_of, horizon_days=horizon) == found
    now = [item for item in found if item.on <= as_of]
    assert len({item.key.rpartition(":")[0] for item in now}) == len(now)

    marks = [answer(item, State.DONE, as_of) for item in now]
    assert [item for item in occurrences(every, dues, marks, as_of) if item.on <= as_of] == []
    past = history(every, dues, marks, as_of)
    assert len({item.key for item in past}) == len(past)
    assert State.PENDING not in {item.state for item in past}


@given(dues=st.lists(any_due(), max_size=8), as_of=DATES, gap=st.integers(1, 30))
def test_a_snooze_is_quiet_before_its_day_and_pending_on_it(dues: list[Due], as_of: date, gap: int) -> None:
    found = occurrences([DUES], dues, [], as_of)
    marks = [answer(item, State.SNOOZED, as_of, until_on=as_of + timedelta(days=gap)) for item in found]
    assert {item.state for item in occurrences([DUES], dues, marks, as_of)} <= {State.SNOOZED}
    for mark in marks:
        assert mark.until_on is not None
        back = {item.key.rpartition(":")[0]: item for item in occurrences([DUES], dues, marks, mark.until_on)}
        assert back[mark.key.rpartition(":")[0]].state is State.PENDING


@pytest.mark.parametrize(("lead_days", "comes_up"), [((0,), 20), ((7, 3), 13), ((30,), -10)])
@pytest.mark.parametrize("repeat", [Repeat.ONCE, Repeat.MONTHLY])
def test_an_own_reminder_whose_first_day_is_to_come_is_listed_ahead(
    repeat: Repeat, lead_days: tuple[int, ...], comes_up: int
) -> None:
    first = ON + timedelta(days=20)
    rule = own(repeat, first, lead_days)
    found = occurrences([rule], [], [], ON, horizon_days=30)
    assert (found[0].due_on, found[0].on) == (first, ON + timedelta(days=comes_up))
    assert bool(occurrences([rule], [], [], ON, horizon_days=12)) == (comes_up <= 12)
