"""A list as CSV that spreadsheets open as it is meant: UTF-8 with its mark, days in full, texts that stay texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from planner.exporters.sheets import Column, Kind, Sheet, Value, as_text, one_line, yuan
from planner.i18n import format as fmt

_AT_ONCE = 500  # rows of a piece


def pieces(sheet: Sheet) -> Iterator[str]:
    """The titles, then a row a line. Amounts are plain numbers with two places (``-1234.50``), shares ``13.58%``.

    Without the row of totals: whoever reads it adds up rows. What is not known is empty. A text that a spreadsheet
    would take for a formula, a number or a day has a ``'`` before it.
    """
    yield "\ufeff" + _lines([[as_text(column.title) for column in sheet.columns]])
    for start in range(0, len(sheet.rows), _AT_ONCE):
        yield _lines([_cells(row, sheet.columns) for row in sheet.rows[start : start + _AT_ONCE]])


def _lines(rows: Sequence[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _cells(row: Sequence[Value], columns: Sequence[Column]) -> list[str]:
    return [_cell(value, column.kind) for value, column in zip(row, columns, strict=True)]


def _cell(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return as_text(value) if kind is Kind.TEXT else one_line(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return fmt.percent(value)
    return f"{yuan(value)}" if kind is Kind.AMOUNT else str(value)
