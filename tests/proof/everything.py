"""Every plan of a small problem, by trying all of them: slow, simple, and no relation of the code it checks."""

from __future__ import annotations

from functools import cache

from planner.domain.payoff.engine.model import Balance, Problem, Reducing, Scheduled
from planner.domain.payoff.engine.parted import Parted, Standing

LONGEST = 14
Plans = dict[tuple[int, ...], int]
Standings = tuple[Standing | None, ...]
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
        return self._after(0, tuple(debt.balance_minor for debt in debts), tuple(None for _ in debts), 0)

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
        for left, rest, charge in self._choices(month, now, money):
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
            if isinstance(debt, Reducing):
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
        assert isinstance(debt, Balance)
        if not debt.takes(month):
            return []
        most = min(left[index], debt.extra_for(money, month=month))
        states = []
        for extra in {*range(self.step, most, self.step), most} - {0}:
            less = (*left[:index], left[index] - extra, *left[index + 1 :])
            fee = debt.charge(extra, month)
            if isinstance(debt, Parted) and extra == left[index]:
                fee += debt.staying(month)
            if extra + fee <= money:
                states.append((less, money - extra - fee, charge + fee))
        return states


def _put(ends: tuple[int, ...], ended: list[int], month: int) -> tuple[int, ...]:
    """The months of the ends with ``month`` at the indices ``ended``."""
    put = list(ends)
    for index in ended:
        put[index] = month
    return tuple(put)
