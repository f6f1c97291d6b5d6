"""A thousand damaged databases: every command answers or says what is wrong, soon, and does not touch the file."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from planner.demo import book as demo
from planner.storage import backup
from planner.storage.store import Store
from tests.attack import books
from tests.attack.harness import TODAY, Answer, Failed, command, copied
from tests.attack.values import strange
from tests.storage.make_dump import fill

COMMANDS = (
    ("status",), ("due",), ("plan", "--quick"), ("cash",), ("remind",), ("review",), ("check",), ("export", "json"),
    ("backup",),
)  # fmt: skip
LIMIT = 20.0  # seconds
HEADER = 100  # bytes

# -- bytes ---------------------------------------------------------------------------------------------------------


def _page(data: bytes | bytearray) -> int:
    size = int.from_bytes(data[16:18], "big")
    return 65536 if size == 1 else size


def flipped(rng: random.Random, path: Path) -> str:
    """Some bytes are others."""
    data = bytearray(path.read_bytes())
    places = sorted(rng.randrange(HEADER, len(data)) for _ in range(rng.choice([1, 3, 20, 200])))
    for place in places:
        data[place] ^= rng.randint(1, 255)
    path.write_bytes(data)
    return f"{len(places)} bytes from {places[0]} on"


def header(rng: random.Random, path: Path) -> str:
    """A byte of the header is another."""
    data = bytearray(path.read_bytes())
    place = rng.randrange(HEADER)
    data[place] = rng.choice([0, 1, 2, 255, data[place] ^ (1 << rng.randrange(8))])
    path.write_bytes(data)
    return f"byte {place} of the header is {data[place]}"


def pages(rng: random.Random, path: Path) -> str:
    """A page is empty, noise, or another page."""
    data = bytearray(path.read_bytes())
    size = _page(data)
    one, other = (rng.randrange(len(data) // size) * size for _ in range(2))
    how = rng.choice(["zeroed", "noise", "swapped", "doubled"])
    here, there = data[one : one + size], data[other : other + size]
    if how == "swapped":
        data[one : one + size], data[other : other + size] = there, here
    else:
        new = {"zeroed": bytes(size), "noise": rng.randbytes(size), "doubled": there}[how]
        data[one : one + size] = new
    path.write_bytes(data)
    return f"page {one // size + 1} {how} ({other // size + 1})"


def cut(rng: random.Random, path: Path) -> str:
    """It ends too early, or goes on with something else."""
    data = path.read_bytes()
    size = _page(data)
    length = rng.choice([0, 1, 15, 16, 99, 100, size, rng.randrange(len(data)), len(data) // size // 2 * size])
    if rng.random() < 0.2:
        path.write_bytes(data + rng.randbytes(rng.randint(1, 9_000)))
        return "longer"
    path.write_bytes(data[:length])
    return f"cut to {length} bytes"


def something_else(rng: random.Random, path: Path) -> str:
    """It is another kind of file."""
    start = rng.choice([b"\n", b"{}", b"PK\3\4", b"SQLite format 3\0", b""])
    path.write_bytes(start + rng.randbytes(rng.choice([0, 70, 900])))
    return repr(path.read_bytes()[:12])


# -- what stands beside it -----------------------------------------------------------------------------------------


def log(rng: random.Random, path: Path) -> str:
    """A log stands beside it that is torn, of another database, or noise."""
    beside = path.with_name(path.name + rng.choice(["-wal", "-wal", "-wal", "-journal"]))
    how = rng.choice(["noise", "torn", "other", "header only"])
    if how == "noise":
        beside.write_bytes(rng.randbytes(rng.choice([10, 32, 5_000, 60_000])))
        return f"{beside.suffix} noise"
    of = path if how == "torn" else path.with_name("other.db")
    frames = bytearray(_log_of(of if of == path else copied(books.made(_filled), of)))
    if how == "torn":
        del frames[rng.randrange(len(frames)) :]
        if frames and rng.random() < 0.5:
            frames[rng.randrange(len(frames))] ^= 255
    elif how == "header only":
        del frames[32:]
    if of != path:
        of.unlink()
    beside.write_bytes(frames)
    return f"{beside.suffix} {how}, {len(frames)} bytes"


def _log_of(path: Path) -> bytes:
    """The log of a write to a copy of the database, before it is brought into the file."""
    place = copied(path, path.with_name("writing.db"))
    try:
        with closing(sqlite3.connect(place)) as connection, suppress(sqlite3.Error):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("UPDATE setting SET value = 'en' WHERE key = 'language'")
            connection.execute("CREATE TABLE more (id INTEGER PRIMARY KEY)")
            connection.commit()
            return place.with_name("writing.db-wal").read_bytes()
        return b""
    finally:
        for file in path.parent.glob("writing.db*"):
            file.unlink()


# -- tables and values ---------------------------------------------------------------------------------------------


def _loose(path: Path) -> sqlite3.Connection:
    """A connection past all checks, which may put any type into any column."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON", "writable_schema=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return sorted(name for (name,) in found)


