"""Writing a file that a person names: never over the database or its backups, whole or not at all, private."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.storage import backup
from planner.storage.partial import partial, put, sweep

_BESIDE = ("", "-wal", "-shm", "-journal")


def write(database: Path, target: Path, pieces: Iterable[str | bytes], *, over: bool = False) -> Path:
    """Write a document to ``target`` beside its place, then put it there; only its owner can read it.

    A pipe or a device such as ``/dev/stdout`` is written to as it is.

    Args:
        database: the database of which it tells; neither it nor a backup of it is ever written to.
        target: the file; of a link, the file that it leads to.
        pieces: the content, texts in UTF-8. They are asked for once nothing stands against
            writing them; before a pipe all of them, which may be read slowly while the database is not to be held.
        over: whether a file that is there may be replaced.

    Raises:
        PlannerError: ``export.onto_database``, ``export.onto_backup``, ``export.exists``, ``export.no_file``,
            ``export.unwritable``. What stood at ``target`` stands there still.
    """
    try:
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            _pour(target, mode, pieces)
            return target
        place = target.resolve()
        _guard(database, place, target)
        if mode is not None and not over:
            raise PlannerError("export.exists", path=str(target))
        sweep(place.parent, place.name + ".")
        with partial(place) as file:
            with file.open("wb") as opened:
                opened.writelines(map(_bytes, pieces))
            put(file, place)
    except (OSError, RuntimeError) as error:  # RuntimeError: links lead in a circle
        detail = fmt.os_error(error) if isinstance(error, OSError) else str(error)
        raise PlannerError("export.unwritable", path=str(target), detail=detail) from error
    return target


def _mode(target: Path) -> int | None:
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        return None


def _guard(database: Path, place: Path, target: Path) -> None:
    """Neither by name nor by a link may it be the database, what SQLite keeps beside it, or a backup."""
    own = database.resolve()
    for suffix in _BESIDE:
        if _same(place, own.with_name(own.name + suffix)):
            raise PlannerError("export.onto_database", path=str(target))
    folder = backup.folder_of(own).resolve()
    if place.parent == folder or any(_same(place, file) for file in backup.files(own)):
        raise PlannerError("export.onto_backup", path=str(target))


def _same(one: Path, other: Path) -> bool:
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


def _pour(target: Path, mode: int, pieces: Iterable[str | bytes]) -> None:
    if not (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        code = "export.is_folder" if stat.S_ISDIR(mode) else "export.no_file"
        raise PlannerError(code, path=str(target))
    content = b"".join(map(_bytes, pieces))
    # a pipe that nobody reads would wait here for ever
    opened = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    with os.fdopen(opened, "wb") as file:
        os.set_blocking(opened, True)
        file.write(content)


def _bytes(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece
