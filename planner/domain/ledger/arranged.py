"""What an arrangement makes of a loan with a schedule: the instalments from the day on which it was agreed.

Common to all: only what is unpaid on that day moves, by the records up to then. Interest goes on by the loan's day
count, from then on also on principal that was due; until then that bore what the loan says of being late, also where
the due was not recorded yet (``Dues.grow_put_off``). Interest, penalty interest and fees that were due and unpaid are
in the first new instalment, or, where all that is owed is spread (longer term, new instalments), part of what is
spread.

* Deferral: every unpaid instalment falls due ``terms`` terms later (as many more as it takes to lie ahead), or the
  first on ``from_on`` and the others a term apart. What they hold of principal stays. Interest for the pause
  is in the instalments before which it grows; with ``bears_interest`` False there is none.
* Interest only: the next ``terms`` instalments hold no principal; the rest is spread by the method over those that
  remain. The end stays, unless none would remain: then one is added. With ``from_on`` the first is due on that day.
* Longer term: what is owed (principal, and interest, fees and penalty due and unpaid) over ``terms`` instalments by
  the loan's method and rate, or at ``rate``; interest that has grown since the last due date is in the first.
* New instalments: ``rows`` as agreed, what they lack of the principal added to the last; or what is owed, with what
  has grown, in ``terms`` level payments at ``rate`` (None: the rate of the contract; a price in fees: none).
* A waiver takes its amount off what the rows due by then ask for of that part, the oldest first (``allowing``).
* Suspended interest: due dates and principal stay; from ``from_on`` (from the agreement, if that is later) to
  ``until_on``, both included (None: for good), no interest grows; see ``suspended``. A fee per term is no interest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Arrangement, ArrangementKind
from planner.domain.basics.calendar import clamp_day
from planner.domain.basics.money import whole
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.row import NOTHING, Row
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.due_days import due_day, due_series, later, moved, printed_as
from planner.domain.schedule.methods import Instalment, Job, run
from planner.domain.schedule.slots import Slot, term_fee
from planner.values import dataclass, replace

_FEES = (RateBasis.TERM, RateBasis.TOTAL)


@dataclass(frozen=True, slots=True)
class Open:
    """What is unpaid of a loan on the day ``on``, amounts in fen.

    Attributes:
        loan: the terms in force.
        on: the day.
        principal: all that is owed, overdue or not.
        due: rows due by ``on`` that are not paid in full.
        coming: rows to come that are not paid, in order.
        number: of the first new row.
        period: since when the interest of the first row to come runs (the last due date), and what of it had grown
            by then.
        behind: no new row falls due on or before this day: it is paid up to there.
        short_interest: what settled rows are short of, penalty interest included.
        short_fee: the same of fees.
        late_interest: what of the first row to come was due before an earlier agreement put it off.
        late_fee: the same of fees.
    """

    loan: Loan
    on: date
    principal: int
    due: Sequence[Row]
    coming: Sequence[Row]
    number: int
    period: tuple[date, Fraction]
    behind: date
    short_interest: int = 0
    short_fee: int = 0
    late_interest: int = 0
    late_fee: int = 0

    @property
    def interest(self) -> int:
        """Interest and penalty interest due and unpaid."""
        asked = sum(row.interest + row.penalty - row.paid_interest - row.paid_penalty for row in self.due)
        return self.short_interest + asked

    @property
    def penalty(self) -> int:
        """Penalty interest in that."""
        return sum(row.late_interest for row in self.due)

    @property
    def fee_due(self) -> int:
        """Fees due and unpaid."""
        return self.short_fee + sum(row.fee - row.paid_fee for row in self.due)

    @property
    def fee(self) -> int:
        """Fees due and unpaid, less what was paid of those to come."""
        return self.fee_due - sum(row.paid_fee for row in self.coming)

    @property
    def ahead(self) -> int:
        """Interest to come that was paid already."""
        return sum(row.paid_interest for row in self.coming)

    @property
    def since(self) -> date:
        """From when on interest runs anew."""
        return max(self.on, self.period[0])


@dataclass(frozen=True, slots=True)
class Arranged:
    """The loan from an agreement on.

    ``loan`` holds the terms by which anything later is computed. Interest of the first of ``rows`` runs from ``since``,
    after ``carried``, which is owed already; so is ``fee`` of its fees. ``overdue`` of that interest was due before.
    ``principal``: what is owed is that now. ``pauses``: no interest grows up to ``since``.
    """

    loan: Loan
    rows: tuple[Instalment, ...]
    since: date
    carried: Fraction
    overdue: int
    fee: int
    principal: int
    pauses: bool = False


def arranged(state: Open, agreed: Arrangement) -> Arranged | None:
    """The instalments from the day of the agreement on; None where it changes none."""
    maker = _MAKERS.get(agreed.kind)
    return maker(state, agreed) if maker is not None else None


def _grown(state: Open, accrual: Accrual) -> Fraction:
    """Interest of the running period up to the day, less what was paid of that period; negative: paid ahead."""
    since, carried = state.period
    if state.coming and since < state.on:
        first = state.coming[0]
        carried += accrual.between(first.balance + first.principal, since, state.on)
    return carried - state.ahead


# -- the days ------------------------------------------------------------------------------------------------------


def _dates(state: Open, first: date | None) -> Iterator[date]:
    """Due dates without end: from ``first`` a term apart, or those of the loan that lie ahead."""
    loan = state.loan
    if first is None:
        coming = [] if loan.method is Method.BULLET else [row.due_on for row in state.coming]
        yield from coming
        last = max([state.behind, *coming])
        yield from (on for on in due_series(loan) if on > last)
    else:
        day = due_day(loan)
        day = day if first == clamp_day(first.year, first.month, day) else first.day
        yield from due_series(replace(loan, first_due_on=first, due_day=day, month_end=False))


def _slots(state: Open, first: date | None, count: int, fees: bool = True) -> list[Slot]:
    loan, since = state.loan, state.since
    slots = []
    for number, on in enumerate(islice(_dates(state, first), count), state.number):
        fee = term_fee(loan, loan.fees, number, since, on) if fees and loan.fees else 0
        slots.append(Slot(number, on, fee))
        since = on
    return slots


# -- the kinds -----------------------------------------------------------------------------------------------------


def _terms(loan: Loan, number: int, last: int, interest_only: int) -> Loan:
    """The loan with its new places; the lender's earlier rows and payment are no part of it any more."""
    waits = number - 1 + interest_only if interest_only else 0
    return replace(loan, pinned=(), payment_minor=None, terms=last, interest_only_terms=waits)


