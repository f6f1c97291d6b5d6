"""Due days of a loan: from the first one as agreed, on a day that survives short months.

Every date is computed from its anchor, never from the date before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice

from planner.domain.accounts.loan import Every, Loan
from planner.domain.basics.calendar import add_months, clamp_day, months_and_days

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}

DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14}
LAST = 31


def first_due(loan: Loan) -> date:
    """The first due date: as agreed, else one term after the start, on the due day or the start's own day.

    A loan that falls due on a month's last day has it one term after the start too.
    """
    if loan.first_due_on is not None:
        return loan.first_due_on
    if loan.every in DAYS:
        return loan.start_on + timedelta(DAYS[loan.every])
    return add_months(loan.start_on, MONTHS[loan.every], LAST if loan.month_end else loan.due_day)


def due_day(loan: Loan) -> int:
    """The day of the month (1–31) that the due dates return to after short months.

    Without an agreed one it is the first due date's day. Only when that date is one term after a start late in the
    month (31 January, 28 February) it is the start's day, because nobody means "the 28th" by it. A month's last day is
    31: every month has it or ends before.
    """
    if loan.month_end:
        return LAST
    if loan.due_day is not None:
        return loan.due_day
    first = first_due(loan)
    if loan.every in MONTHS and first == add_months(loan.start_on, MONTHS[loan.every]):
        return loan.start_on.day
    return first.day


def later(loan: Loan, on: date, terms: int) -> date:
    """A due date so many terms later, on the due day if it stands on that."""
    if loan.every in DAYS:
        return on + timedelta(DAYS[loan.every] * terms)
    day = due_day(loan)
    on_due_day = on == clamp_day(on.year, on.month, day)
    return add_months(on, MONTHS[loan.every] * terms, day if on_due_day else on.day)


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
