"""The negative entries and the day on which each goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.credit.file import Negative
from planner.domain.findings import report
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, empty_text, open_record
from planner.ui.widgets.table import Cell, Column, Row

if TYPE_CHECKING:
    from planner.ui.forms.form import Form


def columns() -> tuple[Column, ...]:
    """A negative entry and the day on which it goes."""
    return (
        Column("name", t("credit.col.institution"), 20, flex=True),
        Column("kind", t("credit.kind"), 10),
        Column("began", t("credit.col.began"), 10),
        Column("ended", t("credit.col.ended"), 10),
        Column("gone", t("credit.col.gone"), 22),
        Column("note", t("credit.col.note"), 14, rank=1),
    )


def rows(overview: Overview) -> list[Row]:
    """The negative entries, the latest first."""
    lines = []
    for one in reversed(overview.book.credit.negatives):
        gone = report.falls_off(one, overview.catalogue.rules)
        over = gone is not None and gone <= overview.today
        told = t("credit.clock_stopped") if gone is None else fmt.day(gone)
        cells: dict[str, Cell] = {
            "name": one.institution,
            "kind": t(f"negative_kind.{one.kind}"),
            "began": fmt.day(one.began_on),
            "ended": fmt.day(one.ended_on),
            "gone": (t("credit.gone_already", on=told), "muted") if over else (told, "bad" if gone is None else ""),
            "note": one.note,
        }
        lines.append(Row(f"negative-{one.id}", cells, data=one))
    return lines


def head(overview: Overview) -> str:
    """How many go on, and how many wait to go."""
    negatives = [one for one in overview.book.credit.negatives if one.began_on <= overview.today]
    years = overview.catalogue.rules.need("negative_years", overview.today).whole
    gone = [report.falls_off(one, overview.catalogue.rules) for one in negatives]
    kept = sum(on is not None and on > overview.today for on in gone)
    return t("credit.head.negatives", open=gone.count(None), kept=kept, years=years)


def _form(record: Negative | None = None) -> Form:
    from planner.ui.screens.credit.report_forms import NegativeForm

    return NegativeForm(record)


VIEW = RecordView(
    "negatives", columns, rows, head, empty_text("negatives"), open_record(_form), adds=_form, edits=_form
)
