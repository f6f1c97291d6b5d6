"""Writes that several services share, inside their open transaction."""

from __future__ import annotations

from datetime import date

from planner import clock
from planner.domain.accounts.records import Account, Statement
from planner.storage.mapping import day_text
from planner.storage.store import Write


def put_reading(write: Write, account: Account, on: date, balance_minor: int) -> int:
    """The lender's balance on ``on``, in place of an earlier reading of that day; returns the row's id.

    It holds everything recorded of that day so far. The account then counts as checked on that day.
    """
    loan_id = account.loan.id
    none_after(write, account, on)
    same_day = [reading.id for reading in account.readings if reading.on == on]
    if same_day:
        reading_id = same_day[0]
        write.change("balance_reading", reading_id, balance_minor=balance_minor)
    else:
        reading_id = write.add(
            "balance_reading",
            loan_id=loan_id,
            read_on=on.isoformat(),
            balance_minor=balance_minor,
            entered_at=clock.now(),
        )
    if account.checked_on is None or account.checked_on < on:
        write.change("loan", loan_id, checked_on=on.isoformat())
    return reading_id


def none_after(write: Write, account: Account, on: date) -> None:
    """Nothing of that day came after its balance was read."""
    for draw in account.draws:
        if draw.after_reading and draw.on == on:
            write.change("draw", draw.id, after_reading=0)
    for paid in account.repayments:
        if paid.after_reading and paid.on == on:
            write.change("repayment", paid.id, after_reading=0)


def put_statement(write: Write, account: Account, bill: Statement) -> int:
    """A printed bill, in place of an earlier one of its day; returns the row's id."""
    values = {
        "due_on": bill.due_on.isoformat(),
        "amount_minor": bill.amount_minor,
        "minimum_minor": bill.minimum_minor,
        "unpaid_on": day_text(bill.unpaid_on),
    }
    same_day = [known.id for known in account.statements if known.on == bill.on]
    if same_day:
        write.change("statement", same_day[0], **values)
        return same_day[0]
    return write.add("statement", loan_id=account.loan.id, cut_on=bill.on.isoformat(), entered_at=clock.now(), **values)


def forget_imports(write: Write, loan_id: int) -> None:
    """Forget the rows of bills that brought draws or repayments of the loan; thousands of them in one statement."""
    write.connection.execute(
        "DELETE FROM import_line WHERE draw_id IN (SELECT id FROM draw WHERE loan_id = :loan)"
        " OR repayment_id IN (SELECT id FROM repayment WHERE loan_id = :loan)",
        {"loan": loan_id},
    )
