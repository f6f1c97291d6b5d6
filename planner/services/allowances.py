"""What a lender gives beside the money that is paid: waivers, refunds, cashback, interest given back."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Allowance, AllowanceKind
from planner.domain.accounts.terms import Part
from planner.domain.basics.text import clean
from planner.services import checks
from planner.storage.store import OpResult, Store


def record(
    store: Store,
    loan_id: int,
    on: date,
    amount_minor: int,
    kind: AllowanceKind,
    *,
    today: date,
    part: Part | None = None,
    due_on: date | None = None,
    note: str = "",
) -> OpResult[int]:
    """Record what the lender of a loan credited or waived on ``on``.

    Args:
        store: the database.
        loan_id: the loan, line or card.
        on: from the start of the loan to ``today``, both included.
        amount_minor: fen, more than 0.
        kind: what it is.
        today: the day up to which something can have been given.
        part: what a waiver is of; None: penalty interest. Not kept for the other kinds.
        due_on: the due date of the instalment or bill that a waiver is of; None: the oldest that ask for that part.
        note: any text.

    Returns:
        The id of the allowance.

    Raises:
        PlannerError: ``allowance.*``, ``loan.unknown``, ``loan.closed``.
    """
    with store.write("allowance.add", amount_minor=amount_minor) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        made = _made(account, 0, on, amount_minor, kind, today, part, due_on, note)
        allowance_id = write.put(made, of=loan_id)
    return write.result(allowance_id)


def edit(
    store: Store,
    allowance_id: int,
    on: date,
    amount_minor: int,
    kind: AllowanceKind,
    *,
    today: date,
    part: Part | None = None,
    due_on: date | None = None,
    note: str = "",
) -> OpResult[int]:
    """Replace everything of an allowance but its loan. Arguments and errors as in ``record``; ``allowance.unknown``."""
    with store.write("allowance.edit", amount_minor=amount_minor) as write:
        account = checks.account_with(write, Allowance, allowance_id, "allowance.unknown")
        write.tell(loan=full_name(account.loan))
        write.put(_made(account, allowance_id, on, amount_minor, kind, today, part, due_on, note))
    return write.result(allowance_id)


def delete(store: Store, allowance_id: int) -> OpResult[None]:
    """Remove an allowance. Raises ``allowance.unknown``."""
    with store.write("allowance.delete") as write:
        account = checks.account_with(write, Allowance, allowance_id, "allowance.unknown")
        gone = checks.one(account.allowances, allowance_id)
        write.tell(loan=full_name(account.loan), amount_minor=gone.amount_minor)
        write.drop(Allowance, allowance_id)
    return write.result(None)


def _made(
    account: Account,
    key: int,
    on: date,
    amount_minor: int,
    kind: AllowanceKind,
    today: date,
    part: Part | None,
    due_on: date | None,
    note: str,
) -> Allowance:
    checks.amount("allowance", amount_minor)
    checks.day("allowance", account.loan, on, today)
    waived = kind is AllowanceKind.WAIVER
    return Allowance(
        key,
        on,
        amount_minor,
        kind,
        part if waived else None,
        due_on if waived else None,
        clean(note, lines=True),
    )
