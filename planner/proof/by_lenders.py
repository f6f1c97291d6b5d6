"""The cheapest plan with few lenders at a month's end, asked set by set: which lenders are those that stay open?

With the set given the program is far tighter, and most sets cannot be as cheap as a plan that is known: without the
choices in whole numbers already they cost more. Where too many sets remain, the program is asked about all at once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import highspy

from planner.proof.program import Answer, Program
from planner.proof.rows import quiet

FEW = 2  # sets that are asked about one by one
MOST = 200  # sets that are looked at without whole numbers

Opened = tuple[int, ...]
"""The lenders that may stay open."""


class ByLenders:
    """Asks one program about numbers of lenders; its relaxation, without whole numbers, is kept for all questions."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._lenders = tuple(program.open)
        self._relaxed = self._without_whole_numbers()

    def _without_whole_numbers(self) -> Any:
        """The program before any question: what one of them limits must not bind the next."""
        self.program.at_most(len(self._lenders), None)
        model = self.program.solver.getLp()
        model.integrality_ = []
        relaxed = quiet()
        relaxed.passModel(model)
        return relaxed

    def least(self, count: int, month: int, seconds: float, known_minor: int | None) -> Answer:
        """The least cost of plans with at most ``count`` lenders open at the end of ``month``.

        Args:
            count: fewer than all lenders.
            month: 1 …
            seconds: the most that it may take.
            known_minor: what such a plan costs that is known, fen; the answer need not tell cheaper sets apart from it.
        """
        until = time.monotonic() + seconds
        self.program.at_most(count, month)
        if not 1 <= month <= self.program.horizon or math.comb(len(self._lenders), count) > MOST:
            return self.program.least(seconds, known_minor)
        sets = sorted(self._sets(count, month))
        worth = [one for one in sets if known_minor is None or one[0] < known_minor]
        if len(worth) > FEW:
            return self.program.least(seconds, known_minor)
        answer = self._one_by_one(month, worth, sets[len(worth) :], until, known_minor)
        if answer.state != "above":
            return answer
        return self._one_by_one(month, worth, sets[len(worth) :], until, None)

    def _sets(self, count: int, month: int) -> Iterator[tuple[int, Opened]]:
        """What plans that leave a set open cost at least, without whole numbers; sets with no plan are left out."""
        for opened in combinations(self._lenders, count):
            self._keep(self._relaxed, month, opened)
            self._relaxed.run()
            if self._relaxed.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
                optimal = self._relaxed.getModelStatus() == highspy.HighsModelStatus.kOptimal
                value = self._relaxed.getInfo().objective_function_value if optimal else -math.inf
                yield self.program.fen(value), opened
        self._keep(self._relaxed, month, self._lenders)

    def _one_by_one(
        self,
        month: int,
        worth: list[tuple[int, Opened]],
        rest: list[tuple[int, Opened]],
        until: float,
        known_minor: int | None,
    ) -> Answer:
        """The best of the answers for the sets that are ``worth`` it; the ``rest`` costs what is said at least.

        Above, where every set would cost more than a plan that is known.
        """
        state, least, above = "optimal", math.inf, False
        values: Sequence[float] = ()
        bound = min([one[0] for one in rest], default=math.inf)
        for value, opened in worth:
            if value >= least:
                bound = min(bound, value)
                continue
            self._keep(self.program.solver, month, opened)
            answer = self.program.solve(max(until - time.monotonic(), 0.1), known_minor)
            if answer.state == "infeasible":
                continue
            if answer.state == "stopped":
                state = "stopped"
            above = above or answer.state == "above"
            bound = min(bound, answer.bound_minor)
            if answer.values and answer.bound_minor < least:
                least, values = answer.bound_minor, answer.values
        self._keep(self.program.solver, month, self._lenders)
        if above and not values:
            return Answer("above", int(bound))
        if bound == math.inf:
            return Answer("infeasible", 0)
        return Answer(state, int(bound), values)

    def _keep(self, solver: Any, month: int, opened: Opened) -> None:
        """From now on only these lenders may be open at the end of that month."""
        for lender, months in self.program.open.items():
            solver.changeColBounds(months[month - 1], 0.0, 1.0 if lender in opened else 0.0)
