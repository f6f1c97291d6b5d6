"""What is read again after a write: no more than it can have changed, and of accounts only those that it touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.overview.parts import PARTS, READ_AGAIN, READERS, UNTOLD
from planner.storage import journal, snapshot, standing, touched
from planner.storage.shelf import Shelf, Shelved
from planner.values import replace

if TYPE_CHECKING:
    from sqlite3 import Connection

    from planner.storage.journal import Operation
    from planner.storage.topics import Topic

Seen = tuple[int, int, int, int]
"""Where the journal stood, as ``journal.standing`` tells."""


def everything(connection: Connection, shelf: Shelf | None, today: date, before: Book | None = None) -> dict[str, Any]:
    """All that an overview is made of: with a shelf without the records of what is kept for ``today``.

    Accounts of the book ``before`` that have their records are read with them again, so that it is seen whether one has
    changed.
    """
    if shelf is not None:
        shelf.moved = False
    parts = {name: read(connection) for name, read in READERS.items() if name != "accounts"}
    parts["accounts"] = _accounts(connection, shelf, today, before)
    return _with_book(parts, Book()) | {"seen": journal.standing(connection)}


def _accounts(connection: Connection, shelf: Shelf | None, today: date, before: Book | None) -> tuple[Account, ...]:
    kept = {} if shelf is None else standing.of_day(connection, today)
    if before is not None:
        waiting = {account.loan.id for account in before.accounts if isinstance(account, Shelved)}
        kept = {loan_id: one for loan_id, one in kept.items() if loan_id in waiting}
    if shelf is None or not kept:
        return snapshot.accounts(connection)
    shelf.open()
    return snapshot.accounts_kept(connection, kept, shelf)


def after(
    connection: Connection,
    book: Book,
    seen: Seen,
    topics: frozenset[Topic],
    operation: Operation | None,
    shelf: Shelf | None,
    today: date,
) -> dict[str, Any]:
    """What may be another than it was when the journal stood as ``seen``; all of it if somebody else has written since.

    Args:
        connection: reads.
        book: as it was.
        seen: where the journal stood then.
        topics: what the write changed.
        operation: the entry that it became, or moved; None for none.
        shelf: where records wait; None where all were read.
        today: the day of which answers may be kept.
    """
    now = journal.standing(connection)
    moved = shelf is not None and shelf.moved
    if moved or not (topics <= READ_AGAIN.keys() and _alone(seen, now, operation)):
        return everything(connection, shelf, today, book)
    names = dict.fromkeys([*UNTOLD, *(name for topic in topics for name in READ_AGAIN[topic])])
    return _with_book(dict(_read(connection, names, book, operation, shelf, today)), book) | {"seen": now}


def _read(
    connection: Connection,
    names: dict[str, None],
    book: Book,
    operation: Operation | None,
    shelf: Shelf | None,
    today: date,
) -> Iterator[tuple[str, Any]]:
    ids = touched.accounts_of(connection, operation.id) if operation is not None and "accounts" in names else None
    for name in names:
        if name == "accounts" and ids is not None:
            yield name, snapshot.accounts_again(connection, book.accounts, ids)
        elif name == "accounts":
            yield name, _accounts(connection, shelf, today, book)
        else:
            yield name, READERS[name](connection)


def _alone(seen: Seen, now: Seen, operation: Operation | None) -> bool:
    """Whether the journal moved by just the one write that is known."""
    if now[3] != seen[3]:
        return False
    moved = now[0] - seen[0], now[1] - seen[1]
    return moved == (0, 0) if operation is None else moved in ((1, operation.id), (-1, -operation.id))


def _with_book(parts: dict[str, Any], book: Book) -> dict[str, Any]:
    """The parts by the names of an overview: those of the book take the places of what ``book`` has."""
    own = {name: part for name, part in parts.items() if name in PARTS}
    others = {name: part for name, part in parts.items() if name not in PARTS}
    return others | {"book": replace(book, **own)} if own else others
