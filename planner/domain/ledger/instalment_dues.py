"""The dues of a scheduled loan: which of them a payment or a reading is for, and how they follow the principal."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan
from planner.domain.ledger.arranged import Open
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.instalment_rows import InstalmentRows
from planner.domain.ledger.row import NOTHING, Row


def rows_of_exactly(schedule: InstalmentRows, dues: Dues, amount: int) -> list[Row]:
    """The next unpaid rows that together ask for exactly ``amount`` fen; none when no number of them does."""
    rows: list[Row] = []
    place = dues.first_open
    while amount > 0:
        if schedule.ends_at(place):
            return []
        row = dues.rows[place]
        amount -= row.unpaid if row.cleared_on is None else 0
        rows.append(row)
        place += 1
    return rows if amount == 0 else []


def count_unrecorded(dues: Dues, principal: int, on: date, gone: int) -> int:
    """Count as paid the instalments that a fall of the principal by ``gone`` fen (0 or more), to ``principal``, shows.

    A lender that takes principal last has been paid all of an instalment whose principal is gone: also where less was
    recorded, because it counted a discount. Then it is settled as of the day of that payment, if the greater part of it
    was recorded, and else as of ``on``, by which it was paid on a day that is not known.

    Returns:
        The principal in them, fen.
    """
    left = gone - _count_short(dues, gone)
    for row in dues.open:
        missing = row.principal - row.paid_principal
        if row.due_on > on or not (left or _shown(dues, row, missing)):
            break
        if row.cleared_on is None and row.amount:
            paid = row.paid_principal + row.paid_interest + row.paid_fee
            part = min(left, missing)
            row.paid_interest, row.paid_fee, row.paid_penalty = row.interest, row.fee, row.penalty
            row.paid_principal += part
            left -= part
            known = row.paid_on is not None and 2 * paid > row.amount
            dues.settle_within_tolerance(row, row.paid_on if known and row.paid_on else on)
            if row.cleared_on is None:  # the lender shows that it is not paid
                row.part_on = row.part_on or on
    dues.skip_cleared()
    in_hand = dues.oldest if dues.first_open < dues.period_end(on) else None
    if left and in_hand is not None and in_hand.due_on > on and in_hand.balance == principal:
        left -= in_hand.principal - in_hand.paid_principal
        in_hand.pay_all()
        in_hand.cleared_on = on
        dues.skip_cleared()
    return gone - left


def _count_short(dues: Dues, gone: int) -> int:
    """Count as paid what settled instalments are short of, where the balance shows it; returns the principal in that.

    A balance that holds none of it shows that the lender asks for none of it.
    """
    if not dues.short:
        return 0
    principal = dues.short_parts[0]
    if gone < principal:
        return dues.take_short([gone, 0, 0])
    if dues.principal_last:
        dues.forgive_short()
        return principal
    return dues.take_short([principal, 0, 0])


def _shown(dues: Dues, row: Row, missing: int) -> bool:
    """Whether a row is paid because all its principal is, although less of its interest was recorded."""
    return dues.principal_last and not missing and row.principal > 0 and row.paid_on is not None


def fit(schedule: InstalmentRows, dues: Dues, principal: int, on: date, *, shorten: bool, given: bool = False) -> None:
    """Make the rows after ``on`` repay ``principal``, which is what they show no longer.

    Rows that are due by then stay as they are, unless more is gone than the coming ones hold. ``shorten``: keep the
    payment rather than the end. ``given``: the lender gave what is gone, so that no row may ask for more than before.
    """
    rows, start = dues.rows, dues.first_open
    due = dues.short_parts[0] if dues.short else 0
    while start < len(rows) and rows[start].due_on <= on:
        if rows[start].cleared_on is None:
            due += rows[start].principal - rows[start].paid_principal
        start += 1
    while start and rows[start - 1].due_on > on and rows[start - 1].cleared_on is None:
        start -= 1  # rows that asked for nothing may have to now
    owed = principal - due
    for row in rows[dues.first_open : start]:
        if owed < 0 and row.cleared_on is None:  # more is gone than the coming instalments hold
            part = min(-owed, row.principal - row.paid_principal)
            row.paid_principal += part
            owed += part
            if row.unpaid == 0 and row.amount:
                row.cleared_on = on
    if owed < 0 and dues.short:
        owed += dues.take_short([-owed, 0, 0])
    if owed == 0:
        schedule.drop(start)
    elif not schedule.ends_at(start):
        schedule.respread(start, on, owed, shorten, given=given)
    else:
        dues.add(schedule.beyond(on, owed))
    dues.first_open = min(dues.first_open, start)
    dues.skip_cleared()


def unpaid_on(loan: Loan, schedule: InstalmentRows, dues: Dues, principal: int, on: date) -> Open:
    """What is unpaid on a day, for an agreement: also what settled rows are short of, which goes into it."""
    _, short_interest, short_fee = dues.short_parts
    rows = [row for row in dues.open if row.cleared_on is None and row.amount]
    due, coming = [row for row in rows if row.due_on <= on], [row for row in rows if row.due_on > on]
    kept = [row for row in dues.rows if row.cleared_on is not None or row.replaced_on is not None]
    last = max([loan.start_on, *(row.due_on for row in (*kept, *due))])
    return Open(
        loan,
        on,
        principal,
        due,
        coming,
        max((row.number for row in (*kept, *due)), default=0) + 1,
        schedule.period_of(coming[0]) if coming else (last, NOTHING),
        max([on, *(row.due_on for row in kept)]),
        short_interest,
        short_fee,
        *dues.put_off(on),
    )
