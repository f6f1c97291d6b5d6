"""What cash bears of a plan's payments: by month and debt, so that nothing is paid early before its money is there.

``Bears`` is what is known beforehand: it follows from the days of income and costs and from what falls due while
nothing is paid early. ``Slots`` is the same for a budget, month after month: a month falls into the days on which its
debts are paid. ``Room`` follows a plan and says what can still be paid on a debt in the running month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from planner.values import dataclass

_UNSEEN = 10**9  # days behind all that are in sight
SLACK = 100  # fen that roundings may make what falls due dearer than it is while nothing is paid early


@dataclass(frozen=True, slots=True)
class Bears:
    """The payments that cash bears; fen.

    Attributes:
        required: by month and debt, in the order of their ids, what is asked for while nothing is paid early. Of later
            months it is not known.
        days: by month and debt: its id, the number of the day on which it is paid, and what at most may have been paid
            on all debts by the end of that day. Debts whose day is not in sight any more are left out.
    """

    required: tuple[tuple[int, ...], ...]
    days: tuple[tuple[tuple[int, int, int], ...], ...]

    def binds(self, brings: Iterable[int]) -> bool:
        """Whether months that bring so much would pay anything before its money is there."""
        money = 0
        for amount, days in zip(brings, self.days, strict=False):
            money += amount
            if any(most < money for _, _, most in days):
                return True
        return False


class Slot(NamedTuple):
    """A day of a month: the positions of the debts that are paid on it, what may have been paid by its end in all."""

    places: tuple[int, ...]
    most_minor: int


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a month on which debts are paid, rising.

    ``most_minor``: what may have been paid by the end of each in all; ``ranks``: on which of them a debt is paid, by
    its position; a debt that is left out is paid behind them.
    """

    most_minor: tuple[int, ...]
    ranks: Mapping[int, int]

    def slots(self) -> Iterator[Slot]:
        """Day by day."""
        for rank, most in enumerate(self.most_minor):
            yield Slot(tuple(place for place, at in self.ranks.items() if at == rank), most)


class Slots:
    """The days of each month with what cash bears, for months that bring so much.

    Behind the days in sight it is supposed to go on as in the last month that is seen: what was not there by the day of
    a debt then, is not there by its day in later months either. Not where unused money is spent elsewhere.

    Args:
        bears: what is known.
        ids: the debts in the order of their positions.
        brings: what a month (1 …) brings.
        carry: whether unused money waits.
    """

    def __init__(self, bears: Bears, ids: Sequence[int], brings: Sequence[int], *, carry: bool) -> None:
        self._required, self._every = bears.required, tuple(range(len(ids)))
        self._money, self._steady = list(accumulate(brings)), brings[-1]
        places, seen = {debt: place for place, debt in enumerate(ids)}, dict[int, tuple[int, int]]()
        self._known: dict[int, Days | None] = {}  # the same for everybody who asks, whenever
        for number, days in enumerate(bears.days, 1):
            found = [(on, places[debt], most) for debt, on, most in days]
            now = {place for _, place, _ in found}
            found += [one for one in _behind(seen, self.money(number)) if one[1] not in now]
            self._known[number] = self._together(found, number)
            if carry:  # days that are not seen any more come behind those that are, in the order that they had
                order = sorted({on for on, _, _ in found})
                seen = {place: (order.index(on), self.money(number) - most) for on, place, most in found}
        self._seen = seen

    def money(self, number: int) -> int:
        """What the months up to one bring in all."""
        known = len(self._money)
        return self._money[number - 1] if number <= known else self._money[-1] + (number - known) * self._steady

    def month(self, number: int) -> Days | None:
        """The days of a month, rising; None where all that the budget brings is there by the first of them."""
        if number not in self._known:
            self._known[number] = self._together(_behind(self._seen, self.money(number)), number)
        return self._known[number]

    def _together(self, days: Iterable[tuple[int, int, int]], number: int) -> Days | None:
        """The debts of one day together."""
        by_day: dict[int, list[tuple[int, int]]] = {}
        for on, place, most in sorted(days):
            by_day.setdefault(on, []).append((place, most))
        tops = tuple(min(most for _, most in found) for found in by_day.values())
        if min(tops, default=self.money(number)) >= self.money(number):
            return None
        return Days(tops, {place: rank for rank, found in enumerate(by_day.values()) for place, _ in found})

    def bounds(self, last: int) -> list[tuple[Slot, ...]]:
        """The days of the months up to ``last``, with what no plan has paid in all by the end of each.

        That is more than what cash bears where what is required makes it so: it is paid all the same. Every debt has
        its place in every month.
        """
        found: list[tuple[Slot, ...]] = []
        most = 0
        for number in range(1, last + 1):
            money = self.money(number)
            days, required = self.month(number), self._required[number - 1 : number]
            if days is None or not required:
                most = money
                found.append((Slot(self._every, most),))
                continue
            made = []
            for slot in days.slots():
                asked = sum(required[0][place] for place in slot.places)
                most = max(most, min(max(slot.most_minor, most + asked), money))
                made.append(Slot(slot.places, min(most + SLACK, money)))
            unseen = tuple(place for place in self._every if place not in days.ranks)
            if unseen:  # of no month a day in sight: paid behind all that are, with all that the month brings
                most = money
                made.append(Slot(unseen, money))
            found.append(tuple(made))
        return found


class Room:
    """What cash bears of extra payments while a plan is followed; asked month after month."""

    __slots__ = ("_left", "_paid", "_ranks", "_slots", "_spent")

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._paid = self._spent = 0  # in the months before, and in this one
        self._left: list[int] = []
        self._ranks: Mapping[int, int] = {}

    def open(self, month: int, places: Iterable[int], due: Iterable[tuple[int, int, int]], required_minor: int) -> None:
        """A month in which so much is required in all, and of each debt what its first figure in ``due`` says."""
        self._paid += self._spent
        self._spent = required_minor
        days = self._slots.month(month)
        if days is None:
            self._left, self._ranks = [], {}
            return
        self._ranks = ranks = days.ranks
        behind = len(days.most_minor)  # a day that is not in sight any more
        asked = [0] * (behind + 1)
        for place, row in zip(places, due, strict=True):
            asked[ranks.get(place, behind)] += row[0]
        self._left = list(map(sub, days.most_minor, accumulate(asked[1:], initial=self._paid + asked[0])))

    def of(self, place: int) -> int | None:
        """What can still be paid extra on a debt this month, below 0 where it is too much already; None: any amount."""
        return min(self._left[self._ranks.get(place, len(self._left)) :], default=None)

    def take(self, place: int, amount_minor: int) -> None:
        """So much is paid extra on a debt: it is missing from its day on."""
        self._spent += amount_minor
        for rank in range(self._ranks.get(place, len(self._left)), len(self._left)):
            self._left[rank] -= amount_minor

    def absent(self, places: Iterable[int], cash_minor: int) -> int:
        """What of the money left at the end of the month could be paid on none of these debts, as it is not there."""
        rooms = [self.of(place) for place in places]
        if not rooms or None in rooms:
            return 0
        return max(cash_minor - max(max(room or 0 for room in rooms), 0), 0)


def _behind(seen: Mapping[int, tuple[int, int]], money: int) -> list[tuple[int, int, int]]:
    """The days of debts behind those in sight, given by the last that is seen and what lacks on it."""
    return [(on + _UNSEEN, place, money - lacks) for place, (on, lacks) in seen.items()]
