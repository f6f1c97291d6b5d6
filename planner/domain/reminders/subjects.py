"""What there is to remind of: dues, agreements, bills to come, the adopted plan, the credit file, own reminders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from planner.domain.accounts.conditions import met
from planner.domain.accounts.records import Account, ArrangementKind, ArrangementState
from planner.domain.basics import recurrence
from planner.domain.basics.sources import Named
from planner.domain.ledger.row import ASKED
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.planned import BeforeBill, Planned, named_with, settled_before, settled_on, with_due
from planner.domain.reminders.rules import (
    AGREEMENT,
    COOLDOWN,
    DATED,
    DUE,
    FALLOFF,
    PLAN,
    PREBILL,
    REVIEW,
    Dated,
    Mark,
    Rule,
)
from planner.values import dataclass, replace

NEWS_DAYS = 60  # weeks of absence must not hide that an entry is gone
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to remind of. ``code`` says what it is where that is not what its rule is called."""

    key: str
    rule: Rule
    about: str
    due_on: date
    done: bool = False  # by itself: paid, or the review saved
    done_on: date | None = None
    superseded: bool = False  # a later day of the same rule has come up
    until_paid: bool = False  # an instalment: comes up daily after the due day
    in_grace: bool = False
    unrecorded: bool = False
    amount_minor: int | None = None
    plan_minor: int | None = None  # what the adopted plan pays with it, where that is more
    loan_id: int | None = None
    names: tuple[Named, ...] = ()
    marks: tuple[Mark, ...] = ()
    code: str = ""


def subjects(
    rules: Iterable[Rule],
    dues: Iterable[Due],
    marks: Iterable[Mark],
    as_of: date,
    end: date,
    reviewed: Collection[date],
    planned: Sequence[Planned],
    dated: Sequence[Dated],
    accounts: Iterable[Account] = (),
    since: date | None = None,
    before_bills: Iterable[BeforeBill] = (),
) -> Iterator[Subject]:
    """All subjects with a stage by ``end``: the current ones, or with ``since`` all that came up from then on."""
    by_subject: dict[str, list[Mark]] = {}
    for mark in marks:
        by_subject.setdefault(mark.key.rpartition(":")[0], []).append(mark)
    dues, rules, early = tuple(dues), tuple(rules), tuple(before_bills)
    with_dues = any(rule.code == DUE and rule.enabled and rule.calls for rule in rules)
    apart = _apart(planned, dues, as_of) if with_dues else planned
    for rule in rules:
        if not (rule.enabled and rule.calls):  # one from a damaged or foreign file leaves the others alone
            continue
        if rule.code == DUE:
            ends = settled_on(_told(planned, apart, rules), as_of)
            asked = [due for due in dues if not settled_before(ends, due)]
            found: Iterator[Subject] = _of_dues(rule, asked, end, since, planned, as_of)
            found = chain(found, _of_agreements(rule, accounts, as_of, end), _of_bills(rule, early, end))
        elif rule.code == PLAN:
            found = _of_plan(rule, apart, end)
        elif rule.code in DATED:
            found = _of_dated(rule, dated, as_of, end)
        else:
            found = _of_recurrence(rule, as_of, end, reviewed, since)
        for subject in found:
            own = by_subject.get(subject.key)
            yield replace(subject, marks=tuple(own)) if own else subject


def reaches(rules: Iterable[Rule], end: date) -> date:
    """The last due date of which a rule says something by ``end``."""
    lead = max((max(rule.lead_days, default=0) for rule in rules if rule.code == DUE), default=0)
    return end + lead * _DAY


def _apart(planned: Sequence[Planned], dues: Iterable[Due], as_of: date) -> list[Planned]:
    """The payments of a plan that no due names with itself already."""
    named = named_with(planned, dues, as_of)
    return [one for one in planned if (one.loan_id, one.on) not in named]


def _told(planned: Sequence[Planned], apart: Collection[Planned], rules: Iterable[Rule]) -> list[Planned]:
    """The payments of a plan that are reminded of: with a due of their day, or alone where the rule for it is on."""
    alone = any(rule.code == PLAN and rule.enabled and rule.calls for rule in rules)
    silent = {one for one in apart if not (alone and one.more)}
    return [one for one in planned if one not in silent]


def _of_dues(
    rule: Rule,
    dues: Sequence[Due],
    end: date,
    since: date | None,
    planned: Sequence[Planned],
    as_of: date,
) -> Iterator[Subject]:
    last_due = end + max(rule.lead_days, default=0) * _DAY
    found: dict[str, Subject] = {}
    missed: dict[int, date] = {}  # the latest missed bill of each card
    for due in dues:
        if due.status is DueStatus.MISSED:
            missed[due.loan_id] = max(due.due_on, missed.get(due.loan_id, due.due_on))
    for due in dues:
        if due.carried_minor and due.due_on < missed.get(due.loan_id, due.due_on):  # that one contains it
            continue
        settled = due.status in (DueStatus.ON_TIME, DueStatus.LATE, DueStatus.UNDATED)
        paid = settled or due.least_minor <= 0  # or enough of it
        if due.due_on > last_due or due.status is DueStatus.COVERED or due.agreed:
            continue
        if paid and (since is None or due.cleared_on is None or due.cleared_on < since):
            continue
        more = None if paid else with_due(planned, due, as_of)
        subject = Subject(
            key=f"{DUE}:{due.key}",
            rule=rule,
            about=f"loan:{due.loan_id}",
            due_on=due.due_on,
            done=paid,
            done_on=due.cleared_on if paid else None,
            until_paid=True,
            in_grace=due.status is DueStatus.PENDING,
            unrecorded=due.status is DueStatus.UNRECORDED,
            amount_minor=due.offered_minor,
            plan_minor=None if more is None else more.amount_minor,
            loan_id=due.loan_id,
        )
        found[subject.key] = _joined(found[subject.key], subject) if subject.key in found else subject
    yield from found.values()


