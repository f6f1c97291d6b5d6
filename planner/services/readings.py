"""What the lender shows as owed on a line or card, and the bills that it printed."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Reading, Statement
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.recording import checked, none_after, put_checked, put_reading, put_statement
from planner.storage.store import OpResult, Store


def read_balance(store: Store, loan_id: int, on: date, balance_minor: int, *, today: date) -> OpResult[int]:
    """Record what the lender shows as principal owed at the end of ``on``; of two readings on a day the later counts.

    Returns:
        The id of the reading.

    Raises:
        PlannerError: ``balance.*``, ``loan.closed``, ``loan.unknown``.
    """
    with store.write("balance.read", amount_minor=balance_minor) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        checks.amount("balance", balance_minor, least=0, field="balance")
        checks.day("balance", account.loan, on, today)
        reading_id = put_reading(write, account, on, balance_minor)
    return write.result(reading_id)


def confirm_balance(store: Store, loan_id: int, on: date, *, today: date) -> OpResult[int]:
    """The person compared the balance with the lender's on ``on`` and found it right; nothing else changes.

    Raises:
        PlannerError: ``balance.*``, ``loan.closed``, ``loan.unknown``.
    """
    with store.write("balance.confirm") as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        checks.day("balance", account.loan, on, today)
        checked(write, account, on)
    return write.result(loan_id)


def delete_reading(store: Store, reading_id: int) -> OpResult[None]:
    """Remove a balance reading; the account was last checked at the reading before. Raises ``balance.unknown``."""
    with store.write("balance.delete") as write:
        account = checks.account_with(write, Reading, reading_id, "balance.unknown")
        gone = checks.one(account.readings, reading_id)
        write.tell(loan=full_name(account.loan), amount_minor=gone.balance_minor)
        none_after(write, account, gone.on)
        write.drop(Reading, reading_id)
        if account.checked_on == gone.on:
            left = [reading.on for reading in account.readings if reading.id != reading_id]
            put_checked(write, account, max(left, default=None))
    return write.result(None)


def statement(
    store: Store,
    loan_id: int,
    on: date,
    due_on: date,
    amount_minor: int,
    minimum_minor: int | None = None,
    *,
    today: date,
) -> OpResult[int]:
    """Record the bill of a card as the lender printed it, in place of an earlier one cut on the same day.

    Args:
        store: the database.
        loan_id: an account with the method ``CARD``.
        on: the day the bill was cut.
        due_on: after ``on``.
        amount_minor: what the bill asks for, 0 or more.
        minimum_minor: the smallest payment it accepts, from 0 to the amount, if printed.
        today: the bill was cut on this day or before.

    Returns:
        The id of the statement.

    Raises:
        PlannerError: ``statement.*``, ``loan.closed``, ``loan.unknown``.
    """
    with store.write("statement.put", amount_minor=amount_minor, on=on) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        bill = Statement(0, on, due_on, amount_minor, minimum_minor)
        _check_statement(account.loan, bill, today)
        statement_id = put_statement(write, account, bill)
    return write.result(statement_id)


def _check_statement(loan: Loan, bill: Statement, today: date) -> None:
    if loan.method is not Method.CARD:
        raise PlannerError("statement.no_card", loan=full_name(loan))
    checks.amount("statement", bill.amount_minor, least=0)
    checks.day("statement", loan, bill.on, today)
    if bill.due_on <= bill.on:
        raise PlannerError("statement.due", field="due_on", due_on=bill.due_on, on=bill.on)
    if bill.minimum_minor is not None and not 0 <= bill.minimum_minor <= bill.amount_minor:
        raise PlannerError("statement.minimum", field="minimum", value_minor=bill.minimum_minor)


def delete_statement(store: Store, statement_id: int) -> OpResult[None]:
    """Remove a printed bill; the computed one takes its place again. Raises ``statement.unknown``."""
    with store.write("statement.delete") as write:
        account = checks.account_with(write, Statement, statement_id, "statement.unknown")
        bill = checks.one(account.statements, statement_id)
        write.tell(loan=full_name(account.loan), amount_minor=bill.amount_minor)
        write.drop(Statement, statement_id)
    return write.result(None)
