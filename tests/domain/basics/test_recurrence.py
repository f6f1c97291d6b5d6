"""Recurrences from texts: the days of RFC 5545, as dateutil reckons them, and nothing outside what the app takes."""

from __future__ import annotations

import time
from datetime import date

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.basics.recurrence import days, first_on, following, latest, midnight, plain
from planner.errors import PlannerError
from tests.make.examples import examples

END = date(2034, 12, 31)
ANY_DAY = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def text(rule: str, first: str = "20260131") -> str:
    return f"DTSTART;VALUE=DATE:{first}\nRRULE:{rule}"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=99", ["2026-01-31", "2026-05-10", "2026-08-17"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", ["2026-02-09", "2026-02-12", "2026-02-23"]),
        ("FREQ=MONTHLY", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["2026-02-27", "2026-03-31", "2026-04-30"]),
        ("FREQ=MONTHLY;INTERVAL=99;BYMONTHDAY=28,29,30;BYSETPOS=-1", ["2034-04-30", "2042-07-30", "2050-10-30"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=WEEKLY;COUNT=2", ["2026-01-31", "2026-02-07"]),
    ],
)
def test_days_of_a_recurrence_in_a_file(rule: str, expected: list[str]) -> None:
    assert [str(day) for day in days(text(rule), date(2026, 1, 1), date(2060, 1, 1))[:3]] == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=100",
        "FREQ=WEEKLY;INTERVAL=1000000000",
        "FREQ=WEEKLY;INTERVAL=1,2",
        "FREQ=WEEKLY;INTERVAL=2;INTERVAL=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=1000",
        "FREQ=DAILY;UNTIL=20270101",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-32",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYSETPOS=2",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=0",
        "FREQ=MONTHLY;BYMONTHDAY=" + "31," * 5000 + "31",
        "FREQ=MONTHLY;BYEASTER=1",
        "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=4",  # 2026, 2030, 2034: never
        "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=HOURLY",
        "FREQ=WEEKLY\nRRULE:FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=٣",
    ],
)
def test_what_the_app_could_not_have_written_is_refused_at_once(rule: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(PlannerError) as caught:
        first_on(text(rule))
    assert caught.value.code == "reminder.recurrence"
    assert len(str(caught.value.params["text"])) < 80
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("first", ["19891231", "21010101", "00010101", "99991231", "20260230", "２０２６0101"])
def test_the_first_day_is_one_that_can_be_typed(first: str) -> None:
    with pytest.raises(PlannerError, match=r"reminder\.recurrence"):
        first_on(text("FREQ=DAILY", first))


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=99", "FREQ=YEARLY;INTERVAL=7"])
def test_the_end_of_the_calendar_is_no_end_of_the_app(rule: str) -> None:
    asked = text(rule, "20280229")
    assert (latest(asked, date.max) or date.min).year > 9975
    assert following(asked, date.max) is None
    assert days(asked, date.max, date.max) == ((date.max,) if rule == "FREQ=DAILY" else ())


_WEEKDAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3)


def _list(*allowed: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(allowed), min_size=1, max_size=3).map(lambda found: ",".join(map(str, found)))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any recurrence inside the bounds; some of them never come."""
    repeats = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"INTERVAL": st.sampled_from(["1", "2", "3", "12", "99"]), "COUNT": st.sampled_from(["1", "5", "40"])}
    if repeats != "DAILY":
        parts["BYDAY"] = _WEEKDAYS.map(",".join)
    if repeats in ("MONTHLY", "YEARLY"):
        parts |= {"BYMONTHDAY": _list(1, 15, 28, 29, 30, 31, -1, -31), "BYSETPOS": _list(1, 2, -1)}
    if repeats == "YEARLY":
        parts["BYMONTH"] = _list(1, 2, 4, 12)
    kept = draw(st.lists(st.sampled_from(sorted(parts)), unique=True))
    first = draw(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
    rule = "".join(f";{name}={draw(parts[name])}" for name in kept)
    return f"DTSTART;VALUE=DATE:{first:%Y%m%d}\nRRULE:FREQ={repeats}{rule}"


@given(texts(), st.dates(date(2019, 1, 1), END))
@examples(200)
def test_the_days_are_those_of_dateutil(asked: str, on: date) -> None:
    try:
        start = first_on(asked)
    except PlannerError:
        return  # dateutil would look for its first day up to the year 9999
    rule = rrulestr(asked.split("\n")[1], dtstart=midnight(start))
    known = tuple(moment.date() for moment in rule.between(midnight(start), midnight(END), inc=True))
    assert days(asked, start, END) == known
    assert days(asked, on, END) == tuple(day for day in known if day >= on)
    assert latest(asked, on) == max((day for day in known if day <= on), default=None)
    after = following(asked, on)
    assert after == next((day for day in known if day > on), after if after and after > END else None)


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "20260131", ("2026-02-09", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH")),
        ("FREQ=DAILY;COUNT=1", "20260131", ("2026-01-31", "FREQ=DAILY;COUNT=1")),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "20260131", ("2026-02-15", "FREQ=MONTHLY;BYMONTHDAY=15")),
        ("FREQ=YEARLY", "20260215", ("2026-02-15", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=15")),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "20260131", None),
        ("FREQ=MONTHLY;BYMONTHDAY=29", "20260131", None),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "20260131", None),
        ("FREQ=MONTHLY;BYMONTHDAY=1,2", "20260131", None),
        ("FREQ=MONTHLY;BYDAY=MO", "20260131", None),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "20280229", None),
    ],
)
def test_a_rule_is_handed_out_only_where_every_program_reads_it_alike(
    rule: str, first: str, expected: tuple[str, str] | None
) -> None:
    found = plain(text(rule, first))
    assert (None if found is None else (found[0].isoformat(), found[1])) == expected


@given(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), st.integers(1, 9), st.integers(0, 20), ANY_DAY)
@examples(100)
def test_a_rule_that_is_handed_out_has_the_same_days_from_its_first_one_on(
    repeats: str, interval: int, count: int, first: date
) -> None:
    counted = f";COUNT={count}" if count else ""
    weekdays = ";BYDAY=TU,SA" if repeats == "WEEKLY" and first.day % 2 else ""
    asked = text(f"FREQ={repeats};INTERVAL={interval}{counted}{weekdays}", f"{first:%Y%m%d}")
    handed = plain(asked)
    if handed is None:
        assert first.day > 28
        return
    told = rrulestr(f"DTSTART:{handed[0]:%Y%m%d}\nRRULE:{handed[1]}").between(midnight(first), midnight(END), inc=True)
    assert [moment.date() for moment in told] == list(days(asked, first, END))
