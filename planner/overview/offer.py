"""What the plan that was found since is worth against the adopted one."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.payoff.adopted.adopted import reckons_with_old_terms
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer, Goal
from planner.overview.overview import Overview
from planner.overview.plan import drift_of, in_force
from planner.storage.kept import PlanLine


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
    """A plan found today against the adopted one carried on; None where reality departs from that, or there is none.

    Nor where terms are others than it reckons with: what carrying it on costs is not known then.
    """
    line, at, adopted = in_force(overview.payoff_plans), overview.progress, overview.baseline
    if line is None or at is None or adopted is None or not drift_of(line, overview.book, overview.today).kept:
        return None
    if reckons_with_old_terms(adopted, overview.book.accounts, overview.today):
        return None
    ends_on = plan.ended_on(found.outcome)
    saved = at.left_minor - found.outcome.cost_minor
    return Offer(line, saved, (at.ends_on - ends_on).days, found.ask.text == line.goal)
