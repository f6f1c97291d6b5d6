"""How the rows of a schedule are computed, one after the other: the methods, pinned rows, rates that change.

Where the rate changes inside a term, its interest is split at that day by the day count; the principal in it stays what
it would have been. A level payment follows the change from the next instalment on: it is computed anew over the terms
that remain, or stays and moves the end (``loan.on_rate_change``). A payment kept that would leave less than a tenth of
itself for one more instalment ends with a larger last one; one that would not repay the loan within ``MOST_TERMS``
terms, or stands before rows printed by the lender, is computed anew after all. The other methods only pay other
interest. The first ``interest_only_terms`` rows hold interest alone; the method then repays over the terms that remain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

from planner.domain.accounts.loan import MOST_TERMS, Loan, Method, OnRateChange
from planner.domain.accounts.terms import Remainder
from planner.domain.basics.money import Rounding, whole
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.slots import Slot, has_remaining, remaining_fee, resized
from planner.values import dataclass, replace

NOTHING = Fraction(0)
_DAY = timedelta(1)


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
    """A run of terms over which ``balance_minor`` falls to ``remain_minor`` (what pinned rows at the end repay).

    ``begins_on`` tells the rate that holds.
    """

    accrual: Accrual
    begins_on: date
    balance_minor: int
    terms: int
    remain_minor: int = 0
    payment_minor: int | None = None  # a given payment: see ``reschedule``
    rounding: Rounding = Rounding.HALF_UP
    remainder: Remainder = Remainder.LAST


Rule = Callable[[int, int], int]
"""From the balance before an instalment and the interest in it (both fen) to the principal in it."""


def level_payment(
    balance_minor: int, terms: int, rate: Fraction, remain_minor: int = 0, rounding: Rounding = Rounding.HALF_UP
) -> int:
    """等额本息: the equal payment, principal and interest, rounded to the fen.

    ``P·r·(1+r)^n / ((1+r)^n − 1)`` on what is to be repaid, plus the interest on ``remain_minor`` that stays; with a
    ``rate`` (of one term) of 0 it is ``P/n``.
    """
    repaid = balance_minor - remain_minor
    if rate == 0:
        return whole(repaid, terms, rounding)
    top, bottom = rate.as_integer_ratio()
    grown: int = (top + bottom) ** terms
    base: int = bottom**terms
    # Integers over one denominator: half a thousand terms would make a Fraction reduce huge numbers again and again.
    divisor = bottom * (grown - base)
    return whole(top * (repaid * grown + remain_minor * (grown - base)), divisor, rounding)


def _level(stretch: Stretch) -> Rule:
    """等额本息: the payment is the same every term; where days differ, so does the split, and the last payment."""
    payment = stretch.payment_minor
    if payment is None:
        rate = stretch.accrual.ordinary_rate(stretch.begins_on)
        payment = level_payment(stretch.balance_minor, stretch.terms, rate, stretch.remain_minor, stretch.rounding)
    return lambda _balance, interest_minor: payment - interest_minor


def _equal_principal(stretch: Stretch) -> Rule:
    """等额本金, and the principal of 等本等息: the same principal every term."""
    part = stretch.payment_minor
    if part is None:
        repaid = stretch.balance_minor - stretch.remain_minor
        if stretch.remainder is Remainder.FIRST:
            return _first_takes_rest(stretch.balance_minor, *divmod(repaid, stretch.terms))
        part = whole(repaid, stretch.terms, stretch.rounding)
    return lambda _balance, _interest: part


def _first_takes_rest(balance_minor: int, part: int, rest: int) -> Rule:
    """Equal parts cut to the fen; the instalment of the whole balance takes what they leave over."""
    return lambda balance, _interest: part + rest if balance == balance_minor else part


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
class Job:
    """Everything that ``run`` needs. ``accrued`` is interest carried into the first term, in fen.

    Negative it is a credit: the first terms charge less by it, none of them less than nothing.

    ``begins_on`` is the first day of the first term; interest runs from ``from_on``, which may be later.
    """

    loan: Loan
    accrual: Accrual
    balance_minor: int
    from_on: date
    begins_on: date
    slots: Sequence[Slot]
    irregular: bool = False  # the first term has another length than the others
    payment_minor: int | None = None
    accrued: Fraction = NOTHING
    mixed: int = -1  # place of the row inside whose term the rate changes
    shortens: bool = False  # ``payment_minor`` may repay before the last slot


def run(job: Job) -> Iterator[Instalment]:
    """All rows of a job, one by one."""
    rows = _by_rate(job) if follows_rate(job) else _steadily(job)
    return _charged(job, rows) if has_remaining(job.loan) else rows


def _charged(job: Job, rows: Iterator[Instalment]) -> Iterator[Instalment]:
    """The rows with their fees on the principal that remains when their terms begin.

    A row printed by the lender holds them already, and so does the first one if its term began before ``from_on``.
    """
    printed = {slot.number for slot in job.slots if slot.pin is not None}
    since = job.begins_on
    for row in rows:
        charge = 0
        if row.number not in printed and since >= job.from_on:
            before = row.balance_minor + row.principal_minor
            charge = remaining_fee(job.loan, row.number, since, row.due_on, before)
        yield replace(row, fee_minor=row.fee_minor + charge)
        since = row.due_on


def _steadily(job: Job) -> Iterator[Instalment]:
    """Pay slot after slot: ask the method for the principal, keep it within what is owed, hand the rest to the last."""
    accrual, balance, rounding = job.accrual, job.balance_minor, job.loan.rounding
    position, numerator, denominator = accrual.position, accrual.numerator, accrual.denominator
    pins = [slot.pin for slot in job.slots if slot.pin]
    ahead = sum(pin.principal_minor for pin in pins)  # principal of the pinned rows to come
    open_slots = len(job.slots) - len(pins)
    ending = _pinned_ending(job.slots) if pins else 0
    remain = sum(pin.principal_minor for pin in pins[len(pins) - ending :])
    rule: Rule | None = None
    paid_to, since = position(job.from_on), job.accrued or NOTHING
    disturbed = (0 if job.irregular else -1, job.mixed)
    for index, slot in enumerate(job.slots):
        reached = max(position(slot.due_on), paid_to)
        grown = balance * (reached - paid_to) * numerator
        interest_minor = _rounded(grown, denominator, since, rounding)
        if rule is None and balance > remain and slot.number > job.loan.interest_only_terms:
            rule = _rule_from(job, balance, remain, max(len(job.slots) - ending - index, 1))
        basis, credit = interest_minor, NOTHING
        if since is not NOTHING and since < 0:
            credit = min(since + Fraction(grown, denominator), NOTHING) or NOTHING
            if job.payment_minor is None:  # a credit makes the payment smaller, not the principal larger
                basis = _rounded(grown, denominator, NOTHING, rounding)
        if index in disturbed:
            basis = _undisturbed(job, index, balance)
        pin, fee = slot.pin, slot.fee_minor
        if pin is None:
            open_slots -= 1
            room = balance - ahead
            principal = room if not open_slots else 0 if rule is None else min(max(rule(balance, basis), 0), room)
        else:
            ahead -= pin.principal_minor
            principal = 0 if rule is None else min(max(rule(balance, basis), 0), balance - ahead)
            rule = rule if pin.principal_minor == principal else None
            principal, interest_minor, fee = pin.principal_minor, pin.interest_minor, pin.fee_minor
        balance -= principal
        yield Instalment(slot.number, slot.due_on, principal, interest_minor, fee, balance)
        paid_to, since = reached, credit


def _rule_from(job: Job, balance_minor: int, remain_minor: int, terms: int) -> Rule:
    """The method's rule for the terms from a row on."""
    loan, given = job.loan, job.payment_minor
    first = job.begins_on
    stretch = Stretch(job.accrual, first, balance_minor, terms, remain_minor, given, loan.rounding, loan.remainder)
    return METHODS[loan.method](stretch)


