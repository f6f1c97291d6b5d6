"""Files that a person names, read whole: one, several, those of a folder, those in an archive."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.importers import archives, pdf
from planner.importers.readers import MOST_BYTES, endings
from planner.values import dataclass

LOCKED = frozenset(("import.zip_locked", "import.pdf_locked"))
"""The errors of files that want a password."""
PASSWORDS = LOCKED | {"import.zip_password", "import.pdf_password"}
"""The same, and those of files that want another one."""
_AT_ONCE = 1 << 20
_ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Given:
    """A file by its name, with its bytes."""

    name: str
    data: bytes


def bills(path: Path, password: str | None, check: Callable[[bytes, int], None]) -> Iterator[Given]:
    """The file at ``path``, or of an archive those that may be bills; each is read when it is its turn.

    A PDF is given without its lock; ``password`` opens it as well as the archive.

    Raises:
        PlannerError: see ``content``, ``archives.bills_in``, ``pdf.opened``.
    """
    data = content(path, check)
    if not archives.is_archive(data):
        yield Given(path.name, _open(data, password))
        return
    for name, unpacked in archives.bills_in(data, password, endings(), MOST_BYTES):
        yield Given(name, _open(unpacked, password))


def _open(data: bytes, password: str | None) -> bytes:
    if not pdf.is_locked(data):
        return data
    from planner.importers.pdfwords import CODES  # wanted by this kind of file only

    return pdf.unlocked(data, password, CODES)


def named(paths: Sequence[Path]) -> list[Path]:
    """The same files; for a folder those in it, by name, that may be bills or archives of them.

    Raises:
        PlannerError: ``import.folder_empty`` with the field ``path``; ``import.unreadable``.
    """
    found: list[Path] = []
    for path in paths:
        found += _inside(path) if os.path.isdir(path) else [path]
    return found


def bill_endings() -> tuple[str, ...]:
    """The endings of files that may be bills, and of archives of them."""
    return (*endings(), _ARCHIVE)


def _inside(folder: Path) -> list[Path]:
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        bills = [entry for entry in entries if entry.name.lower().endswith(bill_endings()) and entry.is_file()]
    except OSError as error:
        raise PlannerError("import.unreadable", field="path", path=str(folder), detail=fmt.os_error(error)) from error
    if not bills:
        raise PlannerError("import.folder_empty", field="path", path=str(folder))
    return bills


def any_size(_begins: bytes, _size: int) -> None:
    """No limit."""


def content(path: Path, check: Callable[[bytes, int], None] = any_size) -> bytes:
    """What is in the file; of a pipe, what comes until its writer is done.

    Args:
        path: where it is.
        check: raises for a file that begins like this and has at least so many bytes: before it is read, or of a pipe
            while it is.

    Raises:
        PlannerError: ``import.unreadable`` with the field ``path``; ``import.no_file`` for what has no end, such as a
            device, and for a pipe into which nobody writes; what ``check`` raises.
    """
    try:
        # a pipe would wait here for somebody who writes into it, and nobody may ever come
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(opened, "rb") as file:
            found = os.fstat(opened)
            if not (stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode)):
                raise PlannerError("import.no_file", field="path", path=str(path))
            os.set_blocking(opened, True)
            data = _whole(file, found.st_size, check)
    except OSError as error:
        raise PlannerError("import.unreadable", field="path", path=str(path), detail=fmt.os_error(error)) from error
    if not data and stat.S_ISFIFO(found.st_mode):
        raise PlannerError("import.no_file", field="path", path=str(path))
    return data


def _whole(file: IO[bytes], stated: int, check: Callable[[bytes, int], None]) -> bytes:
    """``stated``: the size as the system has it, 0 of a pipe."""
    begins = file.read(_AT_ONCE)
    check(begins, max(stated, len(begins)))
    if stated:
        return begins + file.read()
    parts, size = [begins], len(begins)
    while part := file.read(_AT_ONCE):
        parts.append(part)
        size += len(part)
        check(begins, size)
    return b"".join(parts)
