"""``planner check``: what can be found wrong with the file, what was looked at for it, and whether it is locked."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planner.cli import answers
from planner.i18n import t
from planner.services import locking, maintenance


def arguments(command: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(options: argparse.Namespace, path: Path) -> int:
    """Name every problem on standard error; returns the exit status, 1 where there is one."""
    problems = maintenance.check(path) or answers.mend(path)  # which asks sound records only
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems and (advice := maintenance.mending(path)):
        print(advice, file=sys.stderr)
    if not problems:
        print(t("cli.check.sound", path=path))
        print(t("cli.check.looked_at"))
    print(t("locking.state.locked" if locking.is_locked(path) else "locking.state.plain"))
    return 1 if problems else 0
