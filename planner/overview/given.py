"""A file that a person names, read whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import IO

from planner.errors import PlannerError
from planner.i18n import format as fmt

_AT_ONCE = 1 << 20


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
