"""The events of an account in order, and how far one has come."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from copy import copy
from datetime import date
from operator import itemgetter

from planner.domain.accounts.records import (
    Allowance,
    Arrangement,
    CardPlan,
    Denial,
    Draw,
    Reading,
    Repayment,
    Statement,
)
from planner.domain.ledger.events import Event, Kind
from planner.domain.ledger.running import Running

_ALL = len(Kind)


class Timeline:
    """What was recorded, in the order in which it takes effect; it only moves forward."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._events = sorted(events, key=itemgetter(0, 1, 2))
        self._next = 0

    @property
    def next_on(self) -> date | None:
        """The day of the next record; None when all have been told."""
        return self._events[self._next][0] if self._next < len(self._events) else None

    def copied(self) -> Timeline:
        """Another at the same place of the same records, of which none is added any more."""
        return copy(self)

    def add(self, event: Event) -> None:
        """Record something of a day that one has not come to yet."""
        insort(self._events, event, self._next, key=itemgetter(0, 1, 2))

    def advance(self, running: Running, to: date, before: int = _ALL) -> None:
        """Tell an account everything up to the end of ``to``: records, and what happens by itself between them.

        ``before``: of ``to`` only what has an earlier place in the day than this ``Kind``.
        """
        until = to, before
        events, count = self._events, len(self._events)
        while True:
            event = events[self._next] if self._next < count else None
            own = running.own
            if own is not None and own < until and (event is None or own < (event[0], event[1])):
                running.own_day(own[0])
            elif event is not None and event < until:
                self._next += 1
                if type(event[3]) is Repayment:  # most of what there is to tell
                    running.pay(event[3])
                else:
                    _tell(running, event)
            else:
                running.come(to)
                return


def _tell(running: Running, event: Event) -> None:
    on, kind, _, record = event
    if isinstance(record, Draw):
        running.draw(record)
    elif isinstance(record, Reading):
        running.read(record)
    elif isinstance(record, Statement):
        running.bill(record)
    elif isinstance(record, CardPlan):
        running.plan(on, record, ends=not kind.begins_plan)
    elif isinstance(record, Arrangement):
        running.arrange(on, record)
    elif isinstance(record, Allowance):
        running.allow(record)
    elif isinstance(record, Denial):
        running.come(on)
        running.dues.deny(record.due_on, on)
    else:
        running.end(on)
