"""Which week a review belongs to, and how many weeks in a row have one. A week is named by its Monday (ISO 8601)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from planner.domain.basics import recurrence
from planner.domain.reminders.rules import Rule
from planner.errors import PlannerError


def monday(day: date) -> date:
    """The Monday of the ISO week of ``day``."""
    return day - timedelta(days=day.weekday())


def review_week(rule: Rule | None, saved: Collection[date], today: date) -> date:
    """The week that a review done ``today`` belongs to.

    It is the week of the latest review day that has come, so that Sunday's review done on Monday still counts for its
    own week; once that one is saved, it is the current week. Without a review day that has come: the current week.

    Args:
        rule: the review rule, whose recurrence is the review day.
        saved: Mondays of the weeks with a saved review.
        today: the person's day.
    """
    try:
        latest = recurrence.latest(rule.rrule, today) if rule else None
    except PlannerError:  # a damaged rule must not keep the person from the review
        latest = None
    week = monday(latest or today)
    return monday(today) if week in saved else week


def review_day(rule: Rule | None, week: date, *, saved: bool) -> date | None:
    """The day on which the next review is due: that of ``week``, or the next one after it once that is ``saved``.

    None without a review rule, or when the rule cannot be read.
    """
    if rule is None or not rule.enabled:
        return None
    try:
        return recurrence.following(rule.rrule, week + timedelta(days=6 if saved else -1))
    except PlannerError:
        return None


def streak(saved: Iterable[date], week: date) -> int:
    """How many weeks in a row have a saved review, up to ``week``; a week still open does not break it."""
    weeks = set(saved)
    at = week if week in weeks else week - timedelta(days=7)
    count = 0
    while at in weeks:
        count += 1
        at -= timedelta(days=7)
    return count
