"""The weekly reviews that the demo person has already done: what the app would have saved on those days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.reminders.rules import Rule
from planner.domain.review.document import as_json, progress_json
from planner.domain.review.items import Action, ActionCode, Progress, Stage
from planner.domain.review.summary import Summary
from planner.domain.review.week import monday
from planner.overview.overview import Overview
from planner.overview.review import agenda, conclude, standing
from planner.storage.kept import CommitmentLine, ReviewLine
from planner.values import replace

_TAKEN = 3  # commitments of the app's own that the person takes on


def saved(book: Book, days: Iterable[date], own: Iterable[str], rules: tuple[Rule, ...]) -> tuple[ReviewLine, ...]:
    """A saved review for each of ``days``, with one commitment in the person's own words each, kept a week later.

    Args:
        book: the records up to today; only what was known on each day is looked at.
        days: rising, one a week.
        own: the commitments in own words, one for each day.
        rules: the reminder rules.
    """
    lines: list[ReviewLine] = []
    before: Summary | None = None
    for day, words in zip(days, own, strict=True):
        if lines:
            lines[-1] = _ticked(lines[-1], day)
        seen = Book(tuple(_as_of(account, day) for account in book.accounts), book.incomes, book.credit)
        view = Overview(Path(), day, seen, {}, rules, (), tuple(reversed(lines)))
        at = replace(standing(view), last=before)
        progress = Progress(monday(day), day, {}, tuple(Stage), None, (words,))
        suggested = [action.key for action in agenda(view, at).proposals if action.suggested]
        progress = replace(progress, chosen=tuple(suggested[:_TAKEN]))
        at_text = f"{day}T12:{10 + len(lines)}:00Z"
        before = conclude(view, at, progress, saved_at=at_text, weeks=view.reviewed)
        lines.append(_line(len(lines) + 1, progress, before))
    return tuple(lines)


def _as_of(account: Account, day: date) -> Account:
    """The account without a comparison of its balance that came later."""
    known = account.checked_on is not None and account.checked_on <= day
    return account if known else replace(account, checked_on=None)


def _line(number: int, progress: Progress, done: Summary) -> ReviewLine:
    return ReviewLine(
        id=number,
        week_on=progress.week,
        started_at=f"{progress.started_on}T12:00:00Z",
        saved_at=done.saved_at,
        stage=Stage.SAVE.value,
        progress=progress_json(progress),
        summary=as_json(done),
        note=done.notes,
        commitments=tuple(_commitment(number, place, action) for place, action in enumerate(done.commitments)),
    )


def _commitment(number: int, place: int, action: Action) -> CommitmentLine:
    text = action.text or action.key
    return CommitmentLine(10 * number + place, number, place, text, action.loan_id, action.code.value, None)


def _ticked(line: ReviewLine, day: date) -> ReviewLine:
    """The review with its commitments in own words done by ``day``."""
    return replace(
        line,
        commitments=tuple(replace(one, done_on=day) if one.kind == ActionCode.OWN else one for one in line.commitments),
    )
