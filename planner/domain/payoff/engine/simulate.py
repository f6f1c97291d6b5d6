"""The one month-by-month engine: debts, money and a rule of who gets the extra money → what is paid, to the fen."""

from __future__ import annotations

from planner.domain.payoff.engine.model import LONGEST
from planner.domain.payoff.engine.outcome import Month, NeverEnds, Outcome
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import Rule, Walk


def run(problem: Problem, rule: Rule, *, record: bool = False, months: int | None = None) -> Outcome:
    """Follow a rule to the end, at which nothing is owed, or for so many ``months``.

    ``record`` keeps every month; trying many rules needs none.

    A debt that is still open after ``months`` has 0 in ``closed``.

    Raises:
        Shortfall: In the first month whose required payments are more than the money.
        NeverEnds: Debts are still open after 100 years, or surely will be.
    """
    walk = Walk(problem)
    kept: list[Month] = []
    while (walk.open or walk.charges) and walk.month != months:
        rests = bool(walk.open) and not record and months is None and rule.rests(walk)
        if rests and walk.scheduled:
            walk.finish()
            continue
        if walk.month >= LONGEST or (rests and walk.never_ends):
            raise NeverEnds([problem.debts[index].id for index in walk.open])
        walk.step(rule, kept if record else None)
    return Outcome(walk.cost, tuple(walk.closed), tuple(walk.required), tuple(kept))
