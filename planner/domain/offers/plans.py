"""What a new loan does to the plan: the same goal and money, with it and without it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.offers.cost import OfferCost
from planner.domain.payoff.debts.at_hand import bears_of
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.planning import Planning, planning
from planner.domain.payoff.search.goals import Answer, Ask
from planner.domain.payoff.search.scenario import Scenario
from planner.errors import PlannerError
from planner.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class PlanEffect:
    """A plan for the same goal without a loan and with it, amounts in fen; its fees and what settling costs count.

    ``after_minor`` and ``after_on`` are None where the money does not suffice with the loan: ``short_minor`` of the
    month ``short_month`` is missing then.
    """

    before_minor: int
    before_on: date
    after_minor: int | None
    after_on: date | None
    short_month: int | None = None
    short_minor: int | None = None

    @property
    def saving_minor(self) -> int | None:
        """What the plan costs less with the loan; below 0: more."""
        return None if self.after_minor is None else self.before_minor - self.after_minor


def plan_effect(
    book: Book,
    today: date,
    means: Means,
    ask: Ask,
    cost: OfferCost,
    settled: Collection[int],
    left_minor: int,
    extra_minor: int,
    *,
    held_minor: int = 0,
    halted: Callable[[], bool] = lambda: False,
) -> PlanEffect | None:
    """The plan without and with a loan paid out today; None where there is none without it, or no money was named.

    Args:
        book: everything known.
        today: the day.
        means: the money.
        ask: the goal.
        cost: the loan, paid out today.
        settled: the loans that it repays, by id.
        left_minor: what of the payout is left for the plan that day; below 0: what of its money is needed, fen.
        extra_minor: what is paid that day beyond principal: fees, what ends the settled ones, fen.
        held_minor: as in ``planning``.
        halted: says when nobody waits any more.
    """
    try:
        now = planning(book, today, means, held_minor=held_minor, halted=halted)
        before = _answer(now, ask)
    except PlannerError:
        return None
    if before is None or now.least:
        return None
    ids = set(settled)
    left = tuple(one for one in book.accounts if one.loan.id not in ids)
    changed = replace(book, accounts=(*left, Account(cost.loan)))
    then = planning(changed, today, means, held_minor=held_minor, halted=halted)
    then.problem = _with_money_of(then, now)
    if left_minor:
        then = then.changed(Scenario(lump_minor=left_minor), halted)
    after = _answer(then, ask)
    ended = now.ended_on(before.outcome)
    if after is None:
        lack = then.shortage
        month, missing = (None, None) if lack is None else (lack.month, lack.missing_minor)
        return PlanEffect(before.outcome.cost_minor, ended, None, None, month, missing)
    costs = after.outcome.cost_minor + extra_minor
    return PlanEffect(before.outcome.cost_minor, ended, costs, then.ended_on(after.outcome))


def _with_money_of(then: Planning, now: Planning) -> Problem:
    """The question of a plan with the money of another: what was paid this month on debts that are gone is spent, too.

    Money beside the budget goes with the debts that it pays.
    """
    own = now.problem.budget.lumps_minor
    lumps = (*own[: len(own) - len(now.owed.beside)], *then.owed.beside)
    problem = replace(then.problem, budget=replace(now.problem.budget, lumps_minor=lumps), bears=None)
    return problem if then.cash is None else replace(problem, bears=bears_of(then.owed, problem, then.cash))


def _answer(plan: Planning, ask: Ask) -> Answer | None:
    if plan.shortage is not None:
        return None
    try:
        return plan.answer(ask)
    except PlannerError:
        return None
