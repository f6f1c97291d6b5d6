"""The article: reasons, strategies with their actions, points for the industry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.basics.sources import Named
from planner.domain.reference.advice import Action, Topic
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, no_text
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.credit import action_text, said, topic_text

if TYPE_CHECKING:
    from planner.ui.host import Host


def columns() -> tuple[Column, ...]:
    """What part of the article a row is, and its name."""
    return (Column("part", "", 10), Column("name", t("credit.col.what"), 40, flex=True))


def rows(overview: Overview) -> list[Row]:
    """The reasons, each strategy with its actions below it, the points for the industry."""
    catalogue, lines = overview.catalogue, []

    def add(part: str, code: str, name: Named, data: object, tone: str = "") -> None:
        cells: dict[str, Cell] = {"part": (t(f"credit.part.{part}"), "muted"), "name": (said(name), tone)}
        lines.append(Row(f"{part}-{code}", cells, data=data))

    for topic in catalogue.reasons:
        add("reason", topic.code, topic.name, topic, "strong")
    for topic in catalogue.strategies:
        add("strategy", topic.code, topic.name, topic, "strong")
        for action in catalogue.actions:
            if action.strategy == topic.code:
                add("action", action.code, action.name, action)
    for topic in catalogue.industry:
        add("industry", topic.code, topic.name, topic, "strong")
    return lines


def _read(app: Host, seen: Overview, item: Topic | Action) -> None:
    from planner.ui.dialogs.reading import TextScreen

    text = action_text(seen, item) if isinstance(item, Action) else topic_text(item)
    app.push_screen(TextScreen(said(item.name), text))


VIEW = RecordView("strategies", columns, rows, lambda _: t("credit.head.strategies"), no_text, _read)