def credit_left(accrual: Accrual, credit: Fraction, balance_minor: int, since: date, until: date) -> Fraction:
    """What the interest of a term leaves of a credit for interest (negative, fen), 0 if nothing."""
    return min(credit + accrual.between(balance_minor, since, until), NOTHING) if credit < 0 else NOTHING


def _rounded(numerator: int, denominator: int, carried: Fraction, rounding: Rounding) -> int:
    """``numerator ÷ denominator + carried`` as whole fen, but not less than 0."""
    if carried is not NOTHING:
        numerator, denominator = max(Fraction(numerator, denominator) + carried, NOTHING).as_integer_ratio()
    if rounding is Rounding.HALF_UP:  # as in ``whole``, without the call: this is the innermost loop
        return (2 * numerator + denominator) // (2 * denominator)
    return whole(numerator, denominator, rounding)


def _pinned_ending(slots: Sequence[Slot]) -> int:
    """How many rows at the end are pinned: the computed ones must leave exactly their principal."""
    ending = 0
    while ending < len(slots) and slots[-1 - ending].pin is not None:
        ending += 1
    return ending


def _undisturbed(job: Job, index: int, balance_minor: int) -> int:
    """Interest of a row, had its term the ordinary length and the rate of its first day: it tells the principal."""
    if index == 0 and job.irregular:
        return whole(*(balance_minor * job.accrual.ordinary_rate(job.begins_on)).as_integer_ratio(), job.loan.rounding)
    from_on = job.slots[index - 1].due_on if index else job.from_on
    steady = job.accrual.steady(balance_minor, from_on, job.slots[index].due_on, job.begins_on)
    carried = NOTHING if index else job.accrued
    return whole(*max(steady + carried, NOTHING).as_integer_ratio(), job.loan.rounding)


