"""The days that cases call for: what comes next in each, with a key of its own, so that it stays answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.basics.sources import Named
from planner.domain.cases.file import CaseFile, Kind
from planner.domain.cases.standing import Next, Standing
from planner.domain.reminders.rules import CASE, Dated


def coming(stands: Iterable[tuple[CaseFile, Standing]]) -> tuple[Dated, ...]:
    """What comes next in every case that is not over, by day; each step of a close-out by itself.

    Keys begin with what is to be done (a ``Next``) and the case's id; names are the case's own, of a close-out the
    step's as well.
    """
    found = []
    for file, stand in stands:
        name = Named.same(file.case.title)
        if file.case.kind is Kind.CLOSEOUT:
            for line in stand.steps:
                if line.done_on is None and not stand.over:
                    key = f"{Next.STEP}:{file.case.id}:{line.step.code}:{line.due_on}"
                    found.append(Dated(CASE, key, line.due_on, (name, line.step.name)))
        elif stand.next_on is not None:
            found.append(Dated(CASE, key_of(file, stand.next, stand.next_on), stand.next_on, (name,)))
    return tuple(sorted(found, key=lambda one: (one.on, one.key)))


def key_of(file: CaseFile, to_do: Next, on: date) -> str:
    """By what it is known that this was asked: what, of which case and round, for which day."""
    return f"{to_do}:{file.case.id}:{file.current.number}:{on}"


def case_of(about: str) -> tuple[str, int]:
    """What is to be done and of which case, by the key of such a day; 0 for one that names none."""
    to_do, _, rest = about.partition(":")
    number = rest.partition(":")[0]
    return to_do, int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
