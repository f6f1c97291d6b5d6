"""What the person entered, by day: cash at hand, income, living costs. Days after ``since`` up to ``until``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from planner.domain.accounts.terms import DueShift
from planner.domain.basics.calendar import add_months, clamp_day
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import CashReading, Household, Income, LivingCost
from planner.domain.cash.movements import Gap, Kind, Lack, Movement

_SATURDAY = 5
_FURTHEST = timedelta(31)  # no day off lets a payday move so far
_DAY = timedelta(1)


def at_hand(household: Household, on: date) -> tuple[CashReading, ...]:
    """The latest reading of each account up to a day, in the order of their names."""
    latest: dict[str, CashReading] = {}
    for one in household.readings:
        known = latest.get(one.name)
        if one.on <= on and (known is None or known.on < one.on):
            latest[one.name] = one
    return tuple(latest[name] for name in sorted(latest))


def payday(printed: date, shift: DueShift, work_days: WorkDays | None) -> tuple[date, bool]:
    """The day on which an income of ``printed`` comes, and whether the working days that decide it are known.

    Beyond the known years (and with None) Saturdays and Sundays alone are days off.
    """
    if shift is DueShift.NONE:
        return printed, True
    after = shift is DueShift.NEXT
    found = None if work_days is None else work_days.nearest(printed, after=after)
    if found is not None:
        return found, True
    on = printed
    while _is_off(on, work_days):
        on += _DAY if after else -_DAY
    return on, False


def _is_off(on: date, work_days: WorkDays | None) -> bool:
    if work_days is not None and work_days.known(on):
        return work_days.is_off(on)
    return on.weekday() >= _SATURDAY


def in_force(incomes: Iterable[Income], on: date) -> list[Income]:
    """Of each name the entry that holds on a day, in the order of the names; of two of one day the one entered last."""
    latest: dict[str, Income] = {}
    for income in incomes:
        known = latest.get(income.name)
        if income.from_on <= on and (known is None or (known.from_on, known.id) <= (income.from_on, income.id)):
            latest[income.name] = income
    return [latest[name] for name in sorted(latest)]


def monthly_income(
    incomes: Iterable[Income], since: date, until: date, work_days: WorkDays | None
) -> tuple[list[Movement], list[Gap]]:
    """The incomes of every month, each on its payday, and what is not known of them.

    The entry that holds on the day of the month as it is printed counts, wherever that day moves. One without a day is
    a gap and comes on no day.
    """
    incomes = tuple(incomes)
    found, gaps = [], set()
    for month in _months(since - _FURTHEST, until + _FURTHEST):
        for day in sorted({income.day for income in incomes if income.day is not None}):
            printed = clamp_day(month.year, month.month, day)
            for income in in_force(incomes, printed):
                on, known = payday(printed, income.shift, work_days)
                if income.day != day or not income.monthly_minor or not since < on <= until:
                    continue
                found.append(Movement(on, Kind.INCOME, income.name, income.monthly_minor, income.certain))
                if not known:
                    gaps.add(Gap(Lack.WORK_DAYS, income.name, on))
    return found, sorted(gaps, key=lambda gap: (gap.name, gap.on or date.max))


def undated(incomes: Iterable[Income], since: date, until: date) -> list[Gap]:
    """The incomes in force between two days (both inclusive) of which nobody said on which day they come."""
    incomes = tuple(incomes)
    days = {since, *(income.from_on for income in incomes if since <= income.from_on <= until)}
    names = {
        income.name for on in days for income in in_force(incomes, on) if income.day is None and income.monthly_minor
    }
    return [Gap(Lack.PAYDAY, name) for name in sorted(names)]


def single_income(household: Household, since: date, until: date) -> list[Movement]:
    """What comes once."""
    return [
        Movement(one.on, Kind.SINGLE, one.name, one.amount_minor, one.certain)
        for one in household.singles
        if since < one.on <= until
    ]


def living_costs(living: Iterable[LivingCost], since: date, until: date) -> list[Movement]:
    """What living costs, each on its day; nothing before it begins or after its end."""
    found = []
    for cost in living:
        first, last = max(since + _DAY, cost.from_on), min(until, cost.until_on or until)
        if first > last:
            continue
        for month in _months(first, last):
            on = clamp_day(month.year, month.month, cost.day)
            if first <= on <= last and cost.monthly_minor:
                found.append(Movement(on, Kind.LIVING, cost.name, -cost.monthly_minor))
    return found


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month from that of ``first`` to that of ``last``."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)
