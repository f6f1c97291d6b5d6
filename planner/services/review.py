"""The weekly review: begun or resumed, answered item by item, saved once; the saved ones read back.

What changes money or a balance goes through ``repayments``, ``draws`` and ``readings`` and is undone there. The answers
kept here ("not yet", "skipped", stages passed, commitments chosen) are drafts: each is on disk at once, none is a step
of undo. Saving is one step.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from datetime import date

from planner import clock
from planner.domain.accounts.loan import Loan
from planner.domain.basics.text import clean
from planner.domain.review.document import as_json, progress_json
from planner.domain.review.items import Outcome, Progress, Reply, Stage
from planner.domain.review.summary import Summary
from planner.errors import PlannerError
from planner.overview import overview as views
from planner.overview.review import Standing, commitment_key, conclude, latest, standing, standing_in
from planner.storage.kept import CommitmentLine, ReviewLine
from planner.storage.review_progress import put_review
from planner.storage.store import OpResult, Store, Write
from planner.storage.topics import Topic
from planner.values import replace

_TOPICS = frozenset({Topic.REVIEW})


def start_or_resume(store: Store, *, today: date, asked: Iterable[str] = ()) -> OpResult[Progress]:
    """The progress of the current review, begun if it was not; ``asked`` as in ``Progress``.

    Raises:
        PlannerError: ``review.saved`` when the review of this week is saved already.
    """
    at = standing_in(store.path, today)
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
        left_minor: what is unpaid now of what fell due; the answer lapses should it be more later (an undone payment).
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
    moved = view.movement
    done = conclude(view, at, progress, saved_at=clock.now(), weeks=view.reviewed, note=note, movement=moved)
    with store.write("review.save", week=at.week) as write:
        line = _unsaved(write, at.week)
        known = write.keys(Loan)  # of now: another window may have deleted one since the book was read
        write.put(
            replace(
                line,
                saved_at=done.saved_at,
                stage=Stage.SAVE.value,
                summary=as_json(done),
                note=done.notes,
                commitments=_commitments(line, done, known),
            )
        )
    return write.result(done)


def tick(store: Store, key: str, *, today: date, done: bool = True) -> OpResult[None]:
    """Tick off a commitment in own words (key ``own:…``) of the last saved review, or take that back.

    Raises:
        PlannerError: ``review.no_commitment`` when the last review has none of this key.
    """
    line = latest(store.path)
    found = [kept for kept in line.commitments if commitment_key(kept.kind, kept.text) == key] if line else []
    if not found:
        raise PlannerError("review.no_commitment")
    with store.write("review.tick" if done else "review.untick", text=found[0].text) as write:
        write.put(replace(found[0], done_on=today if done else None))
    return write.result(None)


def _commitments(line: ReviewLine, done: Summary, known: Container[int]) -> tuple[CommitmentLine, ...]:
    """What was decided; a loan that is ``known`` no longer is not named."""
    return tuple(
        CommitmentLine(
            0,
            line.id,
            place,
            action.text or action.key,
            action.loan_id if action.loan_id in known else None,
            action.code.value,
            None,
        )
        for place, action in enumerate(done.commitments)
    )


def _unsaved(write: Write, week: date) -> ReviewLine:
    """The review as it stands inside the transaction: another window may have saved it, or taken its beginning back."""
    found = write.find(ReviewLine, week_on=week)
    if not found:
        raise PlannerError("review.not_begun")
    if found[0].saved_at is not None:
        raise PlannerError("review.saved", week=week)
    return found[0]


def _begun(at: Standing) -> Progress:
    if at.saved:
        raise PlannerError("review.saved", week=at.week)
    if at.progress is None:
        raise PlannerError("review.not_begun")
    return at.progress


def _change(store: Store, today: date, change: Callable[[Progress], Progress]) -> OpResult[Progress]:
    progress = change(_begun(standing_in(store.path, today)))
    _keep(store, progress)
    return OpResult(_TOPICS, progress, None)


def _keep(store: Store, progress: Progress) -> None:
    open_stage = next((stage for stage in Stage if stage not in progress.passed), Stage.SAVE)
    put_review(store.path, progress.week, clock.now(), open_stage.value, progress_json(progress))
