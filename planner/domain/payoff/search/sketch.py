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

from planner.domain.payoff.engine.course import FARTHEST
from planner.domain.payoff.engine.model import Reducing, Scheduled, is_owed
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.walk import LEAST, Rule
from planner.domain.payoff.search.lines import Line, is_plain, line_of
from planner.domain.payoff.search.orders import Order, Phases

TRIFLE = 0.5  # fen: less is nothing owed
LACKING = 50.0  # fen that floats may make a month's money fall short by
NO_OTHER: Mapping[int, Order] = {}


def sketches(problem: Problem) -> bool:
    """Whether orders for a problem can be sketched: loans that are settled whole, lines that ask for a minimum, loans
    by regular instalments."""
    plain = problem.budget.carry and problem.slots is None
    return plain and all(debt.course is not None and not debt.yearly_fees and is_plain(debt) for debt in problem.debts)


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
        self.lines: dict[int, Line] = {}
        self.ends = [0] * len(problem.debts)
        for index, debt in enumerate(problem.debts):
            assert debt.course is not None
            self.ends[index] = len(debt.course.rows) if is_owed(debt) else 0
            if isinstance(debt, Reducing | Parted) and is_owed(debt) and (found := line_of(debt)) is not None:
                self.lines[index] = found

    def says(self, rule: Rule) -> bool:
        """Whether ``follow`` takes all of a rule into account."""
        if isinstance(rule, Phases):
            return all(self.says(one) and not (one.on or (one.by and at)) for at, (_, one) in enumerate(rule.phases))
        return isinstance(rule, Order) and not (rule.until or rule.at or rule.reserve)

    def follow(self, rule: Order | Phases) -> Outcome | None:
        """About what an order leads to, or one after another; None: the money does not suffice.

        Loans are settled in months of their own (``Order.on``) or, one after the other, waited for; other debts get
        money ``freely``. What else an order may say is not looked at, and nothing is said of what months require.
        """
        self.count += 1
        if isinstance(rule, Order):
            return _Course(self, rule).follow()
        return _Course(self, rule.phases[0][1], dict(rule.phases[1:])).follow()


