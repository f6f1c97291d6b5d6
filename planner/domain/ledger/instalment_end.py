"""What ends a loan with a schedule on a day: principal, interest, and the fees that are asked for all the same."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan, Method, Prepayment
from planner.domain.accounts.records import Split
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.early import early_fee
from planner.domain.ledger.instalment_rows import InstalmentRows
from planner.domain.ledger.row import Row
from planner.domain.schedule.slots import fees_kept

_ALL_DUE = (Prepayment.NO_SAVING, Prepayment.NOT_ALLOWED)


def settlement(loan: Loan, schedule: InstalmentRows, dues: Dues, principal: int, as_of: date) -> Split:
    """What ends the loan on this day, by its rule.

    Principal, interest to the day, and what is due and unpaid; of a flat fee the whole fee of a term that has begun.
    With a fee on prepaid principal, that fee on what is not due yet. Fees that do not stop are asked for to the end of
    the schedule. Where all remaining charges fall due, or early payment is not accepted, everything that is left of the
    schedule.
    """
    if loan.prepayment in _ALL_DUE:
        schedule.reach(None)
        _, interest, fee = _open(dues, date.max)
        return Split(principal, interest, fee)
    due, interest, fee = _open(dues, as_of)
    fee += early_fee(loan, max(principal - due, 0))
    if loan.method is Method.FLAT_FEE:
        running = schedule.running(as_of)
        fee += running.fee - running.paid_fee if running is not None else 0
    else:
        fee += schedule.carried_fee(as_of)
    fee += _kept_fees(loan, schedule, as_of)
    return Split(principal, interest + schedule.grown(as_of), fee)


def fee_for_ending_early(loan: Loan, dues: Dues, principal: int, as_of: date) -> int:
    """What of that is the fee for paying principal before it is due."""
    return early_fee(loan, max(principal - _open(dues, as_of)[0], 0))


def _open(dues: Dues, until: date) -> tuple[int, int, int]:
    """What is due up to ``until`` and unpaid: principal, interest with penalty interest, fees."""
    principal = interest = fee = 0
    rows = dues.rows
    for place in range(dues.first_open, len(rows)):
        row = rows[place]
        if row.due_on > until:
            break
        if row.cleared_on is None:
            principal += row.principal - row.paid_principal
            interest += row.interest + row.penalty - row.paid_interest - row.paid_penalty
            fee += row.fee - row.paid_fee
    return principal, interest, fee


def _kept_fees(loan: Loan, schedule: InstalmentRows, as_of: date) -> int:
    """Fees of the terms to come that are charged although the loan is settled."""
    if all(fee.stops for fee in loan.fees):
        return 0
    schedule.reach(None)
    flat = schedule.running(as_of) if loan.method is Method.FLAT_FEE else None
    since = max((row.due_on for row in schedule.rows if row.due_on <= as_of), default=loan.start_on)
    coming = [row for row in schedule.rows if row.due_on > as_of]
    open_fees = [(row.number, row.due_on, _fee_open(row, flat)) for row in coming]
    return fees_kept(loan, open_fees, since)


def _fee_open(row: Row, flat: Row | None) -> int:
    """What of a row's fees is neither paid nor asked for already."""
    return 0 if row.cleared_on is not None or row is flat else row.fee - row.paid_fee
