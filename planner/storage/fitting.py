"""What may stand in a column, whoever wrote it: the one rule at the restore of an export, at ``planner check``, and
where something cannot be read.

The constraints of the tables say nothing of how large an amount, how far a day and how long a text may be, and a file
that another program has edited need not have kept to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from planner.domain.basics.reach import FIRST_DAY, LAST_DAY
from planner.domain.basics.text import MOST_KEPT, clean
from planner.errors import PlannerError
from planner.storage.rows.columns import HIGHEST_DECIMAL, Column
from planner.storage.rows.registry import TABLES

_ID = Column("id", True)
_SHOWN = 40  # characters of a value that an error repeats
_UNREAD = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError, PlannerError)
_COLUMNS = {table.name: {column.name: column for column in (_ID, *table.columns)} for table in TABLES}


def columns_of(table: str) -> dict[str, Column]:
    """The columns of a table by name, ``id`` among them; none for a table that there is no longer."""
    return _COLUMNS.get(table, {})


def misfits(table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, PlannerError]]:
    """The first value of each column that cannot stand there: the place of its row, from 0, and what is wrong with it.

    Columns that the table does not have are passed over. Each value is looked at once, however many rows have it.
    """
    known = columns_of(table)
    for at, name in enumerate(names):
        column = known.get(name)
        if column is None:
            continue
        wrong = {value: fault for value in {row[at] for row in rows} if (fault := fault_of(column, value))}
        if wrong:
            yield next((place, wrong[row[at]]) for place, row in enumerate(rows) if row[at] in wrong)


def fault_of(column: Column, value: object) -> PlannerError | None:
    """Why a value cannot stand in a column: ``row.*`` with its name and value; None if it can."""
    told = {"field": column.name, "name": column.name, "value": brief(value)}
    if value is None:
        return None if column.optional else PlannerError("row.empty", **told)
    if column.integer:
        whole = isinstance(value, int) and column.low <= value <= column.high
        return None if whole else PlannerError("row.number", **told, low=column.low, high=column.high)
    if not isinstance(value, str):
        return PlannerError("row.text", **told)
    if column.filled and not value:
        return PlannerError("row.empty", **told)
    return _of_text(column, value, told)


def _of_text(column: Column, value: str, told: dict[str, Any]) -> PlannerError | None:
    if column.among and value not in column.among:
        return PlannerError("row.member", **told, among=column.among)
    if column.right != "json" and len(value) > MOST_KEPT:
        return PlannerError("row.long", **told, n=len(value), most=MOST_KEPT)
    if column.read is None:
        return None
    try:
        column.read(value)
    except _UNREAD:
        return PlannerError(f"row.{column.right}", **told, first=FIRST_DAY, last=LAST_DAY, high=HIGHEST_DECIMAL)
    return None


def brief(value: object) -> str:
    """A value as an error repeats it: on one line, and not all of it where it is long."""
    text = "null" if value is None else str(value[:1000] if isinstance(value, str | bytes) else value)
    text = clean(text[:1000])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def first_of(faults: Iterable[tuple[int, PlannerError]]) -> tuple[int, PlannerError] | None:
    """The fault that stands in the first row; None without any."""
    return min(faults, key=lambda fault: fault[0], default=None)
