"""A page as Markdown with tables: what people write is text in it, whatever signs it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planner.domain.basics.text import clean
from planner.exporters.pages import Bars, Block, Heading, Lines, Page, is_number, written
from planner.exporters.sheets import Column, Sheet, Value

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&@$]")
_ADDRESS = re.compile(r"(?i)(https?|ftp|mailto)(?=:)|(www)(?=\.)")
_START = re.compile(r"^(\d*)(?=[.)](?:\s|$))|^(?=[#+=-])")  # of a heading, a rule, an item of a list


def pieces(page: Page) -> Iterator[str]:
    """The document. Pictures are left out: the table beside each has their figures."""
    yield f"# {text(page.title)}\n"
    for block in page.blocks:
        yield from _block(block)


def text(given: str) -> str:
    """A text without any sign that Markdown obeys, on one line."""
    found = _SIGNS.sub(lambda sign: "\\" + sign[0], clean(given))
    found = _ADDRESS.sub(lambda part: f"{part[0]}\\", found)  # no link is made of it
    return _START.sub(lambda start: f"{start[0]}\\", found)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"\n## {text(block.text)}\n"
    elif isinstance(block, Lines) and block.prose:
        yield "".join(f"\n{text(line)}\n" for line in block.lines)
    elif isinstance(block, Lines):
        yield "\n" + "\n".join(f"- {text(line)}" for line in block.lines) + "\n"
    elif isinstance(block, Sheet):
        yield from _table(block)
    else:
        assert isinstance(block, Bars)


def _table(sheet: Sheet) -> Iterator[str]:
    yield "\n" + _line([text(column.title) for column in sheet.columns])
    yield _line(["---:" if is_number(column) else "---" for column in sheet.columns])
    for row in sheet.rows:
        yield _line(_cells(row, sheet.columns))
    if sheet.last is not None:
        yield _line([f"**{cell}**" if cell else "" for cell in _cells(sheet.last, sheet.columns, last=True)])


def _cells(row: Sequence[Value], columns: Sequence[Column], *, last: bool = False) -> list[str]:
    """The cells; in the row of totals nothing stands below what is not added up."""
    pairs = zip(row, columns, strict=True)
    return ["" if last and value is None else text(written(value, column)) for value, column in pairs]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
