"""Everything that is known, to be restored elsewhere or read by other programs."""

from __future__ import annotations

from collections.abc import Iterator

from planner.services import exports, locking
from planner.takeout.asked import Asked


def pieces(asked: Asked) -> Iterator[str]:
    """The database as one JSON document; ``exports.restore`` makes the same database of it."""
    yield from exports.pieces(asked.path)
    yield "\n"


def locked(asked: Asked) -> Iterator[bytes]:
    """The database, locked by a passphrase of its own, which is asked for.

    Raises:
        PlannerError: ``store.sealed_extra`` without the driver; ``passphrase.*``; ``store.*``.
    """
    locking.check_available(asked.path)
    yield exports.locked(asked.path, asked.passphrase())
