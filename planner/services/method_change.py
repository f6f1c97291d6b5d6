"""Another repayment method for a loan that is recorded already: what is owed on it stays what it was.

A schedule owes what its terms say, a line or card what its records say. So a loan that becomes a line is drawn on the
day on which it was paid out, or begins with the balance after the instalments from before the records; where a line
becomes a loan with a schedule, that draw is what its terms say now. What the new method reckons otherwise than the old
one is put right by a balance of the day of the change; so is what is in the person's favour. From one schedule to
another the terms alone tell.
"""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account, Allowance, AllowanceKind, Draw, DrawKind, Reading
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus, Position
from planner.domain.schedule.due_days import due_series
from planner.storage.recording import put_reading
from planner.storage.store import Write
from planner.values import replace


def changes_books(before: Loan, loan: Loan) -> bool:
    """Whether what is owed is told by other records, or in another way, than before."""
    return before.method is not loan.method and not (before.method.scheduled and loan.method.scheduled)


def opening_draws(account: Account, principal_minor: int) -> tuple[Draw, ...]:
    """The draws that are nothing but the payout of a loan of ``principal_minor``; none where there are others."""
    draws = account.draws
    all_at_first = all(draw.on == account.loan.start_on for draw in draws)
    return draws if all_at_first and sum(draw.amount_minor for draw in draws) == principal_minor else ()


def begin(write: Write, account: Account, loan: Loan, on: date) -> Loan:
    """Record what the new method needs to know of the time before ``on``.

    Args:
        write: the open write.
        account: as it was.
        loan: its new terms, not stored yet.
        on: the day of the change.

    Returns:
        The terms to be stored.
    """
    if loan.method.scheduled:
        for draw in opening_draws(account, loan.principal_minor):
            write.drop(Draw, draw.id)
        return replace(loan, opening_known=True)
    if not account.loan.method.scheduled:
        return loan
    place = position(account, on)
    loan = replace(loan, first_due_on=None)
    if loan.method is Method.CARD:
        return replace(loan, opening_known=False)
    covered = [due.cleared_on for due in place.dues if due.status is DueStatus.COVERED and due.cleared_on is not None]
    if covered:
        balance = position(Account(account.loan), max(covered)).principal_minor
        write.put(Reading(0, max(covered), balance), of=loan.id)
        loan = replace(loan, opening_known=False)
    else:
        write.put(Draw(0, loan.start_on, account.loan.principal_minor), of=loan.id)
    return replace(loan, first_due_on=_first_due(loan, place))


def _first_due(loan: Loan, place: Position) -> date | None:
    """Interest that nobody asked for so far is not overdue: it falls due with the next of the line's own days.

    None where instalments have fallen due since the records began, or no due day is known.
    """
    asked = any(due.due_on <= place.as_of and due.status is not DueStatus.COVERED for due in place.dues)
    if asked or loan.due_day is None:
        return None
    return next((day for day in due_series(loan) if day > place.as_of), None)


def keep_balance(write: Write, before: Account, on: date) -> None:
    """Make what was owed of principal, or was in the person's favour, on ``on`` what it was under the old method.

    Principal follows a balance of that day. What is in the person's favour no balance tells: where the new method has
    less of it, it is interest given back that only the new method had counted; where it has more, it was never there.
    """
    if on < write.account(before.loan.id).loan.start_on:
        return
    was = position(before, on)
    kept = was.principal_minor - was.credit_minor
    now = position(account := write.account(before.loan.id), on)
    if kept >= 0 and (now.principal_minor != kept or now.credit_minor):
        put_reading(write, account, on, kept)
    elif kept < 0 and (lacking := now.settlement_minor - now.credit_minor - kept) > 0:
        write.put(Allowance(0, on, lacking, AllowanceKind.RETURNED), of=before.loan.id)
    now = position(account := write.account(before.loan.id), on)
    more = now.credit_minor - max(-kept, 0)
    if more > 0 and not account.loan.method.scheduled:
        out = Draw(0, on, more, kind=DrawKind.WITHDRAWN, after_reading=account.was_read(on))
        write.put(out, of=before.loan.id)
