"""What the views of the credit page show: columns, rows and the line above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain.basics.sources import Named
from planner.domain.credit.file import ProfileEntry, Series
from planner.domain.findings import calendar, profile
from planner.domain.findings.kinds import CODES
from planner.domain.findings.model import Finding, State
from planner.domain.reference.rules import Rule
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage.shipped import catalogue as shipped
from planner.ui.screens.credit.report_views import (
    behaviour_columns,
    behaviour_head,
    behaviour_rows,
    inquiry_columns,
    inquiry_head,
    inquiry_rows,
    negative_columns,
    negative_head,
    negative_rows,
    report_columns,
    report_head,
    report_rows,
)
from planner.ui.widgets.table import Cell, Column, Row
from planner.ui.widgets.text import width
from planner.words.credit import brief, clears_text, number, said

if TYPE_CHECKING:
    from planner.overview.overview import Overview

TONES = {State.AGAINST: "bad", State.WATCH: "warn", State.UNKNOWN: "muted", State.CLEAR: "good"}


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name, and how to make what it shows."""

    name: str
    columns: Callable[[], tuple[Column, ...]]
    rows: Callable[[Overview], list[Row]]
    head: Callable[[Overview], str]

    @property
    def empty(self) -> str:
        """What to do where there is nothing; empty for views that always have rows."""
        empties = ("score", "report", "negatives", "inquiries", "behaviour")
        return t(f"credit.empty.{self.name}") if self.name in empties else ""


# -- findings ----------------------------------------------------------------------------------------------------------


def _finding_columns() -> tuple[Column, ...]:
    return (
        Column("finding", t("credit.col.finding"), max(12, *(width(t(f"finding.{code}")) + 1 for code in CODES))),
        Column("state", t("credit.col.state"), max(width(t(f"finding.state.{state}")) for state in State)),
        Column("what", t("credit.col.what"), 26, flex=True),
        Column("clears", t("credit.col.clears"), 10),
    )


def finding_row(one: Finding) -> Row:
    """A finding in a line."""
    cells: dict[str, Cell] = {
        "finding": t(f"finding.{one.code}"),
        "state": (t(f"finding.state.{one.state}"), TONES[one.state]),
        "what": brief(one),
        "clears": clears_text(one),
    }
    return Row(f"finding-{one.code}", cells, data=one)


def _finding_rows(overview: Overview) -> list[Row]:
    return [finding_row(one) for one in overview.findings]


def _finding_head(overview: Overview) -> str:
    states = [one.state for one in overview.findings]
    counts = {"against": State.AGAINST, "watch": State.WATCH, "unknown": State.UNKNOWN, "clear": State.CLEAR}
    return t("credit.head.findings", **{name: states.count(state) for name, state in counts.items()})


# -- scores ------------------------------------------------------------------------------------------------------------


def _score_columns() -> tuple[Column, ...]:
    return (
        Column("on", t("credit.col.on"), 10),
        Column("series", t("credit.col.series"), 14, flex=True),
        Column("value", t("credit.col.value"), 7, "right"),
        Column("change", t("credit.col.change"), 7, "right"),
        Column("band", t("credit.col.band"), 10),
        Column("note", t("credit.col.note"), 16, rank=1),
    )


def series_name(overview: Overview, series: Series) -> str:
    """The name of a score: the catalogue's in the language in use, or the person's own."""
    kind = overview.catalogue.score(series.code)
    return said(kind.name) if kind else series.name


def band_of(overview: Overview, series: Series, value: int) -> str:
    """The band that a value lies in; empty where none is published."""
    kind = overview.catalogue.score(series.code)
    band = kind.band(value) if kind else None
    return said(band.name) if band else ""


def _score_rows(overview: Overview) -> list[Row]:
    file = overview.book.credit
    series = {one.id: one for one in file.series}
    before: dict[int, int] = {}
    rows = []
    for score in file.scores:
        own = series[score.series_id]
        last = before.get(own.id)
        change = "" if last is None else f"{score.value - last:+d}"
        before[own.id] = score.value
        cells: dict[str, Cell] = {
            "on": fmt.day(score.on),
            "series": series_name(overview, own),
            "value": str(score.value),
            "change": (change, "bad" if change.startswith("-") else ""),
            "band": band_of(overview, own, score.value),
            "note": score.note,
        }
        rows.append(Row(f"score-{score.id}", cells, data=score))
    return rows[::-1]


def _score_head(overview: Overview) -> str:
    file = overview.book.credit
    known = [score for score in file.scores if score.on <= overview.today]
    if not known:
        return t("credit.head.score.none")
    last = known[-1]
    series = next(one for one in file.series if one.id == last.series_id)
    earlier = file.scores_of(series, overview.today)
    return t(
        "credit.head.score",
        name=series_name(overview, series),
        value=last.value,
        band=band_of(overview, series, last.value) or fmt.UNKNOWN,
        on=fmt.day(last.on),
        before=earlier[-2].value if len(earlier) > 1 else fmt.UNKNOWN,
        target=fmt.UNKNOWN if series.target is None else series.target,
        next_on=fmt.day(calendar.next_score(series, last.on, overview.catalogue)),
    )


# -- profile -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One item of one platform; ``entry`` is None while nothing was noted."""

    platform: str
    item: str
    entry: ProfileEntry | None


def platform_name(overview: Overview, code: str) -> str:
    """The name of a platform; one of the person's own is its own name."""
    known = dict(overview.catalogue.platforms)
    return said(known[code]) if code in known else code


