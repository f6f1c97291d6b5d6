"""The days that can be reckoned with: outside them a day in a file is a slip, and a sum over its months never ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from planner.errors import PlannerError
from planner.values import fields, is_dataclass

# Wider than what a field takes (``typed``), for days that follow from a typed one. A schedule goes on from here by as
# much as six hundred terms of a year without leaving what a calendar has.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
FIRST_YEAR, LAST_YEAR = 1990, 2100  # of what is typed


def check_day(on: date, field: str) -> None:
    """Whether a day can be reckoned with: from 1 January 1900 to 31 December 2200, both included.

    Raises:
        PlannerError: ``date.reach`` with the ``field``, the day, and what would be right.
    """
    if not FIRST_DAY <= on <= LAST_DAY:
        raise PlannerError("date.reach", field=field, name=field, on=on, first=FIRST_DAY, last=LAST_DAY)


def kept_day(text: str) -> date:
    """The day of an ISO text inside a kept document.

    Raises:
        ValueError: for what is no day, or none that can be reckoned with.
    """
    on = date.fromisoformat(text)
    if not FIRST_DAY <= on <= LAST_DAY:
        raise ValueError(text)
    return on


def check_days(value: object) -> None:
    """The same of every day that a value holds, also in the values that are part of it (the fees of a loan).

    Raises:
        PlannerError: ``date.reach``.
    """
    for name, on in _days_of(value):
        check_day(on, name)


def _days_of(value: Any) -> Iterator[tuple[str, date]]:
    for name in _names_of(value.__class__):
        held = getattr(value, name)
        for one in held if isinstance(held, tuple) else (held,):
            if isinstance(one, date):
                yield name, one
            elif _names_of(one.__class__):
                yield from _days_of(one)


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    """The fields of a kind of value; none of what is no such value."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()
