"""The places of a schedule before any amount is computed: numbers, due dates, fees, the lender's own rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain, islice

from planner.domain.accounts.loan import Loan, Method, PinnedInstalment
from planner.domain.accounts.terms import Fee, FeeWhen, Remainder
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import share, whole
from planner.domain.basics.rates import RateBasis
from planner.domain.schedule.due_days import due_series, moved, printed_series
from planner.errors import PlannerError
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Slot:
    """One place: ``pin`` is the lender's own row, where there is one."""

    number: int
    due_on: date
    fee_minor: int
    pin: PinnedInstalment | None = None


def slots_of(loan: Loan) -> list[Slot]:
    """Numbers, due dates and fees of all instalments, with the lender's own rows in their places.

    Due dates never run backwards, also where ``check_rising`` would refuse them: a computed one goes on after a row
    that the lender printed for a later day.
    """
    terms = loan.terms or 0
    dates: Sequence[date] = tuple(islice(printed_series(loan), terms))
    if loan.method is Method.BULLET:
        dates = dates[-1:]
    pins = {pin.number: pin for pin in loan.pinned}
    if pins:
        dates = _around(loan, dates, pins)
    fees = _fees(loan, dates)
    if loan.calendar is not None:
        dates = [moved(loan, on) for on in dates]
    places = enumerate(zip(dates, fees, strict=True), start=1)
    return [Slot(number, due_on, fee, pins.get(number)) for number, (due_on, fee) in places]


def end_of_term(loan: Loan, number: int) -> date:
    """The due date of the instalment ``number`` (from 1) as agreed; of a loan repaid at once, that of its n-th term.

    Terms past the last instalment go on as those before.
    """
    if loan.pinned and loan.method is not Method.BULLET and number <= (loan.terms or 0):
        return slots_of(loan)[number - 1].due_on
    return moved(loan, next(islice(printed_series(loan), number - 1, None)))


def _around(loan: Loan, dates: Sequence[date], pins: dict[int, PinnedInstalment]) -> list[date]:
    """The due dates with those of the lender's own rows; computed ones keep their distance after a later one."""
    coming = chain(dates, islice(printed_series(loan), loan.terms, None))
    found: list[date] = []
    for number in range(1, len(dates) + 1):
        on = next(coming)
        if number in pins:
            on = pins[number].due_on
        elif found and on <= found[-1]:
            on = next(later for later in coming if later > found[-1])
        found.append(on)
    return found


def check_rising(loan: Loan) -> None:
    """The lender's own rows leave every row, computed ones too, due after the one before it.

    Raises:
        PlannerError: ``loan.pinned_order`` naming the first row that is not: a row that was moved to a later day than
            its followers have stands alone only once they are given too.
    """
    if not loan.pinned:
        return
    pins = {pin.number: pin.due_on for pin in loan.pinned}
    dates = tuple(islice(printed_series(loan), loan.terms or 0))
    last = loan.start_on
    for number, due_on in enumerate(dates[-1:] if loan.method is Method.BULLET else dates, start=1):
        on = pins.get(number, due_on)
        if on <= last:
            raise PlannerError("loan.pinned_order", field="pinned", number=number, due_on=on, after=last)
        last = on


def fee_amount(fee: Fee, principal_minor: int) -> int:
    """A fee in fen: its fixed amount, or its share of a principal (the original one, as a rule) rounded half up."""
    if fee.amount_minor is not None:
        return fee.amount_minor
    return share(principal_minor, fee.share) if fee.share is not None else 0


def kept_back(loan: Loan) -> int:
    """What the lender keeps back of the principal when it pays it out (砍头息), fen."""
    return sum(fee_amount(fee, loan.principal_minor) for fee in loan.fees if fee.when is FeeWhen.UPFRONT)


def years_begun(loan: Loan, from_on: date, to_on: date) -> int:
    """How many years of the loan, counted from its start, begin from ``from_on`` up to the day before ``to_on``."""
    last = to_on.year - loan.start_on.year
    begins = (
        add_months(loan.start_on, 12 * year) for year in range(max(from_on.year - loan.start_on.year, 0), last + 1)
    )
    return sum(from_on <= begin < to_on for begin in begins)


def term_fee(loan: Loan, fees: Iterable[Fee], number: int, from_on: date, to_on: date) -> int:
    """What ``fees`` charge with instalment ``number``, whose term runs from ``from_on`` to its due date ``to_on``.

    Without those on the remaining principal, which only the row tells: ``remaining_fee``.
    """
    fees = (fee for fee in fees if not fee.on_remaining)
    return sum(fee_amount(fee, loan.principal_minor) * times_charged(loan, fee, number, from_on, to_on) for fee in fees)


