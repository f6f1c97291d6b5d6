"""Recurrences as RFC 5545 text: written from five plain choices, read back as calendar days.

A text is a ``DTSTART`` line with a date and one ``RRULE`` line. Days only: no hours, no time zones. In RFC 5545
``FREQ=MONTHLY`` from the 31st *skips* short months; the texts written here name the days 28 to 31 and take the last one
that the month has (``BYSETPOS=-1``), so a reminder on the 31st comes on 28 February and returns to the 31st in March.

A text may come from a file that somebody wrote, so it is taken only inside these bounds, and every answer takes a
bounded time (``dateutil`` walks from the first day to the last, and where no day fits to the year 9999; the tests
compare the two):

* the first day is of a year that can be typed (1990 to 2100);
* every day, week, month or year, or each 2nd to 99th (``INTERVAL``), at most 999 times (``COUNT``);
* by the week: ``BYDAY``, weekdays without a number;
* by the month: ``BYDAY``, ``BYMONTHDAY`` 1–31 or from the month's end −1 to −31, ``BYSETPOS`` 1–31 or −1 to −31;
* by the year: these, and ``BYMONTH`` 1–12;
* each part once, and at least one day within ten years of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from planner.domain.basics.calendar import add_months, days_in_month
from planner.domain.basics.reach import FIRST_YEAR, LAST_YEAR
from planner.domain.basics.text import quoted
from planner.errors import PlannerError
from planner.values import dataclass

MOST_INTERVAL, MOST_COUNT, WITHIN_YEARS = 99, 999, 10

_START = re.compile(r"DTSTART(?:;VALUE=DATE)?:([0-9]{4})([0-9]{2})([0-9]{2})")
_RULE = re.compile(r"RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)((?:;[A-Z]+=[-+A-Z0-9,]+)*)")
_BY_MONTH = ("INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYSETPOS")
_PARTS = {
    "DAILY": ("INTERVAL", "COUNT"),
    "WEEKLY": ("INTERVAL", "COUNT", "BYDAY"),
    "MONTHLY": _BY_MONTH,
    "YEARLY": (*_BY_MONTH, "BYMONTH"),
}
_RANGES = {
    "INTERVAL": (1, MOST_INTERVAL),
    "COUNT": (1, MOST_COUNT),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYSETPOS": (-31, 31),
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_SHORTEST = 28  # days of the shortest month
_MOST_TEXT = 500  # characters; what the form writes has 90


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
    return _read(text).first_on


def days(text: str, start: date, end: date) -> tuple[date, ...]:
    """The recurrence's days from ``start`` to ``end``, both included, oldest first.

    Raises:
        PlannerError: ``reminder.recurrence`` when the text is not of the form described above.
    """
    return tuple(_read(text).days(start, end))


def latest(text: str, as_of: date) -> date | None:
    """The last day of the recurrence up to and including ``as_of``; None before its first."""
    return _read(text).latest(as_of)


def plain(text: str) -> tuple[date, str] | None:
    """The first day of a recurrence and an RFC 5545 rule of its days that every calendar program reads alike.

    Such a rule begins on a day of its own, names no place in a set and no day that some month has not. None where the
    days have to be written out.

    Raises:
        PlannerError: ``reminder.recurrence`` when the text is not of the form described above.
    """
    return _read(text).plain()


def following(text: str, after: date) -> date | None:
    """The first day of the recurrence after ``after``; None when it has ended."""
    return None if after == date.max else next(_read(text).days(after + _DAY, date.max), None)


def midnight(day: date) -> datetime:
    """``day`` as dateutil wants it: a moment without a time zone."""
    return datetime.combine(day, time.min)


def next_weekday(start: date, weekday: int) -> date:
    """The first day from ``start`` on (itself included) that is ``weekday`` (0 = Monday … 6 = Sunday)."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


