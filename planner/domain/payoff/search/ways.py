"""The cheapest way of one debt where the money of each month has a price: what a bound adds up.

What does not depend on the prices is worked out once for each debt (``known_before``), for they are asked many times.
Figures are floats, rounded down by what each rounding of interest may take.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add, mul

from planner.values import dataclass, field

HALF_FEN = 0.5
ABOUT = 1.003  # prices that differ by less are about the same
_Stream = dict[int, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest way of one debt at given prices: its worth, and the money it takes in each month.

    ``ends`` is the month in which all of it is paid before its time, ``early`` the one in which most is paid early;
    0: there is none.
    """

    worth: float
    money: _Stream
    ends: int = 0
    early: int = 0


@dataclass(frozen=True, slots=True)
class Ladder:
    """Payments that are made up to some month, in which the rest is paid as well.

    By rung: its ``months``, what is ``asked`` for, and what the ``rest`` takes beside that (inf: not to be had). The
    last rung asks for all, unless something is ``open`` then.
    """

    months: tuple[int, ...]
    asked: tuple[float, ...]
    rest: tuple[float, ...]
    open: float = 0.0

    def cheapest(self, prices: Sequence[float]) -> Choice:
        """The rung with the cheapest end."""
        at = [prices[month - 1] for month in self.months]
        paid = list(accumulate(map(mul, self.asked, at)))
        ends = list(map(add, paid, map(mul, self.rest, at)))
        whole = (paid[-1] if paid else 0.0) + self.open
        best = min(ends, default=math.inf)
        if whole <= best:
            return Choice(whole, _sums(self.months, self.asked))
        rung = ends.index(best)
        money = _sums(self.months[: rung + 1], self.asked)
        month = self.months[rung]
        money[month] += self.rest[rung]
        return Choice(best, money, month, month)

    def dearer(self, prices: Sequence[float]) -> dict[int, float]:
        """By how much each month's end is dearer than the cheapest way; 0 stands for no end before the last rung."""
        at = [prices[month - 1] for month in self.months]
        paid = list(accumulate(map(mul, self.asked, at)))
        ends = dict(zip(self.months, map(add, paid, map(mul, self.rest, at)), strict=True))
        ends = {month: end for month, end in ends.items() if end < math.inf}
        ends[0] = (paid[-1] if paid else 0.0) + self.open
        least = min(ends.values())
        return {month: end - least for month, end in ends.items()}


def _soonest(months: Sequence[int], dear: Sequence[float], about: float = ABOUT) -> int:
    least = min(dear, default=math.inf)
    return next((month for month, one in zip(months, dear, strict=True) if one <= least * about), 1)


def _sums(months: Sequence[int], amounts: Sequence[float]) -> _Stream:
    money: _Stream = {}
    for month, amount in zip(months, amounts, strict=False):
        money[month] = money.get(month, 0.0) + amount
    return money


@dataclass(frozen=True, slots=True)
class Slope:
    """A debt that asks for its minimum: any money may be paid at any time before it ends.

    By month: what a yuan of the start has become (``grown``), the minimum (``least``), and what of the debt minimums
    leave before it, in money of the start (``rest``). It is ``open`` where they do not end it in these months.
    """

    grown: tuple[float, ...]
    least: tuple[float, ...]
    rest: tuple[float, ...]
    open: float

    def cheapest(self, prices: Sequence[float]) -> Choice:
        """The minimum up to the month before it ends, and the rest of the debt in the cheapest month."""
        dear = list(map(mul, self.grown, prices))
        paid = list(accumulate(map(mul, self.least, prices), initial=0.0))
        ends = list(map(add, paid, map(mul, self.rest, accumulate(dear, min))))
        whole = paid[len(self.least)] + self.open
        best = min(ends, default=math.inf)
        if whole <= best:
            return Choice(whole, dict(enumerate(self.least, 1)))
        end = ends.index(best)
        where = dear.index(min(dear[: end + 1]))
        money: _Stream = dict(enumerate(self.least[:end], 1))
        money[end + 1] = 0.0
        money[where + 1] += self.rest[end] * self.grown[where]
        return Choice(best, money, end + 1, where + 1)

    def begins(self, prices: Sequence[float]) -> int:
        """The first month in which paying early is about as cheap as in any."""
        return _soonest(range(1, len(self.grown) + 1), list(map(mul, self.grown, prices)))


