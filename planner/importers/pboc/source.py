"""Bytes → the lines of a report, page by page: pasted or saved text, HTML, or a PDF that holds text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.importers.pboc.reader import read_lines
from planner.importers.textfile import decode, lines_of, looks_binary

_WORDS = ("信用报告", "信贷记录", "贷记卡", "贷款", "截至", "余额", "查询", "账户")
_HTML = re.compile(r"<(?:!doctype|html|head|body|meta|table|div|span|p|br|ol|ul|li|td|h\d)\b", re.IGNORECASE)
_NOT_TEXT = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8",
)  # fmt: skip


def read(data: bytes, password: str | None = None) -> CreditReport:
    """The report in a file.

    Args:
        data: the whole file.
        password: that of a locked PDF.

    Raises:
        PlannerError: ``report.empty``, ``report.not_text`` (an archive, a picture, an office document),
            ``report.pdf_extra`` (the reader of PDFs is not installed), ``report.pdf_locked`` (ask for the password),
            ``report.pdf_password`` (it is another one), ``report.pdf_broken``, ``report.pdf_scanned`` (pictures
            without text), or what ``read_lines`` says.
    """
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n\f"):
        raise PlannerError("report.empty")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return read_lines(_pdf(data, password))
    if data.startswith(_NOT_TEXT):
        raise PlannerError("report.not_text")
    text = decode(data, _WORDS)
    if looks_binary(text.replace("\f", "")):
        raise PlannerError("report.not_text")
    return read_text(text)


def read_text(text: str) -> CreditReport:
    """The report in text or HTML, as pasted; form feeds part pages. Raises as ``read``."""
    if not text.strip():
        raise PlannerError("report.empty")
    if _HTML.search(text[:20_000]):
        from planner.importers.pboc.html import lines_of_html  # the parser is needed by this kind of file only

        return read_lines([lines_of_html(text)])
    return read_lines(lines_of(page) for page in text.split("\f"))


def _pdf(data: bytes, password: str | None) -> list[Sequence[str]]:
    from planner.importers.pboc.pdf import pages_of_pdf  # likewise

    return [lines_of(page) for page in pages_of_pdf(data, password)]
