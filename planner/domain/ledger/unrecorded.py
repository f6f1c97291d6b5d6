"""What is not recorded yet, taken as paid: by this a plan goes until somebody says otherwise."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger.state import DueStatus, Position


def taken_as_paid(account: Account, place: Position) -> Account:
    """The account as if each due that is not recorded yet had been paid in full on its due date.

    Args:
        account: the account.
        place: its state on the day of the question.

    Returns:
        The account itself where there is no such due.
    """
    unsaid = [due for due in place.dues if due.status is DueStatus.UNRECORDED]
    if not unsaid:
        return account
    last = max((paid.id for paid in account.repayments), default=0)
    assumed = [
        Repayment(number, due.due_on, due.unpaid_minor, assigned_on=due.due_on)
        for number, due in enumerate(unsaid, last + 1)
    ]
    return replace(account, repayments=(*account.repayments, *assumed))
