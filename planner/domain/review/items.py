"""What a weekly review is made of: its stages, the items to answer, what is proposed, how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from planner.values import dataclass


class Stage(StrEnum):
    """The stages of a review, in their order."""

    DUE = "due"
    BALANCES = "balances"
    RATIOS = "ratios"
    ACTIONS = "actions"
    SAVE = "save"


class Outcome(StrEnum):
    """Where an item of the first two stages stands."""

    OPEN = "open"
    PAID = "paid"
    OTHER = "other"  # another amount paid, something left
    LATER = "later"  # not yet
    SKIPPED = "skipped"
    CHECKED = "checked"


class ActionCode(StrEnum):
    """What a review proposes to do."""

    PAY = "pay"
    CHECK = "check"
    CLOSE = "close"
    RATE = "rate"
    INCOME = "income"
    CASE = "case"  # what comes next in a case: ``key`` says what, ``loan`` is what the case is called
    OWN = "own"  # in the person's own words


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that the book does not show. It holds while no more than ``left_minor`` of the due is unpaid.

    What grows on a due from day to day (``DueCheck.penalty_minor``) does not count: an answer lasts overnight.
    """

    outcome: Outcome
    left_minor: int = 0
    until_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a week is: replies by item key, stages passed, commitments chosen (None: not yet).

    ``asked`` are the keys of the instalments that were unpaid as it began: they stay in the list once paid, whatever
    day they were paid on.
    """

    week: date
    started_on: date
    replies: Mapping[str, Reply]
    passed: tuple[Stage, ...] = ()
    chosen: tuple[str, ...] | None = None
    own: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueCheck:
    """An instalment that has fallen due; ``unpaid_minor`` is what is left of it, 0 once paid.

    ``least_minor`` is what has to be paid of that at least: the minimum of a bill. One of which that is ``least_paid``
    counts as paid, with what is left of it, until the next bill takes that; from then on nothing is unpaid of it, and
    whether it was paid in full is not to be told from it. ``penalty_minor`` is what of it has grown since the due date.

    ``old``: it fell due up to the last review (before the first one: a week ago or earlier), so when it was paid is not
    to be taken for granted. ``assumed``: the lender's debit is taken for made; ``unpaid_minor`` is what it took.
    """

    key: str
    loan_id: int
    loan: str
    number: int
    due_on: date
    unpaid_minor: int
    days_late: int
    outcome: Outcome
    reply: Reply | None = None
    old: bool = False
    assumed: bool = False
    least_minor: int = 0
    penalty_minor: int = 0
    least_paid: bool = False  # of a bill what it asks for at least, perhaps not all
    plan_minor: int | None = None  # what the adopted plan pays with it, where that is more

    @property
    def as_due_minor(self) -> int:
        """What is left of it without what has grown since the due date, fen: that does not change overnight."""
        return self.unpaid_minor - self.penalty_minor


@dataclass(frozen=True, slots=True)
class BalanceCheck:
    """An open account: the principal by our records, and the day it was last compared with the lender.

    Where it is not ``known`` the records do not tell all that is owed: the lender's figure has to be entered.
    """

    key: str
    loan_id: int
    loan: str
    principal_minor: int
    last_on: date | None
    outcome: Outcome
    known: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do by ``on``; ``text`` if in the person's own words. ``suggested`` ones are chosen until changed."""

    key: str
    code: ActionCode
    loan_id: int | None = None
    loan: str = ""
    on: date | None = None
    amount_minor: int | None = None
    text: str = ""
    suggested: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """A commitment of the week before: done, not done, or None when its loan or instalment is gone."""

    action: Action
    done: bool | None


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: how many items it has and how many are dealt with."""

    stage: Stage
    total: int
    dealt: int
    passed: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """The whole review of a week as it stands."""

    week: date
    dues: tuple[DueCheck, ...]
    balances: tuple[BalanceCheck, ...]
    kept: tuple[Kept, ...]
    proposals: tuple[Action, ...]
    steps: tuple[Step, ...]

    @property
    def stage(self) -> Stage:
        """The first stage that is not passed; the last one when all are."""
        return next((step.stage for step in self.steps if not step.passed), Stage.SAVE)
