"""The instalments of a loan as a plan needs them: what is printed, and the figures by which the rest is computed anew.

All of them are the loan's own, from its accrual and its fees; the rules are those of ``schedule.instalments``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from planner.domain.accounts.loan import MOST_TERMS, Excess, Loan, Method, OnRateChange
from planner.domain.basics.money import whole
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.domain.payoff.debts.months import Months, open_dues, row_of
from planner.domain.payoff.engine.parted import Keeps, Parted, Ratio, Term
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.methods import terms_needed
from planner.domain.schedule.slots import (
    Slot,
    each_kept,
    fee_amount,
    has_remaining,
    remaining_fee,
    resized,
    times_charged,
)
from planner.values import replace

SPARE = 24  # instalments
KEEPS = {
    Method.LEVEL_PAYMENT: Keeps.PAYMENT,
    Method.EQUAL_PRINCIPAL: Keeps.PRINCIPAL,
    Method.FLAT_FEE: Keeps.PRINCIPAL,
    Method.INTEREST_ONLY: Keeps.NOTHING,
}


def terms_of(
    ledger: RunningLoan,
    place: Position,
    months: Months,
    dues: Sequence[Due],
    empty: Sequence[Due],
    spare: Sequence[Due] = (),
) -> tuple[Term, ...] | None:
    """The terms of instalments still to be paid, and of ``spare`` ones; None where they do not tell how it goes on.

    ``dues`` and ``empty`` are as in ``asking``.
    """
    loan = ledger.loan
    if not dues or not _plain(ledger, place, dues, months) or (spare and not all(fee.stops for fee in loan.fees)):
        return None
    dues = [*dues, *spare]
    terms = [_printed(loan, due, months) for due in dues]
    if place.short_minor:
        terms[0] = _with_short(loan, place, terms[0])
    begun = _begun(loan, (*place.dues, *dues, *empty), dues)
    return tuple(_Made(loan, dues, terms, begun, dues[-1 - len(spare)].number).all())


def asking(place: Position, empty: Sequence[Due], today: date) -> list[Due]:
    """The dues with something unpaid, and of the ``empty`` ones those from today on: extra money is taken with them."""
    open_ones = open_dues(place)
    if not open_ones:
        return []
    coming = [due for due in empty if today <= due.due_on < open_ones[-1].due_on]
    return sorted([*open_ones, *coming], key=lambda due: due.due_on)


def empty_dues(ledger: RunningLoan) -> list[Due]:
    """The instalments that ask for nothing, which a ``Position`` does not show."""
    ledger.reach(None)
    return [_empty_due(ledger.loan, Slot(row.number, row.due_on, 0)) for row in ledger.dues.rows if not row.amount]


def _empty_due(loan: Loan, slot: Slot, fee_minor: int = 0) -> Due:
    return Due(loan.id, slot.number, slot.due_on, 0, 0, fee_minor, 0, None, DueStatus.PENDING, 0)


def _plain(ledger: RunningLoan, place: Position, dues: Sequence[Due], months: Months) -> bool:
    """Whether all instalments behind the first month are untouched, in a row, and of the terms agreed."""
    loan, first = ledger.loan, months.of(dues[0].due_on)
    if ledger.has_credit_behind(max(due.due_on for due in dues if months.of(due.due_on) == first)):
        return False
    later = [due for due in dues if months.of(due.due_on) > first]
    if any(due.paid_minor or due.waived_minor for due in later) or not dues[-1].principal_minor:
        return False
    if any(due.principal_minor and due.number <= loan.interest_only_terms for due in later):
        return False
    rest = [due for due in place.dues if due.due_on > dues[0].due_on and months.of(due.due_on) > first]
    in_a_row = {due.number for due in rest} <= {due.number for due in later} and all(
        a.number + 1 == b.number for a, b in pairwise(later)
    )
    moves = loan.method is Method.LEVEL_PAYMENT and loan.on_rate_change is OnRateChange.SHORTER_TERM
    changed = moves and bool(loan.rate_changes)
    if dues[-1].number > (loan.terms or 0) and not changed:  # owed after the last instalment
        return False
    return in_a_row


def spare_dues(loan: Loan, dues: Sequence[Due], terms: Sequence[Term]) -> list[Due]:
    """Instalments behind the last one, for a payment that is computed anew and then kept at a higher rate.

    ``terms`` are those of the dues. Where the payment in force changes in them, it could not be kept once.
    """
    moves = loan.method is Method.LEVEL_PAYMENT and loan.on_rate_change is OnRateChange.SHORTER_TERM
    if not dues or not moves or not loan.rate_changes or loan.rate_changes[-1].from_on < dues[0].due_on:
        return []
    in_force = {term.kept_minor for term in terms[:-1] if term.month > terms[0].month and term.repays}
    waits = any(due.number <= loan.interest_only_terms for due in dues)
    if loan.excess is not Excess.LOWER_PAYMENT and not waits and len(in_force) < 2:
        return []
    last, count = dues[-1], min(2 * len(dues) + SPARE, MOST_TERMS - dues[-1].number)
    slots = resized(loan, [Slot(last.number, last.due_on, 0)], 1 + max(count, 0))[1:]
    return [_empty_due(loan, slot, slot.fee_minor) for slot in slots]


def _printed(loan: Loan, due: Due, months: Months) -> Term:
    row = row_of(loan, due)
    return Term(months.of(due.due_on), row.principal_minor, row.interest_minor, row.fee_minor)


def _with_short(loan: Loan, place: Position, term: Term) -> Term:
    """With what settled instalments are short of. Which of interest and fee that is makes no difference here."""
    principal = sum(due.principal_minor - due.paid_principal_minor for due in place.dues if due.short_minor)
    rest = loan.in_yuan(place.short_minor - principal)
    return replace(
        term,
        principal_minor=term.principal_minor + loan.in_yuan(principal),
        interest_minor=term.interest_minor + rest,
    )


def _begun(loan: Loan, all_dues: Iterable[Due], dues: Sequence[Due]) -> list[date]:
    """The first day of the term of each due: the due date before it."""
    days = sorted({loan.start_on, *(due.due_on for due in all_dues)})
    return [days[max(bisect_left(days, due.due_on) - 1, 0)] for due in dues]


class _Made:
    """The terms of one loan with the figures to go on from."""

    def __init__(self, loan: Loan, dues: Sequence[Due], terms: list[Term], begun: list[date], last: int) -> None:
        self._loan, self._dues, self._terms, self._begun = loan, dues, terms, begun
        self._accrual = Accrual(loan)
        self._count = sum(due.number <= last for due in dues)
        self._keeps = KEEPS.get(loan.method, Keeps.NOTHING)
        self._remaining = [fee for fee in loan.fees if fee.on_remaining] if has_remaining(loan) else []
        self._stays = self._staying()
        self._lefts = [sum(term.principal_minor for term in terms)]
        for term in terms:
            self._lefts.append(self._lefts[-1] - term.principal_minor)

    def all(self) -> list[Term]:
        """All of them; those of the first month are never computed anew."""
        first = self._terms[0].month
        made = [term if term.month == first else self._figured(place, term) for place, term in enumerate(self._terms)]
        return [
            replace(
                term, stays_minor=self._stays[place], kept_minor=self._kept(made, place), fee_minor=self._asked(place)
            )
            for place, term in enumerate(made)
        ]

    def _asked(self, place: int) -> int:
        """The fees as printed; a spare instalment asks for none until it comes."""
        return self._terms[place].fee_minor if self._terms[place].principal_minor or self._lefts[place] else 0

    def _figured(self, place: int, term: Term) -> Term:
        due, since, accrual = self._dues[place], self._begun[place], self._accrual
        mixed = bool(accrual.steps) and accrual.segment(since) != accrual.segment(due.due_on)
        steady = _ratio(accrual.steady(1, since, due.due_on, since)) if mixed else None
        before = self._begun[place - 1]
        fixed, shares = self._fees(place, term)
        return replace(
            term,
            rate=_ratio(accrual.between(1, since, due.due_on)),
            level=_ratio(accrual.ordinary_rate(since)),
            steady=steady,
            changes=bool(accrual.steps) and accrual.segment(before) != accrual.segment(since),
            repays=due.number > self._loan.interest_only_terms,
            fixed_minor=fixed,
            shares=shares,
        )

    def _fees(self, place: int, term: Term) -> tuple[int, tuple[Ratio, ...]]:
        """The fees of a term apart from those on the remaining principal, and these."""
        if not self._remaining:
            return term.fee_minor, ()
        loan, due, since = self._loan, self._dues[place], self._begun[place]
        charge = remaining_fee(loan, due.number, since, due.due_on, self._lefts[place])
        fixed, shares = max(term.fee_minor - charge, 0), list[Ratio]()
        for fee in self._remaining:
            times = times_charged(loan, fee, due.number, since, due.due_on)
            if fee.amount_minor is not None:
                fixed += times * fee_amount(fee, 0)
            elif fee.share is not None:
                shares += [fee.share.as_integer_ratio()] * times
        return fixed, tuple(shares)

    def _staying(self) -> list[int]:
        """What each instalment charges although the loan ended before: see ``fees_kept``."""
        rows = [(due.number, due.due_on, due.principal_minor, due.fee_minor) for due in self._dues]
        return [self._loan.in_yuan(kept) for kept in each_kept(self._loan, rows, self._begun[0])]

    def _kept(self, made: list[Term], place: int) -> int:
        """The payment in force when the term at ``place`` begins: see ``kept_payment`` and ``payment_in_force``."""
        if self._keeps is Keeps.NOTHING or made[place].month == made[0].month:
            return 0
        place = next((at for at in range(place, len(made)) if made[at].repays), place)
        if self._count - place > 2 and not (self._accrual.steps and made[place + 1].changes):
            place += 1
        term = made[place]
        if self._keeps is Keeps.PRINCIPAL:
            return term.principal_minor
        if not self._accrual.steps:
            return term.principal_minor + term.interest_minor
        number, denominator = term.steady or term.rate
        return term.principal_minor + whole(self._lefts[place] * number, denominator, self._loan.rounding)


def _ratio(share: Fraction) -> Ratio:
    return share.as_integer_ratio()


def repays(debt: Parted, rounding_minor: int = 1) -> bool:
    """Whether each payment in force repays what is owed in the terms that remain, so that it may be kept.

    ``rounding_minor`` is what rounding may leave of an instalment: a fen, of another currency more.
    """
    if debt.keeps is Keeps.NOTHING or not debt.shorter:
        return True
    first, kept = debt.terms[0].month, None
    for place, term in enumerate(debt.terms[: debt.count]):
        if term.month == first or not term.repays or (term.kept_minor == kept and not term.changes):
            continue
        kept = term.kept_minor
        if not _in_time(debt, place, debt.count - place, rounding_minor):
            return False
    return True


def _in_time(debt: Parted, place: int, count: int, rounding_minor: int) -> bool:
    """Whether the payment in force at a place repays what is owed there in ``count`` terms."""
    payment, balance, level = debt.terms[place].kept_minor, debt.left(place), debt.keeps is Keeps.PAYMENT
    if debt.follows:
        needed = terms_needed(balance, payment, Fraction(*debt.terms[place].level))
        return needed is not None and (needed <= count or debt.stays)
    for term in debt.terms[place : debt.count - 1]:
        interest = debt.of(balance, term.rate) if level else 0
        balance -= min(max(payment - interest, 0), balance)
    last = debt.terms[debt.count - 1]
    asked = balance + (debt.of(balance, last.rate) if level else 0)
    return asked <= max(payment, last.principal_minor + (last.interest_minor if level else 0)) + count * rounding_minor
