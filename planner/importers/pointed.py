"""A map of columns for a file that none knows, as a person points at them: where a table begins, what is likely."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from planner.domain.imports.file import OWN, PaymentFile
from planner.errors import PlannerError
from planner.importers import bills
from planner.importers.maps import FIELDS, FileMap, column_name, map_of, shipped_maps
from planner.importers.source import Source
from planner.importers.values import amount_of, day_of

PREFIX = "file_map."
"""Of the settings that keep the maps of the person: then the code."""

LEAST, MOST = 3, 60
"""Columns of a table, of those that can be pointed at."""
_MOST_TABLES = 6
_ROWS = 60  # on which a map is tried while it is made
_ON, _GOODS = re.compile(r"日期|交易日|时间|^日$"), re.compile(r"说明|描述|摘要|用途|商户")
"""Names by which a column of no map is likely the day, or what was paid for."""


class _Head(Source):
    """The beginning of a file alone."""

    def sheets(self) -> Iterator[Iterator[tuple[int, list[str]]]]:
        for rows in self.head:
            yield ((number, [*cells]) for number, cells in enumerate(rows[:_ROWS], start=1))


def own_maps(settings: Mapping[str, str]) -> tuple[FileMap, ...]:
    """The maps that a person has made; one that cannot be read any more is left out."""
    return tuple(map_of(entry) for entry in own_entries(settings).values())


def own_entries(settings: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The same as they are kept, by code."""
    found = {}
    for key, text in settings.items():
        if key.startswith(PREFIX):
            with suppress(PlannerError, ValueError, TypeError):
                entry = json.loads(text)
                found[map_of(entry).code] = entry
    return found


def named_map(settings: Mapping[str, str], name: str) -> dict[str, Any]:
    """The map that a person calls so, by its name or its code.

    Raises:
        PlannerError: ``import.map_unknown`` with all names; ``import.map_which`` where several have the name, with
            their codes.
    """
    own = own_entries(settings)
    found = [one for code, one in own.items() if name in (code, one["zh"])]
    if len(found) == 1:
        return found[0]
    if found:
        raise PlannerError("import.map_which", field="map", name=name, codes=", ".join(one["code"] for one in found))
    raise PlannerError("import.map_unknown", field="map", name=name, known=", ".join(one["zh"] for one in own.values()))


def header_for(data: bytes, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The row of a file that names the columns of a map.

    Raises:
        PlannerError: ``import.map_not_here`` with those that are missing; what ``Source.sheets`` raises.
    """
    kind, found = map_of(entry), headers(data)
    for names in found:
        if kind.places(names) is not None:
            return names
    (known, *_) = kind.known_by
    missing = min((known - set(names) for names in found), key=len, default=known)
    raise PlannerError(
        "import.map_not_here", field="path", name=entry["zh"], missing=", ".join(sorted(missing)) or ", ".join(known)
    )


def headers(data: bytes) -> list[tuple[str, ...]]:
    """The rows of a file that may name the columns of a table, the likeliest first; empty for what holds no table.

    Raises:
        PlannerError: of a workbook what ``Source.sheets`` raises.
    """
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for rows in Source(data).head:
        for number, cells in enumerate(rows[:-1]):
            names = tuple(column_name(cell) for cell in cells[:MOST])
            filled = [name for name in names if name]
            if len(filled) >= LEAST and not any(day_of(name)[0] or amount_of(name) is not None for name in filled):
                known = sum(name in _known() for name in filled)
                found.append((-known, number, names))
    return [names for *_, names in sorted(found)[:_MOST_TABLES]]


def guess(names: Sequence[str]) -> dict[str, str]:
    """For each field the column that other maps have it in, of several the first; else one of a likely name."""
    found: dict[str, str] = {}
    for name in names:
        field = _known().get(name)
        if field is not None:
            found.setdefault(field, name)
    if "amount" in found:
        found.pop("received", None)
        found.pop("spent", None)
    for field, likely in (("on", _ON), ("goods", _GOODS)):
        named = next((name for name in names if likely.search(name) and name not in found.values()), None)
        if field not in found and named is not None:
            found[field] = named
    return found


def entry_of(
    names: Sequence[str], columns: Mapping[str, str], *, title: str, sort: str, bank: str, signs: str
) -> dict[str, Any]:
    """The map as it is kept and handed on: known by all columns of the table, each field in one of them."""
    return {
        "code": code_of(names),
        "zh": title,
        "en": title,
        "sort": sort,
        "bank": bank,
        "known_by": [[name for name in names if name]],
        "signs": signs,
        "columns": {field: [name] for field, name in columns.items() if name},
    }


def code_of(names: Sequence[str]) -> str:
    """The same for the same columns: a map that is made again takes the place of the one before."""
    return OWN + hashlib.sha256("\n".join(sorted(filter(None, names))).encode()).hexdigest()[:10]


def tried(data: bytes, entry: Mapping[str, Any]) -> PaymentFile:
    """What the map makes of the first rows of a file.

    Raises:
        PlannerError: ``import.map``, or what ``bills.read`` says.
    """
    return bills.read(_Head(data), map_of(entry))


@cache
def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for field in FIELDS:
        for kind in shipped_maps():
            for name in kind.columns.get(field, ()):
                found.setdefault(name, field)
    return found
