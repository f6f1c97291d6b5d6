"""The shape of the database: read in a millisecond, created from a stored script, brought up to date by Alembic.

Alembic costs half a second, so it is imported only when a database of an earlier revision is opened. A new one is
created from ``migrations/head.sql``; a test proves that the script and the migrations make the same database.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.paths import shipped
from planner.storage import edition, same_file, standing
from planner.storage.partial import sweep
from planner.storage.revision import HEAD as HEAD
from planner.storage.revision import refuse_newer, revision_of
from planner.storage.sqlite import OLDEST, connect, leave_log, telling, translated, writing


def ensure(path: Path, *, looks: bool = False) -> None:
    """Make sure that ``path`` holds a database of this revision: create it, or bring it up to date after a backup.

    A new folder is made 0700 and the file 0600, so that only their owner reads them.

    Nothing, or an empty file, is a new database only where no good backup says that there was one already.

    ``looks``: whoever asks will only read, so one of this revision stays as an earlier version has left it.

    Raises:
        PlannerError: ``store.*`` with the path, when it is not a database of ours, is newer, locked or read-only.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise PlannerError("store.sqlite_old", found=sqlite3.sqlite_version, needed=".".join(map(str, OLDEST)))
    same_file.check_held(path)  # one that is open and was moved away is not made anew
    _check_place(path)
    revision = _revision(path, looks)
    with suppress(OSError):
        sweep(path.absolute().parent, path.name + ".")
    if revision is None:
        if _had_backup(path):
            raise PlannerError("store.lost", path=str(path))
        _create(path)
    elif revision != HEAD:
        refuse_newer(path, revision)
        upgrade(path)


def require(path: Path) -> None:
    """For whoever only looks: there must be a database at ``path`` already. Nothing is made or changed.

    Raises:
        PlannerError: ``store.missing``, ``store.empty``, or what ``ensure`` says of a folder or a special file.
    """
    try:
        if not path.exists():
            raise PlannerError("store.missing", path=str(path))
        check_kind(path)
        if path.stat().st_size <= 1:  # SQLite takes one byte for none
            raise PlannerError("store.empty", path=str(path))
    except OSError as error:
        raise PlannerError("store.unreadable", path=str(path)) from error


def check_kind(path: Path) -> None:
    """Refuse what is there and is no plain file.

    Raises:
        PlannerError: ``store.is_folder``, ``store.no_file``.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise PlannerError("store.is_folder", path=str(path))
    if not stat.S_ISREG(mode):  # opening a fifo would wait for ever
        raise PlannerError("store.no_file", path=str(path))


def _check_place(path: Path) -> None:
    """Make the folder and an empty file where there are none; refuse what cannot become our database."""
    try:
        there = path.exists()
        if there:
            check_kind(path)
        if not there and _had_backup(path):
            raise PlannerError("store.lost", path=str(path))
        if not there:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif path.stat().st_mode & 0o077:
            with suppress(PermissionError):  # a file of somebody else who lets us write
                path.chmod(0o600)
    except OSError as error:
        closed = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        raise PlannerError("store.read_only" if closed else "store.unreadable", path=str(path)) from error
    # the folder too: the journal and the backups stand beside the file
    if not (_allows(path, os.R_OK | os.W_OK) and _allows(path.parent, os.W_OK)):
        raise PlannerError("store.read_only", path=str(path))


def _had_backup(path: Path) -> bool:
    from planner.storage import backup  # only what is missing asks for one

    return backup.is_there(path)


def check_empty(path: Path) -> None:
    """Make the folder and an empty file where there are none; refuse a file that holds anything.

    Raises:
        FileExistsError: a database, ours or not.
        PlannerError: ``store.*`` with the path: anything else, or a place that cannot be written.
    """
    _check_place(path)
    if _revision(path, True) is not None or path.stat().st_size:
        raise FileExistsError(path)


def _allows(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _revision(path: Path, looks: bool) -> str | None:
    """The revision of the database, or None when it has no tables.

    Raises:
        PlannerError: ``store.not_a_database``, ``store.foreign``, ``store.busy``, ``store.sealed`` …
    """
    # By SQLite alone: closing the file after reading it ourselves would drop the locks of this process on it.
    if not path.stat().st_size:
        return None
    with telling(path), closing(connect(path)) as connection:
        found = revision_of(connection, path)
        if found == HEAD and not looks:
            leave_log(connection)  # now, before anything keeps it open
        return found


def _create(path: Path) -> None:
    with writing(path) as connection:
        if revision_of(connection, path) is None:  # else another process was faster
            create(connection)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of this revision in an open database that has none."""
    script = (shipped("migrations") / "head.sql").read_text(encoding="utf-8")
    for statement in statements(script):
        connection.execute(statement)
    edition.begin(connection)


@contextmanager
def begun(path: Path) -> Iterator[None]:
    """A database that is made inside and holds nothing in the end goes again: it would look as if all were lost."""
    new = not path.exists()
    try:
        yield
    finally:
        if new:
            with suppress(PlannerError, sqlite3.Error, OSError):
                _unmake(path)


def _unmake(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("BEGIN EXCLUSIVE")  # nobody else writes into what goes
        tables = connection.execute(
            "SELECT name FROM sqlite_master"
            " WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        ).fetchall()
        if not any(connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for (name,) in tables):
            path.unlink()


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one (``executescript`` would commit between them)."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def script_of(connection: sqlite3.Connection) -> str:
    """The script that creates a database like the open one, without its rows: the text of ``migrations/head.sql``."""
    made = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    )
    parts = [f"{sql};\n" for (sql,) in made]
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return "\n".join([*parts, f"INSERT INTO alembic_version VALUES ('{revision}');\n"])


_COUNTERS = "SELECT name, seq FROM sqlite_sequence"


def _keep_counters(connection: Any, before: dict[str, int]) -> None:
    """A rebuilt table would count on from its highest row and give the ids of deleted ones again."""
    for name, last in before.items():
        connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, name))


def upgrade(path: Path, target: str = "head", *, keep: bool = True) -> Path | None:
    """Bring the database at ``path`` to revision ``target``: all of it, or nothing.

    The write lock is taken first, so that the backup holds exactly what is then changed. Foreign keys are off while
    tables are rebuilt (else dropping the old table would delete its children) and are checked before the commit.

    Args:
        path: the database.
        target: the revision.
        keep: whether a backup is made before; not of a database that is itself a copy.

    Returns:
        The backup made before, or None when another process has brought the database up to date meanwhile.

    Raises:
        PlannerError: ``store.migration_failed`` with the backup; the database is then as it was.
    """
    from alembic import command
    from alembic.config import Config

    from planner.storage import backup
    from planner.storage.engine import make_engine

    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    engine = make_engine(path, foreign_keys=False)
    copy = None
    try:
        with engine.connect() as connection, connection.begin():
            plain: Any = connection.connection.driver_connection
            if target == "head" and revision_of(plain, path) == HEAD:
                return None
            copy = backup.make(path) if keep else None
            config.attributes["connection"] = connection
            counters = dict(plain.execute(_COUNTERS)) if revision_of(plain, path) else {}
            standing.unguard(plain)
            command.upgrade(config, target)
            standing.guard(plain)
            _keep_counters(plain, counters)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"{len(broken)} references are broken")
    except PlannerError:
        raise
    except Exception as error:
        known = translated(getattr(error, "orig", error), path)
        if known is not None and (copy is None or known.code == "store.full"):
            raise known from error
        raise PlannerError("store.migration_failed", path=str(path), backup=str(copy)) from error
    finally:
        engine.dispose()
    return copy
