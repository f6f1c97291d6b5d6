"""Everything a screen or a command shows, read once from the file and computed once by the domain.

Plain reads only: this module is on the way to the first frame and never loads the ORM.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from planner.domain import reminders
from planner.domain.cost import YearlyCost, yearly_cost
from planner.domain.ledger import Due, OnTime, Position, on_time, position
from planner.domain.ratios import Ratios, ratios, trend
from planner.domain.records import Account, Book
from planner.domain.recurrence import daily
from planner.storage import snapshot

# Before the first start has been answered there are no rules yet; what is due is named all the same.
_FIRST_RULE = reminders.Rule(0, reminders.DUE, "", "", daily(date(2000, 1, 1)), reminders.LEAD_DAYS)


@dataclass
class Overview:
    """The book as of ``today`` with the questions already asked of it; each is computed at its first use."""

    path: Path
    today: date
    book: Book
    settings: dict[str, str]
    rules: tuple[reminders.Rule, ...] = ()
    marks: tuple[reminders.Mark, ...] = ()
    reviews: tuple[snapshot.ReviewLine, ...] = ()

    @cached_property
    def positions(self) -> dict[int, Position]:
        """The state of each account, by loan id."""
        return {account.loan.id: position(account, self.today) for account in self.book.accounts}

    @cached_property
    def accounts(self) -> dict[int, Account]:
        """The accounts by loan id."""
        return {account.loan.id: account for account in self.book.accounts}

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Every due of every account, by due date."""
        every = [due for place in self.positions.values() for due in place.dues]
        return tuple(sorted(every, key=lambda due: (due.due_on, due.loan_id, due.number)))

    @cached_property
    def open_dues(self) -> tuple[Due, ...]:
        """Dues with something unpaid, by due date."""
        return tuple(due for due in self.dues if due.unpaid_minor > 0)

    @cached_property
    def now(self) -> Ratios:
        """Debt, ratios and lender counts today."""
        return ratios(self.book, self.today)

    @cached_property
    def on_time(self) -> OnTime:
        """On-time figures over all accounts and all time."""
        return on_time(self.dues, self.today)

    def trend(self, months: int) -> tuple[Ratios, ...]:
        """Month-end figures of the last ``months`` months, then today."""
        return trend(self.book, self.today, months)

    @cached_property
    def costs(self) -> dict[int, YearlyCost]:
        """The real yearly cost of each account, by loan id."""
        return {account.loan.id: yearly_cost(account.loan) for account in self.book.accounts}

    @cached_property
    def occurrences(self) -> tuple[reminders.Occurrence, ...]:
        """The reminders that are pending or were marked, most urgent first."""
        return reminders.occurrences(
            self.rules, self.dues, self.marks, self.today, book=self.book, reviewed=self.reviewed
        )

    @cached_property
    def reviewed(self) -> frozenset[date]:
        """Mondays of the weeks whose review is saved."""
        return frozenset(review.week_on for review in self.reviews if review.saved_at is not None)


def read(path: Path, today: date) -> Overview:
    """The overview of the database at ``path`` as of ``today``.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with snapshot.reading(path) as con:
        return Overview(
            path,
            today,
            snapshot.book(con),
            snapshot.settings(con),
            snapshot.reminder_rules(con) or (_FIRST_RULE,),
            snapshot.reminder_marks(con),
            snapshot.reviews(con),
        )
