"""Instalments exact to the fen: one function per repayment method, listed in ``METHODS``.

Common to all: interest of a term is rounded half up to the fen, and the last instalment takes the principal that is
left, so that the balance ends at exactly 0. No float anywhere. The formulas are the textbook ones; published examples
of lenders that come out only under this rounding are in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from planner.domain.accrual import Accrual, interest, interest_exact
from planner.domain.dates import due_dates, starts_regularly
from planner.domain.loan import Excess, Fee, FeeWhen, Loan, Method, PinnedInstalment, Prepayment
from planner.domain.money import half_up, share
from planner.domain.rates import RateBasis

__all__ = [
    "METHODS",
    "Coming",
    "Instalment",
    "instalments",
    "interest",
    "interest_exact",
    "kept_payment",
    "level_payment",
    "reschedule",
]

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row of a schedule; ``balance_minor`` is the principal still owed after it. ``number`` counts from 1."""

    number: int
    due_on: date
    principal_minor: int
    interest_minor: int
    fee_minor: int
    balance_minor: int

    @property
    def amount_minor(self) -> int:
        """What is due: principal, interest and fees."""
        return self.principal_minor + self.interest_minor + self.fee_minor


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of terms over which ``balance_minor`` falls to ``remain_minor`` (what pinned rows at the end repay)."""

    accrual: Accrual
    balance_minor: int
    terms: int
    remain_minor: int = 0
    payment_minor: int | None = None  # a given payment: see ``reschedule``


Rule = Callable[[int, int], int]
"""From the balance before an instalment and the interest in it (both fen) to the principal in it."""


def level_payment(balance_minor: int, terms: int, rate: Fraction, remain_minor: int = 0) -> int:
    """等额本息: the equal payment, principal and interest, rounded half up to the fen.

    ``P·r·(1+r)^n / ((1+r)^n − 1)`` on what is to be repaid, plus the interest on ``remain_minor`` that stays; with a
    ``rate`` (of one term) of 0 it is ``P/n``.
    """
    repaid = balance_minor - remain_minor
    if rate == 0:
        return half_up(Fraction(repaid, terms))
    top, bottom = rate.as_integer_ratio()
    grown: int = (top + bottom) ** terms
    base: int = bottom**terms
    # Integers over one denominator: half a thousand terms would make a Fraction reduce huge numbers again and again.
    divisor = bottom * (grown - base)
    return (2 * top * (repaid * grown + remain_minor * (grown - base)) + divisor) // (2 * divisor)


def _level(stretch: Stretch) -> Rule:
    """等额本息: the payment is the same every term; where days differ, so does the split, and the last payment."""
    payment = stretch.payment_minor
    if payment is None:
        rate = stretch.accrual.ordinary_rate()
        payment = level_payment(stretch.balance_minor, stretch.terms, rate, stretch.remain_minor)
    return lambda _balance, interest_minor: payment - interest_minor


def _equal_principal(stretch: Stretch) -> Rule:
    """等额本金, and the principal of 等本等息: the same principal every term."""
    part = stretch.payment_minor
    if part is None:
        part = half_up(Fraction(stretch.balance_minor - stretch.remain_minor, stretch.terms))
    return lambda _balance, _interest: part


def _at_the_end(_stretch: Stretch) -> Rule:
    """先息后本, 一次性还本付息: no principal before the last instalment, which takes what is left."""
    return lambda _balance, _interest: 0


METHODS: dict[Method, Callable[[Stretch], Rule]] = {
    Method.LEVEL_PAYMENT: _level,
    Method.EQUAL_PRINCIPAL: _equal_principal,
    Method.INTEREST_ONLY: _at_the_end,
    Method.BULLET: _at_the_end,
    Method.FLAT_FEE: _equal_principal,
}


@dataclass(frozen=True, slots=True)
class _Slot:
    number: int
    due_on: date
    fee_minor: int
    pin: PinnedInstalment | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything that ``_run`` needs. ``accrued`` is interest carried into the first term, in fen."""

    loan: Loan
    accrual: Accrual
    balance_minor: int
    from_on: date
    slots: Sequence[_Slot]
    irregular: bool = False  # the first term has another length than the others
    payment_minor: int | None = None
    accrued: Fraction = NOTHING


