"""The scores, the latest first, and the line of one of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from planner.domain.credit.file import Score
from planner.domain.findings import calendar
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, empty_text, open_record
from planner.ui.views import Drawing
from planner.ui.widgets.chart import Series
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.credit import band_of, series_name

if TYPE_CHECKING:
    from planner.ui.forms.form import Form


def columns() -> tuple[Column, ...]:
    """A score on a day, its change and its band."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("series", t("credit.col.series"), 14, flex=True),
        Column("value", t("credit.col.value"), 7, "right"),
        Column("change", t("credit.col.change"), 7, "right"),
        Column("band", t("credit.col.band"), 10),
        Column("note", t("credit.col.note"), 16, rank=1),
    )


def rows(overview: Overview) -> list[Row]:
    """The scores, the latest first, each with its change since the one before of the same series."""
    file = overview.book.credit
    series = {one.id: one for one in file.series}
    changes = file.score_changes()
    lines = []
    for score in file.scores:
        own = series[score.series_id]
        change = f"{changes[score.id]:+d}" if score.id in changes else ""
        cells: dict[str, Cell] = {
            "on": fmt.day(score.on),
            "series": series_name(overview, own),
            "value": str(score.value),
            "change": (change, "bad" if change.startswith("-") else ""),
            "band": band_of(overview, own, score.value),
            "note": score.note,
        }
        lines.append(Row(f"score-{score.id}", cells, data=score))
    return lines[::-1]


def head(overview: Overview) -> str:
    """The score noted last, the one before it, the target, and the day to look again."""
    file = overview.book.credit
    known = [score for score in file.scores if score.on <= overview.today]
    if not known:
        return t("credit.head.score.none")
    last = known[-1]
    series = next(one for one in file.series if one.id == last.series_id)
    earlier = file.scores_of(series, overview.today)
    return t(
        "credit.head.score",
        name=series_name(overview, series),
        value=last.value,
        band=band_of(overview, series, last.value) or fmt.UNKNOWN,
        on=fmt.day(last.on),
        before=earlier[-2].value if len(earlier) > 1 else fmt.UNKNOWN,
        target=fmt.UNKNOWN if series.target is None else series.target,
        next_on=fmt.day(calendar.next_score(series, last.on, overview.catalogue)),
    )


def chart(seen: Overview) -> Drawing | None:
    """The last two years of the score noted last; None for a single point."""
    scores = seen.book.credit.scores
    followed = scores[-1].series_id if scores else 0
    points = [score for score in scores if score.series_id == followed][-24:]
    if len(points) < 2:
        return None
    # a score never comes near 0: the axis begins at the last fifty below the lowest
    floor = min(score.value for score in points) // 50 * 50
    labels = [fmt.month(score.on)[2:] for score in points]
    line = Series(t("credit.col.value"), [Decimal(score.value - floor) for score in points])
    return Drawing([line], labels, lambda value: f"{value + floor:.0f}", whole=True)


def _form(record: Score | None = None) -> Form:
    from planner.ui.screens.credit.forms import ScoreForm

    return ScoreForm(record)


VIEW = RecordView(
    "score", columns, rows, head, empty_text("score"), open_record(_form), chart=chart, adds=_form, edits=_form
)
