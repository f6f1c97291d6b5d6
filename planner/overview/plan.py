"""The plan as it was chosen and adopted: the money, the goal, the version in force and how today departs from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.book import Book
from planner.domain.payoff.baseline import baseline_from
from planner.domain.payoff.drift import Drift, drift, held
from planner.domain.payoff.goals import Answer, Goal, ask_from
from planner.domain.payoff.means import Means, means_from_json
from planner.domain.payoff.moved import End, Moved, baseline_at, moved, saved_by
from planner.domain.payoff.movement import Movement
from planner.domain.payoff.planning import Planning
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


def movement_of(overview: Overview) -> Movement | None:
    """Why the debt-free day is not that of the adopted plan, nor that of last week; None before one was adopted.

    It asks for three plans, so that it is nothing to be waited for between two keys.
    """
    line, old = in_force(overview.payoff_plans), overview.baseline
    if line is None or old is None or not old.actions:
        return None
    ask, today, means = ask_from(line.goal), overview.today, means_of(overview.settings)
    since = moved(old, means_from_json(line.means), overview.book, today, means, ask)
    if since is None:
        return Movement(None, None, None)
    on = max(week_ago(overview), old.start_on)
    week: Moved | None = since
    if on > old.start_on:
        then = baseline_at(overview.book, on, means, ask)
        now = End(since.now_on, since.now_minor)
        paid = then is not None and bool(then.actions)
        week = moved(then, means, overview.book, today, means, ask, best=now) if then is not None and paid else None
    return Movement(week, since, saved_by(old, overview.book, today, means, since.now_minor))


def week_ago(overview: Overview) -> date:
    """The day of the last saved review, or seven days ago where that is longer ago or there is none."""
    from planner.overview.review import summary_of

    done = next((line for line in overview.reviews if line.saved_at is not None), None)
    last = None if done is None else summary_of(done)
    week = overview.today - timedelta(7)
    return week if last is None or last.ratios.as_of >= overview.today else max(last.ratios.as_of, week)
