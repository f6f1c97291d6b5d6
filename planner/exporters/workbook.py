"""Lists as a workbook of Excel, a sheet each: amounts and days are such, with formats and widths of their own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Any

from planner.errors import PlannerError
from planner.exporters.sheets import Column, Kind, Sheet, is_taken, one_line

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
_LEFT: dict[str, Any] = {"align": "left", "indent": 1}  # apart from a number that ends where it begins
_TEXTS = (Kind.TEXT, Kind.MONTH, Kind.MOMENT)
_ALIGNED: dict[Kind, dict[str, Any]] = {kind: _LEFT if kind in _TEXTS else {"align": "right"} for kind in Kind}
_HEAD = 32  # points: two lines
_LONG = 30  # a column of texts so wide has sentences, which go on in further lines
_NAMES = 2  # columns at the left that say what a row is of: printed on every page across
_PAGE = 170  # characters of a line of A4 across that can still be read
_WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the same data gives the same bytes
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count a day that was none
_BEFORE = date(1899, 12, 30).toordinal()  # their day 0


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
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
        self.head = {kind: book.add_format(head | _ALIGNED[kind]) for kind in _FORMATS}
        looks = {kind: {"num_format": form, "valign": "vcenter"} | _ALIGNED[kind] for kind, form in _FORMATS.items()}
        self.of = {kind: book.add_format(look) for kind, look in looks.items()}
        self.last = {kind: book.add_format(look | {"bold": True, "top": 1}) for kind, look in looks.items()}
        self.long = book.add_format(looks[Kind.TEXT] | {"text_wrap": True})
        self.quoted = book.add_format(looks[Kind.TEXT] | {"quote_prefix": True})
        self._said: dict[str, tuple[str, bool]] = {}

    def said(self, text: str) -> tuple[str, bool]:
        """A text made harmless, and whether a spreadsheet would take it for something else; most come often."""
        known = self._said.get(text)
        if known is None:
            harmless = one_line(text)
            known = self._said[text] = harmless, is_taken(harmless)
        return known


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width + 2)
        page.write_string(0, place, column.title, formats.head[column.kind])
    page.set_row(0, _HEAD)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    across = max(1, round(sum(column.width + 2 for column in sheet.columns) / _PAGE))
    page.fit_to_pages(across, 0)
    if across > 1:
        page.repeat_columns(0, _NAMES - 1)
    page.repeat_rows(0)
    writers = [_writer(page, place, column, formats) for place, column in enumerate(sheet.columns)]
    for number, row in enumerate(sheet.rows, 1):
        for write, value in zip(writers, row, strict=True):
            if value is not None and value != "":
                write(number, value)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    if sheet.last is not None:
        below = len(sheet.rows) + 1
        for place, (column, value) in enumerate(zip(sheet.columns, sheet.last, strict=True)):
            if value is None or value == "":
                page.write_blank(below, place, None, formats.last[column.kind])
            else:
                _writer(page, place, column, formats, last=True)(below, value)


def _writer(
    page: Any, place: int, column: Column, formats: _Formats, *, last: bool = False
) -> Callable[[int, Any], object]:
    """Who writes the values of a column: the row and what stands there, which is not empty."""
    long = column.kind is Kind.TEXT and column.width >= _LONG and not last
    form = formats.long if long else (formats.last if last else formats.of)[column.kind]
    minor, text, number = column.kind is Kind.AMOUNT, page.write_string, page.write_number

    def write(row: int, value: Any) -> None:
        if isinstance(value, str):
            said, taken = formats.said(value)
            text(row, place, said, formats.quoted if taken and not last else form)
        elif isinstance(value, date):
            if value < _FIRST_DAY:
                text(row, place, value.isoformat(), formats.of[Kind.TEXT])
            else:
                number(row, place, value.toordinal() - _BEFORE, form)
        else:
            number(row, place, value / 100 if minor else value, form)

    return write
