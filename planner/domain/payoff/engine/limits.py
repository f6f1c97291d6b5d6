"""What a loan by instalments may ask for at least and at most, whatever was paid early: what bounds and programs need.

Per instalment, on a balance ``b`` before it (fen, principal):

* what is owed with it is at least ``growth × b − slack``: interest and fees on the principal, each rounded once;
* while the loan stays open it asks for at least ``base + slope × b`` of that, or for all of it;
* and never for more than ``most + rise × b``.

The figures are floats, on the safe side by what roundings can do. A payment that is kept is what it is; one computed
anew is in proportion to the balance, so the smallest proportion of all days on which it could be computed is taken. A
payment that follows a new rate lies within what the terms needed at the old rate allow (``methods.terms_needed``: less
than a tenth of a payment makes no term of its own).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.domain.basics.money import Rounding
from planner.domain.payoff.engine.parted import Keeps, Parted, Term
from planner.values import dataclass, replace

HALF_FEN = 0.5
TENTH = 0.1  # of a payment makes no further term
SAFE = 2.0  # fen for the roundings of a payment computed anew


@dataclass(frozen=True, slots=True)
class Step:
    """One instalment from the first month on that takes extra money; amounts in fen.

    ``left_minor`` is the principal after it at most, ``fee_minor`` are its fees that depend on nothing and stop with
    the loan, ``stays_minor`` those that do not, ``charge`` what paying early costs, ``takes`` whether money above it is
    taken with it.
    """

    month: int
    left_minor: int
    growth: float
    slack: float
    base: float
    slope: float
    most: float
    rise: float
    fee_minor: int
    stays_minor: int
    charge: float
    takes: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """A loan as a bound sees it.

    ``fixed`` is what each month asks for before anything can be paid early, ``balance_minor`` the principal then.
    """

    fixed: tuple[tuple[int, int], ...]
    balance_minor: int
    steps: tuple[Step, ...]

    @property
    def stays(self) -> bool:
        """Whether some fees are charged although the loan ends before."""
        return any(step.stays_minor for step in self.steps)


def limits(debt: Parted) -> Limits:
    """The limits of a loan."""
    last = debt.last_month
    begins = min(debt.early, default=last)
    fixed = tuple((month, sum(debt.printed(month))) for month in range(1, begins + 1) if any(debt.printed(month)))
    first = debt.places(begins)[1]
    balance = debt.left(first)
    if not balance:
        return Limits(fixed, 0, ())
    opening = Step(begins, balance, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, float(debt.fee_in(begins)), True)
    if debt.spare:
        opening = replace(opening, charge=0.0)
    steps = [opening, *_Asked(debt, first).steps()]
    return Limits(fixed, balance, tuple(steps))


class _Asked:
    """The instalments of a loan from the place ``first`` on, which is the first that may be computed anew."""

    def __init__(self, debt: Parted, first: int) -> None:
        self._debt, self._first, self._count = debt, first, len(debt.terms)
        self._half = HALF_FEN if debt.rounding in (Rounding.HALF_UP, Rounding.HALF_EVEN) else 2 * HALF_FEN
        self._slopes = [math.inf] * self._count
        self._mosts, self._rises = [0.0] * self._count, [0.0] * self._count
        self._slacks = [0.0] * self._count
        self._low, self._high = [math.inf] * self._count, [0.0] * self._count
        waits = any(not term.repays for term in debt.terms[first:])
        self._anew = not debt.shorter or (debt.follows and waits)
        if debt.keeps is not Keeps.NOTHING and not debt.spare:
            if debt.shorter:
                self._kept()
            if self._anew:
                self._computed()

    def steps(self) -> list[Step]:
        """All of them in order."""
        return [self._step(place) for place in range(self._first, self._count)]

    def _step(self, place: int) -> Step:
        debt, term, owed = self._debt, self._debt.terms[place], self._debt.left(place)
        shares = sum(number / denominator for number, denominator in term.shares)
        slack = self._half + HALF_FEN * len(term.shares)
        printed = term.principal_minor + term.interest_minor + term.fee_minor - term.fixed_minor
        growth = 1 + _of(term.rate) + shares
        if owed:
            growth = min(growth, 1 + (printed - term.principal_minor + slack) / owed)
        base, slope, most, rise = self._bounds(place, term, shares)
        if debt.spare:  # a payment computed anew and then kept: interest is all that is sure
            base, slope, most, rise = 0.0, _of(term.rate) + shares if term.repays else slope, math.inf, 0.0
        slope = min(slope, growth)
        base = min(base - slack, printed - slope * owed)
        most = max(most + slack, printed - rise * owed)
        last = place + 1 == self._count
        takes = term.month in debt.early and debt.places(term.month)[1] == place + 1
        return Step(
            term.month,
            self._left_after(place),
            growth,
            slack,
            base,
            slope,
            math.inf if last else most,
            rise,
            max(min(term.fixed_minor, term.fee_minor) - term.stays_minor, 0),
            term.stays_minor,
            0.0 if debt.spare else float(debt.fee_in(term.month)),
            takes,
        )

    def _left_after(self, place: int) -> int:
        """The principal after a term at most: as printed, but where the end may move after a change of the rate."""
        terms, last = self._debt.terms, place + 1 == self._count
        if not self._debt.spare or last:
            return self._debt.left(place + 1)
        changed = next((at for at in range(self._first, self._count) if terms[at].changes), self._count)
        return self._debt.left(min(place + 1, changed))

    def _bounds(self, place: int, term: Term, shares: float) -> tuple[float, float, float, float]:
        """Least and most that a term asks for once something was paid early: constant, and in proportion."""
        rate, owed = _of(term.rate) + shares, self._debt.left(place)
        if self._debt.keeps is Keeps.NOTHING or not term.repays:
            return 0.0, rate, 0.0, rate
        inside = 0.0 if term.steady is None else _of(term.rate) - _of(term.steady)
        least, slope, most, rise = self._low[place], 0.0, self._high[place], 0.0
        if self._anew:
            slope, rise = self._slopes[place], self._rises[place]
            if self._debt.shorter:
                slope, rise = min(slope, least / owed if owed else 0.0), 0.0
                most = max(most, self._mosts[place])
            else:
                most = self._slacks[place]
            least = -self._slacks[place]
        if self._debt.keeps is Keeps.PRINCIPAL:
            return least, slope + rate, most, rise + rate
        if not rise:
            most = max(most, _of(term.rate) * owed)  # interest is asked for, however small the payment
        return least, slope + min(inside, 0.0), most, rise + max(inside, 0.0) + shares

    # -- a payment that is kept ---------------------------------------------------------------------------------------

    def _kept(self) -> None:
        """Between what and what the payment in force lies, by place."""
        low, high = math.inf, 0.0
        for place in range(self._first, self._count):
            term = self._debt.terms[place]
            if self._debt.follows and term.changes and high:
                low, high = self._changed(place, low, high)
            if term.repays or not self._debt.follows:
                low, high = min(low, term.kept_minor), max(high, term.kept_minor)
            more = 1 + TENTH if self._debt.follows else 1.0
            self._low[place], self._high[place] = low, high * more + (SAFE if self._debt.follows else 0.0)

    def _changed(self, place: int, low: float, high: float) -> tuple[float, float]:
        """The same after a change of the rate: computed over the terms that the payment needed before."""
        old, new = _of(self._debt.terms[place - 1].level), _of(self._debt.terms[place].level)
        most = self._count - place
        least, greatest = (1.0, 1.0) if self._debt.stays else (math.inf, 0.0)
        for count in range(1, most + 1):
            now, before, shrunk = _annuity(count, new), _annuity(count, old), (1 + old) ** -count
            greatest = max(greatest, (before + TENTH * shrunk) / now)
            if count > 1:
                one_less = _annuity(count - 1, old) + TENTH * shrunk * (1 + old)
                least = min(least, one_less / now)
        least, safe = 1.0 if math.isinf(least) else least, SAFE + most / _annuity(most, new)
        return max(low * least - safe, 0.0), high * greatest + safe

    # -- a payment that is computed anew ------------------------------------------------------------------------------

    def _computed(self) -> None:
        """The least and the most that it can be, on whatever day up to a term it was computed.

        A payment of ``unit`` a yuan, computed at a place where a yuan of the start has become ``grown`` and one paid in
        each term since would be worth ``paid`` of the start, is at a later place, with ``grown'`` and ``paid'``,
        ``1 ÷ (grown' × (1 ÷ (grown × unit) + paid − paid'))`` of the balance. So the largest
        ``1 ÷ (grown × unit) + paid`` so far tells the least proportion, the smallest the greatest.
        """
        debt, level = self._debt, self._debt.keeps is Keeps.PAYMENT
        grown, paid, longest, shortest, highest, errors = 1.0, 0.0, 0.0, math.inf, 0.0, 0.0
        for place in range(self._first, self._count):
            term, count = debt.terms[place], self._count - place
            if debt.follows and term.changes:
                longest, shortest, highest, errors = 0.0, math.inf, 0.0, 0.0
            if not term.repays:
                continue
            rate = _of(term.rate if term.steady is None else term.steady) if level else 0.0
            unit = 1 / (_annuity(count, _of(term.level)) if level else count)
            reach = 1 / (grown * unit) + paid
            longest, shortest = max(longest, reach), min(shortest, reach)
            first = float(count) if debt.first_takes else 0.0  # a fen for each part that the first one takes
            highest = max(highest, unit * debt.left(place) + first)
            whole = 1.0 + rate
            least, most = (
                whole if count == 1 else min(1 / max(grown * (one - paid), 1e-9), whole) for one in (longest, shortest)
            )
            self._slopes[place], self._rises[place] = least * (1 - 1e-9), most * (1 + 1e-9)
            self._slacks[place] = SAFE + most * errors + first
            self._mosts[place] = highest + SAFE + errors
            grown *= whole
            paid += 1 / grown
            errors = errors * whole + SAFE


def _of(rate: Sequence[int]) -> float:
    return rate[0] / rate[1]


def _annuity(count: int, rate: float) -> float:
    """What ``count`` payments of one yuan repay."""
    return (1 - (1 + rate) ** -count) / rate if rate > 1e-12 else float(count)
