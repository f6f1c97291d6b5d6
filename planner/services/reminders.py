"""Reminder rules and the person's answers to what they bring up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner import clock
from planner.domain.accounts.names import joined_name
from planner.domain.basics.recurrence import Repeat, daily, next_weekday, recurrence
from planner.domain.basics.recurrence import first_on as start_of
from planner.domain.basics.text import clean
from planner.domain.reminders.rules import (
    BUILT_IN,
    CASE,
    CASE_LEAD_DAYS,
    CUSTOM,
    DUE,
    LEAD_DAYS,
    PLAN,
    PROMISE,
    REVIEW,
    STRATEGY,
    Mark,
    Occurrence,
    Rule,
    State,
    answer,
    check_lead_days,
)
from planner.errors import PlannerError
from planner.services import settings
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

_VERBS = {State.DONE: "done", State.SKIPPED: "skip", State.SNOOZED: "snooze", State.PENDING: "again"}


def insert_defaults(write: Write, review_day: int, today: date) -> None:
    """Create the built-in rules that are missing, inside an open write: due dates, the review (0 = Monday)."""
    _insert_once(write, DUE, daily(today), LEAD_DAYS)
    _insert_once(write, REVIEW, recurrence(Repeat.WEEKLY, next_weekday(today, review_day)), (0,))


def insert_own(write: Write, title: str, rrule: str, *, about: str = "", strategy: str = "") -> int:
    """One more reminder of the person's own inside an open write."""
    return write.put(Rule(0, CUSTOM, about, title, rrule, (0,), strategy=strategy))


def insert_plan_rule(write: Write, today: date) -> None:
    """Remind of what the adopted plan pays beyond what is due, unless there is that rule already."""
    _insert_once(write, PLAN, daily(today), (1, 0))


def insert_credit_rule(write: Write, code: str, today: date) -> None:
    """Remind of what a kind of credit record calls for, unless there is that rule already."""
    _insert_once(write, code, daily(today), (0,), STRATEGY[code])


def insert_case_rule(write: Write, today: date) -> None:
    """Remind of what comes next in cases, unless there is that rule already."""
    _insert_once(write, CASE, daily(today), CASE_LEAD_DAYS, STRATEGY[CASE])


def insert_promise_rule(write: Write, today: date) -> None:
    """Remind of what was promised to who called, unless there is that rule already."""
    _insert_once(write, PROMISE, daily(today), CASE_LEAD_DAYS, STRATEGY[PROMISE])


def mark(
    store: Store,
    occurrence: Occurrence,
    state: State,
    *,
    today: date,
    until_on: date | None = None,
    what: str = "",
) -> OpResult[date | None]:
    """Answer an occurrence: done, skipped, or snoozed until ``until_on``; ``PENDING`` takes the answer back.

    Args:
        store: the database.
        occurrence: the reminder.
        state: the answer.
        today: the person's day.
        until_on: the day up to which it stays quiet, with ``SNOOZED``.
        what: what it is about, for the change log; empty for what is about a loan.

    Returns:
        The day until which it is really snoozed (never beyond the due date of an instalment that is not due yet).

    Raises:
        PlannerError: ``reminder.snooze`` when ``until_on`` is missing or not after ``today``.
    """
    given = None if state is State.PENDING else answer(occurrence, state, today, until_on=until_on, at=clock.now())
    until = given.until_on if given else None
    with store.write(f"reminder.{_VERBS[state]}{'_review' if occurrence.rule == REVIEW else ''}") as write:
        write.tell(what=what or joined_name(occurrence.loan, occurrence.lender), until_on=until)
        if given is None:
            write.drop_all(Mark, key=occurrence.key)
        else:
            write.put(given, key=next(iter(write.keys(Mark, key=occurrence.key)), 0))
    return write.result(until)


def add(
    store: Store,
    title: str,
    first_on: date,
    repeat: Repeat,
    *,
    lead_days: Iterable[int] = (0,),
    about: str = "",
    strategy: str = "",
    today: date | None = None,
) -> OpResult[int]:
    """Add a reminder of the person's own.

    Args:
        store: the database.
        title: what to be reminded of.
        first_on: the first day, today or later; days 29–31 fall on the last day of shorter months.
        repeat: how often.
        lead_days: days before it on which it comes up, 0–60.
        about: ``loan:<id>`` when it is about a loan.
        strategy: the code of the strategy that it serves, if any.
        today: the person's day; the clock's when left out.

    Returns:
        The id of the rule.

    Raises:
        PlannerError: ``reminder.title``, ``reminder.first_on``, ``reminder.lead_days``.
    """
    title, lead = _titled(title), check_lead_days(lead_days)
    _check_first(first_on, today)
    with store.write("reminder.add", title=title) as write:
        rrule = recurrence(repeat, first_on)
        rule_id = write.put(Rule(0, CUSTOM, about, title, rrule, lead, strategy=strategy))
    return write.result(rule_id)


