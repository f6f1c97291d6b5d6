"""Debts that a walk follows by more than what is owed: how they stand is passed on from month to month."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from planner.domain.payoff.engine.model import Reducing
from planner.values import dataclass


class Asked(NamedTuple):
    """What a month asks for: ``required`` by due date, interest and fees that were added, how the debt stands then."""

    required: tuple[int, ...]
    interest: int
    fee: int
    tab: Any


@dataclass(frozen=True)
class Tabbed(Reducing):
    """A debt with a ``tab``, which only itself can read; ``opening`` is the one to begin with."""

    @property
    def opening(self) -> Any:
        """How it stands before month 1."""
        raise NotImplementedError

    @cached_property
    def course(self) -> None:
        """What it asks for depends on how it stands: every plan works it out."""
        return

    def fees_after(self, tab: Any, month: int) -> tuple[int, ...]:
        """What a month asks for by due date when nothing is owed any more; fen."""
        return ()

    def fee_until(self, tab: Any, month: int) -> int:
        """The last month behind ``month`` with a yearly fee of a bill that is cut by its end; 0: there is none."""
        return 0

    def ask(self, balance_minor: int, month: int, tab: Any) -> Asked:
        """What a month asks for with ``balance_minor`` left of what was owed by ``tab``: the rest was paid since."""
        raise NotImplementedError

    def uncharged(self, tab: Any) -> int:
        """What of a payment above the required one is no principal, and costs no fee for paying early; fen."""
        return 0
