"""What each number of lenders costs: for every K the undominated pairs of a month and a total cost."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.payoff.engine.outcome import Outcome, reached
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import Rule
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """At the end of ``month`` at most ``at_most`` lenders are open; the whole plan costs ``cost_minor``."""

    at_most: int
    month: int
    cost_minor: int
    outcome: Outcome
    rule: Rule


class Front:
    """The best plans found so far, for each K from 0 to one less than all lenders."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._points: dict[int, list[Point]] = {at_most: [] for at_most in range(len(problem.lenders))}

    def offer(self, outcome: Outcome, rule: Rule) -> bool:
        """Keep a plan for every K at which no other is as soon and as cheap; whether there was one."""
        months = reached(self.problem, outcome.closed)
        kept = False
        for at_most, line in self._points.items():
            month, cost = months[at_most], outcome.cost_minor
            if any(point.month <= month and point.cost_minor <= cost for point in line):
                continue
            line[:] = [point for point in line if point.month < month or point.cost_minor < cost]
            line.append(Point(at_most, month, cost, outcome, rule))
            line.sort(key=lambda point: point.month)
            kept = True
        return kept

    def month(self, outcome: Outcome, at_most: int) -> int:
        """The month at whose end a plan has at most so many lenders open."""
        return reached(self.problem, outcome.closed)[at_most]

    def of(self, at_most: int) -> tuple[Point, ...]:
        """The points of one K, the soonest first: the later, the cheaper."""
        return tuple(self._points[at_most])

    def points(self) -> tuple[Point, ...]:
        """All points, the largest K first."""
        return tuple(self._all())

    def _all(self) -> Iterator[Point]:
        for at_most in sorted(self._points, reverse=True):
            yield from self._points[at_most]
