"""Reads the calendar of working days that travels with the program. Imported when a due date may move, never before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from planner.domain.basics.sources import Fact
from planner.domain.basics.workdays import WorkDays
from planner.storage.shipped.files import Entry, Facts, read_file
from planner.values import dataclass

_YEAR_KEYS = frozenset(("year", "source", "checked_on", "off", "worked"))


@dataclass(frozen=True, slots=True)
class Holidays:
    """The working days, and for each year that is known where it comes from."""

    work_days: WorkDays
    facts: tuple[tuple[int, Fact], ...]


@cache
def load() -> Holidays:
    """The shipped calendar, read once in a process.

    Raises:
        ValueError: a year is wrong; the message names it.
    """
    return parse(read_file("holidays.toml"))


def work_days() -> WorkDays:
    """The shipped working days: what a loan whose due dates move goes by."""
    return load().work_days


def parse(file: Entry) -> Holidays:
    """Turn the parsed file into a calendar.

    Raises:
        ValueError: a year is missing between ``from`` and ``until``, there twice or outside; a range runs backwards; a
            day lies in another year, is named twice, or is worked without being a day of a weekend.
    """
    sources = Facts(file["sources"], file["checked_on"])
    since, until = file["from"], file["until"]
    off: set[date] = set()
    worked: set[date] = set()
    facts: list[tuple[int, Fact]] = []
    for entry in file["year"]:
        year = entry.get("year")
        if unknown := entry.keys() - _YEAR_KEYS:
            raise ValueError(f"{year}: unknown {sorted(unknown)}")
        try:
            _add(off, _days(entry["off"]), year)
            _add(worked, entry["worked"], year)
            facts.append((year, sources.of(entry, entry["source"])))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{year}: {type(error).__name__} {error}") from error
    if [year for year, _ in facts] != list(range(since.year, until.year + 1)):
        raise ValueError(f"not every year from {since} to {until}, in order and once")
    if wrong := [day for day in worked if day.weekday() < 5 or day in off]:
        raise ValueError(f"{min(wrong)}: worked, but no free day of a weekend")
    return Holidays(WorkDays(since, until, frozenset(off), frozenset(worked)), tuple(facts))


def _days(ranges: Iterable[tuple[date, date]]) -> Iterator[date]:
    for first, last in ranges:
        if last < first:
            raise ValueError(f"{first}: ends before it begins")
        yield from (first + timedelta(days) for days in range((last - first).days + 1))


def _add(days: set[date], more: Iterable[date], year: int) -> None:
    for day in more:
        if day in days or day.year != year:
            raise ValueError(f"{day}: twice, or not of {year}")
        days.add(day)