def instalments(loan: Loan, *, payment_minor: int | None = None) -> tuple[Instalment, ...]:
    """The schedule of a loan as agreed, from the first instalment to the last.

    A bullet loan of n terms has one instalment, number 1, on its n-th due date. When the first term is longer or
    shorter than the others, its interest follows its days, and the principal of a level payment stays that of an
    ordinary term. Fees per term and with the first term are in ``fee_minor``; upfront fees are no instalment. Pinned
    rows replace the computed ones; where one leaves another balance, the rest is computed afresh from there.

    Args:
        loan: a validated loan of a scheduled method.
        payment_minor: the lender's own level payment in fen (principal and interest, 等额本息 only) where it differs
            from the formula; every instalment but the last then pays exactly that.

    Raises:
        ValueError: for lines and cards, whose balance comes from what is drawn and paid.
    """
    if not loan.method.scheduled or loan.terms is None:
        raise ValueError(f"{loan.method} has no schedule of its own")
    given = payment_minor if loan.method is Method.LEVEL_PAYMENT else None
    irregular = given is None and loan.method is not Method.BULLET and not starts_regularly(loan)
    job = _Job(loan, Accrual(loan), loan.principal_minor, loan.start_on, _slots(loan), irregular, given)
    return tuple(_run(job))


def reschedule(
    loan: Loan,
    rows: Sequence[Instalment],
    *,
    balance_minor: int,
    from_on: date,
    accrued: Fraction = NOTHING,
    shorten: bool | None = None,
) -> tuple[Instalment, ...]:
    """What is left of a schedule after a payment beyond it, or after the lender showed another balance.

    Numbers, due dates and fees come from ``rows``. Shortening keeps the payment (等额本金, 等本等息: the principal of a
    term) and drops the rows that are no longer needed, with their fees; unless the loan says that paying early saves
    nothing, then the last row takes their fees. Keeping the end spreads the balance over all of ``rows``, so that the
    payment falls. A balance that the kept payment would not repay in time (but for the rounding of a fen a row) is
    spread as well. Interest-only and bullet loans owe principal at the end in either case.

    Args:
        loan: the terms.
        rows: the instalments not yet due as they stood before, in order; the first one falls due after ``from_on``.
        balance_minor: principal owed at ``from_on`` in fen, not negative, without the principal of instalments that
            are due and unpaid.
        from_on: interest on ``balance_minor`` runs from here (the payment's day, or the last due date).
        accrued: exact interest in fen that grew between the last due date and ``from_on`` and falls due with the
            first row; see ``interest_exact``. Negative where principal paid before the last due date saved interest
            already printed, but never more than the first row charges.
        shorten: keep the payment (True) or the end (False); by default what ``loan.excess`` says.

    Returns:
        The new rows, ending at a balance of exactly 0. Empty when nothing is owed or ``rows`` is empty: a balance
        after the last due date stays with the caller.
    """
    if not rows or balance_minor == 0:
        return ()
    slots = [_Slot(row.number, row.due_on, row.fee_minor) for row in rows]
    spread = _Job(loan, Accrual(loan), balance_minor, from_on, slots, irregular=True, accrued=accrued)
    if not (loan.excess is Excess.SHORTER_TERM if shorten is None else shorten):
        return tuple(_run(spread))
    kept = kept_payment(loan.method, rows)
    shorter = _until_settled(list(_run(replace(spread, irregular=False, payment_minor=kept))))
    last = max(kept, _regular_part(loan.method, rows[-1]))
    if _regular_part(loan.method, shorter[-1]) > last + len(rows):
        return tuple(_run(spread))
    if loan.prepayment is Prepayment.NO_SAVING:
        dropped = sum(row.fee_minor for row in rows[len(shorter) :])
        shorter[-1] = replace(shorter[-1], fee_minor=shorter[-1].fee_minor + dropped)
    return tuple(shorter)


class Coming:
    """``reschedule`` for one who asks after every payment and needs only the next rows: they come one by one."""

    def __init__(self, loan: Loan, rows: Sequence[Instalment]) -> None:
        """``rows``: the schedule that gives numbers, due dates and fees."""
        self._loan = loan
        self._accrual = Accrual(loan)
        self._slots = [_Slot(row.number, row.due_on, row.fee_minor) for row in rows]

    def rows(
        self,
        first: int,
        last: int,
        *,
        balance_minor: int,
        from_on: date,
        accrued: Fraction = NOTHING,
        payment_minor: int | None = None,
    ) -> Iterator[Instalment]:
        """The rows from place ``first`` (from 0) to before ``last``, until nothing is owed.

        Args:
            first: place of the first row.
            last: place behind the last row, which takes what is left.
            balance_minor: as in ``reschedule``; above 0.
            from_on: as in ``reschedule``.
            accrued: as in ``reschedule``.
            payment_minor: the payment to keep (see ``kept_payment``), which must repay the balance in time; None
                spreads the balance over all rows.
        """
        slots = self._slots[first:last]
        spread = payment_minor is None
        job = _Job(self._loan, self._accrual, balance_minor, from_on, slots, spread, payment_minor, accrued)
        for row in _run(job):
            yield row
            if row.balance_minor == 0 and not spread:
                return


def _until_settled(rows: list[Instalment]) -> list[Instalment]:
    for index, row in enumerate(rows):
        if row.balance_minor == 0:
            return rows[: index + 1]
    return rows