def follows_rate(job: Job) -> bool:
    """Whether the job is a level payment whose rate changes."""
    return bool(job.accrual.steps) and job.loan.method is Method.LEVEL_PAYMENT


def _by_rate(job: Job) -> Iterator[Instalment]:
    """Rate after rate: each up to the instalment inside whose term it ends, then the rest at the next one."""
    accrual, settles = job.accrual, job.shortens
    while True:
        size = _terms_at_one_rate(job)
        split = accrual.segment(job.slots[size - 1].due_on - _DAY) != accrual.segment(job.begins_on)
        row: Instalment | None = None
        credit, since = job.accrued, job.from_on
        for row in islice(_steadily(replace(job, mixed=size - 1 if split else -1)), size):
            credit = credit_left(accrual, credit, row.balance_minor + row.principal_minor, since, row.due_on)
            since = row.due_on
            yield row
            if settles and row.balance_minor == 0:
                return
        if row is None or size == len(job.slots):
            return
        slots, payment = _after_change(job, size, row)
        settles = settles or payment is not None
        job = replace(
            job,
            balance_minor=row.balance_minor,
            from_on=row.due_on,
            begins_on=row.due_on,
            slots=slots,
            irregular=False,
            payment_minor=payment,
            accrued=credit,
        )


def _terms_at_one_rate(job: Job) -> int:
    """How many of the next terms begin at the rate at which the first one does."""
    segment = job.accrual.segment(job.begins_on)
    for index, slot in enumerate(job.slots[:-1], start=1):
        if job.accrual.segment(slot.due_on) != segment:
            return index
    return len(job.slots)


def _after_change(job: Job, size: int, row: Instalment) -> tuple[Sequence[Slot], int | None]:
    """The places left after ``row``, the ``size``-th, and the payment that is kept for them, if it is."""
    slots, accrual, waits = job.slots[size:], job.accrual, job.loan.interest_only_terms
    pinned = any(slot.pin for slot in job.slots)
    keeps = job.loan.on_rate_change is OnRateChange.SHORTER_TERM and not pinned
    if not (keeps or job.shortens) or row.number <= waits:
        return slots, None
    before = accrual.ordinary_rate(job.begins_on)
    kept = job.payment_minor
    if kept is None:
        terms = sum(slot.number > waits for slot in job.slots)
        kept = level_payment(job.balance_minor, terms, before, rounding=job.loan.rounding)
    count = terms_needed(row.balance_minor, kept, accrual.ordinary_rate(row.due_on)) if keeps else None
    if count is not None and row.number + count <= MOST_TERMS:
        return resized(job.loan, slots, count), kept
    count = terms_needed(row.balance_minor, kept, before) if job.shortens else None
    return slots[:count], None


def terms_needed(balance_minor: int, payment_minor: int, rate: Fraction) -> int | None:
    """How many level payments repay a balance at ``rate`` per term; None when ``MOST_TERMS`` do not.

    Less than a tenth of a payment left makes no further one: it is paid with the last.
    """
    top, bottom = rate.as_integer_ratio()
    for count in range(1, MOST_TERMS + 1):
        grown = (2 * balance_minor * top + bottom) // (2 * bottom)
        if payment_minor <= grown:
            return None
        balance_minor -= payment_minor - grown
        if 10 * balance_minor < payment_minor:
            return count
    return None
