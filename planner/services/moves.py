"""Legal moves on an account: written off, passed on, collected by another, frozen, released. None settles it."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.moves import PASSED_ON, claim_by
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Move, MoveKind
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.services import checks
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

NAMED = (*PASSED_ON, MoveKind.COLLECTION)


def add(store: Store, loan_id: int, move: Move, *, today: date) -> OpResult[int]:
    """Record a move; its id is ignored.

    Returns:
        Its id.

    Raises:
        PlannerError: ``move.*`` with ``field`` naming what is wrong, ``loan.unknown``.
    """
    with store.write("move.add") as write:
        account = write.account(loan_id)
        move_id = write.put(_fitting(write, account, replace(move, id=0), today), of=loan_id)
    return write.result(move_id)


def edit(store: Store, move: Move, *, today: date) -> OpResult[int]:
    """Replace everything of the move ``move.id`` but its account. Raises as ``add``, and ``move.unknown``."""
    with store.write("move.edit") as write:
        account = checks.account_with(write, Move, move.id, "move.unknown")
        write.put(_fitting(write, account, move, today))
    return write.result(move.id)


def delete(store: Store, move_id: int) -> OpResult[None]:
    """Remove a move, as if it had never been. Raises ``move.unknown``."""
    with store.write("move.delete") as write:
        account = checks.account_with(write, Move, move_id, "move.unknown")
        write.tell(loan=full_name(account.loan))
        write.drop(Move, move_id)
    return write.result(None)


def _fitting(write: Write, account: Account, move: Move, today: date) -> Move:
    loan = account.loan
    write.tell(loan=full_name(loan))
    if move.on < loan.start_on:
        raise PlannerError("move.before_start", field="on", on=move.on, start_on=loan.start_on)
    if move.on > today:
        raise PlannerError("move.future", field="on", on=move.on)
    creditor = clean(move.creditor)
    if move.kind in NAMED and not creditor:
        raise PlannerError("move.creditor", field="creditor")
    if move.amount_minor is not None and not 0 < move.amount_minor <= LIMIT_MINOR:
        raise PlannerError("move.amount", field="amount", value_minor=move.amount_minor)
    before = (one for one in account.moves if one.id != move.id and one.on <= move.on)
    standing = [one for one in claim_by(before).standing if one.kind is not MoveKind.WRITTEN_OFF]
    if move.kind is MoveKind.RELEASED and not standing:
        raise PlannerError("move.nothing_to_release", field="kind")
    return replace(move, creditor=creditor, note=clean(move.note, lines=True))
