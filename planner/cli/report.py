"""``planner report``: reads a credit report and prints what it says; nothing is stored."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner.cli.arguments import as_json
from planner.cli.output import say
from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.importers.pboc import source
from planner.words import report as words


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("file", type=Path, metavar="FILE", help=t("cli.help.report_file"))
    command.add_argument("--password", metavar="TEXT", help=t("cli.help.password"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Read it and print it; a locked PDF asks for its password where somebody can answer. Returns the exit status."""
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise PlannerError("import.unreadable", path=str(options.file), detail=fmt.os_error(error)) from error
    report = _read(data, options.password)
    if options.json:
        return say(document(report))
    for line in words.lines(report):
        print(line)
    return 0


def _read(data: bytes, password: str | None) -> CreditReport:
    try:
        return source.read(data, password)
    except PlannerError as error:
        if error.code != "report.pdf_locked" or not sys.stdin.isatty():
            raise
    return source.read(data, getpass.getpass(t("report.password")))


def document(report: CreditReport) -> dict[str, Any]:
    """What ``--json`` prints: the attributes of the report and of its entries, amounts in fen, days ISO."""
    told: dict[str, Any] = _plain(report)
    return told | {
        "kind": "brief",
        "whole": report.whole,
        "certain": report.certain,
        "missing": _plain(report.missing),
        "differences": _plain(report.differences),
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
