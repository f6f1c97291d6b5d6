"""A loan by instalments that takes a part of its principal early: what it asks for before that, and afterwards.

Until the first extra payment it asks for exactly what stands in its schedule: what is overdue, the lender's own rows, a
first term of another length. From then on the rest is computed as the ledger computes it (``schedule.instalments``):
a shorter term keeps the payment in force, a lower payment is computed anew from what is left and holds until the next
extra payment, and a level payment follows a new rate as agreed. All in whole numbers, one instalment after the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import accumulate

from planner.domain.basics.money import Rounding, whole
from planner.domain.payoff.engine.course import Course, course_of
from planner.domain.payoff.engine.early import TakesEarly
from planner.domain.schedule.methods import terms_needed
from planner.values import dataclass, replace

Ratio = tuple[int, int]
"""Numerator and denominator."""
ANEW = -1  # a payment that is to be computed from what is owed when it is asked for
OPEN = 0  # a last instalment that is only looked for when little is left


class Keeps(StrEnum):
    """What stays the same from instalment to instalment."""

    PAYMENT = "payment"  # principal and interest: 等额本息
    PRINCIPAL = "principal"  # 等额本金, and 等本等息 with its fee
    NOTHING = "nothing"  # interest alone, all principal at the end


@dataclass(frozen=True, slots=True)
class Term:
    """One instalment in plan month ``month``: as printed, and how it is reckoned once something was paid early.

    Attributes:
        month: the plan month in which it falls due; several may share one.
        principal_minor: printed, as the other two; fen, what is unpaid of it.
        interest_minor: interest, with penalty interest on what is overdue.
        fee_minor: fees.
        rate: the interest of this term on a yuan owed before it.
        level: the interest of an ordinary term, by which a payment is computed when this term begins.
        kept_minor: the payment in force as printed, or the part of principal; fen.
        steady: ``rate`` as it would be without the change of the rate inside the term, None where there is none.
        changes: whether another rate than that of the term before holds from its first day.
        repays: False for the first instalments of a loan that hold interest alone.
        fixed_minor: the fees of it that do not depend on what is owed.
        shares: its fees on the principal that remains when its term begins.
        stays_minor: what of ``fee_minor`` is charged all the same when the loan ends before.
    """

    month: int
    principal_minor: int
    interest_minor: int = 0
    fee_minor: int = 0
    rate: Ratio = (0, 1)
    level: Ratio = (0, 1)
    kept_minor: int = 0
    steady: Ratio | None = None
    changes: bool = False
    repays: bool = True
    fixed_minor: int = 0
    shares: tuple[Ratio, ...] = ()
    stays_minor: int = 0


Standing = tuple[int, int, bool, int, int]
"""How a loan stands after an extra payment: the payment in force (``ANEW``: from what is owed when it is asked for),
the place behind the last instalment, whether the payment was kept for a shorter term; and, while the last instalment
is ``OPEN``, the place and the balance from which it is found."""


@dataclass(frozen=True)
class Parted(TakesEarly):
    """A loan by instalments that takes a part early.

    ``terms`` are its instalments by due date; their months never fall. Money beyond them is taken in the months
    ``early``, with their last instalment, and costs ``fees`` of it by month (the last share holds on), half up.
    ``shorter`` keeps payment and ends sooner, else the payment falls. ``stays`` says that a change of the rate leaves
    the payment and moves the end. ``follows`` is False where no rate changes. ``first_takes`` lets the first of equal
    parts take what they leave over. The last ``spare`` terms only come where a payment that is kept needs them at a
    higher rate. ``named_rate`` is the yearly rate to speak of, None where fees are part of it.
    """

    id: int
    lender: int
    terms: tuple[Term, ...]
    keeps: Keeps = Keeps.PAYMENT
    early: tuple[int, ...] = ()
    fees: tuple[Decimal, ...] = (Decimal(0),)
    shorter: bool = True
    stays: bool = False
    follows: bool = False
    first_takes: bool = False
    rounding: Rounding = Rounding.HALF_UP
    named_rate: Decimal | None = None
    spare: int = 0

    @property
    def balance_minor(self) -> int:
        """The principal that is still to be paid."""
        return self._lefts[0]

    @property
    def fee_by_month(self) -> tuple[Decimal, ...]:
        """The fee as a share of what is paid early, by month."""
        return self.fees

    @property
    def last_month(self) -> int:
        """The month of the last printed instalment."""
        return self.terms[self.count - 1].month

    @property
    def count(self) -> int:
        """How many instalments are printed."""
        return len(self.terms) - self.spare

    def takes(self, month: int) -> bool:
        """Whether money above the instalment is taken in that month."""
        return month in self._early

    def places(self, month: int) -> tuple[int, int]:
        """The places of the instalments of a month, from and behind."""
        return self._places[month] if month < len(self._places) else (len(self.terms), len(self.terms))

    def left(self, place: int) -> int:
        """The principal owed before the instalment at a place, as printed."""
        return self._lefts[place]

    def printed(self, month: int) -> tuple[int, int, int]:
        """Principal, interest and fee of a month while nothing was paid early."""
        return self._printed[month] if month < len(self._printed) else (0, 0, 0)

    def staying(self, month: int) -> int:
        """The fees after a month that are charged although the loan ends in it."""
        return self._stays[self.places(month)[1]]

    def ask(self, balance_minor: int, month: int, standing: Standing | None) -> tuple[int, int, int, Standing | None]:
        """What a month asks for: principal, interest, fee; and how the loan stands afterwards.

        Args:
            balance_minor: principal before it, above 0.
            month: 1 …
            standing: None while nothing was paid early.
        """
        if standing is None:
            return (*self.printed(month), None)
        usual = self._usual[month] if month < len(self._usual) else None
        if usual is not None and usual[0] < standing[1]:
            _, number, denominator, fee = usual
            interest = (2 * balance_minor * number + denominator) // (2 * denominator)
            part = standing[0] - interest if self.keeps is Keeps.PAYMENT else standing[0]
            if 0 <= part < balance_minor and standing[0] != ANEW:
                return part, interest, fee, standing
        return self._asked(balance_minor, month, standing)

    def _asked(self, balance_minor: int, month: int, standing: Standing) -> tuple[int, int, int, Standing]:
        """``ask`` of any instalments, once something was paid early."""
        first, behind = self.places(month)
        before, interest, fee = balance_minor, 0, 0
        for place in range(first, behind):
            part, grown, charged, standing = self._instalment(place, balance_minor, standing)
            balance_minor -= part
            interest, fee = interest + grown, fee + charged
            if not balance_minor:
                fee += self._stays[place + 1]
                break
        return before - balance_minor, interest, fee, standing

    def apart(self, balance_minor: int, month: int, standing: Standing | None) -> list[tuple[int, int]]:
        """What each instalment of a month asks for, and what is owed after it; arguments as in ``ask``."""
        places = range(*self.places(month))
        each = zip(places, self._each(places.start, balance_minor, standing), strict=False)
        return [(asked + (0 if left else self._stays[place + 1]), left) for place, (asked, left) in each]

    def is_next(self, balance_minor: int, month: int, standing: Standing | None, paid_minor: int) -> bool:
        """Whether a payment above what a month asks for is, to the fen, what the next instalments ask for together.

        Such a payment is those instalments, ahead of their days; ``balance_minor`` is owed before it.
        """
        place = self.places(month)[1]
        if 0 < paid_minor < balance_minor and self._is_between(place, balance_minor, standing, paid_minor):
            return False
        for asked, _ in self._each(place, balance_minor, standing):
            paid_minor -= asked
            if paid_minor <= 0:
                break
        return not paid_minor

    def _is_between(self, place: int, balance: int, standing: Standing | None, paid: int) -> bool:
        """Whether it is plain that the next instalments ask for no such sum: False says nothing.

        All of them together ask for the balance at least, so that the last one is not among them. While they ask for
        the same each, the sum is a multiple; equal parts of principal ask for less interest from one to the next.
        """
        if standing is None:
            wanted = self._sums[place] + paid
            at = bisect_left(self._sums, wanted)
            return at == len(self._sums) or self._sums[at] != wanted
        even, payment, until = self._even[place], standing[0], standing[1]
        if even is None:
            return False
        rate, fee = even
        interest = self.of(balance, rate)
        if self.keeps is Keeps.NOTHING:
            return interest + fee > 0 and paid % (interest + fee) != 0
        if payment == ANEW:
            payment = self._anew(place, balance, until)
        if self.keeps is Keeps.PAYMENT:
            return 0 < payment >= interest and paid % (payment + fee) != 0
        while paid > 0 < payment:
            paid -= payment + self.of(balance, rate) + fee
            balance -= payment
        return paid < 0

    @cached_property
    def _sums(self) -> list[int]:
        """What the instalments before each place ask for together, as printed."""
        asked = (term.principal_minor + term.interest_minor + term.fee_minor for term in self.terms)
        return list(accumulate(asked, initial=0))

    @cached_property
    def _even(self) -> list[tuple[Ratio, int] | None]:
        """From each place on: the rate and the fee of all instalments to the last, if what is kept is all else."""
        found: list[tuple[Ratio, int] | None] = [None] * (len(self.terms) + 1)
        if self.follows or self.first_takes:
            return found
        for place in range(len(self.terms) - 1, -1, -1):
            term = self.terms[place]
            if not term.repays or term.steady is not None or term.shares:
                break
            even = term.rate, term.fixed_minor
            if place + 1 < len(self.terms) and found[place + 1] != even:
                break
            found[place] = even
        return found

    def _each(self, place: int, balance_minor: int, standing: Standing | None) -> Iterator[tuple[int, int]]:
        """What each instalment from a place on asks for, and what is owed after it, until nothing is."""
        for at in range(place, len(self.terms)):
            term = self.terms[at]
            part, interest, fee = term.principal_minor, term.interest_minor, term.fee_minor
            if standing is not None:
                part, interest, fee, standing = self._instalment(at, balance_minor, standing)
            balance_minor -= part
            yield part + interest + fee, balance_minor
            if not balance_minor:
                return

    def departed(self, month: int, before_minor: int, after_minor: int, standing: Standing | None) -> Standing:
        """How the loan stands after extra money in that month, with so much owed ``before`` it and ``after`` it."""
        if standing is not None and standing[2] and standing[0] != ANEW and not self.stays:
            return standing  # the payment that was kept is kept
        place = self.places(month)[1]
        term, last = self.terms[place], self.count
        payment, until, _, at, then = standing or (term.kept_minor, last, False, 0, 0)
        if not self.follows:
            return (payment, last, True, 0, 0) if self.shorter else (ANEW, last, False, 0, 0)
        if not term.repays:
            return ANEW, until, False, 0, 0
        if payment == ANEW:
            payment = self._anew(place, before_minor, until)
        if self.stays:
            until, at, then = OPEN, place, before_minor
        if self.shorter:
            return payment, until, True, at, then
        if until == OPEN:
            until = self._until(payment, at, then)
        return ANEW, until, False, 0, 0

    def _instalment(self, place: int, balance: int, standing: Standing) -> tuple[int, int, int, Standing]:
        term = self.terms[place]
        payment, until, kept, at, then = standing
        interest = self.of(balance, term.rate)
        if until == OPEN and balance < 3 * payment:
            until = self._until(payment, at, then)
        part = 0
        if term.repays and self.keeps is not Keeps.NOTHING:
            rest = 0
            if payment == ANEW:
                payment = self._anew(place, balance, until)
                if self.first_takes and self.keeps is Keeps.PRINCIPAL:
                    rest = balance - payment * (until - place)
            if self.keeps is Keeps.PAYMENT:
                basis = interest if term.steady is None else self.of(balance, term.steady)
                part = min(max(payment - basis, 0), balance)
            else:
                part = min(payment + rest, balance)
        if place + 1 == until or place + 1 == len(self.terms):
            part = balance
        fee = term.fixed_minor
        for number, denominator in term.shares:
            fee += (2 * balance * number + denominator) // (2 * denominator)
        standing = (payment, until, kept, at, then)
        if part < balance and self.follows and self.terms[place + 1].changes:
            standing = self._after_change(place + 1, balance - part, standing)
        return part, interest, fee, standing

    def _after_change(self, place: int, balance: int, standing: Standing) -> Standing:
        """The standing when a new rate holds from the first day of the term at ``place``: see ``methods``."""
        payment, until, kept, at, then = standing
        if not (self.stays or kept) or not self.terms[place - 1].repays:
            return ANEW, until, kept, 0, 0
        if self.stays:
            count = terms_needed(balance, payment, Fraction(*self.terms[place].level))
            if count is not None:
                return payment, min(place + count, len(self.terms)), kept, 0, 0
        if until == OPEN:
            until = self._until(payment, at, then)
        count = terms_needed(balance, payment, Fraction(*self.terms[place - 1].level)) if kept else None
        return ANEW, until if count is None else min(place + count, until), kept, 0, 0

    def _until(self, payment: int, place: int, balance: int) -> int:
        """The place behind the last instalment where the payment that is kept tells how many there are."""
        count = terms_needed(balance, payment, Fraction(*self.terms[place].level))
        return len(self.terms) if count is None else min(place + count, len(self.terms))

    def _anew(self, place: int, balance: int, until: int) -> int:
        """The payment, or the part of principal, that repays a balance from ``place`` to before ``until``."""
        count = until - place
        if self.keeps is Keeps.PAYMENT:
            number, denominator = _level(*self.terms[place].level, count)
            return whole(balance * number, denominator, self.rounding)
        return balance // count if self.first_takes else whole(balance, count, self.rounding)

    def of(self, balance: int, rate: Ratio) -> int:
        """So much of a balance in whole fen, as the loan rounds."""
        number, denominator = rate
        if self.rounding is Rounding.HALF_UP:
            return (2 * balance * number + denominator) // (2 * denominator)
        return whole(balance * number, denominator, self.rounding)

    @cached_property
    def course(self) -> Course | None:
        """The schedule as printed."""
        rows = ((principal + interest + fee, interest, fee) for principal, interest, fee in self._printed[1:])
        return course_of(self.balance_minor, rows)

    @cached_property
    def steady(self) -> bool:
        """Whether a further extra payment changes nothing in how the loan stands after the first one."""
        return self.shorter and not self.follows

    @cached_property
    def several(self) -> bool:
        """Whether more than one instalment falls due in some month."""
        return len({term.month for term in self.terms}) < len(self.terms)

    @cached_property
    def _usual(self) -> tuple[tuple[int, int, int, int] | None, ...]:
        """By month, where all of it is one instalment like most: the place behind it, its rate, its fee."""
        return tuple(self._usual_of(first, behind) for first, behind in self._places)

    def _usual_of(self, first: int, behind: int) -> tuple[int, int, int, int] | None:
        if behind - first != 1 or behind == len(self.terms):
            return None
        term = self.terms[first]
        plain = term.repays and term.steady is None and not term.shares and self.rounding is Rounding.HALF_UP
        if not plain or self.keeps is Keeps.NOTHING or (self.follows and self.terms[behind].changes):
            return None
        return behind, *term.rate, term.fixed_minor

    @cached_property
    def _early(self) -> frozenset[int]:
        return frozenset(self.early)

    @cached_property
    def _lefts(self) -> tuple[int, ...]:
        left = [sum(term.principal_minor for term in self.terms)]
        for term in self.terms:
            left.append(left[-1] - term.principal_minor)
        return tuple(left)

    @cached_property
    def _stays(self) -> tuple[int, ...]:
        """By place what the instalments from there on charge although the loan ended before."""
        found = [0]
        for term in reversed(self.terms):
            found.append(found[-1] + term.stays_minor)
        return tuple(reversed(found))

    @cached_property
    def _places(self) -> tuple[tuple[int, int], ...]:
        found, behind = [(0, 0)], 0
        for month in range(1, self.terms[-1].month + 1):
            first = behind
            while behind < len(self.terms) and self.terms[behind].month == month:
                behind += 1
            found.append((first, behind))
        return tuple(found)

    @cached_property
    def _printed(self) -> tuple[tuple[int, int, int], ...]:
        return tuple(_sums(self.terms[first:behind]) for first, behind in self._places)


@lru_cache(maxsize=4096)
def _level(top: int, bottom: int, count: int) -> Ratio:
    """The level payment of one yuan over ``count`` terms: see ``methods.level_payment``."""
    if not top:
        return 1, count
    grown, base = (top + bottom) ** count, bottom**count
    return top * grown, bottom * (grown - base)


def dearer(debt: Parted, points: Decimal) -> Parted:
    """The loan with a yearly rate higher by ``points`` (lower below 0) in all terms behind the first month's.

    A level payment stays what it is and the last instalment takes what is left. A price that is a fee stays.
    """
    if not any(term.rate[0] for term in debt.terms):
        return debt
    count = debt.count - 1
    months = Fraction(debt.last_month - debt.terms[0].month, count) if count else Fraction(1)
    more, balance, made = Fraction(points) * months / 12, debt.balance_minor, list[Term]()
    for place, term in enumerate(debt.terms):
        if term.month > debt.terms[0].month:
            steady = None if term.steady is None else _added(term.steady, more)
            changed = replace(term, rate=_added(term.rate, more), level=_added(term.level, more), steady=steady)
            interest = debt.of(balance, changed.rate)
            part = term.principal_minor
            if debt.keeps is Keeps.PAYMENT and term.repays:
                part = min(max(term.principal_minor + term.interest_minor - interest, 0), balance)
            part = balance if place == count else part
            term = replace(changed, interest_minor=interest, principal_minor=part)
        made.append(term)
        balance -= term.principal_minor
    named = None if debt.named_rate is None else max(debt.named_rate + points, Decimal(0))
    return replace(debt, terms=tuple(made), named_rate=named)


def _added(rate: Ratio, more: Fraction) -> Ratio:
    return max(Fraction(*rate) + more, Fraction(0)).as_integer_ratio()


def _sums(terms: Sequence[Term]) -> tuple[int, int, int]:
    return (
        sum(term.principal_minor for term in terms),
        sum(term.interest_minor for term in terms),
        sum(term.fee_minor for term in terms),
    )
