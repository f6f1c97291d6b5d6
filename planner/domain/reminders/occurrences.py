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

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from planner.domain.accounts.records import Account
from planner.domain.basics import recurrence
from planner.domain.book import Book
from planner.domain.ledger.state import Due
from planner.domain.reminders.due_items import names_of
from planner.domain.reminders.planned import BeforeBill, Planned
from planner.domain.reminders.rules import (
    DUE,
    Dated,
    Mark,
    Occurrence,
    Rule,
    State,
    stage_of,
)
from planner.domain.reminders.subjects import Subject, subjects
from planner.errors import PlannerError
from planner.values import replace

_DAY = timedelta(days=1)


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
    before_bills: Iterable[BeforeBill] = (),
    horizon_days: int = 0,
) -> tuple[Occurrence, ...]:
    """What is pending or snoozed on ``as_of`` and, within ``horizon_days`` after it, what comes up next.

    Args:
        rules: the rules; disabled ones give nothing.
        dues: instalments of all accounts; those that are done with may be left out (``Due.live``).
        marks: the answers so far.
        as_of: today.
        book: gives loans and lenders their names, and agreements their last days; without it there are none.
        reviewed: Mondays of the weeks whose review is saved.
        planned: every payment of the adopted plan.
        dated: the days that the credit file calls for.
        before_bills: what is free to be paid on cards before their bills.
        horizon_days: 0 for none; later ones have ``on > as_of`` and are pending.

    Returns:
        Pending ones (instalments by due date, then the rest), then snoozed ones, then those to come.
    """
    of = book.accounts if book else ()
    accounts = {account.loan.id: account for account in of}
    found: list[Occurrence] = []
    end = as_of + horizon_days * _DAY
    for subject in subjects(rules, dues, marks, as_of, end, reviewed, planned, dated, of, before_bills=before_bills):
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
    of = book.accounts if book else ()
    accounts = {account.loan.id: account for account in of}
    start = as_of - (days - 1) * _DAY
    found: list[Occurrence] = []
    for subject in subjects(rules, dues, marks, as_of, as_of, reviewed, planned, dated, of, since=start):
        shown = _shown(subject, as_of, 0)
        end = min(as_of, subject.done_on or as_of)
        for on in _stage_days(subject, max(start, _begins(subject.rule)), end):
            if shown is None or on != shown.on:
                found.append(_named(_occurrence(subject, on, as_of, _past_state(subject, on)), accounts))
    return tuple(sorted(found, key=lambda occurrence: (-occurrence.on.toordinal(), occurrence.key)))


def _shown(subject: Subject, as_of: date, horizon_days: int) -> Occurrence | None:
    """The one stage of ``subject`` to show: snoozed, pending, or the next within the horizon."""
    if subject.done or subject.superseded:
        return None
    snooze = _snooze(subject, as_of)
    if snooze is not None:
        shown = _occurrence(subject, snooze.occurs_on, as_of, State.SNOOZED)
        return replace(shown, key=snooze.key, until_on=snooze.until_on)
    last = _latest(subject, as_of)
    if last is not None and not _answered(subject, last):
        return _occurrence(subject, last, as_of, State.PENDING)
    for on in _stage_days(subject, as_of + _DAY, as_of + horizon_days * _DAY):
        if not _answered(subject, on):
            return _occurrence(subject, on, as_of, State.PENDING)
    return None


def _latest(subject: Subject, as_of: date) -> date | None:
    """The day of the most advanced stage that has come up by ``as_of``; None where none has."""
    if subject.until_paid and as_of > subject.due_on:
        return as_of
    return max((on for on in _lead_days(subject) if on <= as_of), default=None)


def _lead_days(subject: Subject) -> set[date]:
    return {subject.due_on - lead * _DAY for lead in subject.rule.lead_days or (0,)}


def _stage_days(subject: Subject, start: date, end: date) -> list[date]:
    """The days from ``start`` to ``end``, both inclusive, on which a stage comes up, in order."""
    found = {on for on in _lead_days(subject) if start <= on <= end}
    if subject.until_paid:
        first = max(start, subject.due_on + _DAY)
        found |= {first + number * _DAY for number in range((end - first).days + 1)}
    return sorted(found)


def _snooze(subject: Subject, as_of: date) -> Mark | None:
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


def _answered(subject: Subject, on: date) -> bool:
    return any(
        mark.state in (State.DONE, State.SKIPPED) and (mark.occurs_on >= on or not subject.until_paid)
        for mark in subject.marks
    )


def _past_state(subject: Subject, on: date) -> State:
    given = [mark for mark in subject.marks if mark.state in (State.DONE, State.SKIPPED)]
    exact = next((mark.state for mark in given if mark.occurs_on == on), None)
    if exact is not None:
        return exact
    if subject.done:
        return State.DONE
    return given[-1].state if given and not subject.until_paid else State.MISSED


def _occurrence(subject: Subject, on: date, as_of: date, state: State) -> Occurrence:
    left = (subject.due_on - as_of).days
    offset = (on - subject.due_on).days
    return Occurrence(
        key=f"{subject.key}:T{offset:+d}" if offset else f"{subject.key}:T",
        rule=subject.code or subject.rule.code,
        rule_id=subject.rule.id,
        about=subject.about,
        on=on,
        due_on=subject.due_on,
        days_left=left,
        stage=stage_of(left, in_grace=subject.in_grace, unrecorded=subject.unrecorded),
        state=state,
        amount_minor=subject.amount_minor,
        plan_minor=subject.plan_minor,
        loan_id=subject.loan_id,
        title=subject.rule.title,
        names=subject.names,
    )


def _begins(rule: Rule) -> date:
    try:
        return recurrence.first_on(rule.rrule)
    except PlannerError:
        return date.min


def _named(occurrence: Occurrence, accounts: Mapping[int, Account]) -> Occurrence:
    account = accounts.get(occurrence.loan_id) if occurrence.loan_id is not None else None
    loan, lender = names_of(account)
    return replace(occurrence, loan=loan, lender=lender) if account else occurrence


def _rank(occurrence: Occurrence, as_of: date) -> tuple[int, bool, date, int, str]:
    if occurrence.state is State.SNOOZED:
        group = 1
    else:
        group = 2 if occurrence.on > as_of else 0
    if group == 2:  # to come: by the day on which it comes up, whatever it is
        return group, False, occurrence.on, occurrence.loan_id or 0, occurrence.key
    return group, occurrence.rule != DUE, occurrence.due_on, occurrence.loan_id or 0, occurrence.key