def _regular_part(method: Method, row: Instalment) -> int:
    """The part of an instalment that its method keeps the same from term to term."""
    return row.principal_minor + (row.interest_minor if method is Method.LEVEL_PAYMENT else 0)


def kept_payment(method: Method, rows: Sequence[Instalment]) -> int:
    """The payment in force (level payment), or the principal of a term (other methods), fen.

    That of the second row, because the first may be of an odd term and the last is what is left.
    """
    return _regular_part(method, rows[1] if len(rows) > 2 else rows[0])


def _run(job: _Job) -> Iterator[Instalment]:
    """Pay slot after slot: ask the method for the principal, keep it within what is owed, hand the rest to the last."""
    accrual, balance = job.accrual, job.balance_minor
    ahead = sum(slot.pin.principal_minor for slot in job.slots if slot.pin)  # principal of the pinned rows to come
    open_slots = sum(slot.pin is None for slot in job.slots)
    ending = _pinned_ending(job.slots)
    remain = sum(slot.pin.principal_minor for slot in job.slots[len(job.slots) - ending :] if slot.pin)
    rule: Rule | None = None
    paid_to, since = accrual.position(job.from_on), job.accrued
    for index, slot in enumerate(job.slots):
        reached = max(accrual.position(slot.due_on), paid_to)
        grown = balance * (reached - paid_to) * accrual.numerator
        interest_minor = _rounded(grown, accrual.denominator, since)
        if rule is None and balance > remain:
            terms = len(job.slots) - ending - index
            rule = METHODS[job.loan.method](Stretch(accrual, balance, max(terms, 1), remain, job.payment_minor))
        basis = interest_minor
        if index == 0 and job.irregular:
            basis = half_up(balance * accrual.ordinary_rate())
        ahead -= slot.pin.principal_minor if slot.pin else 0
        room = balance - ahead
        principal = 0 if rule is None else min(max(rule(balance, basis), 0), room)
        fee = slot.fee_minor
        if slot.pin is None:
            open_slots -= 1
            principal = principal if open_slots else room
        else:
            rule = rule if slot.pin.principal_minor == principal else None
            principal, interest_minor, fee = slot.pin.principal_minor, slot.pin.interest_minor, slot.pin.fee_minor
        balance -= principal
        yield Instalment(slot.number, slot.due_on, principal, interest_minor, fee, balance)
        paid_to, since = reached, NOTHING


def _rounded(numerator: int, denominator: int, carried: Fraction) -> int:
    """``numerator ÷ denominator + carried``, half up; both parts are not negative."""
    if carried:
        return half_up(Fraction(numerator, denominator) + carried)
    return (2 * numerator + denominator) // (2 * denominator)


def _pinned_ending(slots: Sequence[_Slot]) -> int:
    """How many rows at the end are pinned: the computed ones must leave exactly their principal."""
    ending = 0
    while ending < len(slots) and slots[-1 - ending].pin is not None:
        ending += 1
    return ending


def _slots(loan: Loan) -> list[_Slot]:
    """Numbers, due dates and fees of all instalments, with the lender's own rows in their places."""
    terms = loan.terms or 0
    dates = due_dates(loan, terms)
    if loan.method is Method.BULLET:
        dates = dates[-1:]
    pins = {pin.number: pin for pin in loan.pinned}
    slots = []
    for number, (due_on, fee) in enumerate(zip(dates, _fees(loan, len(dates)), strict=True), start=1):
        pin = pins.get(number)
        slots.append(_Slot(number, pin.due_on if pin else due_on, fee, pin))
    return slots


def fee_amount(fee: Fee, principal_minor: int) -> int:
    """A fee in fen: its fixed amount, or its share of the original principal rounded half up."""
    if fee.amount_minor is not None:
        return fee.amount_minor
    return share(principal_minor, fee.share) if fee.share is not None else 0


def _fees(loan: Loan, terms: int) -> list[int]:
    """Fees of each instalment: those of the flat-fee price, those per term, those with the first term."""
    principal, rate = loan.principal_minor, loan.rate
    each = sum(fee_amount(fee, principal) for fee in loan.fees if fee.when is FeeWhen.PER_TERM)
    fees = [each] * terms
    fees[0] += sum(fee_amount(fee, principal) for fee in loan.fees if fee.when is FeeWhen.FIRST_TERM)
    if rate.basis is RateBasis.TERM:
        charge = share(principal, rate.value)
        return [fee + charge for fee in fees]
    if rate.basis is RateBasis.TOTAL:
        left = share(principal, rate.value)
        part = half_up(Fraction(left, terms))
        for index in range(terms):
            charge = left if index == terms - 1 else min(part, left)
            fees[index] += charge
            left -= charge
    return fees
