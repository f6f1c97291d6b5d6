"""``planner status`` told by an answer that is kept: nothing of the records, the figures or the texts is loaded.

What it prints is to the byte what the long way prints; any doubt, and that way is gone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import date

from planner import clock
from planner.cli import language, plain
from planner.storage import answers
from planner.storage.answers import DOCUMENT, TEXT


def told(argv: Sequence[str]) -> int | None:
    """Print the answer to a command line; returns the exit status, None where the command is to be carried out."""
    try:
        found = _found(argv)
        return None if found is None else _print(*found)
    except KeyboardInterrupt:
        return 130


def _found(argv: Sequence[str]) -> tuple[str, str] | None:
    """The answer and the language that is spoken."""
    given = plain.words(argv)
    if given is None or given.get("command") != "status":
        return None
    day, spoken = _day(given.get("today")), language.spoken(argv, None)
    if day is None:
        return None
    if "demo" in given:
        return _of_demo(day, spoken, DOCUMENT if "json" in given else TEXT)
    path = _path(given.get("db"))
    if path is None:
        return None

    def key(chosen: str | None) -> answers.Key:
        nonlocal spoken
        spoken = language.spoken(argv, chosen)
        return (day, DOCUMENT, "") if "json" in given else (day, TEXT, spoken)

    found = answers.found(path, key)
    return None if found is None or not _can_print(found) else (found, spoken)


def _of_demo(day: str, spoken: str, form: str) -> tuple[str, str] | None:
    """What the command has printed of the demo before."""
    from planner.demo import cached

    found = cached.told(day, spoken, form)
    return None if found is None or not _can_print(found) else (found, spoken)


def _day(written: str | None) -> str | None:
    """The day in ISO; None where it is written otherwise, or is none."""
    try:
        today = clock.today()
        day = today if written is None else date.fromisoformat(written)
    except ValueError:
        return None
    return day.isoformat() if written in (None, day.isoformat()) else None


def _path(given: str | None) -> str | None:
    """The file: ``--db``, else ``PLANNER_DB``, else the usual one; None where the first of them is empty."""
    given = os.environ.get("PLANNER_DB") if given is None else given
    if given is None:
        from planner import paths  # with pathlib, which takes as long as all the rest

        return str(paths.usual_database())
    return os.path.expanduser(given) or None  # as ``paths.expanded``


def _can_print(text: str) -> bool:
    if sys.stdout is None:
        return False
    try:
        text.encode(sys.stdout.encoding or "utf-8", sys.stdout.errors or "strict")
    except UnicodeError:
        return False
    return True


def _print(text: str, spoken: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        from planner.cli import terminal  # with all the words

        return terminal.unprinted(error, spoken)
    return 0
