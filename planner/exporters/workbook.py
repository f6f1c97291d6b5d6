"""Lists as a workbook of Excel, a sheet each: amounts and days are such, with formats and widths of their own.

The library makes the workbook, with one row in each sheet that has a cell of each format. The rows are written here, in
the place of that one: going through the library cell by cell takes twice as long as all else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import escape
from importlib import import_module
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from planner.errors import PlannerError
from planner.exporters.sheets import Column, Kind, Sheet, Value, is_taken, one_line

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
_MOST = 32_767  # characters of a cell
_SENTENCES, _QUOTED = "sentences", "quoted"
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_PATTERN = re.compile(r'<row r="2".*?</row>', re.DOTALL)
_STYLE = re.compile(r'<c [^>]*s="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_CODE = re.compile(r"_x[0-9A-Fa-f]{4}_")  # programs read a sign in it
_WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - the same data gives the same bytes
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count a day that was none
_BEFORE = date(1899, 12, 30).toordinal()  # their day 0


def pieces(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The workbook. A text is a text whatever it begins with; nothing is a formula.

    Raises:
        PlannerError: ``export.extra`` where the library is not installed.
    """
    library = check()
    made, written = io.BytesIO(), io.BytesIO()
    book = library.Workbook(made, {"in_memory": True})
    book.set_properties({"created": _WRITTEN})
    formats = _formats(book)
    for one in sheets:
        _frame(book.add_worksheet(one.title[:31]), one, formats)
    book.close()
    texts: dict[str, tuple[str, bool]] = {}
    with ZipFile(made) as frames, ZipFile(written, "w", ZIP_DEFLATED) as whole:
        for part in frames.infolist():
            found, data = _SHEET.fullmatch(part.filename), frames.read(part)
            if found:
                data = _filled(data.decode(), sheets[int(found[1]) - 1], tuple(formats), texts).encode()
            whole.writestr(part, data, ZIP_DEFLATED)
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


# -- what the library makes ------------------------------------------------------------------------------------------


def _formats(book: Any) -> dict[str, Any]:
    """How cells look, by name: of each kind, also in the last row and as a title; texts that are no plain ones."""
    looks = {kind: {"num_format": form, "valign": "vcenter"} | _ALIGNED[kind] for kind, form in _FORMATS.items()}
    head = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
    found = {str(kind): look for kind, look in looks.items()}
    found |= {f"{kind} last": look | {"bold": True, "top": 1} for kind, look in looks.items()}
    found |= {f"{kind} title": head | _ALIGNED[kind] for kind in looks}
    found[_SENTENCES] = looks[Kind.TEXT] | {"text_wrap": True}
    found[_QUOTED] = looks[Kind.TEXT] | {"quote_prefix": True}  # a program that saves it again leaves it a text
    return {name: book.add_format(look) for name, look in found.items()}


def _frame(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Titles, widths, what is printed how, and the row with a cell of each format."""
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width + 2)
        page.write_string(0, place, column.title, formats[f"{column.kind} title"])
    page.set_row(0, _HEAD)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    across = max(1, round(sum(column.width + 2 for column in sheet.columns) / _PAGE))
    page.fit_to_pages(across, 0)
    if across > 1:
        page.repeat_columns(0, _NAMES - 1)
    page.repeat_rows(0)
    for place, form in enumerate(formats.values()):
        page.write_blank(1, place, None, form)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


# -- the rows --------------------------------------------------------------------------------------------------------


def _filled(frame: str, sheet: Sheet, names: Sequence[str], texts: dict[str, tuple[str, bool]]) -> str:
    """The sheet with its rows; ``texts`` are those that were looked at, most of which come often."""
    pattern = _PATTERN.search(frame)
    assert pattern is not None
    style = dict(zip(names, _STYLE.findall(pattern[0]), strict=True))
    columns = [_Cells(_letters(place), column, style, texts) for place, column in enumerate(sheet.columns)]
    rows = [_row(number, columns, row) for number, row in enumerate(sheet.rows, 2)]
    if sheet.last is not None:
        rows.append(_row(len(rows) + 2, columns, sheet.last, last=True))
    frame = f"{frame[: pattern.start()]}{''.join(rows)}{frame[pattern.end() :]}"
    end = f"{_letters(len(sheet.columns) - 1)}{len(rows) + 1}"
    return _DIMENSION.sub(f'<dimension ref="A1:{end}"/>', frame, count=1)


def _row(number: int, columns: Sequence[_Cells], values: Sequence[Value], *, last: bool = False) -> str:
    cells = [one.of(value, number, last=last) for one, value in zip(columns, values, strict=True)]
    return f'<row r="{number}">{"".join(cells)}</row>'


class _Cells:
    """The cells of a column."""

    def __init__(self, letters: str, column: Column, style: dict[str, str], texts: dict[str, tuple[str, bool]]) -> None:
        """``style``: the numbers of the formats."""
        self._letters, self._texts = letters, texts
        self._minor = column.kind is Kind.AMOUNT
        sentences = column.kind is Kind.TEXT and column.width >= _LONG
        self._plain = style[_SENTENCES if sentences else column.kind]
        self._last, self._text = style[f"{column.kind} last"], style[Kind.TEXT]
        self._quoted = style[_QUOTED]

    def of(self, value: Value, row: int, *, last: bool = False) -> str:
        """A cell of that row, which counts from 1; nothing where nothing is known."""
        style = self._last if last else self._plain
        if value is None or value == "":
            return f'<c r="{self._letters}{row}" s="{style}"/>' if last else ""
        if isinstance(value, str):
            said, taken = self._said(value)
            return self._words(said, row, self._quoted if taken and not last else style)
        if isinstance(value, date):
            if value < _FIRST_DAY:
                return self._words(value.isoformat(), row, self._text)
            return f'<c r="{self._letters}{row}" s="{style}"><v>{value.toordinal() - _BEFORE}</v></c>'
        number = float(value) if not isinstance(value, int) else value / 100 if self._minor else value
        return f'<c r="{self._letters}{row}" s="{style}"><v>{number!r}</v></c>'

    def _words(self, said: str, row: int, style: str) -> str:
        inline = f'<is><t xml:space="preserve">{said}</t></is>'
        return f'<c r="{self._letters}{row}" s="{style}" t="inlineStr">{inline}</c>'

    def _said(self, text: str) -> tuple[str, bool]:
        """A text made harmless, as the file has it, and whether a spreadsheet would take it for something else."""
        known = self._texts.get(text)
        if known is None:
            harmless = one_line(text)
            if len(harmless) > _MOST:
                harmless = f"{harmless[: _MOST - 1]}…"
            written = _CODE.sub(r"_x005F\g<0>", escape(harmless, quote=False))
            known = self._texts[text] = written, is_taken(harmless)
        return known


def _letters(place: int) -> str:
    """The name of a column, from 0: A … Z, AA …"""
    before, within = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + within)