def values(rng: random.Random, path: Path) -> str:
    """A few values are such as no form takes, of any type, in any row."""
    with closing(_loose(path)) as connection:
        schema = connection.execute("SELECT rowid, sql FROM sqlite_master WHERE sql LIKE '%STRICT%'").fetchall()
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE sql LIKE '%STRICT%'")
    done = []
    with closing(_loose(path)) as connection:
        tables = [name for name in _tables(connection) if connection.execute(f"SELECT 1 FROM {name}").fetchone()]
        for _ in range(rng.choice([1, 1, 2, 5])):
            table = rng.choice(tables)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
            column, value = rng.choice(columns), strange(rng)
            with suppress(sqlite3.IntegrityError):
                connection.execute(
                    f'UPDATE {table} SET "{column}" = ? WHERE rowid IN (SELECT rowid FROM {table} ORDER BY random()'
                    " LIMIT 1)" if rng.random() < 0.7 else f'UPDATE {table} SET "{column}" = ?',
                    (value,),
                )  # fmt: skip
                done.append(f"{table}.{column} = {str(value)[:40]!r}")
    with closing(_loose(path)) as connection:
        connection.executemany("UPDATE sqlite_master SET sql = ? WHERE rowid = ?", [(sql, key) for key, sql in schema])
    return "; ".join(done)


def shape(rng: random.Random, path: Path) -> str:
    """A table, a column, an index is missing or another; rows have gone without those that belong to them."""
    with closing(_loose(path)) as connection:
        table = rng.choice(_tables(connection))
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
        column = rng.choice(columns)
        statement = rng.choice(
            [
                f"DROP TABLE {table}",
                f"DELETE FROM {table}",
                f'ALTER TABLE {table} RENAME COLUMN "{column}" TO gone',
                f"ALTER TABLE {table} RENAME TO gone",
                f"UPDATE sqlite_master SET sql = replace(sql, '{column}', '\"') WHERE name = '{table}'",
                f"UPDATE sqlite_master SET rootpage = {rng.randint(0, 99)} WHERE tbl_name = '{table}'",
                f"DELETE FROM sqlite_master WHERE tbl_name = '{table}'",
                f"ALTER TABLE {table} ADD COLUMN more TEXT",
                "DELETE FROM sqlite_master WHERE type = 'index'",
                f"CREATE TRIGGER t AFTER INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END",
                f"CREATE VIEW v AS SELECT * FROM {table}",
            ]
        )
        with suppress(sqlite3.Error):
            connection.execute(statement)
    return statement


def revision(rng: random.Random, path: Path) -> str:
    """The number of its shape is another."""
    with closing(_loose(path)) as connection:
        value = rng.choice(["9999", "0000", "0005", "abc", "", None, "00013", "٠٠١٣", 13, "0013\n"])
        with suppress(sqlite3.Error):
            connection.execute("UPDATE alembic_version SET version_num = ?", (value,))
        if rng.random() < 0.3:
            connection.execute(rng.choice(["DELETE FROM alembic_version", "DROP TABLE operation"]))
    return f"revision {value!r}"


WAYS: tuple[Callable[[random.Random, Path], str], ...] = (
    flipped, pages, values, header, shape, log, values, cut, pages, values, revision, something_else, flipped, values,
)  # fmt: skip

# -- what is asked of it -------------------------------------------------------------------------------------------


def _filled(path: Path) -> None:
    """Rows in every table."""
    store = Store(path)
    fill(store)
    store.close()


def _demo(path: Path) -> None:
    demo.create(path, TODAY, "zh")


def attack(rng: random.Random, number: int, folder: Path) -> None:
    """One way of damage, all commands."""
    way, base = WAYS[number % len(WAYS)], (_filled, _demo, _filled)[number // len(WAYS) % 3]
    (folder / "home").mkdir()
    path = copied(books.made(base), folder / "home" / "planner.db")
    if number % 5 == 4:  # as an earlier version has left it
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
    done = f"{way.__name__}: {way(rng, path)}"
    before, beside = _print(path), {file.name for file in path.parent.iterdir()}
    kept = not any(name.endswith(("-wal", "-journal")) for name in beside) and not _may_be_upgraded(path)
    whole = not kept or _whole(path, folder)
    try:
        for words in COMMANDS:
            answer = command(path, *words, folder=folder, limit=LIMIT)
            _check_answer(words, answer, whole)
            if kept and _print(path) != before:
                raise Failed(f"{words[0]} changes a damaged file")
        left = {file.name for file in path.parent.iterdir()} - beside - {backup.FOLDER}
        if left:
            raise Failed("something is left beside a damaged file", left)
    except Failed as failed:
        raise Failed(failed.kind, f"{failed.detail} [{done}]") from failed


def _print(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _may_be_upgraded(path: Path) -> bool:
    """Whether it says of itself that it is of an earlier revision."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
    except (sqlite3.Error, UnicodeError):
        return False


def _whole(path: Path, folder: Path) -> bool:
    """What SQLite itself says of a copy."""
    try:
        with closing(sqlite3.connect(copied(path, folder / "copy.db"))) as connection:
            connection.text_factory = bytes  # of damaged pages it is no UTF-8
            return connection.execute("PRAGMA integrity_check").fetchall() == [(b"ok",)]
    except (sqlite3.Error, UnicodeDecodeError):  # the latter where SQLite's complaint itself quotes what is damaged
        return False


def _check_answer(words: tuple[str, ...], answer: Answer, whole: bool) -> None:
    if answer.status not in (0, 1):
        raise Failed(f"{words[0]} ends with {answer.status}", answer.text[:200])
    if answer.status and not answer.text.strip():
        raise Failed(f"{words[0]} fails without a word")
    if words[0] in ("check", "backup") and not answer.status and not whole:
        raise Failed(f"{words[0]} calls a damaged file sound", answer.text[:200])
