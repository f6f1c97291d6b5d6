"""The table that keeps whole answers of a command, as they are printed: told before anything else is loaded.

A command that finds its answer here needs no record, so this is plain ``sqlite3`` and as few modules as that takes.
Nothing is told that may be another by now. Triggers in the schema take every answer away at any write to any table
that is none of what is kept (``storage/standing.py:guard``); an answer is of a day, of one shape of the tables, and of
all the code, texts and lists that it was made by (``maker``). A file that is damaged, locked, in use, open to others or
not to be written is left to the long way, which says so.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress

TYPE_CHECKING = False  # the module ``typing`` would take as long as all the rest
if TYPE_CHECKING:
    from typing import Any

Key = tuple[str, str, str]
"""Which answer: of an ISO day, a form (text or a document), in a language; ``""`` where it is the same in all."""

TEXT, DOCUMENT, FRAME = "text", "document", "frame"
"""The forms; the last is what the first page of the app shows."""

_ELSEWHERE = frozenset(("ui", "importers", "exporters", "proof", "demo", "howto", "__pycache__"))  # answers need none
_DEEP = frozenset(  # what grows with the years, and is not read where accounts answer without it
    ("repayment", "pinned_instalment", "statement", "draw", "operation", "import_line", "kept_standing", "kept_day")
)
_SMALL = 1024  # pages of a file of which all are looked at: 1 ms
_FEW = 5000  # repayments, up to which histories are read through: 2 ms for as many as the demo has
_OLDEST = (3, 37, 0)  # SQLite, as ``sqlite.OLDEST``
_PLAIN = frozenset(b"/-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")  # in an address


# -- telling -----------------------------------------------------------------------------------------------------------


def found(path: str, which: Callable[[str | None], Key], made: str | None = None, *, quiet: bool = False) -> str | None:
    """The answer that is kept, as it is printed; None where the records must be asked, or the file be seen to.

    Nothing is waited for, made or changed, and no error is raised: the long way finds it too, and tells it.

    Args:
        path: the database.
        which: the key, by the language that was chosen in the file, or None.
        made: what ``maker`` says; None to have it asked.
        quiet: nothing where the file has a log beside it, which is to be put away before it is kept open.
    """
    try:
        if sqlite3.sqlite_version_info < _OLDEST or not _is_in_order(path):
            return None
        with closing(sqlite3.connect(_address(path), uri=True, isolation_level=None, timeout=0)) as connection:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("BEGIN")
            chosen = connection.execute("SELECT value FROM setting WHERE key = 'language'").fetchone()
            if quiet and connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
                return None
            kept = of(connection, made or maker(), which(None if chosen is None else chosen[0]))
            return kept if kept is not None and _is_sound(connection) else None
    except (sqlite3.Error, OSError, ValueError, TypeError):
        return None


def _is_in_order(path: str) -> bool:
    """Whether nothing has to be done or said about the file and its folder: see ``schema.ensure``."""
    state = os.stat(path)
    if not stat.S_ISREG(state.st_mode) or state.st_size <= 1 or state.st_mode & 0o077:
        return False
    effective = os.access in os.supports_effective_ids
    may_write = os.access(path, os.R_OK | os.W_OK, effective_ids=effective)
    return may_write and os.access(os.path.dirname(path) or ".", os.W_OK, effective_ids=effective)


def _address(path: str) -> str:
    """Of a file that is never made."""
    name = os.fsencode(os.path.join(os.getcwd(), path))
    return f"file://{''.join(chr(one) if one in _PLAIN else f'%{one:02X}' for one in name)}?mode=rw"


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the pages are whole that an answer is made of: of a small file all of them."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if pages <= _SMALL:
        return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    return all(
        connection.execute(f'PRAGMA integrity_check("{table}")').fetchall() == [("ok",)]
        for table in _tables(connection)
        if table not in _DEEP
    )


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'")
    return [name for (name,) in names]


# -- keeping -----------------------------------------------------------------------------------------------------------


def maker(*also: str) -> str:
    """What answers are made by: the code, the texts and the lists, as their files are now, and the Python that runs it.

    Whoever keeps answers asks before all of it is loaded and again when they are made: it may be replaced meanwhile.

    Args:
        also: rooms that no answer of a person's own file needs.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    seen = [sys.hexversion, *_files(home, ".py")]
    for room in also:
        seen += _files(os.path.join(home, room), ".py")
    for seeds in (os.path.join(os.path.dirname(home), "seeds"), os.path.join(home, "_seeds")):  # ``paths.shipped``
        if os.path.isdir(seeds):
            seen += _files(seeds, ".toml")
    return f"{hash(tuple(seen)):x}"  # of whole numbers it is the same in every process


