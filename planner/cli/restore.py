"""``planner restore``: a backup or an export in the place of what stands, which is kept."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import maintenance
from planner.services.maintenance import Copy


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help=t("cli.help.restore_file"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Restore and say where what stood is kept, or list the backups that can be restored; returns the exit status."""
    if options.file is None:
        return _list(path)
    done = maintenance.restore(path, options.file)
    print(t("cli.restore.done", path=options.file, holds=holds(done.copy)))
    if done.before is not None:
        print(t("restore.kept_damaged" if done.damaged else "restore.kept", path=done.before))
    if done.steps or done.entered:
        print(t("restore.only_there", steps=done.steps, entered=done.entered))
    return 0


def _list(path: Path) -> int:
    found = False
    for copy in maintenance.backups(path):
        found = True
        print(f"{fmt.moment(copy.made_at)}  {fmt.size(copy.size):>8}  {holds(copy)}")
        print(f"    {maintenance.command(copy.path, path)}")
    if not found:
        print(t("restore.no_backup", folder=maintenance.folder(path)))
    return 0


def holds(copy: Copy) -> str:
    """How many loans and records are in a backup."""
    return t("restore.holds", loans=copy.loans, records=copy.records)
