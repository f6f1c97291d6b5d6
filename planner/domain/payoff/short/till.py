"""The money by day while it is given away where it does not suffice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from planner.domain.payoff.short.purse import Purse


class Take(Protocol):
    """``Till.take`` or ``Till.take_all``."""

    def __call__(self, amount_minor: int, first: date, last: date, /, *, whole: bool) -> list[tuple[date, int]]:
        """Up to so much, or all of it: the days with amounts."""
        ...


class Till:
    """The money by day while it is given away."""

    def __init__(self, days: Iterable[date], purse: Purse, today: date) -> None:
        self.days, self.money = purse.by_day(today, days)
        self.given = [0] * len(self.days)  # by the end of each day

    def take(self, most_minor: int, first: date, last: date, *, whole: bool) -> list[tuple[date, int]]:
        """Up to so much on the first days from ``first`` to ``last``; ``whole``: all on one of them, or nothing."""
        found: list[tuple[date, int]] = []
        left = most_minor
        for place in range(bisect_left(self.days, first), len(self.days)):
            if not left or self.days[place] > last:
                break
            room = min(money - given for money, given in zip(self.money[place:], self.given[place:], strict=True))
            part = min(left, max(room, 0))
            if part == left or (part and not whole):
                found.append((self.days[place], part))
                left -= part
                for later in range(place, len(self.days)):
                    self.given[later] += part
        return found

    def take_all(self, amount_minor: int, first: date, last: date, *, whole: bool) -> list[tuple[date, int]]:
        """The same, but nothing where not all of it is there by ``last``."""
        before = [*self.given]
        found = self.take(amount_minor, first, last, whole=whole)
        if sum(amount for _, amount in found) == amount_minor:
            return found
        self.given = before
        return []

    def give_back(self, payments: Iterable[tuple[date, int]], sign: int = 1) -> None:
        """Payments that are not made after all; with ``sign`` -1 they are again."""
        for on, amount in payments:
            for place in range(bisect_left(self.days, on), len(self.days)):
                self.given[place] -= sign * amount

    @property
    def left_minor(self) -> int:
        """What nobody was given by the last day."""
        return self.money[-1] - self.given[-1]
