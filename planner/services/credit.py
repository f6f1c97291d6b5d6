"""The credit file: every record goes in and out here, and thresholds of the person's own.

A record with id 0 is new; one with its own id replaces what was there. What a kind of record calls for is reminded of
from its first record on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.basics.text import clean
from planner.domain.credit.file import (
    Asset,
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    PointState,
    ProfileEntry,
    ReportAccount,
    ReportCheck,
    ReportPoint,
    Score,
    Series,
    WantedLine,
)
from planner.domain.reference.own import SETTING
from planner.domain.reference.rules import Rule, check_own
from planner.domain.reminders.rules import COOLDOWN, FALLOFF, PROFILE, REPORT, SCORE
from planner.errors import PlannerError
from planner.services import credit_checks, reminders, settings
from planner.storage.store import OpResult, Store, Write
from planner.values import dataclass, replace

Record = (
    Series | Score | ProfileEntry | ReportCheck | ReportAccount | Negative | Inquiry | Behaviour | WantedLine | Asset
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one kind of record is called in the journal, what is told of it, what it calls for."""

    name: str
    told: Callable[[Any], dict[str, object]]
    calls_for: tuple[str, ...] = ()


def _about(record: Inquiry | Negative | ReportAccount) -> dict[str, object]:
    return {"name": record.institution}


_KINDS: Mapping[type, _Kind] = {
    Series: _Kind("series", lambda one: {"name": one.name}),
    Score: _Kind("score", lambda one: {"value": one.value, "on": one.on}, (SCORE,)),
    ProfileEntry: _Kind("profile", lambda one: {"on": one.on}, (PROFILE,)),
    ReportCheck: _Kind("check", lambda one: {"on": one.on}, (REPORT,)),
    ReportAccount: _Kind("account", _about),
    Negative: _Kind("negative", _about, (FALLOFF,)),
    Inquiry: _Kind("inquiry", _about, (FALLOFF,)),
    Behaviour: _Kind("behaviour", lambda one: {"on": one.on}, (COOLDOWN,)),
    WantedLine: _Kind("wanted", lambda one: {"name": one.name}),
    Asset: _Kind("asset", lambda one: {"name": one.name, "amount_minor": one.value_minor}),
}


def save(store: Store, record: Record, *, today: date) -> OpResult[int]:
    """Add a record, or replace the one of its id.

    A profile entry takes the place of another of its item and day, an asset of another of its name and day.

    Returns:
        The id of the row.

    Raises:
        PlannerError: ``credit.future`` for a day to come; ``credit.name``, ``credit.taken``, ``credit.same_day``,
            ``credit.score_range``, ``credit.range``, ``credit.target``, ``credit.ended_before``, ``credit.times``,
            ``credit.counts``, ``credit.amount``, ``credit.after_check``, ``credit.asset_same_day``, ``credit.unknown``;
            of an account ``credit.month_sign``, ``credit.month_count``, ``credit.months_until``, ``credit.over_90``.
    """
    record = _cleaned(record)
    kind = _KINDS[type(record)]
    with store.write(f"credit.{kind.name}_{'edit' if record.id else 'add'}", **kind.told(record)) as write:
        key = insert(write, record, today=today)
    return write.result(key)


def insert(write: Write, record: Record, *, today: date) -> int:
    """The same inside an open write, for a record that is clean. Raises as ``save``."""
    kind = _KINDS[type(record)]
    if record.id and not write.keys(type(record), id=record.id):
        raise PlannerError("credit.unknown")
    credit_checks.CHECKS[type(record)](write, record, today)
    key = write.put(record, key=_same(write, record))
    for code in kind.calls_for:
        reminders.insert_credit_rule(write, code, today)
    return key


def delete(store: Store, record: Record) -> OpResult[None]:
    """Remove a record, and what hangs on it; a score series goes with its last score. Raises ``credit.unknown``."""
    kind = _KINDS[type(record)]
    with store.write(f"credit.{kind.name}_delete", **kind.told(record)) as write:
        if not write.keys(type(record), id=record.id):
            raise PlannerError("credit.unknown")
        write.drop(type(record), record.id)
        if isinstance(record, Score):
            _forget_series(write, record.series_id)
    return write.result(None)


def _forget_series(write: Write, series_id: int) -> None:
    """A series goes with its last score, unless a wanted line is measured by it."""
    if not any(write.keys(kind, series_id=series_id) for kind in (Score, WantedLine)):
        write.drop(Series, series_id)


