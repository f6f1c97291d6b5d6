"""Calendar dates: days of a month that may be too short for them, whole months and the days beside them.

``dateutil`` gives the same dates at twenty times the cost, and a screen computes thousands of them; the tests compare
the two.
"""

from __future__ import annotations

from datetime import date

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Whether a year has 366 days; the module ``calendar`` would load ``locale`` for that."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def clamp_day(year: int, month: int, day: int) -> date:
    """The ``day`` (1–31) of a month, or the month's last day where it has no such day."""
    return date(year, month, day if day <= 28 else min(day, days_in_month(year, month)))


def month_end(on: date) -> date:
    """The last day of the month of ``on``."""
    return date(on.year, on.month, days_in_month(on.year, on.month))


def add_months(anchor: date, months: int, day: int | None = None) -> date:
    """``anchor`` moved by ``months`` (may be negative), on ``day`` (default: the anchor's own), clamped."""
    index = anchor.year * 12 + anchor.month - 1 + months
    return clamp_day(index // 12, index % 12 + 1, day or anchor.day)


def months_and_days(from_on: date, to_on: date, day: int | None = None) -> tuple[int, int]:
    """Whole months from ``from_on`` to ``to_on`` and the actual days left over, the way lenders count a loan's term.

    Args:
        from_on: the first day, inclusive.
        to_on: the last day, exclusive; not before ``from_on``.
        day: the due day that ``from_on`` stands for when it is the last day of a shorter month: with 31,
            28 February to 31 March is one month, not one month and three days.
    """
    anchor = from_on.day
    if day is not None and day > anchor and anchor == days_in_month(from_on.year, from_on.month):
        anchor = day
    months = (to_on.year - from_on.year) * 12 + to_on.month - from_on.month
    reached = clamp_day(to_on.year, to_on.month, anchor)
    if reached > to_on:
        months -= 1
        reached = add_months(from_on, months, anchor)
    return months, (to_on - reached).days
