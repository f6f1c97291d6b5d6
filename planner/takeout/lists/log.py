"""Everything that was done to the data, the newest first."""

from __future__ import annotations

from planner.exporters.sheets import Sheet
from planner.exporters.sheets import sheet as made
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import undo
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import moment, text

MOST = 1_000_000  # operations: all that there are


def sheet(asked: Asked) -> Sheet:
    """A row an operation, with what it made better or worse of the past."""
    columns = (
        moment("at"),
        text("what", 50),
        text("undone", 10),
        text("note", 40),
    )
    rows = [
        {
            "at": fmt.moment(entry.at),
            "what": fmt.operation(entry.operation.code, entry.operation.params),
            "undone": t("log.undone") if entry.undone else "",
            "note": " ".join(fmt.rejudged(entry.operation.params)),
        }
        for entry in undo.log(asked.path, MOST)
    ]
    return made("log", t("export.list.log"), columns, rows)
