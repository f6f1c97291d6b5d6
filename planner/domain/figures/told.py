"""What the ledger of one account tells the figures of the book: its numbers on days, and the fate of its dues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from planner.domain.accounts.records import Account
from planner.domain.ledger.agreed_due import is_replaced
from planner.domain.ledger.on_time import OnTimeHistory, Verdict
from planner.domain.ledger.position import replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Figures
from planner.values import dataclass

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Past:
    """What became of the dues of an account by a day.

    Attributes:
        loan_id: its loan.
        history: the on-time figures of any day up to it.
        unmet: the verdicts on dues that were not met in time, or of which only a later day knew it.
        judged_on: the first day on which a verdict was known; None while there is none.
        outside: the dues that no verdict is on: loan, due date, and whether a debit is assumed (else it was paid before
            records began).
    """

    loan_id: int
    history: OnTimeHistory
    unmet: tuple[Verdict, ...]
    judged_on: date | None
    outside: tuple[tuple[int, date, bool], ...]


class Told(NamedTuple):
    """The numbers of an account on some days, rising, and what became of its dues by the last of them."""

    figures: tuple[Figures, ...]
    past: Past


Tell = Callable[[Account, Sequence[date]], Told]
"""Who asks the ledger of an account about days, rising: ``told``, or somebody who knows some answers already."""


def told(account: Account, days: Sequence[date]) -> Told:
    """What the records say of several days, rising, in one pass over them."""
    ledger, found = replay(account), []
    for day in days:
        ledger.advance(day)
        found.append(ledger.figures(day))
    return Told(tuple(found), past_of(ledger, days[-1]))


def past_of(ledger: Replay, as_of: date) -> Past:
    """What became of the dues by ``as_of``, the day up to which a ledger has been advanced; those to come are none."""
    verdicts = [one for one in ledger.verdicts() if one[0][0] <= as_of or one[3] is not None]
    unmet: list[Verdict] = []
    judged_on: date | None = None
    for verdict in verdicts:
        _, until, asked_until, cleared_on, shown_on = verdict
        known_on = shown_on or cleared_on
        on = known_on if known_on is not None and known_on <= asked_until else asked_until + _DAY
        if judged_on is None or on < judged_on:
            judged_on = on
        if cleared_on is None or cleared_on > until or shown_on is not None:
            unmet.append(verdict)
    since = ledger.replaced_since(as_of)
    asked = verdicts if since is None else [one for one in verdicts if not is_replaced(one[0][0], one[3], since)]
    return Past(ledger.loan.id, OnTimeHistory(asked), tuple(unmet), judged_on, tuple(ledger.outside()))
