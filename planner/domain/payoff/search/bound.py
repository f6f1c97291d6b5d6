"""How cheap a plan can be at best, without a solver: a bound from prices put on the money of each month.

If money of month *t* had a price, every debt could be planned by itself; the cheapest plans of all debts at those
prices, less what the budget is worth at them, cost no more than the best plan of all (Lagrangian relaxation of the
budget). The prices are raised where the debts would use more than there is, step by step. Figures are floats inside
and rounded down, with what each rounding of interest may take: the result is a bound, not an amount anybody pays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import accumulate, islice
from operator import mul

from planner.domain.payoff.engine.model import LONGEST, Scheduled, yearly
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.search.known import known_before, last_priced
from planner.domain.payoff.search.ways import Choice, Known
from planner.values import dataclass

STEPS = 120
FEWEST_STEPS = 30
WORK = 250_000  # months of debts that are weighed: of large books the prices are moved less often
PACE = 0.1


@dataclass(frozen=True, slots=True)
class Priced:
    """What the debts would do at some prices: no plan costs less than ``value`` (fen, not rounded).

    ``prices`` say what a yuan of each month (1 …) is worth on the day on which a debt is paid, a yuan of a month
    without any price being 1. They and ``choices`` are by position of the debt.
    """

    value: float
    prices: tuple[tuple[float, ...], ...]
    choices: tuple[Choice, ...]


@dataclass
class Relaxed:
    """The budget of a problem turned into prices, which are moved step by step; ``best`` is the dearest so far.

    Everything is added up in an order made by the terms of the debts: ids change no last digit of a float.
    """

    problem: Problem
    known: Outcome
    best: Priced | None = None

    def __post_init__(self) -> None:
        debts = self.problem.debts
        rows = [len(debt.rows) for debt in debts if isinstance(debt, Scheduled)]
        self.horizon = min(max([self.known.length + 2, *rows]), LONGEST)
        self._behind = (1.0,) * (max([self.horizon, *map(last_priced, debts)]) - self.horizon)
        self._grid = _Grid(self.problem, self.horizon)
        self.taken = 0
        self._moving = self._moved()
        self.ways: dict[int, Known] = {at: known_before(debts[at], self.horizon) for at in self.problem.by_terms}

    @property
    def bound_minor(self) -> int:
        """No plan costs less than this many fen: before the first step what settling cannot give back."""
        least = self.problem.floor_minor
        return least if self.best is None else max(least, math.floor(self.best.value))

    @property
    def affordable(self) -> int:
        """How many steps ``WORK`` allows, but a fewest."""
        return max(min(STEPS, WORK // (self.horizon * len(self.problem.debts))), FEWEST_STEPS)

    def steps(self, count: int) -> list[Priced]:
        """So many prices more, each with what the debts would do."""
        self.taken += count
        return list(islice(self._moving, count))

    def _moved(self) -> Iterator[Priced]:
        """Prices after prices, without end: at first the interest that money saves in the plan that is known."""
        carried, grid, income = self.problem.budget.carry, self._grid, self._grid.income
        before = self.problem.owed_minor - self.problem.charged_minor
        above = grid.at_ends(_dearest(self.problem, self.known, self.horizon))
        pace, squares = PACE * max([*above, 1e-3]), [0.0] * len(above)
        while True:
            # what a yuan of each day is worth above a yuan of the next; of money that is lost above none
            worth = list(accumulate(reversed(above)))[::-1] if carried else above
            prices = grid.of([1.0 + one for one in worth], self._behind)
            choices = {at: way.cheapest(prices[at]) for at, way in self.ways.items()}
            value = sum(choice.worth for choice in choices.values()) - before - sum(map(mul, worth, income))
            value += self.problem.sure_fees_minor
            made = Priced(value, prices, tuple(choices[at] for at in range(len(choices))))
            if self.best is None or value > self.best.value:
                self.best = made
            yield made
            over = grid.over(choices)
            if carried:
                over = list(accumulate(over))
            # steps of a size of their own for each day, smaller the more it has been moved (AdaGrad)
            squares = [square + amount * amount for square, amount in zip(squares, over, strict=True)]
            above = [
                max(0.0, price + pace * amount / math.sqrt(square + 1e-9))
                for price, amount, square in zip(above, over, squares, strict=True)
            ]


class _Grid:
    """The days on which money comes and is paid: one a month, or several where cash does not bear all by the first.

    ``income`` is what each brings, ``places`` says for each debt on which of them it is paid, month by month.
    """

    def __init__(self, problem: Problem, horizon: int) -> None:
        self.income: list[float] = []
        self.places: list[list[int]] = [[] for _ in problem.debts]
        self.ends: list[int] = []
        before = 0
        for month in problem.bounds(horizon):
            for slot in month:
                for place in slot.places:
                    self.places[place].append(len(self.income))
                self.income.append(float(slot.most_minor - before))
                before = slot.most_minor if problem.budget.carry else 0
            self.ends.append(len(self.income) - 1)
        self._plain = len(self.income) == horizon

    def at_ends(self, values: list[float]) -> list[float]:
        """Values of months on their last days."""
        found = [0.0] * len(self.income)
        for at, value in zip(self.ends, values, strict=True):
            found[at] = value
        return found

    def of(self, prices: list[float], behind: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
        """The prices of each month on the day of each debt, by its position, and those ``behind`` the months."""
        if self._plain:
            return ((*prices, *behind),) * len(self.places)
        return tuple((*[prices[at] for at in places], *behind) for places in self.places)

    def over(self, choices: Mapping[int, Choice]) -> list[float]:
        """What each day takes more than it brings where the debts do what they chose; by their position."""
        found = [-money for money in self.income]
        for place, choice in choices.items():
            at = self.places[place]
            last = len(at)
            for month, money in choice.money.items():
                if month <= last:
                    found[at[month - 1]] += money
        return found


def _dearest(problem: Problem, known: Outcome, horizon: int) -> list[float]:
    """By month the highest monthly rate among the debts that a plan leaves open and that take money early."""
    dearest = [0.0] * horizon
    for debt, closed in zip(problem.debts, known.closed, strict=True):
        rate = float(yearly(debt)) / 12
        for month in range(1, min(closed - 1, horizon) + 1):
            if rate > dearest[month - 1] and (isinstance(debt, Scheduled) or debt.takes(month) or debt.takes(closed)):
                dearest[month - 1] = rate
    return dearest
