"""The money that is given to claims where it does not suffice, by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import accumulate

from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Purse:
    """The money for claims from today to ``until``: ``now_minor``, and what comes on later days.

    ``living`` is set aside before anything is given, ``buffer_minor`` only where ``keep_buffer``. ``next_on`` is the
    day of the first income after ``until``, if it is known, and ``next_minor`` what of that income nothing else needs
    before the one that follows. ``unsaid_minor`` is set aside, too: it fell due and nobody said whether it was paid.
    ``cash_at_hand``: it is what is at hand and comes by day, not the budget of a plan month. ``since``: the later day
    on which it begins; None where that is today.
    """

    now_minor: int
    until: date
    comes: tuple[tuple[date, int], ...] = ()
    living: tuple[tuple[date, int], ...] = ()
    buffer_minor: int = 0
    keep_buffer: bool = False
    next_on: date | None = None
    next_minor: int = 0
    unsaid_minor: int = 0
    cash_at_hand: bool = False
    since: date | None = None

    @property
    def coming_minor(self) -> int:
        """What comes up to ``until``."""
        return sum(amount for on, amount in self.comes if on <= self.until)

    @property
    def living_minor(self) -> int:
        """What is set aside for living."""
        return sum(amount for on, amount in self.living if on <= self.until)

    def by_day(self, today: date, days: Iterable[date]) -> tuple[tuple[date, ...], tuple[int, ...]]:
        """Days from today to ``until``, and what may have been given by the end of each; never less than before.

        What a later day needs for living is kept from the start on.
        """
        moves = [(max(on, today), amount) for on, amount in self.comes if on <= self.until]
        moves += [(max(on, today), -amount) for on, amount in self.living if on <= self.until]
        last = max(self.until, today)
        places = sorted({today, last, *(on for on, _ in moves), *(min(max(on, today), last) for on in days)})
        start = self.now_minor - self.unsaid_minor - (self.buffer_minor if self.keep_buffer else 0)
        totals = [start + sum(amount for on, amount in moves if on <= place) for place in places]
        kept = list(accumulate(reversed(totals), min))[::-1]
        return tuple(places), tuple(max(amount, 0) for amount in kept)
