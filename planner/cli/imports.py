"""``planner import``: bills, several at once too, or an export into an empty database."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planner import clock
from planner.cli.arguments import as_json
from planner.cli.import_document import document, effect_document
from planner.cli.output import Each, say
from planner.cli.terminal import complain
from planner.domain.imports.choices import TAKE
from planner.domain.imports.proposal import FeeAnswers
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.importers import archives, map_file
from planner.importers.dump import looks_like_export, text_of
from planner.importers.pdf import is_locked
from planner.importers.pointed import own_entries
from planner.importers.readers import READERS, check_size
from planner.overview import given
from planner.overview.preview import preview
from planner.services import exports, file_maps, imports, maintenance
from planner.storage import backup
from planner.storage.snapshot import read_settings
from planner.takeout.formats import LOCKED
from planner.values import replace
from planner.words.imports import effect_lines, fee_lines, file_lines, held_lines, map_columns

_NAMED = 5  # places of texts that a sentence names


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)
    command.add_argument("file", type=Path, metavar="FILE", nargs="+", help=t("cli.help.file"))
    command.add_argument("--password", metavar="TEXT", help=t("cli.help.zip_password"))
    command.add_argument("--format", choices=(*READERS, "json"), help=t("cli.help.format"))
    command.add_argument("--take-held", action="store_true", help=t("cli.help.take_held"))
    command.add_argument("--no-plan-fees", action="store_true", help=t("cli.help.no_plan_fees"))
    command.add_argument("--dry-run", action="store_true", help=t("cli.help.dry_run"))


def run(options: argparse.Namespace, path: Path) -> int:
    """Read the files, take them over unless it is a dry run, print what became of each row; returns the exit status.

    Of several each is taken over before the next is compared, in a dry run by a copy of the records; one that cannot be
    read keeps none of the others back.
    """
    if len(options.file) == 1 and not os.path.isdir(file := options.file[0]):
        if file.name.endswith(LOCKED):
            raise PlannerError("import.locked_export", field="path", command=maintenance.command(file, path))
        content = given.content(file, given.any_size if options.format == "json" else _check)
        if options.format is None and map_file.is_map(content):
            return _keep_map(options, path, file, content)
        if options.format == "json" or (options.format is None and looks_like_export(content)):
            return _restore(options, path, file, content)
        if not (archives.is_archive(content) or is_locked(content)):
            one = given.Given(file.name, content)
            return _tell(options, [_take(options, path, one, record=not options.dry_run)])
    if not options.dry_run:
        return _several(options, path)
    from planner.cli import throwaway  # with random and shutil, which nothing else here needs

    with throwaway.folder() as folder:
        return _several(options, backup.duplicated(path, Path(folder)))


def _several(options: argparse.Namespace, path: Path) -> int:
    told: list[tuple[list[str], dict[str, Any]]] = []
    failed = 0
    for file in given.named(options.file):
        try:
            for one in _unpacked(file, options.password):
                try:
                    told.append(_take(options, path, one, record=True))
                except PlannerError as error:
                    failed += _failed(one.name, error)
                    continue
                if not options.json:
                    _tell(options, told[-1:])
        except PlannerError as error:
            if len(options.file) == 1 and not os.path.isdir(options.file[0]):
                raise
            failed += _failed(file.name, error)
    if options.json:
        say({"files": [document for _, document in told], "dry_run": options.dry_run})
    return 1 if failed else 0


def _failed(name: str, error: PlannerError) -> int:
    """Say why a file was not imported: one more that failed."""
    complain(t("cli.import.failed", file=name, why=fmt.error(error.code, error.params)))
    return 1


def _unpacked(file: Path, password: str | None) -> Iterator[given.Given]:
    """The bills in a file; the password of an archive or a PDF is asked for where somebody can answer."""
    try:
        yield from given.bills(file, password, _check)
    except PlannerError as error:
        if error.code not in given.LOCKED or not sys.stdin.isatty():
            raise
    else:
        return
    yield from given.bills(file, getpass.getpass(t("import.password", file=file.name)), _check)


def _take(
    options: argparse.Namespace, path: Path, one: given.Given, *, record: bool
) -> tuple[list[str], dict[str, Any]]:
    """Compare one file, ``record`` what it brings in the database at ``path``: what is said, what ``--json`` prints."""
    form = None if options.format == "json" else options.format
    found = preview(path, one.name, one.data, today=clock.today(), form=form)
    if options.no_plan_fees:
        found = replace(found, fees=FeeAnswers(none=True))
    if options.take_held or options.no_plan_fees:
        found = found.chosen(dict.fromkeys(found.proposal.held, TAKE) if options.take_held else {})
    told = document(found, Each) if options.json else {}
    effect, if_taken = found.effect(), found.if_taken()
    if record:
        from planner.storage.store import Store  # the ORM: not for a look without writing

        store = Store(path)
        try:
            imports.apply(store, found, today=clock.today())
        finally:
            store.close()
    if options.json:
        return [], told | {
            "effect": effect_document(effect),
            "if_held_were_used": if_taken and effect_document(if_taken),
        }
    counts = {name: len(getattr(found.proposal, name)) for name in ("used", "doubles", "unused")}
    lines = [t("cli.import.dry_run" if options.dry_run else "cli.import.done", file=one.name, **counts)]
    lines += [*file_lines(found.proposal.file), *effect_lines(effect), *fee_lines(found)]
    return [*lines, *held_lines(found.proposal, if_taken)], {}


def _tell(options: argparse.Namespace, told: list[tuple[list[str], dict[str, Any]]]) -> int:
    for lines, shown in told:
        if options.json:
            return say(shown | {"dry_run": options.dry_run})
        print("\n".join(lines))
    return 0


def _check(begins: bytes, size: int) -> None:
    if not looks_like_export(begins):
        check_size(begins, size)


def _keep_map(options: argparse.Namespace, path: Path, file: Path, content: bytes) -> int:
    """Take a map of columns in, unless it is a dry run; returns the exit status."""
    entry = map_file.entry_in(content)
    there = own_entries(read_settings(path)).get(entry["code"])
    if not options.dry_run and there != entry:
        from planner.storage.store import Store

        store = Store(path)
        try:
            file_maps.keep(store, entry)
        finally:
            store.close()
    became = "same" if there == entry else "new" if there is None else "replaced"
    if options.json:
        told = {"file": file.name, "format": map_file.FORMAT, "map": entry, "became": became}
        return say(told | {"used": [], "doubles": [], "unused": [], "dry_run": options.dry_run})
    if options.dry_run:
        print(t("cli.maps.dry_run"))
    before = "" if there is None else there["zh"]
    print(t(f"cli.maps.{became}", name=entry["zh"], before=before, columns=map_columns(entry)))
    return 0


def _restore(options: argparse.Namespace, path: Path, file: Path, content: bytes) -> int:
    cleaned: list[str] = []
    text = text_of(content, str(file))
    rows = exports.restore(path, text, dry_run=options.dry_run, tell_cleaned=cleaned.extend)
    if options.json:
        told = {"file": file.name, "format": "json", "rows": rows, "cleaned": cleaned}
        return say(told | {"used": [], "doubles": [], "unused": []})
    print(t("cli.import.restorable" if options.dry_run else "cli.import.restored", n=rows, file=file.name))
    if cleaned:
        print(t("cli.import.cleaned", n=len(cleaned), where=t("list.and").join(cleaned[:_NAMED])))
    return 0
