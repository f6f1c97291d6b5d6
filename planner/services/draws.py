"""Draws of lines, purchases on cards, further payouts of loans that are paid out in parts."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Draw, DrawKind
from planner.domain.basics.text import clean
from planner.domain.ledger.position import position
from planner.errors import PlannerError
from planner.services import checks
from planner.services.checks import name_account
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

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
    """Record money taken from a line, a purchase on a card, or a further payout of a loan, of ``amount_minor`` > 0.

    ``kind``: a cash advance, or a fee or interest that the lender added, is asked for in full by a card's minimum; a
    balance in the person's favour is paid out of a card by ``WITHDRAWN``.
    ``posted_on``: the day a card booked it, on or after ``on``; interest is counted from it; None: the same day.
    ``after_reading``: whether it came after the balance that was read on its day, which then does not hold it; None: it
    did, if one was read.

    Returns:
        The id of the draw.

    Raises:
        PlannerError: ``draw.flat_fee`` for a loan whose price was fixed on the amount borrowed; ``draw.after_end``
            when no instalment of a loan is to come that could repay it; ``draw.settled`` from the day on which a loan
            was settled; ``draw.withdrawn`` when there is not as much in
            the person's favour; ``draw.*`` (``draw.frozen`` after the day of a freeze), ``loan.closed``,
            ``loan.unknown``.
    """
    with store.write("draw.add", amount_minor=amount_minor) as write:
        account = write.account(loan_id)
        name_account(write, account.loan)
        _check_draw(write, account, on, amount_minor, today)
        if kind in (DrawKind.PLAIN, DrawKind.CASH):  # what the lender itself adds still is
            checks.drawable(account, on)
        after = _after(account, on, after_reading)
        _check_posted(on, posted_on)
        if kind is DrawKind.WITHDRAWN:
            _check_credit(write, account, on, amount_minor)
        made = Draw(0, on, amount_minor, clean(note, lines=True), kind, _later(on, posted_on), after)
        draw_id = write.put(made, of=loan_id)
    return write.result(draw_id)


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
        account = checks.account_with(write, Draw, draw_id, "draw.unknown")
        before = checks.one(account.draws, draw_id)
        name_account(write, account.loan)
        _check_draw(write, account, on, amount_minor, today)
        if after_reading is None and before.on == on:
            after_reading = before.after_reading
        after = _after(account, on, after_reading)
        _check_posted(on, posted_on)
        if kind is DrawKind.WITHDRAWN:
            others = tuple(draw for draw in account.draws if draw.id != draw_id)
            _check_credit(write, replace(account, draws=others), on, amount_minor)
        write.put(Draw(draw_id, on, amount_minor, clean(note, lines=True), kind, _later(on, posted_on), after))
    return write.result(draw_id)


def delete_draw(store: Store, draw_id: int) -> OpResult[None]:
    """Remove a draw. The row of a bill that brought it stays known. Raises ``draw.unknown``."""
    with store.write("draw.delete") as write:
        account = checks.account_with(write, Draw, draw_id, "draw.unknown")
        name_account(write, account.loan)
        gone = checks.one(account.draws, draw_id)
        write.tell(loan=full_name(account.loan), amount_minor=gone.amount_minor)
        write.drop(Draw, draw_id)
    return write.result(None)


def _check_draw(write: Write, account: Account, on: date, amount_minor: int, today: date) -> None:
    loan = account.loan
    write.tell(loan=full_name(loan))
    if loan.method is Method.FLAT_FEE:
        raise PlannerError("draw.flat_fee", loan=full_name(loan))
    checks.amount("draw", amount_minor)
    checks.day("draw", loan, on, today)
    if loan.method.scheduled and loan.settled_on is not None and on >= loan.settled_on:
        raise PlannerError("draw.settled", field="on", on=on, settled_on=loan.settled_on, loan=full_name(loan))
    if loan.method.scheduled and not any(due.due_on > on for due in position(account, on).dues):
        raise PlannerError("draw.after_end", field="on", on=on)


def _after(account: Account, on: date, given: bool | None) -> bool:
    """Whether it came after the balance read on its day; where the account was settled that day, it came after that."""
    settled = account.loan.settled_on == on or any(paid.settles and paid.on == on for paid in account.repayments)
    return settled or checks.after_reading(account, on, given)


def _check_credit(write: Write, account: Account, on: date, amount_minor: int) -> None:
    """No more is paid out than there is in the person's favour on that day."""
    write.code = write.code.replace("purchase", "draw.withdrawn")
    credit_minor = position(account, on).credit_minor
    if amount_minor > credit_minor:
        raise PlannerError("draw.withdrawn", field="amount", amount_minor=amount_minor, credit_minor=credit_minor)


def _check_posted(on: date, posted_on: date | None) -> None:
    if posted_on is not None and not on <= posted_on <= on + _LATEST_POSTING:
        raise PlannerError("draw.posted", field="posted_on", posted_on=posted_on, on=on)


def _later(on: date, posted_on: date | None) -> date | None:
    """The day of booking, where it is not the day itself."""
    return None if posted_on == on else posted_on