def yearly_fee(loan: Loan, since: date, on: date) -> int:
    """What the yearly fees of a card ask for with the bill of ``on``, for years that began from ``since`` to ``on``."""
    fees = [fee for fee in loan.fees if fee.when is FeeWhen.YEARLY and fee.holds(on)]
    return sum(fee.amount_minor or 0 for fee in fees) * years_begun(loan, since, on + timedelta(1)) if fees else 0


def remaining_fee(loan: Loan, number: int, from_on: date, to_on: date, principal_minor: int) -> int:
    """What the fees on the remaining principal charge with an instalment whose term begins with so much of it."""
    fees = (fee for fee in loan.fees if fee.on_remaining)
    return sum(fee_amount(fee, principal_minor) * times_charged(loan, fee, number, from_on, to_on) for fee in fees)


def times_charged(loan: Loan, fee: Fee, number: int, from_on: date, to_on: date) -> int:
    """How often a fee is charged with an instalment: by its kind, and if that falls due within its days."""
    if not fee.holds(to_on):
        return 0
    if fee.when is FeeWhen.YEARLY:
        return years_begun(loan, from_on, to_on)
    return int(fee.when is FeeWhen.PER_TERM or (fee.when is FeeWhen.FIRST_TERM and number == 1))


def fees_kept(loan: Loan, rows: Sequence[tuple[int, date, int, int]], since: date) -> int:
    """What of the fees of instalments that will not come is charged all the same, because it does not stop.

    A fee on the remaining principal ends with it.

    Args:
        loan: the terms.
        rows: number, due date, principal and fees of each such instalment, in order and up to the last one, as the
            schedule now has them.
        since: the due date before the first of them.
    """
    return sum(each_kept(loan, rows, since))


def each_kept(loan: Loan, rows: Sequence[tuple[int, date, int, int]], since: date) -> list[int]:
    """``fees_kept`` row by row."""
    kept = [fee for fee in loan.fees if not fee.stops]
    if not kept:
        return [0] * len(rows)
    agreed, found = slots_of(replace(loan, pinned=())), []
    balance = sum(principal for _, _, principal, _ in rows) if has_remaining(loan) else 0
    for number, due_on, principal, fee in rows:
        # What a row holds beyond its own fees was moved to it from rows that were dropped earlier.
        own = (
            agreed[number - 1].fee_minor if number <= len(agreed) else term_fee(loan, loan.fees, number, since, due_on)
        )
        if balance:
            own += remaining_fee(loan, number, since, due_on, balance)
            balance -= principal
        found.append(min(max(fee - own, 0) + term_fee(loan, kept, number, since, due_on), fee))
        since = due_on
    return found


def has_remaining(loan: Loan) -> bool:
    """Whether one of the loan's fees is a share of the principal that remains."""
    return any(fee.on_remaining for fee in loan.fees)


def _fees(loan: Loan, dates: Sequence[date]) -> list[int]:
    """Fees of each instalment: those of the flat-fee price, those per term or year, those with the first term."""
    rate, terms = loan.rate, len(dates)
    begins = [loan.start_on, *dates]
    fees = [0] * terms
    if loan.fees:
        ends = enumerate(zip(begins, dates, strict=False), start=1)
        fees = [term_fee(loan, loan.fees, number, from_on, to_on) for number, (from_on, to_on) in ends]
    if rate.basis is RateBasis.TERM:
        charge = _charge(loan)
        return [fee + charge for fee in fees]
    if rate.basis is RateBasis.TOTAL:
        return [fee + charge for fee, charge in zip(fees, _parts(loan, _charge(loan), terms), strict=True)]
    return fees


def _charge(loan: Loan) -> int:
    """The price of a flat fee: of one term, or in all."""
    numerator, denominator = loan.rate.value.as_integer_ratio()
    return whole(loan.principal_minor * numerator, denominator, loan.rounding)


def _parts(loan: Loan, total: int, terms: int) -> list[int]:
    """``total`` in equal parts, the rest with the last or the first one, as the loan's principal is split."""
    if loan.remainder is Remainder.FIRST:
        part, rest = divmod(total, terms)
        return [part + rest] + [part] * (terms - 1)
    part = whole(total, terms, loan.rounding)
    parts = [min(part, max(total - index * part, 0)) for index in range(terms - 1)]
    return [*parts, total - sum(parts)]


def resized(loan: Loan, slots: Sequence[Slot], count: int) -> list[Slot]:
    """The first ``count`` places; beyond those there are, the series of due dates goes on with its fees."""
    if count <= len(slots):
        return list(slots[:count])
    last, later = slots[-1], list(islice((on for on in due_series(loan) if on > slots[-1].due_on), count - len(slots)))
    ends = enumerate(zip([last.due_on, *later], later, strict=False), last.number + 1)
    return [*slots, *(Slot(number, on, term_fee(loan, loan.fees, number, since, on)) for number, (since, on) in ends)]
