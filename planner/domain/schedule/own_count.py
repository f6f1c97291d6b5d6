"""What a loan costs a year by the contract's own count of days, beside the rate of its terms.

One contract has two honest figures. *By days*: all charges over the sum of the balance times the days for which it was
owed, a year having as many as the contract says; exact where interest is counted by the day. *By terms*: the rate per
term times the terms of a year (``yearly_cost``); exact where all terms are equal, however many days they have. Each
says too much or too little of the other sort, so that a line is crossed for certain only where both say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from planner.domain.accounts.loan import Loan
from planner.domain.schedule.day_cost import by_days
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.yearly_cost import CashFlow, as_lent, yearly_cost
from planner.values import dataclass, replace

_PRINTED = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Counted:
    """The yearly cost of a loan as fractions, not compounding, by its days and by its terms; None where it has none.

    ``days_at_least`` and ``terms_at_least`` are without what rounding to the fen can have added.
    """

    days_rate: Decimal | None
    terms_rate: Decimal | None
    days_at_least: Decimal | None
    terms_at_least: Decimal | None

    def above(self, line: Decimal) -> tuple[bool, ...]:
        """Which of the figures that there are lie above a line, to the printed digit: 24.00 % is on it, not above."""
        known = (self.days_at_least, self.terms_at_least)
        return tuple(one.quantize(_PRINTED, ROUND_HALF_UP) > line for one in known if one is not None)


def counted(
    loan: Loan,
    rows: Sequence[Instalment] | None = None,
    *,
    as_of: date | None = None,
    payouts: Sequence[CashFlow] = (),
) -> Counted:
    """Both figures of a loan kept to its end, with every fee.

    Args:
        loan: a validated loan; of a line or card the example of ``yearly_cost`` is counted.
        rows: its instalments, if they are at hand or differ from what the terms alone give.
        as_of: lines and cards: the day whose rate is meant.
        payouts: what is paid out later, in the order of days; ``rows`` repay it too.
    """
    lent = as_lent(loan, as_of)
    rows = instalments(lent) if rows is None or lent is not loan else rows
    least, paid_out = _lowered(rows), [(one.on, one.amount_minor) for one in payouts]
    return Counted(
        by_days(lent, rows, paid_out),
        yearly_cost(lent, rows, payouts=payouts).nominal,
        by_days(lent, least, paid_out),
        yearly_cost(lent, least, payouts=payouts).nominal,
    )


def _lowered(rows: Sequence[Instalment]) -> list[Instalment]:
    """The rows without a fen of interest each, and of the last, which takes what is left over, half a fen for each."""
    last = len(rows) - 1
    return [
        replace(row, interest_minor=max(row.interest_minor - (1 if place < last else 1 + len(rows) // 2), 0))
        for place, row in enumerate(rows)
    ]