class _Course:
    """One order month by month."""

    __slots__ = (
        "_ahead",
        "_balances",
        "_by",
        "_closed",
        "_free",
        "_hold",
        "_kept",
        "_last",
        "_later",
        "_lines",
        "_month",
        "_of",
        "_prices",
        "_rule",
        "_stale",
        "_sums",
        "_todo",
        "_until",
        "cash",
        "cost",
    )

    def __init__(self, of: Sketch, rule: Order, later: Mapping[int, Order] = NO_OTHER) -> None:
        self._of, self._rule, self._lines, self._later = of, rule, of.lines, later
        self._free, self._closed, self.cost = of.free[:], of.ends[:], float(of.cost)
        self._prices = [0.0] * (of.horizon + 1)
        self._balances: dict[int, float] = {}  # of the lines that have left their course
        self._kept: dict[int, float] = {}  # what they ask for each month, or of principal
        self._sums: list[float] | None = None
        self._todo = self._served(rule)
        self._by = {index: min(month, of.horizon) for index, month in rule.by.items() if index in of.lines}
        self._ahead: list[float] | None = None
        self._last = self._month = 0
        self._until = max(later, default=0)
        self.cash = 0.0
        self._settle(rule.on)
        for index, month in self._by.items():
            if of.lines[index].early_from > 1:
                self._await(index, month, 1)
        self._hold, self._stale = list[float](), True

    def _served(self, rule: Order) -> list[int]:
        """Who may get something by an order."""
        debts, ends, lines = self._of.problem.debts, self._of.ends, self._lines
        return [i for i in rule.order if i in lines or (ends[i] and isinstance(debts[i], Scheduled))]

    def _switch(self, rule: Order) -> None:
        """From this month on another order holds."""
        for index, until in self._by.items():
            if self._month < self._lines[index].early_from:
                self._await(index, until, -1)
        month = self._month
        self._rule, self._by, self._stale = rule, dict[int, int](), True
        self._todo = [i for i in self._served(rule) if self._closed[i] == self._of.ends[i] >= month]

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
            if month in self._later:
                self._switch(self._later[month])
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
            if not self._balances and not self._todo and month >= self._last and month >= self._until:
                break
        for index, owed in self._balances.items():
            self._run_out(index, owed)
        return Outcome(round(self.cost), tuple(self._closed), ())

    def _run_out(self, index: int, owed: float) -> None:
        """What is asked for behind the months that are looked at."""
        month, line = self._month, self._lines[index]
        kept = self._kept.get(index, line.minimum)
        while owed > TRIFLE and month < self._month + FARTHEST:
            month += 1
            cost, _, owed = line.next(month, owed, kept)
            self.cost += cost
        self._closed[index] = month

    def _grow(self) -> None:
        """Interest and minimums of the lines that have left their course."""
        month, ended = self._month, False
        for index, before in list(self._balances.items()):
            line = self._lines[index]
            rates, asked = line.rates, line.asked
            usual = asked[month - 1] if month <= len(asked) else 0
            if line.loan is not None:
                cost, needs, left = line.next(month, before, self._kept[index])
                self.cost += cost
                self.cash += usual - needs
                self._balances[index] = left
                if left <= TRIFLE:
                    self._end(index)
                    ended = True
                continue
            interest = before * (rates[month] if month < len(rates) else rates[-1])
            self.cost += interest
            owed = before + interest
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
        self._sums = None
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
            if not line.early_from <= month <= line.early_to:
                continue
            owed = self._owed(index)
            if month > until or not owed:
                continue
            left, coming = owed, 0.0
            if until > month:
                left, coming = self._left_in(index, owed, until), self._brought(until)
                if 0 < coming >= left * (1 + line.fee):
                    continue
                coming = sum(self._coming(until))
            lacks = left * (1 + line.fee) - coming if coming else left
            if lacks > 0:
                self._pay(index, max(lacks, LEAST), self.cash)

    def _left_in(self, index: int, owed: float, until: int) -> float:
        line, rates = self._lines[index], self._lines[index].rates
        if index not in self._balances:
            return line.left[until] if until < len(line.left) else 0.0
        if line.loan is not None:
            for month in range(self._month + 1, until + 1):
                owed = line.next(month, owed, self._kept[index])[2]
                if not owed:
                    break
            return owed
        for month in range(self._month + 1, until + 1):
            owed += owed * (rates[month] if month < len(rates) else rates[-1]) - line.minimum
            if owed <= 0:
                return 0.0
        return owed

    def _brought(self, until: int) -> float:
        """What the months up to one bring at least beyond what they ask for."""
        if self._sums is None:
            self._sums = [*accumulate(self._free, initial=0.0)]
        return self._sums[until] - self._sums[self._month]

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
            if wish <= 0:
                continue
            money = self.cash - held
            if held and money < wish and (beyond := self._beyond(index)) > money:
                self._pay(index, wish, beyond)
                if self.cash >= LEAST:
                    held = self._held()
            elif money >= LEAST:
                self._pay(index, wish, money)

    def _wish(self, index: int) -> float:
        """What a line is to get this month, if there is as much; 0: nothing."""
        line, month, rule = self._lines[index], self._month, self._rule
        if not line.early_from <= month <= line.early_to or month < rule.since.get(index, 0):
            return 0.0
        owed = self._owed(index)
        if not owed:
            self._todo.remove(index)
        return owed - self._left_by(index) if owed and index in rule.leave else owed

    def _settles(self, index: int) -> bool:
        """A loan that is waited for: whether it takes nothing of what is left, or is settled."""
        debt, month, rule = self._of.problem.debts[index], self._month, self._rule
        assert isinstance(debt, Scheduled)
        keen = index in rule.keen
        if month > (debt.taken_until if keen else debt.saves_until) or month < rule.since.get(index, 0):
            return True
        settling = debt.settle[month - 1]
        if settling is None:
            return index not in rule.wait
        if not keen and debt.saving(month) <= 0:
            return True
        if settling.total_minor > self.cash:
            return index not in rule.wait
        self.cash -= settling.total_minor
        self.cost -= debt.saving(month)
        self._closed[index], asked = month, debt.totals
        self._free[month : len(asked)] = map(add, self._free[month : len(asked)], asked[month:])
        self._todo.remove(index)
        self._stale, self._ahead, self._sums = True, None, None
        return True

    def _beyond(self, index: int) -> float:
        """What may be paid on a line although money is kept: where its end brings that back in time, all there is."""
        month, line, owed = self._month, self._lines[index], self._owed(index)
        rates, minimum, prices = line.rates, line.minimum, self._prices
        most = there = self.cash
        kept = self._keeps(index, owed) if line.loan is not None else 0.0
        for money in self._ahead or self._look_ahead():
            month += 1
            if line.loan is None:
                owed += owed * (rates[month] if month < len(rates) else rates[-1]) - minimum
            else:
                owed = line.next(month, owed, kept)[2]
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
            left = owed - part
            if line.loan is not None and (line.loan.anew is not None or index not in self._kept):
                self._kept[index] = line.kept(month, left)
            self._balances[index] = left
        else:
            self._end(index)
            self._stale = True

    def _keeps(self, index: int, owed: float) -> float:
        """What a loan by instalments asks for each month, or of principal, from now on."""
        return self._kept[index] if index in self._kept else self._lines[index].kept(self._month, owed)

    def _left_by(self, index: int) -> float:
        """What minimums repay in the months of ``leave``."""
        line, months = self._lines[index], self._rule.leave[index]
        rate = line.rates[min(self._month + 1, len(line.rates) - 1)]
        kept = self._keeps(index, self._owed(index))
        if line.loan is not None and line.loan.adds:
            return kept * months
        return kept * (1 - (1 + rate) ** -months) / rate if rate else kept * months

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
        for index, owed in self._balances.items():
            line = lines[index]
            if not line.level or owed < (line.minimum or self._kept[index]) * months:
                return True
        return False

    def _coming(self, last: int) -> list[float]:
        """What the months up to one bring beyond what they ask for."""
        now = self._month
        free = self._free[now:last]
        for index, owed in self._balances.items():
            line, rates = self._lines[index], self._lines[index].rates
            minimum, asked = line.minimum, line.asked
            if line.loan is not None:
                self._free_by(index, owed, free)
                continue
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

    def _free_by(self, index: int, owed: float, free: list[float]) -> None:
        """Add to what months to come bring what a loan by instalments asks for less than on its course."""
        now, kept, line = self._month, self._kept[index], self._lines[index]
        asked, last = line.asked, min(self._month + len(free), len(line.asked))
        if line.level and owed >= kept * (last - now):
            return
        for month in range(now + 1, last + 1):
            needs = 0.0
            if owed:
                _, needs, owed = line.next(month, owed, kept)
            free[month - now - 1] += asked[month - 1] - needs
