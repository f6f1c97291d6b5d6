"""The money for debts as the person states it, by dates: what a month gives, later changes, lump sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.reach import kept_day
from planner.domain.payoff.model import Budget
from planner.domain.payoff.months import Months
from planner.errors import PlannerError

LAST = 31  # of the days of a month


@dataclass(frozen=True)
class Means:
    """``monthly_minor`` each month, from each day in ``changes`` on another amount; ``lumps`` are had on their day.

    ``carry`` says whether unused money waits. ``monthly_minor`` is None while the person has not said. The months begin
    on day ``payday`` (1: months of the calendar, see ``months.Months``).
    """

    monthly_minor: int | None = None
    changes: tuple[tuple[date, int], ...] = ()
    lumps: tuple[tuple[date, int], ...] = ()
    carry: bool = True
    payday: int = 1

    def validate(self) -> None:
        """Raises ``PlannerError``: ``plan.budget`` or ``plan.lump`` for an amount below 0 or beyond all measure.

        ``plan.payday`` for a day that no month has.
        """
        amounts = [self.monthly_minor or 0, *(amount for _, amount in self.changes)]
        if not all(0 <= amount <= LIMIT_MINOR for amount in amounts):
            raise PlannerError("plan.budget", field="budget", value_minor=min(amounts), limit_minor=LIMIT_MINOR)
        if not all(0 < amount <= LIMIT_MINOR for _, amount in self.lumps):
            raise PlannerError("plan.lump", field="lump")
        if not 1 <= self.payday <= LAST:
            raise PlannerError("plan.payday", field="payday", value=self.payday)

    def budget(self, start_on: date, repaid_minor: int = 0, held_minor: int = 0) -> Budget:
        """By budget months from ``start_on``: a change counts from the month in which it lies, a past one already.

        Month 1 brings the amount of the whole month that is running, with every lump sum whose day lies in it, past or
        not, and what earlier months have kept for it (``held_minor``, only where unused money waits), less what was
        repaid in it already (``repaid_minor``); not below 0. Lump sums of earlier months are past.
        """
        months = Months(start_on, self.payday)
        monthly = [self.monthly_minor or 0]
        for on, amount in sorted(self.changes, key=lambda change: change[0]):
            month = months.of(on)
            monthly += [monthly[-1]] * (month - len(monthly))
            monthly[month - 1] = amount
        lumps = []
        had = (months.opened_on, held_minor if self.carry else 0)
        for on, amount in (had, *self.lumps):
            if on < months.opened_on:
                continue
            month = months.of(on)
            used = min(repaid_minor, amount) if month == 1 else 0
            repaid_minor -= used
            if amount > used:
                lumps.append((month, amount - used))
        return Budget(tuple(monthly), tuple(lumps), self.carry, repaid_minor)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "monthly_minor": self.monthly_minor,
            "changes": [[on.isoformat(), amount] for on, amount in self.changes],
            "lumps": [[on.isoformat(), amount] for on, amount in self.lumps],
            "carry": self.carry,
            "payday": self.payday,
        }


def means_from_json(document: dict[str, Any]) -> Means:
    """The inverse of ``Means.to_json``."""
    return Means(
        document["monthly_minor"],
        _dated(document["changes"]),
        _dated(document["lumps"]),
        document["carry"],
        document.get("payday", 1),  # means kept before there was a choice go by months of the calendar
    )


def _dated(pairs: Iterable[list[Any]]) -> tuple[tuple[date, int], ...]:
    return tuple((kept_day(on), int(amount)) for on, amount in pairs)