def _of_agreements(rule: Rule, accounts: Iterable[Account], as_of: date, end: date) -> Iterator[Subject]:
    """What a settlement for less still asks for, by the last day of its condition; once paid, broken or kept: nothing.

    For three days after it, as of a due, nobody says that it was not paid.
    """
    last = end + max(rule.lead_days, default=0) * _DAY
    for account in accounts:
        for agreed in account.arrangements:
            until = agreed.until_on
            open_now = agreed.kind is ArrangementKind.REDUCED_SETTLEMENT and agreed.state is ArrangementState.AGREED
            if until is None or until > last or not open_now:
                continue
            stands = met(account, agreed)
            yield Subject(
                key=f"{AGREEMENT}:{agreed.id}:{until}",
                rule=rule,
                about=f"loan:{account.loan.id}",
                due_on=until,
                done=stands.met_on is not None,
                done_on=stands.met_on,
                unrecorded=as_of < until + ASKED,
                amount_minor=stands.asked_minor - stands.paid_minor,
                loan_id=account.loan.id,
                code=AGREEMENT,
            )


def _of_bills(rule: Rule, before_bills: Iterable[BeforeBill], end: date) -> Iterator[Subject]:
    """What to pay on cards before their bills, on its day alone: no earlier day says yet what is free for it."""
    for one in before_bills:
        if one.on <= end:
            yield Subject(
                key=f"{PREBILL}:{one.loan_id}:{one.cut_on}",
                rule=replace(rule, lead_days=(0,)),
                about=f"loan:{one.loan_id}",
                due_on=one.on,
                amount_minor=one.amount_minor,
                loan_id=one.loan_id,
                code=PREBILL,
            )


def _of_plan(rule: Rule, planned: Sequence[Planned], end: date) -> Iterator[Subject]:
    """The payments of the adopted plan beyond what is due; one that a later one has followed is not named any more."""
    last = end + max(rule.lead_days, default=0) * _DAY
    for payment in planned:
        if payment.on > last or not (payment.more or (payment.above and (payment.done or payment.over))):
            continue
        yield Subject(
            key=f"{PLAN}:{payment.loan_id}:{payment.on}",
            rule=rule,
            about=f"loan:{payment.loan_id}",
            due_on=payment.on,
            done=payment.done,
            done_on=payment.on if payment.done else None,
            superseded=payment.over,
            amount_minor=payment.amount_minor,
            loan_id=payment.loan_id,
        )


def _of_dated(rule: Rule, dated: Sequence[Dated], as_of: date, end: date) -> Iterator[Subject]:
    """What the credit file and cases call for; news, such as an entry that is gone, is old after ``NEWS_DAYS``."""
    last = end + max(rule.lead_days, default=0) * _DAY
    for one in dated:
        if one.code == rule.code and one.on <= last:
            news = rule.code in (COOLDOWN, FALLOFF)
            yield Subject(
                key=f"{rule.code}:{one.key}",
                rule=rule,
                about=one.key,
                due_on=one.on,
                superseded=news and one.on + NEWS_DAYS * _DAY < as_of,
                names=one.about,
            )


def _joined(first: Subject, second: Subject) -> Subject:
    """Two dues of one loan on one day are one thing to remind of."""
    done = first.done and second.done
    days = [subject.done_on for subject in (first, second) if subject.done_on]
    return replace(
        first,
        done=done,
        done_on=max(days) if done and days else None,
        in_grace=first.in_grace and second.in_grace,
        unrecorded=first.unrecorded and second.unrecorded,
        amount_minor=(first.amount_minor or 0) + (second.amount_minor or 0),
    )


def _of_recurrence(
    rule: Rule, as_of: date, end: date, reviewed: Collection[date], since: date | None
) -> Iterator[Subject]:
    longest = max(rule.lead_days, default=0) * _DAY
    current = recurrence.latest(rule.rrule, as_of + longest)
    start = min(current or as_of, since or as_of)  # before the first one: from today
    for event in recurrence.days(rule.rrule, start, end + longest):
        yield _event(rule, event, reviewed, superseded=current is not None and event < current)


def _event(rule: Rule, event: date, reviewed: Collection[date], *, superseded: bool) -> Subject:
    week = event - event.weekday() * _DAY
    review = rule.code == REVIEW
    loan = rule.about.removeprefix("loan:")
    return Subject(
        key=f"{REVIEW}:{week}" if review else f"{rule.code}:{rule.id}:{event}",
        rule=rule,
        about=f"week:{week}" if review else rule.about,
        due_on=event,
        done=review and week in reviewed,
        superseded=superseded,
        loan_id=int(loan) if loan.isdecimal() else None,
    )
