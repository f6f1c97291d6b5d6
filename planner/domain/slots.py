"""The places of a schedule before any amount is computed: numbers, due dates, fees, the lender's own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice

from planner.domain.dates import due_dates, due_series
from planner.domain.loan import Loan, Method, PinnedInstalment
from planner.domain.money import half_up, share
from planner.domain.rates import RateBasis
from planner.domain.terms import Fee, FeeWhen


@dataclass(frozen=True, slots=True)
class Slot:
    """One place: ``pin`` is the lender's own row, where there is one."""

    number: int
    due_on: date
    fee_minor: int
    pin: PinnedInstalment | None = None


def slots_of(loan: Loan) -> list[Slot]:
    """Numbers, due dates and fees of all instalments, with the lender's own rows in their places."""
    terms = loan.terms or 0
    dates = due_dates(loan, terms)
    if loan.method is Method.BULLET:
        dates = dates[-1:]
    pins = {pin.number: pin for pin in loan.pinned}
    slots = []
    for number, (due_on, fee) in enumerate(zip(dates, _fees(loan, len(dates)), strict=True), start=1):
        pin = pins.get(number)
        slots.append(Slot(number, pin.due_on if pin else due_on, fee, pin))
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


def resized(loan: Loan, slots: Sequence[Slot], count: int) -> list[Slot]:
    """The first ``count`` places; beyond those there are, the series of due dates goes on with its fees per term."""
    if count <= len(slots):
        return list(slots[:count])
    last = slots[-1]
    each = sum(fee_amount(fee, loan.principal_minor) for fee in loan.fees if fee.when is FeeWhen.PER_TERM)
    later = islice((on for on in due_series(loan) if on > last.due_on), count - len(slots))
    return [*slots, *(Slot(number, on, each) for number, on in enumerate(later, last.number + 1))]
