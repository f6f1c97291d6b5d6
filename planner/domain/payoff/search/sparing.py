"""A rule for tight money: extra goes only where it makes the months to come ask for less than they would have.

Each month looks ahead, as things stand, at how much more the coming months ask for than they bring. As long as that is
more than there is in hand, money goes where it lowers this most; what lowers it nowhere is kept.
"""

from __future__ import annotations

from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.walk import Walk
from planner.values import dataclass

PARTS = (1, 2, 8)  # of the money in hand: all, half, an eighth
ROUNDS = 5  # payments in one month


@dataclass(frozen=True, slots=True)
class Sparing:
    """``last`` is the month up to which it looks ahead: what comes behind it only falls."""

    last: int

    def spend(self, walk: Walk) -> None:
        """Payments one after the other, each the one that helps most."""
        if walk.month >= self.last:
            return
        lacks = _lacks(walk, self.last)
        for _ in range(ROUNDS):
            if lacks <= 0 or walk.cash <= 0:
                return
            tried = [(self._after(walk, index, amount), index, amount) for index, amount in _choices(walk)]
            best, index, amount = min(tried, default=(lacks, 0, 0))
            if best >= lacks:
                return
            if isinstance(walk.problem.debts[index], Scheduled):
                walk.settle(index)
            else:
                walk.pay(index, amount)
            lacks = _lacks(walk, self.last)

    def rests(self, walk: Walk) -> bool:
        """Never: what it does next depends on what is still to come."""
        return False

    def _after(self, walk: Walk, index: int, amount: int) -> int:
        """What would lack after a payment (of a loan that is settled: after that)."""
        with walk.supposing(index, amount):
            return _lacks(walk, self.last)


def _choices(walk: Walk) -> list[tuple[int, int]]:
    """Debts that take money now, with amounts: a loan's price, or parts of what there is."""
    found: list[tuple[int, int]] = []
    for index in walk.open:
        debt, balance = walk.problem.debts[index], walk.balances[index]
        if not balance:
            continue
        if isinstance(debt, Scheduled):
            price = walk.price(index)
            if price is not None and price <= walk.cash:
                found.append((index, price))
        elif debt.takes(walk.month):
            most = min(walk.most(index), balance)
            found += [(index, most // part) for part in PARTS if most >= part]
    return found


def _lacks(walk: Walk, last: int) -> int:
    """By how much the months up to ``last`` ask for more, at the worst, than they bring with what is in hand."""
    total = worst = 0
    for free in walk.coming(last, {}):
        total -= free
        worst = max(worst, total)
    return worst - walk.cash
