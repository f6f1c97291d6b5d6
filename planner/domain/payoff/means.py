"""The money for debts as the person states it, by dates: what a month gives, later changes, lump sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.reach import kept_day
from planner.domain.payoff.model import Budget
from planner.domain.payoff.months import month_of
from planner.errors import PlannerError


@dataclass(frozen=True)
class Means:
    """``monthly_minor`` each month, from each day in ``changes`` on another amount; ``lumps`` are had on their day.

    ``carry`` says whether unused money waits. ``monthly_minor`` is None while the person has not said.
    """

    monthly_minor: int | None = None
    changes: tuple[tuple[date, int], ...] = ()
    lumps: tuple[tuple[date, int], ...] = ()
    carry: bool = True

    def validate(self) -> None:
        """Raises ``PlannerError``: ``plan.budget`` or ``plan.lump`` for an amount below 0 or beyond all measure."""
        amounts = [self.monthly_minor or 0, *(amount for _, amount in self.changes)]
        if not all(0 <= amount <= LIMIT_MINOR for amount in amounts):
            raise PlannerError("plan.budget", field="budget", value_minor=min(amounts), limit_minor=LIMIT_MINOR)
        if not all(0 < amount <= LIMIT_MINOR for _, amount in self.lumps):
            raise PlannerError("plan.lump", field="lump")

    def budget(self, start_on: date) -> Budget:
        """By plan months from ``start_on``: a change counts from the month in which it lies, a past one already.

        Lump sums of days before the start are past; those on it are in the first month.
        """
        steps = sorted((month_of(start_on, on), amount) for on, amount in self.changes)
        monthly = [self.monthly_minor or 0]
        for month, amount in steps:
            monthly += [monthly[-1]] * (month - len(monthly))
            monthly[month - 1] = amount
        lumps = tuple((month_of(start_on, on), amount) for on, amount in self.lumps if on >= start_on)
        return Budget(tuple(monthly), lumps, self.carry)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "monthly_minor": self.monthly_minor,
            "changes": [[on.isoformat(), amount] for on, amount in self.changes],
            "lumps": [[on.isoformat(), amount] for on, amount in self.lumps],
            "carry": self.carry,
        }


def means_from_json(document: dict[str, Any]) -> Means:
    """The inverse of ``Means.to_json``."""
    return Means(
        document["monthly_minor"],
        _dated(document["changes"]),
        _dated(document["lumps"]),
        document["carry"],
    )


def _dated(pairs: Iterable[list[Any]]) -> tuple[tuple[date, int], ...]:
    return tuple((kept_day(on), int(amount)) for on, amount in pairs)
