"""The plan that an advice rests on, found again once the sum that it named is there.

What was called enough was followed to its end. Once the sum is noted the question is another one: its search may not
come upon that plan, least where the sum is noted in cash, too, and so much more can be paid early. So the advice is
worked out once more as it was, without the sum, and its plan is followed payment by payment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.orders import Order, Script
from planner.domain.payoff.search.search import by_rate
from planner.domain.payoff.short.doctor import EVERY_MONTH, Asking, ends, least_lump, with_lump
from planner.domain.payoff.short.floor import Floor
from planner.domain.payoff.short.least import Hunt
from planner.values import replace


def promised(
    problem: Problem, before: Problem, month: int, minor: int, halted: Callable[[], bool] = lambda: False
) -> Rule | None:
    """A rule that leads to the end by what the advice of ``before`` rested on; None where that was another one.

    Args:
        problem: the question with the sum.
        before: the same without it, and with what cash bears without it.
        month: that of the sum (1 …).
        minor: the sum, fen.
        halted: says when nobody waits for the answer any more.

    Raises:
        Halted: once ``halted`` says so.
    """
    floor = Floor(before)
    short = Hunt(before, floor, EVERY_MONTH, 0, halted).farthest()
    if short is None:
        return None
    lump, _ = least_lump(Asking(before, floor, halted), short)
    then = None if lump is None or lump.minor > minor else with_lump(before, month, lump.minor)
    if lump is None or then is None or not ends(then, lump.rule):
        return None
    rule = replayed(then, run(then, lump.rule, record=True))
    return rule if ends(problem, rule) else None


def without(budget: Budget, sums: Collection[tuple[int, int]]) -> Iterator[tuple[int, int, Budget]]:
    """Each of ``sums`` (month, fen) with the budget before it was noted: beside what months bring, or as a part of it.

    A sum of which its month has less is in none.
    """
    for month, minor in sorted(sums):
        if (month, minor) in budget.lumps_minor:
            place = budget.lumps_minor.index((month, minor))
            others = budget.lumps_minor[:place] + budget.lumps_minor[place + 1 :]
            yield month, minor, replace(budget, lumps_minor=others)
            continue
        monthly = [*budget.monthly_minor]
        monthly += monthly[-1:] * (month == len(monthly))  # the last amount holds on
        if month < len(monthly) and monthly[month - 1] >= minor:
            monthly[month - 1] -= minor
            yield month, minor, replace(budget, monthly_minor=tuple(monthly))


def replayed(problem: Problem, outcome: Outcome) -> Script:
    """The payments of a recorded plan as a rule; what is there beyond them is left for later."""
    place = {debt.id: index for index, debt in enumerate(problem.debts)}
    extras, settles, holds = [], [], []
    for month in outcome.months:
        extras.append({place[one.debt]: one.extra_minor for one in month.payments if one.extra_minor})
        settles.append(frozenset(place[one.debt] for one in month.payments if one.settling_minor))
        holds.append(month.carried_minor)
    return Script(tuple(extras), tuple(settles), tuple(holds), Order(by_rate(problem)))
