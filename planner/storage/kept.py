"""What is kept as it was written, documents included: reviews, plans, what-ifs."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One thing decided in a review. ``kind`` is a code or empty; ``done_on`` is None while it is open."""

    id: int
    review_id: int
    position: int
    text: str
    loan_id: int | None
    kind: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A weekly review. ``week_on`` is the Monday of its ISO week; ``saved_at`` is None while it is unfinished."""

    id: int
    week_on: date
    started_at: str
    saved_at: str | None
    stage: str
    progress: dict[str, Any]
    summary: dict[str, Any]
    note: str
    commitments: tuple[CommitmentLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An adopted payoff plan: it never changes but to end. ``ended_on`` is None while it is in force.

    ``document`` is that of ``payoff.baseline.document_of``; the one with the highest ``version`` is followed.
    """

    id: int
    version: int
    adopted_on: date
    goal: str
    means: dict[str, Any]
    document: dict[str, Any]
    ended_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A what-if with a name."""

    id: int
    name: str
    document: dict[str, Any]
