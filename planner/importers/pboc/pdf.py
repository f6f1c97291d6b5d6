"""The text of a report that is a PDF, page by page."""

from __future__ import annotations

from typing import Any

from planner.errors import PlannerError
from planner.importers.pdf import Codes, Glyph, glyphs_of, lines_of, opened
from planner.values import dataclass

_CODES = Codes(
    "report.pdf_extra", "report.pdf_locked", "report.pdf_password", "report.pdf_broken", "report.pdf_large"
)  # fmt: skip
_APART = 0.4  # of its height that a character stands from the one before it where a cell ends
_LEAST = 20  # characters that a report surely has
_MOST = 200_000  # of a page


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page in the order in which the file has it, and line by line as it is seen.

    Neither is right for every file: tables may be set column by column, and beside a table may stand a note.
    """

    as_set: str
    as_seen: str


def pages_of_pdf(data: bytes, password: str | None) -> list[Page]:
    """The text of each page.

    Raises:
        PlannerError: ``report.pdf_extra``, ``report.pdf_locked``, ``report.pdf_password``, ``report.pdf_broken``,
            ``report.pdf_large``, ``report.pdf_scanned``.
    """
    with opened(data, password, _CODES) as document:
        pages = [_page(document[number]) for number in range(len(document))]
    if sum(len(page.as_set.strip()) for page in pages) < _LEAST:
        raise PlannerError("report.pdf_scanned", n=len(pages))
    return pages


def _page(page: Any) -> Page:
    text = page.get_textpage()
    try:
        glyphs = glyphs_of(page, text, _MOST)
        if glyphs is None:
            raise PlannerError("report.pdf_large")
        return Page(str(text.get_text_range()), "\n".join(map(_line, lines_of(glyphs))))
    finally:
        text.close()
        page.close()


def _line(row: list[Glyph]) -> str:
    """A blank where two characters stand apart."""
    parts, end = [], row[0][1]
    for _, left, right, height, char, *_ in row:
        char = "" if char == "\ufffd" else char
        parts.append(" " + char if left - end > height * _APART else char)
        end = right
    return "".join(parts)
