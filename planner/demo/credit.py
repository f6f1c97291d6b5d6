"""The credit file of the person of the demo, told relative to the day on which it is opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

from planner.domain.basics.calendar import add_months
from planner.domain.basics.recurrence import daily
from planner.domain.credit.file import (
    Behaviour,
    BehaviourKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    Outcome,
    ProfileEntry,
    ProfileState,
    ReportCheck,
    Score,
    Series,
)
from planner.domain.reminders.rules import CREDIT, STRATEGY, Rule

Entry = Mapping[str, Any]
UPDATE_DAY = 6


def build(told: Entry, today: date, language: str) -> CreditFile:
    """The credit file of ``[credit]`` of the story as of ``today``; nothing in it lies after that day."""

    def back(days: int) -> date:
        return today - timedelta(days)

    def words(entry: Entry, prefix: str = "") -> str:
        return str(entry.get(f"{prefix}{language}", ""))

    series = Series(1, "sesame", "芝麻分", 350, 950, told["target"])
    return CreditFile(
        series=(series,),
        scores=_scores(told["scores"], today),
        profile=tuple(
            sorted(
                (
                    ProfileEntry(
                        number,
                        one["platform"],
                        one["item"],
                        back(one["days_ago"]),
                        ProfileState(one["state"]),
                        None,
                        words(one),
                    )
                    for number, one in enumerate(told["profile"], 1)
                ),
                key=lambda one: (one.on, one.id),
            )
        ),
        checks=tuple(
            ReportCheck(
                number,
                back(one["days_ago"]),
                one["channel"],
                False,
                one["accounts"],
                one["overdue_accounts"],
                words(one),
            )
            for number, one in enumerate(told["check"], 1)
        ),
        negatives=tuple(
            Negative(
                number,
                words(one),
                NegativeKind.OVERDUE,
                back(one["began"]),
                back(one["ended"]),
                one["yuan"] * 100,
                one["worst_days"],
                None,
                1,
                words(one, "note_"),
            )
            for number, one in enumerate(told["negative"], 1)
        ),
        inquiries=_by_day(
            Inquiry(number, back(one["days_ago"]), words(one), one["reason"])
            for number, one in enumerate(told["inquiry"], 1)
        ),
        behaviours=_by_day(
            Behaviour(
                number,
                back(one["days_ago"]),
                BehaviourKind(one["kind"]),
                one.get("times", 1),
                words(one),
                Outcome(one.get("outcome", "open")),
            )
            for number, one in enumerate(told["behaviour"], 1)
        ),
    )


def _by_day(records: Any) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda one: (one.on, one.id)))


def _scores(values: list[int], today: date) -> tuple[Score, ...]:
    """One a month, noted the day after its change; the latest of them before today."""
    last = add_months(today, 0, UPDATE_DAY + 1)
    if last > today:
        last = add_months(last, -1, UPDATE_DAY + 1)
    months = range(len(values) - 1, -1, -1)
    return tuple(
        Score(number, 1, add_months(last, -back, UPDATE_DAY + 1), value)
        for number, (back, value) in enumerate(zip(months, values, strict=True), 1)
    )


def rules(first_id: int, first_on: date) -> tuple[Rule, ...]:
    """What the records of this credit file call for."""
    ids = count(first_id)
    return tuple(Rule(next(ids), code, "", "", daily(first_on), (0,), True, STRATEGY[code]) for code in CREDIT)
