"""What is known about how good plans can be: bounds, and what they prove about the plans that were found."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.payoff.search.frontier import Front, Point
from planner.domain.payoff.search.orders import Order, Phases, Script
from planner.values import dataclass, field

CLOSE_BPS = 1  # a plan within a hundredth of a percent of its bound is as good as the best
ROUNDING_MINOR = 5  # and one within a few fen


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan with at most ``at_most`` lenders at the end of ``month`` (both None: any plan) costs less.

    ``cost_minor`` is None where there is no such plan at all. ``final`` says that it will not get better.
    """

    at_most: int | None
    month: int | None
    cost_minor: int | None
    final: bool


@dataclass
class Evidence:
    """All bounds so far; the tightest one that applies answers.

    ``fault`` names a bound that a plan contradicts. Then something is wrong with them, and none of them counts.
    """

    bounds: list[Bound] = field(default_factory=list)
    fault: str = ""

    def add(self, bound: Bound) -> None:
        """Remember one more."""
        self.bounds.append(bound)

    def check(self, cost_minor: int, months: Sequence[int], only: Bound | None = None) -> None:
        """Hold a plan against all bounds, or ``only`` one; in ``months`` it reaches each number of lenders (0, 1 …)."""
        for bound in self.bounds if only is None else (only,):
            holds = bound.at_most is None or bound.month is None or months[bound.at_most] <= bound.month
            if holds and (bound.cost_minor is None or bound.cost_minor > cost_minor):
                says = "none" if bound.cost_minor is None else bound.cost_minor
                self.fault = (
                    f"bound {says} for {bound.at_most} lenders by month {bound.month}, plan {cost_minor} in {months}"
                )
                return

    def least(self, at_most: int | None = None, month: int | None = None) -> int:
        """No plan with at most so many lenders by that month costs less than this, in fen; 0 where nothing is known."""
        if self.fault:
            return 0
        costs = [one.cost_minor for one in self.bounds if one.cost_minor is not None and _looser(one, at_most, month)]
        return max(costs, default=0)

    def impossible(self, at_most: int, month: int) -> bool:
        """Whether it is proven that no plan has at most so many lenders at the end of that month."""
        told = () if self.fault else self.bounds
        return month < 1 or any(one.cost_minor is None and _looser(one, at_most, month) for one in told)

    def close(self, cost_minor: int, at_most: int | None = None, month: int | None = None) -> bool:
        """Whether a cost is within 0.01 % of the bound; a cost below it proves nothing but a fault."""
        return 0 <= cost_minor - self.least(at_most, month) <= cost_minor * CLOSE_BPS // 10_000

    def best(self, cost_minor: int, at_most: int | None = None, month: int | None = None) -> bool:
        """Whether nothing cheaper is left to find but a hundredth of a percent, or a few fen."""
        if self.fault:
            return False
        return nothing_left(cost_minor, self.least(at_most, month))

    def proven(self, point: Point) -> bool:
        """Whether a point of the front is as cheap as can be for its number of lenders and month."""
        return self.best(point.cost_minor, point.at_most, point.month)

    def soonest(self, point: Point) -> bool:
        """Whether no plan has so few lenders a month before."""
        return self.impossible(point.at_most, point.month - 1)

    def complete(self, front: Front) -> bool:
        """Whether every point of the front is proven, and that there are no others."""
        for at_most in range(len(front.problem.lenders)):
            line = front.of(at_most)
            if not line or not self.soonest(line[0]) or not all(self.proven(point) for point in line):
                return False
        return True


def nothing_left(cost_minor: int, bound_minor: int) -> bool:
    """Whether a cost is within a hundredth of a percent of a bound, or a few fen; one below it proves but a fault."""
    return 0 <= cost_minor - bound_minor <= within(cost_minor)


def within(cost_minor: int) -> int:
    """By how many fen a cost may be above its bound and be as good as the best."""
    return max(cost_minor * CLOSE_BPS // 10_000, ROUNDING_MINOR)


def _looser(bound: Bound, at_most: int | None, month: int | None) -> bool:
    """Whether a bound holds for all plans with at most ``at_most`` lenders at the end of ``month``."""
    if bound.at_most is None or bound.month is None:
        return True
    return at_most is not None and month is not None and bound.at_most >= at_most and bound.month >= month


News = Bound | Order | Phases | Script
