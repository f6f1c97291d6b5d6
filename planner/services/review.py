"""The weekly review: begun or resumed, answered item by item, saved once; the saved ones read back.

What changes money or a balance goes through ``repayments`` and ``lines`` and is undone there. The answers kept here
("not yet", "skipped", stages passed, commitments chosen) are drafts: each is on disk at once, none is a step of undo.
Saving is one step.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner import clock
from planner.domain.basics.text import clean
from planner.domain.reminders.rules import REVIEW, Rule
from planner.domain.review import stages as domain
from planner.domain.review.document import as_json, from_json, progress_from, progress_json
from planner.domain.review.stages import Action, ActionCode, Agenda, Outcome, Progress, Reply, Stage
from planner.domain.review.summary import Change, Comparison, Summary, compare, summary
from planner.domain.review.week import review_day, review_week, streak
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import findings
from planner.services import overview as views
from planner.services.overview import Overview
from planner.storage import snapshot
from planner.storage.drafts import put_review
from planner.storage.snapshot import ReviewLine
from planner.storage.store import OpResult, Store

_TOPICS = frozenset({"review"})


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
    return _standing(view.rules, view.reviews, view.today)


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
    )


def comparison(view: Overview, at: Standing) -> Comparison:
    """The figures now, beside the last saved review and a month ago."""
    return compare(view.book, view.positions, view.now, at.last, view.today)


def start_or_resume(store: Store, *, today: date, asked: Iterable[str] = ()) -> OpResult[Progress]:
    """The progress of the current review, begun if it was not; ``asked`` as in ``Progress``.

    Raises:
        PlannerError: ``review.saved`` when the review of this week is saved already.
    """
    at = _read(store.path, today)
    if at.saved:
        raise PlannerError("review.saved", week=at.week)
    progress = at.progress or Progress(at.week, today, {}, asked=tuple(asked))
    if at.progress is None:
        _keep(store, progress)
    return OpResult(_TOPICS, progress, None)


def reply(
    store: Store,
    key: str,
    outcome: Outcome,
    *,
    today: date,
    left_minor: int = 0,
    until_on: date | None = None,
    reason: str = "",
) -> OpResult[Progress]:
    """Answer an item without a change to the books: not yet, skipped, or another amount paid. ``OPEN`` takes it back.

    Args:
        store: the database.
        key: of the ``DueCheck`` or ``BalanceCheck``.
        outcome: ``LATER``, ``SKIPPED``, ``OTHER`` or ``OPEN``.
        today: the person's day.
        left_minor: what is unpaid of the due now; the answer lapses should more be unpaid later (an undone payment).
        until_on: with ``LATER``, the day on which it will be paid; it is proposed as a commitment.
        reason: the person's words.

    Raises:
        PlannerError: ``review.later`` when ``until_on`` has passed; ``review.not_begun``, ``review.saved``.
    """
    if outcome not in (Outcome.LATER, Outcome.SKIPPED, Outcome.OTHER, Outcome.OPEN):
        raise ValueError(outcome)
    if until_on is not None and until_on < today:
        raise PlannerError("review.later", field="until_on", on=until_on)
    given = Reply(outcome, left_minor, until_on, clean(reason))

    def change(progress: Progress) -> Progress:
        others = {name: kept for name, kept in progress.replies.items() if name != key}
        return replace(progress, replies=others if outcome is Outcome.OPEN else {**others, key: given})

    return _change(store, today, change)


def pass_stage(store: Store, stage: Stage, *, today: date) -> OpResult[Progress]:
    """Go on from ``stage``, whatever is left open in it. Raises ``review.not_begun``, ``review.saved``."""
    return _change(
        store,
        today,
        lambda progress: replace(progress, passed=tuple(dict.fromkeys((*progress.passed, stage)))),
    )


def go_back(store: Store, stage: Stage, *, today: date) -> OpResult[Progress]:
    """Return to ``stage``: it and the later ones are no longer passed. Raises as ``pass_stage``."""
    order = list(Stage)
    earlier = order[: order.index(stage)]
    return _change(
        store,
        today,
        lambda progress: replace(progress, passed=tuple(kept for kept in progress.passed if kept in earlier)),
    )


def choose(store: Store, keys: Iterable[str], *, today: date, own: Iterable[str] | None = None) -> OpResult[Progress]:
    """Choose the commitments among the proposals by key, and, unless None, those in own words.

    Raises:
        PlannerError: ``review.not_begun``, ``review.saved``.
    """
    picked = tuple(dict.fromkeys(keys))
    words = None if own is None else tuple(dict.fromkeys(text for text in map(clean, own) if text))
    return _change(
        store,
        today,
        lambda progress: replace(progress, chosen=picked, own=progress.own if words is None else words),
    )


def save(store: Store, *, today: date, note: str = "") -> OpResult[Summary]:
    """Save the review as it stands: figures, commitments and a line of the person's own. One step of undo.

    Raises:
        PlannerError: ``review.not_begun``, ``review.saved``.
    """
    view = views.read(store.path, today)
    at = standing(view)
    progress = _begun(at)
    done = conclude(view, at, progress, saved_at=clock.now(), weeks=view.reviewed, note=note)
    with store.write("review.save", week=at.week) as write:
        (row,) = write.values("review", week_on=at.week.isoformat())
        write.change(
            "review",
            row["id"],
            saved_at=done.saved_at,
            stage=Stage.SAVE.value,
            summary=json.dumps(as_json(done), ensure_ascii=False),
            note=done.notes,
        )
        known = {account.loan.id for account in view.book.accounts}
        lines = [
            {
                "review_id": row["id"],
                "position": position,
                "text": action.text or action.key,
                "loan_id": action.loan_id if action.loan_id in known else None,
                "kind": action.code.value,
            }
            for position, action in enumerate(done.commitments)
        ]
        write.add_all("commitment", lines)
    return write.result(done)


def conclude(
    view: Overview,
    at: Standing,
    progress: Progress,
    *,
    saved_at: str,
    weeks: Collection[date],
    note: str = "",
) -> Summary:
    """What saving ``progress`` now would keep; ``weeks`` are the Mondays of the reviews saved before."""
    plan = agenda(view, replace(at, progress=progress))
    return summary(
        view.book,
        view.positions,
        view.now,
        plan,
        domain.chosen(plan.proposals, progress),
        today=view.today,
        saved_at=saved_at,
        streak=streak({*weeks, progress.week}, progress.week),
        notes=clean(note),
        findings=view.findings,
    )


def tick(store: Store, key: str, *, today: date, done: bool = True) -> OpResult[None]:
    """Tick off a commitment in own words (key ``own:…``) of the last saved review, or take that back.

    Raises:
        PlannerError: ``review.no_commitment`` when the last review has none of this key.
    """
    line = latest(store.path)
    found = [kept for kept in line.commitments if _key(kept.kind, kept.text) == key] if line else []
    if not found:
        raise PlannerError("review.no_commitment")
    with store.write("review.tick" if done else "review.untick", text=found[0].text) as write:
        write.change("commitment", found[0].id, done_on=today.isoformat() if done else None)
    return write.result(None)


def latest(path: Path) -> ReviewLine | None:
    """The latest saved review, its ``summary`` as printed by ``planner review --json``; None when there is none."""
    return next(iter(history(path)), None)


def history(path: Path) -> tuple[ReviewLine, ...]:
    """All saved reviews, latest week first.

    Raises:
        PlannerError: ``store.*`` when the file cannot be read.
    """
    with snapshot.reading(path) as connection:
        return tuple(line for line in snapshot.reviews(connection) if line.saved_at is not None)


def summary_of(line: ReviewLine) -> Summary | None:
    """The summary of a saved review; None when its text is not of a form that this version reads."""
    try:
        return from_json(line.summary)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def as_text(line: ReviewLine) -> str:
    """A saved review as plain lines, in the language in use."""
    done = summary_of(line)
    if done is None:
        return t("review.text.unreadable", week=line.week_on.isoformat())
    return "\n".join(summary_lines(done))


def summary_lines(done: Summary) -> list[str]:
    """What a review says, line by line, in the language in use."""
    now = done.ratios
    lines = [
        t("review.text.head", week=done.week.isoformat(), on=now.as_of.isoformat()),
        t("review.text.debt", debt=fmt.money(now.debt_minor), due=fmt.money(now.due_minor)),
        t(
            "review.text.ratios",
            payment=fmt.percent(now.payment_ratio),
            balance=fmt.percent(now.balance_ratio),
            used=fmt.percent(now.utilisation),
        ),
        t(
            "review.text.lenders",
            lenders=now.lenders.unsettled,
            lines=now.lenders.open_lines,
            rate=fmt.percent(now.on_time.rate),
            streak=now.on_time.streak,
        ),
        t("review.text.checked", checked=done.checked, total=done.lenders_open),
        t("review.text.streak", n=done.streak),
        *_findings_line(done),
        t("review.text.commitments" if done.commitments else "review.text.no_commitments"),
        *(f"- {action_text(action)}" for action in done.commitments),
    ]
    return [*lines, t("review.text.notes", notes=done.notes)] if done.notes else lines


def _findings_line(done: Summary) -> list[str]:
    """How many findings act against the person, are to watch, lack data; nothing for older reviews."""
    return [findings.counted(done.findings)] if done.findings else []


def action_text(action: Action) -> str:
    """An action or commitment in words."""
    params: dict[str, object] = {"loan": action.loan, "on": action.on, "amount_minor": action.amount_minor}
    return t(f"review.action.{action.code}", text=action.text, **fmt.show(params))


def change_text(change: Change) -> str:
    """A difference between two reviews in words, values before and after."""
    code = change.code.removesuffix("_minor")
    money = code != change.code or code.startswith("loan.")
    return t(
        f"review.change.{code}",
        loan=change.loan,
        before=_value(change.before, money=money),
        after=_value(change.after, money=money),
    )


def _value(value: int | Decimal | None, *, money: bool) -> str:
    if value is None:
        return fmt.UNKNOWN
    if isinstance(value, Decimal):
        return fmt.percent(value)
    return fmt.money(value) if money else str(value)


def _key(kind: str, text: str) -> str:
    return f"own:{text}" if kind == ActionCode.OWN else text


def _read(path: Path, today: date) -> Standing:
    with snapshot.reading(path) as connection:
        return _standing(snapshot.reminder_rules(connection), snapshot.reviews(connection), today)


def _standing(rules: Iterable[Rule], reviews: Collection[ReviewLine], today: date) -> Standing:
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
        ticked=frozenset(_key(kept.kind, kept.text) for kept in last.commitments if kept.done_on)
        if last
        else frozenset(),
        streak=streak(saved, week),
        review_on=review_day(rule, week, saved=week in saved),
    )


def _begun(at: Standing) -> Progress:
    if at.saved:
        raise PlannerError("review.saved", week=at.week)
    if at.progress is None:
        raise PlannerError("review.not_begun")
    return at.progress


def _change(store: Store, today: date, change: Callable[[Progress], Progress]) -> OpResult[Progress]:
    progress = change(_begun(_read(store.path, today)))
    _keep(store, progress)
    return OpResult(_TOPICS, progress, None)


def _keep(store: Store, progress: Progress) -> None:
    open_stage = next((stage for stage in Stage if stage not in progress.passed), Stage.SAVE)
    put_review(store.path, progress.week, clock.now(), open_stage.value, progress_json(progress))
