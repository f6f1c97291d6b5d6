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
from functools import lru_cache
from typing import Any, NamedTuple

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.reach import kept_day

REQUIRED = object()  # a column without a default: every new row says it
MOST_COUNT = 9999  # what a field for a count takes
MOST_NUMBER = 10**12  # of a place, a line, an id: beyond it SQLite could give no further ones for long
HIGHEST_DECIMAL = 10**6  # of a rate or share: far above any that is typed
_DIGITS = 100  # of the text of a decimal


class Column(NamedTuple):
    """A column and what of a value it holds.

    ``field`` is the attribute of the value, the column's own name unless another is given; a column that is no
    attribute stands beside the value (its loan, the instant of entry). ``write`` and ``read`` turn the attribute into
    what SQLite keeps and back; NULL is None and asks neither. ``check`` is SQL. An ``added`` column came with a later
    revision: rows of before, and of old exports, hold ``default``. ``stamped``: a new row gets the instant of entry.
    ``one_way``: written, never read back.

    What may stand in it at all (``fitting``): a whole number from ``low`` to ``high``; with ``filled`` no empty text;
    one of ``among`` where those are named; and what ``read`` can read. ``right`` is the code of what would be right.
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
    low: int = 1
    high: int = MOST_NUMBER
    filled: bool = False
    among: tuple[str, ...] = ()
    right: str = "unreadable"

    @property
    def is_day(self) -> bool:
        """Whether it keeps a calendar day."""
        return self.write is date.isoformat


def text(name: str, field: str = "", *, filled: bool = False, default: Any = REQUIRED, added: Any = REQUIRED) -> Column:
    """A text as it is; with ``filled`` it holds at least one character."""
    check = f"{name} <> ''" if filled else ""
    return Column(
        name, False, field, default=_default(default, added), added=added is not REQUIRED, check=check, filled=filled
    )


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
    high: int | None = None,
) -> Column:
    """A whole number: an amount in fen, a count. ``least`` and ``most`` are allowed themselves.

    No more is read than ``high``, where that is said, else than amounts and counts can be that are typed. A sum of
    many amounts stays exact in any case; a count of a milliard terms would never be through.
    """
    bounds = f"{name} >= {least}" if most is None else f"{name} BETWEEN {least} AND {most}"
    check = "" if least is None else bounds
    default = _unset(True) if optional else _default(default, added)
    low, is_amount = 0 if least is None else least, name.endswith("_minor")
    high = most or high or (LIMIT_MINOR if is_amount else MOST_COUNT)
    read = None if is_amount else _within(low, high)  # the values of the core look at amounts themselves
    return Column(name, True, field, None, read, optional, default, added is not REQUIRED, check, low=low, high=high)


def _within(low: int, high: int) -> Callable[[int], int]:
    def read(value: int) -> int:
        if not low <= value <= high:
            raise ValueError(value)
        return value

    return read


def switch(name: str, field: str = "", *, default: Any = REQUIRED, added: Any = REQUIRED) -> Column:
    """Yes or no, as 1 or 0."""
    check = f"{name} IN (0, 1)"
    added_later = added is not REQUIRED
    return Column(name, True, field, int, bool, False, _default(default, added), added_later, check, low=0, high=1)


def day(name: str, field: str = "", *, optional: bool = False) -> Column:
    """A real calendar day written as ISO 8601."""
    check = f"date({name}, '+0 days') IS {name}"
    unset = _unset(optional)
    return Column(name, False, field, date.isoformat, read_day, optional, unset, False, check, right="day")


@lru_cache(maxsize=32768)
def read_day(text: str) -> date:
    """The day of an ISO text, of those that can be reckoned with. Days come again and again: no slower than any.

    Raises:
        ValueError: for anything else.
    """
    on = kept_day(text)
    if on.isoformat() != text:  # 20260101, 2026-W01-1
        raise ValueError(text)
    return on


def decimal(name: str, field: str = "", *, optional: bool = False) -> Column:
    """A plain number of zero or more: digits and at most one point."""
    check = f"{name} GLOB '[0-9]*' AND {name} NOT GLOB '*[^0-9.]*' AND {name} NOT GLOB '*.*.*'"
    unset = _unset(optional)
    return Column(name, False, field, decimal_text, _read_decimal, optional, unset, False, check, right="decimal")


def _read_decimal(text: str) -> Decimal:
    """Raises ValueError for what is no plain number from 0 to ``HIGHEST_DECIMAL``: one of a milliard digits hangs."""
    if len(text) > _DIGITS or not text.isascii() or not text.replace(".", "", 1).isdigit() or text[0] == ".":
        raise ValueError(text)
    value = Decimal(text)
    if value > HIGHEST_DECIMAL:
        raise ValueError(text)
    return value


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
    among = tuple(one.value for one in only or kind)
    values = ", ".join([f"'{one}'" for one in among])
    check = f"{name} IN ({values})"
    default = _unset(True) if optional else _default(default, added)
    return Column(name, False, field, _value, kind, optional, default, added is not REQUIRED, check, among=among)


def document(name: str, *, of: type = dict, optional: bool = False, default: Any = REQUIRED) -> Column:
    """A JSON document: an object, or what ``of`` says. SQLite versions differ on NULL, so that is asked first."""
    check = f"{name} IS NULL OR json_valid({name})"
    default = _unset(True) if optional else default
    return Column(name, False, "", _json, _reader_of(of), optional, default, False, check, right="json")


def _reader_of(kind: type) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        held = json.loads(text)
        if not isinstance(held, kind):
            raise ValueError(text)
        return held

    return read


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
