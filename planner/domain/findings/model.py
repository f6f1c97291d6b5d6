"""Findings: what is measured, against which limit, with which records as evidence. No points, no probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.sources import Named
from planner.domain.credit.file import CreditFile
from planner.domain.figures.ratios import Ratios
from planner.domain.findings.matched import Reports
from planner.domain.ledger.state import Figures
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.rules import Limit, Rule
from planner.values import dataclass, field

Param = str | int | Decimal | date | Named | None
"""What a sentence of evidence names: a name, a count, an amount in fen, a share or a day."""


class State(StrEnum):
    """What a measure or a finding says."""

    CLEAR = "clear"
    WATCH = "watch"
    AGAINST = "acts_against"
    UNKNOWN = "not_enough_data"


_WEIGHT = {State.AGAINST: 3, State.WATCH: 2, State.UNKNOWN: 1, State.CLEAR: 0}


def weight(state: State) -> int:
    """How much a state weighs, heaviest 3: against, watch, not enough data, clear."""
    return _WEIGHT[state]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record behind a measure: ``code`` names its sentence, ``kind`` and ``id`` the record itself."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    kind: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was measured. ``missing`` names what to enter where the state is not enough data."""

    code: str
    state: State
    value: int | Decimal | None = None
    watch: Limit | None = None
    against: Limit | None = None
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits that it was measured against."""
        return tuple(limit for limit in (self.watch, self.against) if limit is not None)


class Way(StrEnum):
    """By what a finding clears."""

    TIME = "time"  # by waiting, if nothing new is added
    PLAN = "plan"  # by following the adopted plan
    ACT = "act"  # by doing what it names: no date can be given


@dataclass(frozen=True, slots=True)
class Finding:
    """What the records say about one thing on a day.

    ``clears_on`` is the first day from which on it is clear if nothing new is added and the adopted plan is followed;
    None when it is clear already, or no such day follows from the records. ``pays_minor`` is what the plan pays from
    tomorrow to that day, both included. ``expired`` are rules that would have advised here once and do not any more.
    ``reason`` is the article's that it belongs to. ``eases_on`` is the first day from which on it no longer acts
    against the person because the adopted plan has paid what is overdue, the day after; ``pays_minor`` is None then.
    """

    code: str
    reason: str
    state: State
    measures: tuple[Measure, ...]
    clears_on: date | None = None
    eases_on: date | None = None
    way: Way = Way.ACT
    pays_minor: int | None = None
    expired: tuple[Rule, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What to enter, each once."""
        return tuple(dict.fromkeys(measure.missing for measure in self.measures if measure.missing))

    @property
    def overdue(self) -> bool:
        """Whether something is overdue today, by the ledger or by the report: that comes before any ratio."""
        return any(
            one.code in ("overdue_now", "report_overdue") and one.state is State.AGAINST for one in self.measures
        )

    @property
    def telling(self) -> tuple[Measure, ...]:
        """The measures that make it what it is."""
        return tuple(measure for measure in self.measures if measure.state is self.state)


@dataclass(frozen=True)
class Facts:
    """Everything that is judged on a day.

    ``known_on`` is the day up to which things were recorded: not after ``on``, and before it where ``on`` is a day to
    come. What grows old is measured from it, since nobody can have renewed a record of tomorrow.
    ``overdue`` are, by loan id, the spans in which something of it was overdue: first day, day paid or None;
    ``undated`` the due dates of what was paid, as the lender's balance shows, on a day that nobody recorded; ``untold``
    those of what nobody said anything about, or only that it was paid before records began; ``assumed`` those of
    debits that are taken for made. ``judged`` are the loans, by id, of which a due was met or missed. ``reports`` are
    the looks at the report with the loans that their accounts are.
    """

    on: date
    known_on: date
    file: CreditFile
    accounts: tuple[Account, ...]
    figures: tuple[Figures, ...]
    ratios: Ratios
    overdue: Mapping[int, tuple[tuple[date, date | None], ...]]
    undated: Mapping[int, tuple[date, ...]]
    untold: Mapping[int, tuple[date, ...]]
    assumed: Mapping[int, tuple[date, ...]]
    judged: frozenset[int]
    catalogue: Catalogue
    reports: Reports

    def limit(self, code: str) -> Limit:
        """The limit of a rule that has no end."""
        return self.catalogue.rules.need(code, self.on)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What the loans are called in full, by their ids."""
        return {account.loan.id: full_name(account.loan) for account in self.accounts}

    @property
    def standing(self) -> tuple[tuple[Account, Figures], ...]:
        """Accounts that have begun, with their figures."""
        return tuple(
            (account, figures) for account, figures in zip(self.accounts, self.figures, strict=True) if figures.begun
        )


def at_least(value: int | Decimal, watch: Limit | None, against: Limit | None) -> State:
    """Against from the second limit on, watch from the first."""
    if against is not None and value >= against.value:
        return State.AGAINST
    return State.WATCH if watch is not None and value >= watch.value else State.CLEAR


def above(value: int | Decimal, watch: Limit | None, against: Limit | None) -> State:
    """Against above the second limit, watch above the first."""
    if against is not None and value > against.value:
        return State.AGAINST
    return State.WATCH if watch is not None and value > watch.value else State.CLEAR


def below(value: int | Decimal, watch: Limit | None, against: Limit | None) -> State:
    """Against below the second limit, watch below the first."""
    if against is not None and value < against.value:
        return State.AGAINST
    return State.WATCH if watch is not None and value < watch.value else State.CLEAR


def unknown(code: str, missing: str, *evidence: Evidence) -> Measure:
    """A measure that cannot be made, and what to enter for it."""
    return Measure(code, State.UNKNOWN, missing=missing, evidence=evidence)


def together(measures: tuple[Measure, ...]) -> State:
    """The heaviest state: what acts against somebody counts even while other things are not known.

    Clear only when every measure is: one that lacks its data never lets a finding be clear.
    """
    return max((measure.state for measure in measures), key=weight, default=State.UNKNOWN)
