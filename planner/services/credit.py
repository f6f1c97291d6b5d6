"""The credit file: every record goes in and out here, and thresholds of the person's own.

A record with id 0 is new; one with its own id replaces what was there. What a kind of record calls for is reminded of
from its first record on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from planner import clock
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.text import clean
from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    ProfileEntry,
    ReportAccount,
    ReportCheck,
    Score,
    Series,
    WantedLine,
    check_score,
)
from planner.domain.reference.own import SETTING
from planner.domain.reference.rules import Rule, check_own
from planner.domain.reminders.rules import COOLDOWN, FALLOFF, PROFILE, REPORT, SCORE
from planner.errors import PlannerError
from planner.services import reminders, settings
from planner.storage import credit_rows
from planner.storage.store import OpResult, Store, Write

Record = Series | Score | ProfileEntry | ReportCheck | ReportAccount | Negative | Inquiry | Behaviour | WantedLine


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of record is kept: its name in the journal, its table, what it calls for."""

    name: str
    table: str
    values: Callable[[Any], dict[str, Any]]
    told: Callable[[Any], dict[str, object]]
    calls_for: tuple[str, ...] = ()
    stamped: bool = True


def _about(record: Inquiry | Negative | ReportAccount) -> dict[str, object]:
    return {"name": record.institution}


_KINDS: Mapping[type, _Kind] = {
    Series: _Kind("series", "score_series", credit_rows.series_values, lambda one: {"name": one.name}, (), False),
    Score: _Kind("score", "score", credit_rows.score_values, lambda one: {"value": one.value, "on": one.on}, (SCORE,)),
    ProfileEntry: _Kind("profile", "profile_entry", credit_rows.profile_values, lambda one: {"on": one.on}, (PROFILE,)),
    ReportCheck: _Kind("check", "report_check", credit_rows.check_values, lambda one: {"on": one.on}, (REPORT,)),
    ReportAccount: _Kind("account", "report_account", credit_rows.account_values, _about, (), False),
    Negative: _Kind("negative", "negative_entry", credit_rows.negative_values, _about, (FALLOFF,)),
    Inquiry: _Kind("inquiry", "inquiry", credit_rows.inquiry_values, _about, (FALLOFF,)),
    Behaviour: _Kind("behaviour", "behaviour", credit_rows.behaviour_values, lambda one: {"on": one.on}, (COOLDOWN,)),
    WantedLine: _Kind("wanted", "wanted_line", credit_rows.wanted_values, lambda one: {"name": one.name}, (), False),
}


def save(store: Store, record: Record, *, today: date) -> OpResult[int]:
    """Add a record, or replace the one of its id.

    A profile entry takes the place of another of its item and day.

    Returns:
        The id of the row.

    Raises:
        PlannerError: ``credit.future`` for a day to come; ``credit.name``, ``credit.taken``, ``credit.same_day``,
            ``credit.score_range``, ``credit.range``, ``credit.target``, ``credit.ended_before``, ``credit.times``,
            ``credit.counts``, ``credit.amount``, ``credit.after_check``, ``credit.unknown``.
    """
    record = _cleaned(record)
    kind = _KINDS[type(record)]
    with store.write(f"credit.{kind.name}_{'edit' if record.id else 'add'}", **kind.told(record)) as write:
        key = insert(write, record, today=today)
    return write.result(key)


def insert(write: Write, record: Record, *, today: date) -> int:
    """The same inside an open write, for a record that is clean. Raises as ``save``."""
    kind = _KINDS[type(record)]
    if record.id and not write.values(kind.table, id=record.id):
        raise PlannerError("credit.unknown")
    _CHECKS[type(record)](write, record, today)
    values = kind.values(record)
    key = record.id or _same(write, record)
    if key:
        write.change(kind.table, key, **values)
    else:
        key = write.add(kind.table, **values, **({"entered_at": clock.now()} if kind.stamped else {}))
    for code in kind.calls_for:
        reminders.insert_credit_rule(write, code, today)
    return key


def delete(store: Store, record: Record) -> OpResult[None]:
    """Remove a record, and what hangs on it; a score series goes with its last score. Raises ``credit.unknown``."""
    kind = _KINDS[type(record)]
    with store.write(f"credit.{kind.name}_delete", **kind.told(record)) as write:
        if not write.values(kind.table, id=record.id):
            raise PlannerError("credit.unknown")
        write.remove(kind.table, record.id)
        if isinstance(record, Score):
            _forget_series(write, record.series_id)
    return write.result(None)


def _forget_series(write: Write, series_id: int) -> None:
    """A series goes with its last score, unless a wanted line is measured by it."""
    if not write.values("score", series_id=series_id) and not write.values("wanted_line", series_id=series_id):
        write.remove("score_series", series_id)


def log(store: Store, kind: BehaviourKind, *, today: date, about: str = "") -> OpResult[int]:
    """Note with one key that something was done, or left alone, today; a second time the same day counts up.

    Raises:
        PlannerError: ``credit.times`` beyond 99 a day.
    """
    about = clean(about)
    with store.write(f"credit.log_{kind.value}", about=about) as write:
        same = write.values("behaviour", done_on=today.isoformat(), kind=kind.value, about=about)
        if same:
            times = same[0]["times"] + 1
            _times(times)
            write.change("behaviour", same[0]["id"], times=times)
            key: int = same[0]["id"]
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
        by = {"code": series.code} if series.code else {"name": clean(series.name)}
        known = write.values("score_series", **by)
        if not known:
            _check_series(write, replace(series, name=clean(series.name)), today)
        series = replace(series, name=clean(series.name))
        series_id = known[0]["id"] if known else write.add("score_series", **credit_rows.series_values(series))
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


# -- what must hold ----------------------------------------------------------------------------------------------------


