"""Debts that take any payment, in floats, as sketches of orders follow them: lines, and loans by instalments.

A loan that was paid on early goes on by what it keeps: its payment, its part of principal, or its last day.
"""

from __future__ import annotations

from itertools import accumulate

from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Keeps, Parted, Term
from planner.values import dataclass

ENDLESS = 10**9  # months


@dataclass(frozen=True, slots=True)
class Line:
    """A debt that takes any payment: monthly rates and what its course asks for and leaves by month (place 0: none).

    ``behind`` is the interest and fees of its course in the months behind each. Money is taken in the months from
    ``early_from`` to ``early_to`` and costs ``fee`` of it. Off its course it asks for ``minimum`` each month.
    """

    rates: tuple[float, ...]
    left: tuple[int, ...]
    asked: tuple[int, ...]
    behind: tuple[int, ...]
    minimum: float
    fee: float
    early_from: int
    early_to: int = ENDLESS
    loan: Kept | None = None

    @property
    def level(self) -> bool:
        """Whether it always asks for the same as its course does, until it ends."""
        return self.loan is None or self.loan.level

    def kept(self, month: int, owed: float) -> float:
        """What it asks for each month once something was paid early in that one and so much is left."""
        if self.loan is None:
            return self.minimum
        return self.loan.kept[month] if self.loan.anew is None else owed * self.loan.anew[month]

    def next(self, month: int, owed: float, kept: float) -> tuple[float, float, float]:
        """What a month costs, all that it asks for, and what is left behind it; 0 where it ends the debt."""
        rates, loan = self.rates, self.loan
        interest = owed * (rates[month] if month < len(rates) else rates[-1])
        owed += interest
        if loan is None:
            return interest, min(kept, owed), max(owed - kept, 0.0)
        fee = loan.fees[month] if month <= loan.last else 0.0
        if loan.adds:
            kept += interest
        if month >= loan.last or kept >= owed:
            return interest + fee, owed + fee, 0.0
        return interest + fee, kept + fee, owed - kept


@dataclass(frozen=True, slots=True)
class Kept:
    """What a loan by instalments keeps once it was paid on early; by month (place 0: none).

    ``kept`` is the payment or part of principal after a month, or ``anew`` what a yuan left then makes of it; with
    ``adds`` interest comes on top. All is due in the month ``last``. ``fees`` do not depend on what is owed.
    """

    kept: tuple[float, ...]
    anew: tuple[float, ...] | None
    adds: bool
    level: bool
    last: int
    fees: tuple[float, ...]


def is_plain(debt: Debt) -> bool:
    """Whether ``line_of`` can say what becomes of a debt, or it is settled whole."""
    if isinstance(debt, Parted):
        return _is_regular(debt)
    return isinstance(debt, Scheduled) or (type(debt) is Reducing and debt.steady and not debt.fees)


def _is_regular(debt: Parted) -> bool:
    """Whether from the first month that takes money on there is one instalment like the other in each month."""
    if debt.follows or debt.spare or debt.stays or debt.first_takes or len(set(debt.fees[: debt.last_month])) > 1:
        return False
    if not debt.early:
        return True
    if debt.early != tuple(range(debt.early[0], debt.early[-1] + 1)) or debt.early[-1] > debt.last_month:
        return False
    terms = debt.terms[debt.places(debt.early[0])[1] :]
    together = all(term.month == debt.early[0] + at for at, term in enumerate(terms, 1))
    return together and all(map(_is_ordinary, terms)) and not any(term.stays_minor for term in debt.terms)


def _is_ordinary(term: Term) -> bool:
    return term.repays and term.steady is None and not term.shares


def line_of(debt: Reducing | Parted) -> Line | None:
    """What sketches know of a debt; None where it takes nothing early."""
    course = debt.course
    assert course is not None
    behind = (*accumulate(reversed(course.costs)),)[::-1]
    if isinstance(debt, Parted):
        if not debt.early:
            return None
        rates, kept = _instalments(debt)
        fee, minimum = float(debt.fee_in(1)), 0.0
        return Line(
            rates, course.left, course.asked, (*behind, 0), minimum, fee, debt.early[0], debt.early[-1], loan=kept
        )
    if debt.early_from is None:
        return None
    rates = (0.0, *(debt.growth(month) - 1 for month in range(1, len(course.rows) + 1)))
    fee, minimum = float(debt.fee), float(debt.minimum_minor)
    return Line(rates, course.left, course.asked, (*behind, 0), minimum, fee, debt.early_from)


def _instalments(debt: Parted) -> tuple[tuple[float, ...], Kept]:
    """The rates by month, and what is kept."""
    last, count = debt.last_month, debt.count
    rates, fees, kept, anew = ([0.0] * (last + 1) for _ in range(4))
    for term in debt.terms:
        rates[term.month] = term.rate[0] / term.rate[1]
        fees[term.month] = float(term.fixed_minor)
    for month in range(debt.early[0], last):
        place = debt.places(month)[1]
        term = debt.terms[place]
        kept[month] = float(term.kept_minor)
        anew[month] = _part(debt.keeps, term.level[0] / term.level[1], count - place)
    nothing = debt.keeps is Keeps.NOTHING
    if nothing:
        kept = [0.0] * (last + 1)
    adds, level = debt.keeps is not Keeps.PAYMENT, debt.keeps is Keeps.PAYMENT and debt.shorter
    return tuple(rates), Kept(
        tuple(kept), None if debt.shorter or nothing else tuple(anew), adds, level, last, tuple(fees)
    )


def _part(keeps: Keeps, rate: float, count: int) -> float:
    """What repays a yuan in so many instalments: the payment, or the part of principal."""
    return rate / (1 - (1 + rate) ** -count) if keeps is Keeps.PAYMENT and rate else 1 / count
