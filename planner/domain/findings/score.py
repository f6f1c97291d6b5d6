"""Reason 1: the score is below the threshold. The number is its maker's; nothing is computed from it."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.credit.file import CreditFile, Score, WantedLine
from planner.domain.findings.model import Evidence, Facts, Measure, State, below, unknown
from planner.domain.reference.catalogue import Catalogue

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


def measures_of_line(line: WantedLine, catalogue: Catalogue, file: CreditFile, as_of: date) -> tuple[Measure, ...]:
    """Its own score against what it is said to ask for; where nothing is said, no score stands in the way."""
    return (_of_line(line, catalogue, file, as_of),)


def _of_line(line: WantedLine, catalogue: Catalogue, file: CreditFile, as_of: date) -> Measure:
    series = next((one for one in file.series if one.id == line.series_id), None)
    scores = file.scores_of(series, as_of)
    if line.score_least is None:
        return Measure("score_least", State.CLEAR, evidence=(Evidence("score_not_asked"),))
    least = Evidence("score_least", {"least": line.score_least})
    if not scores:
        return unknown("score_least", "score", least)
    told = Evidence("score", {"on": scores[-1].on, "value": scores[-1].value}, "score", scores[-1].id)
    if scores[-1].on + timedelta(catalogue.rules.need("score_fresh_days", as_of).whole) <= as_of:
        return unknown("score_least", "score", told, least)
    return Measure("score_least", reaches(scores[-1].value, line.score_least), scores[-1].value, evidence=(told, least))


def reaches(value: int, least: int) -> State:
    """A score against what a line of the person's own is said to ask for."""
    return State.AGAINST if value < least else State.CLEAR
