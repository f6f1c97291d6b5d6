"""Reason 1: the score is below the threshold. The number is its maker's; nothing is computed from it."""

from __future__ import annotations

from datetime import timedelta

from planner.domain.credit.file import Score
from planner.domain.findings.model import Evidence, Facts, Measure, State, below, unknown

SESAME = "sesame"


def measures(facts: Facts) -> tuple[Measure, ...]:
    """The latest Sesame score against its two thresholds; one that is older than two updates says nothing of today."""
    series = facts.file.series_of(SESAME)
    scores = facts.file.scores_of(series, facts.on)
    if series is None or not scores:
        return (unknown("score", "score"),)
    last = scores[-1]
    evidence = [_shown(score) for score in reversed(scores[-3:])]
    if series.target is not None:
        evidence.append(Evidence("target", {"target": series.target, "missing": max(series.target - last.value, 0)}))
    fresh = facts.limit("score_fresh_days")
    if last.on + timedelta(fresh.whole) <= facts.known_on:
        return (unknown("score", "score", *evidence),)
    watch, against = facts.limit("sesame_safe"), facts.limit("sesame_least")
    state = below(last.value, watch, against)
    return (Measure("score", state, last.value, watch, against, tuple(evidence)),)


def _shown(score: Score) -> Evidence:
    return Evidence("score", {"on": score.on, "value": score.value}, "score", score.id)


def reaches(value: int, least: int) -> State:
    """A score against what a line of the person's own is said to ask for."""
    return State.AGAINST if value < least else State.CLEAR
