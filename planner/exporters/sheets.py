"""A list as values with their kinds, before it becomes a file: what CSV, a workbook and a page have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planner.domain.basics.text import clean
from planner.values import dataclass

Value = str | int | Decimal | date | None
"""What stands in a cell; None for nothing known."""


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    MONTH = "month"  # by its name: spreadsheets make days of 2026-11
    MOMENT = "moment"  # day and minute
    AMOUNT = "amount"  # fen (or another minor unit, where a currency stands beside it), as int
    SHARE = "share"  # a fraction, as Decimal
    COUNT = "count"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is called, what is in it, and its width in cells of a terminal."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: rows of values, each as long as there are columns; ``total`` has values by column, for a last row."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: Mapping[str, Value] | None = None

    @property
    def last(self) -> tuple[Value, ...] | None:
        """The row of totals; None without one."""
        return None if self.total is None else tuple(self.total.get(column.key) for column in self.columns)


def sheet(
    name: str, title: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Value]], total: str = ""
) -> Sheet:
    """A sheet of rows by column key, what is missing being unknown.

    With ``total``, the word for it, a last row adds up the amounts.
    """
    last: dict[str, Value] | None = None
    if total:
        last = {columns[0].key: total}
        for column in columns:
            if column.kind is Kind.AMOUNT:
                last[column.key] = sum(value for row in rows if isinstance(value := row.get(column.key), int))
    made = tuple(tuple(row.get(column.key) for column in columns) for row in rows)
    return Sheet(name, title, tuple(columns), made, last)


def yuan(minor: int) -> Decimal:
    """Fen as an exact number of yuan with two places."""
    return Decimal(minor).scaleb(-2)


def one_line(text: str) -> str:
    """A text as a cell can hold it: harmless, on one line."""
    return clean(text)


# What a spreadsheet takes for a formula, or for a number, a day or a truth value when it reads a text: 3/12, 0123,
# 1e5, 11-20, 12:30, 1 Nov.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(
    r"[\s('\"$¥￥]*[\d０-９.,，．][\d０-９.,，．/／:：eE%％年月日號号\s-]*\)?[\s元]*"
    r"|true|false|(?=.*\d)[\d\s/.,-]*(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[\d\s/.,-]*",
    re.IGNORECASE,
)
MARK = "'"


def as_text(text: str) -> str:
    """A text that a spreadsheet leaves alone: with a ``'`` before what it would take for a formula, number or day.

    Amounts are no texts: those stay numbers, with their minus.
    """
    text = one_line(text)
    return f"{MARK}{text}" if is_taken(text) else text


def is_taken(text: str) -> bool:
    """Whether a spreadsheet takes a text for something else."""
    return text.startswith(_FORMULA) or _NUMBER.fullmatch(text) is not None


def cells(line: Sequence[Value], columns: Sequence[Column]) -> Iterator[tuple[Column, Value]]:
    """The values of a row with their columns. Texts are made harmless."""
    for column, value in zip(columns, line, strict=True):
        yield column, one_line(value) if isinstance(value, str) else value
