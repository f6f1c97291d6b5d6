"""How far a round has come: told by its events alone, whatever the order in which they were entered."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from planner.domain.cases.file import Event, EventKind, Outcome


class Status(StrEnum):
    """How far a round has come; of a case, its last one."""

    PREPARING = "preparing"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ASKED_MORE = "asked_more"
    NOT_ACCEPTED = "not_accepted"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    DOING = "doing"  # a close-out with steps that are left
    CLOSED = "closed"


_ENDED = (
    (EventKind.CLOSED, Status.CLOSED),
    (EventKind.WITHDRAWN, Status.WITHDRAWN),
    (EventKind.ANSWERED, Status.ANSWERED),
    (EventKind.NOT_ACCEPTED, Status.NOT_ACCEPTED),
)
_UNDER_WAY = (
    (EventKind.ACCEPTED, Status.ACCEPTED),
    (EventKind.RECEIVED, Status.RECEIVED),
    (EventKind.SUBMITTED, Status.SENT),
)
OVER = frozenset({Status.NOT_ACCEPTED, Status.ANSWERED, Status.WITHDRAWN, Status.CLOSED})
"""The round is over: another one may be begun."""


def status(events: Sequence[Event]) -> Status:
    """How far a round has come, by its events that count, in the order in which they happened."""
    kinds = {one.kind for one in events}
    for kind, told in _ENDED:
        if kind in kinds:
            return told
    asked = [one.kind for one in events if one.kind in (EventKind.ASKED_MORE, EventKind.SUPPLIED)]
    if asked and asked[-1] is EventKind.ASKED_MORE:
        return Status.ASKED_MORE
    return next((told for kind, told in _UNDER_WAY if kind in kinds), Status.PREPARING)


def outcome(events: Sequence[Event]) -> Outcome | None:
    """What the answer of a round says; None without an answer."""
    return next((one.outcome for one in events if one.kind is EventKind.ANSWERED), None)
