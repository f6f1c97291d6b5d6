"""What is not recorded yet, taken as paid: by this a plan goes until somebody says otherwise."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger.state import DEBIT, DueStatus, Position


def taken_as_paid(account: Account, place: Position) -> Account:
    """The account as if what each due that is not recorded yet asks for at least had been paid on its due date.

    Of a bill that is its minimum, where it has one, less what is overdue in it: that is known not to be paid. What a
    debit is assumed to have paid becomes a repayment, too.

    Args:
        account: the account.
        place: its state on the day of the question.

    Returns:
        The account itself where there is no such due.
    """
    unrecorded = [due for due in place.dues if due.status is DueStatus.UNRECORDED]
    unsaid = [(due.due_on, due.least_minor - due.overdue_minor) for due in unrecorded]
    unsaid += [
        (part.on, part.principal_minor + part.interest_minor + part.fee_minor)
        for part in place.applied
        if part.repayment_id == DEBIT
    ]
    unsaid = [(on, amount_minor) for on, amount_minor in unsaid if amount_minor > 0]
    if not unsaid:
        return account
    last = max((paid.id for paid in account.repayments), default=0)
    assumed = [
        Repayment(number, due_on, amount_minor, assigned_on=due_on)
        for number, (due_on, amount_minor) in enumerate(unsaid, last + 1)
    ]
    return replace(account, repayments=(*account.repayments, *assumed))
