"""``planner check``: whether the file is sound."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planner.i18n import t
from planner.services import maintenance


def arguments(command: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(options: argparse.Namespace, path: Path) -> int:
    """Name every problem on standard error; returns the exit status, 1 where there is one."""
    problems = maintenance.check(path)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(t("cli.check.sound", path=path))
    return 1 if problems else 0
