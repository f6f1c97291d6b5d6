"""Accounts in words."""

from __future__ import annotations

from planner.domain.ledger.state import AccountState, Position
from planner.i18n import t


def state_text(place: Position) -> str:
    """The state of an account in a word."""
    return "" if place.state is AccountState.ACTIVE else t(f"state.{place.state}")
