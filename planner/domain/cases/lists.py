"""What is known of cases in general: channels, deadlines by rule, papers, steps. Values that ``seeds/`` fills."""

from __future__ import annotations

from planner.domain.basics.sources import Fact, Named
from planner.domain.cases.file import EventKind, Kind
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a case can be handed in. ``number`` is its published telephone number, empty where there is none.

    ``first`` are the kinds for which it is the usual one.
    """

    code: str
    name: Named
    note: Named
    number: str
    kinds: tuple[Kind, ...]
    fact: Fact
    first: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """By which rule of the catalogue a kind of case is dealt with at some channels, from which event on.

    ``until`` is what has to happen by then: the answer, or that it is taken up. ``extends``: by the rule the other side
    may name a later day.
    """

    kind: Kind
    channels: tuple[str, ...]
    rule: str
    starts: EventKind
    until: EventKind
    extends: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What a case of these kinds usually needs as evidence."""

    code: str
    name: Named
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class CloseStep:
    """A step of a close-out: to be looked at so many days after its beginning; ``of_line``: only where there is one."""

    code: str
    name: Named
    days: int
    of_line: bool


@dataclass(frozen=True, slots=True)
class Follow:
    """After how many days the app proposes to look at a case again: suggestions of its own, no rules."""

    prepare: int
    receipt: int
    waiting: int
    more: int
    again: int


@dataclass(frozen=True, slots=True)
class CaseLists:
    """Everything known of cases in general."""

    channels: tuple[Channel, ...]
    clocks: tuple[Clock, ...]
    papers: tuple[Paper, ...]
    steps: tuple[CloseStep, ...]
    follow: Follow
    counting: Fact
    """Where the counting of days comes from."""

    def channel(self, code: str) -> Channel | None:
        """The channel of a code; None for one that is not known."""
        return next((one for one in self.channels if one.code == code), None)

    def channels_of(self, kind: Kind) -> tuple[Channel, ...]:
        """Those at which such a case can be handed in, the usual one first."""
        found = (one for one in self.channels if kind in one.kinds)
        return tuple(sorted(found, key=lambda one: kind not in one.first))

    def papers_of(self, kind: Kind) -> tuple[Paper, ...]:
        """What such a case usually needs."""
        return tuple(one for one in self.papers if kind in one.kinds)

    def clock(self, kind: Kind, channel: str, until: EventKind) -> Clock | None:
        """The deadline for that by rule; None where none is known."""
        found = (one for one in self.clocks if one.kind is kind and channel in one.channels and one.until is until)
        return next(found, None)
