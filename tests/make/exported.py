"""The whole of a database in a file, as ``planner export json -o`` writes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.services import exports
from planner.takeout import whole
from planner.takeout.asked import Asked


def dump_to(path: Path, target: Path, *, over: bool = False) -> Path:
    """Write everything in the database at ``path``."""
    return exports.write(path, target, whole.pieces(Asked(path, date(2026, 11, 23))), over=over)