def _cleaned(record: Record) -> Record:
    texts: dict[str, Any] = {
        name: clean(getattr(record, name))
        for name in ("name", "institution", "about", "note")
        if isinstance(getattr(record, name, None), str)
    }
    return replace(record, **texts)


def _past(on: date, today: date, field: str = "on") -> None:
    if on > today:
        raise PlannerError("credit.future", field=field, on=on)


def _named(name: str, field: str) -> None:
    if not name:
        raise PlannerError("credit.name", field=field)


def _taken(write: Write, table: str, record: Series | WantedLine) -> None:
    if any(row["id"] != record.id for row in write.values(table, name=record.name)):
        raise PlannerError("credit.taken", field="name", name=record.name)


def _amounts(*amounts: tuple[str, int | None]) -> None:
    for field, amount in amounts:
        if amount is not None and not 0 <= amount <= LIMIT_MINOR:
            raise PlannerError("credit.amount", field=field, value_minor=amount)


def _times(times: int) -> None:
    if not 1 <= times <= 99:
        raise PlannerError("credit.times", field="times", value=times)


def _check_series(write: Write, one: Series, _today: date) -> None:
    _named(one.name, "name")
    _taken(write, "score_series", one)
    if not 0 <= one.low < one.high <= 100_000:
        raise PlannerError("credit.range", field="high", low=one.low, high=one.high)
    if one.target is not None and not one.low <= one.target <= one.high:
        raise PlannerError("credit.target", field="target", value=one.target, low=one.low, high=one.high)
    for row in write.values("score", series_id=one.id) if one.id else ():
        check_score(one, row["value"])


def _check_score(write: Write, one: Score, today: date) -> None:
    _past(one.on, today)
    found = write.values("score_series", id=one.series_id)
    if not found:
        raise PlannerError("credit.unknown")
    check_score(Series(**found[0]), one.value)
    same = write.values("score", series_id=one.series_id, noted_on=one.on.isoformat())
    if any(row["id"] != one.id for row in same):
        raise PlannerError("credit.same_day", field="on", on=one.on, value=same[0]["value"])


def _check_profile(write: Write, one: ProfileEntry, today: date) -> None:
    _past(one.on, today)
    if one.id and any(row["id"] != one.id for row in _same_profile(write, one)):
        raise PlannerError("credit.profile_same_day", field="on", on=one.on)


def _same_profile(write: Write, one: ProfileEntry) -> list[dict[str, Any]]:
    return write.values("profile_entry", platform=one.platform, item=one.item, noted_on=one.on.isoformat())


def _check_check(write: Write, one: ReportCheck, today: date) -> None:
    _past(one.on, today)
    seen = [row["made_on"] for row in write.values("inquiry", check_id=one.id)] if one.id else []
    seen += [row["began_on"] for row in write.values("negative_entry", check_id=one.id)] if one.id else []
    latest = max(map(date.fromisoformat, seen), default=one.on)
    if latest > one.on:
        raise PlannerError("credit.after_check", field="on", on=latest, seen_on=one.on)
    if one.accounts is not None and one.overdue_accounts is not None and one.overdue_accounts > one.accounts:
        raise PlannerError("credit.counts", field="overdue_accounts", value=one.overdue_accounts, most=one.accounts)


def _check_account(_write: Write, one: ReportAccount, _today: date) -> None:
    _named(one.institution, "institution")
    _amounts(("limit", one.limit_minor), ("balance", one.balance_minor))


def _seen(write: Write, check_id: int | None, on: date, field: str) -> None:
    """What a report showed is not later than the report."""
    for found in write.values("report_check", id=check_id) if check_id is not None else ():
        seen = date.fromisoformat(found["checked_on"])
        if seen < on:
            raise PlannerError("credit.after_check", field=field, on=on, seen_on=seen)


def _check_negative(write: Write, one: Negative, today: date) -> None:
    _named(one.institution, "institution")
    _past(one.began_on, today, "began_on")
    _seen(write, one.check_id, one.began_on, "began_on")
    if one.ended_on is not None:
        _past(one.ended_on, today, "ended_on")
        if one.ended_on < one.began_on:
            raise PlannerError("credit.ended_before", field="ended_on", on=one.ended_on, began_on=one.began_on)
    _amounts(("amount", one.amount_minor))


def _check_inquiry(write: Write, one: Inquiry, today: date) -> None:
    _named(one.institution, "institution")
    _past(one.on, today)
    _seen(write, one.check_id, one.on, "on")


def _check_behaviour(_write: Write, one: Behaviour, today: date) -> None:
    _past(one.on, today)
    _times(one.times)


def _check_wanted(write: Write, one: WantedLine, _today: date) -> None:
    _named(one.name, "name")
    _taken(write, "wanted_line", one)
    for row in write.values("score_series", id=one.series_id) if one.score_least is not None else ():
        if not row["low"] <= one.score_least <= row["high"]:
            told = {"value": one.score_least, "low": row["low"], "high": row["high"]}
            raise PlannerError("credit.score_range", field="score_least", **told)


_CHECKS: Mapping[type, Callable[[Write, Any, date], None]] = {
    Series: _check_series,
    Score: _check_score,
    ProfileEntry: _check_profile,
    ReportCheck: _check_check,
    ReportAccount: _check_account,
    Negative: _check_negative,
    Inquiry: _check_inquiry,
    Behaviour: _check_behaviour,
    WantedLine: _check_wanted,
}


def _same(write: Write, record: Record) -> int:
    """The row that a new record takes the place of; 0 for none."""
    if isinstance(record, ProfileEntry):
        return next((int(row["id"]) for row in _same_profile(write, record)), 0)
    return 0


__all__ = ["Record", "add_score", "delete", "insert", "log", "save", "set_limit"]
