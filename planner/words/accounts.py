"""Accounts in words."""

from __future__ import annotations

from planner.domain.ledger.state import AccountState, Position
from planner.i18n import format as fmt
from planner.i18n import t
from planner.words.agreements import claim_marks


def state_text(place: Position) -> str:
    """The state of an account in a word, with what became of the claim; what is settled is just that."""
    state = "" if place.state is AccountState.ACTIVE else t(f"state.{place.state}")
    over = place.state in (AccountState.SETTLED, AccountState.CLOSED)
    return " ".join(filter(None, (state, "" if over else claim_marks(place.claim))))


def least_and_all(least_minor: int, unpaid_minor: int, *, least_paid: bool = False) -> str:
    """What is to be paid, fen: of a bill the minimum first, or that it is paid, and then all of it."""
    if least_paid:
        return f"{t('today.least_paid')} / {fmt.money(unpaid_minor)}"
    if least_minor in (0, unpaid_minor):
        return fmt.money(unpaid_minor)
    return f"{fmt.money(least_minor)} / {fmt.money(unpaid_minor)}"
