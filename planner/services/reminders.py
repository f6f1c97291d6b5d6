"""Reminder rules and the person's answers to what they bring up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from planner import clock
from planner.domain.accounts.names import joined_name
from planner.domain.basics.recurrence import Repeat, daily, next_weekday, recurrence
from planner.domain.basics.recurrence import first_on as start_of
from planner.domain.basics.text import clean
from planner.domain.reminders.rules import (
    BY_DAY,
    CUSTOM,
    DUE,
    LEAD_DAYS,
    PLAN,
    REVIEW,
    STRATEGY,
    Occurrence,
    State,
    answer,
    check_lead_days,
)
from planner.errors import PlannerError
from planner.services import settings
from planner.storage.store import OpResult, Store, Write

_VERBS = {State.DONE: "done", State.SKIPPED: "skip", State.SNOOZED: "snooze", State.PENDING: "again"}


def insert_defaults(write: Write, review_day: int, today: date) -> None:
    """Create the built-in rules that are missing, inside an open write: due dates, the review (0 = Monday)."""
    if not write.values("reminder_rule", code=DUE):
        _insert(write, DUE, rrule=daily(today), lead_days=LEAD_DAYS)
    if not write.values("reminder_rule", code=REVIEW):
        _insert(write, REVIEW, rrule=recurrence(Repeat.WEEKLY, next_weekday(today, review_day)), lead_days=(0,))


def insert_own(write: Write, title: str, rrule: str, *, about: str = "", strategy: str = "") -> int:
    """One more reminder of the person's own inside an open write."""
    return _insert(write, CUSTOM, rrule=rrule, lead_days=(0,), title=title, about=about, strategy=strategy)


def insert_plan_rule(write: Write, today: date) -> None:
    """Remind of what the adopted plan pays beyond what is due, unless there is that rule already."""
    if not write.values("reminder_rule", code=PLAN):
        _insert(write, PLAN, rrule=daily(today), lead_days=(1, 0))


def insert_credit_rule(write: Write, code: str, today: date) -> None:
    """Remind of what a kind of credit record calls for, unless there is that rule already."""
    if not write.values("reminder_rule", code=code):
        _insert(write, code, rrule=daily(today), lead_days=(0,), strategy=STRATEGY[code])


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
        known = write.values("reminder_mark", key=occurrence.key)
        if given is None:
            for row in known:
                write.remove("reminder_mark", row["id"])
        else:
            values = {
                "rule": given.rule,
                "about": given.about,
                "occurs_on": given.occurs_on.isoformat(),
                "state": given.state.value,
                "until_on": until.isoformat() if until else None,
                "at": given.at,
            }
            if known:
                write.change("reminder_mark", known[0]["id"], **values)
            else:
                write.add("reminder_mark", key=given.key, **values)
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
        rule_id = _insert(write, CUSTOM, title=title, rrule=rrule, lead_days=lead, about=about, strategy=strategy)
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
    """Replace title, days and leads of a reminder of the person's own. Its first day may stay in the past.

    Raises:
        PlannerError: as ``add``; ``reminder.unknown``, ``reminder.built_in``.
    """
    title, lead = _titled(title), check_lead_days(lead_days)
    with store.write("reminder.edit", title=title) as write:
        row = _own_row(write, rule_id)
        rrule = recurrence(repeat, first_on)
        if rrule != row["rrule"]:
            if first_on != _start(row["rrule"]):
                _check_first(first_on, today)
            write.change("reminder_rule", rule_id, rrule=rrule)
        write.change("reminder_rule", rule_id, title=title, lead_days=_lead_text(lead))
    return write.result(rule_id)


def delete(store: Store, rule_id: int) -> OpResult[None]:
    """Remove a reminder of the person's own with the answers given to it.

    Raises:
        PlannerError: ``reminder.unknown``; ``reminder.built_in`` for the others, which can only be disabled.
    """
    with store.write("reminder.delete") as write:
        row = _own_row(write, rule_id)
        write.tell(title=row["title"])
        for answered in write.values("reminder_mark", rule=CUSTOM):
            if answered["key"].startswith(f"{CUSTOM}:{rule_id}:"):
                write.remove("reminder_mark", answered["id"])
        write.remove("reminder_rule", rule_id)
    return write.result(None)


def enable(store: Store, rule_id: int, enabled: bool) -> OpResult[None]:
    """Switch a rule on or off. What came up while it was off is not made up for, except what is still current.

    Raises:
        PlannerError: ``reminder.unknown``.
    """
    verb = "enable" if enabled else "disable"
    with store.write(f"reminder.{verb}") as write:
        row = _row(write, rule_id)
        if row["code"] in (REVIEW, *BY_DAY):
            write.code = f"reminder.{verb}_{row['code']}"
        write.tell(title=row["title"])
        write.change("reminder_rule", rule_id, enabled=int(enabled))
    return write.result(None)


def set_lead_days(store: Store, rule_id: int, lead_days: Iterable[int]) -> OpResult[None]:
    """Change on which days before the due day a rule comes up.

    Raises:
        PlannerError: ``reminder.lead_days``, ``reminder.unknown``.
    """
    lead = check_lead_days(lead_days)
    with store.write("reminder.lead_days", days=", ".join(map(str, lead))) as write:
        _row(write, rule_id)
        write.change("reminder_rule", rule_id, lead_days=_lead_text(lead))
    return write.result(None)


def set_review_day(store: Store, review_day: int, *, today: date) -> OpResult[None]:
    """Move the weekly review to ``review_day`` (0 = Monday … 6 = Sunday), from today or the next such day on."""
    if not 0 <= review_day <= 6:
        raise ValueError(review_day)
    with store.write("reminder.review_day") as write:
        settings.put_all(write, {"review_day": str(review_day)})
        known = write.values("reminder_rule", code=REVIEW)
        insert_defaults(write, review_day, today)
        for row in known:
            rrule = recurrence(Repeat.WEEKLY, next_weekday(today, review_day))
            write.change("reminder_rule", row["id"], rrule=rrule)
    return write.result(None)


def _insert(
    write: Write,
    code: str,
    *,
    rrule: str,
    lead_days: tuple[int, ...],
    title: str = "",
    about: str = "",
    strategy: str = "",
) -> int:
    return write.add(
        "reminder_rule",
        code=code,
        about=about,
        title=title,
        rrule=rrule,
        lead_days=_lead_text(lead_days),
        enabled=1,
        strategy=strategy,
    )


def _lead_text(lead_days: tuple[int, ...]) -> str:
    return ",".join(map(str, lead_days))


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


def _row(write: Write, rule_id: int) -> dict[str, Any]:
    found = write.values("reminder_rule", id=rule_id)
    if not found:
        raise PlannerError("reminder.unknown", id=rule_id)
    return found[0]


def _own_row(write: Write, rule_id: int) -> dict[str, Any]:
    row = _row(write, rule_id)
    if row["code"] != CUSTOM:
        raise PlannerError("reminder.built_in")
    return row