def item_name(overview: Overview, code: str) -> str:
    """The name of a profile item."""
    item = next((one for one in overview.catalogue.items if one.code == code), None)
    return said(item.name) if item else code


def _profile_columns() -> tuple[Column, ...]:
    return (
        Column("platform", t("credit.col.platform"), 8),
        Column("item", t("credit.col.item"), 22, flex=True),
        Column("state", t("credit.col.state"), 12),
        Column("on", t("credit.col.on"), 10),
        Column("again", t("credit.col.again"), 10, rank=1),
        Column("note", t("credit.col.note"), 16, rank=2),
    )


def _profile_rows(overview: Overview) -> list[Row]:
    file, rows = overview.book.credit, []
    for platform, name in overview.catalogue.platforms:
        held = file.profile_of(platform, overview.today)
        for item in overview.catalogue.items_of(platform):
            entry = held.get(item.code)
            state = profile.judged(item, entry, overview.today)
            stale = None if entry is None else profile.stale_on(entry, item)
            old = stale is not None and stale <= overview.today
            shown = "unknown" if entry is None else "stale" if old and entry.state == "complete" else entry.state.value
            cells: dict[str, Cell] = {
                "platform": said(name),
                "item": said(item.name) + ("" if entry and entry.state == "complete" else f"  {said(item.hint)}"),
                "state": (t(f"profile_state.{shown}"), TONES[state]),
                "on": fmt.day(entry.on) if entry else "",
                "again": fmt.day(stale) if stale else "",
                "note": entry.note if entry else "",
            }
            rows.append(Row(f"profile-{platform}-{item.code}", cells, data=ProfileLine(platform, item.code, entry)))
    return rows


def _profile_head(overview: Overview) -> str:
    lines = []
    for platform, name in overview.catalogue.platforms:
        items = overview.catalogue.items_of(platform)
        todo = profile.next_items(overview.catalogue, overview.book.credit, platform, overview.today)
        counts = {"platform": said(name), "done": len(items) - len(todo), "total": len(items)}
        if todo:
            lines.append(t("credit.head.profile", next=said(todo[0].name), **counts))
        else:
            lines.append(t("credit.head.profile.done", **counts))
    return "\n".join(lines)


# -- the article, the rules, the terms ---------------------------------------------------------------------------------


def _strategy_columns() -> tuple[Column, ...]:
    return (Column("part", "", 10), Column("name", t("credit.col.what"), 40, flex=True))


def _strategy_rows(overview: Overview) -> list[Row]:
    catalogue, rows = overview.catalogue, []

    def add(part: str, code: str, name: Named, data: object, tone: str = "") -> None:
        cells: dict[str, Cell] = {"part": (t(f"credit.part.{part}"), "muted"), "name": (said(name), tone)}
        rows.append(Row(f"{part}-{code}", cells, data=data))

    for topic in catalogue.reasons:
        add("reason", topic.code, topic.name, topic, "strong")
    for topic in catalogue.strategies:
        add("strategy", topic.code, topic.name, topic, "strong")
        for action in catalogue.actions:
            if action.strategy == topic.code:
                add("action", action.code, action.name, action)
    for topic in catalogue.industry:
        add("industry", topic.code, topic.name, topic, "strong")
    return rows


def _rule_columns() -> tuple[Column, ...]:
    return (
        Column("rule", t("credit.col.rule"), 30, flex=True),
        Column("value", t("credit.col.value"), 20, "right"),
        Column("valid", t("credit.col.valid"), 24, rank=1),
        Column("source", t("credit.col.source"), 26),
    )


def valid_text(overview: Overview, rule: Rule) -> str:
    """The days on which a rule is in force; that it has ended, where it has."""
    if rule.to_on is not None and rule.to_on < overview.today:
        return t("credit.valid.over", on=fmt.day(rule.to_on))
    if rule.from_on is not None and rule.to_on is not None:
        return t("credit.valid.both", start=fmt.day(rule.from_on), end=fmt.day(rule.to_on))
    if rule.from_on is not None:
        return t("credit.valid.from", on=fmt.day(rule.from_on))
    return "" if rule.to_on is None else t("credit.valid.to", on=fmt.day(rule.to_on))


def _rule_rows(overview: Overview) -> list[Row]:
    rules, rows = overview.catalogue.rules, []
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
        rows.append(Row(f"rule-{place}", cells, data=rule))
    return rows


def _term_columns() -> tuple[Column, ...]:
    return (Column("name", t("credit.view.terms"), 20), Column("what", t("term.what"), 50, flex=True))


def _term_rows(_overview: Overview) -> list[Row]:
    return [
        Row(f"term-{one.code}", {"name": said(one.name), "what": (said(one.what), "muted")}, data=one)
        for one in shipped.terms()
    ]


VIEWS = (
    View("findings", _finding_columns, _finding_rows, _finding_head),
    View("score", _score_columns, _score_rows, _score_head),
    View("profile", _profile_columns, _profile_rows, _profile_head),
    View("report", report_columns, report_rows, report_head),
    View("negatives", negative_columns, negative_rows, negative_head),
    View("inquiries", inquiry_columns, inquiry_rows, inquiry_head),
    View("behaviour", behaviour_columns, behaviour_rows, behaviour_head),
    View("strategies", _strategy_columns, _strategy_rows, lambda _: t("credit.head.strategies")),
    View("rules", _rule_columns, _rule_rows, lambda o: t("credit.head.rules", n=len(o.catalogue.rules.own))),
    View("terms", _term_columns, _term_rows, lambda _: t("credit.head.terms")),
)
