"""Recording what was paid to a lender."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Repayment, Split
from planner.domain.basics.text import clean
from planner.domain.ledger.position import position
from planner.domain.ledger.printed_days import named_among
from planner.domain.ledger.split import Payments, from_balance
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.recording import put_reading
from planner.storage.store import OpResult, Store
from planner.values import replace


def record(
    store: Store,
    loan_id: int,
    on: date,
    amount_minor: int,
    *,
    today: date,
    split: Split | None = None,
    settles: bool = False,
    note: str = "",
    after_reading: bool | None = None,
    discount_minor: int = 0,
    assigned_on: date | None = None,
    twice: bool = True,
) -> OpResult[int]:
    """Record a repayment of ``amount_minor`` on ``on``.

    Args:
        store: the database.
        loan_id: the loan it was paid to.
        on: from the start of the loan to ``today``, both included.
        amount_minor: fen, more than 0; not more than ends the loan on that day, unless it ``settles`` or is a card.
        today: the day up to which something can have been paid.
        split: principal, interest and fee as the person corrected them; None derives them.
        settles: nothing is owed after it, whatever the computed balance says.
        note: any text.
        after_reading: whether it came after the balance that was read on its day, which then does not hold it; None:
            it did, if one was read.
        discount_minor: what the lender counted as paid beside it (a coupon), fen, 0 or more.
        assigned_on: the due date of the instalment or bill that it was made for, one of those that were open on that
            day and due before it, or the next; None: the oldest. Not kept where it ``settles``.
        twice: False: refuse it where one of the same amount stands on that day already.

    Returns:
        The id of the repayment.

    Raises:
        PlannerError: ``loan.unknown``, ``loan.closed``, ``repayment.*``.
    """
    with store.write(_added(on, today), amount_minor=amount_minor, on=on) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        _check(account, on, amount_minor, discount_minor, today, split, settles, twice)
        after = checks.after_reading(account, on, after_reading)
        note = clean(note, lines=True)
        assigned_on = None if settles else _assigned(account, on, assigned_on)
        counted = checks.after_cash(write, on, today)
        paid = Repayment(0, on, amount_minor, split, settles, note, None, after, discount_minor, assigned_on, counted)
        repayment_id = write.put(paid, of=loan_id)
    return write.result(repayment_id)


def _added(on: date, today: date) -> str:
    """A repayment of an earlier day is told with its day: it is easily taken for one of today."""
    return "repayment.add" if on == today else "repayment.add_past"


def record_with_balance(
    store: Store,
    loan_id: int,
    on: date,
    amount_minor: int,
    balance_minor: int,
    *,
    today: date,
    note: str = "",
    after_reading: bool | None = None,
    discount_minor: int = 0,
    assigned_on: date | None = None,
    twice: bool = True,
) -> OpResult[int]:
    """Record a repayment and the balance (principal owed) that the lender shows after it, at the end of ``on``.

    The balance gives the principal paid, and what is left of the amount is interest. After a balance that was read the
    same day it needs no reading of its own: principal paid leads from the one to the other.

    Raises:
        PlannerError: as ``record``; also when the balance cannot be right, from ``from_balance``.
    """
    with store.write(_added(on, today), amount_minor=amount_minor, on=on) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        checks.amount("balance", balance_minor, least=0, field="balance")
        _check_day_and_amount(account, on, amount_minor, discount_minor, today, twice)
        after = checks.after_reading(account, on, after_reading)
        assigned_on, counted = _assigned(account, on, assigned_on), amount_minor + discount_minor
        split = from_balance(account, on, counted, balance_minor, after_reading=after, assigned_on=assigned_on)
        note = clean(note, lines=True)
        later = checks.after_cash(write, on, today)
        paid = Repayment(0, on, amount_minor, split, False, note, None, after, discount_minor, assigned_on, later)
        repayment_id = write.put(paid, of=loan_id)
        if not after:
            put_reading(write, account, on, balance_minor)
    return write.result(repayment_id)


def edit(
    store: Store,
    repayment_id: int,
    on: date,
    amount_minor: int,
    *,
    today: date,
    split: Split | None = None,
    settles: bool = False,
    note: str = "",
    after_reading: bool | None = None,
    discount_minor: int = 0,
    assigned_on: date | None = None,
) -> OpResult[int]:
    """Replace everything of a repayment but its loan. Arguments and errors as in ``record``.

    Without ``after_reading`` it stays what it was, unless it moves to another day.

    Raises:
        PlannerError: ``repayment.unknown`` when there is none of this id.
    """
    with store.write("repayment.edit", amount_minor=amount_minor) as write:
        account = checks.account_with(write, Repayment, repayment_id, "repayment.unknown")
        write.tell(loan=full_name(account.loan))
        others = account.without(repayment_id)
        _check(others, on, amount_minor, discount_minor, today, split, settles)
        before = checks.one(account.repayments, repayment_id)
        if after_reading is None and before.on == on:
            after_reading = before.after_reading
        after = checks.after_reading(account, on, after_reading)
        write.put(
            replace(
                before,
                on=on,
                amount_minor=amount_minor,
                split=split,
                settles=settles,
                note=clean(note, lines=True),
                after_reading=after,
                discount_minor=discount_minor,
                assigned_on=None if settles else _assigned(others, on, assigned_on),
                after_cash=before.after_cash if before.on == on else checks.after_cash(write, on, today),
            )
        )
    return write.result(repayment_id)


def take_back(store: Store, repayment_id: int, on: date | None, *, today: date) -> OpResult[int]:
    """Lender or bank took a repayment back ``on`` that day (on its own day: it failed); None: it was not, after all.

    Raises:
        PlannerError: ``repayment.unknown``; ``repayment.reversed_on`` when the day is before the repayment or to come.
    """
    with store.write("repayment.take_back" if on else "repayment.stands") as write:
        account = checks.account_with(write, Repayment, repayment_id, "repayment.unknown")
        paid = checks.one(account.repayments, repayment_id)
        write.tell(loan=full_name(account.loan), amount_minor=paid.amount_minor)
        if on is not None and not paid.on <= on <= today:
            raise PlannerError("repayment.reversed_on", field="on", on=on, paid_on=paid.on, today=today)
        write.put(replace(paid, reversed_on=on))
    return write.result(repayment_id)


def delete(store: Store, repayment_id: int) -> OpResult[None]:
    """Remove a repayment. The row of a bill that brought it stays known: importing again does not bring it back.

    Raises:
        PlannerError: ``repayment.unknown``.
    """
    with store.write("repayment.delete") as write:
        account = checks.account_with(write, Repayment, repayment_id, "repayment.unknown")
        paid = checks.one(account.repayments, repayment_id)
        write.tell(loan=full_name(account.loan), amount_minor=paid.amount_minor)
        write.drop(Repayment, repayment_id)
    return write.result(None)


def _check_day_and_amount(
    account: Account, on: date, amount_minor: int, discount_minor: int, today: date, twice: bool
) -> None:
    checks.amount("repayment", amount_minor)
    checks.amount("repayment", discount_minor, least=0, field="discount")
    checks.day("repayment", account.loan, on, today)
    if not twice and any(
        (paid.on, paid.amount_minor, paid.reversed_on) == (on, amount_minor, None) for paid in account.repayments
    ):
        raise PlannerError("repayment.twice", field="amount", on=on, amount_minor=amount_minor)


def _assigned(account: Account, on: date, assigned_on: date | None) -> date | None:
    """The due date that a repayment on a day is for; ``account`` is without it.

    Raises:
        PlannerError: ``repayment.assigned``, with the days that would be right; where there is none,
            ``repayment.assigned_none``.
    """
    if assigned_on is None:
        return None
    dues = Payments(account).payable(on)
    due = named_among(account.loan, assigned_on, dues)
    if due is None:
        days = tuple(due.due_on for due in dues)
        code = "repayment.assigned" if days else "repayment.assigned_none"
        raise PlannerError(code, field="assigned", assigned_on=assigned_on, on=on, days=days)
    return due.due_on


def _check(
    account: Account,
    on: date,
    amount_minor: int,
    discount_minor: int,
    today: date,
    split: Split | None,
    settles: bool,
    twice: bool = True,
) -> None:
    _check_day_and_amount(account, on, amount_minor, discount_minor, today, twice)
    counted = amount_minor + discount_minor
    if split is not None:
        split.validate(counted)
    if settles or account.loan.method is Method.CARD:  # what a card gets beyond it stays in the person's favour
        return
    # what a debit is assumed to have paid can be recorded as paid, too: the repayment takes its place
    place = position(replace(account, loan=replace(account.loan, auto_debit=False)), on)
    unpaid = [due for due in place.dues if due.unpaid_minor > 0]
    ahead = next((due.unpaid_minor for due in unpaid if due.due_on > on), 0)
    in_hand = ahead + sum(due.unpaid_minor for due in unpaid if due.due_on <= on)
    # the last instalment paid early, as printed, is more than settling would cost on that day, and is right
    if counted > max(place.settlement_minor, in_hand + place.short_minor):
        raise PlannerError(
            "repayment.more_than_owed",
            field="amount",
            amount_minor=counted,
            settlement_minor=place.settlement_minor,
        )
