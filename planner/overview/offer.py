"""What the plan that was found since is worth against the adopted one, by the order of the goal that was adopted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.debts.actions import ActionKind
from planner.domain.payoff.engine.model import LONGEST
from planner.domain.payoff.planning import Planning
from planner.domain.payoff.search.goals import Answer, Ask, Goal, ask_from, last_above
from planner.errors import PlannerError
from planner.overview.overview import Overview
from planner.overview.plan import drift_of, in_force, outdated_of
from planner.storage.kept import PlanLine
from planner.values import dataclass

_BY_MEASURE = (Goal.LEAST_COST, Goal.FEWEST, Goal.AT_MOST, Goal.AT_MOST_BY, Goal.RATIO)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a plan that was found is worth against carrying on the adopted one, ``line``, which was kept so far.

    ``saved_minor`` is what less of interest and fees it costs from today, ``sooner_days`` by how many days it ends
    before it; both negative the other way. ``same_goal``: it was asked for the same. ``measure`` is by how much it is
    better in what the goal puts before the cost, below 0 worse: months at whose end a lender is open for the fewest
    lenders, days for a number of them, months for a payment ratio; 0 for every other goal. ``better``: see ``_better``.
    """

    line: PlanLine
    saved_minor: int
    sooner_days: int
    same_goal: bool
    measure: int
    better: bool


def offer_of(overview: Overview, plan: Planning, found: Answer) -> Offer | None:
    """A plan found today against the adopted one carried on; None where reality departs from that, or there is none.

    Nor where terms or the money are others than it reckons with: what carrying it on costs is not known then.
    """
    line, at, adopted = in_force(overview.payoff_plans), overview.progress, overview.baseline
    if line is None or at is None or adopted is None or not drift_of(line, overview.book, overview.today).kept:
        return None
    if outdated_of(line, adopted, overview.book, overview.today, overview.means):
        return None
    saved = at.left_minor - found.outcome.cost_minor
    sooner = (at.ends_on - plan.ended_on(found.outcome)).days
    ask = _ask_of(line)
    kept_days = [(one.on, one.lenders) for one in at.milestones]
    months, days = 0, 0
    if ask is not None and ask.goal in (Goal.FEWEST, Goal.AT_MOST, Goal.AT_MOST_BY):
        months, days = _lenders(plan, ask, kept_days, plan.lenders_on(found.outcome))
    elif ask is not None and ask.goal is Goal.RATIO:
        months = days = _ratio(plan, ask, adopted, overview.today, found)
    better = _better(ask, months, saved, sooner)
    return Offer(line, saved, sooner, found.ask.text == line.goal, days, better)


def _ask_of(line: PlanLine) -> Ask | None:
    try:
        return ask_from(line.goal)
    except PlannerError:
        return None


def _better(ask: Ask | None, months: int, saved: int, sooner: int) -> bool:
    """By the order of the goal: its own measure, in ``months`` gained, then the cost.

    A goal without a measure, as a fixed order, is bettered by what is cheaper or ends sooner and is not worse in the
    other.
    """
    if ask is not None and ask.goal in _BY_MEASURE:
        return months > 0 or (months == 0 and saved > 0)
    return min(saved, sooner) >= 0 and max(saved, sooner) > 0


Days = Iterable[tuple[date, int]]
"""Days, rising, with how many lenders are left after each."""


def _lenders(plan: Planning, ask: Ask, kept: Days, found: Days) -> tuple[int, int]:
    """What a plan gains on the adopted one in lenders: in months, by which the goal goes, and as it is told."""
    if ask.goal is Goal.FEWEST:
        gained = _open_months(plan, kept) - _open_months(plan, found)
        return gained, gained
    before, after = (_down(plan, days, ask.at_most or 0) for days in (kept, found))
    if ask.goal is Goal.AT_MOST_BY:
        by = plan.owed.month_end(plan.dated(ask).month or 1)
        late = int(before > by) - int(after > by)
        return late, (before - after).days if late else 0
    return plan.owed.months.of(before) - plan.owed.months.of(after), (before - after).days


def _open_months(plan: Planning, days: Days) -> int:
    """For how many months lenders are open from today, summed over lenders, as ``goals.lender_months``."""
    open_now, total = len(plan.problem.lenders), 0
    for on, left in days:
        if on >= plan.owed.start_on and left < open_now:
            total += plan.owed.months.of(on) * (open_now - left)
            open_now = left
    return total + open_now * LONGEST


def _down(plan: Planning, days: Days, count: int) -> date:
    """The first day on which no more than ``count`` lenders are left; the last day of all where that never comes."""
    if len(plan.problem.lenders) <= count:
        return plan.owed.start_on
    return next((on for on, left in days if left <= count), plan.owed.month_end(LONGEST))


def _ratio(plan: Planning, ask: Ask, adopted: Baseline, today: date, found: Answer) -> int:
    """By how many months sooner what is required each month stays at or below the ratio."""
    most = int((plan.income_minor or 0) * (ask.ratio or 0))
    required: dict[int, int] = {}
    for one in adopted.actions:
        if one.on >= today and one.kind is ActionKind.DUE:
            month = plan.owed.months.of(one.on)
            required[month] = required.get(month, 0) + one.amount_minor
    return last_above(required.items(), most) - last_above(enumerate(found.outcome.required_minor, 1), most)
