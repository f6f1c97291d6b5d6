"""Orders that are worth following to the fen: from what prices say to better ones next to them, all by sketches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from planner.domain.payoff.engine.outcome import Outcome
from planner.domain.payoff.search.bound import Priced
from planner.domain.payoff.search.evidence import within
from planner.domain.payoff.search.guided import Guided
from planner.domain.payoff.search.moves import mingled
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.sketch import Sketch
from planner.values import dataclass, field, replace

REPAIRS = 12  # settlements that are put off until the money suffices
BEGINNING = 3  # one part in so many of the sketches is for orders to begin with
NEAR = 5  # kinds of moves that are tried before another sequence of settlements

Draft = tuple[Outcome, Order]
"""An order with its sketch."""


@dataclass
class Drafts:
    """Looks for a good order by the prices and moves of ``guided``; ``pause`` is called before each sketch.

    The smaller its ``rank``, the better a plan is. All sketches are kept in ``made``.
    """

    guided: Guided
    sketch: Sketch
    pause: Callable[[], None]
    rank: Callable[[Outcome], tuple[int, ...]]
    made: list[Draft] = field(default_factory=list)
    _seen: set[object] = field(default_factory=set)
    _until: int = 0

    def found(self, priced: Iterable[Priced], known: Iterable[Draft], most: int) -> list[Draft]:
        """The best order near the best of what the debts would do at prices and of ``known`` plans, and that one.

        At most so many are sketched. Nothing is found where the money suffices for none of those to begin with.
        """
        self._until = most // BEGINNING
        starts = [*self._again(known), *self._mingled(), *self._starts(priced)]
        if not starts:
            return []
        start = min(starts, key=lambda one: self.rank(one[0]))
        self._until = most
        return [self._descend(start), start]

    def _starts(self, priced: Iterable[Priced]) -> Iterator[Draft]:
        for one in priced:
            for rule in self.guided.starts(one):
                if self.sketch.count >= self._until:
                    return
                plain = self.guided.alone(rule)
                if plain is not None and (draft := self._repaired(plain)) is not None:
                    yield draft

    def _mingled(self) -> Iterator[Draft]:
        for rule in mingled(self.guided.problem):
            if self.sketch.count >= self._until:
                return
            plain = replace(rule, freely=True)
            if (found := self._follow(plain)) is not None:
                yield found, plain

    def _again(self, known: Iterable[Draft]) -> Iterator[Draft]:
        """Plans with their settlements in months of their own."""
        for outcome, rule in known:
            plain = self.guided.settling(rule, outcome)
            if (found := self._follow(plain)) is not None:
                yield found, plain

    def _repaired(self, rule: Order) -> Draft | None:
        """An order with settlements put off, those that prices mind least, until the money suffices."""
        later: Order | None = rule
        for _ in range(REPAIRS):
            if later is None or not self._is_new(later):
                return None
            found = self._sketched(later)
            if found is not None:
                return found, later
            later = self.guided.put_off(later, self.sketch.failed)
        return None

    def _descend(self, draft: Draft) -> Draft:
        """To the first better neighbour for as long as there is one."""
        places: dict[int, int] = {}
        better: Draft | None = draft
        while better is not None:
            draft = better
            if self._as_good_as_bound(draft[0].cost_minor):
                break
            kinds = enumerate(self.guided.moves(draft[1], draft[0]))
            better = (
                self._better(draft, islice(kinds, NEAR), places)
                or self._in_sequence(draft)
                or self._better(draft, kinds, places)
            )
        return draft

    def _as_good_as_bound(self, cost_minor: int) -> bool:
        return cost_minor - self.guided.relaxed.bound_minor <= within(cost_minor)

    def _better(self, draft: Draft, kinds: Iterable[tuple[int, list[Order]]], places: dict[int, int]) -> Draft | None:
        """The first better order, each kind gone through from where it helped last."""
        for kind, orders in kinds:
            for step in range(len(orders)):
                if self.sketch.count >= self._until:
                    return None
                at = (places.get(kind, 0) + step) % len(orders)
                found = self._follow(orders[at])
                if found is not None and self.rank(found) < self.rank(draft[0]):
                    places[kind] = at
                    return found, orders[at]
        return None

    def _in_sequence(self, draft: Draft) -> Draft | None:
        """A better order by the months in which loans can be settled one after the other in another sequence."""
        outcome, rule = draft
        for sequence in self.guided.sequences(rule, outcome):
            if self.sketch.count >= self._until:
                return None
            found = self._follow(sequence)
            plain = None if found is None else self.guided.settling(rule, found)
            then = None if plain is None else self._follow(plain)
            if plain is not None and then is not None and self.rank(then) < self.rank(outcome):
                return then, plain
        return None

    def _follow(self, rule: Order) -> Outcome | None:
        """The sketch of an order; None where the money does not suffice, or it was sketched before."""
        return self._sketched(rule) if self._is_new(rule) else None

    def _sketched(self, rule: Order) -> Outcome | None:
        self.pause()
        found = self.sketch.follow(rule)
        if found is not None:
            self.made.append((found, rule))
        return found

    def _is_new(self, rule: Order) -> bool:
        key = rule.key
        if key in self._seen:
            return False
        self._seen.add(key)
        return True
