"""Lists as a workbook of Excel, a sheet each: amounts and days are such, with formats and widths of their own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from planner.errors import PlannerError
from planner.exporters.sheets import Column, Kind, Sheet, Value, cells, is_taken, yuan

EXTRA = "excel"
_FORMATS = {
    Kind.AMOUNT: "#,##0.00;[Red]-#,##0.00",
    Kind.SHARE: "0.00%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.COUNT: "0",
    Kind.TEXT: "@",
    Kind.MONTH: "@",
    Kind.MOMENT: "@",
}
_WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the same data gives the same bytes
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count a day that was none


def pieces(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The workbook. A text is a text whatever it begins with; nothing is a formula.

    Raises:
        PlannerError: ``export.extra`` where the library is not installed.
    """
    library = check()
    written = io.BytesIO()
    book = library.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _WRITTEN})
    formats = _Formats(book)
    for one in sheets:
        _write(book.add_worksheet(one.title[:31]), one, formats)
    book.close()
    yield written.getvalue()


def check() -> Any:
    """The library, before anything is worked out for it.

    Raises:
        PlannerError: ``export.extra`` where it is not installed.
    """
    try:
        return import_module("xlsxwriter")
    except ImportError as error:
        raise PlannerError("export.extra", extra=EXTRA) from error


class _Formats:
    """How cells look, by kind; ``quoted`` is a text that a program which saves it again leaves a text."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.of = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        self.last = {
            kind: book.add_format({"num_format": form, "bold": True, "top": 1}) for kind, form in _FORMATS.items()
        }
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width + 2)
        page.write_string(0, place, column.title, formats.head)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for number, row in enumerate(sheet.rows, 1):
        for place, (column, value) in enumerate(cells(row, sheet.columns)):
            _put(page, number, place, column, value, formats)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    if sheet.last is not None:
        for place, (column, value) in enumerate(cells(sheet.last, sheet.columns)):
            _put(page, len(sheet.rows) + 1, place, column, value, formats, last=True)


def _put(
    page: Any, row: int, place: int, column: Column, value: Value, formats: _Formats, *, last: bool = False
) -> None:
    form = (formats.last if last else formats.of)[column.kind]
    if value is None or value == "":
        if last:
            page.write_blank(row, place, None, form)
    elif isinstance(value, str):
        page.write_string(row, place, value, formats.quoted if is_taken(value) and not last else form)
    elif isinstance(value, date):
        if value < _FIRST_DAY:
            page.write_string(row, place, value.isoformat(), formats.of[Kind.TEXT])
        else:
            page.write_datetime(row, place, value, form)
    elif isinstance(value, Decimal) or column.kind is Kind.COUNT:
        page.write_number(row, place, value, form)
    else:
        page.write_number(row, place, yuan(value), form)
