"""Reason 4: unusual behaviour: applications by window, limit checks and bursts of log-ins with a cool-down clock.

Applications are measured by the thresholds for hard inquiries, since each usually leaves one. For looking at a limit
there is no published number: it starts the cool-down clock, and no more.
"""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.credit.file import Behaviour, BehaviourKind, CreditFile, in_window
from planner.domain.findings.model import Evidence, Facts, Measure, State, unknown
from planner.domain.findings.report import WINDOWS, counted
from planner.domain.reference.rules import Rules

COUNTED = (7, 30, 90, 180, 365)
LOOKING = (BehaviourKind.LIMIT_CHECK, BehaviourKind.LOGIN_BURST)


def count(file: CreditFile, kinds: tuple[BehaviourKind, ...], on: date, days: int) -> int:
    """How many times something of these kinds was done in the last ``days`` days up to and including ``on``."""
    return sum(one.times for one in file.behaviours if one.kind in kinds and in_window(one.on, on, days))


def quiet_on(file: CreditFile, rules: Rules, on: date) -> date | None:
    """The first day after the cool-down of everything done up to ``on``; None when nothing was ever done.

    It may lie in the past.
    """
    ends = [last + timedelta(days) for last, days in _clocks(file, rules, on)]
    return max(ends, default=None)


def _clocks(file: CreditFile, rules: Rules, on: date) -> list[tuple[date, int]]:
    done = [one for one in file.behaviours if one.on <= on and one.kind is not BehaviourKind.RESISTED]
    clocks = []
    for one in done:
        code = "cooldown_application_days" if one.kind is BehaviourKind.APPLICATION else "cooldown_check_days"
        clocks.append((one.on, rules.need(code, on).whole))
    return clocks


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Applications of four windows, and the clock."""
    logged = [one for one in facts.file.behaviours if one.on <= facts.on]
    if not logged:
        return (unknown("cooldown", "behaviour"),)
    applied = [
        (one.on, one.about, one.id) for one in logged if one.kind is BehaviourKind.APPLICATION for _ in range(one.times)
    ]
    windows = tuple(counted("applied", days, applied, facts, "application") for days in WINDOWS)
    return (*windows, _clock(facts, logged))


def _clock(facts: Facts, logged: list[Behaviour]) -> Measure:
    quiet = quiet_on(facts.file, facts.catalogue.rules, facts.on)
    running = quiet is not None and quiet > facts.on
    applied = any(one.kind is BehaviourKind.APPLICATION for one in logged)
    limit = facts.limit("cooldown_application_days" if applied else "cooldown_check_days")
    evidence = [Evidence("log_since", {"on": logged[0].on})]
    for days in COUNTED:
        looked = count(facts.file, LOOKING, facts.on, days)
        if looked:
            evidence.append(Evidence("looked", {"n": looked, "days": days}))
    if running:
        evidence.insert(0, Evidence("cooling", {"on": quiet}))
    left = (quiet - facts.on).days if quiet is not None and running else 0
    return Measure("cooldown", State.WATCH if running else State.CLEAR, left, limit, None, tuple(evidence))
