"""What was recorded of a case: its rounds, the events of each, the evidence. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property

from planner.values import dataclass


class Kind(StrEnum):
    """What a case is about."""

    OBJECTION = "objection"  # 异议: an entry of the credit report is wrong
    APPEAL = "appeal"  # 申诉: a platform has not opened, cut or restricted something
    ARRANGEMENT = "arrangement"  # 协商: a deferral, new instalments, a waiver are asked for
    COMPLAINT = "complaint"  # 投诉: how somebody behaved or dealt with it
    CLOSEOUT = "closeout"  # 收尾: what is left to do with a line that was emptied


class EventKind(StrEnum):
    """What happened in a round, in the order in which it does on one day."""

    NOTE = "note"  # something to remember that changes nothing
    STEP = "step"  # a step of a close-out is done
    SUBMITTED = "submitted"  # handed in or sent
    RECEIVED = "received"  # the other side has it
    ACCEPTED = "accepted"  # 受理: it is taken up
    ASKED_MORE = "asked_more"  # the other side wants more papers
    SUPPLIED = "supplied"  # they were handed in
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # by the person
    CLOSED = "closed"  # nothing more is to be done
    VOID = "void"  # an event was recorded by mistake: it did not happen


class Outcome(StrEnum):
    """What an answer says."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class PaperState(StrEnum):
    """What became of the file of a paper since it was added."""

    ON_PAPER = "on_paper"  # there is no file
    THERE = "there"  # of the same length; its content was not looked at
    SAME = "same"
    GONE = "gone"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


ONCE = frozenset(EventKind) - {EventKind.NOTE, EventKind.STEP, EventKind.ASKED_MORE, EventKind.SUPPLIED, EventKind.VOID}
"""What happens once in a round."""
ENDS = (EventKind.NOT_ACCEPTED, EventKind.ANSWERED, EventKind.WITHDRAWN)
"""What ends a round."""
_PLACE = {kind: place for place, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the person describes it.

    Attributes:
        title: what it is called.
        opened_on: the day on which it was begun.
        institution: whom it is about.
        loan_id: the loan that it is about; None for none.
        facts: what is the matter, with days and amounts.
        asks: what is asked for.
        point: where it was found in a report, ``code:about`` of a difference; empty for none.
    """

    id: int
    kind: Kind
    title: str
    opened_on: date
    institution: str = ""
    loan_id: int | None = None
    facts: str = ""
    asks: str = ""
    point: str = ""
    note: str = ""

    def objects_to(self, point: str, loan_id: int | None) -> bool:
        """Whether it is about that point of a report, ``code:about``, or about the same of the same loan.

        Another report names the account of a loan otherwise.
        """
        code = self.point.partition(":")[0]
        of_loan = loan_id is not None and self.loan_id == loan_id
        return bool(code) and code == point.partition(":")[0] and (self.point == point or of_loan)


@dataclass(frozen=True, slots=True)
class Round:
    """One attempt at one channel, by its code. ``word`` is why it was begun; ``number`` counts from 1."""

    id: int
    case_id: int
    number: int
    channel: str
    on: date
    word: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a round, with a word on it.

    Attributes:
        word: what was said or done, never empty.
        outcome: of an answer, what it says.
        until_on: the day that was named for what comes next: by which they answer, or want more papers.
        step: of a close-out the code of the step that is done.
        corrects: the event, by id, in whose place this one stands; that one counts no more and stays to be read.
    """

    id: int
    round_id: int
    on: date
    kind: EventKind
    word: str
    outcome: Outcome | None = None
    until_on: date | None = None
    step: str = ""
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paper of a case. ``item`` is its code in the list of what such a case needs, empty for another.

    Attributes:
        path: where its file is; empty for one that is on paper only.
        sha256: of the file when it was added, in hexadecimal.
        size: its length then, in bytes; None without a file.
    """

    id: int
    case_id: int
    item: str
    title: str
    on: date
    path: str = ""
    sha256: str = ""
    size: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Packed:
    """What became of a paper: its name in the archive, empty for none, its length in bytes and SHA-256 as packed."""

    paper: Evidence
    state: PaperState
    name: str = ""
    size: int = 0
    sha256: str = ""


def by_day(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in the order in which they happened; those of one day as things go, not as they were entered."""
    return tuple(sorted(events, key=lambda one: (one.on, _PLACE[one.kind], one.id)))


def counting(events: Iterable[Event]) -> tuple[Event, ...]:
    """Those that nothing stands in the place of, in the order in which they happened."""
    found = tuple(events)
    corrected = {one.corrects for one in found}
    return by_day(one for one in found if one.id not in corrected and one.kind is not EventKind.VOID)


@dataclass(frozen=True)
class CaseFile:
    """A case with everything recorded of it: rounds by number, events of all of them, evidence as it was added."""

    case: Case
    rounds: tuple[Round, ...] = ()
    events: tuple[Event, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @cached_property
    def current(self) -> Round:
        """The last round; one that was never begun where a file holds none."""
        return self.rounds[-1] if self.rounds else Round(0, self.case.id, 1, "", self.case.opened_on)

    def recorded(self, of: Round) -> tuple[Event, ...]:
        """Every event of a round, corrected ones too, in the order in which they happened."""
        return by_day(one for one in self.events if one.round_id == of.id)

    def happened(self, of: Round) -> tuple[Event, ...]:
        """The events of a round that count."""
        return counting(one for one in self.events if one.round_id == of.id)

    @cached_property
    def corrected(self) -> frozenset[int]:
        """The events, by id, that count no more."""
        return frozenset(one.corrects for one in self.events if one.corrects is not None)
