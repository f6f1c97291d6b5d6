"""The scores that were noted, the latest first."""

from __future__ import annotations

from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import count, day, text
from planner.words.credit import band_of, series_name


def sheet(asked: Asked) -> Sheet:
    """A row a score, with its change since the one before of the same series and the target of that."""
    columns = (
        day("on"),
        text("series", 20),
        count("score"),
        count("change"),
        text("band", 12),
        count("target"),
        text("note", 32),
    )
    overview = asked.overview
    file = overview.book.credit
    series, changes = {one.id: one for one in file.series}, file.score_changes()
    rows: list[dict[str, Value]] = []
    for score in reversed(file.scores):
        own = series[score.series_id]
        rows.append(
            {
                "on": score.on,
                "series": series_name(overview, own),
                "score": score.value,
                "change": changes.get(score.id),
                "band": band_of(overview, own, score.value),
                "target": own.target,
                "note": score.note,
            }
        )
    return made("scores", t("export.list.scores"), columns, rows)
