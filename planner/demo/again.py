"""The demo that an earlier start of the same day has made, kept in the user's cache: copying it takes no time.

It is of one day, one language and one state of the code; what is of another goes when one is kept. Only the person made
up for the demo is in it, as the code makes that person: it is copied before anybody can have changed anything. Where
there is no cache, no room, or a file that is not as it was written, the demo is made anew.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from zlib import crc32

from planner.errors import PlannerError
from planner.paths import shipped
from planner.storage import edition
from planner.storage.revision import HEAD
from planner.storage.sqlite import connect

_ROOMS = ("demo", "domain", "overview", "storage")  # of the package: what decides about the file, with the seeds
_MOST = 1 << 26  # bytes: of a file that is many times larger none is ours
_CHECK = 4  # bytes of the checksum before the database


def copied(path: Path, today: date, language: str) -> bool:
    """Make ``path``, where nothing stands yet, a copy of the one that is kept; False, and nothing made: there is none.

    It is the demo with its saved reviews, for its owner only.
    """
    try:
        found = _read(_place(today, language))
        if found is None:
            return False
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(found)
    except FileExistsError:
        return False
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return _begun(path)


def _begun(path: Path) -> bool:
    """Give the copy the number of a database of its own, without waiting for the disk: it is thrown away at the end."""
    try:
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            edition.begin(connection)
    except (sqlite3.Error, PlannerError):
        path.unlink(missing_ok=True)
        return False
    return True


def keep(path: Path, today: date, language: str) -> None:
    """Keep the demo at ``path``, which nobody has changed yet, for the next starts, and no other but of this state.

    Where it cannot be kept nothing is said: the next start makes its own.
    """
    from planner.storage.partial import partial, put, sweep

    with suppress(OSError, sqlite3.Error, PlannerError):
        place = _place(today, language)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(connect(path)) as connection:
            content = connection.serialize()
        with partial(place) as file:
            file.write_bytes(crc32(content).to_bytes(_CHECK, "big") + content)
            put(file, place)
        for other in place.parent.glob("*.demo"):
            if not other.name.startswith(place.name.partition(".")[0]):
                other.unlink(missing_ok=True)
        sweep(place.parent, "")


def _place(today: date, language: str) -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("planner", appauthor=False) / "demo" / f"{today}-{_maker()}.{language}.demo"


def _maker() -> str:
    """What the demo is made by: the code and the seeds, as their files are."""
    home = Path(__file__).parents[1]
    rooms = [*(str(home / room) for room in _ROOMS), str(shipped("seeds"))]
    seen = sorted(found for room in rooms for found in _files(room))
    seen.append((HEAD, 0, 0))
    return f"{crc32(repr(seen).encode()):08x}"


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of each file below a folder; not of bytecode."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        else:
            about = entry.stat()
            yield entry.path, about.st_size, about.st_mtime_ns


def _read(place: Path) -> bytes | None:
    """What is kept there; None where it is not of this person, or not as it was written.

    Raises:
        OSError: there is nothing, or it cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(place, flags), "rb") as file:
        about = os.fstat(file.fileno())
        ours = not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
        if not (stat.S_ISREG(about.st_mode) and ours and about.st_size <= _MOST):
            return None
        check, content = file.read(_CHECK), file.read()
    return content if crc32(content).to_bytes(_CHECK, "big") == check and content else None
