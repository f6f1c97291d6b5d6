"""The values of reminders: rules, the person's answers and the occurrences that ``occurrences`` computes from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from planner.domain.accounts.names import joined_name
from planner.domain.basics import recurrence
from planner.domain.basics.sources import Named
from planner.domain.basics.text import quoted
from planner.errors import PlannerError
from planner.values import dataclass

DUE, REVIEW, PLAN, CUSTOM = "due", "review", "plan", "custom"  # codes of rules
SCORE, REPORT, PROFILE, COOLDOWN, FALLOFF = "score", "report", "profile", "cooldown", "falloff"
AGREEMENT = "agreement"  # what a due rule names beside dues: the last day of an agreement's condition
CASE = "case"  # what comes next in a case: its last day, a step of a close-out
PROMISE = "promise"  # the day for which a payment was promised to who called
PREBILL = "prebill"  # likewise: the day to pay on a card before its bill is cut
CREDIT = (SCORE, REPORT, PROFILE, COOLDOWN, FALLOFF)  # rules whose days follow from the credit file
DATED = (*CREDIT, CASE, PROMISE)  # and from cases and calls
STRATEGY = {SCORE: "raise_score", REPORT: "tend_report", PROFILE: "raise_score", COOLDOWN: "fewer_lenders"}
STRATEGY |= {FALLOFF: "tend_report", CASE: "appeal", PROMISE: "appeal"}
BY_DAY = (DUE, PLAN, *DATED)  # rules whose days follow from records, not from their recurrence
BUILT_IN = (REVIEW, *BY_DAY)
LEAD_DAYS = (7, 3, 1, 0)
CASE_LEAD_DAYS = (3, 1, 0)
MOST_LEAD_DAYS = 60


class State(StrEnum):
    """What became of a reminder."""

    PENDING = "pending"
    DONE = "done"
    SNOOZED = "snoozed"
    SKIPPED = "skipped"
    MISSED = "missed"


class Stage(StrEnum):
    """Where ``as_of`` stands against the due day."""

    UPCOMING = "upcoming"
    TODAY = "today"
    UNRECORDED = "unrecorded"  # past the due date, and nobody said yet whether it was paid
    GRACE = "grace"  # past the due date, still counted as on time when paid now
    OVERDUE = "overdue"
    ASSUMED = "assumed"  # past the due date, and the lender's debit is taken for made until it is answered


@dataclass(frozen=True, slots=True)
class Rule:
    """One reminder rule. ``rrule`` is RFC 5545 text (see ``recurrence``); ``lead_days`` are days before the due day.

    Of a rule with code ``due`` the recurrence says how often an unpaid instalment is named after its due date (daily);
    its start bounds ``history``. It names the last days of agreements' conditions, too. ``about`` is ``loan:<id>`` or
    empty.
    """

    id: int
    code: str
    about: str
    title: str
    rrule: str
    lead_days: tuple[int, ...]
    enabled: bool = True
    strategy: str = ""

    @property
    def calls(self) -> bool:
        """Whether it can come up: not one that a file brought with a recurrence, or of a kind, that nobody can read."""
        try:
            _check_days(self.code, self.rrule)
        except PlannerError:
            return self.code in BY_DAY
        return True


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that the credit file or a case calls for: the rule ``code`` that reminds of it, a key, what it is about.

    ``about`` are names in both languages, or the person's own words in their place.
    """

    code: str
    key: str
    on: date
    about: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer of the person to the occurrence ``key``, whose stage came up on ``occurs_on``."""

    key: str
    rule: str
    about: str
    occurs_on: date
    state: State
    until_on: date | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stage of a subject: it comes up ``on`` one day and is about another, ``due_on``, ``days_left`` from today.

    ``amount_minor`` is what is still unpaid, ``plan_minor`` what the adopted plan pays with it where that is more;
    ``loan`` and ``lender`` are names, empty when it is about no loan. ``until_on`` is set while snoozed. ``title`` is
    in the person's words, ``names`` as in ``Dated``.
    """

    key: str
    rule: str
    rule_id: int
    about: str
    on: date
    due_on: date
    days_left: int
    stage: Stage
    state: State = State.PENDING
    until_on: date | None = None
    amount_minor: int | None = None
    plan_minor: int | None = None
    loan_id: int | None = None
    loan: str = ""
    lender: str = ""
    title: str = ""
    names: tuple[Named, ...] = ()

    @property
    def text(self) -> str:
        """The catalogue key of its sentence, for example ``reminder.due.overdue``."""
        return f"reminder.{self.rule}.{self.stage}"

    @property
    def params(self) -> dict[str, object]:
        """What its sentence names; ``n`` is the number of days to or since ``due_on``."""
        return {
            "n": abs(self.days_left),
            "due_on": self.due_on,
            "amount_minor": self.amount_minor,
            "loan": joined_name(self.loan, self.lender),
            "lender": self.lender,
            "title": self.title,
        }


