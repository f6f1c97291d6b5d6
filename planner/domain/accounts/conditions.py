"""The condition of a reduced settlement: what has been paid towards it, and whether it was met in time."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState
from planner.values import dataclass, replace


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


def to_settle(account: Account, on: date) -> tuple[Arrangement, Condition] | None:
    """The reduced settlement that is open at the end of a day, with how far it is paid by then; None without one.

    Agreed, its last day not passed, and not all paid: until then its sum is asked on that day, and nothing else. One
    without a last day names no day on which it could be asked.
    """
    for agreed in account.arrangements:
        wanted = agreed.kind is ArrangementKind.REDUCED_SETTLEMENT and agreed.state is ArrangementState.AGREED
        if not wanted or not agreed.in_force(on) or agreed.until_on is None or agreed.until_on < on:
            continue
        known = replace(account, repayments=tuple(one for one in account.repayments if one.on <= on))
        stands = met(known, agreed)
        if stands.met_on is None and stands.asked_minor > 0:
            return agreed, stands
    return None


def undated(account: Account, on: date) -> Arrangement | None:
    """The reduced settlement in force at the end of a day that names no last day and is not all paid; None without."""
    for agreed in account.arrangements:
        wanted = agreed.kind is ArrangementKind.REDUCED_SETTLEMENT and agreed.state is ArrangementState.AGREED
        if wanted and agreed.in_force(on) and agreed.until_on is None and met(account, agreed).met_on is None:
            return agreed
    return None
