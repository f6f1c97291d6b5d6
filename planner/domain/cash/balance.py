"""The balance of cash by day: the lowest day, the first day that runs short, what is free until payday.

It begins with what is at hand: of each account the latest reading, after all that moved on its day. What is known to
have moved since the latest of those days is added, up to yesterday: certain income, living costs, repayments as they
are recorded (of that day itself those recorded after it was counted), debits as they are assumed. Money borrowed since
is not: it is not income, and the next reading holds it. Each day then adds what moves on it. Certain income decides; a
second line has expected income beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book, CashReading
from planner.domain.cash import entered
from planner.domain.cash.movements import Gap, Kind, Lack, Movement
from planner.domain.cash.payments import gaps, held, made, payments
from planner.domain.ledger.state import Position
from planner.domain.reminders.planned import Planned
from planner.values import dataclass, field

DAYS = 84  # twelve weeks
_DAY = timedelta(1)
_KINDS = tuple(Kind)
_FRESH = timedelta(7)  # so long everyday spending beside the living costs hardly matters


@dataclass(frozen=True, slots=True)
class Low:
    """A balance in fen at the end of a day, below 0 where money is lacking."""

    on: date
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Bounce:
    """An automatic debit of ``amount_minor`` fen on a day that ends below zero; ``lacking_minor`` of it is not there.

    What is paid by hand that day is taken as paid before it: who holds that back may save the debit.
    """

    on: date
    loan_id: int
    name: str
    amount_minor: int
    lacking_minor: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day: what moves on it, income first, and the balances at its end, with certain and with expected income.

    ``order_matters``: it holds only because income comes before payments; paid first it would be below zero.
    """

    on: date
    movements: tuple[Movement, ...]
    balance_minor: int
    expected_minor: int
    order_matters: bool = False


@dataclass(frozen=True)
class Line:
    """The lows of one line of balances."""

    balances: tuple[Low, ...]

    @property
    def lowest(self) -> Low:
        """The lowest balance, on the first day that has it."""
        return min(self.balances, key=lambda low: (low.balance_minor, low.on))

    @property
    def short(self) -> Low | None:
        """The first day that ends below zero."""
        return self.under(0)

    def under(self, level_minor: int) -> Low | None:
        """The first day that ends below a level."""
        return next((low for low in self.balances if low.balance_minor < level_minor), None)


@dataclass(frozen=True)
class Cash:
    """The balance from ``today`` to ``until_on``, both inclusive.

    Attributes:
        readings: the cash at hand that it begins with, in the order of the accounts' names.
        opening_minor: what was at hand before anything of today, with certain income; a reading of today is after it.
        opening_expected_minor: the same with expected income.
        days: every day, also those on which nothing moves.
        buffer_minor: what is not to be spent.
        gaps: what is not known.
        same_day_minor: what was repaid or debited on the day on which cash was counted last, and not recorded after
            that on the same day: taken as paid before, so that no balance is lower for it, fen, at least 0. Where it
            was paid after, all are so much too high.
        with_plan: whether payments of an adopted plan are still to come: what goes to lenders is then what it pays.
    """

    today: date
    until_on: date
    readings: tuple[CashReading, ...]
    opening_minor: int
    opening_expected_minor: int
    days: tuple[Day, ...]
    buffer_minor: int = 0
    gaps: tuple[Gap, ...] = field(default=())
    same_day_minor: int = 0
    with_plan: bool = False

    @property
    def certain(self) -> Line:
        """The balances with certain income: they decide."""
        return Line(tuple(Low(day.on, day.balance_minor) for day in self.days))

    @property
    def expected(self) -> Line:
        """The balances with expected income, too."""
        return Line(tuple(Low(day.on, day.expected_minor) for day in self.days))

    @property
    def at_hand_minor(self) -> int:
        """The readings in all."""
        return sum(one.amount_minor for one in self.readings)

    @property
    def counted_on(self) -> date:
        """The latest day on which cash was counted."""
        return max(one.on for one in self.readings)

    @property
    def under_buffer(self) -> Low | None:
        """The first day that ends below the buffer; None without one, and where that day is short already."""
        low = self.certain.under(self.buffer_minor)
        return None if low is None or low.balance_minor < 0 else low

    @property
    def payday_on(self) -> date | None:
        """The next day after today on which certain income comes; None where none does."""
        return next(
            (
                day.on
                for day in self.days
                if day.on > self.today and any(one.amount_minor > 0 and one.certain for one in day.movements)
            ),
            None,
        )

    @property
    def free_minor(self) -> int:
        """What is free until payday: what can be spent today so that no certain day runs short that did not, fen.

        What is spent today is missing on every day that follows. So it is the lowest balance of all the days in sight,
        less the buffer, and never below 0. Before the next certain income that is the low which this money has to carry
        anyway; a later low counts where it is lower, because then income does not fill up what it takes and this money
        has to carry it, too. A later low that is higher asks for nothing: it is paid from what comes. Where a day in
        sight is short, nothing is free: whatever is spent makes that day shorter.

        Paid on the 10th and the 25th (3,000 each), today 5 November with 2,000, buffer 500; each month 900 on the 8th,
        2,400 on the 12th, 2,700 on the 28th. Balances: 1,100 on the 8th, 4,100, 1,700 on the 12th, 4,700, 2,000 on the
        28th, and so on every month. The low before payday is the lowest: 1,100 − 500 = 600 are free. With 3,200 on the
        28th each month ends 500 lower: 8 January holds 100, and nothing is free, though two paydays come before it.

        Irregular income: today 1 November with 3,000, 800 a month on the 15th, 5,000 certain on 20 November, 4,000
        expected on 20 December. The lowest is 2,200 on the 15th, so 2,200 are free; what is expected changes nothing.
        Without the certain 5,000 the 15th of January would end at 600, and 600 were free.

        Short by 1,500: today 500, 2,000 due before payday. The low is −1,500: nothing is free.
        """
        return max(self.certain.lowest.balance_minor - self.buffer_minor, 0)

    @property
    def bounces(self) -> tuple[Bounce, ...]:
        """The automatic debits for which the money is not there, by day."""
        return tuple(
            Bounce(day.on, one.loan_id, one.name, -one.amount_minor, min(-one.amount_minor, -day.balance_minor))
            for day in self.days
            if day.balance_minor < 0
            for one in day.movements
            if one.auto and one.loan_id is not None
        )


