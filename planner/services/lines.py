"""Lines and cards: what was drawn, what the lender shows as owed, the bills it printed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from planner import clock
from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import DrawKind, Statement
from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.mapping import day_text
from planner.storage.records import none_after, put_reading, put_statement
from planner.storage.store import OpResult, Store, Write

_LATEST_POSTING = timedelta(60)


def draw(
    store: Store,
    loan_id: int,
    on: date,
    amount_minor: int,
    *,
    today: date,
    note: str = "",
    kind: DrawKind = DrawKind.PLAIN,
    posted_on: date | None = None,
    after_reading: bool | None = None,
) -> OpResult[int]:
    """Record money taken from a line, or a purchase on a card, of ``amount_minor`` > 0.

    ``kind``: a cash advance, or a fee or interest that the lender added, is asked for in full by a card's minimum.
    ``posted_on``: the day a card booked it, on or after ``on``; interest is counted from it; None: the same day.
    ``after_reading``: whether it came after the balance that was read on its day, which then does not hold it; None: it
    did, if one was read.

    Returns:
        The id of the draw.

    Raises:
        PlannerError: ``draw.scheduled`` for a loan that is no line; ``draw.*``, ``loan.closed``, ``loan.unknown``.
    """
    with store.write("draw.add", amount_minor=amount_minor) as write:
        account = write.account(loan_id)
        _name(write, account.loan)
        _check_draw(write, account.loan, on, amount_minor, today)
        after = checks.after_reading(account, on, after_reading)
        _check_posted(on, posted_on)
        draw_id = insert_draw(
            write, loan_id, on, amount_minor, note=note, kind=kind, posted_on=posted_on, after_reading=after
        )
    return write.result(draw_id)


def insert_draw(
    write: Write,
    loan_id: int,
    on: date,
    amount_minor: int,
    *,
    note: str = "",
    kind: DrawKind = DrawKind.PLAIN,
    posted_on: date | None = None,
    after_reading: bool = False,
) -> int:
    """Insert a draw inside an open write; returns its id."""
    values = _draw_values(on, amount_minor, note, kind, after_reading, posted_on)
    return write.add("draw", loan_id=loan_id, entered_at=clock.now(), **values)


def edit_draw(
    store: Store,
    draw_id: int,
    on: date,
    amount_minor: int,
    *,
    today: date,
    note: str = "",
    kind: DrawKind = DrawKind.PLAIN,
    posted_on: date | None = None,
    after_reading: bool | None = None,
) -> OpResult[int]:
    """Replace everything of a draw but its loan. Errors as in ``draw``, and ``draw.unknown``.

    Without ``after_reading`` it stays what it was, unless it moves to another day.
    """
    with store.write("draw.edit", amount_minor=amount_minor) as write:
        row = _row(write, "draw", draw_id, "draw.unknown")
        account = write.account(row["loan_id"])
        _name(write, account.loan)
        _check_draw(write, account.loan, on, amount_minor, today)
        if after_reading is None and row["drawn_on"] == on.isoformat():
            after_reading = bool(row["after_reading"])
        after = checks.after_reading(account, on, after_reading)
        _check_posted(on, posted_on)
        write.change("draw", draw_id, **_draw_values(on, amount_minor, note, kind, after, posted_on))
    return write.result(draw_id)


def delete_draw(store: Store, draw_id: int) -> OpResult[None]:
    """Remove a draw. The row of a bill that brought it stays known. Raises ``draw.unknown``."""
    with store.write("draw.delete") as write:
        row = _row(write, "draw", draw_id, "draw.unknown")
        loan = write.account(row["loan_id"]).loan
        _name(write, loan)
        write.tell(loan=checks.title(loan), amount_minor=row["amount_minor"])
        write.remove("draw", draw_id)
    return write.result(None)


def read_balance(store: Store, loan_id: int, on: date, balance_minor: int, *, today: date) -> OpResult[int]:
    """Record what the lender shows as principal owed at the end of ``on``; of two readings on a day the later counts.

    Returns:
        The id of the reading.

    Raises:
        PlannerError: ``balance.*``, ``loan.closed``, ``loan.unknown``.
    """
    with store.write("balance.read", amount_minor=balance_minor) as write:
        account = write.account(loan_id)
        write.tell(loan=checks.title(account.loan))
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
        write.tell(loan=checks.title(account.loan))
        checks.day("balance", account.loan, on, today)
        if account.checked_on is None or account.checked_on < on:
            write.change("loan", loan_id, checked_on=on.isoformat())
    return write.result(loan_id)


def delete_reading(store: Store, reading_id: int) -> OpResult[None]:
    """Remove a balance reading; the account was last checked at the reading before. Raises ``balance.unknown``."""
    with store.write("balance.delete") as write:
        row = _row(write, "balance_reading", reading_id, "balance.unknown")
        account = write.account(row["loan_id"])
        write.tell(loan=checks.title(account.loan), amount_minor=row["balance_minor"])
        none_after(write, account, date.fromisoformat(row["read_on"]))
        write.remove("balance_reading", reading_id)
        if day_text(account.checked_on) == row["read_on"]:
            left = [reading.on for reading in account.readings if reading.id != reading_id]
            write.change("loan", account.loan.id, checked_on=day_text(max(left, default=None)))
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
        write.tell(loan=checks.title(account.loan))
        bill = Statement(0, on, due_on, amount_minor, minimum_minor)
        _check_statement(account.loan, bill, today)
        statement_id = put_statement(write, account, bill)
    return write.result(statement_id)


def _check_statement(loan: Loan, bill: Statement, today: date) -> None:
    if loan.method is not Method.CARD:
        raise PlannerError("statement.no_card", loan=checks.title(loan))
    checks.amount("statement", bill.amount_minor, least=0)
    checks.day("statement", loan, bill.on, today)
    if bill.due_on <= bill.on:
        raise PlannerError("statement.due", field="due_on", due_on=bill.due_on, on=bill.on)
    if bill.minimum_minor is not None and not 0 <= bill.minimum_minor <= bill.amount_minor:
        raise PlannerError("statement.minimum", field="minimum", value_minor=bill.minimum_minor)


def delete_statement(store: Store, statement_id: int) -> OpResult[None]:
    """Remove a printed bill; the computed one takes its place again. Raises ``statement.unknown``."""
    with store.write("statement.delete") as write:
        row = _row(write, "statement", statement_id, "statement.unknown")
        write.tell(loan=checks.title(write.account(row["loan_id"]).loan), amount_minor=row["amount_minor"])
        write.remove("statement", statement_id)
    return write.result(None)


def _name(write: Write, loan: Loan) -> None:
    """What is drawn on a card is a purchase."""
    if loan.method is Method.CARD:
        write.code = write.code.replace("draw", "purchase")


def _check_draw(write: Write, loan: Loan, on: date, amount_minor: int, today: date) -> None:
    write.tell(loan=checks.title(loan))
    if loan.method.scheduled:
        raise PlannerError("draw.scheduled", loan=checks.title(loan))
    checks.amount("draw", amount_minor)
    checks.day("draw", loan, on, today)


def _check_posted(on: date, posted_on: date | None) -> None:
    if posted_on is not None and not on <= posted_on <= on + _LATEST_POSTING:
        raise PlannerError("draw.posted", field="posted_on", posted_on=posted_on, on=on)


def _draw_values(
    on: date, amount_minor: int, note: str, kind: DrawKind, after_reading: bool, posted_on: date | None
) -> dict[str, Any]:
    return {
        "drawn_on": on.isoformat(),
        "amount_minor": amount_minor,
        "note": clean(note, lines=True),
        "kind": kind.value,
        "after_reading": int(after_reading),
        "posted_on": None if posted_on == on else day_text(posted_on),
    }


def _row(write: Write, table: str, key: int, unknown: str) -> dict[str, Any]:
    found = write.values(table, id=key)
    if not found:
        raise PlannerError(unknown, id=key)
    return found[0]
