"""The inquiries of the credit report, the latest first."""

from __future__ import annotations

from planner.domain.findings import report
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import day, text
from planner.words.credit import said


def sheet(asked: Asked) -> Sheet:
    """A row an inquiry: who looked and why, whether it counts as a hard one, and when it goes."""
    columns = (
        day("on"),
        text("inquirer", 28),
        text("recognised", 12),
        text("reason", 24),
        text("inquiry_kind", 10),
        day("gone_on"),
        text("note", 24),
    )
    overview = asked.overview
    months = overview.catalogue.rules.need("inquiry_months", overview.today).whole
    rows: list[dict[str, Value]] = []
    for one in reversed(overview.book.credit.inquiries):
        reason = overview.catalogue.inquiry(one.reason)
        rows.append(
            {
                "on": one.on,
                "inquirer": one.institution,
                "recognised": t("yes.no" if one.unknown else "yes.yes"),
                "reason": one.reason if reason is None else said(reason.name),
                "inquiry_kind": None if reason is None else t(f"inquiry_class.{reason.kind}"),
                "gone_on": report.inquiry_gone(one, months),
                "note": one.note,
            }
        )
    return made("inquiries", t("export.list.inquiries"), columns, rows)
