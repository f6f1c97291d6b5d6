"""The inquiries of the report: which are hard, and when each goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.credit.file import Inquiry
from planner.domain.findings import report
from planner.domain.reference.credit_lists import InquiryClass
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, empty_text, open_record
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.credit import said

if TYPE_CHECKING:
    from planner.ui.forms.form import Form


def columns() -> tuple[Column, ...]:
    """A row of a report."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("name", t("credit.col.institution"), 20, flex=True),
        Column("reason", t("credit.col.reason"), 18),
        Column("hard", t("credit.col.hard"), 7),
        Column("gone", t("credit.col.gone"), 20),
    )


def rows(overview: Overview) -> list[Row]:
    """The inquiries, the latest first."""
    months = overview.catalogue.rules.need("inquiry_months", overview.today).whole
    lines = []
    for one in reversed(overview.book.credit.inquiries):
        reason = overview.catalogue.inquiry(one.reason)
        gone = report.inquiry_gone(one, months)
        over = gone <= overview.today
        hard = reason is not None and reason.kind is InquiryClass.HARD
        cells: dict[str, Cell] = {
            "on": fmt.day(one.on),
            "name": (t("credit.inquiry.unknown", name=one.institution), "bad") if one.unknown else one.institution,
            "reason": said(reason.name) if reason else one.reason,
            "hard": (t(f"inquiry_class.{reason.kind}") if reason else "", "warn" if hard and not over else "muted"),
            "gone": (t("credit.gone_already", on=fmt.day(gone)), "muted") if over else fmt.day(gone),
        }
        lines.append(Row(f"inquiry-{one.id}", cells, data=one))
    return lines


def head(overview: Overview) -> str:
    """Hard inquiries by window."""
    months = overview.catalogue.rules.need("inquiry_months", overview.today).whole
    hard = [one for one in overview.book.credit.inquiries if report.is_hard(one, overview.catalogue)]
    counts = {f"d{days}": sum(0 <= (overview.today - one.on).days < days for one in hard) for days in report.WINDOWS}
    return t("credit.head.inquiries", months=months, **counts)


def _form(record: Inquiry | None = None) -> Form:
    from planner.ui.screens.credit.report_forms import InquiryForm

    return InquiryForm(record)


VIEW = RecordView(
    "inquiries", columns, rows, head, empty_text("inquiries"), open_record(_form), adds=_form, edits=_form
)
