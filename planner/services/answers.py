"""What the person says about a due date that has passed and of which nothing is recorded: it was not paid.

The same of one of which a debit by the lender is assumed.

That it was paid is a repayment like any other: ``repayments.record``.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Denial
from planner.domain.ledger.position import position
from planner.domain.ledger.printed_days import is_named
from planner.domain.ledger.state import Due, DueStatus
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.store import OpResult, Store


def deny(store: Store, loan_id: int, due_on: date, *, today: date) -> OpResult[int]:
    """Record that what fell due on ``due_on`` has not been paid: from ``today`` on, past its grace, it is overdue.

    Args:
        store: the database.
        loan_id: the loan on which it fell due.
        due_on: its due date, up to ``today``.
        today: the person's day.

    Returns:
        The id of the answer; of the one given before, where there is one.

    Raises:
        PlannerError: ``loan.unknown``; ``due.unknown`` when nothing that is still unpaid fell due on that day.
    """
    with store.write("due.deny", on=due_on) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        dues = position(account, today).dues
        if due_on > today or not any(due.due_on == due_on and _is_open(due) for due in dues):
            raise PlannerError("due.unknown", field="due_on", on=due_on)
        given = next((denial.id for denial in account.denials if is_named(account.loan, denial.due_on, due_on)), None)
        denial_id = given or write.put(Denial(0, today, due_on), of=loan_id)
    return write.result(denial_id)


def take_back(store: Store, denial_id: int) -> OpResult[None]:
    """Remove the answer that something was not paid: nobody said so. Raises ``due.no_answer``."""
    with store.write("due.take_back") as write:
        account = checks.account_with(write, Denial, denial_id, "due.no_answer")
        write.tell(loan=full_name(account.loan), on=checks.one(account.denials, denial_id).due_on)
        write.drop(Denial, denial_id)
    return write.result(None)


def _is_open(due: Due) -> bool:
    return due.unpaid_minor > 0 or due.status is DueStatus.ASSUMED
