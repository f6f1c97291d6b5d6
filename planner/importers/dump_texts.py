"""The texts of an exported document made harmless, those inside documents and the journal too.

What the app has stored is clean and comes back as it was. In a document that somebody has written, or that an earlier
version has kept, the rest is taken out, and it is told where.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from planner.domain.basics.text import clean
from planner.importers.dump import Dump, Table, Value
from planner.values import replace


def cleaned(given: Dump) -> tuple[Dump, list[str]]:
    """The same with clean texts, and the place of each that was not: ``lender 2: name``, rows counted from 1."""
    places: list[str] = []
    tables = {name: _table(name, table, places) for name, table in given.tables.items()}
    return (replace(given, tables=tables), places) if places else (given, places)


def _table(name: str, table: Table, places: list[str]) -> Table:
    texts = {value for values in table.values for value in values if isinstance(value, str)}
    changed = {text: found for text in texts if (found := _clean(text)) != text}
    if not changed:
        return table
    for number, row in enumerate(table.rows, 1):
        places += [
            f"{name} {number}: {column}"
            for column, value in zip(table.columns, row, strict=True)
            if isinstance(value, str) and value in changed
        ]
    rows, values = ([_now(part, changed) for part in parts] for parts in (table.rows, table.values))
    return Table(table.columns, rows, [set(found) for found in values])


def _now(values: Iterable[Value], changed: dict[str, str]) -> list[Value]:
    return [changed.get(value, value) if isinstance(value, str) else value for value in values]


def _clean(text: str) -> str:
    """Clean, also where it is a JSON document, whose texts may spell out what they hold (``\\u202e``)."""
    found = clean(text, lines=True)
    if "\\u" not in found or found[:1] not in ("{", "["):
        return found
    try:
        held = json.loads(found)
    except (ValueError, RecursionError):
        return found  # no document, or none that can be read: the table says which
    within = _within(held)
    return found if within == held else json.dumps(within, ensure_ascii=False)


def _within(held: Any) -> Any:
    if isinstance(held, str):
        return clean(held, lines=True)
    if isinstance(held, list):
        return [_within(one) for one in held]
    if isinstance(held, dict):
        return {_within(name): _within(one) for name, one in held.items()}
    return held
