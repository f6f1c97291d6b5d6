"""``planner export``: everything, exactly restorable."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.terminal import print_exactly
from planner.i18n import t
from planner.services import exports, locking


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    command.add_argument("format", choices=("json",), help=t("cli.help.export_format"))
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help=t("cli.help.output"))
    command.add_argument("--force", action="store_true", help=t("cli.help.force"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the export or write it to a file; returns the exit status."""
    if options.output is None:
        print_exactly(exports.dump(path))
    else:
        target = exports.dump_to(path, options.output, over=options.force)
        if target.is_file():  # into a pipe or to /dev/stdout goes the document alone
            print(t("cli.exported", path=target))
            if locking.is_locked(path):
                print(t("export.plain"))
    return 0
