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


def due_and_plan(least_minor: int, unpaid_minor: int, plan_minor: int | None, *, least_paid: bool = False) -> str:
    """The same beside what the adopted plan pays with it, fen, where that is more: both are named, the least alone."""
    if plan_minor is None:
        return least_and_all(least_minor, unpaid_minor, least_paid=least_paid)
    due = t("today.least_paid") if least_paid else fmt.money(least_minor or unpaid_minor)
    return t("due.and_plan", due=due, plan=fmt.money(plan_minor))
