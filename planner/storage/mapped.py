"""The mapped classes, made of the tables in ``rows``. They never leave ``storage``, and only what writes loads them.

A change of a table needs a numbered migration, a new ``migrations/head.sql`` and a data dump for the tests of upgrades.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import new_class
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.schema import SchemaItem
from sqlmodel import Field, SQLModel

from planner.storage.rows import table as rules
from planner.storage.rows.columns import REQUIRED, Column
from planner.storage.rows.registry import TABLES

# before any table: batch migrations can only change what has a name
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
}
_OPTIONS: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}


class Row(SQLModel):
    """What all rows have: a number, never given twice, so that nothing old is mistaken for something new."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)


def _row(table: rules.Table) -> type[Row]:
    """The mapped class of a table."""
    body: dict[str, Any] = {
        "__module__": __name__,
        "__tablename__": table.name,
        "__table_args__": (*_constraints(table), _OPTIONS),
        "__annotations__": {column.name: _type(column) for column in table.columns},
    }
    body |= {column.name: _field(column) for column in table.columns}
    name = "".join(word.capitalize() for word in table.name.split("_"))
    return new_class(f"{name}Row", (Row,), {"table": True}, lambda namespace: namespace.update(body))


def _type(column: Column) -> Any:
    kind = int if column.integer else str
    return kind | None if column.optional else kind


def _field(column: Column) -> Any:
    options: dict[str, Any] = {"sa_type": Integer if column.integer else Text}  # VARCHAR is refused by STRICT
    if column.default is not REQUIRED:
        options["default"] = column.default
    if column.added:
        options["sa_column_kwargs"] = {"server_default": text(f"{column.default!r}")}
    if column.parent:
        options |= {"foreign_key": column.parent, "ondelete": column.on_delete}
    return Field(**options)


def _constraints(table: rules.Table) -> Iterator[SchemaItem]:
    for column in table.columns:
        if column.check:
            yield CheckConstraint(column.check, name=column.name)
    for rule in table.rules:
        match rule:
            case rules.Unique(columns):
                yield UniqueConstraint(*columns)
            case rules.Index(columns):
                yield Index(None, *columns)
            case rules.Check(name, sql):
                yield CheckConstraint(sql, name=name)


ROWS: dict[str, type[Row]] = {table.name: _row(table) for table in TABLES}
