"""Instalments to come from which the lender takes something off: none of them asks for more than before.

Computed anew, an instalment can rise although less is owed: one that held little because of an agreement would be made
like those after it. So each keeps what it has but for what is taken off, and for the interest that this saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.basics.money import whole
from planner.domain.ledger.row import Row
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.slots import fees_kept, remaining_fee


def lessen(
    loan: Loan, rows: Sequence[Row], gone: int, since: date, saved: Fraction, on: date, *, shorten: bool
) -> None:
    """Take principal off rows; those that ask for nothing more are settled as of ``on``.

    Args:
        loan: the terms in force.
        rows: all that are to come, in order; settled ones stay as they are.
        gone: fen, more than 0 and less than the rows have unpaid.
        since: from when on the interest of the first row runs on the lower principal.
        saved: interest that is saved before that, fen.
        on: the day.
        shorten: whether the last rows lose the principal, or each its share.
    """
    accrual = Accrual(loan)
    unpaid = [0 if row.cleared_on is not None else row.principal - row.paid_principal for row in rows]
    cuts = _from_the_end(unpaid, gone) if shorten else _shares(unpaid, gone)
    less = gone
    for place, (row, cut) in enumerate(zip(rows, cuts, strict=True)):
        saved += accrual.between(less, since, row.due_on)
        if row.cleared_on is None:
            used = row.interest - row.paid_interest
            if row.balance + row.principal > less:  # else nothing is left to bear any
                used = min(used, whole(*saved.as_integer_ratio(), loan.rounding))
            row.interest -= used
            saved -= used
            row.fee = max(_fee(loan, row, cut, less, since, whole_term=place > 0), row.paid_fee)
            row.principal -= cut
            if row.unpaid == 0 and row.amount:
                row.cleared_on = on
        less -= cut
        row.balance -= less
        since = row.due_on


def _fee(loan: Loan, row: Row, cut: int, less: int, since: date, *, whole_term: bool) -> int:
    """What a row asks for in fees once it loses ``cut`` of its principal, ``less`` of the principal before it."""
    if not loan.fees:
        return row.fee
    if cut and cut == row.principal and row.balance == less - cut and loan.prepayment is not Prepayment.NO_SAVING:
        return fees_kept(loan, [(row.number, row.due_on, row.principal, row.fee)], since)  # its term does not come
    if not whole_term:
        return row.fee
    before = row.balance + row.principal
    charges = [remaining_fee(loan, row.number, since, row.due_on, owed) for owed in (before, before - less)]
    return row.fee - charges[0] + charges[1]


def _from_the_end(parts: Sequence[int], gone: int) -> list[int]:
    """What each part loses when the last ones lose ``gone``."""
    cuts = []
    for part in reversed(parts):
        cuts.append(min(part, gone))
        gone -= cuts[-1]
    return cuts[::-1]


def _shares(parts: Sequence[int], gone: int) -> list[int]:
    """What each part loses when all of them lose their share of ``gone``; none loses more than it has."""
    total, cuts = sum(parts), []
    left, kept = total, total - gone
    for part in parts:
        left -= part
        after = (2 * left * (total - gone) + total) // (2 * total)  # what the parts after it keep together, half up
        cuts.append(part - (kept - after))
        kept = after
    return cuts