@dataclass(frozen=True, slots=True)
class Tolled:
    """A debt whose early payments cost a fee or are not always taken; what a month asks for bears none.

    By rung, amounts in money of the start: its ``months``, what a yuan of the start has ``grown`` to, the ``least`` and
    the ``most`` that it asks for, the ``rest`` that the least leaves before it, what a yuan paid early ``takes`` (inf:
    none is taken), and further ``fees``, in money of its month. ``open`` is left after the last rung.
    """

    months: tuple[int, ...]
    grown: tuple[float, ...]
    least: tuple[float, ...]
    most: tuple[float, ...]
    rest: tuple[float, ...]
    takes: tuple[float, ...]
    fees: tuple[float, ...]
    open: float

    def cheapest(self, prices: Sequence[float]) -> Choice:
        """In the months before the end the least, more where it is asked for, and more at the price of paying early."""
        purse, paid, best, lowest = _Purse(), 0.0, math.inf, math.inf
        ends = early = -1
        kept: list[tuple[float, float, int]] = []
        saved = HALF_FEN * sum(map(_price_of_fee, self.takes, map(prices.__getitem__, (m - 1 for m in self.months))))
        for at, (month, grown, least, most, rest, takes, fee) in enumerate(
            zip(self.months, self.grown, self.least, self.most, self.rest, self.takes, self.fees, strict=True)
        ):
            price = prices[month - 1]
            each = price * grown
            lowest = min(lowest, each)
            if takes < math.inf:
                purse.early = min(purse.early, (each * takes, at))
                if takes > 1.0:
                    paid -= HALF_FEN * price
            before = paid + fee * price
            if before + rest * min(lowest, purse.early[0]) < best:  # else it is dearer in any case
                last = (each, most, at)
                insort(purse.sources, last)
                total = before + purse.costs(rest)
                if total < best:
                    best, ends, early, kept = total, at, purse.early[1], purse.sources.copy()
                purse.sources.remove(last)
            if most > least:
                insort(purse.sources, (each, most - least, at))
            paid = before + least * each
            if paid - saved > best:
                break
        else:
            if self.open > 0:  # what is left is still to be paid, with its interest so far
                purse.early = min(purse.early, (self.grown[-1], -1))
                total = paid + purse.costs(self.open)
                if total < best:
                    best, ends, early, kept = total, len(self.months), purse.early[1], purse.sources
        return self._chosen(best, ends, early, kept, prices)

    def begins(self, prices: Sequence[float]) -> int:
        """The first month in which paying early is about as cheap as in any."""
        at = [prices[month - 1] for month in self.months]
        dear = [a * b * c for a, b, c in zip(at, self.grown, self.takes, strict=True)]
        steady = len({takes for takes in self.takes if takes < math.inf}) < 2
        return _soonest(self.months, dear, ABOUT if steady else 1.0)  # a fee that falls is worth waiting for

    def _chosen(
        self, worth: float, ends: int, early: int, sources: list[tuple[float, float, int]], prices: Sequence[float]
    ) -> Choice:
        """The money of the way that ends at a rung, or behind them all."""
        last = len(self.months)
        money: _Stream = {}
        for at in range(min(ends + 1, last)):
            part = self.least[at] * self.grown[at] if at < ends else 0.0
            month = self.months[at]
            money[month] = money.get(month, 0.0) + part + self.fees[at]
        rest = self.rest[ends] if ends < last else self.open
        dearest = math.inf
        if early >= 0:
            dearest = prices[self.months[early] - 1] * self.grown[early] * self.takes[early]
        elif ends == last:
            dearest = self.grown[-1]
        for price, amount, at in sources:
            if rest <= 0 or price >= dearest:
                break
            part = min(rest, amount)
            rest -= part
            money[self.months[at]] += part * self.grown[at]
        month = self.months[ends] if ends < last else 0
        if rest <= 0 or early < 0:
            return Choice(worth, money, month)
        where = self.months[early]
        money[where] += rest * self.grown[early] * self.takes[early]
        return Choice(worth, money, month, where)


def _price_of_fee(takes: float, price: float) -> float:
    """The price of the fen by which a fee is rounded, where there is one."""
    return price if 1.0 < takes < math.inf else 0.0


@dataclass(slots=True)
class _Purse:
    """Where money for one debt can come from, the cheapest first: price and amount in money of the start, place."""

    sources: list[tuple[float, float, int]] = field(default_factory=list)
    early: tuple[float, int] = (math.inf, -1)  # the cheapest early payment, of which there is any amount

    def costs(self, rest: float) -> float:
        """What ``rest``, in money of the start, costs at least; inf where it is not to be had."""
        cost, dearest = 0.0, self.early[0]
        for price, amount, _ in self.sources:
            if rest <= 0 or price >= dearest:
                break
            if amount >= rest:
                return cost + rest * price
            cost += amount * price
            rest -= amount
        return cost + rest * dearest if rest > 0 else cost


