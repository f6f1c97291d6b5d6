"""The rules with their values, days and sources; those that the person may set open their form, the others a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.reference.rules import Rule
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, no_text
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.credit import said
from planner.words.rules import number, rule_text, source_text, valid_text

if TYPE_CHECKING:
    from planner.ui.forms.form import Form
    from planner.ui.host import Host


def columns() -> tuple[Column, ...]:
    """A rule, its value, the days for which it holds, its source."""
    return (
        Column("rule", t("credit.col.rule"), 30, flex=True),
        Column("value", t("credit.col.value"), 20, "right"),
        Column("valid", t("credit.col.valid"), 24, rank=1),
        Column("source", t("credit.col.source"), 26),
    )


def rows(overview: Overview) -> list[Row]:
    """Every version of every rule; the person's own value stands for the rule's, those that are over are muted."""
    rules, lines = overview.catalogue.rules, []
    for place, rule in enumerate(rules.versions):
        own = rules.own.get(rule.code) if rule.adjustable else None
        value = number(own.value if own else rule.value, rule.unit)
        source = said(rule.fact.source)
        over = rule.to_on is not None and rule.to_on < overview.today
        cells: dict[str, Cell] = {
            "rule": (said(rule.name), "muted" if over else ""),
            "value": (t("credit.own", value=value), "strong") if own else value,
            "valid": (valid_text(overview, rule), "warn" if over else ""),
            "source": t("credit.source.short", sure=t(f"confidence.{rule.fact.confidence}"), source=source),
        }
        lines.append(Row(f"rule-{place}", cells, data=rule))
    return lines


def _head(seen: Overview) -> str:
    return t("credit.head.rules", n=len(seen.catalogue.rules.own))


def _about(seen: Overview, row: Row) -> str:
    """When the rule holds and where it comes from, which no column holds in full, and below it what is said with it."""
    rule: Rule = row.data
    valid = valid_text(seen, rule)
    told = f"{said(rule.name)}{source_text(rule)}"
    return "\n".join(line for line in (f"{told} · {valid}" if valid else told, said(rule.note)) if line)


def _edit(rule: Rule) -> Form | None:
    from planner.ui.screens.credit.forms import LimitForm

    return LimitForm(rule) if rule.adjustable else None


def _open(app: Host, seen: Overview, rule: Rule) -> None:
    from planner.ui.dialogs.reading import TextScreen

    form = _edit(rule)
    app.push_screen(TextScreen(said(rule.name), rule_text(seen, rule)) if form is None else form)


VIEW = RecordView("rules", columns, rows, _head, no_text, _open, about=_about, edits=_edit)
