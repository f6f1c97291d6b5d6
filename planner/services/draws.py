"""Draws of lines and purchases on cards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from planner import clock
from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import DrawKind
from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.services import checks
from planner.services.checks import name_account, row_of
from planner.storage.mapping import day_text
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
        name_account(write, account.loan)
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
        row = row_of(write, "draw", draw_id, "draw.unknown")
        account = write.account(row["loan_id"])
        name_account(write, account.loan)
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
        row = row_of(write, "draw", draw_id, "draw.unknown")
        loan = write.account(row["loan_id"]).loan
        name_account(write, loan)
        write.tell(loan=full_name(loan), amount_minor=row["amount_minor"])
        write.remove("draw", draw_id)
    return write.result(None)


def _check_draw(write: Write, loan: Loan, on: date, amount_minor: int, today: date) -> None:
    write.tell(loan=full_name(loan))
    if loan.method.scheduled:
        raise PlannerError("draw.scheduled", loan=full_name(loan))
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
