"""Every plan of a small problem, by trying all of them: slow, simple, and no relation of the code it checks."""

from __future__ import annotations

from functools import cache

from planner.domain.payoff.model import Problem, Reducing, Scheduled

LONGEST = 14
Plans = dict[tuple[int, ...], int]
State = tuple[tuple[int, ...], int, int]  # balances, money left, what was charged on the way


class Everything:
    """All plans whose extra payments are multiples of ``step`` or all there is, each debt served once a month."""

    def __init__(self, problem: Problem, step: int) -> None:
        self.problem = problem
        self.step = step
        self._after = cache(self._follow)

    def plans(self) -> Plans:
        """The month in which each debt ends → the least cost with which these months can be had."""
        return self._after(0, tuple(debt.balance_minor for debt in self.problem.debts), 0)

    def _follow(self, month: int, balances: tuple[int, ...], cash: int) -> Plans:
        if not any(balances):
            return {tuple(0 for _ in balances): 0}
        if month >= LONGEST:
            return {}
        month += 1
        now, money, cost = self._required(month, balances, cash + self.problem.budget.month(month))
        if money < 0:
            return {}
        best: Plans = {}
        for left, rest, charge in self._choices(month, now, money):
            ended = [index for index, has in enumerate(left) if balances[index] and not has]
            for ends, later in self._after(month, left, rest).items():
                closed = _put(ends, ended, month) if ended else ends
                whole = cost + charge + later
                if whole < best.get(closed, whole + 1):
                    best[closed] = whole
        return best

    def _required(self, month: int, balances: tuple[int, ...], cash: int) -> State:
        now, cost = list(balances), 0
        for index, debt in enumerate(self.problem.debts):
            if not now[index]:
                continue
            if isinstance(debt, Reducing):
                interest = debt.interest(now[index], month)
                paid = debt.required(now[index], interest, month)
                now[index] += interest - paid
                cost, cash = cost + interest, cash - paid
            else:
                row = debt.rows[month - 1]
                now[index] -= row.principal_minor
                cost, cash = cost + row.fee_minor + row.interest_minor, cash - row.total_minor
        return tuple(now), cash, cost

    def _choices(self, month: int, balances: tuple[int, ...], cash: int) -> list[State]:
        found: list[State] = [(balances, cash, 0)]
        for index, debt in enumerate(self.problem.debts):
            serve = self._settled if isinstance(debt, Scheduled) else self._reduced
            found += [state for before in found if before[0][index] for state in serve(month, index, before)]
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

    def _reduced(self, month: int, index: int, state: State) -> list[State]:
        left, money, charge = state
        debt = self.problem.debts[index]
        assert isinstance(debt, Reducing)
        if debt.early_from is None or month < debt.early_from:
            return []
        most = min(left[index], debt.extra_for(money))
        states = []
        for extra in {*range(self.step, most, self.step), most} - {0}:
            less = (*left[:index], left[index] - extra, *left[index + 1 :])
            fee = debt.charge(extra)
            states.append((less, money - extra - fee, charge + fee))
        return states


def _put(ends: tuple[int, ...], ended: list[int], month: int) -> tuple[int, ...]:
    """The months of the ends with ``month`` at the indices ``ended``."""
    put = list(ends)
    for index in ended:
        put[index] = month
    return tuple(put)