def log(store: Store, kind: BehaviourKind, *, today: date, about: str = "") -> OpResult[int]:
    """Note with one key that something was done, or left alone, today; a second time the same day counts up.

    Raises:
        PlannerError: ``credit.times`` beyond 99 a day.
    """
    about = clean(about)
    with store.write(f"credit.log_{kind.value}", about=about) as write:
        same = write.find(Behaviour, on=today, kind=kind, about=about)
        if same:
            again = replace(same[0], times=same[0].times + 1)
            credit_checks.times(again.times)
            key = write.put(again)
        else:
            key = insert(write, Behaviour(0, today, kind, 1, about), today=today)
    return write.result(key)


def add_score(store: Store, series: Series, score: Score, *, today: date) -> OpResult[int]:
    """A score together with its series, which is begun if it is not followed yet. One undo step.

    A score of the catalogue is found by its code, one of the person's own by its name, which keeps its range.

    Raises:
        PlannerError: as ``save``.
    """
    with store.write("credit.score_add", value=score.value, on=score.on) as write:
        series = replace(series, name=clean(series.name))
        known = write.keys(Series, code=series.code) if series.code else write.keys(Series, name=series.name)
        if not known:
            credit_checks.CHECKS[Series](write, series, today)
        series_id = known[0] if known else write.put(replace(series, id=0))
        key = insert(write, replace(score, series_id=series_id), today=today)
    return write.result(key)


def set_limit(store: Store, rule: Rule, value: Decimal | None, *, today: date) -> OpResult[None]:
    """Put a threshold of the person's own in the place of a rule's; None goes back to the rule's.

    Raises:
        PlannerError: ``credit.rule_fixed``, ``credit.rule_value``.
    """
    kept = None
    if value is not None:
        kept = json.dumps({"value": f"{check_own(rule, value):f}", "on": today.isoformat()})
    with store.write("credit.limit", rule=rule.code) as write:
        settings.put_all(write, {SETTING + rule.code: kept})
    return write.result(None)


def looked_at(store: Store, check_id: int, *, what: str = "") -> OpResult[None]:
    """Keep that the person looked at one of the sentences of a report that were not understood.

    Args:
        store: the database.
        check_id: the look at the report.
        what: what it is, in the person's words: added to the note of the look.

    Raises:
        PlannerError: ``credit.unknown`` for a look that is not there, or of which nothing is left unread.
    """
    with store.write("credit.looked_at") as write:
        found = write.find(ReportCheck, id=check_id)
        if not found or not found[0].unread:
            raise PlannerError("credit.unknown")
        note = " · ".join(part for part in (found[0].note, clean(what)) if part)
        write.put(replace(found[0], unread=found[0].unread - 1, note=note), key=check_id)
        write.tell(on=found[0].on)
    return write.result(None)


def decide(
    store: Store,
    check_id: int,
    code: str,
    about: str,
    state: PointState | None,
    *,
    today: date,
    note: str = "",
    of_before: Sequence[ReportPoint] = (),
) -> OpResult[None]:
    """Keep what the person decided about a point where a report and the ledger differ; None opens it again.

    Args:
        store: the database.
        check_id: the look at the report.
        code: what differs.
        about: the account, loan or inquiry that it is about, as ``Point.about`` names it.
        state: noted, or to be objected to.
        today: the day of the decision.
        note: in the person's words.
        of_before: decisions at earlier looks that hold for it still: opened again they go, too.

    Raises:
        PlannerError: ``credit.unknown`` for a look that is not there.
    """
    with store.write(f"credit.point_{'open' if state is None else state.value}") as write:
        insert_decision(write, check_id, code, about, state, today=today, note=note, of_before=of_before)
    return write.result(None)


def insert_decision(
    write: Write,
    check_id: int,
    code: str,
    about: str,
    state: PointState | None,
    *,
    today: date,
    note: str = "",
    of_before: Sequence[ReportPoint] = (),
) -> None:
    """The same inside an open write. Raises as ``decide``."""
    if not write.keys(ReportCheck, id=check_id):
        raise PlannerError("credit.unknown")
    if state is None:
        write.drop_all(ReportPoint, check_id=check_id, code=code, about=about)
        for one in of_before:
            write.drop_all(ReportPoint, check_id=one.check_id, code=one.code, about=one.about)
    else:
        known = write.keys(ReportPoint, check_id=check_id, code=code, about=about)
        write.put(ReportPoint(0, check_id, code, about, state, today, clean(note)), key=known[0] if known else 0)


def _cleaned(record: Record) -> Record:
    texts: dict[str, Any] = {
        name: clean(getattr(record, name))
        for name in ("name", "institution", "about", "note")
        if isinstance(getattr(record, name, None), str)
    }
    return replace(record, **texts)


def _same(write: Write, record: Record) -> int:
    """The row that a record takes the place of; 0 for none."""
    if isinstance(record, ProfileEntry) and not record.id:
        return next(iter(credit_checks.same_profile(write, record)), 0)
    if isinstance(record, Asset) and not record.id:
        return next(iter(credit_checks.same_asset(write, record)), 0)
    return record.id
