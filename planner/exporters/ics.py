"""A calendar as RFC 5545 text that every calendar program reads alike: whole days, no time zone, no place in a set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.values import dataclass

if TYPE_CHECKING:
    import icalendar

EXTRA = "calendar"
_DAY = timedelta(days=1)
_RINGS = timedelta(hours=9)  # after midnight: an alarm at the beginning of a day wakes people


@dataclass(frozen=True, slots=True)
class Event:
    """A day, or a series of days.

    Attributes:
        uid: the same in every export, for nothing else in the world.
        on: its day; of a series the first.
        summary: what it says.
        kind: a word by which a calendar sorts.
        series: the RFC 5545 rule of a series, without ``RRULE:``; it begins on ``on``.
        without: days of the series that are no events.
        alarms: how many days before it rings, at nine in the morning.
        over: nothing is to be done any more; a calendar that knows it from earlier strikes it.
    """

    uid: str
    on: date
    summary: str
    kind: str
    series: str = ""
    without: tuple[date, ...] = ()
    alarms: tuple[int, ...] = ()
    over: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A whole calendar.

    Attributes:
        name: what it is called.
        stamp: when it became as it is (UTC).
        sequence: higher with each change: who has an event of the same ``uid`` takes this one.
        events: all events.
    """

    name: str
    stamp: datetime
    sequence: int
    events: tuple[Event, ...]


def pieces(calendar: Calendar) -> Iterator[bytes]:
    """The calendar, an event a piece, lines ended and folded as the standard asks.

    Raises:
        PlannerError: ``export.extra`` where the library is not installed.
    """
    try:
        import icalendar
    except ImportError as error:
        raise PlannerError("export.extra", extra=EXTRA) from error
    around = icalendar.Calendar()
    around.add("prodid", "-//planner//planner//EN")
    around.add("version", "2.0")
    around.add("calscale", "GREGORIAN")
    around.add("method", "PUBLISH")
    around.add("x-wr-calname", clean(calendar.name))
    whole: bytes = around.to_ical()
    end = b"END:VCALENDAR\r\n"
    yield whole.removesuffix(end)
    for event in calendar.events:
        yield _event(icalendar, calendar, event).to_ical()
    yield end


def _event(library: Any, calendar: Calendar, event: Event) -> icalendar.Event:
    made: icalendar.Event = library.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", calendar.stamp)
    made.add("last-modified", calendar.stamp)
    made.add("sequence", calendar.sequence)
    made.add("dtstart", event.on)
    made.add("dtend", event.on + _DAY)  # a day of no length is shown on another day, or not at all
    made.add("summary", _text(library, event.summary))
    made.add("categories", [event.kind])
    made.add("class", "PRIVATE")
    made.add("transp", "TRANSPARENT")
    made.add("status", "CANCELLED" if event.over else "CONFIRMED")
    if event.series:
        made.add("rrule", library.vRecur.from_ical(event.series))
        for on in event.without:
            made.add("exdate", on)
    if not event.over:
        for days in event.alarms:
            made.add_component(_alarm(library, event, days))
    return made


def _alarm(library: Any, event: Event, days: int) -> icalendar.Alarm:
    """Counted from the beginning of the day: an alarm at a time of its own would need a time zone."""
    made: icalendar.Alarm = library.Alarm()
    made.add("action", "DISPLAY")
    made.add("description", _text(library, event.summary))
    made.add("trigger", _RINGS - days * _DAY)
    return made


def _text(library: Any, text: str) -> Any:
    """A text as it is. The library itself makes a line break of a backslash before an N: of ``C:\\New``, say."""
    written = re.sub(r"[\\;,]", r"\\\g<0>", clean(text)).encode()

    class Exact(library.vText):  # type: ignore[misc]
        def to_ical(self) -> bytes:
            return written

    return Exact(clean(text))
