"""Due days of a loan: from the first one as agreed, on a day that survives short months.

Every date is computed from its anchor, never from the date before it.

A day is *printed* as the terms give it. Where the lender moves what falls on a day off (``loan.due_shift``), the due
date is the day to which it moved, as far as ``loan.calendar`` knows the days; elsewhere it stays as printed. What
moves with it, and what does not:

* Interest by months (30/360, terms of months) is that of the printed days: a term stays a month, whatever the weekend.
* Interest by actual days runs to the day to which it moved, and that of the next term from there. So banks reckon it:
  what is paid on the first working day after a holiday bears the days in between at the contract's rate, what is paid
  on the last one before it bears so many less, and nothing of that is late (examk.com/p/1311943338, folklore).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count, islice, takewhile

from planner.domain.accounts.loan import Every, Loan, Method
from planner.domain.accounts.terms import DueShift
from planner.domain.basics.calendar import add_months, clamp_day, months_and_days
from planner.domain.basics.rates import DayCount

MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}

DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14}
LAST = 31


def first_due(loan: Loan) -> date:
    """The first due date as printed: as agreed, else one term after the start, on the due day or the start's own day.

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
    """The due dates of ``loan`` without end, each moved off a day off where the lender does that."""
    printed = printed_series(loan)
    return printed if loan.calendar is None else (moved(loan, on) for on in printed)


def printed_series(loan: Loan) -> Iterator[date]:
    """The printed due dates of ``loan`` without end, the first one as agreed and all others from it."""
    first = first_due(loan)
    yield first
    if loan.every in DAYS:
        days = DAYS[loan.every]
        for number in count(1):
            yield first + timedelta(days * number)
    day, months = due_day(loan), MONTHS[loan.every]
    index = first.year * 12 + first.month - 1
    while True:
        index += months
        yield clamp_day(index // 12, index % 12 + 1, day)


def due_dates(loan: Loan, terms: int) -> tuple[date, ...]:
    """The first ``terms`` due dates, strictly rising."""
    return tuple(islice(due_series(loan), terms))


def moved(loan: Loan, on: date) -> date:
    """The due date of what is printed as due ``on``: itself, unless it falls on a day off and the lender moves that.

    Itself, too, where the calendar does not tell, and where it would move to the start of the loan or before it.
    A day to which something moved stays.
    """
    if loan.calendar is None or loan.due_shift is DueShift.NONE:
        return on
    found = loan.calendar.nearest(on, after=loan.due_shift is DueShift.NEXT)
    return on if found is None or found <= loan.start_on else found


def end_of_line(loan: Loan) -> date | None:
    """The day on which all principal of a line falls due; None where it has no end."""
    return None if loan.end_on is None else moved(loan, loan.end_on)


def is_undecided(loan: Loan, due_on: date) -> bool:
    """Whether it is not known yet if a due date moves: the calendar does not reach so far."""
    if loan.due_shift is DueShift.NONE:
        return False
    return loan.calendar is None or loan.calendar.nearest(due_on, after=loan.due_shift is DueShift.NEXT) is None


def moved_onto(loan: Loan, due_on: date) -> Iterator[date]:
    """The days off of which anything due falls due on ``due_on``, the nearest first; none where nothing moves."""
    on = due_on
    if loan.calendar is None or loan.due_shift is DueShift.NONE:
        return
    step = timedelta(-1 if loan.due_shift is DueShift.NEXT else 1)
    while moved(loan, on := on + step) == due_on:
        yield on


def is_printed(loan: Loan, on: date) -> bool:
    """Whether a day is a printed due date of a loan or line: of its series, of its lender's own rows, or its end."""
    if on == loan.end_on or any(row.due_on == on for row in loan.pinned):
        return True
    first = first_due(loan)
    if on < first:
        return False
    if loan.every in DAYS:
        return (on - first).days % DAYS[loan.every] == 0
    months = (on.year - first.year) * 12 + on.month - first.month
    return months % MONTHS[loan.every] == 0 and on == add_months(first, months, due_day(loan) if months else None)


def printed_as(loan: Loan, due_on: date) -> date:
    """The printed day of what a loan or line asks for on ``due_on``: itself, unless it moved there off a day off."""
    if loan.calendar is None or is_printed(loan, due_on):
        return due_on
    return next((on for on in moved_onto(loan, due_on) if is_printed(loan, on)), due_on)


def days_passed_over(loan: Loan) -> dict[date, date]:
    """The days from a printed due date to the one to which it moved, both inclusive, each with the printed one.

    Of the loan's series and of the rows that its lender printed; empty where nothing moves.
    """
    calendar = loan.calendar
    if calendar is None or loan.due_shift is DueShift.NONE:
        return {}
    days: dict[date, date] = {}
    series = takewhile(lambda on: on <= calendar.until, printed_series(loan))
    for printed in chain((row.due_on for row in loan.pinned), series):
        due_on = moved(loan, printed)
        first, last = min(printed, due_on), max(printed, due_on)
        if first < last:
            days.update((first + timedelta(n), printed) for n in range((last - first).days + 1))
    return days


def starts_regularly(loan: Loan) -> bool:
    """Whether all terms are alike: the first due date is one term after the start, and on the due day already."""
    first = first_due(loan)
    if loan.every in DAYS:
        return (first - loan.start_on).days == DAYS[loan.every]
    day = due_day(loan)
    on_due_day = first == clamp_day(first.year, first.month, day)
    return on_due_day and months_and_days(loan.start_on, first, day) == (MONTHS[loan.every], 0)


def counts_first_days(loan: Loan) -> bool:
    """Whether the first term bears interest by its actual days where the others do by the month (``first_by_days``).

    A bullet loan has no others; by an actual day count, or in weeks, all terms are counted by their days anyway.
    """
    by_month = loan.day_count is DayCount.THIRTY_360 and loan.every in MONTHS
    return loan.first_by_days and by_month and loan.method is not Method.BULLET


def first_is_ordinary(loan: Loan) -> bool:
    """Whether the first term bears the interest of any other, so that a level payment fits it."""
    return starts_regularly(loan) and not counts_first_days(loan)
