"""What stands against credit, finding by finding."""

from __future__ import annotations

from planner.domain.findings.model import Measure, State
from planner.exporters.sheets import Sheet
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import day, text
from planner.words.findings import brief, clears_line, measure_text


def sheet(asked: Asked) -> Sheet:
    """A row a finding, clear ones too, with its measures and limits."""
    columns = (
        text("finding", 22),
        text("finding_state", 12),
        text("what", 40),
        day("clears_on"),
        text("condition", 32),
        text("measures", 60),
    )
    overview = asked.overview
    rows = [
        {
            "finding": t(f"finding.{one.code}"),
            "finding_state": t(f"finding.state.{one.state}"),
            "what": brief(one),
            "clears_on": None if one.state is State.CLEAR else one.clears_on,
            "condition": " ".join(clears_line(overview, one)) if one.clears_on or one.eases_on else "",
            "measures": "; ".join(_measured(measure) for measure in one.measures),
        }
        for one in overview.findings
    ]
    return made("findings", t("export.list.findings"), columns, rows)


def _measured(one: Measure) -> str:
    return f"{measure_text(one)} ({t(f'finding.state.{one.state}')})"
