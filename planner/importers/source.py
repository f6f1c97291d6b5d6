"""A file of whatever kind as rows of cells: comma or tab separated text, a workbook, a page with tables, a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.domain.imports.work import ALONE, Work
from planner.importers.alipay_header import NAMES
from planner.importers.htmltable import is_html, rows_of_html
from planner.importers.maps import FileMap, column_name, shipped_maps
from planner.importers.pdf import is_pdf
from planner.importers.textfile import COMMA, MOST_CELLS, TAB, Lines, cells_of, encoding_of, row_at
from planner.importers.workbook import Workbook, is_workbook

if TYPE_CHECKING:
    from planner.importers.pdftable import Tables

_HEAD = 1 << 16  # bytes by which a text is told
_ROWS_OF_HEAD = 400  # of each sheet
_WORDS = ("交易", "金额", "日期", "账单", "时间", "余额", "收/支", "摘要")
_LEAST_COLUMNS = 3
_CENTURY = "20"


class Source:
    """The bytes of a file, and its rows. ``sheet`` counts from 0; a text or a page has one."""

    def __init__(self, data: bytes, own: Sequence[FileMap] = (), work: Work = ALONE) -> None:
        self.data = data
        self.work = work
        self.own = own
        """Maps of the person, tried before all others."""
        self.told: dict[str, Any] = {}
        """What was found out about it already."""

    @cached_property
    def is_workbook(self) -> bool:
        """Whether it is a workbook."""
        return is_workbook(self.data)

    @cached_property
    def is_pdf(self) -> bool:
        """Whether it is a PDF."""
        return is_pdf(self.data)

    @cached_property
    def is_text(self) -> bool:
        """Whether it is none of these, nor a page."""
        return not (self.is_workbook or self.is_pdf or is_html(self.data))

    @cached_property
    def pdf(self) -> Tables:
        """What stands in the PDF.

        Raises:
            PlannerError, Stopped: see ``pdfwords.read_pdf``.
        """
        from planner.importers.pdftable import tables_of  # wanted by this kind of file only

        return tables_of(self.data, self.work)

    @cached_property
    def workbook(self) -> Workbook:
        """The workbook.

        Raises:
            PlannerError: see ``Workbook``.
        """
        return Workbook(self.data)

    @cached_property
    def head(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The first rows of every sheet.

        Raises:
            PlannerError: see ``sheets``.
        """
        return tuple(tuple(_first(rows)) for rows in self._sheets(self.data[:_HEAD]))

    def sheets(self) -> Iterator[Iterator[tuple[int, list[str]]]]:
        """The rows of every sheet, each with its number from 1; of a text the lines; of a PDF each table is a sheet.

        Raises:
            PlannerError: ``import.sheet_broken``, ``import.sheet_too_large``, also while rows are read; see ``pdf``.
        """
        return self._sheets(self.data)

    def serial(self, text: str) -> str:
        """The day of a number in a column of days of a workbook, of this century; ``text`` itself of anything else."""
        if not self.is_workbook or not text[:1].isdigit():
            return text
        day = self.workbook.day(text)
        return day if day.startswith(_CENTURY) else text

    def _sheets(self, data: bytes) -> Iterator[Iterator[tuple[int, list[str]]]]:
        if self.is_workbook:
            yield from self.workbook.sheets()
        elif self.is_pdf:
            for table in self.pdf.tables:
                yield iter([(table.number, [*table.header]), *((number, [*cells]) for number, cells in table.rows)])
        elif is_html(self.data):
            yield rows_of_html(self.data)
        else:
            yield self._rows_of_text(Lines(data, self._encoding), whole=len(data) == len(self.data))

    @property
    def cut_at(self) -> int:
        """The last line of a text that was read, where the file ends before its last column: cut anywhere. Else 0."""
        found: int = self.told.get("cut_at", 0)
        return found

    @property
    def ends_at(self) -> int:
        """The last line of a text that was read, where no line end follows: perhaps cut in its last cell. Else 0."""
        found: int = self.told.get("ends_at", 0)
        return found

    @cached_property
    def _encoding(self) -> str:
        return encoding_of(self.data[:_HEAD], _WORDS)

    @cached_property
    def _parting(self) -> tuple[str, int]:
        """What stands between the cells of a text, and how many there are; a tab also follows numbers beside commas.

        The first line that names columns decides; where none is known, the first that one of the two alone parts.
        """
        lines = Lines(self.data[:_HEAD], self._encoding)[:_ROWS_OF_HEAD]
        parted = [(between, cells) for line in lines for between in (COMMA, TAB) if (cells := _parted(line, between))]
        known = NAMES | _names((*self.own, *shipped_maps()))
        for between, cells in parted:
            if sum(column_name(cell) in known for cell in cells) >= _LEAST_COLUMNS:
                return between, max(number + 1 for number, cell in enumerate(cells) if cell)
        return (parted[0][0] if parted else COMMA), MOST_CELLS

    def _rows_of_text(self, lines: Lines, *, whole: bool) -> Iterator[tuple[int, list[str]]]:
        between, width = self._parting
        number, last = 0, len(lines)
        while number < last:
            line, taken = lines[number], 1
            if line.count('"') % 2:
                line, taken = row_at(lines, number, between, width)
            if line.strip(", \t"):
                cells = cells_of(line, between)
                if whole and number + taken == last:
                    self.told["cut_at" if len(cells) < width < MOST_CELLS else "ends_at"] = number + 1
                yield number + 1, cells
            number += taken


class Counted:
    """Numbers the rows of several sheets as if they stood in one; those of a ``paged`` file are so already."""

    def __init__(self, *, paged: bool = False) -> None:
        self.last, self._paged = 0, paged

    def through(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        """The same rows, those of a further sheet counted on; numbers that do not rise are made to."""
        before = 0 if self._paged else self.last
        for number, cells in rows:
            self.last = max(before + number, self.last + 1)
            yield self.last, cells


def _parted(line: str, between: str) -> list[str]:
    """The cells of a line that has several, cut so."""
    cells = cells_of(line, between) if line.count(between) >= _LEAST_COLUMNS - 1 else []
    return cells if sum(map(bool, cells)) >= _LEAST_COLUMNS else []


def _names(maps: Sequence[FileMap]) -> frozenset[str]:
    return frozenset(name for kind in maps for names in kind.columns.values() for name in names)


def _first(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[str, ...]]:
    for _, (_, cells) in zip(range(_ROWS_OF_HEAD), rows, strict=False):
        yield tuple(cells)
