"""A repayment that says for which due it was made: that one is paid first, also while older ones are open.

* It can be for a due that is open on its day, and due by then or next. What names any other day, or one that is paid
  by then, is used as if it named none: the oldest first.
* What the due does not need goes to the others, the oldest first. Older ones that get nothing stay as they are: missed,
  with their days and what grows on them.
* Where it is enough for everything that is due by then and next, or ends the loan, the order makes no difference.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Repayment
from planner.domain.ledger.dues import Dues
from planner.domain.ledger.row import Row


def named(dues: Dues, paid: Repayment) -> Row | None:
    """The row that a repayment was made for; None where it names none, or the oldest, which is paid first anyway."""
    if paid.assigned_on is None:
        return None
    rows = [row for row in dues.rows[dues.first_open : dues.period_end(paid.on)] if _is_open(row)]
    row = dues.named(paid.assigned_on, rows)
    return None if row is dues.oldest else row


def named_first(row: Row | None, rows: list[Row]) -> list[Row]:
    """The rows with ``row``, one of them, before all others; as they are without one."""
    return rows if row is None else sorted(rows, key=lambda other: other is not row)


def reached(dues: Dues, row: Row, on: date, amount: int) -> list[Row]:
    """The rows to which ``amount`` fen paid on ``on`` for ``row`` go, in their order; none if that is not all used."""
    rows = []
    for other in named_first(row, dues.rows[dues.first_open : dues.period_end(on)]):
        if _is_open(other):
            rows.append(other)
            amount -= other.unpaid
            if amount <= 0:
                return rows
    return []


def is_for_another(paid: Repayment, row: Row, after: Row | None, dues: Dues) -> bool | None:
    """Whether a repayment names another due than ``row``: an open one, or ``after``; None where it names none."""
    if paid.assigned_on is None:
        return None
    others = [row, *dues.open] if after is None else [row, *dues.open, after]
    found = dues.named(paid.assigned_on, [other for other in others if other is row or _is_open(other)])
    return None if found is None else found is not row


def _is_open(row: Row) -> bool:
    return row.cleared_on is None and row.amount > 0
