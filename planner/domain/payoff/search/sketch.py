"""What an order leads to, about: a plan in floats, so quick that hundreds can be looked at before a few are followed.

The schedules of all debts and what minimums ask for are added up once; an order then only moves the months of
settlements, and what one debt after the other gets early. Interest is not rounded and payments are not held to whole
fen: where loans are settled in months of their own a cost is a few fen off. It decides what is followed to the fen
(``simulate.run``), never what anybody pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from operator import add, sub

from planner.domain.payoff.engine.model import Debt, Reducing, Scheduled, is_owed
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import LEAST
from planner.domain.payoff.search.orders import Order
from planner.values import dataclass

TRIFLE = 0.5  # fen: less is nothing owed
LACKING = 50.0  # fen that floats may make a month's money fall short by


@dataclass(frozen=True, slots=True)
class _Line:
    """A debt that takes any payment: monthly rates and what its course asks for and leaves by month (place 0: none).

    ``behind`` is the interest of its course in the months behind each.
    """

    rates: tuple[float, ...]
    left: tuple[int, ...]
    asked: tuple[int, ...]
    behind: tuple[int, ...]
    minimum: int
    fee: float
    early_from: int


def sketches(problem: Problem) -> bool:
    """Whether orders for a problem can be sketched: loans that are settled whole, and lines that ask for a minimum."""
    plain = problem.budget.carry and problem.slots is None
    return plain and all(debt.course is not None and not debt.yearly_fees and _simple(debt) for debt in problem.debts)


def _simple(debt: Debt) -> bool:
    return isinstance(debt, Scheduled) or (type(debt) is Reducing and debt.steady and not debt.fees)


class Sketch:
    """Sketches of orders for a problem that ``sketches``, up to a month; ``count`` says how many were made.

    ``failed`` is the month in which the money did not suffice for the last one.
    """

    def __init__(self, problem: Problem, horizon: int) -> None:
        self.problem, self.horizon = problem, horizon
        self.count = self.failed = 0
        asked, costs = problem.undisturbed
        self.cost = problem.charged_minor + sum(costs)
        self.free: list[float] = [*problem.budget.between(1, horizon)]
        self.free[: len(asked)] = map(sub, self.free, asked)
        self.lines: dict[int, _Line] = {}
        self.ends = [0] * len(problem.debts)
        for index, debt in enumerate(problem.debts):
            assert debt.course is not None
            self.ends[index] = len(debt.course.rows) if is_owed(debt) else 0
            if isinstance(debt, Reducing) and debt.early_from is not None and is_owed(debt):
                self.lines[index] = _line(debt)

    def follow(self, rule: Order) -> Outcome | None:
        """About what an order leads to; None: the money does not suffice.

        Loans are settled in months of their own (``Order.on``) or, one after the other, waited for; other debts get
        money ``freely``. What else an order may say is not looked at, and nothing is said of what months require.
        """
        self.count += 1
        return _Course(self, rule).follow()


def _line(debt: Reducing) -> _Line:
    course = debt.course
    assert course is not None
    rates = (0.0, *(debt.growth(month) - 1 for month in range(1, len(course.rows) + 1)))
    behind = (*accumulate(reversed(course.costs)),)[::-1]
    return _Line(
        rates, course.left, course.asked, (*behind, 0), debt.minimum_minor, float(debt.fee), debt.early_from or 1
    )


class _Course:
    """One order month by month."""

    __slots__ = (
        "_ahead",
        "_balances",
        "_by",
        "_closed",
        "_free",
        "_hold",
        "_last",
        "_lines",
        "_month",
        "_of",
        "_prices",
        "_rule",
        "_stale",
        "_todo",
        "cash",
        "cost",
    )

    def __init__(self, of: Sketch, rule: Order) -> None:
        self._of, self._rule, self._lines = of, rule, of.lines
        self._free, self._closed, self.cost = of.free[:], of.ends[:], float(of.cost)
        self._prices = [0.0] * (of.horizon + 1)
        self._balances: dict[int, float] = {}  # of the lines that have left their course
        self._todo = [index for index in rule.order if index in of.lines or index in rule.wait]
        self._by = {index: min(month, of.horizon) for index, month in rule.by.items() if index in of.lines}
        self._ahead: list[float] | None = None
        self._last = self._month = 0
        self.cash = 0.0
        self._settle(rule.on)
        for index, month in self._by.items():
            if of.lines[index].early_from > 1:
                self._await(index, month, 1)
        self._hold, self._stale = list[float](), True

    def _settle(self, on: Mapping[int, int]) -> None:
        free = self._free
        for index, month in on.items():
            debt = self._of.problem.debts[index]
            assert isinstance(debt, Scheduled)
            settling = debt.settle[month - 1]
            self._prices[month] += settling.total_minor if settling else 0
            asked = debt.totals
            free[month : len(asked)] = map(add, free[month : len(asked)], asked[month:])
            self.cost -= debt.saving(month)
            self._closed[index] = month
            self._last = max(self._last, month)

    def _await(self, index: int, month: int, times: int) -> None:
        """Money is kept for the end of a line that takes none yet."""
        line = self._lines[index]
        if line.early_from <= month < len(line.left):
            self._prices[month] += times * line.left[month] * (1 + line.fee)
            self._last = max(self._last, month)

    def _begin(self) -> None:
        """What was kept for the end of a line is its own from the month on in which that takes money."""
        for index, until in self._by.items():
            if self._month == self._lines[index].early_from > 1:
                self._await(index, until, -1)
                self._stale = True

    def follow(self) -> Outcome | None:
        """To the end, or to where nothing is decided any more."""
        last = self._of.horizon
        while self._month < last:
            self._month = month = self._month + 1
            self.cash += self._free[month - 1]
            self._ahead = None
            if self._balances:
                self._grow()
            if self._by:
                self._begin()
            self.cash -= self._prices[month]
            if self.cash < -LACKING:
                self._of.failed = month
                return None
            if self._by:
                self._pay_towards()
            if self._todo:
                self._spend()
            if not self._balances and not self._todo and month >= self._last:
                break
        return Outcome(round(self.cost), tuple(self._closed), ())

    def _grow(self) -> None:
        """Interest and minimums of the lines that have left their course."""
        month, ended = self._month, False
        for index, before in list(self._balances.items()):
            line = self._lines[index]
            rates, asked = line.rates, line.asked
            interest = before * (rates[month] if month < len(rates) else rates[-1])
            self.cost += interest
            owed, usual = before + interest, asked[month - 1] if month <= len(asked) else 0
            if owed <= line.minimum:
                self.cash += usual - owed
                self._end(index)
                ended = True
            else:
                self.cash += usual - line.minimum
                self._balances[index] = owed - line.minimum
        if ended:
            self._stale = True

    def _end(self, index: int) -> None:
        """A line asks for nothing any more behind this month."""
        month, free, asked = self._month, self._free, self._lines[index].asked
        self._balances.pop(index, None)
        if index in self._todo:
            self._todo.remove(index)
        self._by.pop(index, None)
        self._closed[index] = month
        free[month : len(asked)] = map(add, free[month : len(asked)], asked[month:])

    def _owed(self, index: int) -> float:
        if index in self._balances:
            return self._balances[index]
        left = self._lines[index].left
        return left[self._month] if self._month < len(left) else 0.0

    def _pay_towards(self) -> None:
        """What the months up to the end of a line will lack for it."""
        month = self._month
        for index, until in list(self._by.items()):
            line = self._lines[index]
            if month < line.early_from:
                continue
            owed = self._owed(index)
            if month > until or not owed:
                continue
            left, coming = owed, 0.0
            if until > month:
                left, coming = self._left_in(index, owed, until), sum(self._coming(until))
            lacks = left * (1 + line.fee) - coming if coming else left
            if lacks > 0:
                self._pay(index, max(lacks, LEAST), self.cash)

    def _left_in(self, index: int, owed: float, until: int) -> float:
        line, rates = self._lines[index], self._lines[index].rates
        if index not in self._balances:
            return line.left[until] if until < len(line.left) else 0.0
        for month in range(self._month + 1, until + 1):
            owed += owed * (rates[month] if month < len(rates) else rates[-1]) - line.minimum
            if owed <= 0:
                return 0.0
        return owed

    def _spend(self) -> None:
        """What is not held back, debt after debt."""
        held = self._held()
        for index in self._todo[:]:
            if self.cash < LEAST:
                break
            if index not in self._lines:
                if not self._settles(index):
                    break
                continue
            wish = self._wish(index)
            money = self.cash - held
            if held and money < wish and (beyond := self._beyond(index)) > money:
                self._pay(index, wish, beyond)
                if self.cash >= LEAST:
                    held = self._held()
            elif wish > 0 and money >= LEAST:
                self._pay(index, wish, money)

    def _wish(self, index: int) -> float:
        """What a line is to get this month, if there is as much; 0: nothing."""
        line, month, rule = self._lines[index], self._month, self._rule
        if month < line.early_from or month < rule.since.get(index, 0):
            return 0.0
        owed = self._owed(index)
        if not owed:
            self._todo.remove(index)
        return owed - self._left_by(index) if owed and index in rule.leave else owed

    def _settles(self, index: int) -> bool:
        """A loan that is waited for: whether it takes nothing of what is left, or is settled."""
        debt, month = self._of.problem.debts[index], self._month
        assert isinstance(debt, Scheduled)
        if month > debt.saves_until or month < self._rule.since.get(index, 0):
            return True
        settling = debt.settle[month - 1]
        if settling is None or debt.saving(month) <= 0:
            return settling is not None
        if settling.total_minor > self.cash:
            return False
        self.cash -= settling.total_minor
        self.cost -= debt.saving(month)
        self._closed[index], asked = month, debt.totals
        self._free[month : len(asked)] = map(add, self._free[month : len(asked)], asked[month:])
        self._todo.remove(index)
        self._stale, self._ahead = True, None
        return True

    def _beyond(self, index: int) -> float:
        """What may be paid on a line although money is kept: where its end brings that back in time, all there is."""
        month, line, owed = self._month, self._lines[index], self._owed(index)
        rates, minimum, prices = line.rates, line.minimum, self._prices
        most = there = self.cash
        for money in self._ahead or self._look_ahead():
            month += 1
            owed += owed * (rates[month] if month < len(rates) else rates[-1]) - minimum
            if owed <= 0:
                break
            there += money - prices[month]
            if there < owed and there < most:
                most = there
                if most < LEAST:
                    break
        return most

    def _pay(self, index: int, wish: float, money: float) -> None:
        """So much early on a line, as far as the money goes."""
        line, month, owed = self._lines[index], self._month, self._owed(index)
        part = min(wish, owed, money / (1 + line.fee))
        if part <= 0:
            return
        if index not in self._balances:
            self.cost -= line.behind[month]
        self._ahead = None
        charge = part * line.fee
        self.cost += charge
        self.cash -= part + charge
        if owed - part > TRIFLE:
            self._balances[index] = owed - part
        else:
            self._end(index)
            self._stale = True

    def _left_by(self, index: int) -> float:
        """What minimums repay in the months of ``leave``."""
        line, months = self._lines[index], self._rule.leave[index]
        rate = line.rates[min(self._month + 1, len(line.rates) - 1)]
        return line.minimum * (1 - (1 + rate) ** -months) / rate if rate else float(line.minimum * months)

    def _held(self) -> float:
        """What of the money is kept for months to come."""
        month, last = self._month, self._last
        if month >= last:
            return 0.0
        if self._stale:
            self._hold, self._stale = self._holds(month), False
        most = self._hold[month]
        if not most or not self._soon(last):
            return most
        need = 0.0
        for money, price in zip(self._look_ahead()[::-1], self._prices[last:month:-1], strict=True):
            need += price - money
            if need < 0:
                need = 0.0
        return need

    def _look_ahead(self) -> list[float]:
        """What the months up to the last settlement bring beyond what they ask for; kept until something is paid."""
        self._ahead = self._coming(self._last)
        return self._ahead

    def _holds(self, month: int) -> list[float]:
        """The same for each month from this one on, while all lines ask for their minimum."""
        found, need = [0.0] * (self._last + 1), 0.0
        for at in range(self._last, month, -1):
            need += self._prices[at] - self._free[at - 1]
            if need < 0:
                need = 0.0
            found[at - 1] = need
        return found

    def _soon(self, last: int) -> bool:
        """Whether a line that has left its course may end by itself before a month."""
        months, lines = last - self._month, self._lines
        for index, owed in self._balances.items():  # noqa: SIM110 - half the time of any()
            if owed < lines[index].minimum * months:
                return True
        return False

    def _coming(self, last: int) -> list[float]:
        """What the months up to one bring beyond what they ask for."""
        now = self._month
        free = self._free[now:last]
        for index, owed in self._balances.items():
            line, rates = self._lines[index], self._lines[index].rates
            minimum, asked = line.minimum, line.asked
            if owed >= minimum * (last - now):
                continue
            for month in range(now + 1, last + 1):
                owed += owed * (rates[month] if month < len(rates) else rates[-1])
                if owed <= minimum:
                    if month <= len(asked):
                        free[month - now - 1] += asked[month - 1] - owed
                        for later in range(month + 1, min(last, len(asked)) + 1):
                            free[later - now - 1] += asked[later - 1]
                    break
                owed -= minimum
        return free
