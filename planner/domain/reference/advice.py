"""What can be done: reasons, strategies, actions, and the pages that explain terms."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.basics.sources import Confidence, Named


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: part of a strategy, moves findings, opens a place of the app. ``repeat``: how to be reminded."""

    code: str
    strategy: str
    moves: tuple[str, ...]
    opens: str
    name: Named
    cost: Named
    takes: Named
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason, a strategy or a point for the industry: a name and what it says."""

    code: str
    name: Named
    text: Named
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A page that explains a term: what it is, why it matters, what moves it, how long that takes, its source."""

    code: str
    name: Named
    what: Named
    why: Named
    moves: Named
    takes: Named
    source: Named
    confidence: Confidence