def edit(
    store: Store,
    rule_id: int,
    title: str,
    first_on: date,
    repeat: Repeat,
    *,
    lead_days: Iterable[int] = (0,),
    today: date | None = None,
) -> OpResult[int]:
    """Replace title, days and leads of a reminder of the person's own, which mends one that cannot call.

    Its first day may stay in the past.

    Raises:
        PlannerError: as ``add``; ``reminder.unknown``, ``reminder.built_in``.
    """
    title, lead = _titled(title), check_lead_days(lead_days)
    with store.write("reminder.edit", title=title) as write:
        rule = _own(write, rule_id)
        rrule = recurrence(repeat, first_on)
        if rrule != rule.rrule and first_on != _start(rule.rrule):
            _check_first(first_on, today)
        write.put(replace(rule, code=CUSTOM, rrule=rrule, title=title, lead_days=lead))
    return write.result(rule_id)


def delete(store: Store, rule_id: int) -> OpResult[None]:
    """Remove a reminder of the person's own with the answers given to it.

    Raises:
        PlannerError: ``reminder.unknown``; ``reminder.built_in`` for the others, which can only be disabled.
    """
    with store.write("reminder.delete") as write:
        write.tell(title=_own(write, rule_id).title)
        for answered in write.find(Mark, rule=CUSTOM):
            if answered.key.startswith(f"{CUSTOM}:{rule_id}:"):
                write.drop_all(Mark, key=answered.key)
        write.drop(Rule, rule_id)
    return write.result(None)


def enable(store: Store, rule_id: int, enabled: bool) -> OpResult[None]:
    """Switch a rule on or off. What came up while it was off is not made up for, except what is still current.

    Raises:
        PlannerError: ``reminder.unknown``.
    """
    verb = "enable" if enabled else "disable"
    with store.write(f"reminder.{verb}") as write:
        rule = _known(write, rule_id)
        if rule.code in BUILT_IN:
            write.code = f"reminder.{verb}_{rule.code}"
        write.tell(title=rule.title)
        write.put(replace(rule, enabled=enabled))
    return write.result(None)


def set_lead_days(store: Store, rule_id: int, lead_days: Iterable[int]) -> OpResult[None]:
    """Change on which days before the due day a rule comes up.

    Raises:
        PlannerError: ``reminder.lead_days``, ``reminder.unknown``.
    """
    lead = check_lead_days(lead_days)
    with store.write("reminder.lead_days", days=", ".join(map(str, lead))) as write:
        write.put(replace(_known(write, rule_id), lead_days=lead))
    return write.result(None)


def set_review_day(store: Store, review_day: int, *, today: date) -> OpResult[None]:
    """Move the weekly review to ``review_day`` (0 = Monday … 6 = Sunday), from today or the next such day on."""
    if not 0 <= review_day <= 6:
        raise ValueError(review_day)
    with store.write("reminder.review_day") as write:
        settings.put_all(write, {"review_day": str(review_day)})
        known = write.find(Rule, code=REVIEW)
        insert_defaults(write, review_day, today)
        for rule in known:
            write.put(replace(rule, rrule=recurrence(Repeat.WEEKLY, next_weekday(today, review_day))))
    return write.result(None)


def _insert_once(write: Write, code: str, rrule: str, lead_days: tuple[int, ...], strategy: str = "") -> None:
    """Make a built-in rule, unless it is there already."""
    if not write.keys(Rule, code=code):
        write.put(Rule(0, code, "", "", rrule, lead_days, strategy=strategy))


def _titled(title: str) -> str:
    title = clean(title)
    if not title:
        raise PlannerError("reminder.title", field="title")
    return title


def _check_first(first_on: date, today: date | None) -> None:
    """A recurrence that began in the past would at once be late for a day that nobody asked to be reminded of."""
    if first_on < (today or clock.today()):
        raise PlannerError("reminder.first_on", field="first_on", on=first_on)


def _start(rrule: str) -> date | None:
    try:
        return start_of(rrule)
    except PlannerError:
        return None


def _known(write: Write, rule_id: int) -> Rule:
    found = write.find(Rule, id=rule_id)
    if not found:
        raise PlannerError("reminder.unknown", id=rule_id)
    return found[0]


def _own(write: Write, rule_id: int) -> Rule:
    rule = _known(write, rule_id)
    if rule.code in BUILT_IN:  # one of a kind that nobody knows is the person's to mend or to delete
        raise PlannerError("reminder.built_in")
    return rule
