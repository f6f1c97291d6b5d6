"""Every plan of a small problem, by trying all of them: slow, simple, and no relation of the code it checks."""

from __future__ import annotations

from functools import cache
from typing import Any

from planner.domain.payoff.engine.model import Balance, Debt, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.tabbed import Tabbed

LONGEST = 14
Plans = dict[tuple[int, ...], int]
Standings = tuple[Any, ...]  # of loans by instalments, and the tabs of debts that have one
State = tuple[tuple[int, ...], int, int]  # balances, money left, what was charged on the way


class Everything:
    """All plans whose extra payments are multiples of ``step`` or all there is, each debt served once a month."""

    def __init__(self, problem: Problem, step: int) -> None:
        self.problem = problem
        self.step = step
        self._after = cache(self._follow)

    def plans(self) -> Plans:
        """The month in which each debt ends → the least cost with which these months can be had."""
        debts = self.problem.debts
        return self._after(0, tuple(debt.balance_minor for debt in debts), tuple(map(_opening, debts)), 0)

    def _follow(self, month: int, balances: tuple[int, ...], stands: Standings, cash: int) -> Plans:
        if not any(balances):
            return {tuple(0 for _ in balances): 0}
        if month >= LONGEST:
            return {}
        month += 1
        cash += self.problem.budget.month(month)
        now, stands, money, cost = self._required(month, balances, stands, cash)
        if money < 0:
            return {}
        best: Plans = {}
        for left, rest, charge in self._choices(month, now, stands, money):
            ended = [index for index, has in enumerate(left) if balances[index] and not has]
            for ends, later in self._after(month, left, self._departed(month, now, left, stands), rest).items():
                closed = _put(ends, ended, month) if ended else ends
                whole = cost + charge + later
                if whole < best.get(closed, whole + 1):
                    best[closed] = whole
        return best

    def _departed(self, month: int, before: tuple[int, ...], left: tuple[int, ...], stands: Standings) -> Standings:
        made = list(stands)
        for index, debt in enumerate(self.problem.debts):
            if isinstance(debt, Parted) and 0 < left[index] < before[index]:
                made[index] = debt.departed(month, before[index], left[index], stands[index])
        return tuple(made)

    def _required(
        self, month: int, balances: tuple[int, ...], stands: Standings, cash: int
    ) -> tuple[tuple[int, ...], Standings, int, int]:
        now, standing, cost = list(balances), list(stands), 0
        for index, debt in enumerate(self.problem.debts):
            if not now[index]:
                continue
            if isinstance(debt, Tabbed):
                asked, interest, fee, standing[index] = debt.ask(now[index], month, stands[index])
                now[index] += interest + fee - sum(asked)
                cost, cash = cost + interest + fee, cash - sum(asked)
            elif isinstance(debt, Reducing):
                interest = debt.interest(now[index], month)
                paid = debt.required(now[index], interest, month)
                now[index] += interest - paid
                cost, cash = cost + interest, cash - paid
            elif isinstance(debt, Parted):
                part, interest, fee, standing[index] = debt.ask(now[index], month, stands[index])
                now[index] -= part
                cost, cash = cost + interest + fee, cash - part - interest - fee
            else:
                row = debt.rows[month - 1]
                now[index] -= row.principal_minor
                cost, cash = cost + row.fee_minor + row.interest_minor, cash - row.total_minor
        return tuple(now), tuple(standing), cash, cost

    def _choices(self, month: int, balances: tuple[int, ...], stands: Standings, cash: int) -> list[State]:
        found: list[State] = [(balances, cash, 0)]
        for index, debt in enumerate(self.problem.debts):
            free = debt.uncharged(stands[index]) if isinstance(debt, Tabbed) else 0
            for before in list(found):
                if before[0][index] and isinstance(debt, Scheduled):
                    found += self._settled(month, index, before)
                elif before[0][index]:
                    found += self._reduced(month, index, before, free)
        return found

    def _settled(self, month: int, index: int, state: State) -> list[State]:
        left, money, charge = state
        debt = self.problem.debts[index]
        assert isinstance(debt, Scheduled)
        settling = debt.settle[month - 1]
        if settling is None or settling.total_minor > money:
            return []
        gone = (*left[:index], 0, *left[index + 1 :])
        return [(gone, money - settling.total_minor, charge + settling.charges_minor)]

    def _reduced(self, month: int, index: int, state: State, free: int) -> list[State]:
        left, money, charge = state
        debt = self.problem.debts[index]
        assert isinstance(debt, Balance)
        if not debt.takes(month):
            return []
        most = min(left[index], debt.extra_for(money, -free, month))
        states = []
        for extra in {*range(self.step, most, self.step), most} - {0}:
            less = (*left[:index], left[index] - extra, *left[index + 1 :])
            fee = debt.charge(extra - free, month)
            if extra == left[index]:
                fee += debt.staying(month)
            if extra + fee <= money:
                states.append((less, money - extra - fee, charge + fee))
        return states


def _opening(debt: Debt) -> Any:
    return debt.opening if isinstance(debt, Tabbed) else None


def _put(ends: tuple[int, ...], ended: list[int], month: int) -> tuple[int, ...]:
    """The months of the ends with ``month`` at the indices ``ended``."""
    put = list(ends)
    for index in ended:
        put[index] = month
    return tuple(put)
