"""``planner report``: reads a credit report and prints what it says; ``--keep`` records it."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner import clock
from planner.cli.arguments import as_json, day
from planner.cli.output import say
from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.i18n import t
from planner.overview import report_file
from planner.services import reports
from planner.storage.store import OpResult
from planner.words import report as words


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("file", type=Path, metavar="FILE", help=t("cli.help.report_file"))
    command.add_argument("--password", metavar="TEXT", help=t("cli.help.password"))
    command.add_argument("--keep", action="store_true", help=t("cli.help.keep"))
    command.add_argument("--on", type=day, metavar="DATE", help=t("cli.help.report_on"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Read it, record it if asked to, print it; a locked PDF asks for its password where somebody can answer.

    Returns the exit status.
    """
    report = _read(options.file, options.password)
    kept = _keep(options, report, path) if options.keep else None
    if options.json:
        told = document(report)
        return say(told if kept is None else told | {"kept": _plain(kept.value) | {"new": kept.operation is not None}})
    for line in words.lines(report):
        print(line)
    if kept is not None:
        print(_told(kept))
    return 0


def _read(file: Path, password: str | None) -> CreditReport:
    try:
        return report_file.read(file, password)
    except PlannerError as error:
        if error.code != "report.pdf_locked" or not sys.stdin.isatty():
            raise
    return report_file.read(file, getpass.getpass(t("report.password")))


def _keep(options: argparse.Namespace, report: CreditReport, path: Path) -> OpResult[reports.Kept]:
    from planner.storage.store import Store  # the ORM: not for a look without writing

    store = Store(path)
    try:
        return reports.keep(store, report, today=clock.today(), on=options.on)
    except PlannerError as error:
        if error.code == "report.no_day":
            raise PlannerError("cli.report_day") from error
        raise
    finally:
        store.close()


def _told(kept: OpResult[reports.Kept]) -> str:
    if kept.operation is None:
        return t("report.nothing_new")
    new = kept.value
    told = t(
        "report.kept", accounts=new.accounts, negatives=new.negatives, inquiries=new.inquiries, matched=new.matched
    )
    return told + ("\n" + t("report.undated_entries", n=new.undated) if new.undated else "")


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
