"""The door for writes: one transaction, one entry in the journal, one step of undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from planner import clock
from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.ledger.on_time import marred, mended
from planner.domain.ledger.position import position
from planner.errors import PlannerError
from planner.storage import edition, journal, same_file, schema, snapshot
from planner.storage.journal import Moved, Operation
from planner.storage.rows.registry import Kept, rows_of
from planner.storage.same_file import Identity
from planner.storage.seen import Seen, SeenSetting
from planner.storage.sqlite import commit, reading, telling, translated
from planner.storage.topics import Topic
from planner.storage.value_verbs import ByValue
from planner.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlmodel import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpResult(Generic[T]):
    """What a service did: the kinds of things changed, its value, and its entry in the journal (None: no change)."""

    topics: frozenset[Topic]
    value: T
    operation: Operation | None


class Write(ByValue):
    """One open transaction, and what the journal will say of it."""

    def __init__(self, session: Session, code: str, params: dict[str, object]) -> None:
        super().__init__(session)
        self.code = code
        self.params = params
        self._before: dict[int, Account] = {}
        self._moved: Moved | None = None

    def tell(self, **params: object) -> None:
        """Add what the name of the operation says (``op.<code>``), once it is known."""
        self.params.update(params)

    def account(self, loan_id: int) -> Account:
        """The account as it stands inside the transaction.

        Raises:
            PlannerError: ``loan.unknown``.
        """
        found = snapshot.account(self.connection, loan_id)
        self._before.setdefault(loan_id, found)
        return found

    def result(self, value: T) -> OpResult[T]:
        """What the service returns, once the block is left."""
        if self._moved is None:
            return OpResult(frozenset(), value, None)
        return OpResult(self._moved.topics, value, self._moved.operation)

    def _rejudged(self) -> dict[str, list[str]]:
        """Due dates of what this write makes on time that was paid late, and late or missed that was on time."""
        days: dict[str, list[str]] = {"mended": [], "marred": []}
        today = clock.today()
        for loan_id, before in self._before.items():
            if not self.keys(Loan, id=loan_id):
                continue  # deleted
            after = snapshot.account(self.connection, loan_id)
            if after != before:
                was, now = position(before, today).dues, position(after, today).dues
                days["mended"] += [due.due_on.isoformat() for due in mended(was, now)]
                days["marred"] += [due.due_on.isoformat() for due in marred(was, now)]
        return {name: sorted(found) for name, found in days.items() if found}

    def _commit(self, path: Path, expected: Identity) -> None:
        self.params |= self._rejudged()  # what is past is never judged otherwise without a trace
        plain = self.connection
        self._moved = journal.record(plain, self.code, self.params)
        commit(plain, path, expected, None if self._moved is None else journal.kept(self._moved.operation))


def _check_seen(write: Write, seen: Kept | Seen | SeenSetting | None) -> None:
    """A value without an id of its own is compared as ``Seen`` only."""
    if isinstance(seen, SeenSetting):
        before: tuple[Any, ...] = () if seen.value is None else (seen.value,)
        found = tuple(row["value"] for row in write.values("setting", key=seen.key))
    elif isinstance(seen, Seen):
        before, found = seen.values, write.find(seen.kind, of=seen.of, **seen.where)
    elif seen is not None and (key := rows_of(type(seen)).key_of(seen)):
        before, found = (seen,), write.find(type(seen), id=key)
    else:
        return
    if found != before:
        raise PlannerError("store.record_changed" if found else "store.record_gone")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn complaints of SQLite, also those wrapped by SQLAlchemy, into ``PlannerError``."""
    from sqlalchemy.exc import DBAPIError

    try:
        with telling(path):
            yield
    except DBAPIError as error:
        raise translated(error.orig or error, path) or error from error


def load_orm() -> None:
    """What takes long of ``Store.load``, and touches no file."""
    from sqlalchemy.orm import configure_mappers

    from planner.storage import engine, mapped  # noqa: F401  (the mapped classes)

    configure_mappers()


class Store:
    """The database of one person, created or brought up to date when it is opened.

    Writes from several threads follow one another. Reads go past it, through ``snapshot``.

    Raises:
        PlannerError: ``store.*`` when the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        schema.ensure(path)
        self.path = path
        self._lock = RLock()
        self._engine: Engine | None = None
        self._opened: Identity | None = None  # the file that the engine has open
        self._inside = False
        self.edition: int | None = None  # of the content that writes are meant for; None: of whatever the file holds
        self._expected: Kept | Seen | SeenSetting | None = None  # as the person saw it
        self.made: dict[int, Operation] = {}  # the operations that were written through this store, by id

    def load(self) -> None:
        """Load the ORM and open the connection now: half a second that the first write then does not take."""
        with self._lock:
            if self._engine is None:
                load_orm()
                from planner.storage.engine import make_engine

                opened = same_file.meant(self.path)
                engine = make_engine(self.path, journal.follow)
                with _telling(self.path), engine.connect():
                    same_file.check(self.path, opened)
                    self._engine, self._opened = engine, opened

    def _file(self) -> Identity:
        """The file that the engine has open, which is the one that is meant: else the engine opens that one.

        Raises:
            PlannerError: ``store.gone``, ``store.replaced``.
        """
        meant = same_file.meant(self.path)
        if self._opened != meant:
            self.close()
        self.load()
        same_file.check(self.path, meant)
        return meant

    @contextmanager
    def expecting(self, seen: Kept | Seen | SeenSetting | None) -> Iterator[None]:
        """Refuse each write inside the block where something is no longer as the person saw it; None: refuse none.

        Raises:
            PlannerError: ``store.record_changed``, ``store.record_gone`` by the write: nothing is saved.
        """
        with self._lock:
            self._expected = seen
            try:
                yield
            finally:
                self._expected = None

    @contextmanager
    def write(self, code: str, **params: object) -> Iterator[Write]:
        """One transaction that becomes one entry of the journal, named ``op.<code>`` with ``params``.

        An exception inside the block leaves the database untouched.

        Raises:
            PlannerError: ``store.busy``, ``store.full`` … when the database cannot be written; as ``sqlite.commit``;
                ``store.exchanged`` where it holds another content than the one that is meant.
        """
        with self._lock:
            assert not self._inside, "a write inside a write would be two steps of undo"
            expected = self._file()
            from sqlmodel import Session

            self._inside = True
            try:
                with _telling(self.path), Session(self._engine, expire_on_commit=False) as session:
                    session.connection()  # takes the write lock before anything is read
                    write = Write(session, code, params)
                    self._check_edition(write.connection)
                    _check_seen(write, self._expected)
                    yield write
                    write._commit(self.path, expected)
                    if write._moved is not None:
                        self.made[write._moved.operation.id] = write._moved.operation
            finally:
                self._inside = False

    def _check_edition(self, connection: sqlite3.Connection) -> None:
        if self.edition not in (None, edition.of(connection)):
            raise PlannerError("store.exchanged", path=str(self.path))

    def undo(self, first: Callable[[Operation], None] | None = None) -> Moved | None:
        """Take back the latest operation; None when there is nothing to take back. See ``journal.undo``."""
        with self._lock:
            self._look()
            return journal.undo(self.path, first)

    def redo(self) -> Moved | None:
        """Do again what was undone last; None when there is nothing. See ``journal.redo``."""
        with self._lock:
            self._look()
            return journal.redo(self.path)

    def _look(self) -> None:
        if self.edition is not None:
            with reading(self.path) as connection:
                self._check_edition(connection)

    def close(self) -> None:
        """Release the connection; the next write opens it again."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = self._opened = None
