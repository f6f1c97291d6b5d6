"""The budget months of a plan, and of a debt: when it is paid in each, what a balance costs over it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.basics.calendar import add_months, clamp_day
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, Rate
from planner.domain.ledger.agreed_due import settled_by
from planner.domain.ledger.early import early_share
from planner.domain.ledger.state import Due, Position
from planner.domain.payoff.engine.model import LONGEST, Row
from planner.domain.schedule.accrual import Accrual
from planner.values import dataclass

BY_DAYS = 36  # months whose interest is told by their days, and whose due days are known
_UP, _DOWN = Context(rounding=ROUND_CEILING), Context(rounding=ROUND_FLOOR)
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

    ``several`` holds the months in which more than one instalment falls due, each with its own day and amount; of a
    line and a card the amounts are 0 where only the plan tells them.
    """

    loan_id: int
    plan_id: int | None = None
    days: Days = ()
    several: tuple[tuple[int, tuple[Apart, ...]], ...] = ()

    def apart(self, month: int) -> tuple[Apart, ...]:
        """The instalments of a month that has more than one; empty for the others."""
        return next((found for number, found in self.several if number == month), ())


@dataclass(frozen=True, slots=True)
class Months:
    """The budget months of a plan from ``start_on`` on: months of the calendar, or from payday to payday.

    A month begins on day ``payday`` (1 to 31) of a month of the calendar, on its last one where it has no such day, and
    ends the day before the next one begins; with 1 they are months of the calendar. Month 1 is what is left of the
    month in which the plan starts.
    """

    start_on: date
    payday: int = 1

    @property
    def opened_on(self) -> date:
        """The day on which the month began in which the plan starts; at the latest its start."""
        began = clamp_day(self.start_on.year, self.start_on.month, self.payday)
        return began if began <= self.start_on else add_months(began, -1, self.payday)

    def begin(self, month: int) -> date:
        """The first day of a month (1 …); of the first one that of the plan."""
        return self.start_on if month <= 1 else add_months(self.opened_on, month - 1, self.payday)

    def end(self, month: int) -> date:
        """The last day of a month (1 …)."""
        return add_months(self.opened_on, month, self.payday) - timedelta(1)

    def of(self, on: date) -> int:
        """The month in which a day lies; 1 for all that is before it."""
        opened = self.opened_on
        month = (on.year - opened.year) * 12 + on.month - opened.month
        return max(month + (on >= clamp_day(on.year, on.month, self.payday)), 1)

    def whole(self, on: date) -> int:
        """How many months end by that day; at least 1."""
        month = self.of(on)
        return max(month if self.end(month) <= on else month - 1, 1)


def open_dues(place: Position) -> list[Due]:
    """The dues with something unpaid, by due date."""
    return [due for due in place.dues if due.unpaid_minor > 0]


def owed_in(loan: Loan, place: Position) -> int:
    """What is owed on an account as a plan sees it, fen of yuan: of an open settlement for less what that asks for."""
    agreed = settled_by(place)
    return loan.in_yuan(place.owed_minor if agreed is None else agreed.unpaid_minor)


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
    rates = steady_rates(loan, months)
    if loan.day_count is DayCount.THIRTY_360 and loan.method.scheduled:
        return rates
    accrual, due_on, since = Accrual(loan), dict(days), months.start_on
    exact, last = [], max(due_on)
    for month in range(1, BY_DAYS + 1):
        if month not in due_on and month < last:  # what grows in it falls due with the next due date
            exact.append(Decimal(0))
            continue
        until = due_on.get(month, months.end(month))
        exact.append(twelvefold(accrual.between(1, since, max(until, since)), loan.rounding))
        since = max(until, since)
    return (*exact, *(rates[BY_DAYS:] or rates[-1:]))


def twelvefold(month: Fraction, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """The yearly rate of which a twelfth is that of the month, its last digit up: half a fen stays half a fen.

    Down where interest is rounded up: a whole fen stays a whole fen.
    """
    twelve = 12 * month
    return (_DOWN if rounding is Rounding.UP else _UP).divide(Decimal(twelve.numerator), Decimal(twelve.denominator))


def steady_rates(loan: Loan, months: Months) -> tuple[Decimal, ...]:
    """The yearly rates by month, as far as changes of the rate are known: each as it is on the month's last day."""
    last = max([months.of(change.from_on) for change in loan.rate_changes], default=1)
    numbers = range(1, min(last + 1, LONGEST) + 1)
    rates = [yearly(loan.rate_on(months.end(month)), loan.day_count) for month in numbers]
    while len(rates) > 1 and rates[-1] == rates[-2]:
        rates.pop()
    return tuple(rates)
