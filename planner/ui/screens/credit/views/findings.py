"""The findings of today, each in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.findings.kinds import CODES
from planner.domain.findings.model import Finding, State
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, no_text
from planner.ui.tones import TONES
from planner.ui.widgets.table import Cell, Column, Row
from planner.ui.widgets.text import width
from planner.words.findings import brief, clears_text

if TYPE_CHECKING:
    from planner.ui.host import Host


def columns() -> tuple[Column, ...]:
    """Finding and state are as wide as the longest of them in the language in use."""
    return (
        Column("finding", t("credit.col.finding"), max(12, *(width(t(f"finding.{code}")) + 1 for code in CODES))),
        Column("state", t("credit.col.state"), max(width(t(f"finding.state.{state}")) for state in State)),
        Column("what", t("credit.col.what"), 26, flex=True),
        Column("clears", t("credit.col.clears"), 10),
    )


def rows(overview: Overview) -> list[Row]:
    """Every finding, clear ones too, in the order of ``kinds.CODES``."""
    return [_row(one) for one in overview.findings]


def _row(one: Finding) -> Row:
    """A finding in a line."""
    cells: dict[str, Cell] = {
        "finding": t(f"finding.{one.code}"),
        "state": (t(f"finding.state.{one.state}"), TONES[one.state]),
        "what": brief(one),
        "clears": clears_text(one),
    }
    return Row(f"finding-{one.code}", cells, data=one)


def head(overview: Overview) -> str:
    """How many are against, to watch, unknown and clear."""
    states = [one.state for one in overview.findings]
    counts = {"against": State.AGAINST, "watch": State.WATCH, "unknown": State.UNKNOWN, "clear": State.CLEAR}
    return t("credit.head.findings", **{name: states.count(state) for name, state in counts.items()})


def _explain(app: Host, _seen: Overview, finding: Finding) -> None:
    from planner.ui.screens.credit.finding import FindingScreen

    app.push_screen(FindingScreen(finding.code))


VIEW = RecordView("findings", columns, rows, head, no_text, _explain)