@dataclass(frozen=True, slots=True)
class Parts:
    """A loan by instalments: what comes ``before`` anything can be paid early, fees that ``stay``, the way from there.

    Fees that stay are paid with the end of the loan, if that comes before.
    """

    before: tuple[tuple[int, float], ...]
    stay: tuple[tuple[int, float], ...]
    then: Ladder | Tolled | None
    months: tuple[int, ...] = ()  # in which money is taken early
    grown: tuple[float, ...] = ()  # what a yuan of the first of them has become

    def cheapest(self, prices: Sequence[float]) -> Choice:
        """The cheapest way from the first month on."""
        money: _Stream = dict(self.before)
        paid = sum((amount * prices[month - 1] for month, amount in self.before), 0.0)
        cheapest = math.inf
        for month, fee in self.stay:
            cheapest = min(cheapest, prices[month - 1])
            paid += fee * cheapest
        if self.then is None:
            return Choice(paid, money)
        rest = self.then.cheapest(prices)
        for month, amount in rest.money.items():
            money[month] = money.get(month, 0.0) + amount
        return Choice(paid + rest.worth, money, rest.ends, rest.early)

    def begins(self, prices: Sequence[float]) -> int:
        """The first month in which paying early is about as cheap as in any."""
        if isinstance(self.then, Tolled):
            return self.then.begins(prices)
        return _soonest(self.months, [prices[m - 1] * one for m, one in zip(self.months, self.grown, strict=True)])


@dataclass(frozen=True, slots=True)
class Fixed:
    """Required payments alone, by month, and what is ``open`` behind them."""

    paid: tuple[float, ...]
    open: float

    def cheapest(self, prices: Sequence[float]) -> Choice:
        """The only way there is."""
        worth = sum(map(mul, self.paid, prices)) + self.open
        return Choice(worth, dict(enumerate(self.paid, 1)))

    def begins(self, prices: Sequence[float]) -> int:
        """No money is taken early: any month will do."""
        return 1


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A loan repaid at once: all principal in the month in which a yuan of it is paid the cheapest.

    ``units`` are the interest of a yuan by month, ``takes`` what a yuan paid in a month takes (inf: none is taken
    early), amounts in fen: what is ``owed``, the fees of the loan and what of them is ``kept`` where it ends before,
    and by how much roundings may change all interest paid by a day (``slack``).
    """

    units: tuple[float, ...]
    takes: tuple[float, ...]
    owed: float
    kept: float
    fees: float
    slack: float

    def cheapest(self, prices: Sequence[float]) -> Choice:
        """All in one month: see ``_costs``. What roundings shift from month to month is taken from it."""
        last, least, best, sooner = len(self.units), math.inf, math.inf, math.inf
        lost = before = 0.0
        ends = 0
        for month, cost in self._costs(prices):
            price, takes = prices[month - 1], self.takes[month - 1]
            lost += self.slack * abs(price - before) + HALF_FEN * _price_of_fee(takes, price)
            before = price
            if cost < least:
                least, ends = cost, month
            if month < last:
                sooner = min(sooner, price)
                best = least * self.owed + self.kept * sooner
        best = min(best, least * self.owed + self.fees * before)
        money = {ends: (self.takes[ends - 1] + sum(self.units[:ends])) * self.owed}
        early = ends if ends < last else 0
        return Choice(best - lost - self.slack * before, money, early, early)

    def begins(self, prices: Sequence[float]) -> int:
        """The first month in which paying early is about as cheap as in any."""
        early = [(month, cost) for month, cost in self._costs(prices) if month < len(self.units)]
        return _soonest([month for month, _ in early], [cost for _, cost in early])

    def _costs(self, prices: Sequence[float]) -> Iterator[tuple[int, float]]:
        """What a yuan of principal costs by the month in which it is paid, where it is taken.

        Interest is paid before principal: what grew in a month on principal that is paid in a later one was paid from
        the one to the other, at the least price between.
        """
        stack, waits, interest = list[tuple[float, float]](), 0.0, 0.0
        for month, (unit, takes) in enumerate(zip(self.units, self.takes, strict=True), 1):
            waits += unit
            if takes == math.inf:
                continue
            price = prices[month - 1]
            while stack and stack[-1][0] > price:
                dearer, weight = stack.pop()
                interest, waits = interest - dearer * weight, waits + weight
            stack.append((price, waits))
            interest, waits = interest + price * waits, 0.0
            yield month, price * takes + interest


Known = Ladder | Slope | Tolled | Parts | Fixed | AtOnce
