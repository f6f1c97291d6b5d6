"""A loan repaid all at once that takes a part early: interest grows on principal alone, and is paid before it.

As the ledger has it (``RunningLoan._ahead_of_bullet``): money before the due date pays the interest grown so far, then
principal, and interest stops on that. What has grown bears nothing. It is rounded once, from the start on, so that each
payment takes the whole fen grown by its day less what was paid of them before.

For programs and bounds ``Lump.units`` are the interest of a yuan by month; ``rates`` are those of a debt that grows by
less, for what only wants to know about: by ``(1 + R) ÷ (1 + R of the month before)``, with R the interest of a yuan up
to a month. What is owed is at most ``1 + R`` times the principal, because interest is paid first; so the interest of a
month, which is on the principal, is never below that growth of what is owed.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from planner.domain.basics.money import whole
from planner.domain.payoff.engine.tabbed import Asked, Tabbed
from planner.values import dataclass, replace

SURE = 1 - 1e-9  # floats are rounded down by far more than they err
YEAR = 12


class Grown(NamedTuple):
    """A loan as it stands: principal, all interest grown by the month (a numerator), what of it is paid, all owed."""

    principal: int
    grown: int
    paid: int
    owed: int


@dataclass(frozen=True)
class Lump(Tabbed):
    """A loan with one due date, in month ``ends``, whose ``balance_minor`` is principal; it takes money ``early``.

    ``marks`` say how far the line of interest goes up to the payment of each month, from month 0, which is where the
    interest of the row begins: a fen of principal grows by their differences over ``over``. ``grown`` (a numerator of
    ``over``) had grown before; ``before_minor`` of all interest is paid, no more than has grown in month 1.
    ``row_fee_minor`` are the fees of the row, of which ``kept_minor`` are charged although it ends before.
    """

    early: tuple[int, ...] = ()
    marks: tuple[int, ...] = (0,)
    over: int = 1
    grown: int = 0
    before_minor: int = 0
    row_fee_minor: int = 0
    kept_minor: int = 0

    def takes(self, month: int) -> bool:
        """Whether money is taken in that month before it is due."""
        return month in self.early

    @property
    def opening(self) -> Grown:
        """How it stands before month 1."""
        return Grown(self.balance_minor, self.grown, self.before_minor, self.balance_minor)

    def ask(self, balance_minor: int, month: int, tab: Grown) -> Asked:
        """What a month asks for: nothing before the last one, then all."""
        last = len(self.marks) - 1
        paid = tab.owed - balance_minor
        of_interest = min(paid, self.uncharged(tab))
        principal, settled = tab.principal - (paid - of_interest), tab.paid + of_interest
        grown = tab.grown + principal * (self.marks[min(month, last)] - self.marks[min(month - 1, last)])
        owed = principal + whole(grown, self.over, self.rounding) - settled
        added = owed - balance_minor
        if month < last:
            return Asked((0,), added, 0, Grown(principal, grown, settled, owed))
        return Asked((owed + self.row_fee_minor,), added, self.row_fee_minor, Grown(0, grown, settled, 0))

    def uncharged(self, tab: Grown) -> int:
        """The interest that has grown: it is paid first, and no principal."""
        return tab.owed - tab.principal

    def charge(self, extra_minor: int, month: int = 1) -> int:
        """The fee for so much principal paid early in that month, half up; of less than nothing there is none."""
        return super().charge(max(extra_minor, 0), month)

    def extra_for(self, cash_minor: int, paid_minor: int = 0, month: int = 1) -> int:
        """As of any debt; ``paid_minor`` below 0 says how much is to be paid before any of it is principal."""
        free = min(max(-paid_minor, 0), cash_minor)
        return free + super().extra_for(cash_minor - free, max(paid_minor, 0), month) if cash_minor > free else free

    def staying(self, month: int) -> int:
        """The fees after a month that are charged although the loan ends in it."""
        return self.kept_minor if month < len(self.marks) - 1 else 0

    def dearer(self, points: Decimal, highest: Decimal) -> Lump:
        """The loan at a rate that is so much higher, a fraction of the year: between 0 and ``highest``."""
        rate = self.named_rate or Decimal(0)
        then = min(max(rate + points, Decimal(0)), highest)
        if not rate:
            return self
        times = Fraction(then) / Fraction(rate)
        marks = tuple(mark * times.numerator for mark in self.marks)
        over, grown = self.over * times.denominator, self.grown * times.denominator
        changed = replace(self, marks=marks, over=over, grown=grown, named_rate=then)
        return replace(changed, rates=changed.growing())

    def growing(self) -> tuple[Decimal, ...]:
        """The yearly rates by month of a debt that grows by less: see the module's text."""
        owed = [1.0, *(1.0 + float(self._grown_by(month)) for month in range(1, len(self.marks)))]
        return tuple(Decimal(max(then / before - 1, 0.0) * SURE) * YEAR for before, then in pairwise(owed))

    def _grown_by(self, month: int) -> Fraction:
        """The interest of a yuan that nothing was paid of yet, from month 1 on with what had grown before."""
        grown = self.grown + self.balance_minor * (self.marks[month] - self.marks[0])
        return (Fraction(grown, self.over) - self.before_minor) / self.balance_minor

    @property
    def units(self) -> tuple[float, ...]:
        """The interest of a yuan of principal by month (1 …); that of the first holds what had grown before."""
        grown = [Fraction(0), *(self._grown_by(month) for month in range(1, len(self.marks)))]
        return tuple(float(then - before) for before, then in pairwise(grown))

    @property
    def slack(self) -> float:
        """By how much the rounding of all interest paid by a day may change it, fen."""
        return max(abs(swing) for swing in self.swing)
