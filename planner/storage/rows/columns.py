"""The words for a column: TEXT and INTEGER only, so that every table can be STRICT.

Dates are ISO text, instants ISO text in UTC, rates canonical decimal text, switches 0 or 1, enum members their value.
A check on a column that may be NULL lets NULL pass.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

REQUIRED = object()  # a column without a default: every new row says it


class Column(NamedTuple):
    """A column and what of a value it holds.

    ``field`` is the attribute of the value, the column's own name unless another is given; a column that is no
    attribute stands beside the value (its loan, the instant of entry). ``write`` and ``read`` turn the attribute into
    what SQLite keeps and back; NULL is None and asks neither. ``check`` is SQL. An ``added`` column came with a later
    revision: rows of before, and of old exports, hold ``default``. ``stamped``: a new row gets the instant of entry.
    ``one_way``: written, never read back.
    """

    name: str
    integer: bool = False
    field: str = ""
    write: Callable[[Any], Any] | None = None
    read: Callable[[Any], Any] | None = None
    optional: bool = False
    default: Any = REQUIRED
    added: bool = False
    check: str = ""
    parent: str = ""
    on_delete: str | None = None
    stamped: bool = False
    one_way: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it keeps a calendar day."""
        return self.write is date.isoformat


def text(name: str, field: str = "", *, filled: bool = False, default: Any = REQUIRED, added: Any = REQUIRED) -> Column:
    """A text as it is; with ``filled`` it holds at least one character."""
    check = f"{name} <> ''" if filled else ""
    return Column(name, False, field, default=_default(default, added), added=added is not REQUIRED, check=check)


def instant(name: str, *, optional: bool = False) -> Column:
    """An instant as the clock writes it."""
    return Column(name, optional=optional, default=_unset(optional))


def stamp() -> Column:
    """The instant at which a row was entered; it is never changed."""
    return Column("entered_at", default="", stamped=True)


def number(
    name: str,
    field: str = "",
    *,
    least: int | None = None,
    most: int | None = None,
    optional: bool = False,
    default: Any = REQUIRED,
    added: Any = REQUIRED,
) -> Column:
    """A whole number: an amount in fen, a count. ``least`` and ``most`` are allowed themselves."""
    bounds = f"{name} >= {least}" if most is None else f"{name} BETWEEN {least} AND {most}"
    check = "" if least is None else bounds
    default = _unset(True) if optional else _default(default, added)
    return Column(name, True, field, None, None, optional, default, added is not REQUIRED, check)


def switch(name: str, field: str = "", *, default: Any = REQUIRED, added: Any = REQUIRED) -> Column:
    """Yes or no, as 1 or 0."""
    check = f"{name} IN (0, 1)"
    return Column(name, True, field, int, bool, False, _default(default, added), added is not REQUIRED, check)


def day(name: str, field: str = "", *, optional: bool = False) -> Column:
    """A real calendar day written as ISO 8601."""
    check = f"date({name}, '+0 days') IS {name}"
    return Column(name, False, field, date.isoformat, date.fromisoformat, optional, _unset(optional), False, check)


def decimal(name: str, field: str = "", *, optional: bool = False) -> Column:
    """A plain number of zero or more: digits and at most one point."""
    check = f"{name} GLOB '[0-9]*' AND {name} NOT GLOB '*[^0-9.]*' AND {name} NOT GLOB '*.*.*'"
    return Column(name, False, field, decimal_text, Decimal, optional, _unset(optional), False, check)


def member(
    name: str,
    kind: type[StrEnum],
    field: str = "",
    *,
    only: Iterable[StrEnum] = (),
    optional: bool = False,
    default: Any = REQUIRED,
    added: Any = REQUIRED,
) -> Column:
    """The value of one member of ``kind``, of those in ``only`` if given."""
    values = ", ".join([f"'{one.value}'" for one in only or kind])
    check = f"{name} IN ({values})"
    default = _unset(True) if optional else _default(default, added)
    return Column(name, False, field, _value, kind, optional, default, added is not REQUIRED, check)


def document(name: str, *, optional: bool = False, default: Any = REQUIRED) -> Column:
    """A JSON document. SQLite versions differ in what they say of NULL, so that is asked first."""
    check = f"{name} IS NULL OR json_valid({name})"
    default = _unset(True) if optional else default
    return Column(name, False, "", _json, json.loads, optional, default, False, check)


def parent(name: str, table: str, *, on_delete: str | None = None, optional: bool = False) -> Column:
    """The id of a row of ``table``."""
    default = _unset(optional)
    return Column(name, True, optional=optional, default=default, parent=f"{table}.id", on_delete=on_delete)


def _default(default: Any, added: Any) -> Any:
    return default if added is REQUIRED else added


def _unset(optional: bool) -> Any:
    return None if optional else REQUIRED


def _value(one: StrEnum) -> str:
    return one.value


def decimal_text(value: Decimal) -> str:
    """The canonical text of a rate: plain digits without a trailing zero (``Decimal("0.0500")`` → ``0.05``)."""
    if not value:
        return "0"
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
