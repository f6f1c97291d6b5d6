"""What was asked of one account: answered once, and kept for as long as the account stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.accounts.records import Account
from planner.domain.figures.standing import Standing
from planner.domain.figures.told import Past, Told, past_of, told
from planner.domain.ledger.dues import by_due_date
from planner.domain.ledger.position import figures, replay
from planner.domain.ledger.state import Due, Figures, Position
from planner.overview.packed import UNPACKED, months_unpacked, unpacked
from planner.storage.shelf import Shelved

if TYPE_CHECKING:
    from planner.domain.schedule.yearly_cost import YearlyCost


class Asked:
    """An account as of ``today``."""

    def __init__(self, account: Account, today: date) -> None:
        self.account = account
        self.today = today
        self._figures: dict[date, Figures] = {}

    @cached_property
    def _now(self) -> tuple[Position, Past]:
        """Its state and its past, from one replay; its ledger is not kept."""
        return self._replayed([self.today])

    def _replayed(self, days: Sequence[date]) -> tuple[Position, Past]:
        """The same, and its figures of days of which today is the last, in one pass over its records."""
        ledger = replay(self.account)
        for day in days:
            ledger.advance(day)
            self._figures[day] = ledger.figures(day)
        return ledger.position(self.today), past_of(ledger, self.today)

    @property
    def position(self) -> Position:
        """Its state."""
        return self._now[0]

    @cached_property
    def _kept(self) -> Standing | None:
        """What was kept for the day, so that no record has to be read; None where nothing is, or it makes no sense."""
        if not isinstance(self.account, Shelved):
            return None
        kept = self.account.kept
        with suppress(*UNPACKED):
            standing = unpacked(self.today, kept.answers, kept.met)
            return standing if standing.past.loan_id == self.account.loan.id else None
        return None

    @cached_property
    def _months(self) -> dict[date, Figures]:
        """The figures of month ends that are kept beside it, and of today."""
        if self._kept is None or not isinstance(self.account, Shelved):
            return {}
        found = {}
        with suppress(*UNPACKED):
            found = months_unpacked(self.account.kept.months)
        return found | {self.today: self._kept.figures}

    def told(self, days: Sequence[date]) -> Told:
        """Its figures on days, rising, and its past by the last of them: kept for those that end today."""
        if days[-1] != self.today:
            return told(self.account, days)
        if self._kept is not None:
            if len(days) == 1:
                return Told((self._kept.figures,), self._kept.past)
            if all(day in self._months for day in days):
                return Told(tuple([self._months[day] for day in days]), self._kept.past)
        unknown = [day for day in days if day not in self._figures]
        if unknown and unknown[-1] == self.today:
            self._now = self._replayed(unknown)
        elif unknown:
            self._figures.update(zip(unknown, figures(self.account, unknown), strict=True))
        return Told(tuple([self._figures[day] for day in days]), self._now[1])

    def live_until(self, until: date) -> tuple[Due, ...]:
        """Those of its dues up to a day, inclusive, that are not done with."""
        kept = self._kept
        live = self.live if kept is None or until > kept.until else kept.live
        return live[: bisect_right(live, until, key=by_due_date)]

    @cached_property
    def live(self) -> tuple[Due, ...]:
        """Its dues that are not done with, by due date: those unpaid or to come, missed, or taken for debited."""
        return tuple(due for due in self.position.dues if due.live)

    @property
    def overdue_minor(self) -> int:
        """What is overdue on it, fen."""
        return self.position.overdue_minor if self._kept is None else self._kept.overdue_minor

    @property
    def last_number(self) -> int | None:
        """The number of the last of its dues; None without one."""
        if self._kept is not None:
            return self._kept.last_number
        return self.position.dues[-1].number if self.position.dues else None

    @cached_property
    def on_time_rate(self) -> Decimal | None:
        """The share of its dues that were paid on time; None where nothing was judged."""
        past = self._now[1] if self._kept is None else self._kept.past
        return past.history.as_of(self.today, 0).rate

    @cached_property
    def cost(self) -> YearlyCost:
        """Its real yearly cost."""
        from planner.domain.ledger.agreed import cost_of  # no figure of today needs it

        return cost_of(self.account, self.today)
