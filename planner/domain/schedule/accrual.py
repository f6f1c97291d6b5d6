"""How interest grows with time on one loan: exact, additive, in whole numbers.

Time is counted in *units*, by a position on a line that only rises: the units between two dates are a difference, so
that interest to a date in between and from there on adds up to the interest of the whole period, in every day count.
Where the rate changes, the line has been stretched by the rate of each day: a period in which it changes is split at
the day of the change by the loan's day count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import lcm

from planner.domain.accounts.loan import Loan
from planner.domain.basics.calendar import days_in_month, is_leap, months_and_days
from planner.domain.basics.money import whole
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.schedule.due_days import DAYS, MONTHS, counts_first_days, days_passed_over, due_day, first_due
from planner.values import replace

_ACT_ACT_YEAR = 365 * 366  # divisible by the days of a common and of a leap year


def _thirty_360(loan: Loan) -> Callable[[date], int]:
    """Days, whole months counting 30: from the start up to the first due date, and from there on anew.

    Where the first term is irregular this is the lenders' "whole months plus odd days", or its actual days where the
    loan says so: over a year of 360 all the same, because a daily rate is the yearly one ÷ 360 where a monthly one is
    ÷ 12 (PBOC rules on interest: 日利率 = 年利率 ÷ 360). Afterwards every month from due date to due date is 30 days,
    and a payment in between splits them without creating a thirty-first. A due
    date that moved off a day off stands where its printed one does, as do the days between the two.
    """
    start, first, day = loan.start_on, first_due(loan), due_day(loan)
    months, days = months_and_days(start, first, day)
    by_days = counts_first_days(loan)
    before_first = (first - start).days if by_days else 30 * months + days

    anchor = day if day > first.day == days_in_month(first.year, first.month) else first.day
    first_month = first.year * 12 + first.month

    def position(on: date) -> int:
        if on > first:  # as ``months_and_days``, without the dates in between: this is asked at every payment
            months, length = on.year * 12 + on.month - first_month, on.day
            reached = anchor if anchor <= 28 else min(anchor, days_in_month(on.year, on.month))
            if length < reached:
                months -= 1
                before = days_in_month(on.year - (on.month == 1), on.month - 1 or 12)
                reached, length = min(anchor, before), length + before
            return before_first + 30 * months + length - reached
        if on >= start:
            if by_days:
                return (on - start).days
            months, days = months_and_days(start, on, day)
            return 30 * months + days
        months, days = months_and_days(on, start)
        return -(30 * months + days)

    passed_over = days_passed_over(loan)
    return (lambda on: position(passed_over.get(on, on))) if passed_over else position


def _act_act(on: date) -> int:
    start_of_year = date(on.year, 1, 1).toordinal()
    weight = 365 if is_leap(on.year) else 366
    return on.year * _ACT_ACT_YEAR + (on.toordinal() - start_of_year) * weight


class Accrual:
    """Interest = balance × units × ``numerator`` ÷ ``denominator``, where units are ``position`` differences.

    Attributes:
        position: the date's place on the line of time.
        numerator: of the rate of one unit; 0 where the price is a fee on the original principal (flat fee).
        denominator: of the rate of one unit.
        ordinary: units in one ordinary term: 30 days (or a twelfth of a year of actual days), 90, 180, 360, 7 or 14.
        steps: the days from which another rate holds; empty where it never changes.
    """

    __slots__ = ("_parts", "denominator", "numerator", "ordinary", "position", "steps")

    def __init__(self, loan: Loan) -> None:
        basis, day_count = loan.rate.basis, loan.day_count
        thirty = day_count is DayCount.THIRTY_360 and loan.every in MONTHS
        # A rate quoted per day needs no year: days times rate, whatever a year has.
        by_day = basis is RateBasis.DAY
        year, day = _year_units(day_count, by_day)
        self.position: Callable[[date], int]
        if thirty:
            self.position = _thirty_360(loan)
        elif year == _ACT_ACT_YEAR:
            self.position = _act_act
        else:
            self.position = date.toordinal
        per_year = 1 if basis is RateBasis.YEAR else 12
        numerator, denominator = loan.rate.value.as_integer_ratio()
        self.numerator = 0 if basis in (RateBasis.TERM, RateBasis.TOTAL) else numerator * (1 if by_day else per_year)
        self.denominator = denominator * (1 if by_day else _divisor(day_count))
        months = MONTHS.get(loan.every)
        self.ordinary = Fraction(year * months, 12) if months else Fraction(DAYS[loan.every] * day)
        self.steps: tuple[date, ...] = ()
        self._parts: tuple[Accrual, ...] = ()
        if loan.rate_changes:
            self._change(loan)

    def _change(self, loan: Loan) -> None:
        """Let the units after each change count by its rate, all over one denominator."""
        base = replace(loan, rate_changes=())
        steps: list[date] = []
        parts = [Accrual(base)]
        rate = loan.rate
        for change in loan.rate_changes:
            if change.rate != rate:
                rate = change.rate
                steps.append(change.from_on)
                parts.append(Accrual(replace(base, rate=rate)))
        if not steps:
            return
        denominator = lcm(*(part.denominator for part in parts))
        weights = [part.numerator * (denominator // part.denominator) for part in parts]
        offsets = [0]
        for step, part, weight in zip(steps, parts[1:], weights[1:], strict=True):
            before = offsets[-1] + weights[len(offsets) - 1] * parts[len(offsets) - 1].position(step)
            offsets.append(before - weight * part.position(step))

        def position(on: date) -> int:
            place = bisect_right(steps, on)
            return offsets[place] + weights[place] * parts[place].position(on)

        self.position, self.numerator, self.denominator = position, 1, denominator
        self.steps, self._parts = tuple(steps), tuple(parts)

    def segment(self, on: date) -> int:
        """How many changes of the rate have come by ``on``; days with the same answer have the same rate."""
        return bisect_right(self.steps, on)

    def steady(self, balance_minor: int, from_on: date, to_on: date, at: date) -> Fraction:
        """Exact interest as ``between``, had the rate of the day ``at`` held for all of it."""
        part = self._parts[self.segment(at)] if self.steps else self
        return part.between(balance_minor, from_on, to_on)

    def between(self, balance_minor: int, from_on: date, to_on: date) -> Fraction:
        """Exact interest in fen on ``balance_minor`` from ``from_on`` (inclusive) to ``to_on`` (exclusive)."""
        units = self.position(to_on) - self.position(from_on)
        return Fraction(balance_minor * units * self.numerator, self.denominator)

    def ordinary_rate(self, on: date) -> Fraction:
        """The interest of one ordinary term as a share of the balance, at the rate of the day ``on``."""
        if self.steps:
            return self._parts[self.segment(on)].ordinary_rate(on)
        return self.ordinary * self.numerator / self.denominator


def _year_units(day_count: DayCount, by_day: bool) -> tuple[int, int]:
    """Units in an ordinary year and in a day."""
    if day_count is DayCount.THIRTY_360:
        return 360, 1
    if day_count is DayCount.ACT_ACT and not by_day:
        return _ACT_ACT_YEAR, 366
    return 365, 1


def _divisor(day_count: DayCount) -> int:
    """Units over which the yearly rate is earned."""
    if day_count in (DayCount.THIRTY_360, DayCount.ACT_360):
        return 360
    return 365 if day_count is DayCount.ACT_365 else _ACT_ACT_YEAR


def year_of(loan: Loan) -> int:
    """The units of ``Accrual.position`` over which a yearly rate of the loan is earned, a daily one annualised."""
    by_day = loan.rate.basis is RateBasis.DAY and loan.day_count is DayCount.ACT_ACT
    return 365 if by_day else _divisor(loan.day_count)


def interest_exact(loan: Loan, balance_minor: int, from_on: date, to_on: date) -> Fraction:
    """Interest on a steady balance, in fen, unrounded: add up the stretches between changes, then round once.

    Works for every method, also for lines; 0 for a flat fee, whose price does not grow with time. Additive: up to a day
    in between plus from that day on gives the whole. Day counts: 30/360 counts whole months from due date to due date
    as 30 days and odd days one by one; a rate per day under an actual day count is rate × days, without a year.

    Args:
        loan: whose rate, day count and due dates apply.
        balance_minor: principal in fen on which interest runs.
        from_on: first day that bears interest.
        to_on: first day that does not (the day of the payment).
    """
    return Accrual(loan).between(balance_minor, from_on, to_on)


def interest(loan: Loan, balance_minor: int, from_on: date, to_on: date) -> int:
    """``interest_exact`` as whole fen by ``loan.rounding``: what a lender charges for one stretch on one balance."""
    return whole(*interest_exact(loan, balance_minor, from_on, to_on).as_integer_ratio(), loan.rounding)