@dataclass(frozen=True, slots=True)
class _Recurrence:
    """A text that was read. Its days stand in periods, of which every ``interval``-th counts, number 0 the first's."""

    first_on: date
    repeats: str
    interval: int
    count: int
    months: frozenset[int]
    month_days: frozenset[int]
    weekdays: frozenset[int]
    places: frozenset[int]

    def days(self, start: date, end: date) -> Iterator[date]:
        """The days from ``start`` to ``end``, oldest first."""
        left = self.count
        number = 0 if left else self._number(start)
        while (begins := self._begins(number)) is not None and begins <= end:
            for day in self._of_period(begins):
                if start <= day <= end:
                    yield day
                left -= 1
                if left == 0:  # below 0 where they are not counted
                    return
            number += 1

    def latest(self, as_of: date) -> date | None:
        """The last day up to ``as_of``."""
        if self.count:
            return max(self.days(self.first_on, as_of), default=None)
        for number in range(self._number(as_of), -1, -1):
            begins = self._begins(number)
            found = [] if begins is None else [day for day in self._of_period(begins) if day <= as_of]
            if found:
                return found[-1]
        return None

    def plain(self) -> tuple[date, str] | None:
        """The first day that fits, and the rule from there on; see ``plain`` above."""
        parts = [f"FREQ={self.repeats}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        if self.repeats == "WEEKLY":
            parts.append("BYDAY=" + ",".join(_WEEKDAYS[day] for day in sorted(self.weekdays)))
        elif self.repeats != "DAILY":
            if self.places or self.weekdays or not self._in_every_month():
                return None
            if self.repeats == "YEARLY":
                parts.append(f"BYMONTH={min(self.months)}")
            parts.append(f"BYMONTHDAY={min(self.month_days)}")
        return next(self.days(self.first_on, date.max)), ";".join(parts)

    def _in_every_month(self) -> bool:
        """Whether it names one day, which every month has, and of the year one month."""
        one = len(self.month_days) == 1 and 1 <= min(self.month_days) <= _SHORTEST
        return one and (self.repeats == "MONTHLY" or len(self.months) == 1)

    def _number(self, on: date) -> int:
        """The number of the last period that begins on ``on`` or before; 0 for a day before the first."""
        first = self.first_on
        match self.repeats:
            case "DAILY":
                passed = (on - first).days
            case "WEEKLY":
                passed = (on.toordinal() - 1) // 7 - (first.toordinal() - 1) // 7
            case "MONTHLY":
                passed = (on.year - first.year) * 12 + on.month - first.month
            case _:
                passed = on.year - first.year
        return max(passed // self.interval, 0)

    def _begins(self, number: int) -> date | None:
        """The first day of a period; None past the last day of all."""
        first, passed = self.first_on, number * self.interval
        try:
            match self.repeats:
                case "DAILY":
                    return first + passed * _DAY
                case "WEEKLY":
                    return first + (7 * passed - first.weekday()) * _DAY
                case "MONTHLY":
                    return add_months(first, passed, 1)
                case _:
                    return date(first.year + passed, 1, 1)
        except (OverflowError, ValueError):
            return None

    def _of_period(self, begins: date) -> list[date]:
        """The days of the period that begins on that day, none of them before the first day."""
        match self.repeats:
            case "DAILY":
                days = [begins]
            case "WEEKLY":
                days = [date.fromordinal(begins.toordinal() + past) for past in range(min(7, _left(begins)))]
            case "MONTHLY":
                days = _month(begins.year, begins.month)
            case _:
                days = [day for month in sorted(self.months) or range(1, 13) for day in _month(begins.year, month)]
        days = [day for day in days if self._fits(day)]
        if self.places:
            days = [day for at, day in enumerate(days) if at + 1 in self.places or at - len(days) in self.places]
        return [day for day in days if day >= self.first_on]

    def _fits(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        from_end = day.day - days_in_month(day.year, day.month) - 1
        return not self.month_days or day.day in self.month_days or from_end in self.month_days


def _left(begins: date) -> int:
    """How many days there are from that one on."""
    return date.max.toordinal() - begins.toordinal() + 1


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, days_in_month(year, month) + 1)]


def _read(text: str) -> _Recurrence:
    found = _parsed(text)
    if found is None:
        told = {"text": quoted(text, 60), "most": MOST_INTERVAL, "years": WITHIN_YEARS}
        raise PlannerError("reminder.recurrence", field="rrule", **told)
    return found


@lru_cache(maxsize=1024)
def _parsed(text: str) -> _Recurrence | None:
    """The recurrence of a text; None where it is outside the bounds. The answer is kept in either case."""
    lines = text.strip().split("\n") if len(text) <= _MOST_TEXT else []
    start = _START.fullmatch(lines[0]) if len(lines) == 2 else None
    rule = _RULE.fullmatch(lines[1]) if len(lines) == 2 else None
    if start is None or rule is None:
        return None
    parts = [part.partition("=") for part in rule[2].split(";")[1:]]
    try:
        first = date(*map(int, start.groups()))
        found = _made(first, rule[1], {name: value for name, _, value in parts})
    except ValueError:
        return None
    once = len({name for name, _, _ in parts}) == len(parts)
    typed = once and FIRST_YEAR <= first.year <= LAST_YEAR
    return found if typed and next(found.days(first, add_months(first, 12 * WITHIN_YEARS)), None) else None


def _made(first: date, repeats: str, parts: dict[str, str]) -> _Recurrence:
    """Raises ValueError for a part that does not go with what it repeats, or is out of its range."""
    if not parts.keys() <= set(_PARTS[repeats]):
        raise ValueError(repeats)
    given = {name: _members(name, value) for name, value in parts.items()}
    (interval,), (count,) = given.get("INTERVAL", {1}), given.get("COUNT", {0})
    months, month_days = given.get("BYMONTH", frozenset()), given.get("BYMONTHDAY", frozenset())
    weekdays, places = given.get("BYDAY", frozenset()), given.get("BYSETPOS", frozenset())
    if not month_days and not weekdays:  # RFC 5545: what is not said is as on the first day
        if repeats == "WEEKLY":
            weekdays = frozenset({first.weekday()})
        elif repeats != "DAILY":
            month_days = frozenset({first.day})
            months = months or (frozenset({first.month}) if repeats == "YEARLY" else months)
    return _Recurrence(first, repeats, interval, count, months, month_days, weekdays, places)


def _members(name: str, value: str) -> frozenset[int]:
    """The numbers of a part (weekdays from 0), each inside its range."""
    if name == "BYDAY":
        return frozenset(_WEEKDAYS.index(one) for one in value.split(","))
    lowest, most = _RANGES[name]
    found = frozenset(int(one) for one in value.split(","))
    if not all(lowest <= one <= most and one for one in found):
        raise ValueError(value)
    return found
