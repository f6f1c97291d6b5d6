"""Whether each value of an exported document can stand where it stands, also in what undo and redo would put back."""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from typing import Any

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.importers.dump import Dump
from planner.storage.fitting import first_of, misfits


def check_values(given: Dump) -> None:
    """Types, ranges, days, members, lengths, by the columns as they are today; what those do not know is passed over.

    Raises:
        PlannerError: ``dump.malformed`` with the table, the row (counted from 1), the field and what would be right.
    """
    for name, table in given.tables.items():
        _check(name, table.columns, table.rows, values=table.values)
    journal = given.table("operation")
    changes = journal.columns.index("changes") if "changes" in journal.columns else None
    if changes is not None:
        for number, row in enumerate(journal.rows, 1):
            if row[changes]:
                _check_changes(f"operation {number}", str(row[changes]), given)


def _check_changes(where: str, text: str, given: Dump) -> None:
    images: dict[str, list[list[Any]]] = {}
    try:
        for name, *found in json.loads(text):
            images.setdefault(name, []).extend(filter(None, found))
        for name, rows in images.items():
            columns = given.table(name).columns
            least = min(map(len, rows), default=0)
            _check(name, columns[:least], rows, where=f"{where}: {name}")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PlannerError("dump.malformed", where=where) from error


def _check(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    where: str = "",
    values: Sequence[Set[Any]] | None = None,
) -> None:
    found = first_of(misfits(name, columns, rows, values))
    if found is not None:
        place, fault = found
        reason = fmt.error(fault.code, fault.params)
        raise PlannerError("dump.malformed", where=f"{where or f'{name} {place + 1}'}: {reason}")
