"""The condition of a reduced settlement: what has been paid towards it, and whether it was met in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.accounts.records import Account, Arrangement


@dataclass(frozen=True, slots=True)
class Condition:
    """Towards ``asked_minor`` (fen) ``paid_minor`` was paid in time; ``met_on`` is the day on which that was all."""

    asked_minor: int
    paid_minor: int
    met_on: date | None

    def failed(self, agreed: Arrangement, on: date) -> bool:
        """Whether its last day has passed by ``on`` and it was not met: the whole debt is owed."""
        return self.met_on is None and agreed.until_on is not None and agreed.until_on < on


def met(account: Account, agreed: Arrangement) -> Condition:
    """How far a reduced settlement is paid: what the lender counted from ``agreed_on`` to ``until_on``, both included.

    Payments taken back do not count. Without ``until_on`` there is no last day.
    """
    asked, since = agreed.amount_minor or 0, agreed.agreed_on or date.max
    until = agreed.until_on or date.max
    paid = 0
    for one in sorted(account.repayments, key=lambda one: (one.on, one.id)):
        if since <= one.on <= until and not one.failed:
            paid += one.counted_minor
            if paid >= asked > 0:
                return Condition(asked, paid, one.on)
    return Condition(asked, paid, None)
