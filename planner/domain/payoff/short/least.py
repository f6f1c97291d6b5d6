"""The least money with which a plan is found: rules tried with ever less of it, down to what no plan can do without.

A plan that was followed to its end with some money is one for more money too (``Keeping`` leaves the rest alone), so
that more is never too little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import zip_longest

from planner.domain.payoff.engine.model import LONGEST, Scheduled
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule, Walk
from planner.domain.payoff.search.moves import neighbours
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.search import Halted, by_balance, by_rate
from planner.domain.payoff.search.sparing import Sparing
from planner.domain.payoff.short.floor import Floor
from planner.domain.payoff.short.horizon import farthest, last_event, span
from planner.errors import PlannerError
from planner.values import dataclass, replace

TRIES = 400  # plans tried from each of the best simple rules
WORK = 2_000_000  # months of debts that are followed in all
AHEAD = 2  # months that are looked ahead at in the time of following one
SPARING_WORK = 600  # debts × months up to which it is looked ahead before each payment
KEEPING_WORK = 1_500  # the same of orders that keep what later months lack
STARTS = 4
NEARER = 16  # of what is left between too little and enough: so far below what was enough is tried next
DONE = (10**9, 0)  # it comes to the end
Reached = tuple[int, int]
"""How far a plan comes: the month that lacks money, and how little it lacks (negative fen)."""


@dataclass(frozen=True, slots=True)
class Adding:
    """So much more money in each month of ``first`` … ``last`` (None: every month from there on)."""

    first: int = 1
    last: int | None = None

    def weight(self, month: int) -> int:
        """1 in the months that get more."""
        return int(month >= self.first and (self.last is None or month <= self.last))

    def to(self, budget: Budget, minor: int) -> Budget:
        """A budget with so many fen more in each of those months."""
        if self.last is None:
            steady = [*budget.monthly_minor]
            steady += [steady[-1]] * (self.first - len(steady))
            monthly = [amount + minor * self.weight(month) for month, amount in enumerate(steady, 1)]
            return replace(budget, monthly_minor=tuple(monthly))
        more = tuple((month, minor) for month in range(self.first, self.last + 1))
        return replace(budget, lumps_minor=(*budget.lumps_minor, *more))


@dataclass(frozen=True, slots=True)
class Enough:
    """With ``minor`` more money ``rule`` leads to the end; with less than ``floor_minor`` no plan does."""

    minor: int
    floor_minor: int
    rule: Rule

    @property
    def least(self) -> bool:
        """Whether it is the least: one fen less certainly does not do."""
        return self.minor <= self.floor_minor


@dataclass(frozen=True, slots=True)
class Keeping:
    """A rule made for a smaller budget: what there is beyond that budget is left alone."""

    rule: Rule
    budget: Budget

    def spend(self, walk: Walk) -> None:
        """As with the smaller budget."""
        now = walk.problem.budget
        months = range(1, walk.month + 1) if now.carry else (walk.month,)
        beyond = sum(now.month(month) - self.budget.month(month) for month in months)
        walk.cash -= beyond
        self.rule.spend(walk)
        walk.cash += beyond

    def rests(self, walk: Walk) -> bool:
        """As the rule that it keeps to."""
        return self.rule.rests(walk)


@dataclass(frozen=True, slots=True)
class Then:
    """One rule, and from a month on another."""

    rule: Rule
    month: int
    after: Rule

    def spend(self, walk: Walk) -> None:
        """By the rule of this month."""
        (self.rule if walk.month < self.month else self.after).spend(walk)

    def rests(self, walk: Walk) -> bool:
        """As both of them."""
        return self.rule.rests(walk) and self.after.rests(walk)


class Hunt:
    """The search for the least of one kind of money. ``most`` (fen) is where it gives up.

    ``brief``: what the simple rules do with is taken, while somebody waits for less to be found.
    """

    def __init__(
        self,
        problem: Problem,
        floor: Floor,
        adding: Adding,
        most: int,
        halted: Callable[[], bool] = lambda: False,
        *,
        brief: bool = False,
    ) -> None:
        self.problem, self.adding, self.most, self.floor, self.brief = problem, adding, most, floor, brief
        self.floor_minor = floor.least(problem.budget, adding.weight)
        self.tried = self.followed = 0
        self.halted = halted
        self.best = most
        self.rule: Rule = Order(())
        self._span = span(problem)
        self._tail = Order(by_rate(problem))
        self._last = last_event(problem) + 1
        self._ahead = farthest(problem) + 1
        self._problems: dict[int, Problem] = {}

    def found(self) -> Enough | None:
        """The least that was found; None where not even ``most`` leads to the end."""
        rules = list(_rules(self.problem, ahead=not self.brief))
        start = self._first(rules)
        if start is None:
            return None
        self.best, self.rule = start
        self._raise()
        for rule in rules:
            if self._spent:
                break
            self._lower(self.best, rule)
        if self.brief:
            self._raise()
            return Enough(self.best, self.floor_minor, self._ended())
        near = [(self._reach(self.best - 1, rule) or DONE, -place) for place, rule in enumerate(rules)]
        for _, place in sorted(near, reverse=True)[:STARTS]:
            self._descend(rules[-place])
        if self.problem.budget.carry and self._looks_ahead:
            self._lower(self.best, Sparing(self._last))
        self._raise()
        self._climb(rules)
        return Enough(self.best, self.floor_minor, self._ended())

    def _whole(self, rule: Rule) -> Rule:
        """A rule that spends all that is left once nothing but falling payments is to come, so that it ends."""
        return Then(rule, self._last, self._tail)

    @property
    def _spent(self) -> bool:
        """Whether nothing less is left to find, or enough was tried."""
        return self.best <= self.floor_minor or self.followed >= WORK

    @property
    def _looks_ahead(self) -> bool:
        return len(self.problem.debts) * self._last <= SPARING_WORK

    def way(self) -> Rule | None:
        """A rule that leads to the end with no more money than there is, if one is found."""
        rules = list(_rules(self.problem))
        known: list[Rule] = [*rules, *([Sparing(self._last)] if self._looks_ahead else [])]
        for rule in known:
            if self._reach(0, rule) is None:
                self.best, self.rule = 0, rule
                return self._ended()
        works = self._farther(0, rules, self.tried + TRIES)
        if works is None:
            return None
        self.best, self.rule = 0, works
        return self._ended()

    def farthest(self) -> Shortfall | None:
        """Where the simple rule that comes farthest falls short; None where none does, but never ends."""
        worst: Shortfall | None = None
        known: list[Rule] = [*_rules(self.problem), *([Sparing(self._last)] if self._looks_ahead else [])]
        for rule in known:
            try:
                run(self.problem, rule)
            except Shortfall as short:
                if worst is None or (short.month, -short.missing_minor) > (worst.month, -worst.missing_minor):
                    worst = short
            except PlannerError:
                continue
        return worst

    def _raise(self) -> None:
        to = partial(self.adding.to, self.problem.budget)
        self.floor_minor = self.floor.raised(self.floor_minor, self.best, to)

    def _reach(self, minor: int, rule: Rule, *, whole: bool = False) -> Reached | None:
        """How far a rule comes with so much more money; None: to the end.

        One that comes to no end spends what is left.
        """
        if self.halted():
            raise Halted
        self.tried += 1
        if minor not in self._problems:
            self._problems = {minor: replace(self.problem, budget=self.adding.to(self.problem.budget, minor))}
        try:
            length = run(self._problems[minor], self._whole(rule) if whole else rule).length
            self.followed += self._work(rule, length)
        except Shortfall as short:
            self.followed += self._work(rule, short.month)
            return short.month, -short.missing_minor
        except PlannerError:  # it never ends
            self.followed += LONGEST
            return (0, 0) if whole else self._reach(minor, rule, whole=True)
        return None

    def _first(self, rules: list[Order]) -> tuple[int, Order] | None:
        """The first amount, ever larger, with which one of the rules works."""
        minor, step = self.floor_minor, max(self.floor_minor // 64, 100)
        while True:
            lacking = self.most
            for rule in rules:
                reached = self._reach(minor, rule)
                if reached is None:
                    return minor, rule
                lacking = min(lacking, self._lacking(reached))
            if minor >= self.most:
                return None
            minor, step = min(minor + max(step, lacking), self.most), step * 2

    def _ended(self) -> Rule:
        """The best rule as it came to its end."""
        try:
            run(replace(self.problem, budget=self.adding.to(self.problem.budget, self.best)), self.rule)
        except PlannerError:
            return self._whole(self.rule)
        return self.rule

    def _work(self, rule: Rule, months: int) -> int:
        """Months of debts that were followed; a rule that looks ahead each month follows many more."""
        ahead = not isinstance(rule, Order) or rule.reserve or bool(rule.on)
        return months * len(self.problem.debts) * (1 + self._ahead // AHEAD if ahead else 1)

    def _alone(self, rule: Order) -> int:
        """The least that a rule works with by itself, by halving; ``most`` where it does not."""
        if rule is self.rule:
            return self._halved(self.best, rule)
        high = min(4 * self.best, self.most)
        return self._halved(high, rule) if self._reach(high, rule) is None else self.most

    def _lower(self, minor: int, rule: Rule) -> int | None:
        """The least that a rule works with, if that is less than ``minor``: by halving."""
        if minor <= self.floor_minor or self._reach(minor - 1, rule) is not None:
            return None
        return self._halved(minor - 1, rule)

    def _halved(self, high: int, rule: Rule) -> int:
        """The least that a rule works with, which works with ``high``; kept where it is the best.

        By halving; what a rule lacked in its month says where to look in between.
        """
        low = guess = self.floor_minor
        halves = False
        while low < high:
            at = (low + high) // 2 if halves or not low <= guess < high else guess
            left, reached = high - low, self._reach(at, rule)
            if reached is None:
                high, guess = at, at - 1 - (at - low) // NEARER
            else:
                low, guess = at + 1, at + self._lacking(reached)
            halves = not halves and high - low > left // 2
        if high < self.best:
            self.best, self.rule = high, rule
        return high

    def _lacking(self, reached: Reached) -> int:
        """How much more of the money would bring what lacked in a month, if it only waited for it; at least a fen."""
        month, missing = reached[0], -reached[1]
        weight, carry = self.adding.weight, self.problem.budget.carry
        times = sum(map(weight, range(1, month + 1))) if carry else weight(month)
        return max(-(-missing // times), 1) if times else 1

    def _descend(self, rule: Order) -> None:
        """From a rule to one next to it that does with less, for as long as there is one."""
        if self._spent:
            return
        least, until, better = self._alone(rule), self.tried + TRIES, True
        while better:
            better = False
            for other in _next_to(rule, self.problem, self._span):
                if self._spent or self.tried >= until:
                    return
                lower = self._lower(least, other)
                if lower is not None:
                    least, rule, better = lower, other, True
                    break

    def _climb(self, rules: list[Order]) -> None:
        """With a little less than the best: rules that come ever farther, until one comes to the end."""
        until = self.tried + TRIES
        while not self._spent and self.tried < until:
            target = self.best - max((self.best - self.floor_minor) // 4, 1)
            known = [*rules, self.rule] if isinstance(self.rule, Order) else rules
            works = self._farther(target, known, until)
            if works is None:
                return
            self._lower(target + 1, works)
            self._descend(works)

    def _farther(self, target: int, rules: list[Order], until: int) -> Order | None:
        """A rule that works with ``target``, by moves from the one that comes farthest; None where they end before."""
        far, at = max(((self._reach(target, rule) or DONE, place) for place, rule in enumerate(rules)))
        rule, moved = rules[at], True
        while far < DONE and moved:
            moved = False
            for other in _next_to(rule, self.problem, self._span):
                if self.tried >= until or self.followed >= WORK:
                    return None
                reached = self._reach(target, other) or DONE
                if reached > far:
                    far, rule, moved = reached, other, True
                    break
        return rule if far == DONE else None


def _rules(problem: Problem, *, ahead: bool = True) -> Iterator[Order]:
    """The orders that hunting begins with: nothing extra, then dear, small or relieving debts first.

    Those that look ``ahead`` come last, and of large books not at all.
    """
    orders = by_rate(problem), by_balance(problem), by_relief(problem)
    everyone = frozenset(orders[0])
    yield Order(())
    for order in orders:
        yield Order(order)
        yield Order(order, wait=everyone)
        yield Order(order, keen=everyone)
        yield Order(order, wait=everyone, keen=everyone)
    if ahead and len(problem.debts) * farthest(problem) <= KEEPING_WORK:
        for order in orders:
            yield Order(order, reserve=True)
            yield Order(order, wait=everyone, reserve=True)
            yield Order(order, keen=everyone, reserve=True)


def by_relief(problem: Problem) -> tuple[int, ...]:
    """Positions of all debts, that first which frees most of the first required payments per fen; ties by terms."""

    def key(index: int) -> float:
        debt = problem.debts[index]
        if not debt.balance_minor:  # a card of which a yearly fee alone is to come has no rows
            return 0.0
        asked = debt.rows[0].total_minor if isinstance(debt, Scheduled) else _required(problem, index)
        return -asked / debt.balance_minor

    return tuple(sorted(problem.by_terms, key=key))


def _required(problem: Problem, index: int) -> int:
    alone = Problem((problem.debts[index],), Budget.of(problem.owed_minor * 2 + 1))
    return run(alone, Order(()), months=1).required_minor[0]


def _next_to(rule: Order, problem: Problem, months: int) -> Iterator[Order]:
    """Orders one decision away, those first that help most often where money lacks."""
    if len(problem.debts) * farthest(problem) <= KEEPING_WORK:
        yield replace(rule, reserve=not rule.reserve)
    yield from _settlings(rule, problem, months)
    yield from _stops(rule, months)
    closed = tuple(len(debt.rows) if isinstance(debt, Scheduled) else months for debt in problem.debts)
    kinds = neighbours(rule, problem, Outcome(0, closed, ()))
    for together in zip_longest(*kinds):  # of each kind one after the other: which helps is not known
        yield from (order for order in together if order is not None)


def _settlings(rule: Order, problem: Problem, months: int) -> Iterator[Order]:
    """One loan settled in a month of its own, also where that saves nothing but the instalments after it."""
    for index in problem.by_terms:
        debt = problem.debts[index]
        if not isinstance(debt, Scheduled):
            continue
        for month, settling in enumerate(debt.settle[:months], 1):
            if settling is not None and rule.on.get(index) != month and debt.saving(month) <= 0:
                others = tuple(other for other in rule.order if other != index)
                yield replace(rule, order=others, on={**rule.on, index: month})


def _stops(rule: Order, months: int) -> Iterator[Order]:
    """No extra money for anyone before, or after, a month."""
    for month in range(1, months + 1):
        yield replace(rule, until=_all(rule.order, month))
        yield replace(rule, since=_all(rule.order, month + 1))


def _all(order: Iterable[int], month: int) -> Mapping[int, int]:
    return dict.fromkeys(order, month)
