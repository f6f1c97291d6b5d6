"""The behaviour log: what was done, and what was left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.credit.file import Behaviour, BehaviourKind, Outcome
from planner.domain.findings import behaviour
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, empty_text, open_record
from planner.ui.widgets.table import Cell, Column, Row

if TYPE_CHECKING:
    from planner.ui.forms.form import Form


def columns() -> tuple[Column, ...]:
    """Something done or left alone."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("kind", t("credit.kind"), 18),
        Column("times", t("credit.col.times"), 5, "right"),
        Column("about", t("credit.col.about"), 18, flex=True),
        Column("outcome", t("credit.outcome"), 12),
        Column("note", t("credit.col.note"), 14, rank=1),
    )


def rows(overview: Overview) -> list[Row]:
    """The behaviour log, the latest first."""
    lines = []
    for one in reversed(overview.book.credit.behaviours):
        applied = one.kind is BehaviourKind.APPLICATION
        cells: dict[str, Cell] = {
            "on": fmt.day(one.on),
            "kind": (t(f"behaviour.{one.kind}"), "good" if one.kind is BehaviourKind.RESISTED else ""),
            "times": str(one.times),
            "about": one.about,
            "outcome": (t(f"application.{one.outcome}"), "bad" if one.outcome is Outcome.REFUSED else "")
            if applied
            else "",
            "note": one.note,
        }
        lines.append(Row(f"behaviour-{one.id}", cells, data=one))
    return lines


def head(overview: Overview) -> str:
    """Counts by window, and the clock."""
    file, rules, today = overview.book.credit, overview.catalogue.rules, overview.today

    def counts(kinds: tuple[BehaviourKind, ...]) -> str:
        return "/".join(str(behaviour.count(file, kinds, today, days)) for days in behaviour.COUNTED)

    quiet = behaviour.quiet_on(file, rules, today)
    if quiet is None:
        cool = t("credit.cool.none")
    elif quiet > today:
        cool = t("credit.cool.running", on=fmt.day(quiet), n=(quiet - today).days)
    else:
        cool = t("credit.cool.over", on=fmt.day(quiet))
    left_alone = [one for one in file.behaviours if one.kind is BehaviourKind.RESISTED and one.on <= today]
    resisted = sum(one.times for one in left_alone)
    return t(
        "credit.head.behaviour",
        applied=counts((BehaviourKind.APPLICATION,)),
        looked=counts(behaviour.LOOKING),
        resisted=resisted,
        cool=cool,
    )


def _form(record: Behaviour | None = None) -> Form:
    from planner.ui.screens.credit.report_forms import BehaviourForm

    return BehaviourForm(record)


VIEW = RecordView(
    "behaviour", columns, rows, head, empty_text("behaviour"), open_record(_form), adds=_form, edits=_form
)
