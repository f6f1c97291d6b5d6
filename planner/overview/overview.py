"""Everything a screen or a command shows, read once from the file and computed once by the domain.

Plain reads only: this module is on the way to the first frame and never loads the ORM. The answers stand in three
rooms, each resting on the one before: accounts (``figures``), the days to come (``foreseen``), judgements (``judged``).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.figures.ratios import month_days
from planner.domain.reminders.occurrences import occurrences
from planner.domain.reminders.rules import Occurrence, Rule
from planner.domain.reminders.subjects import reaches
from planner.overview import again
from planner.overview.asked import Asked
from planner.overview.judged import Judged
from planner.overview.parts import PARTS, READERS, RESTS_ON
from planner.storage.shelf import Shelf
from planner.storage.sqlite import reading
from planner.values import replace

if TYPE_CHECKING:
    from planner.storage.journal import Operation
    from planner.storage.topics import Topic

SHOWN_MONTHS = 12  # of the trend, as long as nobody asks for others
REMINDED_DAYS = 30  # how far the page of reminders looks ahead


class Overview(Judged):
    """The book as of ``today`` with the questions already asked of it; each is computed at its first use."""

    @property
    def current(self) -> bool:
        """Whether all that was read is of one moment: False once records were read that had changed since the first."""
        return self.shelf is None or not self.shelf.moved

    def close(self) -> None:
        """Let the file go, where records wait in it."""
        if self.shelf is not None:
            self.shelf.close()

    def tells_the_same(self, other: Overview) -> bool:
        """Whether another overview was read from the same."""
        names = [name for name in READERS if name not in PARTS]
        same = all(getattr(self, name) == getattr(other, name) for name in names) and self.book == other.book
        return same and (self.today, self.seen) == (other.today, other.seen)

    @property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """The reminders that are pending or were marked, most urgent first."""
        return self.reminders()

    @property
    def mute_rules(self) -> tuple[Rule, ...]:
        """Rules that are on and cannot call, because what the file says of them cannot be read."""
        return tuple(rule for rule in self.rules if rule.enabled and not rule.calls)

    def reminders(self, horizon_days: int = 0) -> tuple[Occurrence, ...]:
        """The same with what comes up in the days to come."""
        if horizon_days not in self._reminded:
            # the plan may name any due of the years to come
            until = None if self.planned_and_bills else reaches(self.rules, self.today + timedelta(horizon_days))
            self._reminded[horizon_days] = occurrences(
                self.rules,
                self.live() if until is None else self.live(until),
                self.marks,
                self.today,
                book=self.book,
                reviewed=self.reviewed,
                planned=self.planned_and_bills,
                dated=self.dated,
                before_bills=self.free_before_bills,
                horizon_days=horizon_days,
            )
        return self._reminded[horizon_days]

    @cached_property
    def reviewed(self) -> frozenset[date]:
        """Mondays of the weeks whose review is saved."""
        return frozenset(review.week_on for review in self.reviews if review.saved_at is not None)

    def work_ahead(self) -> None:
        """Work out what the pages ask when they open, account by account: for a thread that nobody waits for."""
        days = month_days(self.today, SHOWN_MONTHS)
        for account in self.book.accounts:
            self.tell(account, days)
            asked = self._asked[account.loan.id]
            asked.position, asked.cost  # noqa: B018 - right behind it: all are made from one schedule
        if self.book.accounts:
            self.trend(SHOWN_MONTHS)
        self.findings, self.cautions, self.reminders(REMINDED_DAYS)

    # -- after a write ---------------------------------------------------------------------------------------------

    def renewed(self, today: date, topics: frozenset[Topic], operation: Operation | None) -> Overview:
        """What is known after one write through the services: as ``read`` gives it, without asking everything anew.

        Only what the topics name is read, and only what rests on a part that is really another is worked out again; of
        accounts each by itself. On another day, or when somebody else has written in between, all of it is read.

        Args:
            today: the person's day now.
            topics: what the write changed (``OpResult.topics``).
            operation: the entry of the journal that it became, or moved (undo, redo); None for none.

        Raises:
            PlannerError: ``store.*`` when the file cannot be read.
        """
        if today != self.today:
            return read(self.path, today, waiting=self.shelf is not None)
        with reading(self.path) as connection:
            parts = again.after(connection, self.book, self.seen, topics, operation, self.shelf, today)
        after = replace(self, **parts)
        after._take_over(self)
        return after

    def _take_over(self, before: Overview) -> None:
        """Keep the answers of ``before`` that rest on nothing else than what is the same here."""
        names = [name for name in READERS if name not in PARTS]
        changed = {name for name in names if getattr(self, name) != getattr(before, name)}
        changed |= {name for name in PARTS if getattr(self.book, name) != getattr(before.book, name)}
        for name, parts in RESTS_ON.items():
            if name in vars(before) and changed.isdisjoint(parts):
                vars(self)[name] = vars(before)[name]
        same = before._asked
        self._asked = {
            account.loan.id: same[account.loan.id]
            if account.loan.id in same and same[account.loan.id].account == account
            else Asked(account, self.today)
            for account in self.book.accounts
        }


def read(path: Path, today: date, *, waiting: bool = False) -> Overview:
    """The overview of the database at ``path`` as of ``today``.

    Args:
        path: the database.
        today: the day.
        waiting: leave the records of accounts of which answers are kept (``storage/standing.py``) until they are asked:
            for whoever looks at ``current`` afterwards.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    shelf = Shelf(path) if waiting else None
    with reading(path) as connection:
        return Overview(path, today, shelf=shelf, **again.everything(connection, shelf, today))
