"""Why the debt-free day moved since last week and since the adoption, as one value, and as JSON values and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from typing import Any

from planner.values import dataclass


class Why(StrEnum):
    """Why the debt-free date is another one, in the order in which the parts are told."""

    PAYMENTS = "payments"
    RATE = "rate"
    BORROWED = "borrowed"
    FEE = "fee"
    MONEY = "money"
    BETTER = "better"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shift:
    """By how many days the end moved (positive: later) and how much more is to be paid in interest and fees, fen."""

    days: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The debt-free day of an old plan and that of today, what each still costs from today on, and why they differ.

    ``parts`` holds every cause in the order of ``Why``; together they are exactly the difference.
    """

    since_on: date
    before_on: date
    now_on: date
    before_minor: int
    now_minor: int
    parts: Mapping[Why, Shift]

    @property
    def days(self) -> int:
        """By how many days the end moved; positive: later."""
        return (self.now_on - self.before_on).days


@dataclass(frozen=True, slots=True)
class Saved:
    """What less all debts cost than if since a plan began only what is due had been paid, fen.

    ``so_far_minor`` is what less was paid and is owed by today, ``in_all_minor`` that to the end; None where that
    cannot be said: because only what is due never ends (``endless``), or because it cannot be planned to its end. Below
    0 the plan cost more, as where payments were missed.
    """

    so_far_minor: int
    in_all_minor: int | None
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """Why the debt-free day moved.

    ``week`` is since the last weekly review, or in seven days, not before the adoption; ``adopted`` since the plan was
    adopted. Each is None where a plan is lacking for it, ``saved`` where one from today is.
    """

    week: Moved | None
    adopted: Moved | None
    saved: Saved | None


def as_json(found: Movement | None) -> dict[str, Any] | None:
    """Days positive for later, amounts in fen, dates ISO; ``from_json`` reads it back. None without an adopted plan."""
    if found is None:
        return None
    saved = found.saved
    return {
        "since_week": _moved_json(found.week),
        "since_adoption": _moved_json(found.adopted),
        "saved": None if saved is None else asdict(saved),
    }


def from_json(data: Mapping[str, Any] | None) -> Movement | None:
    """What ``as_json`` wrote.

    Raises:
        KeyError, TypeError, ValueError: for anything else.
    """
    if data is None:
        return None
    saved = data["saved"]
    return Movement(
        _moved(data["since_week"]), _moved(data["since_adoption"]), None if saved is None else Saved(**saved)
    )


def _moved_json(found: Moved | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "since_on": found.since_on.isoformat(),
        "before_on": found.before_on.isoformat(),
        "now_on": found.now_on.isoformat(),
        "days": found.days,
        "before_cost_minor": found.before_minor,
        "now_cost_minor": found.now_minor,
        "parts": {why.value: {"days": one.days, "cost_minor": one.cost_minor} for why, one in found.parts.items()},
    }


def _moved(data: Mapping[str, Any] | None) -> Moved | None:
    if data is None:
        return None
    return Moved(
        since_on=date.fromisoformat(data["since_on"]),
        before_on=date.fromisoformat(data["before_on"]),
        now_on=date.fromisoformat(data["now_on"]),
        before_minor=data["before_cost_minor"],
        now_minor=data["now_cost_minor"],
        parts={Why(why): Shift(**one) for why, one in data["parts"].items()},
    )
