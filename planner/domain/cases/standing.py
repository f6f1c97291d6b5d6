"""Where a case stands on a day: status, deadline, what comes next and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.accounts.records import Account
from planner.domain.basics.workdays import WorkDays
from planner.domain.cases.closeout import StepLine, steps_of
from planner.domain.cases.deadline import Deadline, Why, deadline
from planner.domain.cases.file import CaseFile, Event, EventKind, Kind, Outcome
from planner.domain.cases.lists import CaseLists, Paper
from planner.domain.cases.status import OVER, Status, outcome, status
from planner.domain.credit.file import CreditFile
from planner.domain.reference.rules import Rules
from planner.values import dataclass


class Next(StrEnum):
    """What the person does next."""

    SUBMIT = "submit"
    ASK_RECEIPT = "ask_receipt"
    ASK_ACCEPTED = "ask_accepted"
    WAIT = "wait"  # until the last day
    FOLLOW_UP = "follow_up"  # nobody said by when it is answered
    SUPPLY = "supply"
    ESCALATE = "escalate"  # the last day is over
    CHECK_DAY = "check_day"  # the last day is over unless it was a day off, which is not known
    AGAIN = "again"  # refused: another round, elsewhere, or let it rest
    RECORD = "record"  # what was agreed goes to its loan
    CHECK_REPORT = "check_report"  # whether the report was put right
    CLOSE = "close"  # it has been granted
    STEP = "step"  # of a close-out
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands.

    Attributes:
        status: how far its last round has come.
        outcome: what its last answer says; None without one.
        deadline: by when it is answered.
        accepted_by: by when it is told whether it is taken up, where a rule says so and it is not yet.
        next: what comes next, ``next_on`` when; None: at no particular day.
        missing: papers that such a case usually needs and that are not there.
        steps: of a close-out.
    """

    status: Status
    outcome: Outcome | None
    deadline: Deadline
    accepted_by: Deadline | None
    next: Next
    next_on: date | None
    missing: tuple[Paper, ...] = ()
    steps: tuple[StepLine, ...] = ()

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.status is Status.CLOSED

    @property
    def next_step(self) -> StepLine | None:
        """Of a close-out the step that comes next."""
        return min((one for one in self.steps if one.done_on is None), key=lambda one: one.due_on, default=None)


def standing(
    file: CaseFile,
    lists: CaseLists,
    rules: Rules,
    calendar: WorkDays,
    as_of: date,
    account: Account | None = None,
    credit: CreditFile | None = None,
) -> Standing:
    """Where a case stands on a day.

    Args:
        file: the case.
        lists: channels, deadlines, papers, steps.
        rules: the numbers of the deadlines.
        calendar: the working days, as far as they are known.
        as_of: the day.
        account: the loan that it is about.
        credit: the credit file: a report in it may show that a close-out is through.
    """
    if file.case.kind is Kind.CLOSEOUT:
        return _of_close_out(file, lists, account, credit or CreditFile())
    events, channel = file.happened(file.current), file.current.channel
    by = deadline(file.case.kind, channel, events, lists, rules, calendar)
    told = status(events)
    accepted = None
    if told not in OVER and told is not Status.ACCEPTED:
        found = deadline(file.case.kind, channel, events, lists, rules, calendar, EventKind.ACCEPTED)
        accepted = None if found.why in (Why.NO_RULE, Why.OVER, Why.NOT_SENT) else found
    done, next_on = _next(file, events, told, by, accepted, lists, as_of, account)
    have = {one.item for one in file.evidence}
    missing = tuple(one for one in lists.papers_of(file.case.kind) if one.code not in have)
    return Standing(told, outcome(events), by, accepted, done, next_on, () if told in OVER else missing)


def _of_close_out(file: CaseFile, lists: CaseLists, account: Account | None, credit: CreditFile) -> Standing:
    steps = steps_of(file, lists.steps, account, credit)
    left = [one.due_on for one in steps if one.done_on is None]
    ended = any(one.kind is EventKind.CLOSED for one in file.happened(file.current))
    told = Status.DOING if left and not ended else Status.CLOSED
    comes, on = (Next.STEP, min(left)) if told is Status.DOING else (Next.NOTHING, None)
    return Standing(told, None, Deadline(Why.NO_RULE), None, comes, on, (), steps)


def _next(
    file: CaseFile,
    events: Sequence[Event],
    told: Status,
    by: Deadline,
    accepted: Deadline | None,
    lists: CaseLists,
    as_of: date,
    account: Account | None,
) -> tuple[Next, date | None]:
    """What comes next, and when."""
    last = max((one.on for one in events), default=file.current.on)
    follow = lists.follow

    def after(days: int) -> date:
        return last + timedelta(days)

    if told is Status.PREPARING:
        return Next.SUBMIT, file.current.on + timedelta(follow.prepare)
    if told in OVER:
        return _after_end(file, events, told, after(follow.again), account)
    if told is Status.ASKED_MORE:
        asked = next(one for one in reversed(events) if one.kind is EventKind.ASKED_MORE)
        return Next.SUPPLY, asked.until_on or asked.on + timedelta(follow.more)
    if by.on is not None:
        if by.on >= as_of:
            return Next.WAIT, by.on
        return (Next.ESCALATE if by.sure else Next.CHECK_DAY), by.on + timedelta(1)
    if by.why is Why.NO_RECEIPT or told is Status.SENT:
        return Next.ASK_RECEIPT, after(follow.receipt)
    if by.why is Why.NO_ACCEPTANCE:
        on = None if accepted is None else accepted.on
        return Next.ASK_ACCEPTED, after(follow.waiting) if on is None else on
    return Next.FOLLOW_UP, after(follow.waiting)


def _after_end(
    file: CaseFile, events: Sequence[Event], told: Status, on: date, account: Account | None
) -> tuple[Next, date | None]:
    if told is Status.CLOSED:
        return Next.NOTHING, None
    if told is Status.ANSWERED and outcome(events) is not Outcome.REFUSED:
        if file.case.kind is Kind.ARRANGEMENT and account is not None and not recorded(file, account):
            return Next.RECORD, max(one.on for one in events)  # at once: the next due may be another one by now
        if file.case.kind is Kind.OBJECTION:
            return Next.CHECK_REPORT, on
        return Next.CLOSE, on
    return Next.AGAIN, on


def recorded(file: CaseFile, account: Account) -> bool:
    """Whether what was agreed stands on its loan: an agreement there that was reached since the round began."""
    since = min([file.current.on, *(one.on for one in file.happened(file.current))])
    return any(one.agreed_on is not None and one.agreed_on >= since for one in account.arrangements)