def _files(folder: str, ending: str) -> Iterator[int]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.name.endswith(ending):
            state = entry.stat()
            yield state.st_size
            yield state.st_mtime_ns
        elif "." not in entry.name and entry.name not in _ELSEWHERE and entry.is_dir():
            yield from _files(entry.path, ending)


def of(connection: sqlite3.Connection, made: str, key: Key) -> str | None:
    """The answer of a key that was made by ``made`` for the tables as they are; None without one, or a spoilt one."""
    question = "SELECT made, shape, told, checksum FROM kept_answer WHERE day = ? AND form = ? AND language = ?"
    for maker_kept, shape, told, checksum in raw(connection, question, key):
        if (maker_kept, shape) != (made.encode(), _shape(connection)):
            return None
        if checksum != _checksum(_records(connection), key, made, shape, told):
            return None
        with suppress(zlib.error):
            return zlib.decompress(told).decode("utf-8", "surrogatepass")
    return None


def keys(connection: sqlite3.Connection) -> list[Key]:
    """Of all answers that are kept, by whatever they were made; what is no text in them is a ``\ufffd``."""
    rows = raw(connection, "SELECT day, form, language FROM kept_answer ORDER BY 1, 2, 3")
    texts = [[part.decode(errors="replace") for part in row] for row in rows]
    return [(day, form, language) for day, form, language in texts]


def raw(connection: sqlite3.Connection, question: str, given: Sequence[str | int] = ()) -> list[tuple[Any, ...]]:
    """Rows with their texts as bytes: what a disk has spoilt may be no text, of which SQLite would refuse all rows."""
    usual, connection.text_factory = connection.text_factory, bytes
    try:
        return connection.execute(question, given).fetchall()
    finally:
        connection.text_factory = usual


def put(connection: sqlite3.Connection, made: str, told: Mapping[Key, str]) -> None:
    """Keep these answers and no others, in an open write transaction in which nothing of theirs can have changed."""
    drop(connection)
    shape, records = _shape(connection), _records(connection)
    for key, text in told.items():
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"))
        connection.execute(
            "INSERT INTO kept_answer (day, form, language, made, shape, told, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*key, made, shape, packed, _checksum(records, key, made, shape, packed)),
        )


def drop(connection: sqlite3.Connection) -> None:
    """Keep no answer any more."""
    connection.execute("DELETE FROM kept_answer")


def _shape(connection: sqlite3.Connection) -> int:
    """A number that every change of a table, a trigger or an index makes another."""
    found: int = connection.execute("PRAGMA schema_version").fetchone()[0]
    return found


def _checksum(records: int, key: Key, made: str, shape: int, packed: bytes) -> int:
    """Of the answer and of the records that it was made of, as ``_records`` sums them up.

    A page that a disk has spoilt may still be one for SQLite; and no program that knows a way around the triggers, or
    that builds the file anew from a text in which a record was changed, gets an answer told that is another by now.
    """
    about = f"{' '.join(key)} {made} {shape} {records}"
    return zlib.crc32(packed, zlib.crc32(about.encode("utf-8", "surrogatepass")))


def _records(connection: sqlite3.Connection) -> int:
    """A checksum of all records that answers are made of; of very many payments without the histories."""
    found = 0
    (last,) = connection.execute("SELECT max(id) FROM repayment").fetchone()
    for table in _tables(connection):
        if not table.startswith("kept_") and table != "operation" and (table not in _DEEP or (last or 0) <= _FEW):
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            found = zlib.crc32(repr(rows).encode("utf-8", "surrogatepass"), found)
    return found
