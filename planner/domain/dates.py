"""Calendar dates of loans: due days that survive short months, whole months and the days beside them.

Every date is computed from its anchor, never from the date before it: stepping month by month would turn the 31st
into the 28th for good after one February. ``dateutil`` gives the same dates at twenty times the cost, and a screen
computes thousands of them; the tests compare the two.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

from planner.domain.loan import Every, Loan

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}
DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14}


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month - 1]


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


def months_between(from_on: date, to_on: date) -> int:
    """Whole months completed from ``from_on`` to ``to_on``; negative when ``to_on`` is earlier."""
    if to_on < from_on:
        return -months_and_days(to_on, from_on)[0]
    return months_and_days(from_on, to_on)[0]


def first_due(loan: Loan) -> date:
    """The first due date: as agreed, else one term after the start, on the due day or the start's own day."""
    if loan.first_due_on is not None:
        return loan.first_due_on
    if loan.every in DAYS:
        return loan.start_on + timedelta(DAYS[loan.every])
    return add_months(loan.start_on, MONTHS[loan.every], loan.due_day)


def due_day(loan: Loan) -> int:
    """The day of the month (1–31) that the due dates return to after short months.

    Without an agreed one it is the first due date's day. Only when that date is one term after a start late in the
    month (31 January, 28 February) it is the start's day, because nobody means "the 28th" by it.
    """
    if loan.due_day is not None:
        return loan.due_day
    first = first_due(loan)
    if loan.every in MONTHS and first == add_months(loan.start_on, MONTHS[loan.every]):
        return loan.start_on.day
    return first.day


def due_series(loan: Loan) -> Iterator[date]:
    """The due dates of ``loan`` without end, the first one as agreed and all others from it."""
    first = first_due(loan)
    yield first
    if loan.every in DAYS:
        days = DAYS[loan.every]
        for number in count(1):
            yield first + timedelta(days * number)
    day, months = due_day(loan), MONTHS[loan.every]
    for number in count(1):
        yield add_months(first, months * number, day)


def due_dates(loan: Loan, terms: int) -> tuple[date, ...]:
    """The first ``terms`` due dates, strictly rising."""
    return tuple(islice(due_series(loan), terms))


def starts_regularly(loan: Loan) -> bool:
    """Whether all terms are alike: the first due date is one term after the start, and on the due day already."""
    first = first_due(loan)
    if loan.every in DAYS:
        return (first - loan.start_on).days == DAYS[loan.every]
    day = due_day(loan)
    on_due_day = first == clamp_day(first.year, first.month, day)
    return on_due_day and months_and_days(loan.start_on, first, day) == (MONTHS[loan.every], 0)
