"""The tables of a page of HTML, row by row; banks also send such pages as ``.xls``."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from planner.domain.basics.text import MOST_LINE, clean
from planner.errors import PlannerError
from planner.importers.pboc.html import harmless
from planner.importers.textfile import decode
from planner.values import dataclass, field

_MOST_BYTES, _PIECE = 16 << 20, 1 << 16
_MOST_CELLS, _MOST_DEEP = 200, 50
_BEGINS = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<?xml")


def is_html(data: bytes) -> bool:
    """Whether ``data`` begins as a page with a table does."""
    head = data[: 1 << 16].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(_BEGINS) and b"<t" in data[: 1 << 18].lower()


def rows_of_html(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of all tables, each where it ends, numbered from 1; a table inside a cell is one of its own.

    Raises:
        PlannerError: ``import.sheet_too_large`` for more than 16 MB.
    """
    if len(data) > _MOST_BYTES:
        raise PlannerError("import.sheet_too_large")
    text = harmless(decode(data, ("交易", "金额", "日期")))
    parser, number = _Tables(), 0
    for at in range(0, len(text), _PIECE):
        parser.feed(text[at : at + _PIECE])
        while parser.rows:
            number += 1
            yield number, parser.rows.pop(0)
    parser.close()
    parser.end_row()
    for row in parser.rows:
        number += 1
        yield number, row


@dataclass
class _Open:
    """A table that has not ended."""

    cells: list[str] = field(default_factory=list)
    parts: list[str] | None = None  # of the cell that has not ended


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._open: list[_Open] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._unseen += 1
        elif tag == "table" and len(self._open) < _MOST_DEEP:
            self._open.append(_Open())
        elif not self._open:
            return
        elif tag == "tr":
            self.end_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._open[-1].parts = []
        elif tag == "br" and self._open[-1].parts is not None:
            self._open[-1].parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._unseen = max(self._unseen - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self.end_row()
        elif tag == "table" and self._open:
            self.end_row()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen and (parts := self._open[-1].parts) is not None:
            parts.append(data)

    def _end_cell(self) -> None:
        if not self._open or (parts := self._open[-1].parts) is None:
            return
        if len(self._open[-1].cells) < _MOST_CELLS:
            self._open[-1].cells.append(clean(" ".join("".join(parts).split())[:MOST_LINE]))
        self._open[-1].parts = None

    def end_row(self) -> None:
        """What was begun is a row."""
        self._end_cell()
        if self._open and self._open[-1].cells:
            if any(self._open[-1].cells):
                self.rows.append(self._open[-1].cells)
            self._open[-1].cells = []
