"""How far the hunt for the least money has to look: to the last month that asks for more than the one before it."""

from __future__ import annotations

from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem

SPAN, FARTHEST_MOVE = 12, 36  # months that moves look at: in most books, and in any


def last_event(problem: Problem) -> int:
    """The last month in which a loan has an instalment, asks for more than before or falls due, or the money changes.

    A loan that takes parts early and asks for no more than before is no event, however long it runs.
    """
    months = [problem.budget.steady_from]
    for debt in problem.debts:
        if isinstance(debt, Scheduled):
            months.append(len(debt.rows))
        elif isinstance(debt, Parted):
            months.append(_rise(debt))
        else:
            months.append(debt.ends or 0)
    return max(months)


def farthest(problem: Problem) -> int:
    """The last month in which a loan has an instalment: so far orders that keep money look ahead."""
    return max([last_event(problem), *(debt.last_month for debt in problem.debts if isinstance(debt, Parted))])


def _rise(debt: Parted) -> int:
    """The last month in which a loan asks for more than in the month before, as printed."""
    asked = [sum(debt.printed(month)) for month in range(debt.last_month + 1)]
    return max((month for month in range(1, len(asked)) if asked[month] > asked[month - 1]), default=1)


def span(problem: Problem) -> int:
    """How many months moves look at."""
    months = [len(debt.rows) for debt in problem.debts if isinstance(debt, Scheduled)]
    months += [max(_rise(debt), SPAN) for debt in problem.debts if isinstance(debt, Parted)]
    return min(max(months, default=SPAN), FARTHEST_MOVE)
