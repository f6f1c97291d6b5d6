"""The cases: open ones first, by what comes next, then those that are done with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.domain.cases.file import CaseFile, Kind
from planner.domain.cases.standing import Next
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row, widest
from planner.words import cases as words

if TYPE_CHECKING:
    from planner.ui.host import Host

_URGENT = (Next.ESCALATE, Next.SUPPLY, Next.RECORD)


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """What it is, how far, by when it is answered, what comes next and in how many days."""
    return (
        Column("kind", t("case.col.kind"), widest(lines, "kind")),
        Column("title", t("case.col.title"), 18, flex=True),
        Column("status", t("case.col.status"), max(8, widest(lines, "status"))),
        Column("deadline", t("case.col.deadline"), max(8, widest(lines, "deadline")), rank=2),
        Column("left", t("case.col.left"), max(8, widest(lines, "left"))),
        Column("next", t("case.col.next"), 24, rank=1, most=40),
    )


def rows(overview: Overview) -> list[Row]:
    """Open ones by the day on which something comes next, those without one after them; the latest done with first."""
    files = [one for one in overview.cases if one.case.kind is not Kind.CLOSEOUT]
    return [_row(overview, one) for one in sorted(files, key=lambda one: _place(overview, one))]


def _place(overview: Overview, file: CaseFile) -> tuple[Any, ...]:
    stand = overview.stands[file.case.id]
    return stand.over, stand.next_on or date.max, -file.case.id if stand.over else file.case.id


def _row(overview: Overview, file: CaseFile) -> Row:
    stand, today = overview.stands[file.case.id], overview.today
    tone = "muted" if stand.over else ""
    late = stand.next_on is not None and stand.next_on < today
    urgent = "bad" if stand.next in _URGENT or (late and not stand.over) else tone
    cells: dict[str, Cell] = {
        "kind": (t(f"case.kind.{file.case.kind}"), tone),
        "title": (file.case.title, tone),
        "status": (words.status_text(stand), tone),
        "deadline": (words.by_text(stand, today), "bad" if stand.deadline.passed(today) else tone),
        "left": (words.left_text(stand, today), urgent),
        "next": (words.next_text(stand), urgent),
    }
    return Row(f"case-{file.case.id}", cells, {"left": stand.next_on or date.max}, data=file)


def _about(overview: Overview, row: Row) -> str:
    """By when the case under the cursor is answered, and why."""
    file = row.data
    stand = overview.stands.get(file.case.id)
    return "" if stand is None else "\n".join(words.deadline_lines(stand, overview.today)[:2])


def open_case(app: Host, _overview: Overview, file: CaseFile) -> None:
    """The case with all of it."""
    from planner.ui.screens.cases.case import CaseScreen

    app.push_screen(CaseScreen(file.case.id))


VIEW: View[Overview] = View(
    "cases", columns, rows, words.head, lambda _: t("case.empty.cases"), open_case, about=_about, fitted=columns
)
