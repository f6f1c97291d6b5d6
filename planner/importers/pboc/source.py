"""Bytes → the lines of a report, page by page: pasted or saved text, HTML, or a PDF that holds text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.domain.credit.report.report import CreditReport, Part
from planner.errors import PlannerError
from planner.importers.pboc.flow import compact
from planner.importers.pboc.reader import read_lines
from planner.importers.textfile import decode, lines_of, looks_binary

_WORDS = ("信用报告", "信贷记录", "贷记卡", "贷款", "截至", "余额", "查询", "账户")
_HTML = re.compile(r"<(?:!doctype|html|head|body|meta|table|div|span|p|br|ol|ul|li|td|h\d)\b", re.IGNORECASE)
_PAGES = 12  # that are tried in both orders
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
        return _pdf(data, password)
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


def _pdf(data: bytes, password: str | None) -> CreditReport:
    """As the file has its text, where that can be read to the end; else pages as they are seen, where more is read."""
    from planner.importers.pboc.pdf import pages_of_pdf  # likewise

    pages = pages_of_pdf(data, password)
    as_set, as_seen = [lines_of(page.as_set) for page in pages], [lines_of(page.as_seen) for page in pages]
    best = _tried(as_set)
    if isinstance(best, CreditReport) and best.certain:
        return best
    differ = [at for at, (one, other) in enumerate(zip(as_set, as_seen, strict=True)) if _tight(one) != _tight(other)]
    taken: Sequence[Sequence[str]] = as_set
    if differ:
        best, taken = _better((best, as_set), (_tried(as_seen), as_seen))
    others = as_seen if taken is as_set else as_set
    for at in [at for at in _doubtful(best) if at in differ][:_PAGES]:
        mixed = [*taken[:at], others[at], *taken[at + 1 :]]
        best, taken = _better((best, taken), (_tried(mixed), mixed))
    if isinstance(best, PlannerError):
        raise best
    return best


def _tight(lines: Sequence[str]) -> list[str]:
    return [tight for line in lines if (tight := compact(line))]


_Tried = tuple[CreditReport | PlannerError, Sequence[Sequence[str]]]


def _tried(pages: Sequence[Sequence[str]]) -> CreditReport | PlannerError:
    try:
        return read_lines(pages)
    except PlannerError as error:
        return error


def _better(one: _Tried, other: _Tried) -> _Tried:
    """The one of which more was understood; the first where that is the same."""
    return other if _doubts(other[0]) < _doubts(one[0]) else one


def _doubts(tried: CreditReport | PlannerError) -> tuple[int, int]:
    if isinstance(tried, PlannerError):
        return len(Part) + 1, 0
    told = len(tried.unread) + len(tried.out_of_order) + len(tried.differences)
    return len(tried.missing), told


def _doubtful(tried: CreditReport | PlannerError) -> list[int]:
    """The pages on which something was not understood."""
    if isinstance(tried, PlannerError):
        return []
    places = [one.place for one in tried.unread] + [one.place for one in tried.out_of_order]
    return sorted({place.page - 1 for place in places})