def cash(
    book: Book,
    positions: Mapping[int, Position],
    planned: Sequence[Planned],
    today: date,
    *,
    buffer_minor: int = 0,
    work_days: WorkDays | None = None,
    days: int = DAYS,
) -> Cash | None:
    """The balance of today and the ``days`` days after it; None while no cash at hand is on record up to today.

    Args:
        book: everything known about the person.
        positions: the state of each account today, by loan id.
        planned: the payments of the adopted plan as they stand today.
        today: the person's day.
        buffer_minor: what is not to be spent, fen.
        work_days: the working days by which paydays move; None where none does.
        days: how far to look.
    """
    readings = entered.at_hand(book.household, today)
    if not readings:
        return None
    until, since = today + days * _DAY, max(one.on for one in readings)
    income, unknown = entered.monthly_income(book.incomes, since, until, work_days)
    moved = [*income, *entered.single_income(book.household, since, until)]
    moved += entered.living_costs(book.household.living, since, until)
    lacks = [
        *entered.undated(book.incomes, today, until),
        *unknown,
        *_of_household(book, readings, since, today),
    ]
    for account in book.accounts:
        place = positions[account.loan.id]
        moved += made(account, place, since, today)
        ahead = payments(account, place, planned, today, until)
        moved += ahead
        lacks += gaps(account, place)
    same_day = [one for account in book.accounts for one in held(account, positions[account.loan.id], since)]
    at_hand = sum(one.amount_minor for one in readings)
    before = [one for one in moved if one.on < today]
    opening = at_hand + sum(one.amount_minor for one in before if one.certain)
    expected = at_hand + sum(one.amount_minor for one in before)
    found = tuple(_days(moved, today, until, opening, expected))
    same_day_minor = -sum(one.amount_minor for one in same_day if one.kind is Kind.PAID)
    if same_day:
        lacks.append(Gap(Lack.SAME_DAY, on=since))
    follows = any(not (one.done or one.over) for one in planned)
    return Cash(today, until, readings, opening, expected, found, buffer_minor, tuple(lacks), same_day_minor, follows)


def _of_household(book: Book, readings: Sequence[CashReading], since: date, today: date) -> Iterator[Gap]:
    if not book.household.living:
        yield Gap(Lack.LIVING)
    for one in readings:
        if one.on < since:
            yield Gap(Lack.OLD_READING, one.name, one.on)
    if today - since > _FRESH:
        yield Gap(Lack.SPENDING, on=since)


def _days(moved: Iterable[Movement], today: date, until: date, certain: int, expected: int) -> Iterator[Day]:
    by_day = {on: tuple(found) for on, found in groupby(sorted(moved, key=_order), key=lambda one: one.on)}
    for number in range((until - today).days + 1):
        on = today + number * _DAY
        movements = by_day.get(on, ())
        paid = sum(one.amount_minor for one in movements if one.amount_minor < 0)
        came = sum(one.amount_minor for one in movements if one.amount_minor > 0 and one.certain)
        before = certain
        certain += came + paid
        expected += sum(one.amount_minor for one in movements)
        yield Day(on, movements, certain, expected, order_matters=paid < 0 and before + paid < 0 <= certain)


def _order(one: Movement) -> tuple[date, bool, int, date, int, str, int]:
    """By day, income before payments, and so on: never by the order of entry."""
    return (
        one.on,
        one.amount_minor < 0,
        _KINDS.index(one.kind),
        one.due_on or one.on,
        one.amount_minor,
        one.name,
        one.loan_id or 0,
    )
