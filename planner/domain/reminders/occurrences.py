"""What to remind of today: rules and dues in, occurrences with stable keys out. Computed every time, never stored.

A *subject* is one thing to remind of: one instalment, the review of one week, one day of a reminder of the person's
own. It goes through *stages*, one per day on which a reminder comes up: the lead days (T-7, T-3, T-1, T) and, for
instalments only, every day after the due date until it is paid (T+1, T+2 …). A key is ``rule:subject:stage``, so the
same inputs give the same keys and nothing is ever created twice.

What is shown of a subject, and what an answer does:

* Only the most advanced stage that has come up is shown. Stages that passed without an answer are *missed* and found
  in ``history`` only. Of a recurring rule only the latest day counts: three weeks away leave one review, not three.
* An instalment paid in full needs no answer: all its stages are *done*. So is the review of a week once it is saved.
* *Done* or *skipped* on an instalment silences that stage and the earlier ones; a later stage (T-1 after T-3,
  tomorrow's T+6 after today's T+5) still comes up while it is unpaid. On any other subject either answer ends it.
* *Snoozed* silences the whole subject until the day named; on that day its then most advanced stage is pending again.
  A snooze given before the due date never reaches beyond the due date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.rrule import DAILY, rrule, rruleset

from planner.domain.accounts.records import Account
from planner.domain.basics import recurrence
from planner.domain.basics.sources import Named
from planner.domain.book import Book
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.rules import (
    COOLDOWN,
    CREDIT,
    DUE,
    FALLOFF,
    PLAN,
    REVIEW,
    Dated,
    Mark,
    Occurrence,
    Planned,
    Rule,
    Stage,
    State,
    stage_of,
)
from planner.errors import PlannerError

NEWS_DAYS = 60  # weeks of absence must not hide that an entry is gone
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueItem:
    """An unpaid instalment for a list: ``amount_minor`` is what is still unpaid of it.

    ``least_minor`` is what has to be paid of that at least, ``overdue_minor`` what the lender could demand at once.
    """

    key: str
    loan_id: int
    loan: str
    lender: str
    number: int
    due_on: date
    amount_minor: int
    days_left: int
    state: Stage
    least_minor: int
    overdue_minor: int


@dataclass(frozen=True, slots=True)
class _Subject:
    """One thing to remind of."""

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
    loan_id: int | None = None
    title: str = ""
    names: tuple[Named, ...] = ()
    marks: tuple[Mark, ...] = ()


def occurrences(
    rules: Iterable[Rule],
    dues: Iterable[Due],
    marks: Iterable[Mark],
    as_of: date,
    *,
    book: Book | None = None,
    reviewed: Collection[date] = (),
    planned: Sequence[Planned] = (),
    dated: Sequence[Dated] = (),
    horizon_days: int = 0,
) -> tuple[Occurrence, ...]:
    """What is pending or snoozed on ``as_of`` and, within ``horizon_days`` after it, what comes up next.

    Args:
        rules: the rules; disabled ones give nothing.
        dues: instalments of all accounts, paid ones too.
        marks: the answers so far.
        as_of: today.
        book: gives loans and lenders their names; without it the names stay empty.
        reviewed: Mondays of the weeks whose review is saved.
        planned: what the adopted plan pays beyond what is due.
        dated: the days that the credit file calls for.
        horizon_days: 0 for none; later ones have ``on > as_of`` and are pending.

    Returns:
        Pending ones (instalments by due date, then the rest), then snoozed ones, then those to come.
    """
    accounts = {account.loan.id: account for account in book.accounts} if book else {}
    found: list[Occurrence] = []
    for subject in _subjects(rules, dues, marks, as_of, as_of + horizon_days * _DAY, reviewed, planned, dated):
        shown = _shown(subject, as_of, horizon_days)
        if shown is not None:
            found.append(_named(shown, accounts))
    return tuple(sorted(found, key=lambda occurrence: _rank(occurrence, as_of)))


def history(
    rules: Iterable[Rule],
    dues: Iterable[Due],
    marks: Iterable[Mark],
    as_of: date,
    *,
    book: Book | None = None,
    reviewed: Collection[date] = (),
    planned: Sequence[Planned] = (),
    dated: Sequence[Dated] = (),
    days: int = 30,
) -> tuple[Occurrence, ...]:
    """What came up in the last ``days`` days up to ``as_of`` and is over: done, skipped or missed; newest first."""
    accounts = {account.loan.id: account for account in book.accounts} if book else {}
    start = as_of - (days - 1) * _DAY
    found: list[Occurrence] = []
    for subject in _subjects(rules, dues, marks, as_of, as_of, reviewed, planned, dated, since=start):
        shown = _shown(subject, as_of, 0)
        end = min(as_of, subject.done_on or as_of)
        for on in _stage_days(subject, max(start, _begins(subject.rule)), end):
            if shown is None or on != shown.on:
                found.append(_named(_occurrence(subject, on, as_of, _past_state(subject, on)), accounts))
    return tuple(sorted(found, key=lambda occurrence: (-occurrence.on.toordinal(), occurrence.key)))


def upcoming(book: Book, dues: Iterable[Due], as_of: date, days: int) -> tuple[DueItem, ...]:
    """Unpaid instalments due up to ``days`` days after ``as_of`` (inclusive), overdue ones too; the oldest first."""
    accounts = {account.loan.id: account for account in book.accounts}
    items = []
    for due in dues:
        covered = due.status is DueStatus.COVERED
        if due.unpaid_minor > 0 and not covered and due.due_on <= as_of + days * _DAY:
            loan, lender = _names(accounts.get(due.loan_id))
            left = (due.due_on - as_of).days
            stage = stage_of(
                left, in_grace=due.status is DueStatus.PENDING, unrecorded=due.status is DueStatus.UNRECORDED
            )
            state = Stage.OVERDUE if due.overdue_minor else stage
            asked = due.unpaid_minor, left, state, due.least_minor, due.overdue_minor
            items.append(DueItem(due.key, due.loan_id, loan, lender, due.number, due.due_on, *asked))
    return tuple(sorted(items, key=lambda item: (item.due_on, item.loan_id, item.number)))


def _subjects(
    rules: Iterable[Rule],
    dues: Iterable[Due],
    marks: Iterable[Mark],
    as_of: date,
    end: date,
    reviewed: Collection[date],
    planned: Sequence[Planned],
    dated: Sequence[Dated],
    since: date | None = None,
) -> Iterator[_Subject]:
    """All subjects with a stage by ``end``: the current ones, or with ``since`` all that came up from then on."""
    by_subject: dict[str, list[Mark]] = {}
    for mark in marks:
        by_subject.setdefault(mark.key.rpartition(":")[0], []).append(mark)
    dues = tuple(dues)
    for rule in rules:
        if not (rule.enabled and rule.calls):  # one from a damaged or foreign file leaves the others alone
            continue
        if rule.code == DUE:
            subjects = _of_dues(rule, dues, end, since)
        elif rule.code == PLAN:
            subjects = _of_plan(rule, planned, as_of, end)
        elif rule.code in CREDIT:
            subjects = _of_credit(rule, dated, as_of, end)
        else:
            subjects = _of_recurrence(rule, as_of, end, reviewed, since)
        for subject in subjects:
            own = by_subject.get(subject.key)
            yield replace(subject, marks=tuple(own)) if own else subject


def _of_dues(rule: Rule, dues: Sequence[Due], end: date, since: date | None) -> Iterator[_Subject]:
    last_due = end + max(rule.lead_days, default=0) * _DAY
    found: dict[str, _Subject] = {}
    missed = {due.loan_id for due in dues if due.status is DueStatus.MISSED and not due.carried_minor}
    for due in dues:
        if due.carried_minor and due.loan_id in missed:  # the bill that contains it is late, too
            continue
        paid = due.least_minor <= 0 or due.status in (
            DueStatus.ON_TIME,
            DueStatus.LATE,
            DueStatus.UNDATED,
        )  # or enough of it
        if due.due_on > last_due or due.status is DueStatus.COVERED:
            continue
        if paid and (since is None or due.cleared_on is None or due.cleared_on < since):
            continue
        subject = _Subject(
            key=f"{DUE}:{due.key}",
            rule=rule,
            about=f"loan:{due.loan_id}",
            due_on=due.due_on,
            done=paid,
            done_on=due.cleared_on if paid else None,
            until_paid=True,
            in_grace=due.status is DueStatus.PENDING,
            unrecorded=due.status is DueStatus.UNRECORDED,
            amount_minor=due.least_minor or due.unpaid_minor,
            loan_id=due.loan_id,
        )
        found[subject.key] = _joined(found[subject.key], subject) if subject.key in found else subject
    yield from found.values()


def _of_plan(rule: Rule, planned: Sequence[Planned], as_of: date, end: date) -> Iterator[_Subject]:
    """The payments of the adopted plan beyond what is due; one that a later one has followed is not named any more."""
    last = end + max(rule.lead_days, default=0) * _DAY
    for payment in planned:
        if payment.on > last:
            continue
        followed = any(payment.on < other.on <= as_of for other in planned if other.loan_id == payment.loan_id)
        yield _Subject(
            key=f"{PLAN}:{payment.loan_id}:{payment.on}",
            rule=rule,
            about=f"loan:{payment.loan_id}",
            due_on=payment.on,
            done=payment.done,
            done_on=payment.on if payment.done else None,
            superseded=followed,
            amount_minor=payment.amount_minor,
            loan_id=payment.loan_id,
        )


def _of_credit(rule: Rule, dated: Sequence[Dated], as_of: date, end: date) -> Iterator[_Subject]:
    """What the credit file calls for; news, such as an entry that is gone, is old after ``NEWS_DAYS``."""
    last = end + max(rule.lead_days, default=0) * _DAY
    for one in dated:
        if one.code == rule.code and one.on <= last:
            news = rule.code in (COOLDOWN, FALLOFF)
            yield _Subject(
                key=f"{rule.code}:{one.key}",
                rule=rule,
                about=one.key,
                due_on=one.on,
                superseded=news and one.on + NEWS_DAYS * _DAY < as_of,
                names=one.about,
            )


def _joined(first: _Subject, second: _Subject) -> _Subject:
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
) -> Iterator[_Subject]:
    longest = max(rule.lead_days, default=0) * _DAY
    current = recurrence.latest(rule.rrule, as_of + longest)
    start = min(current or as_of, since or as_of)  # before the first one: from today
    for event in recurrence.days(rule.rrule, start, end + longest):
        yield _event(rule, event, reviewed, superseded=current is not None and event < current)


def _event(rule: Rule, event: date, reviewed: Collection[date], *, superseded: bool) -> _Subject:
    week = event - event.weekday() * _DAY
    review = rule.code == REVIEW
    loan = rule.about.removeprefix("loan:")
    return _Subject(
        key=f"{REVIEW}:{week}" if review else f"{rule.code}:{rule.id}:{event}",
        rule=rule,
        about=f"week:{week}" if review else rule.about,
        due_on=event,
        done=review and week in reviewed,
        superseded=superseded,
        loan_id=int(loan) if loan.isdecimal() else None,
    )


def _shown(subject: _Subject, as_of: date, horizon_days: int) -> Occurrence | None:
    """The one stage of ``subject`` to show: snoozed, pending, or the next within the horizon."""
    if subject.done or subject.superseded:
        return None
    snooze = _snooze(subject, as_of)
    if snooze is not None:
        shown = _occurrence(subject, snooze.occurs_on, as_of, State.SNOOZED)
        return replace(shown, key=snooze.key, until_on=snooze.until_on)
    last = _recurrence(subject, as_of).before(recurrence.midnight(as_of), inc=True)
    if last is not None and not _answered(subject, last.date()):
        return _occurrence(subject, last.date(), as_of, State.PENDING)
    for on in _stage_days(subject, as_of + _DAY, as_of + horizon_days * _DAY):
        if not _answered(subject, on):
            return _occurrence(subject, on, as_of, State.PENDING)
    return None


def _recurrence(subject: _Subject, start: date) -> rruleset:
    """The stages of ``subject``; the daily ones only from ``start`` on, or years overdue would be walked through."""
    stages = rruleset()
    for lead in subject.rule.lead_days or (0,):
        stages.rdate(recurrence.midnight(subject.due_on - lead * _DAY))
    if subject.until_paid:
        stages.rrule(rrule(DAILY, dtstart=recurrence.midnight(max(start, subject.due_on + _DAY))))
    return stages


def _stage_days(subject: _Subject, start: date, end: date) -> tuple[date, ...]:
    moments = _recurrence(subject, start).between(recurrence.midnight(start), recurrence.midnight(end), inc=True)
    return tuple(moment.date() for moment in moments)


def _snooze(subject: _Subject, as_of: date) -> Mark | None:
    """The snooze that holds on ``as_of``: the latest one that no later answer has overtaken."""
    held = [
        mark
        for mark in subject.marks
        if mark.state is State.SNOOZED
        and mark.until_on is not None
        and mark.until_on > as_of
        and not _answered(subject, mark.occurs_on)
    ]
    return max(held, key=lambda mark: mark.occurs_on, default=None)


def _answered(subject: _Subject, on: date) -> bool:
    return any(
        mark.state in (State.DONE, State.SKIPPED) and (mark.occurs_on >= on or not subject.until_paid)
        for mark in subject.marks
    )


def _past_state(subject: _Subject, on: date) -> State:
    given = [mark for mark in subject.marks if mark.state in (State.DONE, State.SKIPPED)]
    exact = next((mark.state for mark in given if mark.occurs_on == on), None)
    if exact is not None:
        return exact
    if subject.done:
        return State.DONE
    return given[-1].state if given and not subject.until_paid else State.MISSED


def _occurrence(subject: _Subject, on: date, as_of: date, state: State) -> Occurrence:
    left = (subject.due_on - as_of).days
    offset = (on - subject.due_on).days
    return Occurrence(
        key=f"{subject.key}:T{offset:+d}" if offset else f"{subject.key}:T",
        rule=subject.rule.code,
        rule_id=subject.rule.id,
        about=subject.about,
        on=on,
        due_on=subject.due_on,
        days_left=left,
        stage=stage_of(left, in_grace=subject.in_grace, unrecorded=subject.unrecorded),
        state=state,
        amount_minor=subject.amount_minor,
        loan_id=subject.loan_id,
        title=subject.title or subject.rule.title,
        names=subject.names,
    )


def _begins(rule: Rule) -> date:
    try:
        return recurrence.first_on(rule.rrule)
    except PlannerError:
        return date.min


def _names(account: Account | None) -> tuple[str, str]:
    return (account.loan.named, account.loan.lender.name) if account else ("", "")


def _named(occurrence: Occurrence, accounts: Mapping[int, Account]) -> Occurrence:
    account = accounts.get(occurrence.loan_id) if occurrence.loan_id is not None else None
    loan, lender = _names(account)
    return replace(occurrence, loan=loan, lender=lender) if account else occurrence


def _rank(occurrence: Occurrence, as_of: date) -> tuple[int, bool, date, int, str]:
    if occurrence.state is State.SNOOZED:
        group = 1
    else:
        group = 2 if occurrence.on > as_of else 0
    if group == 2:  # to come: by the day on which it comes up, whatever it is
        return group, False, occurrence.on, occurrence.loan_id or 0, occurrence.key
    return group, occurrence.rule != DUE, occurrence.due_on, occurrence.loan_id or 0, occurrence.key
