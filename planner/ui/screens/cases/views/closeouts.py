"""What is left after paying off: emptied lines that are open, close-outs that go on, those that are through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.cases.file import CaseFile, Kind
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.views import View
from planner.ui.widgets.table import Cell, Column, Row, widest
from planner.words import cases as words

if TYPE_CHECKING:
    from planner.ui.host import Host


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """Which line, how many steps are done, which comes next and when."""
    return (
        Column("line", t("case.col.line"), 18, flex=True),
        Column("status", t("case.col.status"), max(8, widest(lines, "status"))),
        Column("done", t("case.col.done"), max(6, widest(lines, "done"))),
        Column("left", t("case.col.left"), max(8, widest(lines, "left"))),
        Column("next", t("case.col.next"), 24, rank=1, most=44),
    )


def rows(overview: Overview) -> list[Row]:
    """Those that nobody has begun with, those that go on, those that are through."""
    files = [one for one in overview.cases if one.case.kind is Kind.CLOSEOUT]
    files.sort(key=lambda one: (overview.stands[one.case.id].over, one.case.id))
    return [*(_emptied(one) for one in overview.emptied), *(_row(overview, one) for one in files)]


def _emptied(account: Account) -> Row:
    cells: dict[str, Cell] = {
        "line": full_name(account.loan),
        "status": (t("case.status.open"), "warn"),
        "done": "",
        "left": "",
        "next": "",
    }
    return Row(f"line-{account.loan.id}", cells, data=account)


def _row(overview: Overview, file: CaseFile) -> Row:
    stand, today = overview.stands[file.case.id], overview.today
    tone = "muted" if stand.over else ""
    done = sum(one.done_on is not None for one in stand.steps)
    late = stand.next_on is not None and stand.next_on < today
    cells: dict[str, Cell] = {
        "line": (words.about_text(overview, file) or file.case.title, tone),
        "status": _status(overview, file) or (words.status_text(stand), tone),
        "done": (t("case.steps_done", done=done, of=len(stand.steps)), tone),
        "left": (words.left_text(stand, today), "bad" if late else tone),
        "next": (words.next_text(stand), tone),
    }
    return Row(f"case-{file.case.id}", cells, data=file)


def _status(overview: Overview, file: CaseFile) -> Cell:
    """That something is owed on it again; empty where nothing is."""
    place = overview.positions.get(file.case.loan_id or 0)
    return (t("case.status.owes"), "bad") if place is not None and place.owed_minor else ""


def head(overview: Overview) -> str:
    """How many lines still count, and what enter does."""
    going = [one for one in overview.cases if one.case.kind is Kind.CLOSEOUT and not overview.stands[one.case.id].over]
    if not going and not overview.emptied:
        return ""
    told = t("case.head.closeouts", lines=len(overview.emptied), open=len(going))
    return "\n".join([told, t("case.head.begin")]) if overview.emptied else told


def opens(app: Host, overview: Overview, data: CaseFile | Account) -> None:
    """The close-out; of a line that has none begin one first."""
    from planner.ui.screens.cases.case import CaseScreen

    if isinstance(data, CaseFile):
        app.push_screen(CaseScreen(data.case.id))
        return
    from planner.services import closeout

    loan, today = data.loan, overview.today
    app.write(lambda store: closeout.begin(store, loan, today=today))


VIEW: View[Overview] = View(
    "closeouts", columns, rows, head, lambda _: t("case.empty.closeouts"), opens, fitted=columns
)
