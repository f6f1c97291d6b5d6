"""A file of whatever kind as rows of cells: comma or tab separated text, a workbook, a page with tables, a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.domain.basics.text import clean
from planner.domain.imports.work import ALONE, Work
from planner.importers.htmltable import is_html, rows_of_html
from planner.importers.maps import FileMap
from planner.importers.pdf import is_pdf
from planner.importers.textfile import Lines, cells_of, encoding_of
from planner.importers.workbook import Workbook, is_workbook

if TYPE_CHECKING:
    from planner.importers.pdftable import Tables

_HEAD = 1 << 16  # bytes by which a text is told
_ROWS_OF_HEAD = 400  # of each sheet
_WORDS = ("交易", "金额", "日期", "账单", "时间", "余额", "收/支", "摘要")
_MOST_JOINED = 5  # lines of one row


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
        """The day of a number in a column of days of a workbook; ``text`` itself of anything else."""
        return self.workbook.day(text) if self.is_workbook else text

    def _sheets(self, data: bytes) -> Iterator[Iterator[tuple[int, list[str]]]]:
        if self.is_workbook:
            yield from self.workbook.sheets()
        elif self.is_pdf:
            for table in self.pdf.tables:
                yield iter([(table.number, [*table.header]), *((number, [*cells]) for number, cells in table.rows)])
        elif is_html(self.data):
            yield rows_of_html(self.data)
        else:
            yield _rows_of_text(data, encoding_of(self.data[:_HEAD], _WORDS))


def _first(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[str, ...]]:
    for _, (_, cells) in zip(range(_ROWS_OF_HEAD), rows, strict=False):
        yield tuple(cells)


def _rows_of_text(data: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    lines = Lines(data, encoding)
    number = 0
    while number < len(lines):
        line, taken = lines[number], 1
        if line.count('"') % 2:  # a line end inside a cell, or a quote that is never closed
            joined = line
            for more in range(1, _MOST_JOINED):
                if number + more >= len(lines):
                    break
                joined += "\n" + lines[number + more]
                if joined.count('"') % 2 == 0:
                    line, taken = joined, more + 1
                    break
        if line.strip(", \t"):
            yield number + 1, cells_of(line) if "," in line or "\t" not in line else [*map(clean, line.split("\t"))]
        number += taken
