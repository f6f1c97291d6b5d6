"""Rows that would undo what counts as settled, making it late or paid twice: kept out until the person says so.

A file shows a part of an account's life. A purchase in a month whose bills are paid, as the person entered it, does not
prove that they were not: its payment may be missing from the file, and one of the amounts entered may hold it already.
Nor does a repayment prove that more was paid than owed: what it paid may be among the amounts entered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months
from planner.domain.imports.file import Kind
from planner.domain.imports.proposal import HELD, NOT_OWED, Used
from planner.domain.imports.taken import account_with, first_day
from planner.domain.imports.walked import walked
from planner.domain.imports.work import ALONE, Work
from planner.domain.ledger.card_bills import bill_due_on
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus, Position


class Kept(NamedTuple):
    """Which rows of an account are held, and of what that is the answer."""

    account: Account
    rows: frozenset[tuple[int, Kind, int | None, bool]]  # line, kind, terms, whether the person has decided about it
    today: date
    lines: dict[int, str]  # with why


_LATE = (DueStatus.LATE, DueStatus.MISSED)
_JUDGED = (*_LATE, DueStatus.ON_TIME)


def late_days(place: Position) -> frozenset[date]:
    """The due dates of what was paid late or is missed."""
    return frozenset(due.due_on for due in place.dues if due.status in _LATE and not due.not_asked)


def held_lines(
    used: Iterable[Used],
    accounts: Mapping[int, Account],
    today: date,
    chosen: Collection[int],
    kept: dict[int, Kept],
    work: Work = ALONE,
) -> dict[int, str]:
    """The lines of rows that are to be asked about, with why: ``HELD`` or ``NOT_OWED``.

    With them something is late that was not, or more is overdue; or they pay what was not owed as it was entered.

    Args:
        used: the rows that would be recorded.
        accounts: those of the book, by id.
        today: the day of the question.
        chosen: lines about which the person has decided; they are never held.
        kept: the last answer of each account; it is told again for the same rows, and renewed for others.
        work: asked whether it is still wanted.

    Returns:
        Of each account in trouble the purchases and draws of bills up to the last that would be late; its repayments
        of that time too, where without the purchases they would be too much; all of its rows where that is not enough.
        Repayments of which nothing was owed, and those that take something off a bill or due which was met or missed.

    Raises:
        Stopped: as ``work`` says.
    """
    by_loan: dict[int, list[Used]] = {}
    for use in used:
        if use.loan_id is not None:
            by_loan.setdefault(use.loan_id, []).append(use)
    found: dict[int, str] = {}
    for loan_id, rows in by_loan.items():
        work.wanted()
        if accounts[loan_id].known_since is not None:
            found |= _kept(accounts[loan_id], rows, today, chosen, kept)
    return found


def _kept(
    account: Account, rows: Sequence[Used], today: date, chosen: Collection[int], kept: dict[int, Kept]
) -> dict[int, str]:
    what = frozenset(
        (use.entry.row.line, use.kind, use.entry.meaning.terms, use.entry.row.line in chosen) for use in rows
    )
    old = kept.get(account.loan.id)
    if old is None or old.account is not account or old.rows != what or old.today != today:
        old = kept[account.loan.id] = Kept(account, what, today, _held_of(account, rows, today, chosen))
    return old.lines


def _held_of(account: Account, rows: Sequence[Used], today: date, chosen: Collection[int]) -> dict[int, str]:
    free = [use for use in rows if use.entry.row.line not in chosen]
    decided = [use for use in rows if use.entry.row.line in chosen]
    first_on = first_day(rows)
    before, favour = walked(account_with(account, decided) if decided else account, first_on, today)
    most = 0 if favour is None else favour.amount_minor
    if not free:
        return {}
    held = dict.fromkeys(_late(account, rows, free, before, most, today), HELD)
    kept = [use for use in rows if use.entry.row.line not in held]
    paid = _not_owed(account, kept, chosen, before, most, today)
    if paid and _worse(before, position(account_with(account, [use for use in kept if use not in paid]), today)):
        paid = [use for use in free if use.entry.row.line not in held]
    return held | {use.entry.row.line: NOT_OWED if use.kind is Kind.REPAYMENT else HELD for use in paid}


def _late(
    account: Account, rows: Sequence[Used], free: Sequence[Used], before: Position, most: int, today: date
) -> set[int]:
    """The lines of rows with which something is late that was not."""
    after, first_on = position(account_with(account, rows), today), first_day(rows)
    if not _worse(before, after):
        return set()
    last = max(late_days(after) - late_days(before), default=max(late_days(after), default=today))
    spent = {
        use.entry.row.line for use in free if use.kind is not Kind.REPAYMENT and _asked_by(account.loan, use, last)
    }
    paid = {use.entry.row.line for use in free if use.entry.row.on is not None and use.entry.row.on <= last}
    for held in (spent, spent | paid):
        kept = [use for use in rows if use.entry.row.line not in held]
        left, favour = walked(account_with(account, kept), first_on, today)
        if not _worse(before, left) and (favour is None or favour.amount_minor <= most):
            return held
    return {use.entry.row.line for use in free}


def _not_owed(
    account: Account, rows: Sequence[Used], chosen: Collection[int], before: Position, most: int, today: date
) -> list[Used]:
    """The repayments that pay what was not owed: all of it a credit, or taken off a bill that was judged without it."""
    paid = [use for use in rows if use.kind is Kind.REPAYMENT and use.entry.row.line not in chosen]
    if not paid:
        return []
    after, favour = walked(account_with(account, rows), first_day(rows), today)
    left = {due.due_on: due.amount_minor for due in after.dues if due.status in _JUDGED}
    card = account.loan.method is Method.CARD
    gone = [
        due.due_on
        for due in before.dues
        if due.status in _JUDGED and left.get(due.due_on, 0) < (due.amount_minor if card else min(1, due.amount_minor))
    ]
    last, since = max(gone, default=date.min), date.max
    if any(due.status in _JUDGED for due in before.dues) and favour is not None and favour.amount_minor > most:
        on_that_day = sum(use.amount_minor for use in paid if use.entry.row.on == favour.from_on)
        since = favour.from_on if 0 < on_that_day <= favour.amount_minor else since
    return [use for use in paid if (on := use.entry.row.on) is not None and (on <= last or on >= since)]


def _worse(before: Position, after: Position) -> bool:
    return bool(late_days(after) - late_days(before)) or after.overdue_minor > before.overdue_minor


def _asked_by(loan: Loan, use: Used, last: date) -> bool:
    """Whether a bill that falls due by ``last`` asks for the row."""
    on = use.entry.row.on
    if on is None or on > last:
        return False
    if loan.method is not Method.CARD or loan.statement_day is None:
        return True
    cut = add_months(on, 0, loan.statement_day)
    if cut < on:
        cut = add_months(on, 1, loan.statement_day)
    return bill_due_on(loan, cut) <= last
