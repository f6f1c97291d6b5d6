"""Where the latest report and the ledger differ: what is open first, then what was decided, then what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.domain.findings.points import Code, Point
from planner.domain.findings.since import Change
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, empty_text
from planner.ui.widgets.table import Cell, Column, Row, widest
from planner.ui.widgets.text import width
from planner.words import difference as words

if TYPE_CHECKING:
    from planner.ui.host import Host

_GRAVE = (Code.OVERDUE_THERE, Code.MONTHS_THERE, Code.MORE_MONTHS, Code.INQUIRY)


def columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """What differs, where, what each of the two says, what was decided, how far its objection is."""
    most = max(width(t(f"difference.code.{code}")) for code in Code)
    return (
        Column("what", t("difference.col.what"), min(most, 24)),
        Column("about", t("difference.col.about"), 16, flex=True),
        Column("here", t("difference.col.here"), 12, "right"),
        Column("there", t("difference.col.there"), 12, "right"),
        Column("decision", t("difference.col.decision"), max(len(t("difference.decision.objection")), 6)),
        *([Column("case", t("difference.col.case"), widest(lines, "case"), rank=1)] if widest(lines, "case") else []),
    )


def rows(overview: Overview) -> list[Row]:
    """The points, open ones first, and below them what changed since the report before."""
    seen = overview.difference
    if seen is None:
        return []
    return [
        *(_row(overview, point) for point in seen.difference.points),
        *(_changed_row(place, change) for place, change in enumerate(seen.changes)),
    ]


def _row(overview: Overview, point: Point) -> Row:
    tone = "muted" if not point.is_open else "bad" if point.code in _GRAVE else ""
    cells: dict[str, Cell] = {
        "what": (words.title(point), tone),
        "about": (words.named(overview, point), "" if point.is_open else "muted"),
        "here": words.figure(point, point.here),
        "there": words.figure(point, point.there),
        "decision": words.decision(point),
        "case": _case(overview, point),
    }
    return Row(f"{point.code}-{point.about}", cells, data=point)


def _changed_row(place: int, change: Change) -> Row:
    what, name, before, now = words.changed(change)
    cells: dict[str, Cell] = {
        "what": (t("difference.since", what=what), "muted"),
        "about": name,
        "here": (before, "muted"),
        "there": now,
        "decision": "",
        "case": "",
    }
    return Row(f"changed-{place}", cells, data=change)


def head(overview: Overview) -> str:
    """How many points there are, and of which report."""
    seen = overview.difference
    if seen is None:
        return ""
    return words.head(seen)


def _empty(overview: Overview) -> str:
    return empty_text("difference")(overview) if overview.difference is None else t("difference.same")


def _about(overview: Overview, row: Row) -> str:
    """The point under the cursor as a sentence, and how far the objection to it is."""
    if not isinstance(row.data, Point):
        return ""
    told, far = words.sentence(overview, row.data), _case(overview, row.data)
    return f"{t('difference.objection_is', status=far)}\n{told}" if far else told


def _case(overview: Overview, point: Point) -> str:
    """How far the objection to a point is; empty without one."""
    from planner.words.cases import of_decision, status_text

    file = of_decision(overview, point)
    return "" if file is None else status_text(overview.stands[file.case.id])


def adopt(app: Host, overview: Overview, point: object) -> None:
    """Open the form that records what the report says, filled in; nothing for what merely changed."""
    from planner.ui.screens.credit.adopting import form_for

    form = form_for(overview, point) if isinstance(point, Point) else None
    if form is not None:
        app.push_screen(form)


def object_to(app: Host, overview: Overview, point: Point, check_id: int) -> None:
    """Decide that the report is to be put right there, and open the objection with what the entry says."""
    from planner.domain.cases.file import Case, Kind
    from planner.services import cases
    from planner.words.cases import of_point

    title, told, asks = of_point(overview, point)
    institution = point.account.institution if point.account is not None else ""
    if not institution and point.inquiry is not None:
        institution = point.inquiry.institution
    loan_id = None if point.loan is None or point.loan.id not in overview.accounts else point.loan.id
    case = Case(0, Kind.OBJECTION, title, overview.today, institution, loan_id, told, asks)
    channel, today = overview.case_lists.channels_of(Kind.OBJECTION)[0].code, overview.today
    about = point.code, point.about
    app.write(lambda store: cases.from_difference(store, check_id, *about, case, channel, today=today))


VIEW = RecordView("difference", columns, rows, head, _empty, adopt, about=_about, fitted=columns)
