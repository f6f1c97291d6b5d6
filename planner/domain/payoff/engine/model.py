"""The debts of a payoff plan as the planner sees them: what a month asks for, and what it takes early.

Months are the steps; which days they hold is said by ``months.Months``. All amounts are whole fen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from planner.domain.basics.money import Rounding, share, whole
from planner.domain.payoff.engine.course import Asked, Course, course_of
from planner.domain.payoff.engine.early import TakesEarly
from planner.domain.payoff.engine.parted import Parted, Ratio
from planner.values import dataclass

UNPAID = 3  # months behind that in which a bill is cut in which it may fall due
LONGEST = 1200  # months; a plan that has not ended by then does not end: an error, never a result

SWINGS = {
    Rounding.HALF_UP: (-0.5, 0.5),
    Rounding.HALF_EVEN: (-0.5, 0.5),
    Rounding.UP: (0.0, 1.0),
    Rounding.DOWN: (-1.0, 0.0),
}


@dataclass(frozen=True)
class Reducing(TakesEarly):
    """A debt whose balance grows by interest and takes any payment: a revolving line, a card that carries debt.

    ``rates`` are yearly rates as fractions by month (the last one holds on): the interest of a month is the balance ×
    rate ÷ 12, rounded to the fen by ``rounding``. Required each month is the largest of ``minimum_minor``, of
    ``minimum_share`` of what is owed with its interest and, where ``interest_and`` is given, of the interest plus that
    share of the balance before it; never more than is owed. Money above that is taken from month ``early_from`` on
    (None: never) and costs ``fee`` of it, half up, in the same month; where that changes, ``fees`` has it by month, and
    the last one holds on. From month ``ends`` on (if given) all is due.
    ``first`` is the first month with a due date: before it nothing is asked and no interest falls due.
    ``first_interest_minor`` is the interest of that month where it is known to the fen, ``first_required_minor`` what
    must be paid in it. ``named_rate`` is the yearly rate to speak of where the first months are special.

    With ``first`` above 1, ``grown_minor`` is the interest of month 1 where that takes money early: what has grown by
    the day of its payment. It is paid first, falls due in month ``first`` with what has grown since, and bears nothing
    itself; ``first_interest_minor`` is that of both months, if nothing is paid before. None: month 1 takes none.

    ``several`` are months behind ``first`` in which interest falls due more than once: for each time what a yuan bears,
    rounded by itself. Together they are the rate of the month; money above what is required comes with the last.
    ``empty`` are months without a due date: what is paid in them would stop interest of the next one only from its day
    on, so nothing is.
    """

    id: int
    lender: int
    balance_minor: int
    rates: tuple[Decimal, ...]
    minimum_minor: int = 0
    minimum_share: Decimal = Decimal(0)
    interest_and: Decimal | None = None
    fee: Decimal = Decimal(0)
    early_from: int | None = 1
    ends: int | None = None
    first_interest_minor: int | None = None
    first_required_minor: int | None = None
    named_rate: Decimal | None = None
    first: int = 1
    fees: tuple[Decimal, ...] = ()
    rounding: Rounding = Rounding.HALF_UP
    grown_minor: int | None = None
    several: tuple[tuple[int, tuple[Ratio, ...]], ...] = ()
    empty: tuple[int, ...] = ()

    @property
    def fee_by_month(self) -> tuple[Decimal, ...]:
        """The fee as a share of what is paid early, by month."""
        return self.fees or (self.fee,)

    def takes(self, month: int) -> bool:
        """Whether money above the required payment is taken in that month."""
        if (self.grown_minor is not None and 1 < month < self.first) or month in self.empty:
            return False
        return self.early_from is not None and month >= self.early_from

    @property
    def swing(self) -> tuple[float, float]:
        """By how much the rounding of an interest may change it, fen: at least, at most."""
        return SWINGS[self.rounding]

    def swing_in(self, month: int) -> tuple[float, float]:
        """The same of all that falls due in a month."""
        times = len(self._several.get(month, ())) or 1
        return self.swing[0] * times, self.swing[1] * times

    def rate(self, month: int) -> Decimal:
        """The yearly rate of that month (1 …)."""
        return self.rates[min(month, len(self.rates)) - 1]

    def interest(self, balance_minor: int, month: int) -> int:
        """The interest of that month on the balance before it."""
        if month <= self.first and (month < self.first or self.first_interest_minor is not None):
            return self._first_interest(balance_minor, month)
        if month in self._several:
            return sum(self.interests(balance_minor, month))
        number, denominator = self._parts[min(month, len(self.rates)) - 1]
        if self.rounding is not Rounding.HALF_UP:
            return whole(balance_minor * number, denominator, self.rounding)
        return (2 * balance_minor * number + denominator) // (2 * denominator)

    def interests(self, balance_minor: int, month: int) -> tuple[int, ...]:
        """What falls due of interest each time in a month of ``several``; empty for any other."""
        parts = self._several.get(month, ())
        return tuple(whole(balance_minor * number, denominator, self.rounding) for number, denominator in parts)

    def apart(self, balance_minor: int, month: int, required_minor: int) -> tuple[int, ...]:
        """What a month of ``several`` requires each time; what is more than interest the last time."""
        asked = self.interests(balance_minor, month)[:-1]
        return (*asked, required_minor - sum(asked)) if asked else ()

    def is_next(self, balance_minor: int, month: int, paid_minor: int) -> bool:
        """Whether a payment above what a month requires is, to the fen, the interest that falls due next.

        A line takes that for this interest, paid ahead; ``balance_minor`` is owed before it.
        """
        if self.interest_and is None or self.minimum_minor:
            return False
        last = max(month + 3, self.first)  # of due dates that are moved a month may have none
        for later in range(month + 1, last + 1):
            interest = (*self.interests(balance_minor, later), self.interest(balance_minor, later))[0]
            if later == self.first and self.first_interest_minor is not None:
                interest = self.first_interest_minor
            if interest:
                return interest == paid_minor
        return False

    def _first_interest(self, balance_minor: int, month: int) -> int:
        """The interest of a month up to the first with a due date, whose interest is known."""
        known, grown = self.first_interest_minor or 0, self.grown_minor
        if month < self.first:
            return grown or 0 if month == 1 else 0
        if grown is None:
            return known
        if balance_minor > self.balance_minor:  # nothing of the principal was paid
            return known - grown
        number, denominator = self._parts[min(month, len(self.rates)) - 1]
        return whole(balance_minor * number, denominator, self.rounding)

    def asked(self, balance_minor: int, month: int) -> tuple[int, int]:
        """Interest and required payment of that month on the balance before it; the same as the two by themselves."""
        if not self.steady or month <= self.first:
            interest = self.interest(balance_minor, month)
            return interest, self.required(balance_minor, interest, month)
        parts = self._parts
        number, denominator = parts[month - 1] if month <= len(parts) else parts[-1]
        interest = (2 * balance_minor * number + denominator) // (2 * denominator)
        owed = balance_minor + interest
        return interest, self.minimum_minor if self.minimum_minor < owed else owed

    @cached_property
    def steady(self) -> bool:
        """Whether every month after the first asks for the stated minimum alone, and interest is rounded half up."""
        by_minimum = not self.minimum_share and self.interest_and is None and self.ends is None
        return by_minimum and self.rounding is Rounding.HALF_UP

    def stays_owed(self, balance_minor: int, month: int) -> bool:
        """Whether what is required after a month that left so much is always the same and never lowers the balance."""
        if self.ends is not None or self.minimum_share or self.interest_and:
            return False
        if month < self.first or month + 1 < len(self.rates):
            return False
        interest, required = self.asked(balance_minor, month + 1)
        return required <= interest

    @cached_property
    def course(self) -> Course | None:
        """What becomes of it by required payments alone; None where that takes too long, or never ends it."""
        return course_of(self.balance_minor, self._unpaid())

    def _unpaid(self) -> Iterator[Asked]:
        balance, month = self.balance_minor, 0
        while True:
            month += 1
            interest, required = self.asked(balance, month)
            balance += interest - required
            yield required, interest, 0

    def growth(self, month: int) -> float:
        """What a yuan owed becomes in that month, for programs and bounds; never for an amount that is paid."""
        if month <= self.first and self.grown_minor is not None and self.balance_minor:
            grown, known = self.grown_minor, self.first_interest_minor or 0
            if month < self.first:
                return 1 + grown / self.balance_minor if month == 1 else 1.0
            return 1 + max(known - grown - 1, 0) / (self.balance_minor + grown)  # less where what has grown is paid
        if month < self.first:
            return 1.0
        if month == self.first and self.first_interest_minor is not None:
            return 1 + self.first_interest_minor / self.balance_minor if self.balance_minor else 1.0
        return 1 + float(self.rate(month)) / 12

    def required(self, balance_minor: int, interest_minor: int, month: int) -> int:
        """What must be paid in that month on a balance with the interest that has just been added to it."""
        owed = balance_minor + interest_minor
        if self.ends is not None and month >= self.ends:
            return owed
        if month < self.first:
            return 0
        if month == self.first and self.first_required_minor is not None:
            return min(self.first_required_minor, owed)
        least = self.minimum_minor
        if self.minimum_share:
            least = max(least, share(owed, self.minimum_share))
        if self.interest_and is not None:
            part = share(balance_minor, self.interest_and) if self.interest_and else 0
            least = max(least, interest_minor + part)
        if self.grown_minor and month == self.first:
            least += max(balance_minor - self.balance_minor, 0)
        return min(least, owed)

    @cached_property
    def _several(self) -> dict[int, tuple[Ratio, ...]]:
        return dict(self.several)

    @cached_property
    def _parts(self) -> tuple[tuple[int, int], ...]:
        made = []
        for rate in self.rates:
            number, denominator = rate.as_integer_ratio()
            made.append((number, denominator * 12))
        return tuple(made)


@dataclass(frozen=True)
class Row:
    """What a scheduled loan asks for in one month."""

    principal_minor: int = 0
    interest_minor: int = 0
    fee_minor: int = 0

    @property
    def total_minor(self) -> int:
        """The instalment of the month, 0 in a month without one."""
        return self.principal_minor + self.interest_minor + self.fee_minor


@dataclass(frozen=True)
class Settling:
    """What ends a scheduled loan in a month, on top of that month's instalment; ``charges_minor`` are a cost."""

    principal_minor: int
    charges_minor: int = 0

    @property
    def total_minor(self) -> int:
        """The money that it takes."""
        return self.principal_minor + self.charges_minor


