"""When a plan cannot work: which month, how much is missing, and what would do.

Nothing here is a guess: a budget is called enough only after a plan with it was followed to its end.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from planner.domain.payoff.model import Budget, Problem, Reducing
from planner.domain.payoff.orders import Order
from planner.domain.payoff.search import by_balance, by_rate
from planner.domain.payoff.simulate import Shortfall, run
from planner.errors import PlannerError

ENDS = (12, 24, 36)  # months for which the payment that ends a debt is told


@dataclass(frozen=True, slots=True)
class Shortage:
    """The money does not suffice: in ``month`` for the first time, by ``missing_minor``.

    ``required`` are the payments asked for in that month by debt id; ``enough_minor`` is the smallest constant monthly
    budget with which a plan was found (lump sums as given), ``lump_minor`` the sum that, had at once, helps as well.
    """

    month: int
    missing_minor: int
    required: dict[int, int]
    enough_minor: int | None
    lump_minor: int | None


@dataclass(frozen=True, slots=True)
class Endless:
    """A debt whose required payment does not cover its interest; payments (fen a month) that end it in N months."""

    debt: int
    required_minor: int
    interest_minor: int
    payments: tuple[tuple[int, int], ...]


def shortage(problem: Problem) -> Shortage | None:
    """What is missing, or None when the budget covers what is required in some plan."""
    short = _first_shortfall(problem)
    if short is None:
        return None
    return Shortage(short.month, short.missing_minor, short.required, _enough(problem), _lump(problem))


def endless(problem: Problem) -> tuple[Endless, ...]:
    """The debts that required payments alone never end: what is required is not more than the interest."""
    found = []
    for debt in problem.debts:
        if not isinstance(debt, Reducing) or debt.ends is not None:
            continue
        months = range(1, len(debt.rates) + 1)
        month = max(months, key=lambda one: debt.rate(one))
        interest = debt.interest(debt.balance_minor, month)
        required = debt.required(debt.balance_minor, interest, month)
        if debt.balance_minor > required and required <= interest:
            payments = tuple((count, ending(debt, count)) for count in ENDS)
            found.append(Endless(debt.id, required, interest, payments))
    return tuple(found)


def ending(debt: Reducing, months: int) -> int:
    """The smallest equal monthly payment that ends a debt within so many months, in fen."""
    interest = debt.interest(debt.balance_minor, debt.first)
    low, high = debt.balance_minor // months, debt.balance_minor + interest * months + 1
    while low < high:
        middle = (low + high) // 2
        if _left(debt, middle, months) <= 0:
            high = middle
        else:
            low = middle + 1
    return low


def _left(debt: Reducing, payment: int, months: int) -> int:
    balance = debt.balance_minor
    for month in range(1, months + 1):
        balance += debt.interest(balance, month) - payment
        if balance <= 0:
            return balance
    return balance


def _rules(problem: Problem) -> tuple[Order, ...]:
    rate, small = by_rate(problem), by_balance(problem)
    everyone = frozenset(rate)
    return (
        Order(rate),
        Order(rate, wait=everyone),
        Order(small),
        Order(small, wait=everyone),
        Order(small, wait=everyone, keen=everyone),
        Order(rate, reserve=True),
        Order(()),
    )


def _first_shortfall(problem: Problem) -> Shortfall | None:
    """The shortfall of the plan that comes farthest; None when one comes to its end, or falls short nowhere."""
    worst: Shortfall | None = None
    for rule in _rules(problem):
        try:
            run(problem, rule)
        except Shortfall as short:
            if worst is None or (short.month, -short.missing_minor) > (worst.month, -worst.missing_minor):
                worst = short
        except PlannerError:  # it never ends: no plan either, but nothing is short
            continue
        else:
            return None
    return worst


def _enough(problem: Problem) -> int | None:
    """By halving; None when not even everything owed in one month would do."""
    low, high = 0, problem.owed_minor * 2 + 1

    def works(monthly: int) -> bool:
        return _first_shortfall(replace(problem, budget=replace(problem.budget, monthly_minor=(monthly,)))) is None

    if not works(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle + 1, high)
    return low


def _lump(problem: Problem) -> int | None:
    """The smallest sum in the first month that makes the budget work; None where none does, or nothing is carried."""

    def works(lump: int) -> bool:
        return _first_shortfall(replace(problem, budget=_with_lump(problem.budget, lump))) is None

    low, high = 0, problem.owed_minor * 2 + 1
    if not problem.budget.carry or not works(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle + 1, high)
    return low


def _with_lump(budget: Budget, lump_minor: int) -> Budget:
    return replace(budget, lumps_minor=(*budget.lumps_minor, (1, lump_minor)))
