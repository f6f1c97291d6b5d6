"""``planner report``: reads a credit report and prints what it says; ``--keep`` records it."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date
from pathlib import Path
from typing import Any

from planner import clock
from planner.cli.arguments import as_json, day
from planner.cli.output import say
from planner.domain.credit.report.keeping import Keeping
from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.i18n import t
from planner.overview import report_file
from planner.services import reports
from planner.storage.store import OpResult
from planner.values import fields, is_dataclass
from planner.words import report as words


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("file", type=Path, metavar="FILE", help=t("cli.help.report_file"))
    command.add_argument("--password", metavar="TEXT", help=t("cli.help.password"))
    command.add_argument("--keep", action="store_true", help=t("cli.help.keep"))
    from planner.storage.shipped import catalogue  # read where this command is asked for only

    channels = [one.code for one in catalogue.load().channels]
    command.add_argument("--channel", choices=channels, default=reports.ONLINE, help=t("cli.help.channel"))
    command.add_argument("--on", type=day, metavar="DATE", help=t("cli.help.report_on"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Read it, record it if asked to, print it; a locked PDF asks for its password where somebody can answer.

    Returns the exit status.
    """
    report = _read(options.file, options.password)
    if options.keep:
        kept = _keep(options, report, path)
        if options.json:
            return say(document(report) | {"kept": _plain(kept.value) | {"new": kept.operation is not None}})
        print("\n".join([*words.lines(report), _told(kept)]))
        return 0
    found = report_file.beside(path, report, channel=options.channel, on=options.on)
    if options.json:
        return say(document(report) | {"new": None if found is None else _new(found)})
    print("\n".join(words.lines(report)))
    if found is not None:
        print(words.kept(found) + ("" if found.nothing else "\n" + t("cli.report.not_kept")))
    return 0


def _read(file: Path, password: str | None) -> CreditReport:
    try:
        return report_file.read(file, password)
    except PlannerError as error:
        if error.code != "report.pdf_locked":
            raise
        if not sys.stdin.isatty():
            raise PlannerError("cli.report_locked") from error
    return report_file.read(file, getpass.getpass(t("report.password")))


def _keep(options: argparse.Namespace, report: CreditReport, path: Path) -> OpResult[reports.Kept]:
    from planner.storage.store import Store  # the ORM: not for a look without writing

    store = Store(path)
    try:
        return reports.keep(store, report, today=clock.today(), channel=options.channel, on=options.on)
    except PlannerError as error:
        if error.code == "report.no_day":
            raise PlannerError("cli.report_day") from error
        raise
    finally:
        store.close()


def _new(found: Keeping) -> dict[str, int]:
    """How many records ``--keep`` would add."""
    return {
        "accounts": len(found.accounts),
        "negatives": sum(not one.id for one in found.negatives),
        "inquiries": sum(not one.id for one in found.inquiries),
        "matched": found.matched,
        "undated": found.undated,
    }


def _told(kept: OpResult[reports.Kept]) -> str:
    if kept.operation is None:
        return t("report.nothing_new")
    new = kept.value
    told = t(
        "report.kept", accounts=new.accounts, negatives=new.negatives, inquiries=new.inquiries, matched=new.matched
    )
    more = [t("report.kept.seen_before", n=new.seen_before)] if new.seen_before else []
    more += [t("report.undated_entries", n=new.undated)] if new.undated else []
    return "\n".join([told, *more])


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