def _at(loan: Loan, rate: Rate | None) -> Loan:
    return loan if rate is None else replace(loan, rate=rate, rate_changes=())


def _deferral(state: Open, agreed: Arrangement) -> Arranged | None:
    rows = [*state.due, *state.coming]
    if not rows:
        return None
    loan, accrual = state.loan, Accrual(state.loan)
    if agreed.from_on is not None:
        days = list(islice(_dates(state, agreed.from_on), len(rows)))
    else:
        terms = agreed.terms or 1
        printed = [printed_as(loan, row.due_on) for row in rows]
        while moved(loan, later(loan, printed[0], terms)) <= state.behind:
            terms += 1
        days = [moved(loan, later(loan, on, terms)) for on in printed]
    grown, overdue = _grown(state, accrual), Fraction(state.interest)
    balance, old, new = state.principal, state.period[0], state.period[0]
    carry, made = overdue, []
    if state.due and agreed.bears_interest:  # until now the running period's, from now on all principal bears it
        carry, new = overdue + grown, state.since
    for place, (row, on) in enumerate(zip(rows, days, strict=True)):
        comes = place >= len(state.due)
        exact = carry + (row.interest - row.paid_interest if comes else 0)
        if agreed.bears_interest:
            exact += accrual.between(balance, new, on)
            exact -= accrual.between(row.balance + row.principal, old, row.due_on) if comes else 0
        interest = whole(*max(exact, NOTHING).as_integer_ratio(), loan.rounding)
        carry = min(exact, NOTHING)
        principal = row.principal - row.paid_principal if place < len(rows) - 1 else balance
        balance -= principal
        fee = row.fee - row.paid_fee if comes else 0
        fee += state.fee_due if place == 0 else 0
        made.append(Instalment(state.number + place, on, principal, interest, fee, balance))
        old, new = (row.due_on if comes else old), on
    # Without interest the running period stands still from the agreement until as much is left of it as was then.
    stands = days[0] if state.due else days[0] - (rows[0].due_on - state.since)
    since = state.since if agreed.bears_interest else stands
    waits = max(loan.interest_only_terms - rows[0].number + 1, 0)
    terms_now = _terms(loan, state.number, made[-1].number, waits)
    was_due, fee = state.interest + state.late_interest, state.fee_due + state.late_fee
    pauses = not agreed.bears_interest
    return Arranged(terms_now, tuple(made), since, overdue + grown, was_due, fee, state.principal, pauses)


