"""The bound of a problem beside a plan, as far as its prices are moved by themselves."""

from __future__ import annotations

from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.search.bound import Relaxed


def lower_bound(problem: Problem, known: Outcome) -> int:
    """No plan costs less than this many fen; the prices begin with what money saves in the plan ``known``."""
    relaxed = Relaxed(problem, known)
    relaxed.steps(relaxed.affordable)
    return relaxed.bound_minor
