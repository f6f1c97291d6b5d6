"""The ledger of a card, and what others ask of it beside its state: its plans, the minimum that is to come."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, CardPlan
from planner.domain.ledger.auto_debit import ledger
from planner.domain.ledger.card_bills import as_cut
from planner.domain.ledger.card_plans import RunningPlan
from planner.domain.ledger.card_standing import CardStanding
from planner.domain.ledger.cards import RunningCard
from planner.domain.ledger.replay import Replay
from planner.values import replace


def ledger_of(account: Account) -> Replay:
    """The ledger of a card, before its first event."""
    return ledger(as_cut(account), RunningCard)


def plans_of(ledger: Replay) -> dict[int, RunningPlan]:
    """The plans that run where a ledger stands, by id; none where it is not that of a card."""
    return ledger.running.plans.by_id if isinstance(ledger.running, RunningCard) else {}


def running_plans(account: Account, as_of: date) -> dict[int, RunningPlan]:
    """The plans of a card that run at the end of ``as_of``, by id; those that are over or not begun are left out."""
    ledger = ledger_of(account)
    ledger.advance(as_of)
    return plans_of(ledger)


def unrecorded_of(account: Account, plan: CardPlan) -> int:
    """What of a plan would be owed on top of what is recorded, fen: the bills that it moves do not hold so much.

    ``plan`` stands for the one of the same id on the card, if there is one. Of a purchase or cash in instalments, which
    moves nothing, it is 0.
    """
    others = tuple(one for one in account.plans if one.id != plan.id)
    ledger = ledger_of(replace(account, plans=(*others, replace(plan, ended_on=None))))
    ledger.advance(plan.started_on)
    running = plans_of(ledger).get(plan.id)
    return 0 if running is None else running.unrecorded


def minimum_to_come(ledger: Replay, as_of: date) -> tuple[date, int] | None:
    """As ``RunningCard.minimum_to_come``, where a ledger stands at ``as_of``; None where it is not that of a card."""
    return ledger.running.minimum_to_come(as_of) if isinstance(ledger.running, RunningCard) else None


def standing_of(ledger: Replay, as_of: date) -> CardStanding | None:
    """As ``RunningCard.standing``, where a ledger stands at ``as_of``; None where it is not that of a card."""
    return ledger.running.standing(as_of) if isinstance(ledger.running, RunningCard) else None