@dataclass(frozen=True)
class Scheduled:
    """A loan with a fixed schedule: ``rows`` by month, the last of which is its last instalment.

    ``settle`` says for each month what ends it early, together with the instalment of that month; None where full
    settlement is not accepted. Use ``Scheduled.of`` for the usual rules. ``on_bills_of``: of an instalment plan of a
    card that carries its balance the id of that debt, and the number of the plan on its bills. ``fees``: of a card that
    is paid in full the months behind ``rows`` with a yearly fee, by due date, and the month in which it is on a bill;
    the last year of them repeats. They are paid as long as the plan lasts.
    """

    id: int
    lender: int
    rows: tuple[Row, ...]
    settle: tuple[Settling | None, ...]
    on_bills_of: tuple[int, int] | None = None
    fees: tuple[tuple[int, tuple[int, ...], int], ...] = ()

    @classmethod
    def of(
        cls,
        id: int,  # noqa: A002 - the name of the field
        lender: int,
        rows: Sequence[Row],
        *,
        fee: Decimal = Decimal(0),
        charges_stop: bool = True,
        early_from: int | None = 1,
    ) -> Scheduled:
        """A loan whose settlement costs the remaining principal × (1 + ``fee``), plus what does not stop.

        ``charges_stop`` is False where the future interest and fees are owed all the same. ``early_from`` is the
        first month in which settling is accepted; None: never.
        """
        settle: list[Settling | None] = []
        for month in range(1, len(rows) + 1):
            rest = rows[month:]
            if early_from is None or month < early_from or not rest:
                settle.append(None)
                continue
            principal = sum(row.principal_minor for row in rest)
            kept = 0 if charges_stop else sum(row.interest_minor + row.fee_minor for row in rest)
            settle.append(Settling(principal, share(principal, fee) + kept))
        return cls(id, lender, tuple(rows), tuple(settle))

    @cached_property
    def balance_minor(self) -> int:  # asked for each plan that is tried
        """The principal that is still to be paid."""
        return sum(row.principal_minor for row in self.rows)

    @property
    def yearly_fees(self) -> bool:
        """Whether a fee falls on it when nothing is owed any more."""
        return bool(self.fees)

    def fees_in(self, month: int) -> tuple[int, ...]:
        """The fees of a month behind ``rows``, by due date; fen."""
        return self._fee(month)[0]

    def fee_until(self, month: int) -> int:
        """The last month behind ``month`` with a yearly fee that is on a bill by its end; 0: there is none."""
        behind = range(max(month, len(self.rows)) + 1, month + UNPAID + 1)
        return max((later for later in behind if self._fee(later)[0] and self._fee(later)[1] <= month), default=0)

    def fees_until(self, month: int) -> int:
        """The yearly fees that are paid whatever a plan does, if it lasts to the end of a month at least; fen."""
        if not self.fees:
            return 0
        until = max(month, self.fee_until(month))
        return sum(sum(self.fees_in(later)) for later in range(len(self.rows) + 1, until + 1))

    def _fee(self, month: int) -> tuple[tuple[int, ...], int]:
        """The fees of a month, and in which they are on a bill."""
        last = self.fees[-1][0] if self.fees else month
        before = 12 * max(-(-(month - last) // 12), 0)
        asked, cut_in = self._fees.get(month - before, ((), 0))
        return asked, cut_in + before

    @cached_property
    def _fees(self) -> dict[int, tuple[tuple[int, ...], int]]:
        return {month: (asked, cut_in) for month, asked, cut_in in self.fees}

    @cached_property
    def left(self) -> tuple[int, ...]:
        """The principal that remains at the end of each month, from month 0."""
        left = [self.balance_minor]
        for row in self.rows:
            left.append(left[-1] - row.principal_minor)
        return tuple(left)

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """The instalments by month."""
        return tuple(row.total_minor for row in self.rows)

    @cached_property
    def course(self) -> Course:
        """The schedule as a course; it may go on when all principal is paid."""
        rows = tuple((row.total_minor, row.interest_minor, row.fee_minor) for row in self.rows)
        return Course(rows, self.left)

    @cached_property
    def costs(self) -> tuple[int, ...]:
        """The interest and fees by month."""
        return tuple(row.interest_minor + row.fee_minor for row in self.rows)

    def saving(self, month: int) -> int:
        """What settling in that month saves against keeping to the schedule; negative where it costs more."""
        return self._savings[month - 1]

    @cached_property
    def saves_until(self) -> int:
        """The last month in which settling saves something; 0: in none."""
        return max((month for month, saving in enumerate(self._savings, 1) if saving > 0), default=0)

    @cached_property
    def taken_until(self) -> int:
        """The last month in which settling is accepted; 0: in none."""
        return max((month for month, settling in enumerate(self.settle, 1) if settling is not None), default=0)

    @cached_property
    def _savings(self) -> tuple[int, ...]:
        savings: list[int] = []
        rest = 0
        for row, settling in zip(reversed(self.rows), reversed(self.settle), strict=True):
            savings.append(rest - settling.charges_minor if settling else 0)
            rest += row.interest_minor + row.fee_minor
        return tuple(reversed(savings))


Balance = Reducing | Parted
"""The debts that take any part of what is owed early."""

Debt = Reducing | Parted | Scheduled


def is_owed(debt: Debt) -> bool:
    """Whether anything is owed on it at the start: of a schedule interest or fees alone, no yearly fee to come."""
    return bool(debt.balance_minor) or (isinstance(debt, Scheduled) and any(debt.totals))


def yearly(debt: Debt) -> Decimal:
    """What a year of one yuan owed costs: the rate, or for a schedule what settling now would save, as a rate."""
    if isinstance(debt, Reducing):
        return debt.rates[0] if debt.named_rate is None else debt.named_rate
    if isinstance(debt, Parted):
        return _charged_rate(debt) if debt.named_rate is None else debt.named_rate
    return _saved_rate(debt)


def _charged_rate(debt: Parted) -> Decimal:
    """Interest and fees to come that end with the loan, over the balances that bear them."""
    years = Decimal(sum(debt.left(debt.places(month)[0]) for month in range(1, debt.last_month + 1))) / 12
    cost = sum(term.interest_minor + term.fee_minor - term.stays_minor for term in debt.terms)
    return cost / years if years else Decimal(0)


def _saved_rate(debt: Scheduled) -> Decimal:
    month = next((number for number, settling in enumerate(debt.settle, 1) if settling is not None), None)
    if month is None:
        return Decimal(-1)
    years = Decimal(sum(debt.left[month:])) / 12
    return Decimal(debt.saving(month)) / years if years else Decimal(0)
