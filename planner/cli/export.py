"""``planner export``: what is known, in a format that other programs read; ``json`` holds all, exactly restorable."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from planner import clock
from planner.cli import passphrase
from planner.cli.terminal import pour
from planner.errors import PlannerError
from planner.i18n import t
from planner.services import exports, locking, maintenance
from planner.takeout import formats
from planner.takeout.asked import Asked
from planner.takeout.formats import FORMATS, Format


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options: those of all formats, each refused by the formats that have no use for it."""
    command.add_argument("format", choices=[one.name for one in FORMATS], help=t("cli.help.export_format"))
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help=t("cli.help.output"))
    command.add_argument("--force", action="store_true", help=t("cli.help.force"))
    for option in formats.options():
        how: dict[str, Any] = {"action": "store_true"}
        if option.number:
            how = {"type": int, "metavar": "N"}
        elif option.values is not None:
            how = {"choices": option.values(), "metavar": option.name.upper()}
        about = t(f"cli.help.export.{option.name}") + t("cli.help.export_only", formats=_takers(option.name))
        command.add_argument(f"--{option.name}", dest=_dest(option.name), help=about, **how)
    command.set_defaults(wrong=command.error)


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the export or write it to a file; returns the exit status.

    Raises:
        PlannerError: ``export.*``, ``passphrase.*``, ``store.*``; ``export.binary`` for what is no text, on a terminal.
    """
    form = formats.named(options.format)
    asked = Asked(path, clock.today(), _chosen(options, form), options.output, passphrase.for_export)
    if options.output is None:
        if form.binary and sys.stdout.isatty():
            raise PlannerError("export.binary", ending=form.ending)
        pour(form.pieces(asked), form.ending)
        return 0
    target = exports.write(path, options.output, form.pieces(asked), over=options.force)
    if target.is_file():  # into a pipe or to /dev/stdout goes the document alone
        print(t("cli.exported", path=target))
        if form.left_out is not None and (said := form.left_out(asked)):
            print(said)
        if form.locked:
            print(t("export.locked.told", command=maintenance.command(target, path)))
        elif locking.is_locked(path):
            print(t("export.plain"))
    return 0


def _chosen(options: argparse.Namespace, form: Format) -> dict[str, Any]:
    """What was chosen; ends the process with status 2 where the format has no such option."""
    chosen = {}
    for option in formats.options():
        value = getattr(options, _dest(option.name))
        if value in (None, False):
            continue
        own = next((one for one in form.options if one.name == option.name), None)
        if own is None:
            formats_of = _takers(option.name)
            options.wrong(t("cli.not_of_format", option=f"--{option.name}", format=form.name, formats=formats_of))
        elif own.values is not None and value not in own.values():
            formats_of, said = _takers(option.name, value), f"--{option.name} {value}"
            options.wrong(t("cli.not_of_format", option=said, format=form.name, formats=formats_of))
        chosen[option.name] = value
    return chosen


def _dest(name: str) -> str:
    return f"of_{name}"  # apart from what other options are called


def _takers(name: str, value: str = "") -> str:
    """The formats that have an option, of those with a value of it."""

    def takes(form: Format) -> bool:
        own = [option for option in form.options if option.name == name]
        return any(not value or option.values is None or value in option.values() for option in own)

    return ", ".join(one.name for one in FORMATS if takes(one))
