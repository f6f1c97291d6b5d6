"""``planner backup``: a verified copy beside the database."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.i18n import t
from planner.services import maintenance


def arguments(command: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(options: argparse.Namespace, path: Path) -> int:
    """Make the copy and say where it is; returns the exit status."""
    print(t("cli.backup.made", path=maintenance.backup(path)))
    return 0
