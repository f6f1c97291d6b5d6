"""The budget of a month from what comes in and what living costs, where the person named no amount.

By budget month, the whole of each: certain income of its days less living costs of its days. From that:

* Cash at hand is no income: it raises no budget. But money that is not there cannot be spent: of the month that is
  running no more is left than what is at hand, with its certain income and living costs still to come, is above the
  buffer and above what falls due after it before the next income (``room_minor``, from ``cash.budget.room``).
* So the buffer is filled once: what lacks of it is taken from the running month and, where that brings too little, from
  the next ones. Later months ask for nothing more.
* A month whose costs exceed its income brings nothing, and the gap lowers the next one, and so on until it is made up.

Income 8,000 on the 10th, living 5,000 on the 1st, buffer 2,000, asked on the 1st before anything moved:

* 5,500 at hand: 5,500 + 8,000 − 5,000 − 2,000 = 6,500 of room; the month brings its 3,000, so does every other.
* 500 at hand: 1,500 of room. The month brings 1,500 and the buffer is full at its end; the next ones bring 3,000.
* 500 at hand and a buffer of 7,000: −3,500 of room. This month brings nothing, nor does the next one (3,000 − 3,500),
  the third one 3,000 − 500 = 2,500, and from then on each 3,000.
* on the 20th, 2,600 at hand, nothing more to come, 1,000 repaid on the 12th: 2,000 of the month are not repaid, and
  2,600 − 2,000 = 600 are above the buffer: 600 are left (1,400 went elsewhere), later months bring 3,000.
* a third month with a bill of 4,500 beside the 5,000: −1,500, so it brings nothing and the fourth one 1,500.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.domain.basics.reach import kept_day
from planner.domain.payoff.debts.months import Months
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Flow:
    """What months bring, by certain income less living costs.

    Attributes:
        nets: days from which on a month brings so much, fen, below 0 where it costs more; rising, the last holds on.
        as_of: the day for which there is ``room_minor``; for no other there is one.
        room_minor: what the running month can spend from that day on so that the buffer is whole at its end; below 0:
            so much is lacking even then. None: ``nets`` hold what months bring already.
        singles: what comes once and is a part of ``nets``, by day: the same sum named beside them is no more money.
    """

    nets: tuple[tuple[date, int], ...]
    as_of: date
    room_minor: int | None = None
    singles: tuple[tuple[date, int], ...] = ()

    def by_month(self, months: Months) -> list[int]:
        """What each month brings before gaps, from month 1 to the last that differs from the one before it."""
        found = [self.nets[0][1] if self.nets else 0]
        for on, net in self.nets:
            month = months.of(on)
            found += [found[-1]] * (month - len(found))
            found[month - 1] = net
        return found

    def room(self, start_on: date) -> int | None:
        """The room of a plan that starts on a day; None where it is not known."""
        return self.room_minor if start_on == self.as_of else None

    def to_json(self) -> dict[str, Any]:
        """As it is kept with an adopted plan."""
        return {
            "nets": [[on.isoformat(), net] for on, net in self.nets],
            "as_of": self.as_of.isoformat(),
            "room_minor": self.room_minor,
            "singles": [[on.isoformat(), amount] for on, amount in self.singles],
        }


def flow_from_json(document: dict[str, Any]) -> Flow:
    """The inverse of ``Flow.to_json``."""
    nets = tuple((kept_day(on), int(net)) for on, net in document["nets"])
    room = document["room_minor"]
    singles = tuple((kept_day(on), int(amount)) for on, amount in document.get("singles", ()))
    return Flow(nets, kept_day(document["as_of"]), None if room is None else int(room), singles)


def made_up(nets: Sequence[int]) -> list[int]:
    """What each month brings once the gaps of those before it are made up; never below 0.

    The last amount holds on, so the list grows until the last gap is made up. A gap that no month makes up, because
    the last one brings nothing, stays out: nothing is brought for ever.
    """
    found: list[int] = []
    gap = 0
    for net in nets:
        found.append(max(net - gap, 0))
        gap = max(gap - net, 0)
    last = nets[-1]
    if last <= 0:
        return found
    while gap:
        found.append(max(last - gap, 0))
        gap = max(gap - last, 0)
    return found if found[-1] == last else [*found, last]
