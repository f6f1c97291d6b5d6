"""Where the weekly review stands, what it asks, and the saved ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from planner.domain.basics.text import clean
from planner.domain.payoff.adopted.movement import Movement
from planner.domain.reminders.rules import CASE, REVIEW, Rule
from planner.domain.review import stages as domain
from planner.domain.review.document import from_json, progress_from
from planner.domain.review.items import ActionCode, Agenda, Progress
from planner.domain.review.summary import Comparison, Summary, compare, summary
from planner.domain.review.week import review_day, review_week, streak
from planner.overview.overview import Overview
from planner.storage import snapshot
from planner.storage.kept import ReviewLine
from planner.storage.sqlite import reading
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the weekly review stands today.

    Attributes:
        week: the Monday of the week that a review done today belongs to.
        saved: that week's review is saved; the next one begins with the next review day.
        progress: how far it has come; None when it is not begun.
        last: the last saved review, and ``ticked`` the keys of its commitments in own words that are done.
        streak: weeks in a row with a saved review.
        review_on: the day on which the next review is due; it may be past (late) or to come (a review now is early).
    """

    week: date
    saved: bool
    progress: Progress | None
    last: Summary | None
    ticked: frozenset[str]
    streak: int
    review_on: date | None = None


def standing(view: Overview) -> Standing:
    """Where the weekly review stands on the day of the overview."""
    return standing_of(view.rules, view.reviews, view.today)


def agenda(view: Overview, at: Standing) -> Agenda:
    """The stages of the review with their items; before it is begun, as it would begin now."""
    progress = at.progress or Progress(at.week, view.today, {})
    return domain.agenda(
        view.book,
        view.positions,
        progress,
        view.today,
        committed=at.last.commitments if at.last else (),
        last_on=at.last.ratios.as_of if at.last else None,
        ticked=at.ticked,
        planned=view.planned_and_bills,
        cases=[one for one in view.dated if one.code == CASE] if view.cases else (),
        case_ids=[one.case.id for one in view.cases],
    )


def comparison(view: Overview, at: Standing) -> Comparison:
    """The figures now, beside the last saved review and a month ago."""
    return compare(view.book, view.positions, view.now_counted, at.last, view.today, view.unnamed_loans, view.tell)


def conclude(
    view: Overview,
    at: Standing,
    progress: Progress,
    *,
    saved_at: str,
    weeks: Collection[date],
    note: str = "",
    movement: Movement | None = None,
) -> Summary:
    """What saving ``progress`` now would keep; ``weeks`` are the Mondays of the reviews saved before.

    ``movement``: why the debt-free day moved, if that is to be kept with it.
    """
    plan = agenda(view, replace(at, progress=progress))
    return summary(
        view.book,
        view.positions,
        view.now_counted,
        plan,
        domain.chosen(plan.proposals, progress),
        today=view.today,
        saved_at=saved_at,
        streak=streak({*weeks, progress.week}, progress.week),
        notes=clean(note),
        findings=view.findings,
        movement=movement,
    )


def latest(path: Path) -> ReviewLine | None:
    """The latest saved review, its ``summary`` as printed by ``planner review --json``; None when there is none."""
    return next(iter(history(path)), None)


def history(path: Path) -> tuple[ReviewLine, ...]:
    """All saved reviews, latest week first.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with reading(path) as connection:
        return tuple(line for line in snapshot.reviews(connection) if line.saved_at is not None)


def summary_of(line: ReviewLine) -> Summary | None:
    """The summary of a saved review; None when its text is not of a form that this version reads."""
    try:
        return from_json(line.summary)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def commitment_key(kind: str, text: str) -> str:
    """The key of a saved commitment: of one in own words its text after ``own:``, else the key it was saved by."""
    return f"own:{text}" if kind == ActionCode.OWN else text


def standing_in(path: Path, today: date) -> Standing:
    """``standing`` by the file alone, before a change to the review.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with reading(path) as connection:
        return standing_of(snapshot.reminder_rules(connection), snapshot.reviews(connection), today)


def standing_of(rules: Iterable[Rule], reviews: Collection[ReviewLine], today: date) -> Standing:
    """Where the review stands by the rule that brings it up and the reviews on file, latest week first."""
    rule = next((rule for rule in rules if rule.code == REVIEW), None)
    saved = {line.week_on for line in reviews if line.saved_at is not None}
    week = review_week(rule, saved, today)
    draft = next((line for line in reviews if line.week_on == week and line.saved_at is None), None)
    last = next((line for line in reviews if line.saved_at is not None), None)
    return Standing(
        week=week,
        saved=week in saved,
        progress=progress_from(week, draft.progress) if draft else None,
        last=summary_of(last) if last else None,
        ticked=frozenset(commitment_key(kept.kind, kept.text) for kept in last.commitments if kept.done_on)
        if last
        else frozenset(),
        streak=streak(saved, week),
        review_on=review_day(rule, week, saved=week in saved),
    )
