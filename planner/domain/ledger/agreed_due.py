"""What an open settlement for less makes of the dues of an account: one, of the sum agreed, on its last day.

While it is open the lender asks for nothing else; what is owed and overdue stays as it is until the sum is paid, and is
asked again from the day after its last one, if it was not.
"""

from __future__ import annotations

from planner.domain.accounts.conditions import to_settle
from planner.domain.accounts.records import Account
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.values import replace


def with_settlement(account: Account, place: Position) -> Position:
    """The state of an account as its open settlement for less, if there is one, has it asked."""
    found = to_settle(account, place.as_of) if place.owed_minor or not place.known else None
    if found is None:
        return place
    agreed, stands = found
    assert agreed.until_on is not None
    paid = min(stands.paid_minor, stands.asked_minor)
    own = Due(
        account.loan.id,
        max((due.number for due in place.dues), default=0) + 1,
        agreed.until_on,
        stands.asked_minor,
        0,
        0,
        paid,
        None,
        DueStatus.PENDING,
        0,
        paid_principal_minor=paid,
        agreed=True,
    )
    others = [
        due._replace(replaced_on=agreed.agreed_on, carried_minor=0, short_minor=0)
        if due.unpaid_minor or due.carried_minor
        else due
        for due in place.dues
    ]
    dues = sorted([*others, own], key=lambda due: (due.due_on, due.agreed))
    return replace(place, dues=tuple(dues), next_due=own, short_minor=0)


def settled_by(place: Position) -> Due | None:
    """What an open settlement for less asks for; None where there is none."""
    return next((due for due in place.dues if due.agreed), None)
