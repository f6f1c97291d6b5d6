"""What is not recorded yet, taken as paid: by this a plan goes until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger.state import DEBIT, Due, DueStatus, Position
from planner.values import replace


def unsaid(place: Position) -> list[tuple[date, int]]:
    """What each due that is not recorded yet asks for at least, with its day, in fen.

    Of a bill that is its minimum, where it has one, less what is overdue in it: that is known not to be paid.
    """
    unrecorded = [due for due in place.dues if due.status is DueStatus.UNRECORDED]
    return [(due.due_on, max(due.least_minor - due.overdue_minor, 0)) for due in unrecorded]


def taken_as_paid(account: Account, place: Position) -> Account:
    """The account as if what is ``unsaid`` had been paid, each on its due date.

    What a debit is assumed to have paid becomes a repayment, too.

    Args:
        account: the account.
        place: its state on the day of the question.

    Returns:
        The account itself where there is no such due.
    """
    debited = [(part.on, part.used_minor) for part in place.applied if part.repayment_id == DEBIT]
    paid = [(on, amount_minor) for on, amount_minor in [*unsaid(place), *debited] if amount_minor > 0]
    if not paid:
        return account
    last = max((paid.id for paid in account.repayments), default=0)
    assumed = [
        Repayment(number, due_on, amount_minor, assigned_on=due_on)
        for number, (due_on, amount_minor) in enumerate(paid, last + 1)
    ]
    return replace(account, repayments=(*account.repayments, *assumed))


def debited_on(place: Position, on: date) -> int:
    """What the lender's own debits are assumed to have paid on a day, in the currency of the account."""
    return sum(one.used_minor for one in place.applied if one.repayment_id == DEBIT and one.on == on)


def paid_for(place: Position, due: Due | None, on: date) -> Due | None:
    """The due that a payment of a day is for which is meant for ``due``, and names none.

    It takes the place of a debit that is assumed on that very day, unless an older due is meant.
    """
    debits = (one for one in place.dues if one.status is DueStatus.ASSUMED and one.due_on == on)
    debit = next(debits, None)
    return due if debit is None or due is None or due.due_on < on else debit


def debited_by(payable: Sequence[Due], on: date) -> tuple[Due, Due] | None:
    """The last due that a debit up to a day is assumed to have paid, and the next one; None without both.

    A payment of that day takes the place of the debit, unless it names the next one: only who paid knows which it was.
    On the day of the debit itself, too, and so which came first.

    Args:
        payable: the dues that a payment of the day can be made for (``Payments.payable``).
        on: the day.
    """
    assumed = [due for due in payable if due.status is DueStatus.ASSUMED and due.due_on <= on]
    after = [due for due in payable if due.unpaid_minor and assumed and due.due_on > assumed[-1].due_on]
    return (assumed[-1], after[0]) if after else None
