"""The plan months of a debt: when it is paid in each, what falls due in it, what a balance costs over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction

from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.basics.calendar import add_months
from planner.domain.basics.rates import DayCount, Rate
from planner.domain.ledger.early import early_share
from planner.domain.ledger.state import Due, Position
from planner.domain.payoff.model import LONGEST, Row
from planner.domain.schedule.accrual import Accrual

BY_DAYS = 36  # months whose interest is told by their days, and whose due days are known
_UP = Context(rounding=ROUND_CEILING)
Days = tuple[tuple[int, date], ...]
"""Months with the day on which the debt is paid in them, rising."""


@dataclass(frozen=True, slots=True)
class Apart:
    """One of several instalments of a month: its day, what is paid of it in all, and of the principal."""

    on: date
    total_minor: int
    principal_minor: int


@dataclass(frozen=True, slots=True)
class Part:
    """Which account a debt of the plan is (and which instalment plan of a card), with its due dates by month.

    ``several`` holds the months in which more than one instalment falls due, each with its own day and amount.
    """

    loan_id: int
    plan_id: int | None = None
    days: Days = ()
    several: tuple[tuple[int, tuple[Apart, ...]], ...] = ()

    def apart(self, month: int) -> tuple[Apart, ...]:
        """The instalments of a month that has more than one; empty for the others."""
        return next((found for number, found in self.several if number == month), ())


def month_of(start_on: date, on: date) -> int:
    """The plan month in which a day lies: month 1 ends one month after the start, on that day."""
    if on <= start_on:
        return 1
    months = (on.year - start_on.year) * 12 + on.month - start_on.month
    return months if add_months(start_on, months) >= on and months > 0 else months + 1


@dataclass(frozen=True, slots=True)
class Months:
    """The plan months of one debt; ``opens`` if it falls due on the day of the question."""

    today: date
    opens: bool

    def end(self, month: int) -> date:
        """The last day whose dues belong to that month."""
        return add_months(self.today, month) - timedelta(self.opens)

    def of(self, on: date) -> int:
        """The month to which what falls due on that day belongs."""
        month = month_of(self.today, on)
        return month + (on > self.end(month))


def months_of(place: Position, today: date) -> Months:
    """The plan months of an account as it stands today."""
    return Months(today, any(due.due_on == today for due in open_dues(place)))


def open_dues(place: Position) -> list[Due]:
    """The dues with something unpaid, by due date."""
    return [due for due in place.dues if due.unpaid_minor > 0]


def row_of(loan: Loan, due: Due) -> Row:
    """What is unpaid of a due. Which of interest and fee was paid first makes no difference here: both cost."""
    principal = due.principal_minor - due.paid_principal_minor
    paid = due.paid_minor - due.paid_principal_minor
    interest = max(due.interest_minor + due.penalty_minor - paid, 0)
    fee = due.unpaid_minor - principal - interest
    return Row(loan.in_yuan(principal), loan.in_yuan(interest), loan.in_yuan(fee))


def yearly(rate: Rate, day_count: DayCount) -> Decimal:
    """What a balance costs in a year of twelve plan months: actual days on 360 make 365 parts of 360."""
    if day_count is DayCount.ACT_360:
        return rate.yearly(day_count) * 365 / 360
    return rate.yearly(day_count)


def early_from(loan: Loan, days: Days) -> int | None:
    """The first plan month that takes money early: one in which it is paid on the day of the contract or later."""
    if loan.prepayment is Prepayment.NOT_ALLOWED:
        return None
    first = loan.prepay_from
    return next((month for month, on in days if first is None or on >= first), None)


def fees_by_month(loan: Loan, days: Days) -> tuple[Decimal, ...]:
    """The fee for paying early as a share of what is paid early, by plan month (1 …); 0 where there is none.

    That of the day on which the debt is paid in the month; a month without one has the fee of the next that has one.
    The last digit is up, as in ``twelvefold``: no amount is rounded otherwise for it.
    """
    found: list[Decimal] = []
    for month, on in days:
        exact = early_share(loan, on)
        fee = _UP.divide(Decimal(exact.numerator), Decimal(exact.denominator))
        found += [fee] * (month - len(found))
    return tuple(found)


def named_rate_of(loan: Loan, today: date) -> Decimal | None:
    """The yearly rate to speak of where that of each month depends on its days."""
    return yearly(loan.rate_on(today), loan.day_count) if loan.day_count is not DayCount.THIRTY_360 else None


def rates_of(loan: Loan, months: Months, days: Days) -> tuple[Decimal, ...]:
    """The yearly rates by month: by the days from one of the due days to the next, or as far as changes are known."""
    rates = steady_rates(loan, months.today)
    if loan.day_count is DayCount.THIRTY_360 and loan.method.scheduled:
        return rates
    accrual, due_on, since = Accrual(loan), dict(days), months.today
    exact = []
    for month in range(1, BY_DAYS + 1):
        until = due_on.get(month, months.end(month))
        exact.append(twelvefold(accrual.between(1, since, max(until, since))))
        since = max(until, since)
    return (*exact, *(rates[BY_DAYS:] or rates[-1:]))


def twelvefold(month: Fraction) -> Decimal:
    """The yearly rate of which a twelfth is that of the month, its last digit up: half a fen stays half a fen."""
    twelve = 12 * month
    return _UP.divide(Decimal(twelve.numerator), Decimal(twelve.denominator))


def steady_rates(loan: Loan, today: date) -> tuple[Decimal, ...]:
    """The yearly rates by month, as far as changes of the rate are known."""
    last = max([month_of(today, change.from_on) for change in loan.rate_changes], default=1)
    months = range(1, min(last + 1, LONGEST) + 1)
    rates = [yearly(loan.rate_on(add_months(today, month) - timedelta(1)), loan.day_count) for month in months]
    while len(rates) > 1 and rates[-1] == rates[-2]:
        rates.pop()
    return tuple(rates)
