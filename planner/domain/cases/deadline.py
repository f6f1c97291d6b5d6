"""The last day of a deadline: counted from the day after an event, moved off days off, as far as those are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.basics.sources import Confidence
from planner.domain.basics.workdays import WorkDays
from planner.domain.cases.file import ENDS, Event, EventKind, Kind
from planner.domain.cases.lists import CaseLists, Clock
from planner.domain.reference.rules import Rule, Rules, Unit
from planner.values import dataclass

_DAY = timedelta(1)
_SATURDAY = 5


class Why(StrEnum):
    """Why there is a last day, or none."""

    RULE = "rule"  # by a rule
    EXTENDED = "extended"  # a later day that the channel named, as the rule lets it
    PROMISED = "promised"  # the channel named it itself
    NOT_SENT = "not_sent"
    NO_RECEIPT = "no_receipt"  # it runs from the receipt, of which the day is not known
    NO_ACCEPTANCE = "no_acceptance"  # it runs from the acceptance, which has not come or is not recorded
    NO_RULE = "no_rule"  # nobody has said by when
    OVER = "over"  # answered, not taken up or withdrawn: nothing runs any more


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something has to happen.

    Attributes:
        why: why that day, or why none.
        until: what has to happen by then.
        on: the last day; None where there is none.
        rule: the rule that it comes from, also where its day is not known yet; None without one.
        since: the day of the event from which it is counted.
        counted_on: the last day before it was moved off days off; the same as ``on`` where it was not.
        sure: whether it is known of all days that decide whether they are days off.
    """

    why: Why
    until: EventKind = EventKind.ANSWERED
    on: date | None = None
    rule: Rule | None = None
    since: date | None = None
    counted_on: date | None = None
    sure: bool = True

    @property
    def firm(self) -> bool:
        """Whether it rests on a law or an official text, so that it can be said that it was missed."""
        return self.rule is not None and self.rule.fact.confidence in (Confidence.LAW, Confidence.OFFICIAL)

    def passed(self, as_of: date) -> bool:
        """Whether the last day is over, for certain."""
        return self.on is not None and self.sure and self.on < as_of


def is_off(calendar: WorkDays, on: date) -> bool:
    """Whether a day is off; of one outside the years that are known, whether it is of a weekend."""
    return calendar.is_off(on) if calendar.known(on) else on.weekday() >= _SATURDAY


def last_day(since: date, count: int, unit: Unit, calendar: WorkDays) -> tuple[date, date, bool]:
    """The last day of ``count`` days after ``since``, which does not count; as it was counted; whether it is sure.

    Days: one that ends on a day off ends on the first working day after it. Working days: only those are counted.
    Outside the years of the calendar weekends alone are taken for off, and it is not sure.
    """
    if unit is Unit.WORKDAYS:
        on, sure = since, True
        while count > 0:
            on += _DAY
            sure = sure and calendar.known(on)
            count -= not is_off(calendar, on)
        return on, on, sure
    on = counted = since + count * _DAY
    while is_off(calendar, on):
        on += _DAY
    return on, counted, calendar.known(counted) and calendar.known(on)


def deadline(
    kind: Kind,
    channel: str,
    events: tuple[Event, ...],
    lists: CaseLists,
    rules: Rules,
    calendar: WorkDays,
    until: EventKind = EventKind.ANSWERED,
) -> Deadline:
    """By when a round has to be answered (or, with ``until``, taken up), by its events that count.

    What the channel has named itself holds where no rule is known. A withdrawal stops the clock, an answer too. That
    more papers were asked for stops none: no rule says so.
    """
    first: Mapping[EventKind, Event] = {one.kind: one for one in reversed(events)}
    if any(one in first for one in ENDS):
        return Deadline(Why.OVER, until)
    clock = lists.clock(kind, channel, until)
    if clock is None:
        return _promised(events, until, sent=EventKind.SUBMITTED in first or EventKind.RECEIVED in first)
    since = first.get(clock.starts)
    if since is None:
        limit = rules.at(clock.rule, max((one.on for one in events), default=date.max))
        return Deadline(_missing(first, clock), until, rule=None if limit is None else limit.rule)
    limit = rules.at(clock.rule, since.on)
    if limit is None:
        return _promised(events, until, sent=True)
    on, counted, sure = last_day(since.on, limit.whole, limit.rule.unit, calendar)
    if clock.extends and (named := _named(events)) is not None and named > on:
        return Deadline(Why.EXTENDED, until, named, limit.rule, since.on, named)
    return Deadline(Why.RULE, until, on, limit.rule, since.on, counted, sure)


def _missing(first: Mapping[EventKind, Event], clock: Clock) -> Why:
    if EventKind.SUBMITTED not in first and EventKind.RECEIVED not in first:
        return Why.NOT_SENT
    return Why.NO_RECEIPT if clock.starts is EventKind.RECEIVED else Why.NO_ACCEPTANCE


def _promised(events: tuple[Event, ...], until: EventKind, *, sent: bool) -> Deadline:
    if not sent:
        return Deadline(Why.NOT_SENT, until)
    named = _named(events)
    if until is not EventKind.ANSWERED or named is None:
        return Deadline(Why.NO_RULE, until)
    return Deadline(Why.PROMISED, until, named, counted_on=named)


def _named(events: tuple[Event, ...]) -> date | None:
    """The day by which the other side has said last that it answers."""
    found = (one.until_on for one in reversed(events) if one.kind is not EventKind.ASKED_MORE)
    return next((on for on in found if on is not None), None)
