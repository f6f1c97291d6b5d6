"""The program asked: what a plan costs at least, with few lenders or any, and which plan to the fen an answer is."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import highspy
import numpy as np

from planner.domain.payoff.engine.limits import Limits
from planner.domain.payoff.engine.lump import Lump
from planner.domain.payoff.engine.model import Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.search.orders import Order, Script
from planner.proof.rows import GAP, HALF_FEN, INFINITE, SOON, Columns, Rows, quiet
from planner.values import dataclass

ABOVE = 0.05  # yuan beyond what a known plan costs, up to which the solver looks


@dataclass(frozen=True)
class Answer:
    """What the solver says: ``state`` optimal, infeasible, stopped or above (nothing costs less than what was known);
    ``bound_minor`` in fen, rounded up."""

    state: str
    bound_minor: int
    values: Sequence[float] = ()


class Program(Rows):
    """The solver with the rows of a problem, and what it is asked."""

    def at_most(self, count: int, month: int | None) -> None:
        """From now on at most ``count`` lenders may be open at the end of ``month`` (None: any number)."""
        for at, row in enumerate(self._counts):
            high = float(count) if month == at + 1 else float(len(self.open))
            self.solver.changeRowBounds(row, -INFINITE, high)

    def least(self, seconds: float, known_minor: int | None) -> Answer:
        """``solve``, where a plan that costs ``known_minor`` fen is known: there is one, whatever the solver says."""
        until = time.monotonic() + seconds
        answer = self.solve(seconds, known_minor)
        return self.solve(max(until - time.monotonic(), 0.1)) if answer.state == "above" else answer

    def solve(self, seconds: float, known_minor: int | None = None, *, beyond: float = ABOVE) -> Answer:
        """The least cost, at most so many seconds; of plans that cost ``known_minor`` fen or less, where that is given.

        Where there is none of those, up to so many yuan ``beyond``, the state is above: no more is known than that.
        """
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        top = INFINITE if known_minor is None else known_minor / 100 + self._slack + beyond
        self.solver.setOptionValue("objective_bound", top)
        self.solver.run()
        status = self.solver.getModelStatus()
        if known_minor is not None and self._above(status, top):
            return Answer("above", known_minor)
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer("infeasible", 0)
        info = self.solver.getInfo()
        found = info.objective_function_value
        optimal = status == highspy.HighsModelStatus.kOptimal
        values = tuple(self.solver.getSolution().col_value) if math.isfinite(found) else ()
        # a program that presolve finishes alone reports no bound of its own
        bound = max(info.mip_dual_bound, found - GAP * abs(found)) if optimal else info.mip_dual_bound
        return Answer("optimal" if optimal else "stopped", self.fen(bound), values)

    def _above(self, status: Any, top: float) -> bool:
        """Whether the solver ended without a plan that costs ``top`` yuan or less."""
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound):
            return True
        found = self.solver.getInfo().objective_function_value
        return bool(status == highspy.HighsModelStatus.kOptimal and found > top)

    @property
    def _slack(self) -> float:
        """What the months that lenders are open count for at most, yuan."""
        return SOON * self.horizon * len(self.open)

    def fen(self, bound: float) -> int:
        """A bound of the program as whole fen that no plan goes below; 0 where it says nothing."""
        return math.ceil((bound - self._slack) * 100 - 1e-4) if math.isfinite(bound) else 0

    def script(self, values: Sequence[float], after: Order) -> Script | None:
        """A rule to the fen from the solver's answer: the same choices, with every rounding against us.

        None where those choices need the last half fen of a rounding.
        """
        fixed = [*self._whole, *(column for made in self.columns for column in made.ends.values())]
        for adverse in (HALF_FEN, 0.0):
            solver = self._fixed(values, fixed, adverse)
            solver.run()
            if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return self._written(solver.getSolution().col_value, after)
        return None

    def _fixed(self, values: Sequence[float], fixed: Iterable[int], adverse: float) -> Any:
        solver = quiet()
        model = self.solver.getLp()
        low, high = np.array(model.col_lower_), np.array(model.col_upper_)
        for column in fixed:
            low[column] = high[column] = round(values[column])
        for made in self.columns:
            for month, column in made.rounding.items():
                open_before = month == 1 or values[made.still[month - 1]] > 0.5
                low[column] = high[column] = high[column] if adverse and open_before else 0.0
            for month, column in made.balance.items():
                high[column] = INFINITE if values[made.still[month]] > 0.5 else 0.0
                high[made.paid[month]] = INFINITE
        model.col_lower_, model.col_upper_ = low, high
        model.integrality_ = []
        rows_low, rows_high = np.array(model.row_lower_), np.array(model.row_upper_)
        for row, slack, was in self._grown:
            rows_low[row] = (2 * slack if adverse else slack) if values[was] > 0.5 else 0.0
        self._loosen(rows_low, rows_high)
        if adverse:
            self._tighten(rows_low, rows_high)
        model.row_lower_, model.row_upper_ = rows_low, rows_high
        solver.passModel(model)
        return solver

    def _loosen(self, low: Any, high: Any) -> None:
        """Rows that tie a rounding or a balance to an open debt bind no more once it is fixed."""
        roundings = {column for made in self.columns for column in made.rounding.values()}
        balances = {column for made in self.columns for column in made.balance.values()}
        for at, (_, top, terms) in enumerate(self._rows):
            columns = list(terms)
            if len(columns) == 2 and columns[0] in roundings | balances and (top == 0 or columns[0] in roundings):
                low[at], high[at] = -INFINITE, INFINITE

    def _tighten(self, low: Any, high: Any) -> None:
        """Fees without the favour of their rounding, and each month a fen kept back for each that is rounded."""
        for row, constant in self._fee_rows:
            high[row] = constant
        rounded = sum(
            isinstance(debt, Parted)
            or (
                isinstance(debt, Reducing)
                and bool(any(debt.fee_by_month) or debt.minimum_share or debt.interest_and is not None)
            )
            for debt in self.problem.debts
        )
        for row in self._money_rows:
            low[row] -= rounded * 2 * HALF_FEN
            high[row] -= rounded * 2 * HALF_FEN

    def _written(self, values: Sequence[float], after: Order) -> Script:
        extras: list[Mapping[int, int]] = []
        settles: list[frozenset[int]] = []
        holds: list[int] = []
        for month in range(1, self.horizon + 1):
            wishes: dict[int, int] = {}
            ending: set[int] = set()
            for index, (debt, made) in enumerate(zip(self.problem.debts, self.columns, strict=True)):
                if isinstance(debt, Scheduled):
                    if month in made.ends and month < len(debt.rows) and values[made.ends[month]] > 0.5:
                        ending.add(index)
                elif made.limits is not None:
                    wishes[index] = self._part(made, made.limits, month, values)
                elif isinstance(debt, Reducing) and month in made.paid:
                    wishes[index] = self._wish(debt, made, month, values)
            extras.append({index: wish for index, wish in wishes.items() if wish > 0})
            settles.append(frozenset(ending))
            kept = max(0, round(values[self.carried[month - 1]] * 100)) + self.absent[month - 1] if self.carried else 0
            holds.append(kept)
        return Script(tuple(extras), tuple(settles), tuple(holds), after)

    @staticmethod
    def _part(made: Columns, known: Limits, month: int, values: Sequence[float]) -> int:
        """The same of a loan by instalments, with the last of a month."""
        found = [at for at, step in enumerate(known.steps) if step.month == month and step.takes and at in made.paid]
        if not found:
            return 0
        at = found[-1]
        before = round(values[made.balance[at - 1]] * 100) if at else known.balance_minor
        if before > 0 and values[made.balance[at]] < HALF_FEN / 2:
            return before
        step = known.steps[at]
        return int(max(0.0, values[made.paid[at]] * 100 - max(step.base + step.slope * before, 0.0)))

    @staticmethod
    def _wish(debt: Reducing, made: Columns, month: int, values: Sequence[float]) -> int:
        """What is paid above the required payment; a debt that ends is paid whatever it still owes."""
        before = debt.balance_minor if month == 1 else round(values[made.balance[month - 1]] * 100)
        if before <= 0:
            return 0
        if isinstance(debt, Lump):
            ends = values[made.balance[month]] < HALF_FEN / 2
            return 2 * debt.balance_minor if ends else int(values[made.paid[month]] * 100)
        if values[made.balance[month]] < HALF_FEN / 2:
            return before
        required = debt.required(before, debt.interest(before, month), month)
        return int(max(0.0, values[made.paid[month]] * 100 - required))