def _interest_only(state: Open, agreed: Arrangement) -> Arranged:
    terms = agreed.terms or 1
    count = max(len(state.coming), terms + 1)
    slots = _slots(state, agreed.from_on, count)
    slots[0] = replace(slots[0], fee_minor=slots[0].fee_minor + max(state.fee, 0))
    slots = _flat_fees(state, slots)
    method = Method.INTEREST_ONLY if state.loan.method is Method.BULLET else state.loan.method
    loan = _terms(replace(state.loan, method=method), state.number, slots[-1].number, terms)
    return _spread(state, loan, slots, state.principal, state.interest, max(state.fee, 0))


def _longer_term(state: Open, agreed: Arrangement) -> Arranged:
    if agreed.rate is not None and state.loan.method is Method.FLAT_FEE:
        return _new_instalments(state, agreed)  # a rate takes the place of the price in fees
    count = agreed.terms or max(len(state.coming), 1)
    slots = _flat_fees(state, _slots(state, agreed.from_on, count))
    if state.loan.method is Method.BULLET:
        slots = [replace(slots[-1], number=state.number, fee_minor=sum(slot.fee_minor for slot in slots))]
    loan = _terms(_at(state.loan, agreed.rate), state.number, slots[-1].number, 0)
    return _spread(state, loan, slots, state.principal + state.interest + max(state.fee, 0), 0, 0)


def _new_instalments(state: Open, agreed: Arrangement) -> Arranged:
    contract = state.loan.rate_on(state.on)
    none = Rate(Decimal(0), RateBasis.YEAR)
    rate = agreed.rate or (none if contract.basis in _FEES or agreed.rows else contract)
    level = replace(_at(state.loan, rate), method=Method.LEVEL_PAYMENT, fees=())
    whole_grown = whole(*max(_grown(state, Accrual(state.loan)), NOTHING).as_integer_ratio(), state.loan.rounding)
    if not agreed.rows:
        slots = _slots(state, agreed.from_on, agreed.terms or 1, fees=False)
        loan = _terms(level, state.number, slots[-1].number, 0)
        owed = state.principal + state.interest + max(state.fee, 0) + whole_grown
        return _spread(replace(state, period=(state.since, NOTHING), coming=()), loan, slots, owed, 0, 0)
    rows = sorted(agreed.rows, key=lambda row: row.due_on)
    short = max(state.principal - sum(row.principal_minor for row in rows), 0)
    rows[-1] = replace(rows[-1], principal_minor=rows[-1].principal_minor + short)
    balance = principal = sum(row.principal_minor for row in rows)
    made = []
    for place, row in enumerate(rows):
        balance -= row.principal_minor
        number = state.number + place
        made.append(Instalment(number, row.due_on, row.principal_minor, row.interest_minor, row.fee_minor, balance))
    loan = _terms(level, state.number, made[-1].number, 0)
    carried = Fraction(min(state.interest + whole_grown, made[0].interest_minor))
    fee = min(max(state.fee, 0), made[0].fee_minor)
    return Arranged(loan, tuple(made), state.since, carried, min(state.interest, int(carried)), fee, principal)


def _flat_fees(state: Open, slots: list[Slot]) -> list[Slot]:
    """The price of a flat-fee loan on its new places: per term as in its rows to come, or what is left of the whole."""
    loan = state.loan
    if loan.method is not Method.FLAT_FEE:
        return slots
    own = [row.fee for row in state.coming]
    if loan.rate.basis is RateBasis.TERM:
        each = min(own, default=0)
        return [replace(slot, fee_minor=max(slot.fee_minor, each)) for slot in slots]
    part, rest = divmod(sum(own), len(slots))
    fees = [part] * (len(slots) - 1) + [part + rest]
    return [replace(slot, fee_minor=max(slot.fee_minor, fee)) for slot, fee in zip(slots, fees, strict=True)]


def _spread(state: Open, loan: Loan, slots: list[Slot], owed: int, overdue: int, fee: int) -> Arranged:
    carried = overdue + _grown(state, Accrual(state.loan))
    since = state.since
    job = Job(loan, Accrual(loan), owed, since, since, slots, irregular=True, accrued=carried)
    was_due = overdue + (state.late_interest if state.coming else 0)
    return Arranged(loan, tuple(run(job)), since, carried, was_due, fee, owed)


_MAKERS = {
    ArrangementKind.DEFERRAL: _deferral,
    ArrangementKind.INTEREST_ONLY: _interest_only,
    ArrangementKind.LONGER_TERM: _longer_term,
    ArrangementKind.NEW_INSTALMENTS: _new_instalments,
}
