"""``planner maps``: the maps of columns that the person has made; one is taken in by ``planner import``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planner.cli.arguments import as_json
from planner.cli.output import say
from planner.i18n import t
from planner.importers import map_file
from planner.importers.pointed import header_for, named_map, own_entries, tried
from planner.importers.readers import check_size
from planner.overview import given
from planner.services import exports, file_maps
from planner.storage.snapshot import read_settings
from planner.words.imports import map_columns, map_sort, tried_lines

_ACTIONS = ("output", "rename", "forget", "try_on")


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options, of which one alone is taken."""
    as_json(command)
    command.add_argument("map", metavar="MAP", nargs="?", help=t("cli.help.maps.map"))
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help=t("cli.help.maps.output"))
    command.add_argument("--force", action="store_true", help=t("cli.help.force"))
    command.add_argument("--rename", metavar="NAME", help=t("cli.help.maps.rename"))
    command.add_argument("--try", dest="try_on", type=Path, metavar="FILE", help=t("cli.help.maps.try"))
    command.add_argument("--forget", action="store_true", help=t("cli.help.maps.forget"))
    command.set_defaults(wrong=command.error)


def run(options: argparse.Namespace, path: Path) -> int:
    """Tell the maps, or do with one what is asked; returns the exit status.

    Raises:
        PlannerError: ``import.map_unknown``, ``import.map_which``, ``import.map_not_here``, ``export.*``, ``store.*``.
    """
    asked = [name for name in _ACTIONS if getattr(options, name) not in (None, False)]
    if len(asked) > 1 or (asked and options.map is None):
        options.wrong(t("cli.maps.usage"))
    own = own_entries(read_settings(path))
    found = list(own.values()) if options.map is None else [named_map(read_settings(path), options.map)]
    if not asked:
        return _tell(options, found)
    (entry,) = found
    if options.output is not None:
        pieces = [map_file.text_of(entry)]
        print(t("cli.exported", path=exports.write(path, options.output, pieces, over=options.force)))
    elif options.try_on is not None:
        _try(options.try_on, entry)
    else:
        _change(options, path, entry)
    return 0


def _tell(options: argparse.Namespace, found: list[dict[str, Any]]) -> int:
    if options.json:
        return say({"maps": found})
    for entry in found:
        print(f"{entry['zh']} ({entry['code']}) · {map_sort(entry)} · {map_columns(entry)}")
    if not found:
        print(t("import.maps.empty"))
    return 0


def _try(file: Path, entry: Mapping[str, Any]) -> None:
    data = given.content(file, check_size)
    header_for(data, entry)
    print("\n".join(tried_lines(tried(data, entry))))


def _change(options: argparse.Namespace, path: Path, entry: Mapping[str, Any]) -> None:
    from planner.storage.store import Store  # the ORM: not for a look

    store = Store(path)
    try:
        if options.forget:
            file_maps.forget(store, entry["code"])
            print(t("cli.maps.forgotten", name=entry["zh"]))
        else:
            file_maps.rename(store, entry["code"], options.rename)
            print(t("cli.maps.renamed", before=entry["zh"], name=options.rename))
    finally:
        store.close()
