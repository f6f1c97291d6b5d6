"""Accounts whose many records are read when somebody asks for them: what most questions need is kept."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.storage import standing
from planner.storage.rows.records import OF_ACCOUNT
from planner.storage.sqlite import connect, telling
from planner.storage.standing import Kept

LATE = ("draws", "repayments", "readings", "statements")  # read at the first question; the others are few
_SLOTS: dict[str, Any] = {name: vars(Account)[name] for name in Account.__slots__}


class Shelf:
    """Where the records of the accounts stand that were not read yet; all come by one connection, which stays open.

    Each account is read as it was when its terms were, as its stamp shows. Where it was changed meanwhile its records
    are those of now, and the shelf has ``moved``: what is known is to be read anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None
        self.moved = False

    def open(self) -> None:
        """Open the file that is read now, so that it is the one that is read later.

        Raises:
            PlannerError: ``store.*``.
        """
        with self._lock, telling(self._path):
            self._open()

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect(self._path)
            self._connection.execute("PRAGMA query_only=ON")
        return self._connection

    def records(self, loan_id: int, stamp: int, name: str) -> tuple[Any, ...]:
        """The records of a kind of an account.

        Raises:
            PlannerError: ``store.*`` when the file cannot be read.
        """
        rows = OF_ACCOUNT[name]
        with self._lock, telling(self._path):
            connection = self._open()
            connection.execute("BEGIN")
            try:
                self.moved |= standing.stamp_of(connection, loan_id) != stamp
                found = connection.execute(rows.select(where="WHERE loan_id = ?"), (loan_id,))
                return tuple(map(rows.from_row, found))
            finally:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")


def _late(name: str) -> Any:
    slot = _SLOTS[name]

    def get(self: Shelved) -> Any:
        try:
            return slot.__get__(self)
        except AttributeError:
            found = self.shelf.records(self.loan.id, self.kept.stamp, name)
            slot.__set__(self, found)
            return found

    return property(get)


class Shelved(Account):
    """An account of which answers are ``kept``, and whose records wait on a shelf."""

    __slots__ = ("kept", "shelf")
    kept: Kept
    shelf: Shelf

    def __new__(cls, *given: Any, **named: Any) -> Any:
        """Made of all its records, as ``replace`` does, it is an account like any other."""
        return Account(*given, **named)

    def __eq__(self, other: object) -> bool:
        """Of one stamp and the same terms: the same records."""
        if not isinstance(other, Shelved):
            return NotImplemented
        return self.kept.stamp == other.kept.stamp and self.loan == other.loan

    def __hash__(self) -> int:
        return hash(self.loan.id)

    def __reduce__(self) -> Any:
        return Account, tuple(getattr(self, name) for name in _SLOTS)


for _name in LATE:
    setattr(Shelved, _name, _late(_name))


def shelved(shelf: Shelf, kept: Kept, loan: Loan, few: dict[str, Any]) -> Shelved:
    """An account by its terms and those of its records that are read at once, by attribute."""
    account = object.__new__(Shelved)
    for name, value in {"loan": loan, **few}.items():
        _SLOTS[name].__set__(account, value)
    Shelved.__dict__["kept"].__set__(account, kept)
    Shelved.__dict__["shelf"].__set__(account, shelf)
    return account
