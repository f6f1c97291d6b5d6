"""What an account answers on a day without its history: as its ledger said it, small enough to be kept."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from planner.domain.figures.told import Past, past_of
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import Due, Figures, Position


class Standing(NamedTuple):
    """The answers at the end of a day.

    Attributes:
        figures: its numbers.
        overdue_minor: as of its position, fen.
        last_number: the number of the last of its dues; None without one.
        live: its dues up to the day ``until``, inclusive, that are not done with (``Due.live``), by due date.
        until: that day.
        past: what became of its dues.
    """

    figures: Figures
    overdue_minor: int
    last_number: int | None
    live: tuple[Due, ...]
    until: date
    past: Past


def standing_of(ledger: Replay, on: date, until: date = date.max) -> Standing:
    """The answers of a ledger on ``on``, the day up to which it has been advanced; dues up to ``until``."""
    numbers = ledger.figures(on)
    return standing_by(numbers, ledger.position(on), past_of(ledger, on), until)


def standing_by(figures: Figures, place: Position, past: Past, until: date = date.max) -> Standing:
    """The same from what is known already of one day."""
    last = place.dues[-1].number if place.dues else None
    live = tuple(due for due in place.dues if due.live and due.due_on <= until)
    return Standing(figures, place.overdue_minor, last, live, until, past)
