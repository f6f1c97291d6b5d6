"""What can be done: reasons, strategies, actions, and the pages that explain terms."""

from __future__ import annotations

from datetime import date

from planner.domain.basics.sources import Confidence, Fact, Named
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: part of a strategy, moves findings, opens a place of the app. ``repeat``: how to be reminded.

    ``fact``: where its figures come from; None where it names none.
    """

    code: str
    strategy: str
    moves: tuple[str, ...]
    opens: str
    name: Named
    cost: Named
    takes: Named
    repeat: str = ""
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason, a strategy or a point for the industry: a name, what it says, and where that comes from."""

    code: str
    name: Named
    text: Named
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A page that explains a term: what it is, why it matters, what moves it, how long that takes.

    ``source`` is where the page comes from, ``checked_on`` the day on which it was last looked up.
    """

    code: str
    name: Named
    what: Named
    why: Named
    moves: Named
    takes: Named
    source: Named
    confidence: Confidence
    checked_on: date
