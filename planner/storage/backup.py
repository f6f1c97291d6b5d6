"""Verified copies of the database, kept beside it and readable by their owner only; of a locked one locked as it is."""

from __future__ import annotations

import filecmp
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from planner import clock
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.storage import seal
from planner.storage.contents import DERIVED, digest
from planner.storage.damage import BROKEN
from planner.storage.partial import partial, put_new, sweep
from planner.storage.revision import refuse_newer, revision_of
from planner.storage.sqlite import BUSY_MS, connect, pages_are_sound, telling

FOLDER = "backups"
KEPT = 10
RECORDS = ("repayment", "draw", "balance_reading", "statement")  # in every revision
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def folder_of(path: Path) -> Path:
    """Where the backups of the database at ``path`` are kept."""
    return path.absolute().parent / FOLDER


def make(path: Path) -> Path:
    """Copy the database at ``path`` into the ``backups`` folder beside it, check the copy, drop the oldest ones.

    The copy has its name only when it is whole, checked and on disk. What a killed backup has left goes.

    Returns:
        The file of the copy, or the newest one where nothing has changed since. The newest ten that are sound are kept,
        and what is younger than the last of them.

    Raises:
        PlannerError: ``store.damaged`` when what stands is damaged; ``store.backup_failed`` when the copy could not be
            made or differs from the original.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        sweep(folder, path.stem)
        sweep(path.absolute().parent, path.name)
        with partial(folder / _name(path, 0)) as copy:
            with telling(path), closing(connect(path)) as source:
                _fill(source, copy, path)
            target = _same(copy, path) or _named(copy, path)
    except UnicodeDecodeError as error:
        raise PlannerError("store.damaged", path=str(path)) from error
    except (OSError, sqlite3.Error) as error:
        detail = fmt.os_error(error) if isinstance(error, OSError) else str(error)
        raise PlannerError("store.backup_failed", path=str(folder), detail=detail) from error
    _drop_oldest(path)
    return target


def _name(path: Path, number: int) -> str:
    """After the moment, so that the names sort by age."""
    moment = clock.now().replace(":", "").replace("-", "")
    return f"{path.stem}-{moment}-{number:03d}.db"


def _same(copy: Path, path: Path) -> Path | None:
    """The newest backup, where it holds just this: another copy of it would push out an older state for nothing."""
    newest = next(iter(files(path)), None)
    if newest is None or seal.salt_of(newest) != seal.salt_of(copy):
        return None
    if not seal.sealed(copy) and filecmp.cmp(copy, newest, shallow=False):
        return newest
    with suppress(*BROKEN), closing(connect(copy, "ro")) as ours, closing(connect(newest, "ro")) as theirs:
        same = _records(ours) == _records(theirs) and digest(ours) == digest(theirs)
        if same and pages_are_sound(theirs):  # what is not compared may be damaged there
            return newest
    return None


def _records(connection: sqlite3.Connection) -> dict[str, int]:
    return {name: count for name, count in counts(connection).items() if not name.startswith(DERIVED)}


def _named(copy: Path, path: Path) -> Path:
    for number in range(1000):
        target = folder_of(path) / _name(path, number)
        with suppress(FileExistsError):
            put_new(copy, target)
            return target
    raise FileExistsError(copy)


def _fill(source: sqlite3.Connection, target: Path, path: Path) -> None:
    """Copy by SQLite's own backup: copying the file alone would miss what still stands in the write-ahead log."""
    source.execute("BEGIN")
    duplicate(source, target)
    with closing(connect(target)) as copy:
        if not pages_are_sound(copy):  # page by page as the original: so that is damaged
            raise PlannerError("store.damaged", path=str(path))
        if counts(copy) != counts(source):
            raise PlannerError("store.backup_failed", path=str(target.parent), detail="≠")


def duplicated(path: Path, folder: Path) -> Path:
    """The same database once more in ``folder``, plain or locked as it is: for what is tried and thrown away.

    Raises:
        PlannerError: ``store.*`` when it cannot be read, or there is no room for the copy.
    """
    copy = folder / path.name
    copy.touch(0o600)
    with telling(path), closing(connect(path)) as source:
        source.execute("BEGIN")
        duplicate(source, copy)
    return copy


def duplicate(source: sqlite3.Connection, target: Path) -> None:
    """Make the empty file ``target`` a database like ``source``: one file, nothing beside it.

    Raises:
        sqlite3.Error: it cannot be read or written, or is in use for too long.
    """
    deadline = time.monotonic() + BUSY_MS / 1000

    def waited(status: int, _left: int, _pages: int) -> None:
        if status in _BUSY and time.monotonic() > deadline:  # Python itself would ask for ever
            raise TimeoutError

    with closing(connect(target, like=source)) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # it is brought to the disk before it has its name
        try:
            source.backup(copy, progress=waited, sleep=0.05)
        except TimeoutError as error:
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise busy from error
        copy.execute("PRAGMA journal_mode=DELETE")


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def is_there(path: Path) -> bool:
    """Whether there is a backup of the database at ``path`` that is sound, or locked so that nobody knows."""
    for file in files(path):
        if seal.closed(file):  # it may be: what is missing is not made anew
            return True
        with suppress(PlannerError, OSError, *BROKEN), sound(file):
            return True
    return False


def files(path: Path) -> list[Path]:
    """What has the name of a backup of the database at ``path``, sound or not; the newest first."""
    own = re.compile(re.escape(path.stem) + r"-\d{8}T\d{6}Z-\d{3}\.db")
    with suppress(OSError):
        found = [file for file in folder_of(path).iterdir() if own.fullmatch(file.name)]
        return sorted((file for file in found if file.is_file()), reverse=True)
    return []


@contextmanager
def sound(file: Path) -> Iterator[tuple[sqlite3.Connection, str]]:
    """A connection to a backup whose pages are sound and whose tables are ours, with its revision.

    Raises:
        PlannerError: ``store.empty``, ``store.damaged``, ``store.foreign`` …
    """
    if not file.stat().st_size:
        raise PlannerError("store.empty", path=str(file))
    with telling(file), closing(connect(file, "ro")) as connection:
        revision = revision_of(connection, file)
        if revision is None:
            raise PlannerError("store.empty", path=str(file))
        refuse_newer(file, revision)
        if not pages_are_sound(connection):
            raise PlannerError("store.damaged", path=str(file))
        yield connection, revision


def _drop_oldest(path: Path) -> None:
    """What is older than ten sound ones goes; a damaged one is never counted."""
    all_ = files(path)
    counted = 0
    for at, file in enumerate(all_ if len(all_) > KEPT else ()):
        if counted == KEPT:
            for old in all_[at:]:
                with suppress(OSError):
                    old.unlink(missing_ok=True)
            return
        with suppress(PlannerError, OSError, *BROKEN), sound(file):
            counted += 1
