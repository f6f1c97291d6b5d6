"""Due dates as they are printed, before a day off moved them: to show them, and to know a due again by any of its days.

A record that names a due tells its due date as it was then. Where the lender's rule for days off is entered or changed
later, or the calendar becomes known, the due falls due on another day; it is still the one that was named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.ledger.card_bills import is_printed_bill, printed_due
from planner.domain.schedule.due_days import is_printed, moved_onto, printed_as


class _Due(Protocol):
    @property
    def due_on(self) -> date: ...


D = TypeVar("D", bound=_Due)


def moved_from(account: Account, due_on: date) -> date | None:
    """The printed day of what falls due on ``due_on`` because the lender moved it there; None where nothing moved.

    Of a day that is itself printed, so that nothing had to move onto it, also None.
    """
    loan = account.loan
    if loan.method is Method.CARD:
        printed = {bill.due_on for bill in account.statements}
        if due_on in printed:
            return None
        told = next((on for on in moved_onto(loan, due_on) if on in printed), printed_due(loan, due_on))
    else:
        told = printed_as(loan, due_on)
    return told if told != due_on else None


def named_among(loan: Loan, told: date, dues: Iterable[D]) -> D | None:
    """Which of the dues a record means that tells ``told`` as its due date; None where it is none of them.

    The one that falls due that day, else the one that is printed for it, or that either rule for days off would have
    moved to it.
    """
    dues = tuple(dues)
    for due in dues:
        if due.due_on == told:
            return due
    return None if loan.calendar is None else next((due for due in dues if _has_day(loan, due.due_on, told)), None)


def is_named(loan: Loan, told: date, due_on: date) -> bool:
    """Whether a record that tells ``told`` as a due date means what falls due on ``due_on``: see ``named_among``."""
    return told == due_on or (loan.calendar is not None and _has_day(loan, due_on, told))


def _has_day(loan: Loan, due_on: date, told: date) -> bool:
    assert loan.calendar is not None
    printed = printed_due(loan, due_on) if loan.method is Method.CARD else printed_as(loan, due_on)
    return told == printed or any(loan.calendar.nearest(printed, after=after) == told for after in (True, False))


def names_another_day(account: Account) -> bool:
    """Whether a record names a due by a day that the terms do not print: then only a calendar tells which it means."""
    loan = account.loan
    told = [paid.assigned_on for paid in account.repayments if paid.assigned_on is not None]
    told += [denial.due_on for denial in account.denials]
    told += [given.due_on for given in account.allowances if given.due_on is not None]
    printed = is_printed_bill if loan.method is Method.CARD else is_printed
    return any(not printed(loan, on) for on in told)
