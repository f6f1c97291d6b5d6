"""Which days are worked: weekends, public holidays, and weekend days that are worked instead; as far as it is known.

The days are data of a year that somebody published (``seeds/holidays.toml``). Outside the years that are known a day is
neither worked nor off: nothing is said of it.
"""

from __future__ import annotations

from datetime import date, timedelta

from planner.values import dataclass

_DAY = timedelta(1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkDays:
    """The days from ``since`` to ``until`` (both inclusive) of which it is known whether they are worked.

    ``off`` are the holidays (weekend days may be among them), ``worked`` the weekend days that are worked.
    """

    since: date
    until: date
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def known(self, on: date) -> bool:
        """Whether it is known what that day is."""
        return self.since <= on <= self.until

    def is_off(self, on: date) -> bool:
        """Whether a day that is known is a day off."""
        return on in self.off or (on.weekday() >= _SATURDAY and on not in self.worked)

    def nearest(self, on: date, *, after: bool) -> date | None:
        """``on`` where it is worked, else the first day after it (or the last before it) that is.

        None where that is not known: ``on`` or what would decide lies outside the years that are known.
        """
        step = _DAY if after else -_DAY
        while self.known(on):
            if not self.is_off(on):
                return on
            on += step
        return None
