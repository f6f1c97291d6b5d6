"""``planner lock``: encrypts the database with a passphrase, or gives it another one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from planner.cli import passphrase
from planner.i18n import t
from planner.services import locking
from planner.services.locking import Backups, Outcome


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    command.description = t("cli.about.lock")
    command.add_argument("--change", action="store_true", help=t("cli.help.change"))
    command.add_argument("--backups", choices=("lock", "delete", "keep"), default="lock", help=t("cli.help.backups"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Warn, ask twice, encrypt, and say what still can be read without the passphrase; returns the exit status."""
    locking.check_available(path)
    backups = Backups.FOLLOW if options.backups == "lock" else Backups(options.backups)
    if locking.is_locked(path) and not options.change:
        print(t("locking.already", path=path))
        tell(locking.see_to(path, backups), locked=True)
        return 0
    print(t("locking.warning"), file=sys.stderr)
    outcome = locking.lock(path, passphrase.new(path), backups)
    print(t("locking.locked", path=path))
    tell(outcome, locked=True)
    return 0


def tell(outcome: Outcome, *, locked: bool) -> None:
    """What became of the files beside the database, each by its name."""
    state = "locked" if locked else "unlocked"
    for key, files in (
        (f"locking.backups.{state}", outcome.followed),
        ("locking.backups.deleted", outcome.deleted),
        (f"locking.backups.apart_{state}", outcome.apart),
        ("locking.readable", outcome.readable),
    ):
        if files:
            print(t(key, n=len(files), files="\n".join(f"  {file}" for file in files)))
    if locked:
        print(t("locking.disk"))
