"""What an open settlement for less makes of the dues of an account: one, of the sum agreed, on its last day.

While it is open the lender asks for nothing else; what is owed and overdue stays as it is until the sum is paid, and is
asked again from the day after its last one, if it was not.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.conditions import met, to_settle
from planner.domain.accounts.records import Account, ArrangementKind
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.values import replace


def with_settlement(account: Account, place: Position) -> Position:
    """The state of an account as its open settlement for less, if there is one, has it asked."""
    found = to_settle(account, place.as_of) if place.owed_minor or not place.known else None
    if found is None:
        return _settled(account, place)
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


def _settled(account: Account, place: Position) -> Position:
    """The same with the dues marked that a settlement which was paid took the place of."""
    since = replaced_since(account, place.as_of)
    if since is None:
        return place
    dues = (
        due._replace(replaced_on=since) if is_replaced(due.due_on, due.cleared_on, since) else due for due in place.dues
    )
    return replace(place, dues=tuple(dues))


def replaced_since(account: Account, as_of: date) -> date | None:
    """The day from which on a settlement for less stands for the dues, if it is open or paid by ``as_of``; else None.

    What falls due from then on the lender did not ask for: it is no due that was met or missed. One that was not paid
    by its last day leaves all dues as they are.
    """
    days = []
    for agreed in account.arrangements:
        wanted = agreed.kind is ArrangementKind.REDUCED_SETTLEMENT and agreed.agreed_on is not None
        if wanted and agreed.counts and agreed.broken_on is None:
            met_on = met(account, agreed).met_on
            if met_on is not None and met_on <= as_of:
                days.append(agreed.agreed_on)
    found = to_settle(account, as_of)
    if found is not None:
        days.append(found[0].agreed_on)
    return min((on for on in days if on is not None), default=None)


def is_replaced(due_on: date, cleared_on: date | None, since: date) -> bool:
    """Whether a due falls into that time, and was not paid before it."""
    return due_on >= since and (cleared_on is None or cleared_on >= since)


def settled_by(place: Position) -> Due | None:
    """What an open settlement for less asks for; None where there is none."""
    return next((due for due in place.dues if due.agreed), None)
