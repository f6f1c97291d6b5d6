"""Recurrences as RFC 5545 text: written from five plain choices, read back as calendar days with python-dateutil.

A text is a ``DTSTART`` line with a date and one ``RRULE`` line. Days only: no hours, no time zones. In RFC 5545
``FREQ=MONTHLY`` from the 31st *skips* short months; the texts written here name the days 28 to 31 and take the last one
that the month has (``BYSETPOS=-1``), so a reminder on the 31st comes on 28 February and returns to the 31st in March.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from planner.errors import PlannerError

_START = re.compile(r"DTSTART(?:;VALUE=DATE)?:(\d{4})(\d{2})(\d{2})")
_RULE = re.compile(
    r"RRULE:FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;(?!BYHOUR|BYMINUTE|BYSECOND|UNTIL)[A-Z]+=[-+A-Z0-9,]+)*"
)


class Repeat(StrEnum):
    """How often a reminder of the person's own comes back."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


def recurrence(repeat: Repeat, first_on: date) -> str:
    """The RFC 5545 text of a recurrence that starts on ``first_on``; days 29–31 fall on a short month's last day."""
    return f"DTSTART;VALUE=DATE:{first_on:%Y%m%d}\nRRULE:{_parts(repeat, first_on)}"


def daily(first_on: date) -> str:
    """The RFC 5545 text of "every day from ``first_on``"."""
    return f"DTSTART;VALUE=DATE:{first_on:%Y%m%d}\nRRULE:FREQ=DAILY"


def _parts(repeat: Repeat, first_on: date) -> str:
    day = first_on.day
    clamped = f"BYMONTHDAY={day}" if day <= 28 else f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"
    match repeat:
        case Repeat.ONCE:
            return "FREQ=DAILY;COUNT=1"
        case Repeat.WEEKLY:
            return "FREQ=WEEKLY"
        case Repeat.MONTHLY:
            return f"FREQ=MONTHLY;{clamped}"
        case Repeat.QUARTERLY:
            return f"FREQ=MONTHLY;INTERVAL=3;{clamped}"
        case Repeat.YEARLY:
            return f"FREQ=YEARLY;BYMONTH={first_on.month};{clamped}"


def repeat_of(text: str) -> Repeat | None:
    """Which of the five choices ``text`` is, or None for any other recurrence (one that came with a restored file)."""
    start = first_on(text)
    return next((repeat for repeat in Repeat if recurrence(repeat, start) == text), None)


def first_on(text: str) -> date:
    """The ``DTSTART`` day.

    Raises:
        PlannerError: ``reminder.recurrence`` when the text is not of the form described above.
    """
    return _parsed(text)[0]


def days(text: str, start: date, end: date) -> tuple[date, ...]:
    """The recurrence's days from ``start`` to ``end``, both included, oldest first.

    Raises:
        PlannerError: ``reminder.recurrence`` when the text is not of the form described above.
    """
    return tuple(moment.date() for moment in _parsed(text)[1].between(midnight(start), midnight(end), inc=True))


def latest(text: str, as_of: date) -> date | None:
    """The last day of the recurrence up to and including ``as_of``; None before its first."""
    moment = _parsed(text)[1].before(midnight(as_of), inc=True)
    return None if moment is None else moment.date()


def following(text: str, after: date) -> date | None:
    """The first day of the recurrence after ``after``; None when it has ended."""
    moment = _parsed(text)[1].after(midnight(after), inc=False)
    return None if moment is None else moment.date()


def midnight(day: date) -> datetime:
    """``day`` as dateutil wants it: a moment without a time zone."""
    return datetime.combine(day, time.min)


def next_weekday(start: date, weekday: int) -> date:
    """The first day from ``start`` on (itself included) that is ``weekday`` (0 = Monday … 6 = Sunday)."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


@lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[date, rrule]:
    lines = text.strip().split("\n")
    start = _START.fullmatch(lines[0]) if len(lines) == 2 else None
    # A sub-daily frequency would make dateutil walk millions of moments; nothing here needs one.
    if start is None or _RULE.fullmatch(lines[1]) is None:
        raise PlannerError("reminder.recurrence", field="rrule", text=text)
    try:
        first = date(*map(int, start.groups()))
        rule = rrulestr(lines[1], dtstart=midnight(first))
    except ValueError as problem:
        raise PlannerError("reminder.recurrence", field="rrule", text=text) from problem
    if not isinstance(rule, rrule):
        raise PlannerError("reminder.recurrence", field="rrule", text=text)
    return first, rule
