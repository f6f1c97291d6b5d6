"""The text of a PDF, page by page, by pypdfium2: the optional extra ``pdf``, loaded when a PDF is read."""

from __future__ import annotations

from typing import Any

from planner.errors import PlannerError

EXTRA = "pdf"
_LEAST = 20  # characters that a report surely has


def pages_of_pdf(data: bytes, password: str | None) -> list[str]:
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
        pages = [_text(document[number]) for number in range(len(document))]
    except pdfium.PdfiumError:
        raise PlannerError("report.pdf_broken") from None
    finally:
        document.close()
    if sum(len(page.strip()) for page in pages) < _LEAST:
        raise PlannerError("report.pdf_scanned", n=len(pages))
    return pages


def _text(page: Any) -> str:
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()
