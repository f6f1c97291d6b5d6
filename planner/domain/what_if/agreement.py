"""What an agreement costs beside the contract: both from the ledger, from the day of the agreement on."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, Position
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Effect:
    """What is still to be paid from the day on, under the agreement and without it, if all is paid as it falls due.

    Amounts in fen. ``interest_minor`` is what of it goes beyond the principal owed without the agreement: interest,
    penalty interest and fees. ``first`` and ``ends_on`` are of the instalments under the agreement; None where nothing
    falls due any more, or no day is known.
    """

    on: date
    to_pay_minor: int
    to_pay_before_minor: int
    interest_minor: int
    interest_before_minor: int
    first: Due | None
    ends_on: date | None
    ends_before_on: date | None

    @property
    def cost_minor(self) -> int:
        """How much more is paid under the agreement; negative: how much less."""
        return self.to_pay_minor - self.to_pay_before_minor


def effect(account: Account, agreed: Arrangement, today: date) -> Effect | None:
    """What the agreement makes of the account on its day (not agreed yet: today, as if it were agreed on).

    None where nothing is owed on that day, and for a line or card, whose end nobody knows, unless it is a settlement
    for less: that is set against what ends the account on that day.
    """
    on = agreed.agreed_on or today
    others = tuple(one for one in account.arrangements if one.id != agreed.id)
    held = replace(agreed, state=ArrangementState.AGREED, agreed_on=on, ended_on=None)
    known = replace(account, repayments=tuple(paid for paid in account.repayments if paid.on < on))
    before = position(replace(known, arrangements=others), on)
    if not before.owed_minor:
        return None
    principal = before.principal_minor
    if agreed.kind is ArrangementKind.REDUCED_SETTLEMENT:
        asked, whole = agreed.amount_minor or 0, before.settlement_minor
        return Effect(on, asked, whole, max(asked - principal, 0), whole - principal, None, agreed.until_on, on)
    if not account.loan.method.scheduled:
        return None
    after = position(replace(known, arrangements=(*others, held)), on)
    (to_pay, ends_on), (paid_before, ended_on) = _to_come(after), _to_come(before)
    return Effect(
        on, to_pay, paid_before, to_pay - principal, paid_before - principal, after.next_due, ends_on, ended_on
    )


def _to_come(place: Position) -> tuple[int, date | None]:
    dues = [due for due in place.dues if due.unpaid_minor]
    return sum(due.unpaid_minor for due in dues), dues[-1].due_on if dues else None
