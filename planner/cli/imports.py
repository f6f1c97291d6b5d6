"""``planner import``: an Alipay bill, or an export into an empty database."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner import clock
from planner.cli.arguments import as_json
from planner.cli.output import say
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import exports, imports


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("file", type=Path, metavar="FILE", help=t("cli.help.file"))
    command.add_argument("--format", choices=("alipay", "json"), help=t("cli.help.format"))
    command.add_argument("--dry-run", action="store_true", help=t("cli.help.dry_run"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Read the file, take it over unless it is a dry run, print what became of each row; returns the exit status."""
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise PlannerError("import.unreadable", path=str(options.file), detail=fmt.os_error(error)) from error
    if options.format == "json" or (options.format is None and content.lstrip()[:1] == b"{"):
        return _restore(options, path, content)
    preview = imports.preview(path, options.file.name, content, today=clock.today(), form=options.format)
    document = preview.to_json()
    if not options.dry_run:
        from planner.storage.store import Store  # the ORM: not for a look without writing

        store = Store(path)
        try:
            imports.apply(store, preview, today=clock.today())
        finally:
            store.close()
    if options.json:
        return say(document | {"dry_run": options.dry_run})
    counts = {name: len(document[name]) for name in ("used", "doubles", "unused")}
    print(t("cli.import.dry_run" if options.dry_run else "cli.import.done", file=options.file.name, **counts))
    return 0


def _restore(options: argparse.Namespace, path: Path, content: bytes) -> int:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlannerError("dump.unreadable", path=str(options.file)) from error
    rows = exports.restore(path, text, dry_run=options.dry_run)
    if options.json:
        return say({"file": options.file.name, "format": "json", "rows": rows, "used": [], "doubles": [], "unused": []})
    print(t("cli.import.restored", n=rows, file=options.file.name))
    return 0
