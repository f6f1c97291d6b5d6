"""The tables of a page of HTML, row by row; banks also send such pages as ``.xls``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from planner.domain.basics.text import MOST_LINE, clean
from planner.errors import PlannerError
from planner.importers.pboc.html import harmless
from planner.importers.textfile import decode
from planner.values import dataclass, field

_MOST_BYTES, _PIECE = 16 << 20, 1 << 16
_MOST_CELLS, _MOST_DEEP, _MOST_TAGS = 200, 50, 750_000
_LONG_TAG = re.compile(r"<[^<>]{5000,}>")  # a picture inside the page; the parser reads one anew with each piece
_BEGINS = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<?xml")


def is_html(data: bytes) -> bool:
    """Whether ``data`` begins as a page with a table does."""
    head = data[: 1 << 16].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(_BEGINS) and (b"<t" in data or b"<T" in data)


def rows_of_html(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of all tables, each where it ends, numbered from 1; a table inside a cell is one of its own.

    Raises:
        PlannerError: ``import.sheet_too_large`` for more than 16 MB or 750,000 tags.
    """
    if len(data) > _MOST_BYTES or data.count(b"<") > _MOST_TAGS:
        raise PlannerError("import.sheet_too_large")
    text = _LONG_TAG.sub("", harmless(decode(data, ("交易", "金额", "日期"))))
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
    wide: int = 1  # columns of that cell
    high: int = 1  # and rows
    taken: dict[int, int] = field(default_factory=dict)  # rows that cells above still take, by column


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
            given = dict(attrs)
            opened = self._open[-1]
            opened.parts, opened.wide, opened.high = [], _span(given.get("colspan")), _span(given.get("rowspan"))
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
        opened = self._open[-1]
        opened.parts = None
        _pass(opened)
        text = clean(" ".join("".join(parts).split())[:MOST_LINE])
        for place in range(len(opened.cells), min(len(opened.cells) + opened.wide, _MOST_CELLS)):
            opened.cells.append(text)
            text = ""  # the other columns of the cell are empty, and so are its other rows
            if opened.high > 1:
                opened.taken[place] = opened.high - 1

    def end_row(self) -> None:
        """What was begun is a row."""
        self._end_cell()
        if self._open and self._open[-1].cells:
            opened = self._open[-1]
            _pass(opened, to_end=True)
            if any(opened.cells):
                self.rows.append(opened.cells)
            opened.cells = []


def _pass(opened: _Open, *, to_end: bool = False) -> None:
    """Leave the places empty that cells of rows above take: those before the next cell, or all of them."""
    end = min(max(opened.taken, default=-1) + 1, _MOST_CELLS)
    while (place := len(opened.cells)) < end and (to_end or place in opened.taken):
        opened.cells.append("")
        left = opened.taken.pop(place, 0) - 1
        if left > 0:
            opened.taken[place] = left


def _span(text: str | None) -> int:
    return min(int(text), _MOST_CELLS) if text and text.isdecimal() and len(text) < 6 and int(text) else 1
