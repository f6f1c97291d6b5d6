"""Everything that was done to the data, newest first; what made a late payment one on time says so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import Listing, PlannerScreen
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.storage.journal import Entry


class ChangeLog(PlannerScreen):
    """The operations of the journal, by name."""

    @property
    def listing(self) -> Listing:
        """The operations."""
        return Listing("log")

    def compose(self) -> ComposeResult:
        """A table of when, what, and whether it was undone."""
        columns = (
            Column("at", t("log.at"), 16),
            Column("what", t("log.what"), 40, flex=True),
            Column("undone", "", 6),
        )
        yield Plain("", id="loan-title", classes="title")
        yield Table(columns, empty=t("log.none"), id="log")
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """Read the journal anew; what an operation made better or worse of the past stands below it."""
        from planner.services import undo

        self.query_one("#loan-title", Plain).show(" " + t("log.title"))
        try:
            rows = [row for entry in undo.log(self.planner.path) for row in _rows(entry)]
        except PlannerError as error:  # said in the list: an empty one would say that nothing was done
            rows = [Row("", {"at": "", "what": "! " + fmt.error(error.code, error.params), "undone": ""})]
        self.query_one(Table).load(rows)


def _rows(entry: Entry) -> list[Row]:
    """The operation, and below it what it made better or worse of the past."""
    at = datetime.fromisoformat(entry.at).astimezone().strftime("%Y-%m-%d %H:%M") if entry.at else ""
    key, params = entry.operation.id, entry.operation.params
    undone = t("log.undone") if entry.undone else ""
    rows = [Row(str(key), {"at": at, "what": fmt.operation(entry.operation.code, params), "undone": undone})]
    rows += [
        Row(f"{key}-{place}", {"at": "", "what": "  " + told, "undone": ""})
        for place, told in enumerate(fmt.rejudged(params))
    ]
    return rows
