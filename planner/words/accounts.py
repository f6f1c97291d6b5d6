"""Accounts in words."""

from __future__ import annotations

from planner.domain.ledger.state import AccountState, Position
from planner.i18n import t
from planner.words.agreements import claim_mark


def state_text(place: Position) -> str:
    """The state of an account in a word, with what became of the claim; what is settled is just that."""
    state = "" if place.state is AccountState.ACTIVE else t(f"state.{place.state}")
    over = place.state in (AccountState.SETTLED, AccountState.CLOSED)
    return " ".join(filter(None, (state, "" if over else claim_mark(place.claim))))
