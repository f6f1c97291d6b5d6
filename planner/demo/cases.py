"""The cases of the person of the demo, told relative to the day on which it is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from planner.domain.accounts.records import Account
from planner.domain.basics.recurrence import daily
from planner.domain.cases.file import Case, CaseFile, Event, EventKind, Kind, Outcome, Round
from planner.domain.reminders.rules import CASE, CASE_LEAD_DAYS, STRATEGY, Rule

Entry = Mapping[str, Any]


def build(told: Sequence[Entry], accounts: Sequence[Account], today: date, language: str) -> tuple[CaseFile, ...]:
    """The cases of ``[[case]]`` of the story as of ``today``; nothing in them lies after that day."""
    loans = {one.loan.product: one.loan.id for one in accounts}
    round_ids, event_ids = count(1), count(1)
    found = []
    for number, one in enumerate(told, 1):
        case = Case(
            number,
            Kind(one["kind"]),
            one[language],
            today - timedelta(one["days_ago"]),
            one.get(f"institution_{language}", one["institution"]),
            loans[one["loan"]] if "loan" in one else None,
            one.get(f"facts_{language}", ""),
            one.get(f"asks_{language}", ""),
        )
        rounds, events = [], []
        for place, part in enumerate(one["round"], 1):
            on = today - timedelta(part["days_ago"])
            made = Round(next(round_ids), number, place, part["channel"], on, part.get(f"why_{language}", ""))
            rounds.append(made)
            events += [_event(next(event_ids), made.id, entry, today, language) for entry in part["events"]]
        found.append(CaseFile(case, tuple(rounds), tuple(events)))
    return tuple(found)


def _event(number: int, round_id: int, entry: Entry, today: date, language: str) -> Event:
    outcome = Outcome(entry["outcome"]) if "outcome" in entry else None
    on = today - timedelta(entry["days_ago"])
    return Event(number, round_id, on, EventKind(entry["kind"]), entry[language], outcome, step=entry.get("step", ""))


def rule(number: int, first_on: date) -> Rule:
    """What cases call for."""
    return Rule(number, CASE, "", "", daily(first_on), CASE_LEAD_DAYS, True, STRATEGY[CASE])
