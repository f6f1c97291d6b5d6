"""How calls of collectors stand against the standard for collecting: hours, calls a day, only the debtor.

Counts say what was noted, no more: whether it was against the standard is for those to say with whom one complains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from planner.domain.cases.calls import OTHERS, Call, Means, Reached
from planner.domain.reference.rules import Limit, Rules
from planner.values import dataclass

CALLS, TRIES, FROM_HOUR, UNTIL_HOUR, ONLY = (
    "collector_calls",
    "collector_tries",
    "collector_from_hour",
    "collector_until_hour",
    "collector_debtor_only",
)
"""Codes of the rules."""


class Measured(StrEnum):
    """What is counted."""

    HOURS = "hours"  # contacts outside the hours
    CALLS = "calls"  # telephone calls of one day that got through to the debtor
    TRIES = "tries"  # those of one day that nobody answered
    OTHERS = "others"  # contacts with somebody else


@dataclass(frozen=True, slots=True)
class Count:
    """Contacts for one lender that stand against a rule: how many, the rules, the contacts from the first on.

    ``on`` is the day of what is counted by day, else None.
    """

    measured: Measured
    lender: str
    limits: tuple[Limit, ...]
    calls: tuple[Call, ...]
    on: date | None = None

    @property
    def n(self) -> int:
        """How many contacts."""
        return len(self.calls)


def counts(calls: Iterable[Call], rules: Rules) -> tuple[Count, ...]:
    """What stands against the rules that were in force on the day of each contact, lender by lender.

    Hours: from the hour at which collecting may begin (included) to the one at which it ends (excluded): 08:00 is
    within them, 07:59 and 22:00 are not. A contact without a time is not judged. Calls and tries count where a day has
    more of them than the rule allows.
    """
    by_lender: defaultdict[str, list[Call]] = defaultdict(list)
    for call in sorted(calls, key=lambda one: (one.on, one.at, one.id)):
        by_lender[call.lender].append(call)
    found: list[Count] = []
    for lender, of in by_lender.items():
        found += _hours(lender, of, rules)
        found += _by_day(Measured.CALLS, CALLS, Reached.ME, lender, of, rules)
        found += _by_day(Measured.TRIES, TRIES, Reached.NOBODY, lender, of, rules)
        found += _others(lender, of, rules)
    return tuple(found)


def _hours(lender: str, calls: list[Call], rules: Rules) -> list[Count]:
    outside: list[Call] = []
    limits: tuple[Limit, ...] = ()
    for call in calls:
        begins, ends = rules.at(FROM_HOUR, call.on), rules.at(UNTIL_HOUR, call.on)
        if call.at and begins is not None and ends is not None and not begins.whole <= hour_of(call) < ends.whole:
            outside.append(call)
            limits = (begins, ends)
    return [Count(Measured.HOURS, lender, limits, tuple(outside))] if outside else []


def _by_day(
    measured: Measured, code: str, reached: Reached, lender: str, calls: list[Call], rules: Rules
) -> list[Count]:
    days: defaultdict[date, list[Call]] = defaultdict(list)
    for call in calls:
        if call.means is Means.PHONE and call.reached is reached:
            days[call.on].append(call)
    limits = {on: rules.at(code, on) for on in days}
    return [
        Count(measured, lender, (limit,), tuple(days[on]), on)
        for on, limit in limits.items()
        if limit is not None and len(days[on]) > limit.whole
    ]


def _others(lender: str, calls: list[Call], rules: Rules) -> list[Count]:
    limits = [(call, rules.at(ONLY, call.on)) for call in calls if call.reached in OTHERS]
    held = [(call, limit) for call, limit in limits if limit is not None]
    return [Count(Measured.OTHERS, lender, (held[-1][1],), tuple(call for call, _ in held))] if held else []


def hour_of(call: Call) -> int:
    """The hour of a contact that has a time: 7 for ``07:59``."""
    return int(call.at[:2])
