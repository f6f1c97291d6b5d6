"""What went wrong by our own fault, written beside the database for whoever will mend it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from planner import clock
from planner.storage import seal


def keep(database: Path, text: str) -> None:
    """Add an entry with the time to ``<database>-errors.log``, which only its owner can read; without room, nothing.

    Beside a locked database it says where and of what kind, not in which words: they may name what was entered.
    """
    with suppress(OSError):
        if seal.sealed(database):
            text = "\n".join(_places(text))
        file = database.with_name(database.name + "-errors.log")
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write(f"{clock.now()}\n{text}\n")


def _places(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith(('  File "', "Traceback ")):
            yield line
        elif kind := re.match(r"[\w.]*(Error|Exception)(?=:|$)", line):
            yield kind[0]
