"""What is read again after a write: no more than it can have changed, and of accounts only those that it touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planner.domain.book import Book
from planner.overview.parts import PARTS, READ_AGAIN, READERS, UNTOLD
from planner.storage import journal, snapshot, touched
from planner.values import replace

if TYPE_CHECKING:
    from sqlite3 import Connection

    from planner.storage.journal import Operation
    from planner.storage.topics import Topic

Seen = tuple[int, int, int]
"""Where the journal stood, as ``journal.standing`` tells."""


def everything(connection: Connection) -> dict[str, Any]:
    """All that an overview is made of."""
    parts = {name: read(connection) for name, read in READERS.items()}
    return _with_book(parts, Book()) | {"seen": journal.standing(connection)}


def after(
    connection: Connection, book: Book, seen: Seen, topics: frozenset[Topic], operation: Operation | None
) -> dict[str, Any]:
    """What may be another than it was when the journal stood as ``seen``; all of it if somebody else has written since.

    Args:
        connection: reads.
        book: as it was.
        seen: where the journal stood then.
        topics: what the write changed.
        operation: the entry that it became, or moved; None for none.
    """
    now = journal.standing(connection)
    if not (topics <= READ_AGAIN.keys() and _alone(seen, now, operation)):
        return everything(connection)
    names = dict.fromkeys([*UNTOLD, *(name for topic in topics for name in READ_AGAIN[topic])])
    return _with_book(dict(_read(connection, names, book, operation)), book) | {"seen": now}


def _read(
    connection: Connection, names: dict[str, None], book: Book, operation: Operation | None
) -> Iterator[tuple[str, Any]]:
    ids = touched.accounts_of(connection, operation.id) if operation is not None and "accounts" in names else None
    for name in names:
        if name == "accounts" and ids is not None:
            yield name, snapshot.accounts_again(connection, book.accounts, ids)
        else:
            yield name, READERS[name](connection)


def _alone(seen: Seen, now: Seen, operation: Operation | None) -> bool:
    """Whether the journal moved by just the one write that is known."""
    moved = now[0] - seen[0], now[1] - seen[1]
    return moved == (0, 0) if operation is None else moved in ((1, operation.id), (-1, -operation.id))


def _with_book(parts: dict[str, Any], book: Book) -> dict[str, Any]:
    """The parts by the names of an overview: those of the book take the places of what ``book`` has."""
    own = {name: part for name, part in parts.items() if name in PARTS}
    others = {name: part for name, part in parts.items() if name not in PARTS}
    return others | {"book": replace(book, **own)} if own else others
