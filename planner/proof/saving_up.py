"""What is saved up for loans that are settled whole: rows that make the program tighter and leave every plan in it.

A program without whole numbers settles a tenth of a loan in each of ten months and saves up for none of them. But the
whole price has to be there in the one month in which a loan is settled: so what is carried on from each month before is
at least that, with the instalments until then, less all that comes in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from planner.domain.payoff.engine.model import Scheduled
from planner.values import dataclass

TRIFLE = 0.005  # yuan


@dataclass(frozen=True, slots=True)
class Settled:
    """A loan with the columns of its ends by month: one of them is 1."""

    debt: Scheduled
    ends: dict[int, int]

    def taken(self) -> list[float]:
        """What the instalments up to each month (0, 1 …) take together, yuan."""
        return [0.0, *accumulate(row.total_minor / 100 for row in self.debt.rows)]

    def price(self, month: int) -> float:
        """What settling takes in a month beside the instalment; nothing in that of the last one."""
        settling = self.debt.settle[month - 1] if month < len(self.debt.rows) else None
        return 0.0 if settling is None else settling.total_minor / 100


def needs(
    loans: Sequence[Settled], brought: Sequence[float], due: Sequence[float]
) -> Iterator[tuple[int, dict[int, float]]]:
    """Months (0, 1 …) with what has to be carried on from their ends, at least: columns with amounts, in yuan.

    Args:
        loans: those that are settled whole.
        brought: all money that came up to the end of each month (0, 1 …).
        due: what is asked for in any case up to the end of each month, besides those loans.
    """
    horizon = len(brought) - 1
    sure, choosing = list(due), []
    for loan in loans:
        taken = loan.taken()
        if len(loan.ends) > 1:
            choosing.append((loan, taken))
            continue
        sure = [one + taken[min(month, len(taken) - 1)] for month, one in enumerate(sure)]
    free = [money - asked for money, asked in zip(brought, sure, strict=True)]
    for loan, taken in choosing:
        for since in range(horizon):
            before = taken[min(since, len(taken) - 1)]
            lacks = {
                column: taken[month] - before + loan.price(month) - (free[month] - free[since])
                for month, column in loan.ends.items()
                if since < month <= horizon
            }
            lacking = {column: amount for column, amount in lacks.items() if amount > TRIFLE}
            if lacking:
                yield since, lacking
