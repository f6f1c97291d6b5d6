"""The text of a PDF, page by page, by pypdfium2: the optional extra ``pdf``, loaded when a PDF is read."""

from __future__ import annotations

import ctypes
from typing import Any

from planner.errors import PlannerError
from planner.values import dataclass

EXTRA = "pdf"
_LEAST = 20  # characters that a report surely has
_ONE_LINE = 0.3  # of its height that a character may stand lower than the first one of its line
_APART = 0.4  # of its height that a character stands from the one before it where a cell ends
_CODES = 0x110000


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
            ``report.pdf_scanned``.
    """
    try:
        import pypdfium2 as pdfium
        import pypdfium2.raw as raw
    except ImportError:
        raise PlannerError("report.pdf_extra", extra=EXTRA) from None
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            if password is None:
                raise PlannerError("report.pdf_locked") from None
            raise PlannerError("report.pdf_password") from None
        raise PlannerError("report.pdf_broken") from None
    try:
        pages = [_page(document[number], raw) for number in range(len(document))]
    except pdfium.PdfiumError:
        raise PlannerError("report.pdf_broken") from None
    finally:
        document.close()
    if sum(len(page.as_set.strip()) for page in pages) < _LEAST:
        raise PlannerError("report.pdf_scanned", n=len(pages))
    return pages


def _page(page: Any, raw: Any) -> Page:
    text = page.get_textpage()
    try:
        return Page(str(text.get_text_range()), "\n".join(_lines(_glyphs(text, raw))))
    finally:
        text.close()
        page.close()


_Glyph = tuple[float, float, float, float, str]  # baseline, left, right, height, character


def _glyphs(text: Any, raw: Any) -> list[_Glyph]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    found = []
    for at in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, at) == 1 or not raw.FPDFText_GetCharOrigin(text, at, x, y):
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        height = abs(box.top - box.bottom) or raw.FPDFText_GetFontSize(text, at)
        code = raw.FPDFText_GetUnicode(text, at)
        found.append((y.value, x.value, max(box.right, x.value), height, chr(code) if code < _CODES else ""))
    return found


def _lines(glyphs: list[_Glyph]) -> list[str]:
    """From top to bottom, each from left to right; a blank where two stand apart."""
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (-one[0], one[1])):
        if not rows or rows[-1][0][0] - glyph[0] > glyph[3] * _ONE_LINE:
            rows.append([])
        rows[-1].append(glyph)
    lines = []
    for row in rows:
        row.sort(key=lambda one: one[1])
        parts, end = [], row[0][1]
        for _, left, right, height, char in row:
            parts.append(" " + char if left - end > height * _APART else char)
            end = right
        lines.append("".join(parts))
    return lines
