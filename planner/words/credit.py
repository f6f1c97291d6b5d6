"""The credit file, its lists and its terms in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from planner.domain.basics.sources import Fact, Named
from planner.domain.credit.file import ReportCheck, Series, nth_of_year
from planner.domain.reference.advice import Action, Term, Topic
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.overview.overview import Overview

_TERM_PARTS = ("what", "why", "moves", "takes")


def said(name: Named) -> str:
    """A name in the language in use."""
    return name.text(language())


def show(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters made readable: names in the language in use, shares as percent, money and days as everywhere."""
    shown = dict(fmt.show(params))
    for name, value in params.items():
        if isinstance(value, Named):
            shown[name] = value.text(language())
        elif isinstance(value, Decimal):
            shown[name] = fmt.percent(value, 2 if name.endswith("_rate") else 1)
        elif value is None:
            shown[name.removesuffix("_minor")] = fmt.UNKNOWN
    return shown


def series_name(overview: Overview, series: Series) -> str:
    """The name of a score: the catalogue's in the language in use, or the person's own."""
    kind = overview.catalogue.score(series.code)
    return said(kind.name) if kind else series.name


def band_of(overview: Overview, series: Series, value: int) -> str:
    """The band that a value lies in; empty where none is published."""
    kind = overview.catalogue.score(series.code)
    band = kind.band(value) if kind else None
    return said(band.name) if band else ""


def platform_name(overview: Overview, code: str) -> str:
    """The name of a platform; one of the person's own is its own name."""
    known = dict(overview.catalogue.platforms)
    return said(known[code]) if code in known else code


def item_name(overview: Overview, code: str) -> str:
    """The name of a profile item."""
    item = next((one for one in overview.catalogue.items if one.code == code), None)
    return said(item.name) if item else code


def term_text(term: Term) -> str:
    """The page of a term."""
    lines: list[str] = []
    for part in _TERM_PARTS:
        lines += [t(f"term.{part}"), "  " + said(getattr(term, part)), ""]
    sure, on = t(f"confidence.{term.confidence}"), fmt.day(term.checked_on)
    source = t("term.source_line", source=said(term.source), sure=sure, on=on)
    return "\n".join([*lines, t("term.source"), "  " + source])


def topic_text(topic: Topic) -> str:
    """A reason, strategy or point for the industry."""
    return "\n\n".join([said(topic.text), *_source(topic.fact)])


def _source(fact: Fact | None) -> list[str]:
    """Where a reason, a strategy or an action comes from; nothing for one that states no fact."""
    if fact is None:
        return []
    sure, on = t(f"confidence.{fact.confidence}"), fmt.day(fact.checked_on)
    return [t("term.source") + "\n  " + t("term.source_line", source=said(fact.source), sure=sure, on=on)]


def action_text(overview: Overview, action: Action) -> str:
    """An action with its strategy, its cost, how long it takes and what it moves."""
    strategy = next(one for one in overview.catalogue.strategies if one.code == action.strategy)
    moves = t("list.and").join(t(f"finding.{code}") for code in action.moves)
    pairs = (
        (t("credit.action.strategy"), said(strategy.name)),
        (t("finding.cost"), said(action.cost)),
        (t("term.takes"), said(action.takes)),
        (t("finding.moves"), moves),
    )
    return "\n\n".join([*(f"{name}\n  {text}" for name, text in pairs), *_source(action.fact)])


def check_text(overview: Overview, check: ReportCheck) -> str:
    """Which look of its year it was, and what it cost."""
    rules, checks = overview.catalogue.rules, overview.book.credit.checks
    nth = nth_of_year(checks, check)
    paid = {channel.code for channel in overview.catalogue.channels if channel.fee}
    there = nth_of_year(tuple(one for one in checks if one.channel in paid), check)  # only counters ever charge
    if check.channel in paid and there > rules.need("free_reports", check.on).whole:
        return t("credit.check.fee", n=nth, fee=rules.need("extra_report_yuan", check.on).whole)
    return t("credit.check.free", n=nth)
