"""Calls of collectors as they were noted, the latest first, with what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.domain.cases.calls import Call, latest
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row, widest
from planner.words import calls as words

if TYPE_CHECKING:
    from planner.ui.host import Host


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """When, for whom, whom they reached, what was promised, what was said."""
    return (
        Column("when", t("call.col.when"), 16),
        Column("who", t("call.col.who"), 12, flex=True),
        Column("reached", t("call.col.reached"), max(8, widest(lines, "reached"))),
        Column("promise", t("call.col.promise"), max(10, widest(lines, "promise")), rank=1),
        Column("said", t("call.col.said"), 14, flex=True, rank=2),
    )


def rows(overview: Overview) -> list[Row]:
    """The latest first; those that stand against the standard are told by their tone and by a sign."""
    against = words.against(overview.call_counts)
    promised = {one.call.id: one for one in overview.promises}
    found = []
    for call in latest(overview.calls):
        stands = call.id in against
        cells: dict[str, Cell] = {
            "when": (words.when(call), "warn" if stands else ""),
            "who": words.who(call),
            "reached": (t(f"call.reached.{call.reached}") + (" !" if stands else ""), "warn" if stands else ""),
            "promise": words.promise_text(promised.get(call.id), overview.today),
            "said": call.said,
        }
        found.append(Row(f"call-{call.id}", cells, {"when": (call.on, call.at)}, data=call))
    return found


def _about(overview: Overview, row: Row) -> str:
    return "\n".join(words.about(overview, row.data)[:3]) if isinstance(row.data, Call) else ""


def opens(app: Host, _overview: Overview, call: Call) -> None:
    """The form of the call."""
    from planner.ui.screens.cases.calls import CallForm

    app.push_screen(CallForm(call))


VIEW: View[Overview] = View(
    "calls",
    columns,
    rows,
    words.head,
    lambda _: t("call.empty"),
    opens,
    about=_about,
    more=words.more,
    fitted=columns,
)
