"""The days that the credit file calls for: the next score, the next report, stale items, the end of the cool-down, and
what falls off the report. Each has a key of its own, so that it comes up once and stays answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.domain.basics.calendar import add_months, clamp_day
from planner.domain.basics.sources import Named
from planner.domain.credit.file import CreditFile, Series
from planner.domain.findings import behaviour, profile, report
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reminders.rules import COOLDOWN, FALLOFF, PROFILE, REPORT, SCORE, Dated

HALF_YEAR = 6


def coming(file: CreditFile, catalogue: Catalogue, as_of: date) -> tuple[Dated, ...]:
    """Every such day that follows from what was recorded up to ``as_of``, past ones too; by day."""
    found = [
        *_scores(file, catalogue, as_of),
        *_reports(file, as_of),
        *_profiles(file, catalogue, as_of),
        *_cooldown(file, catalogue, as_of),
        *_falling(file, catalogue, as_of),
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.key)))


def next_score(series: Series, last_on: date, catalogue: Catalogue) -> date:
    """When the next score of a series is to be noted: the first monthly change after the last one noted, or a month
    later where no day of change is known."""
    kind = catalogue.score(series.code)
    if kind is None:
        return add_months(last_on, 1)
    this_month = clamp_day(last_on.year, last_on.month, kind.update_day)
    return this_month if this_month > last_on else add_months(this_month, 1, kind.update_day)


def next_report(file: CreditFile, as_of: date) -> date | None:
    """When to look at the report again: half a year after the last look; None before the first.

    It is never put off to a year with free ones again: only a counter ever charges, a look online is always free.
    """
    last = file.last_check(as_of)
    return None if last is None else add_months(last.on, HALF_YEAR)


def _scores(file: CreditFile, catalogue: Catalogue, as_of: date) -> Iterator[Dated]:
    for series in file.series:
        scores = file.scores_of(series, as_of)
        if scores:
            on = next_score(series, scores[-1].on, catalogue)
            kind = catalogue.score(series.code)
            yield Dated(SCORE, f"{series.id}:{on}", on, (kind.name if kind else Named.same(series.name),))


def _reports(file: CreditFile, as_of: date) -> Iterator[Dated]:
    on = next_report(file, as_of)
    if on is not None:
        yield Dated(REPORT, f"{on}", on)


def _profiles(file: CreditFile, catalogue: Catalogue, as_of: date) -> Iterator[Dated]:
    """Items of one platform that go stale on one day are one thing to remind of."""
    names = dict(catalogue.platforms)
    for platform in dict.fromkeys(entry.platform for entry in file.profile):
        items = {item.code: item for item in catalogue.items_of(platform)}
        days: dict[date, list[Named]] = {}
        for code, entry in file.profile_of(platform, as_of).items():
            item = items.get(code)
            on = profile.stale_on(entry, item)
            if on is not None:
                days.setdefault(on, []).append(item.name if item else Named.same(code))
        for on, about in days.items():
            yield Dated(PROFILE, f"{platform}:{on}", on, (names.get(platform, Named.same(platform)), *about))


def _cooldown(file: CreditFile, catalogue: Catalogue, as_of: date) -> Iterator[Dated]:
    on = behaviour.quiet_on(file, catalogue.rules, as_of)
    if on is not None:
        yield Dated(COOLDOWN, f"{on}", on)


def _falling(file: CreditFile, catalogue: Catalogue, as_of: date) -> Iterator[Dated]:
    months = catalogue.rules.need("inquiry_months", as_of).whole
    for negative in file.negatives:
        on = report.falls_off(negative, catalogue.rules)
        if on is not None and negative.began_on <= as_of:
            name = Named.same(negative.institution)
            yield Dated(FALLOFF, f"negative:{negative.id}:{on}", on, (name,))
    for inquiry in file.inquiries:
        if report.is_hard(inquiry, catalogue) and inquiry.on <= as_of:
            on = report.inquiry_gone(inquiry, months)
            name = Named.same(inquiry.institution)
            yield Dated(FALLOFF, f"inquiry:{inquiry.id}:{on}", on, (name,))
