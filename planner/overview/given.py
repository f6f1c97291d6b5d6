"""A file that a person names, read whole."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from planner.errors import PlannerError
from planner.i18n import format as fmt


def content(path: Path) -> bytes:
    """What is in the file; of a pipe, what comes until its writer is done.

    Raises:
        PlannerError: ``import.unreadable`` with the field ``path``; ``import.no_file`` for what has no end, such as a
            device, and for a pipe into which nobody writes.
    """
    try:
        # a pipe would wait here for somebody who writes into it, and nobody may ever come
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(opened, "rb") as file:
            mode = os.fstat(opened).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
                raise PlannerError("import.no_file", field="path", path=str(path))
            os.set_blocking(opened, True)
            data = file.read()
    except OSError as error:
        raise PlannerError("import.unreadable", field="path", path=str(path), detail=fmt.os_error(error)) from error
    if not data and stat.S_ISFIFO(mode):
        raise PlannerError("import.no_file", field="path", path=str(path))
    return data
