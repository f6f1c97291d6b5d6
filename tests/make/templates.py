"""Databases that many tests begin with: each is made at its first use in a process and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from planner import clock, i18n
from planner.demo import book
from planner.storage import schema

TODAY = date(2026, 11, 23)


class Templates:
    """The databases of one process, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def empty(self, to: Path) -> Path:
        """A database of this revision without a row."""
        return self.copy("empty", schema.ensure, to)

    def demo(self, to: Path, today: date, language: str) -> Path:
        """The demo's person as seen on ``today``."""
        return self.copy(f"demo-{today}-{language}", partial(book.create, today=today, language=language), to)

    def copy(self, name: str, make: Callable[[Path], object], to: Path) -> Path:
        """A copy at ``to`` of the database ``name``, which ``make`` writes when it is asked for first."""
        template = self.folder / f"{name}.db"
        if not template.exists():
            clock.fix(TODAY)
            i18n.use("zh")
            making = template.with_suffix(".making")
            make(making)
            making.rename(template)
        shutil.copy(template, to)
        return to
