"""What ends a loan with a schedule on a day: principal, interest, and the fees that are asked for all the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from planner.domain.accounts.loan import Loan, Method, Prepayment
from planner.domain.accounts.records import Split
from planner.domain.ledger.dues import Dues, by_due_date
from planner.domain.ledger.early import fee_for_prepaying
from planner.domain.ledger.instalment_rows import InstalmentRows
from planner.domain.schedule.slots import fees_kept

_ALL_DUE = (Prepayment.NO_SAVING, Prepayment.NOT_ALLOWED)


def settlement(loan: Loan, schedule: InstalmentRows, dues: Dues, principal: int, as_of: date) -> Split:
    """What ends the loan on this day, by its rule.

    Principal, interest to the day, and what is due and unpaid; of a flat fee the whole fee of a term that has begun.
    Of what is due and not recorded yet also the penalty interest that its payment shows: the lender asks for it.
    With a fee on prepaid principal, that fee on what is not due yet. Fees that do not stop are asked for to the end of
    the schedule. What was paid towards instalments to come is taken off: a payment leaves what was asked before it less
    itself (and less the fee on principal that was in an instalment), so interest is below 0 where more was paid ahead
    than has grown. Where all remaining charges fall due, or early payment is not accepted, everything that is left of
    the schedule.
    """
    if loan.prepayment in _ALL_DUE:
        schedule.reach(None)
        _, interest, fee = _open(dues, date.max)
        return Split(principal, interest + dues.unshown_penalty(as_of), fee)
    due, interest, fee = _open(dues, as_of)
    interest += dues.unshown_penalty(as_of)
    fee += fee_for_prepaying(loan, max(principal - due, 0), as_of)
    running = schedule.running(as_of) if loan.method is Method.FLAT_FEE else None
    carried = schedule.carried_fee(as_of) if running is None else 0
    fee += carried if running is None else running.fee
    fee += _kept_fees(loan, schedule, as_of, carried)
    interest_ahead, fee_ahead = paid_ahead(dues, as_of)
    fee -= fee_ahead
    interest += schedule.earned(as_of) - interest_ahead + min(fee, 0)
    fee = max(fee, 0)
    return Split(principal, max(interest, -principal - fee), fee)


def paid_ahead(dues: Dues, as_of: date) -> tuple[int, int]:
    """Interest and fees that were paid towards instalments due after ``as_of``."""
    interest = fee = 0
    rows = dues.rows
    for place in range(bisect_right(rows, as_of, key=by_due_date), len(rows)):
        row = rows[place]
        if not row.paid_interest and not row.paid_fee and place >= dues.first_open:
            break
        interest += row.paid_interest
        fee += row.paid_fee
    return interest, fee


def fee_for_ending_early(loan: Loan, dues: Dues, principal: int, as_of: date) -> int:
    """What of that is the fee for paying principal before it is due."""
    return fee_for_prepaying(loan, max(principal - _open(dues, as_of)[0], 0), as_of)


def _open(dues: Dues, until: date) -> tuple[int, int, int]:
    """What is due up to ``until`` and unpaid: principal, interest with penalty interest, fees."""
    principal = interest = fee = 0
    rows, asking = dues.rows, [row for row in dues.short if row.due_on <= until]
    for place in range(dues.first_open, len(rows)):
        row = rows[place]
        if row.due_on > until:
            break
        if row.cleared_on is None:
            asking.append(row)
    for row in asking:
        principal += row.principal - row.paid_principal
        interest += row.interest + row.penalty - row.paid_interest - row.paid_penalty
        fee += row.fee - row.paid_fee
    return principal, interest, fee


def _kept_fees(loan: Loan, schedule: InstalmentRows, as_of: date, carried: int) -> int:
    """Fees of the terms to come that are charged although the loan is settled, without ``carried`` of the first."""
    if all(fee.stops for fee in loan.fees):
        return 0
    schedule.reach(None)
    flat = schedule.running(as_of) if loan.method is Method.FLAT_FEE else None
    since = max((row.due_on for row in schedule.rows if row.due_on <= as_of), default=loan.start_on)
    coming = [row for row in schedule.rows if row.due_on > as_of]
    fees = [(row.number, row.due_on, row.principal, 0 if row is flat else row.fee) for row in coming]
    if carried:
        number, due_on, principal, fee = fees[0]
        fees[0] = (number, due_on, principal, max(fee - carried, 0))
    return fees_kept(loan, fees, since)
