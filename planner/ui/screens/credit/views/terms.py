"""The terms, each with what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.reference.advice import Term
from planner.i18n import t
from planner.overview.overview import Overview
from planner.storage.shipped import catalogue as shipped
from planner.ui.screens.credit.views.record import RecordView, no_text
from planner.ui.widgets.table import Column, Row
from planner.words.credit import said, term_text

if TYPE_CHECKING:
    from planner.ui.host import Host


def columns() -> tuple[Column, ...]:
    """A term, and what it is."""
    return (Column("name", t("credit.view.terms"), 20), Column("what", t("term.what"), 50, flex=True))


def rows(_overview: Overview) -> list[Row]:
    """Every term that is shipped; they do not depend on the book."""
    return [
        Row(f"term-{one.code}", {"name": said(one.name), "what": (said(one.what), "muted")}, data=one)
        for one in shipped.terms()
    ]


def _read(app: Host, _seen: Overview, term: Term) -> None:
    from planner.ui.dialogs.reading import TextScreen

    app.push_screen(TextScreen(said(term.name), term_text(term)))


VIEW = RecordView("terms", columns, rows, lambda _: t("credit.head.terms"), no_text, _read)