def answer(occurrence: Occurrence, state: State, today: date, *, until_on: date | None = None, at: str = "") -> Mark:
    """The mark that records an answer: done, skipped, or snoozed until ``until_on``.

    A snooze of an instalment that is not due yet is cut to its due date: look at ``until_on`` of the result.

    Raises:
        PlannerError: ``reminder.snooze`` when ``until_on`` is missing or not after ``today``.
    """
    if state not in (State.DONE, State.SKIPPED, State.SNOOZED):
        raise ValueError(state)
    until = None
    if state is State.SNOOZED:
        if until_on is None or until_on <= today:
            raise PlannerError("reminder.snooze", field="until_on", today=today)
        guarded = occurrence.rule == DUE and occurrence.due_on > today
        until = min(until_on, occurrence.due_on) if guarded else until_on
    return Mark(occurrence.key, occurrence.rule, occurrence.about, occurrence.on, state, until, at)


def check_kept(code: str, rrule: str, lead_days: str) -> None:
    """That the texts by which a file keeps a rule are such as the app writes: it knows the kind and reckons the days.

    Raises:
        PlannerError: ``reminder.code``, ``reminder.recurrence`` (see ``recurrence`` for what it takes),
            ``reminder.lead_days``.
    """
    _check_days(code, rrule)
    if not all(map(_is_lead, lead_days.split(","))):
        raise PlannerError("reminder.lead_days", field="lead_days", most=MOST_LEAD_DAYS)


def _check_days(code: str, rrule: str) -> None:
    if code not in (CUSTOM, *BUILT_IN):
        raise PlannerError("reminder.code", field="code", kind=quoted(code))
    recurrence.first_on(rrule)


def kept_lead_days(text: str) -> tuple[int, ...]:
    """Lead days as a file keeps them, "7,3,1,0"; what can be none is left out, and never keeps a file from opening."""
    return tuple(int(lead) for lead in text.split(",") if _is_lead(lead))


def _is_lead(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= MOST_LEAD_DAYS


def check_lead_days(lead_days: Iterable[int]) -> tuple[int, ...]:
    """``lead_days`` without doubles, the longest lead first.

    Raises:
        PlannerError: ``reminder.lead_days`` when there is none, or one is not 0–60.
    """
    days = tuple(sorted(set(lead_days), reverse=True))
    if not days or days[-1] < 0 or days[0] > MOST_LEAD_DAYS:
        raise PlannerError("reminder.lead_days", field="lead_days", most=MOST_LEAD_DAYS)
    return days


def stage_of(days_left: int, *, in_grace: bool, unrecorded: bool = False) -> Stage:
    """The stage of something due in ``days_left`` days (negative: after its due day)."""
    if days_left > 0:
        return Stage.UPCOMING
    if days_left == 0:
        return Stage.TODAY
    if unrecorded:
        return Stage.UNRECORDED
    return Stage.GRACE if in_grace else Stage.OVERDUE
