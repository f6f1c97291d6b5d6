"""The dues of a scheduled loan: which of them a payment or a reading is for, and how they follow the principal."""

from __future__ import annotations

from datetime import date

from planner.domain.ledger.dues import Dues
from planner.domain.ledger.instalment_rows import InstalmentRows
from planner.domain.ledger.row import Row


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
    """Count as paid the instalments that a fall of the principal by ``gone`` fen, to ``principal``, shows to be.

    Returns:
        The principal in them, fen.
    """
    left = gone
    for row in dues.open:
        if row.due_on > on or not left:
            break
        if row.cleared_on is None and row.amount:
            part = min(left, row.principal - row.paid_principal)
            row.paid_interest, row.paid_fee, row.paid_penalty = row.interest, row.fee, row.penalty
            row.paid_principal += part
            left -= part
            if row.unpaid == 0:
                row.cleared_on = on
            else:  # the lender shows that it is not paid
                row.part_on = row.part_on or on
    dues.skip_cleared()
    in_hand = dues.oldest if dues.first_open < dues.period_end(on) else None
    if left and in_hand is not None and in_hand.due_on > on and in_hand.balance == principal:
        left -= in_hand.principal - in_hand.paid_principal
        in_hand.pay_all()
        in_hand.cleared_on = on
        dues.skip_cleared()
    return gone - left


def fit(schedule: InstalmentRows, dues: Dues, principal: int, on: date, *, shorten: bool) -> None:
    """Make the rows after ``on`` repay ``principal``, which is what they show no longer.

    Rows that are due by then stay as they are, unless more is gone than the coming ones hold. ``shorten``: keep the
    payment rather than the end.
    """
    rows, start = dues.rows, dues.first_open
    due = 0
    while start < len(rows) and rows[start].due_on <= on:
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
    if owed == 0:
        schedule.drop(start)
    elif not schedule.ends_at(start):
        schedule.respread(start, on, owed, shorten)
    else:
        dues.add(schedule.beyond(on, owed))
    dues.first_open = min(dues.first_open, start)
    dues.skip_cleared()
