"""Everything that is known, to be restored elsewhere or read by other programs."""

from __future__ import annotations

from collections.abc import Iterator

from planner.services import exports
from planner.takeout.asked import Asked


def pieces(asked: Asked) -> Iterator[str]:
    """The database as one JSON document; ``exports.restore`` makes the same database of it."""
    yield from exports.pieces(asked.path)
    yield "\n"
