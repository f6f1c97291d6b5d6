"""Good plans at once: simple orders, improved move by move, and the best of them for each number of lenders.

Nothing here is proven; ``bound`` says how far the best can be from what was found. The number of plans tried is
fixed, so that the same question has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, islice

from planner.domain.payoff.engine.model import is_owed, yearly
from planner.domain.payoff.engine.outcome import Outcome, Shortfall
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Rule
from planner.domain.payoff.search.bound import Priced, Relaxed
from planner.domain.payoff.search.drafts import Draft, Drafts
from planner.domain.payoff.search.evidence import nothing_left
from planner.domain.payoff.search.frontier import Front
from planner.domain.payoff.search.guided import Guided
from planner.domain.payoff.search.moves import neighbours, worth_from
from planner.domain.payoff.search.orders import Order, Phases, reserving
from planner.domain.payoff.search.sketch import Sketch, sketches
from planner.errors import PlannerError
from planner.values import dataclass, field

TRIES = 480  # plans tried for the least cost
SUBSETS = 128  # sets of lenders tried for the number of lenders: all of them up to seven lenders
WORK = 133_000  # months of debts that are followed in so many tries: of large books fewer plans are tried
SETS = 4  # times the tries, for sets of lenders: with many loans they are what helps most
LATER = 3  # times the tries, for the cheapest order first and a set of lenders later
PATHS = 2  # starts from which moves are followed at first, with half of the tries
BY_PRICES = 75  # percent of the tries that go on from what prices say, the others from the simple orders
STALE = 20  # plans by prices in a row that are no better than the best: then no more of them are tried
QUICK = 3  # kinds of moves that help simple orders most often
DRAFTS = 700  # orders that are sketched, where sketches tell what they lead to
FEWEST_DRAFTS = 250  # also of large books
QUICKER_PARTS = 3  # the same where loans take parts
QUICKER = 5  # sketches that take about as long as a plan that is followed
SOME = 10  # steps of the bound after which it is asked whether more of them are worth it
WORTH = 100  # they are where they have closed one part in so many of what is open between bound and plan
PRICES = 30  # steps of the bound whose prices tell plans
MORE = 150  # plans tried next to the best of the sketches
POLISH = 60  # plans tried next to the best once more when the sets of lenders have been tried
LEAST = 8  # plans that are tried of the largest


def by_rate(problem: Problem) -> tuple[int, ...]:
    """Positions of all debts, the dearest first; ties by the smaller balance, then by the other terms."""
    debts = problem.debts
    return tuple(sorted(problem.by_terms, key=lambda i: (-yearly(debts[i]), debts[i].balance_minor)))


def by_balance(problem: Problem) -> tuple[int, ...]:
    """Positions of all debts, the smallest balance first; ties by the dearer, then by the other terms."""
    debts = problem.debts
    return tuple(sorted(problem.by_terms, key=lambda i: (debts[i].balance_minor, -yearly(debts[i]))))


Moves = Callable[[Order, Outcome], Iterator[list[Order]]]
"""Orders next to one and its outcome, kind by kind."""


class Halted(Exception):
    """The search was told to stop: nobody waits for its answer any more."""


@dataclass
class Search:
    """Tries rules on a problem and keeps what is best; ``front`` holds the best for each number of lenders.

    ``halted`` is asked before each try; once it says so, the search ends by ``Halted``.
    """

    problem: Problem
    tries: int = TRIES
    hints: tuple[Rule, ...] = ()
    halted: Callable[[], bool] = lambda: False
    front: Front = field(init=False)
    best: tuple[Outcome, Rule] | None = None
    tried: int = 0
    explored: bool = False
    relaxed: Relaxed | None = None
    _guided: Guided | None = None
    _sketch: Sketch | None = None
    _drafts: list[Draft] = field(default_factory=list)
    _settled: Rule | None = None  # nothing next to it is better
    _known: dict[object, Outcome | None] = field(default_factory=dict)  # where the orders lead that were tried
    _orders: dict[object, tuple[Outcome, Order]] = field(default_factory=dict)  # the first that leads there

    def __post_init__(self) -> None:
        self.front = Front(self.problem)

    def attempt(self, rule: Rule) -> Outcome | None:
        """Follow a rule, keep it where it is best; None where the money does not suffice on its way."""
        if not isinstance(rule, Order):
            return self._follow(rule)
        key = rule.key
        if key not in self._known:
            self._known[key] = found = self._follow(rule)
            if found is not None:
                self._orders.setdefault((found.cost_minor, found.closed), (found, rule))
        return self._known[key]

    def _pause(self) -> None:
        if self.halted():
            raise Halted

    def _follow(self, rule: Rule) -> Outcome | None:
        self._pause()
        self.tried += 1
        try:
            outcome = run(self.problem, rule)
        except Shortfall:
            kept = reserving(self.problem, rule)
            return None if kept is None else self.attempt(kept)
        except PlannerError:  # it never ends
            return None
        self.take(outcome, rule)
        return outcome

    def take(self, outcome: Outcome, rule: Rule) -> bool:
        """Keep a plan where it is best; whether it was anywhere."""
        better = self.best is None or rank(outcome) < rank(self.best[0])
        if better:
            self.best = (outcome, rule)
        return self.front.offer(outcome, rule) or better

    def least_cost(self) -> None:
        """From what debts would do at the prices of a bound, and from the simple orders, to better plans next to them.

        Until enough were tried, or one is as good as the bound.
        """
        for hint in self.hints:
            self.attempt(hint)
        simple = [(found, rule) for rule in self._simple() if (found := self.attempt(rule)) is not None]
        if self.best is None:
            return
        until = max(min(self.tries, self.tried + self._affordable), self.tried)
        self.relaxed = Relaxed(self.problem, self.best[0])
        priced = self.relaxed.steps(min(PRICES, self.relaxed.affordable))
        self._guided = guided = Guided(self.relaxed, by_rate(self.problem))
        if sketches(self.problem):
            self._draft(priced)
            if not any(isinstance(debt, Parted) and not debt.free for debt in self.problem.debts):
                return  # else what is left unpaid because of fees is looked for among plans, too
            until = max(until, self.tried)
        share = self.tried + (until - self.tried) * BY_PRICES // 100
        skipped = self._begin(reversed(priced), share)
        if self._as_good_as_bound:
            return
        share, until = share - skipped, until - skipped
        self._go_on(self._apart(guided), share, guided.moves, guided)
        simple.sort(key=lambda one: rank(one[0]))
        self._go_on(simple[:PATHS], until, self._quick, guided)

    def _begin(self, priced: Iterable[Priced], share: int) -> int:
        """Try what debts would do at prices, until so many plans were tried or many in a row helped nothing.

        Returns:
            How many were not tried for that.
        """
        assert self._guided is not None
        best, helped = self.best, self.tried
        rules = [rule for one in priced for rule in self._guided.starts(one)]
        for at, rule in enumerate(rules):
            if self.tried >= share or self._as_good_as_bound:
                break
            if self.tried - helped >= STALE:
                return min(len(rules) - at, share - self.tried)
            self.attempt(rule)
            if self.best is not best:
                best, helped = self.best, self.tried
        return 0

    def _draft(self, priced: list[Priced]) -> None:
        """Follow the best that sketches find."""
        assert self._guided is not None
        assert self.relaxed is not None
        sketch, quicker = Sketch(self.problem, self.relaxed.horizon), QUICKER
        if any(isinstance(debt, Parted) for debt in self.problem.debts):  # of which plans take far longer to follow
            self._sketch, quicker = sketch, QUICKER_PARTS
        drafts = Drafts(self._guided, sketch, self._pause, rank)
        most = min(DRAFTS, max(self._affordable * quicker, FEWEST_DRAFTS)) * self.tries // TRIES
        for _, rule in drafts.found(reversed(priced), list(self._orders.values()), most):
            self.attempt(rule)
        assert self.best is not None
        if self._sketch is not None and isinstance(self.best[1], Order):  # sketches do not know all moves
            self._descend(self.best[0], self.best[1], rank, self.tried + min(MORE, self._affordable))
        self._settled, self._drafts = self.best[1], drafts.made

    def _go_on(self, starts: list[tuple[Outcome, Order]], until: int, moves: Moves, guided: Guided) -> None:
        """Half of the tries until so many by ``moves`` from each start, the others by prices from where the best led.

        Nothing is tried once a plan is as good as the bound.
        """
        share, settled = (until - self.tried) // (2 * PATHS), self._settled
        ends = [self._descend(*start, rank, self.tried + share, moves) for start in starts]
        if moves != guided.moves:
            self._settled = settled
        for outcome, rule in sorted(ends, key=lambda end: rank(end[0]))[:1]:
            self._descend(outcome, rule, rank, until, guided.moves)

    def _quick(self, rule: Order, outcome: Outcome) -> Iterator[list[Order]]:
        return islice(neighbours(rule, self.problem, outcome), QUICK)

    def bound(self) -> int:
        """No plan costs less than this many fen; 0 where none was found."""
        if self.relaxed is None:
            return 0
        assert self.best is not None
        for _ in range((self.relaxed.affordable - self.relaxed.taken) // SOME):
            before = self.relaxed.bound_minor
            for _ in range(SOME):
                if self._as_good_as_bound:
                    return self.relaxed.bound_minor
                self.relaxed.steps(1)
            now = self.relaxed.bound_minor
            if (now - before) * WORTH < self.best[0].cost_minor - now:
                break
        return self.relaxed.bound_minor

    @property
    def _as_good_as_bound(self) -> bool:
        """Whether nothing cheaper is left to find but a hundredth of a percent, or a few fen."""
        if self.best is None or self.relaxed is None:
            return False
        return nothing_left(self.best[0].cost_minor, self.relaxed.bound_minor)

    def _apart(self, guided: Guided) -> list[tuple[Outcome, Order]]:
        """The best plans so far by orders, the best first, each with other months of settlements than those before."""
        found: list[tuple[Outcome, Order]] = []
        seen: list[object] = []
        for outcome, rule in sorted(self._orders.values(), key=lambda one: rank(one[0])):
            months = guided.settled(outcome) or outcome.closed
            if months not in seen:
                seen.append(months)
                found.append((outcome, rule))
            if len(found) == PATHS:
                break
        return found

    @property
    def _affordable(self) -> int:
        """How many plans can be followed for ``WORK`` months of debts, by the length of the best one."""
        months = 0 if self.best is None else sum(self.best[0].closed)
        return max(WORK * self.tries // TRIES // max(months, 1), LEAST)

    def best_by(self, key: Callable[[Outcome], tuple[int, ...]], tries: int) -> tuple[Outcome, Rule] | None:
        """The plan with the smallest ``key``: of those of the front, and of what lies next to the best orders."""
        known = [(point.outcome, point.rule) for point in self.front.points()]
        if self.best is not None:
            known.append(self.best)
        if not known:
            return None
        found = min(known, key=lambda one: key(one[0]))
        starts = [one for one in known if isinstance(one[1], Order)]
        starts += [(outcome, rule) for rule in self._simple() if (outcome := self.attempt(rule)) is not None]
        until = self.tried + min(tries, self._affordable)
        for outcome, rule in sorted(starts, key=lambda one: key(one[0]))[:3]:
            assert isinstance(rule, Order)
            found = min(found, self._descend(outcome, rule, key, until), key=lambda one: key(one[0]))
        return found

    def _simple(self) -> Iterator[Order]:
        everyone = frozenset(range(len(self.problem.debts)))
        for order in (by_rate(self.problem), by_balance(self.problem)):
            yield Order(order)
            yield Order(order, wait=everyone)
        leave = {at: months for at, debt in enumerate(self.problem.debts) if (months := worth_from(debt))}
        if leave:
            yield Order(by_rate(self.problem), leave=leave)
        yield Order(())

    def _descend(
        self,
        outcome: Outcome,
        rule: Order,
        key: Callable[[Outcome], tuple[int, ...]],
        until: int,
        moves: Moves | None = None,
    ) -> tuple[Outcome, Order]:
        """Move to the first better neighbour for as long as there is one, by ``moves`` (all kinds, where not given).

        Each kind of move is gone through before the next one, from where it helped last: those before that have been
        tried lately.
        """
        places: dict[int, int] = {}
        better = True
        while better:
            better = False
            kinds = neighbours(rule, self.problem, outcome) if moves is None else moves(rule, outcome)
            for kind, orders in enumerate(kinds):
                for step in range(len(orders)):
                    if self.tried >= until or (moves is not None and self._as_good_as_bound):
                        return outcome, rule
                    at = (places.get(kind, 0) + step) % len(orders)
                    found = self.attempt(orders[at])
                    if found is not None and key(found) < key(outcome):
                        outcome, rule, better, places[kind] = found, orders[at], True, at
                        break
                if better:
                    break
        if rank is key:
            self._settled = rule
        return outcome, rule

    def explore(self) -> None:
        """Look for the fewest lenders and for cheaper ways to those, once."""
        if not self.explored:
            self.explored = True
            self.fewest()
            self._polish()
            self.later()

    def _drafted(self) -> None:
        """Follow the sketched orders that promise a point of the front."""
        front = Front(self.problem)
        for outcome, rule in self._drafts:
            front.offer(outcome, rule)
        self._drafts = []
        for point in front.points():
            self.attempt(point.rule)

    def _polish(self) -> None:
        """Go on from the best plan, unless nothing next to it was better already."""
        self._drafted()
        if self.best is None:
            return
        outcome, rule = self.best
        if isinstance(rule, Order) and rule is not self._settled and self._guided is not None:
            self._descend(outcome, rule, rank, self.tried + min(POLISH, self._affordable), self._guided.moves)

    def fewest(self) -> None:
        """For each set of lenders a plan that clears them first, then the rest as cheaply as was found."""
        self._drafted()
        if self.best is None:
            return
        outcome, rule = self.best
        rest = rule.order if isinstance(rule, Order) else by_rate(self.problem)
        if isinstance(rule, Order) and rule.freely and self._guided is not None:
            rest = self._guided.sequence(rule, outcome)
        tail = rest + tuple(index for index in by_rate(self.problem) if index not in rest)
        debts = (self.problem.debts[index] for index in self.problem.by_terms)
        lenders = tuple(dict.fromkeys(debt.lender for debt in debts if is_owed(debt)))
        sets = list(islice(_subsets(lenders), min(SUBSETS, SETS * self._affordable // 6)))
        self._promised(self._drawn(one) for chosen in sets for one in self._clearing(chosen, rest, tail))

    def _clearing(self, chosen: frozenset[int], rest: tuple[int, ...], tail: tuple[int, ...]) -> Iterator[Order]:
        """Orders that clear a set of lenders first, then what is in ``rest``."""
        first = [index for index in tail if self.problem.debts[index].lender in chosen]
        small = sorted(first, key=lambda index: self.problem.debts[index].balance_minor)
        waiting = frozenset(first)
        after = tuple(index for index in rest if index not in waiting)
        for head in {tuple(first), tuple(small)}:
            yield Order((*head, *after), wait=waiting, keen=waiting)
        yield Order((*small, *after), keen=waiting)

    def _drawn(self, rule: Rule) -> tuple[Outcome | None, Rule]:
        """A rule with what it leads to: about, where sketches tell and the money suffices by them; else to the fen."""
        sketch = self._sketch
        if sketch is not None and isinstance(rule, Order | Phases) and sketch.says(rule):
            self._pause()
            found = sketch.follow(rule)
            if found is not None or not self.problem.last_peak:
                return found, rule
        return self.attempt(rule), rule

    def _promised(self, drawn: Iterable[tuple[Outcome | None, Rule]]) -> None:
        """Follow rules of which sketches promise a point of the front."""
        front = Front(self.problem)
        for point in self.front.points():
            front.offer(point.outcome, point.rule)
        for found, rule in drawn:
            if found is not None:
                front.offer(found, rule)
        if self._sketch is not None:
            known = {id(point.rule) for point in self.front.points()}
            for rule in {id(point.rule): point.rule for point in front.points()}.values():
                if id(rule) not in known:
                    self.attempt(rule)

    def later(self) -> None:
        """For each point of the front the same with the cheapest order first, for as long as its month is kept."""
        if self.best is None:
            return
        cheap = self.best[1]
        if not isinstance(cheap, Order):
            return
        left, drawn = LATER * self._affordable // 2, list[tuple[Outcome | None, Rule]]()
        for point in self.front.points():
            if not isinstance(point.rule, Order) or point.month < 2:
                continue
            if left <= 0:
                break
            low, high = 1, point.month  # switching in month low keeps the promise, in month high it does not
            while high - low > 1:
                middle = (low + high) // 2
                found, rule = self._drawn(Phases(((1, cheap), (middle, point.rule))))
                drawn.append((found, rule))
                left -= 1
                kept = found is not None and self.front.month(found, point.at_most) <= point.month
                low, high = (middle, high) if kept else (low, middle)
        self._promised(drawn)


def searched(problem: Problem, tries: int = TRIES, hints: tuple[Rule, ...] = ()) -> Search:
    """A search that has looked for the least cost, for the fewest lenders, and for cheaper ways to those.

    Args:
        problem: the debts and the money.
        tries: how many plans to try for the least cost.
        hints: rules that were good for a problem like this one: what is found is at least as good as they are here.
    """
    search = Search(problem, tries, hints)
    search.least_cost()
    search.explore()
    return search


def rank(outcome: Outcome) -> tuple[int, ...]:
    """Cheaper is better; at one cost the sooner end, then the sooner ends of all."""
    return outcome.cost_minor, outcome.length, sum(outcome.closed)


def _subsets(lenders: tuple[int, ...]) -> Iterator[frozenset[int]]:
    """Sets of lenders to clear first, the small sets first."""
    for size in range(1, len(lenders) + 1):
        yield from map(frozenset, combinations(lenders, size))
