"""The list of what falls due, for whoever asks for dues and not for reminders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.planned import Planned, settled_before, settled_on, with_due
from planner.domain.reminders.rules import Stage, stage_of
from planner.values import dataclass

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueItem:
    """An instalment for a list: unpaid, or one that the lender's debit is assumed to have paid (``Stage.ASSUMED``).

    ``amount_minor`` is what is still unpaid of it; of an assumed one what fell due, and nothing has to be paid of it.
    ``least_minor`` is what has to be paid of that at least, ``overdue_minor`` what the lender could demand at once. A
    bill that contains a missed one is overdue by that part; ``own_state`` is how it stands without. ``plan_minor`` is
    what the adopted plan pays with it, where that is more than what has to be paid at least.
    """

    key: str
    loan_id: int
    loan: str
    lender: str
    number: int
    due_on: date
    amount_minor: int
    days_left: int
    state: Stage
    least_minor: int
    overdue_minor: int
    own_state: Stage
    plan_minor: int | None = None


def upcoming(
    book: Book, dues: Iterable[Due], as_of: date, days: int, planned: Sequence[Planned] = ()
) -> tuple[DueItem, ...]:
    """Unpaid instalments due up to ``days`` days after ``as_of`` (inclusive), overdue ones too; the oldest first.

    Those of the last ``days`` days that are assumed to be paid stand among them until they are answered. ``planned``
    are the payments of the adopted plan: an instalment behind the day on which it settles the loan is none.
    """
    accounts = {account.loan.id: account for account in book.accounts}
    ends = settled_on(planned, as_of)
    items = []
    for due in dues:
        assumed = due.status is DueStatus.ASSUMED and due.due_on >= as_of - days * _DAY
        listed = assumed or (due.unpaid_minor > 0 and due.status is not DueStatus.COVERED)
        if listed and due.due_on <= as_of + days * _DAY and not settled_before(ends, due):
            loan, lender = names_of(accounts.get(due.loan_id))
            amount, least = (due.amount_minor, 0) if assumed else (due.unpaid_minor, due.least_minor)
            asked = amount, (due.due_on - as_of).days, _state(due, as_of), least, due.overdue_minor
            own = Stage.OVERDUE if due.status is DueStatus.MISSED else _state(due._replace(overdue_minor=0), as_of)
            more = with_due(planned, due, as_of)
            plan = None if more is None else more.amount_minor
            items.append(DueItem(due.key, due.loan_id, loan, lender, due.number, due.due_on, *asked, own, plan))
    return tuple(sorted(items, key=lambda item: (item.due_on, item.loan_id, item.number)))


def _state(due: Due, as_of: date) -> Stage:
    if due.overdue_minor:
        return Stage.OVERDUE
    if due.status is DueStatus.ASSUMED:
        return Stage.ASSUMED
    in_grace, unrecorded = due.status is DueStatus.PENDING, due.status is DueStatus.UNRECORDED
    return stage_of((due.due_on - as_of).days, in_grace=in_grace, unrecorded=unrecorded)


def names_of(account: Account | None) -> tuple[str, str]:
    """The names of a loan and of its lender; empty without one."""
    return (account.loan.named, account.loan.lender.name) if account else ("", "")
