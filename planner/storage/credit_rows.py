"""The credit file in rows: plain column values one way, frozen values the other. No ORM here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from planner.domain.credit.file import (
    AccountKind,
    Behaviour,
    BehaviourKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    Outcome,
    ProfileEntry,
    ProfileState,
    ReportAccount,
    ReportCheck,
    Score,
    Series,
    WantedLine,
)
from planner.storage.mapping import Values, day_from, day_text

_T = TypeVar("_T")


def series_values(one: Series) -> Values:
    """A row of ``score_series``, as all below without its id and the instant of entry."""
    return {"code": one.code, "name": one.name, "low": one.low, "high": one.high, "target": one.target}


def score_values(one: Score) -> Values:
    """A row of ``score``."""
    return {"series_id": one.series_id, "noted_on": one.on.isoformat(), "value": one.value, "note": one.note}


def profile_values(one: ProfileEntry) -> Values:
    """A row of ``profile_entry``."""
    return {
        "platform": one.platform,
        "item": one.item,
        "noted_on": one.on.isoformat(),
        "state": one.state.value,
        "months": one.months,
        "note": one.note,
    }


def check_values(one: ReportCheck) -> Values:
    """A row of ``report_check``."""
    return {
        "checked_on": one.on.isoformat(),
        "channel": one.channel,
        "detailed": int(one.detailed),
        "accounts": one.accounts,
        "overdue_accounts": one.overdue_accounts,
        "note": one.note,
    }


def account_values(one: ReportAccount) -> Values:
    """A row of ``report_account``."""
    return {
        "check_id": one.check_id,
        "institution": one.institution,
        "kind": one.kind.value,
        "is_open": int(one.open),
        "overdue": int(one.overdue),
        "limit_minor": one.limit_minor,
        "balance_minor": one.balance_minor,
        "loan_id": one.loan_id,
        "note": one.note,
    }


def negative_values(one: Negative) -> Values:
    """A row of ``negative_entry``."""
    return {
        "institution": one.institution,
        "kind": one.kind.value,
        "began_on": one.began_on.isoformat(),
        "ended_on": day_text(one.ended_on),
        "amount_minor": one.amount_minor,
        "worst_days": one.worst_days,
        "loan_id": one.loan_id,
        "check_id": one.check_id,
        "note": one.note,
    }


def inquiry_values(one: Inquiry) -> Values:
    """A row of ``inquiry``."""
    return {
        "made_on": one.on.isoformat(),
        "institution": one.institution,
        "reason": one.reason,
        "check_id": one.check_id,
        "note": one.note,
    }


def behaviour_values(one: Behaviour) -> Values:
    """A row of ``behaviour``."""
    return {
        "done_on": one.on.isoformat(),
        "kind": one.kind.value,
        "times": one.times,
        "about": one.about,
        "outcome": one.outcome.value,
        "note": one.note,
    }


def wanted_values(one: WantedLine) -> Values:
    """A row of ``wanted_line``."""
    return {
        "name": one.name,
        "platform": one.platform,
        "series_id": one.series_id,
        "score_least": one.score_least,
        "note": one.note,
    }


def read(connection: sqlite3.Connection) -> CreditFile:
    """The whole credit file, each kind by day."""

    def rows(query: str, make: Callable[..., _T]) -> tuple[_T, ...]:
        return tuple(make(*row) for row in connection.execute(f"SELECT {query}"))

    return CreditFile(
        series=rows("id, code, name, low, high, target FROM score_series ORDER BY id", Series),
        scores=rows("id, series_id, noted_on, value, note FROM score ORDER BY noted_on, id", _score),
        profile=rows(
            "id, platform, item, noted_on, state, months, note FROM profile_entry ORDER BY noted_on, id", _profile
        ),
        checks=rows(
            "id, checked_on, channel, detailed, accounts, overdue_accounts, note FROM report_check"
            " ORDER BY checked_on, id",
            _check,
        ),
        report_accounts=rows(
            "id, check_id, institution, kind, is_open, overdue, limit_minor, balance_minor, loan_id, note"
            " FROM report_account ORDER BY check_id, id",
            _account,
        ),
        negatives=rows(
            "id, institution, kind, began_on, ended_on, amount_minor, worst_days, loan_id, check_id, note"
            " FROM negative_entry ORDER BY began_on, id",
            _negative,
        ),
        inquiries=rows("id, made_on, institution, reason, check_id, note FROM inquiry ORDER BY made_on, id", _inquiry),
        behaviours=rows(
            "id, done_on, kind, times, about, outcome, note FROM behaviour ORDER BY done_on, id", _behaviour
        ),
        wanted=rows("id, name, platform, series_id, score_least, note FROM wanted_line ORDER BY id", WantedLine),
    )


def _score(key: int, series_id: int, on: str, value: int, note: str) -> Score:
    return Score(key, series_id, date.fromisoformat(on), value, note)


def _profile(key: int, platform: str, item: str, on: str, state: str, months: int | None, note: str) -> ProfileEntry:
    return ProfileEntry(key, platform, item, date.fromisoformat(on), ProfileState(state), months, note)


def _check(key: int, on: str, channel: str, detailed: int, *rest: Any) -> ReportCheck:
    return ReportCheck(key, date.fromisoformat(on), channel, bool(detailed), *rest)


def _account(key: int, check_id: int, name: str, kind: str, is_open: int, overdue: int, *rest: Any) -> ReportAccount:
    return ReportAccount(key, check_id, name, AccountKind(kind), bool(is_open), bool(overdue), *rest)


def _negative(key: int, name: str, kind: str, began_on: str, ended_on: str | None, *rest: Any) -> Negative:
    return Negative(key, name, NegativeKind(kind), date.fromisoformat(began_on), day_from(ended_on), *rest)


def _inquiry(key: int, on: str, *rest: Any) -> Inquiry:
    return Inquiry(key, date.fromisoformat(on), *rest)


def _behaviour(key: int, on: str, kind: str, times: int, about: str, outcome: str, note: str) -> Behaviour:
    return Behaviour(key, date.fromisoformat(on), BehaviourKind(kind), times, about, Outcome(outcome), note)
