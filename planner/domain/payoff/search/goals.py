"""What a plan can be made for: one table of goals, each with the rule or the measure that makes its plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from planner.domain.basics.reach import kept_day
from planner.domain.payoff.engine.model import LONGEST, Scheduled
from planner.domain.payoff.engine.outcome import Outcome, Shortfall, lenders_open, reached
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.frontier import Front, Point
from planner.domain.payoff.search.orders import Order, reserving
from planner.domain.payoff.search.search import Search, by_balance, by_rate
from planner.errors import PlannerError
from planner.values import dataclass

TRIES = 300  # plans tried for a measure of its own


class Goal(StrEnum):
    """What the extra money is for."""

    LEAST_COST = "least_cost"
    FEWEST = "fewest"  # the fewest lenders soonest: the smallest sum of lenders open at the months' ends
    AT_MOST = "at_most"  # at most K lenders in the earliest month
    AT_MOST_BY = "at_most_by"  # at most K lenders by a month, as cheaply as can be
    RATIO = "ratio"  # payment ratio at or below X from the earliest month on
    SNOWBALL = "snowball"  # smallest balance first
    AVALANCHE = "avalanche"  # highest rate first
    RELIEF = "relief"  # what frees most of the monthly payments per yuan first
    OWN = "own"  # the person's own order
    DUE_ONLY = "due_only"  # nothing beyond what is due: what all others are compared with


@dataclass(frozen=True, slots=True)
class Ask:
    """A goal with what it needs: ``at_most`` lenders, ``month`` (1 …), ``ratio`` (a fraction), ``order`` (debt ids).

    ``by`` is the day that a month stands for where a day was named: the month is that of the plan which is asked, and
    another one in time (``planning.Planning.dated``).
    """

    goal: Goal
    at_most: int | None = None
    month: int | None = None
    ratio: Decimal | None = None
    order: tuple[int, ...] = ()
    by: date | None = None

    def validate(self, lenders: int | None = None, ratio: Decimal | None = None) -> None:
        """Refuse a number of lenders or a payment ratio that makes no goal.

        Args:
            lenders: so many are owed today; None where that is not known.
            ratio: the highest payment ratio of the months to come by what is due alone (a fraction); None where that is
                not known.

        Raises:
            PlannerError: ``plan.at_most`` where as few lenders as can be are asked for as a number of 0 (by a day that
                is a goal: all is paid off by then, ``plan.at_most_by`` for less); ``plan.at_most_owed`` for as many as
                are owed today or more. ``plan.ratio_none`` for a ratio of 0 or less: then all is paid off;
                ``plan.ratio_reached`` for one that no month to come is above.
        """
        if self.goal is Goal.RATIO:
            self._validate_ratio(ratio)
        if self.at_most is None or self.goal not in (Goal.AT_MOST, Goal.AT_MOST_BY):
            return
        if self.goal is Goal.AT_MOST and self.at_most < 1:
            raise PlannerError("plan.at_most", field="at_most", value=self.at_most)
        if self.at_most < 0:
            raise PlannerError("plan.at_most_by", field="at_most", value=self.at_most)
        if lenders is not None and self.at_most >= max(lenders, 1):
            raise PlannerError("plan.at_most_owed", field="at_most", value=self.at_most, n=lenders)

    def _validate_ratio(self, highest: Decimal | None) -> None:
        asked = self.ratio or Decimal(0)
        if asked <= 0:
            raise PlannerError("plan.ratio_none", field="ratio", value=_percent(asked))
        if highest is not None and asked >= highest:
            shown = (highest * 100).quantize(Decimal("0.1"))
            raise PlannerError("plan.ratio_reached", field="ratio", value=_percent(asked), highest=f"{shown}%")

    @property
    def text(self) -> str:
        """The form that ``ask_from`` reads."""
        if self.goal is Goal.AT_MOST:
            return f"at_most:{self.at_most}"
        if self.goal is Goal.AT_MOST_BY:
            return f"at_most:{self.at_most}@{self.by or self.month}"
        if self.goal is Goal.RATIO:
            return f"ratio:{self.ratio}"
        if self.goal is Goal.OWN:
            return "own:" + ",".join(map(str, self.order))
        return self.goal.value


def ask_from(text: str) -> Ask:
    """The goal of ``least_cost``, ``at_most:3``, ``at_most:3@2027-06-30`` or ``@12``, ``ratio:0.4``, ``own:4,1`` …

    Raises:
        PlannerError: ``plan.goal`` when it is none of them.
    """
    name, _, rest = text.strip().partition(":")
    try:
        if name == Goal.AT_MOST and "@" in rest:
            count, _, month = rest.partition("@")
            if "-" in month:
                return Ask(Goal.AT_MOST_BY, at_most=_whole(count), by=kept_day(month))
            return Ask(Goal.AT_MOST_BY, at_most=_whole(count), month=_whole(month, 1, LONGEST))
        if name == Goal.AT_MOST:
            return Ask(Goal.AT_MOST, at_most=_whole(rest))
        if name == Goal.RATIO:
            ratio = Decimal(rest)
            if not 0 <= ratio <= 10:
                raise ValueError(rest)
            return Ask(Goal.RATIO, ratio=ratio)
        if name == Goal.OWN:
            order = tuple(_whole(part, 0, 10**9) for part in rest.split(","))
            if len(set(order)) != len(order):
                raise ValueError(rest)
            return Ask(Goal.OWN, order=order)
        if rest or name in (Goal.AT_MOST_BY,):
            raise ValueError(text)
        return Ask(Goal(name))
    except (ValueError, InvalidOperation):
        known: list[str] = [
            *(goal.value for goal in Goal if goal not in (Goal.AT_MOST, Goal.AT_MOST_BY, Goal.RATIO, Goal.OWN))
        ]
        known += ["at_most:3", "at_most:3@2027-06-30", "at_most:3@12", "ratio:0.4", "own:2,1"]
        raise PlannerError("plan.goal", field="goal", value=text, known=", ".join(known)) from None


def _percent(ratio: Decimal) -> str:
    return f"{(ratio * 100).normalize():f}%"


def _whole(text: str, least: int = 0, most: int = 999) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(text)
    return number


@dataclass(frozen=True)
class Answer:
    """The plan for a goal: where it leads, month by month, and by which rule."""

    ask: Ask
    outcome: Outcome
    rule: Rule


def answer(search: Search, ask: Ask, income_minor: int | None = None) -> Answer | None:
    """The plan for a goal out of what a search has found (it may look on); None where no plan reaches it.

    Args:
        search: a search that has looked for the least cost and the fewest lenders.
        ask: the goal.
        income_minor: for the ratio: the income of a month, in fen.

    Raises:
        Shortfall: the rule of a goal that is a plain order runs out of money.
        PlannerError: ``plan.never_ends`` for an order, ``plan.no_income`` for the ratio without an income.
    """
    if ask.goal is not Goal.LEAST_COST:
        search.explore()
    found = _MAKERS[ask.goal](search, ask, income_minor)
    if found is None:
        return None
    try:
        outcome = run(search.problem, found, record=True)
    except Shortfall:
        kept = reserving(search.problem, found)
        if kept is None:
            raise
        outcome, found = run(search.problem, kept, record=True), kept
    search.take(outcome, found)
    return Answer(ask, outcome, found)


def simple_orders(problem: Problem) -> tuple[Order, ...]:
    """The rules of the goals that are plain orders: what is found for the least cost is at least as cheap as these."""
    made = (ordered(problem, order(problem)) for order in (by_balance, by_relief))
    return _dearest_first(problem), *made


def lender_months(problem: Problem, outcome: Outcome) -> int:
    """For how many months lenders are open, summed over lenders: the measure of the fewest lenders soonest."""
    return sum(lenders_open(problem, outcome.closed).values())


def ratio_month(outcome: Outcome, most_minor: int) -> int:
    """The first month from which what is required each month is never more than ``most_minor``."""
    return last_above(enumerate(outcome.required_minor, 1), most_minor) + 1


def last_above(required: Iterable[tuple[int, int]], most_minor: int) -> int:
    """The last month, of months with what they require, in fen, that requires more than ``most_minor``; 0: none."""
    return max((month for month, amount in required if amount > most_minor), default=0)


def by_relief(problem: Problem) -> tuple[int, ...]:
    """Positions of all debts, that first which frees most of the required payments per yuan; ties by balance, id."""

    def key(index: int) -> tuple[Decimal, int, int]:
        debt = problem.debts[index]
        if isinstance(debt, Scheduled):
            freed, price = max((row.total_minor for row in debt.rows), default=0), debt.balance_minor
        elif isinstance(debt, Parted):
            usual = debt.terms[min(1, len(debt.terms) - 1)]  # the first may hold what is overdue
            freed, price = usual.principal_minor + usual.interest_minor + usual.fee_minor, debt.balance_minor
        else:
            freed = debt.required(debt.balance_minor, debt.interest(debt.balance_minor, debt.first), debt.first)
            price = debt.balance_minor
        return -(Decimal(freed) / price if price else Decimal(0)), price, debt.id

    return tuple(sorted(range(len(problem.debts)), key=key))


def ordered(problem: Problem, order: tuple[int, ...]) -> Order:
    """One debt after another, whatever that costs; money waits for a loan that only takes full settlement."""
    takes = frozenset(order)
    return Order(order, wait=frozenset(index for index in takes if _takes_settling(problem, index)), keen=takes)


def _takes_settling(problem: Problem, index: int) -> bool:
    debt = problem.debts[index]
    return isinstance(debt, Scheduled) and any(settling is not None for settling in debt.settle)


_Maker = Callable[[Search, Ask, int | None], Rule | None]


def _least_cost(search: Search, ask: Ask, income_minor: int | None) -> Rule | None:
    return search.best[1] if search.best else None


def _fewest(search: Search, ask: Ask, income_minor: int | None) -> Rule | None:
    found = search.best_by(
        lambda outcome: (lender_months(search.problem, outcome), outcome.cost_minor, outcome.length), TRIES
    )
    return found[1] if found else None


def _at_most(search: Search, ask: Ask, income_minor: int | None) -> Rule | None:
    line = search.front.of(_count(search, ask))
    return line[0].rule if line else _least_cost(search, ask, income_minor)


def _at_most_by(search: Search, ask: Ask, income_minor: int | None) -> Rule | None:
    points = [point for point in search.front.of(_count(search, ask)) if point.month <= (ask.month or 0)]
    return points[-1].rule if points else None


def _count(search: Search, ask: Ask) -> int:
    return min(ask.at_most or 0, max(len(search.problem.lenders) - 1, 0))


def _ratio(search: Search, ask: Ask, income_minor: int | None) -> Rule | None:
    if not income_minor:
        raise PlannerError("plan.no_income", field="income")
    most = int(income_minor * (ask.ratio or Decimal(0)))

    def key(outcome: Outcome) -> tuple[int, ...]:
        return ratio_month(outcome, most), outcome.cost_minor, outcome.length

    for order in (by_relief(search.problem), by_balance(search.problem)):
        search.attempt(ordered(search.problem, order))
    found = search.best_by(key, TRIES)
    return found[1] if found else None


def _in_order(order: Callable[[Problem], tuple[int, ...]]) -> _Maker:
    def make(search: Search, ask: Ask, income_minor: int | None) -> Rule:
        return ordered(search.problem, order(search.problem))

    return make


def _highest_rate(search: Search, ask: Ask, income_minor: int | None) -> Rule:
    return _dearest_first(search.problem)


def _dearest_first(problem: Problem) -> Order:
    """A loan whose settling saves nothing is left to its schedule: its rate is what paying it early saves."""
    order = by_rate(problem)
    return Order(order, wait=frozenset(index for index in order if _takes_settling(problem, index)))


def _own(search: Search, ask: Ask, income_minor: int | None) -> Rule:
    position = {debt.id: index for index, debt in enumerate(search.problem.debts)}
    named = [position[debt] for debt in dict.fromkeys(ask.order) if debt in position]
    rest = [index for index in by_rate(search.problem) if index not in named]
    return ordered(search.problem, (*named, *rest))


def _due_only(search: Search, ask: Ask, income_minor: int | None) -> Rule:
    return Order(())


_MAKERS: dict[Goal, _Maker] = {
    Goal.LEAST_COST: _least_cost,
    Goal.FEWEST: _fewest,
    Goal.AT_MOST: _at_most,
    Goal.AT_MOST_BY: _at_most_by,
    Goal.RATIO: _ratio,
    Goal.SNOWBALL: _in_order(by_balance),
    Goal.AVALANCHE: _highest_rate,
    Goal.RELIEF: _in_order(by_relief),
    Goal.OWN: _own,
    Goal.DUE_ONLY: _due_only,
}


def dominated_by(problem: Problem, outcome: Outcome, others: dict[str, Outcome]) -> str | None:
    """Which of the others costs no more and has no more lenders open at any month's end, and less of one of them."""
    ends = sorted(lenders_open(problem, outcome.closed).values())
    for name, other in others.items():
        theirs = sorted(lenders_open(problem, other.closed).values())
        no_worse = other.cost_minor <= outcome.cost_minor and all(
            sooner <= later for sooner, later in zip(theirs, ends, strict=True)
        )
        if no_worse and (other.cost_minor, theirs) != (outcome.cost_minor, ends):
            return name
    return None


def off_the_front(front: Front, outcome: Outcome) -> Point | None:
    """The point that saves most against a plan that is on the front for no number of lenders; None if it is for one.

    For every K there is then a plan that gets there no later for less, though not the same one for all.
    """
    months = reached(front.problem, outcome.closed)
    beaten: list[Point] = []
    for at_most in range(len(front.problem.lenders)):
        line = [point for point in front.of(at_most) if point.month <= months[at_most]]
        if not line or line[-1].cost_minor >= outcome.cost_minor:
            return None
        beaten.append(line[-1])
    # of several that save the same the one with the fewest lenders says most
    return min(beaten, key=lambda point: (point.cost_minor, point.at_most), default=None)
