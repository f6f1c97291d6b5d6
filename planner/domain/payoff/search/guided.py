"""Plans by the prices of a bound: what the debts would do at them, as orders; and the moves that prices speak for.

Prices say for every settlement how much dearer another month would be. A plan that is dearer by more than what the
best one is above the bound cannot be better: such moves are not tried at all, and the others come by what they promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import nsmallest
from itertools import islice

from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.search.bound import Priced, Relaxed
from planner.domain.payoff.search.moves import charges, ended_at, ended_by, leavings, places, served, without
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.ways import Ladder
from planner.values import dataclass, replace

SINGLES = 10  # settlements in another month that are tried one by one before other moves
MOST = 40  # and altogether
PAIRS = 100  # two at once
SLACK = 2  # months before that of the prices from which a loan is settled as soon as the money suffices

Months = Mapping[int, int]
"""Months by position of the debt; 0: in none."""


@dataclass
class Guided:
    """Orders and moves by the prices in ``relaxed``; ``by_rate`` are all positions, the dearest first."""

    relaxed: Relaxed
    by_rate: tuple[int, ...]

    def __post_init__(self) -> None:
        self.problem: Problem = self.relaxed.problem
        debts = self.problem.debts
        priced = self.relaxed.best
        assert priced is not None
        self.value = priced.value
        self._dear: dict[int, dict[int, float]] = {}
        for index in self.problem.by_terms:
            debt, way = debts[index], self.relaxed.ways[index]
            if isinstance(debt, Scheduled) and isinstance(way, Ladder):
                dearer = way.dearer(priced.prices[index])
                self._dear[index] = {m: more for m, more in dearer.items() if not m or debt.saving(m) > 0}
        self._begins = self._beginnings(priced)
        self._balances = [i for i in self.problem.by_terms if not isinstance(debts[i], Scheduled)]
        self._balances = [i for i in self._balances if served(debts[i], keen=False)]
        self._late = frozenset(i for i in self._balances if not debts[i].takes(1))  # type: ignore[union-attr]
        self._charging = [i for i in self._balances if charges(debts[i])]

    def _beginnings(self, priced: Priced) -> dict[int, int]:
        ways = self.relaxed.ways.items()
        return {index: way.begins(priced.prices[index]) for index, way in ways if not isinstance(way, Ladder)}

    def starts(self, priced: Priced) -> Iterator[Order]:
        """What the debts would do at some prices, in so far as the money suffices."""
        on: dict[int, int] = {}
        served: list[int] = []
        for index in self.by_rate:
            choice, debt = priced.choices[index], self.problem.debts[index]
            if isinstance(debt, Scheduled):
                if choice.ends and debt.saving(choice.ends) > 0:
                    on[index] = choice.ends
            elif debt.free or choice.early:
                served.append(index)
        on = dict(sorted(on.items(), key=lambda one: one[1]))
        loans, begins = tuple(on), self._beginnings(priced)
        when = on | {index: begins[index] for index in served}
        waits = {index: begins[index] for index in served}
        after = {index: month + 1 for index, month in on.items()}
        before = {index: max(month - SLACK, 1) for index, month in on.items()}
        by_month = sorted(served, key=begins.__getitem__)
        mixed = sorted((*served, *loans), key=lambda index: (when[index], index in on))
        yield Order((*loans, *by_month), on=on, since=after | waits)
        yield Order(tuple(mixed), wait=frozenset(loans), since=before | waits)
        yield Order((*loans, *served), on=on, since=after)
        yield Order((*loans, *served), since=before)
        if self.problem.slots is not None:
            yield Order((*loans, *served), on=on, since=after, wait=frozenset(served))
        late = {index: priced.choices[index].ends for index in served if index in self._late}
        if late := {index: month for index, month in late.items() if month}:
            yield Order((*loans, *served), on=on, since=after, by=late)

    def settled(self, outcome: Outcome) -> dict[int, int]:
        """The months of the settlements of a plan."""
        debts = self.problem.debts
        return {
            index: month if (month := outcome.closed[index]) < len(debts[index].rows) and month in dear else 0  # type: ignore[union-attr]
            for index, dear in self._dear.items()
        }

    def _with(self, rule: Order, months: Months) -> Order:
        """The same with these settlements."""
        return replace(
            rule,
            order=tuple(index for index in rule.order if index not in self._dear),
            on={index: month for index, month in months.items() if month},
            since={index: month for index, month in rule.since.items() if index not in self._dear},
            wait=frozenset(rule.wait - self._dear.keys()),
        )

    def alone(self, rule: Order) -> Order | None:
        """The same with no loan settled but in a month of its own; None where the order says no month of any."""
        return replace(self._with(rule, rule.on), freely=True) if rule.on or not self._dear else None

    def settling(self, rule: Order, outcome: Outcome) -> Order:
        """The same with the settlements in the months in which they came about."""
        return replace(self._with(rule, self.settled(outcome)), freely=True)

    def put_off(self, rule: Order, month: int) -> Order | None:
        """The same with the settlement up to a month later, or left out, that prices mind least, if there is one."""
        best: tuple[float, int, int, int] | None = None
        for place, index in enumerate(self._dear):
            now = rule.on.get(index, 0)
            if 0 < now <= month:
                dear = self._dear[index]
                later = min((one for one in dear if one > now), default=0)
                one = dear[later] - dear[now], place, index, later
                best = one if best is None else min(best, one)
        return None if best is None else self._with(rule, {**rule.on, best[2]: best[3]})

    def sequence(self, rule: Order, outcome: Outcome) -> tuple[int, ...]:
        """The debts that an order serves or settles, as they end in its plan; in a month those settled last."""
        months = {index: month for index, month in self.settled(outcome).items() if month}
        ends = months | {index: outcome.closed[index] for index in rule.order if index not in months}
        return tuple(sorted(ends, key=lambda index: (ends[index], index in months)))

    def sequences(self, rule: Order, outcome: Outcome) -> Iterator[Order]:
        """Orders that settle loans one after the other, as soon as they can, next to the sequence of a plan."""
        order = self.sequence(rule, outcome)
        waits = replace(rule, order=order, wait=frozenset(self._dear), on={}, by={}, since={}, freely=False)
        yield waits
        for index in self._dear:
            others = without(order, index)
            for to in range(len(order)):
                sequence = (*others[:to], index, *others[to:])
                if sequence != order:
                    yield replace(waits, order=sequence)

    def moves(self, rule: Order, outcome: Outcome) -> Iterator[list[Order]]:
        """Orders one or two decisions away, kind by kind, those that promise most first."""
        months = self.settled(outcome)
        rule = self._with(rule, months)
        promised = self.value + sum(self._dear[index][month] for index, month in months.items())
        last = outcome.length + 2
        changes = sorted(
            (self._dear[index][month] - self._dear[index][now], place, month, index)
            for place, (index, now) in enumerate(months.items())
            for month in self._dear[index]
            if month != now and month <= last
        )
        within = outcome.cost_minor - promised
        hopeful = islice((one for one in changes if one[0] < within), MOST)
        singles = [self._with(rule, {**months, index: month}) for _, _, month, index in hopeful]
        yield [rule, *singles[:SINGLES]]
        yield list(self._membership(rule))
        yield list(self._since(rule))
        yield list(places(rule))
        ended = list(ended_by(rule, self._balances, outcome))
        saved = [replace(one, since={}) for one in ended if one.since and self._late & one.by.keys()]
        at = ended_at(rule, self.problem, last)
        yield [*leavings(rule, self.problem, self._charging), *ended, *saved, *at]
        yield singles[SINGLES:]
        pairs = nsmallest(PAIRS, _pairs(changes, within), key=lambda pair: pair[0])
        yield [self._with(rule, {**months, i: m, j: n}) for _, i, m, j, n in pairs]

    def _membership(self, rule: Order) -> Iterator[Order]:
        """One debt left out or let in, and where money is not there by its day waited for or not; all paid freely."""
        if not rule.freely and (rule.on or rule.by or rule.at):
            yield replace(rule, freely=True)
        for index in rule.order:
            yield replace(rule, order=without(rule.order, index))
        for index in self._balances:
            if index not in rule.order:
                yield replace(rule, order=(index, *rule.order))
                yield replace(rule, order=(*rule.order, index))
                if index in self._charging and self._begins[index] > 1:  # once its fee has fallen
                    since = {**rule.since, index: self._begins[index]}
                    yield replace(rule, order=(*rule.order, index), since=since)
        for index in self._balances if self.problem.slots is not None else ():
            if index in rule.order:
                yield replace(rule, wait=rule.wait ^ {index})

    def _since(self, rule: Order) -> Iterator[Order]:
        """One debt begun in the month of the prices, or sooner or later."""
        for index in rule.order:
            now = rule.since.get(index, 1)
            for month in dict.fromkeys((self._begins[index], now - 1, now + 1, now - 2, now + 2, 1)):
                if 1 <= month != now:
                    yield replace(rule, since={**rule.since, index: month})


def _pairs(changes: list[tuple[float, int, int, int]], within: float) -> Iterator[tuple[float, int, int, int, int]]:
    """Two settlements in other months that promise to cost less than ``within`` more."""
    for at, (one, _, month, index) in enumerate(changes):
        for other, _, then, beside in changes[at + 1 :]:
            if one + other >= within:
                break
            if index != beside:
                yield one + other, index, month, beside, then
