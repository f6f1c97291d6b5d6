"""The plan as it was chosen and adopted: the money, the goal, the version in force and how today departs from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.domain.book import Book
from planner.domain.payoff.baseline import baseline_from
from planner.domain.payoff.drift import Drift, drift, held
from planner.domain.payoff.goals import Answer, Goal, ask_from
from planner.domain.payoff.means import Means, means_from_json
from planner.domain.payoff.planning import LIVE, Planning, planning
from planner.errors import PlannerError
from planner.storage.kept import PlanLine

if TYPE_CHECKING:
    from planner.overview.overview import Overview

MEANS = "plan.means"
GOAL = "plan.goal"


def means_of(settings: Mapping[str, str]) -> Means:
    """What the person said about the money for debts; nothing yet, or nothing that can be read, is ``Means()``."""
    kept = settings.get(MEANS)
    try:
        return means_from_json(json.loads(kept)) if kept else Means()
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return Means()


def goal_of(settings: Mapping[str, str]) -> str:
    """The goal that the person chose last, in the form of ``goals.ask_from``."""
    return settings.get(GOAL, Goal.LEAST_COST.value)


def in_force(lines: Iterable[PlanLine]) -> PlanLine | None:
    """The plan that is followed, if one was adopted."""
    return next((line for line in lines if line.ended_on is None and _whole(line)), None)


def _whole(line: PlanLine) -> bool:
    """Whether a plan can be read back; a document that was changed by hand is no plan that can be followed."""
    try:
        baseline_from(line.document)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return False
    return True


def held_of(line: PlanLine | None, book: Book, today: date) -> int:
    """The money of months gone by that the plan in force has kept for later ones, fen; 0 without one."""
    return 0 if line is None else held(baseline_from(line.document), book, today)


def replanned(book: Book, today: date, means: Means, line: PlanLine) -> tuple[date, int] | None:
    """The goal of an adopted plan asked again of today's debts and money: when it ends and what it costs, in fen.

    A quick answer, for a list; page 3 searches further and proves. None where no plan reaches the goal.
    """
    try:
        plan = planning(book, today, means, held_minor=held_of(line, book, today))
        plan.tries = LIVE
        found = None if plan.shortage else plan.answer(ask_from(line.goal))
    except PlannerError:
        return None
    return None if found is None else (plan.ended_on(found.outcome), found.outcome.cost_minor)


def drift_of(line: PlanLine, book: Book, as_of: date) -> Drift:
    """How a day departs from an adopted plan."""
    return drift(baseline_from(line.document), book, as_of)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a plan that was found is worth against carrying on the adopted one, ``line``, which was kept so far.

    ``saved_minor`` is what less of interest and fees it costs from today, ``sooner_days`` by how many days it ends
    before it; both negative the other way. ``same_goal``: it was asked for the same.
    """

    line: PlanLine
    saved_minor: int
    sooner_days: int
    same_goal: bool

    @property
    def better(self) -> bool:
        """Whether it is cheaper or ends sooner and is not worse in the other; for the least cost, cheaper."""
        if self.line.goal == Goal.LEAST_COST.value:
            return self.saved_minor > 0
        return min(self.saved_minor, self.sooner_days) >= 0 and max(self.saved_minor, self.sooner_days) > 0


def offer_of(overview: Overview, plan: Planning, found: Answer) -> Offer | None:
    """A plan found today against the adopted one carried on; None where reality departs from that, or there is none."""
    line, at = in_force(overview.payoff_plans), overview.progress
    if line is None or at is None or drift_of(line, overview.book, overview.today).gap_minor:
        return None
    ends_on = plan.actions(found)[-1].on
    saved = at.left_minor - found.outcome.cost_minor
    return Offer(line, saved, (at.ends_on - ends_on).days, found.ask.text == line.goal)
