"""The schedule of a loan exact to the fen, as agreed or from a balance on; ``methods`` computes its rows.

Common to all: interest of a term is rounded to the fen as the loan says (half up unless told), and the last instalment
takes the principal that is left (equal parts may leave it to the first), so that the balance ends at exactly 0. No
float anywhere. The formulas are the textbook ones; published examples of lenders that come out only under this rounding
are in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Excess, Loan, Method, OnRateChange, Prepayment
from planner.domain.basics.money import must_be_fen, whole
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.due_days import first_is_ordinary
from planner.domain.schedule.methods import (
    NOTHING,
    Instalment,
    Job,
    follows_rate,
    run,
    terms_needed,
)
from planner.domain.schedule.slots import Slot, fees_kept, has_remaining, remaining_fee, resized, slots_of
from planner.errors import PlannerError
from planner.values import replace

_MOST_LAST = 2  # payments that the last instalment may hold beside a lender's own payment


def instalments(loan: Loan, *, payment_minor: int | None = None) -> tuple[Instalment, ...]:
    """The schedule of a loan as agreed, from the first instalment to the last.

    A bullet loan of n terms has one instalment, number 1, on its n-th due date. When the first term is longer or
    shorter than the others, its interest follows its days, and the principal of a level payment stays that of an
    ordinary term; so it is where the first term alone is counted by its days. Fees per term and with the first term are
    in ``fee_minor``; upfront fees are no instalment. Pinned rows replace the computed ones; where one leaves another
    balance, the rest is computed afresh from there.

    Args:
        loan: a validated loan of a scheduled method.
        payment_minor: a level payment in fen (principal and interest, 等额本息 only) instead of the loan's own or that
            of the formula. Every instalment but the last then pays exactly that, a first one of an odd term too; not
            those of interest alone, pinned ones, nor those after a change of the rate, which follow it as agreed. The
            last takes what is left: above 0 and at most twice the payment.

    Raises:
        ValueError: for lines and cards, whose balance comes from what is drawn and paid.
        PlannerError: for a ``payment_minor`` with which that cannot be: ``loan.payment_low`` (interest alone is more,
            or more than two payments are left at the end), ``loan.payment_high`` (repaid before the last term),
            ``loan.payment_method``, ``money.not_whole``.
    """
    if not loan.method.scheduled or loan.terms is None:
        raise ValueError(f"{loan.method} has no schedule of its own")
    if payment_minor is not None:
        must_be_fen(payment_minor, "payment")
        if loan.method is not Method.LEVEL_PAYMENT:
            raise PlannerError("loan.payment_method", field="payment")
    given = payment_minor
    if given is None and loan.method is Method.LEVEL_PAYMENT:
        given = loan.payment_minor
    irregular = payment_minor is None and loan.method is not Method.BULLET and not first_is_ordinary(loan)
    start_on = loan.start_on
    job = Job(loan, Accrual(loan), loan.principal_minor, start_on, start_on, slots_of(loan), irregular, given)
    rows = tuple(run(job))
    if payment_minor is not None:
        _check_payment(loan, rows, payment_minor)
    return rows


def check_payment(loan: Loan) -> None:
    """That the lender's level payment which the loan has repays it in its terms: with its lender's own rows or without.

    ``Loan.validate`` knows no schedule; whoever takes the terms of a loan asks this beside it.

    Raises:
        PlannerError: as ``instalments`` with such a payment; a loan of another method may have one, which rests.
    """
    if loan.payment_minor is None or loan.method is not Method.LEVEL_PAYMENT:
        return
    plain = replace(loan, payment_minor=None)
    try:
        instalments(plain, payment_minor=loan.payment_minor)
    except PlannerError:
        if not loan.pinned:
            raise
        # Rows given one by one may leave the last with more until that one is given, too.
        instalments(replace(plain, pinned=()), payment_minor=loan.payment_minor)


def _check_payment(loan: Loan, rows: Sequence[Instalment], payment_minor: int) -> None:
    """That a lender's own payment repays the loan in its terms, as ``instalments`` says of it.

    Rounding, another count of days or a first term of another length move the last instalment by part of a payment. A
    lender whose instalments end sooner has fewer of them, and one who leaves more than two to the last prints it: that
    row can be pinned. Anything else is a slip, and a schedule made of it would not be the lender's.
    """
    pinned = {pin.number for pin in loan.pinned}
    repaying = [row for row in rows if row.number > loan.interest_only_terms and row.number not in pinned]
    if not repaying:
        return  # all as printed
    *others, last = repaying
    changed_on = loan.rate_changes[0].from_on if loan.rate_changes else date.max
    paid = [_regular_part(loan.method, row) for row in others if row.due_on <= changed_on]
    too_low = any(amount > payment_minor for amount in paid)
    left_minor = _regular_part(loan.method, last)
    if too_low or left_minor > _MOST_LAST * payment_minor:
        raise _payment_error("loan.payment_low", loan, payment_minor)
    if any(amount < payment_minor for amount in paid) or left_minor <= 0 or (not others and left_minor < payment_minor):
        raise _payment_error("loan.payment_high", loan, payment_minor)


def _payment_error(code: str, loan: Loan, payment_minor: int) -> PlannerError:
    """With what the terms alone would give."""
    usual_minor = kept_payment(loan, instalments(loan))
    return PlannerError(code, field="payment", value_minor=payment_minor, usual_minor=usual_minor, terms=loan.terms)


def reschedule(
    loan: Loan,
    rows: Sequence[Instalment],
    *,
    balance_minor: int,
    from_on: date,
    accrued: Fraction = NOTHING,
    shorten: bool | None = None,
    begins_on: date | None = None,
) -> tuple[Instalment, ...]:
    """What is left of a schedule after a payment beyond it, or after the lender showed another balance.

    Numbers, due dates and fees come from ``rows``. Shortening keeps the payment (等额本金, 等本等息: the principal of a
    term) and drops the rows that are no longer needed; the last row takes those of their fees that do not stop, and all
    of them where the loan says that paying early saves nothing. Keeping the end spreads the balance over all of
    ``rows``, so that the payment falls. A balance that the kept payment would not repay in time (but for the rounding
    of a fen a row) is spread as well. From the first day of a term on, with nothing carried into it, the new payment is
    the same in every term; inside a term the first row departs from it by what its interest does. Interest-only and
    bullet loans owe principal at the end in either case. While only interest is due and the rate may change, the end is
    kept in either case.

    Args:
        loan: the terms.
        rows: the instalments not yet due as they stood before, in order; the first one falls due after ``from_on``.
        balance_minor: principal owed at ``from_on`` in fen, not negative, without the principal of instalments that
            are due and unpaid.
        from_on: interest on ``balance_minor`` runs from here (the payment's day, or the last due date).
        accrued: exact interest in fen that grew between the last due date and ``from_on`` and falls due with the
            first row; see ``interest_exact``. Negative where principal paid before the last due date saved interest
            already printed: a credit that the first rows use up.
        shorten: keep the payment (True) or the end (False); by default what ``loan.excess`` says.
        begins_on: the first day of the first row's term, by default ``from_on``; the rate of that day is the one that
            its level payment follows.

    Returns:
        The new rows, ending at a balance of exactly 0. Empty when nothing is owed or ``rows`` is empty: a balance
        after the last due date stays with the caller.
    """
    if not rows or balance_minor == 0:
        return ()
    irregular = begins_on != from_on or accrued != 0 or rows[0].number == 1
    begins_on = begins_on or from_on
    slots = _places(loan, rows, begins_on, begun=begins_on < from_on)
    spread = Job(loan, Accrual(loan), balance_minor, from_on, begins_on, slots, irregular, accrued=accrued)
    shorten = loan.excess is Excess.SHORTER_TERM if shorten is None else shorten
    if follows_rate(spread):
        return _reschedule_changing(spread, rows, shorten)
    if not shorten:
        return tuple(run(spread))
    kept = kept_payment(loan, rows)
    shorter = _until_settled(list(run(replace(spread, irregular=False, payment_minor=kept))))
    last = max(kept, _regular_part(loan.method, rows[-1]))
    if _regular_part(loan.method, shorter[-1]) > last + len(rows):
        return tuple(run(spread))
    return _with_fees_of_dropped(loan, rows, shorter)


def _places(loan: Loan, rows: Sequence[Instalment], begins_on: date, *, begun: bool) -> list[Slot]:
    """The places of rows that are computed anew, without their fees on the remaining principal.

    Those of the first one stay if its term has ``begun`` with another principal.
    """
    slots = [Slot(row.number, row.due_on, row.fee_minor) for row in rows]
    if not has_remaining(loan):
        return slots
    since = begins_on
    for place, row in enumerate(rows):
        if place or not begun:
            charge = remaining_fee(loan, row.number, since, row.due_on, row.balance_minor + row.principal_minor)
            slots[place] = replace(slots[place], fee_minor=max(row.fee_minor - charge, 0))
        since = row.due_on
    return slots


def _with_fees_of_dropped(
    loan: Loan, rows: Sequence[Instalment], shorter: Sequence[Instalment]
) -> tuple[Instalment, ...]:
    """The last row also asks for the fees of the rows after it that are charged although the term is shorter."""
    dropped = rows[len(shorter) :]
    if loan.prepayment is Prepayment.NO_SAVING:
        moved = sum(row.fee_minor for row in dropped)
    else:
        left = [(row.number, row.due_on, row.principal_minor, row.fee_minor) for row in dropped]
        moved = fees_kept(loan, left, shorter[-1].due_on)
    return (*shorter[:-1], replace(shorter[-1], fee_minor=shorter[-1].fee_minor + moved))


class Coming:
    """``reschedule`` for one who asks after every payment and needs only the next rows: they come one by one.

    Not for level payments that change with the rate.
    """

    def __init__(self, loan: Loan, rows: Sequence[Instalment]) -> None:
        """``rows``: the schedule that gives numbers, due dates and fees."""
        self._loan = loan
        self._accrual = Accrual(loan)
        self._slots = [Slot(row.number, row.due_on, row.fee_minor) for row in rows]

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
        whole_term = first > 0 and self._slots[first - 1].due_on == from_on and not accrued
        irregular = spread and not whole_term
        job = Job(self._loan, self._accrual, balance_minor, from_on, from_on, slots, irregular, payment_minor, accrued)
        for row in run(job):
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


def kept_payment(loan: Loan, rows: Sequence[Instalment]) -> int:
    """The payment in force (level payment), or the principal of a term (other methods), fen.

    That of the second row, because the first may be of an odd term and the last is what is left. Rows that hold
    interest alone are passed over: what is kept is the payment after them.
    """
    rows = [row for row in rows if row.number > loan.interest_only_terms] or rows
    return _regular_part(loan.method, rows[1] if len(rows) > 2 else rows[0])


def payment_in_force(loan: Loan, rows: Sequence[Instalment], begins_on: date) -> int:
    """The level payment, principal and interest, of the term that began on ``begins_on`` and ends with ``rows[0]``.

    Read from a row of that rate whose term has the ordinary length: from the first row only if need be.
    """
    accrual = Accrual(loan)
    row, from_on = rows[0], begins_on
    if len(rows) > 2 and accrual.segment(begins_on) == accrual.segment(row.due_on):
        row, from_on = rows[1], row.due_on
    balance = row.balance_minor + row.principal_minor
    if row.number == 1 and not first_is_ordinary(loan):
        interest = balance * accrual.ordinary_rate(begins_on)
    else:
        interest = accrual.steady(balance, from_on, row.due_on, from_on)
    return row.principal_minor + whole(*interest.as_integer_ratio(), loan.rounding)


def _reschedule_changing(spread: Job, rows: Sequence[Instalment], shorten: bool) -> tuple[Instalment, ...]:
    """``reschedule`` where the payment follows the rate: what it is and how long it runs, by the rate in force."""
    if rows[0].number <= spread.loan.interest_only_terms:
        return tuple(run(spread))
    loan, rate = spread.loan, spread.accrual.ordinary_rate(spread.begins_on)
    kept = payment_in_force(loan, rows, spread.begins_on)
    if loan.on_rate_change is OnRateChange.SHORTER_TERM:
        # Rows that a later change adds or drops are no part of the term that is agreed now.
        count = terms_needed(rows[0].balance_minor + rows[0].principal_minor, kept, rate)
        spread = replace(spread, slots=resized(loan, spread.slots, count or len(spread.slots)))
    needed = terms_needed(spread.balance_minor, kept, rate) if shorten else None
    if needed is None or needed > len(spread.slots):
        return tuple(run(spread))
    shorter = tuple(run(replace(spread, irregular=False, payment_minor=kept, shortens=True)))
    return _with_fees_of_dropped(loan, rows, shorter)
