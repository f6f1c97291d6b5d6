"""What was asked of one account: answered once, and kept for as long as the account stays as it is."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from planner.domain.accounts.records import Account
from planner.domain.ledger.agreed import cost_of
from planner.domain.ledger.position import replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Position
from planner.domain.schedule.yearly_cost import YearlyCost


class Asked:
    """An account as of ``today``."""

    def __init__(self, account: Account, today: date) -> None:
        self.account = account
        self.today = today

    @cached_property
    def ledger(self) -> Replay:
        """Its ledger at the end of today."""
        ledger = replay(self.account)
        ledger.advance(self.today)
        return ledger

    @cached_property
    def position(self) -> Position:
        """Its state."""
        return self.ledger.position(self.today)

    @cached_property
    def cost(self) -> YearlyCost:
        """Its real yearly cost."""
        return cost_of(self.account, self.today)
