"""What must hold between the events of a round, whatever the order in which they are entered."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.cases.file import ENDS, ONCE, Event, EventKind
from planner.errors import PlannerError

_CHAIN = (EventKind.SUBMITTED, EventKind.RECEIVED, EventKind.ACCEPTED)
_LATER = {EventKind.NOTE, EventKind.CLOSED, EventKind.STEP}  # what may come after a round's end


def check_round(events: Sequence[Event], new: Event) -> None:
    """That the events of a round which count go together, ``new`` among them.

    Raises:
        PlannerError: ``case.twice`` for what happens once in a round, ``case.over`` for what comes after its end,
            ``case.order`` for what came before something that it rests on.
    """
    others = [one for one in events if one is not new]
    if new.kind in ONCE and any(one.kind is new.kind for one in others):
        raise PlannerError("case.twice", field="kind", kind=new.kind.value)
    if new.kind in ENDS and any(one.kind in ENDS for one in others):
        raise PlannerError("case.over", field="kind")
    for one in others:
        early, late = (new, one) if _before(new, one) else (one, new) if _before(one, new) else (None, None)
        if early is not None and late is not None and early.on > late.on:
            on, other = (early.on, late.on) if early is new else (late.on, early.on)
            raise PlannerError("case.order", field="on", on=on, other_on=other)


def _before(one: Event, other: Event) -> bool:
    """Whether the one cannot be later than the other."""
    if other.kind is EventKind.CLOSED:
        return one.kind is not EventKind.NOTE
    if other.kind in ENDS:
        return one.kind not in _LATER and one.kind not in ENDS
    if one.kind in _CHAIN and other.kind in _CHAIN:
        return _CHAIN.index(one.kind) < _CHAIN.index(other.kind)
    return one.kind is EventKind.SUBMITTED and other.kind in (EventKind.ASKED_MORE, EventKind.SUPPLIED)
