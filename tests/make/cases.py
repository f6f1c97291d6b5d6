"""Cases for tests: events in a line, a case with one round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.cases.file import Case, CaseFile, Event, EventKind, Kind, Outcome, Round


def event(number: int, on: date, kind: EventKind, *, corrects: int | None = None, until: date | None = None) -> Event:
    """An event of round 1; an answer grants."""
    outcome = Outcome.GRANTED if kind is EventKind.ANSWERED else None
    return Event(number, 1, on, kind, "一句话", outcome, until, corrects=corrects)


def case_file(kind: Kind, channel: str, events: Iterable[Event] = (), on: date = date(2026, 1, 5)) -> CaseFile:
    """A case with one round."""
    return CaseFile(Case(1, kind, "某事", on), (Round(1, 1, 1, channel, on),), tuple(events))
