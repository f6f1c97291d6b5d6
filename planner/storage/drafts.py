"""Texts typed into forms and not saved yet, in a file beside the database that only its owner can read.

Beside a locked database it is locked as well, by the same key: then it is a database with one row.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.storage import seal
from planner.storage.room import FULL
from planner.storage.sqlite import connect

Drafts = dict[str, dict[str, str]]


def file_of(path: Path) -> Path:
    """Where the drafts of the database at ``path`` are kept."""
    return path.with_name(f"{path.name}.drafts")


def read(path: Path) -> Drafts:
    """The drafts by form, then by field. A file that is missing or damaged holds none: they are a courtesy."""
    try:
        found = json.loads(_text(file_of(path)))
    except (OSError, ValueError, sqlite3.Error, PlannerError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        form: {field: text for field, text in texts.items() if isinstance(text, str)}
        for form, texts in found.items()
        if isinstance(texts, dict)
    }


def write(path: Path, drafts: Mapping[str, Mapping[str, str]]) -> None:
    """Keep exactly these drafts; none removes the file.

    Raises:
        PlannerError: ``store.draft_full``, ``store.draft_unwritable``, ``store.draft_sealed``: the file is as it was.
    """
    target = file_of(path)
    fresh = target.with_name(f"{target.name}~")
    text = json.dumps(drafts, ensure_ascii=False).encode()
    locked = seal.sealed(path)
    try:
        if not drafts:
            target.unlink(missing_ok=True)
            return
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            if not locked:
                file.write(text)
        if locked:
            _lock(fresh, path, text.decode())
        fresh.replace(target)
    except PlannerError as error:  # it was locked elsewhere meanwhile: never in plain beside it
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise PlannerError("store.draft_sealed", path=str(path)) from error
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        if locked or not _shrunk(target, text):
            code = "store.draft_full" if _is_full(error) else "store.draft_unwritable"
            raise PlannerError(code, path=str(target)) from error


def _is_full(error: OSError | sqlite3.Error) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def _shrunk(target: Path, text: bytes) -> bool:
    """Write over the file where it becomes no longer: that needs no room, and what was saved is not offered again."""
    try:
        if target.stat().st_size < len(text):
            return False
        with target.open("r+b", buffering=0) as file:
            if file.write(text) == len(text):
                file.truncate()
                return True
        target.unlink()  # half of one and half of another is no draft
    except OSError:
        return False
    return False


def _text(file: Path) -> str:
    if not seal.sealed(file):
        return file.read_text("utf-8")
    with closing(connect(file)) as connection:
        return str(connection.execute("SELECT text FROM drafts").fetchone()[0])


def _lock(fresh: Path, path: Path, text: str) -> None:
    with closing(seal.connect(fresh, seal.of(path))) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY")  # nothing beside it
        connection.execute("CREATE TABLE drafts (text TEXT NOT NULL)")
        connection.execute("INSERT INTO drafts VALUES (?)", (text,))
