"""What was asked of one account: answered once, and kept for as long as the account stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from planner.domain.accounts.records import Account
from planner.domain.figures.told import Past, Told, past_of, told
from planner.domain.ledger.dues import by_due_date
from planner.domain.ledger.position import figures, replay
from planner.domain.ledger.state import Due, Figures, Position

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

    def told(self, days: Sequence[date]) -> Told:
        """Its figures on days, rising, and its past by the last of them: kept for those that end today."""
        if days[-1] != self.today:
            return told(self.account, days)
        unknown = [day for day in days if day not in self._figures]
        if unknown and unknown[-1] == self.today:
            self._now = self._replayed(unknown)
        elif unknown:
            self._figures.update(zip(unknown, figures(self.account, unknown), strict=True))
        return Told(tuple([self._figures[day] for day in days]), self._now[1])

    def live_until(self, until: date) -> tuple[Due, ...]:
        """Those of its dues up to a day, inclusive, that are not done with."""
        return self.live[: bisect_right(self.live, until, key=by_due_date)]

    @cached_property
    def live(self) -> tuple[Due, ...]:
        """Its dues that are not done with, by due date: those unpaid or to come, missed, or taken for debited."""
        return tuple(due for due in self.position.dues if due.live)

    @cached_property
    def on_time_rate(self) -> Decimal | None:
        """The share of its dues that were paid on time; None where nothing was judged."""
        return self._now[1].history.as_of(self.today, 0).rate

    @cached_property
    def cost(self) -> YearlyCost:
        """Its real yearly cost."""
        from planner.domain.ledger.agreed import cost_of  # no figure of today needs it

        return cost_of(self.account, self.today)
