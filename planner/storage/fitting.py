"""What may stand in a column, whoever wrote it: the one rule at the restore of an export, at ``planner check``, and
where something cannot be read.

The constraints of the tables say nothing of how large an amount, how far a day and how long a text may be, and a file
that another program has edited need not have kept to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from planner.domain.basics.reach import FIRST_DAY, LAST_DAY
from planner.domain.basics.text import MOST_KEPT, quoted
from planner.errors import PlannerError
from planner.storage.rows.columns import HIGHEST_DECIMAL, Column
from planner.storage.rows.registry import TABLES

_ID = Column("id", True)
_UNREAD = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError, PlannerError)
_COLUMNS = {table.name: {column.name: column for column in (_ID, *table.columns)} for table in TABLES}


def columns_of(table: str) -> dict[str, Column]:
    """The columns of a table by name, ``id`` among them; none for a table that there is no longer."""
    return _COLUMNS.get(table, {})


def misfits(
    table: str, names: Sequence[str], rows: Sequence[Sequence[Any]], values: Sequence[Set[Any]] | None = None
) -> Iterator[tuple[int, PlannerError]]:
    """The first value of each column that cannot stand there: the place of its row, from 0, and what is wrong with it.

    Columns that the table does not have are passed over. Each value is looked at once, however many rows have it;
    ``values`` are the different ones of each column, where they are known already.
    """
    known = columns_of(table)
    for at, name in enumerate(names):
        column = known.get(name)
        if column is None:
            continue
        found = {row[at] for row in rows} if values is None else values[at]
        if _all_within(column, found):
            continue
        wrong = {value: fault for value in found if (fault := fault_of(column, value))}
        if wrong:
            yield next((place, wrong[row[at]]) for place, row in enumerate(rows) if row[at] in wrong)


def _all_within(column: Column, values: Set[Any]) -> bool:
    """Whether they are numbers that can all stand there, seen at once; False also where that is yet to be seen."""
    return {*map(type, values)} == {int} and column.integer and column.low <= min(values) <= max(values) <= column.high


def fault_of(column: Column, value: object) -> PlannerError | None:
    """Why a value cannot stand in a column: ``row.*`` with its name and value; None if it can."""
    if value is None:
        return None if column.optional else _fault("empty", column, value)
    if column.integer:
        whole = isinstance(value, int) and column.low <= value <= column.high
        return None if whole else _fault("number", column, value, low=column.low, high=column.high)
    if not isinstance(value, str):
        return _fault("text", column, value)
    if column.filled and not value:
        return _fault("empty", column, value)
    return _of_text(column, value)


def _of_text(column: Column, value: str) -> PlannerError | None:
    if column.among and value not in column.among:
        return _fault("member", column, value, among=column.among)
    if column.right != "json" and len(value) > MOST_KEPT:
        return _fault("long", column, value, n=len(value), most=MOST_KEPT)
    if column.read is None:
        return None
    try:
        column.read(value)
    except _UNREAD:
        return _fault(column.right, column, value, first=FIRST_DAY, last=LAST_DAY, high=HIGHEST_DECIMAL)
    return None


def _fault(code: str, column: Column, value: object, **told: Any) -> PlannerError:
    return PlannerError(f"row.{code}", field=column.name, name=column.name, value=brief(value), **told)


def brief(value: object) -> str:
    """A value as an error repeats it: on one line, and not all of it where it is long."""
    text = "null" if value is None else str(value[:1000] if isinstance(value, str | bytes) else value)
    return quoted(text)


def first_of(faults: Iterable[tuple[int, PlannerError]]) -> tuple[int, PlannerError] | None:
    """The fault that stands in the first row; None without any."""
    return min(faults, key=lambda fault: fault[0], default=None)
