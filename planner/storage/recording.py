"""Writes that several services share, inside their open transaction: more than one row at a time."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, Draw, Reading, Repayment, Statement
from planner.domain.ledger.position import position
from planner.storage.rows.loans import LOANS
from planner.storage.store import Write
from planner.values import replace


def put_reading(write: Write, account: Account, on: date, balance_minor: int) -> int:
    """The lender's balance on ``on``, in place of an earlier reading of that day; returns the row's id.

    It holds everything recorded of that day so far. The account then counts as checked on that day.
    """
    none_after(write, account, on)
    same_day = next((reading.id for reading in account.readings if reading.on == on), 0)
    reading_id = write.put(Reading(same_day, on, balance_minor), of=account.loan.id)
    checked(write, account, on)
    return reading_id


def checked(write: Write, account: Account, on: date) -> None:
    """The person compared the balance with the lender's on ``on``, unless it was compared later already.

    Only the last such day stands on the account. What an earlier one has answered of debits that were assumed stays
    answered: where it would not, the balance of that day is kept as one that was read.
    """
    if account.checked_on is not None and account.checked_on >= on:
        return
    if account.checked_on is not None and account.loan.auto_debit and not account.was_read(account.checked_on):
        shown = position(account, account.checked_on)
        other = _paid(account, on) != _paid(replace(account, checked_on=on), on)
        if other and (shown.principal_minor or not shown.owed_minor):
            write.put(Reading(0, shown.as_of, shown.principal_minor), of=account.loan.id)
    put_checked(write, account, on)


def _paid(account: Account, on: date) -> tuple[int, int, list[tuple[int, date, date | None]]]:
    """Principal, what is in the person's favour, and the day on which each due was settled."""
    place = position(account, on)
    dues = [(due.number, due.due_on, due.cleared_on) for due in place.dues]
    return place.principal_minor, place.credit_minor, dues


def put_checked(write: Write, account: Account, on: date | None) -> None:
    """The account was last checked on ``on``; None: never."""
    write.change(LOANS.name, account.loan.id, **dict([LOANS.kept("checked_on", on)]))


def none_after(write: Write, account: Account, on: date) -> None:
    """Nothing of that day came after its balance was read."""
    records: tuple[Draw | Repayment, ...] = (*account.draws, *account.repayments)
    for record in records:
        if record.after_reading and record.on == on:
            write.put(replace(record, after_reading=False))


def put_statement(write: Write, account: Account, bill: Statement) -> int:
    """A printed bill, in place of an earlier one of its day; returns the row's id."""
    same_day = next((known.id for known in account.statements if known.on == bill.on), 0)
    return write.put(replace(bill, id=same_day), of=account.loan.id)


def forget_imports(write: Write, loan_id: int) -> None:
    """Forget the rows of bills that brought records of the loan; thousands of them in one statement.

    Of plans and refunds a row keeps no id: theirs are those whose keys name the day and the amount.
    """
    write.connection.execute(
        "DELETE FROM import_line WHERE draw_id IN (SELECT id FROM draw WHERE loan_id = :loan)"
        " OR repayment_id IN (SELECT id FROM repayment WHERE loan_id = :loan)"
        " OR draw_id IS NULL AND repayment_id IS NULL AND ("
        "outcome = 'instalments' AND EXISTS (SELECT 1 FROM card_plan WHERE loan_id = :loan"
        " AND source_key LIKE '%:purchase:' || started_on || ':' || principal_minor || ':%')"
        " OR outcome = 'refund' AND EXISTS (SELECT 1 FROM allowance WHERE loan_id = :loan"
        " AND source_key LIKE '%:refund:' || given_on || ':' || amount_minor || ':%'))",
        {"loan": loan_id},
    )
