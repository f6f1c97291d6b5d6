"""Calls of collectors of the person of the demo, told relative to the day on which it is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from planner.domain.accounts.records import Account
from planner.domain.basics.recurrence import daily
from planner.domain.cases.calls import Call, Means, Reached
from planner.domain.cases.file import CaseFile, Kind
from planner.domain.reminders.rules import CASE_LEAD_DAYS, PROMISE, STRATEGY, Rule

Entry = Mapping[str, Any]


def build(
    told: Sequence[Entry], accounts: Sequence[Account], cases: Sequence[CaseFile], today: date, language: str
) -> tuple[Call, ...]:
    """The calls of ``[[call]]`` of the story as of ``today``; those of the complaint belong to it."""
    loans = {one.loan.product: one.loan for one in accounts}
    complaint = next((one.case.id for one in cases if one.case.kind is Kind.COMPLAINT), None)
    found = []
    for number, one in enumerate(told, 1):
        loan, on = loans[one["loan"]], today - timedelta(one["days_ago"])
        found.append(
            Call(
                number,
                on,
                one["at"],
                loan.lender.name,
                one.get(f"caller_{language}", ""),
                loan.id,
                Means.PHONE,
                Reached(one.get("reached", Reached.ME)),
                one[f"said_{language}"],
                on + timedelta(one["promised_in"]) if "promised_in" in one else None,
                int(one["promised"] * 100) if "promised" in one else None,
                complaint if one.get("in_complaint") else None,
            )
        )
    return tuple(found)


def rule(number: int, first_on: date) -> Rule:
    """What was promised is reminded of."""
    return Rule(number, PROMISE, "", "", daily(first_on), CASE_LEAD_DAYS, True, STRATEGY[PROMISE])
