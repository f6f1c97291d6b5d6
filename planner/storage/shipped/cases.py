"""Reads what travels with the program about cases: channels, deadlines, papers, steps; only where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from planner.domain.cases.file import EventKind, Kind
from planner.domain.cases.lists import CaseLists, Channel, Clock, CloseStep, Follow, Paper
from planner.storage.shipped.files import Entry, Facts, Naming, by_language, keys_of, read_file

_CHANNEL_KEYS = frozenset(("code", "kinds", "first", "number", "source", "checked_on", *keys_of("", "note_")))
_PAPER_KEYS = frozenset(("code", "kinds", *keys_of("")))
_STEP_KEYS = frozenset(("code", "days", "of_line", *keys_of("")))
_CLOCK_KEYS = frozenset(("kind", "channels", "rule", "starts", "until", "extends"))


@cache
def load() -> CaseLists:
    """What is shipped, read once in a process.

    Raises:
        ValueError: an entry is wrong; the message names it.
    """
    return parse(read_file("cases.toml"))


def parse(file: Entry) -> CaseLists:
    """Turn the parsed file into lists. Raises ``ValueError`` naming the entry that is wrong."""
    facts = Facts(file["sources"])
    channels = tuple(_channels(file, facts))
    return CaseLists(
        channels=channels,
        clocks=tuple(_clocks(file, {one.code for one in channels})),
        papers=tuple(_papers(file)),
        steps=tuple(_steps(file)),
        follow=Follow(**file["follow"]),
        counting=facts.of(file["counting"], file["counting"]["source"]),
    )


def _channels(file: Entry, facts: Facts) -> Iterator[Channel]:
    known: dict[str, Any] = {}
    for entry in file["channel"]:
        with Naming(entry, _CHANNEL_KEYS, known):
            known[entry["code"]] = Channel(
                entry["code"],
                by_language(entry),
                by_language(entry, "note_"),
                entry["number"],
                tuple(Kind(kind) for kind in entry["kinds"]),
                facts.of(entry, entry["source"]),
                tuple(Kind(kind) for kind in entry.get("first", ())),
            )
    yield from known.values()


def _clocks(file: Entry, channels: set[str]) -> Iterator[Clock]:
    for entry in file["deadline"]:
        with Naming({**entry, "code": entry.get("rule", "?")}, _CLOCK_KEYS | {"code"}, {}):
            if unknown := set(entry["channels"]) - channels:
                raise ValueError(f"unknown channels {sorted(unknown)}")
            until = EventKind(entry.get("until", "answered"))
            starts, extends = EventKind(entry["starts"]), entry.get("extends", False)
            kind, places = Kind(entry["kind"]), tuple(entry["channels"])
            yield Clock(kind, places, entry["rule"], starts, until, extends)


def _papers(file: Entry) -> Iterator[Paper]:
    known: dict[str, Any] = {}
    for entry in file["paper"]:
        with Naming(entry, _PAPER_KEYS, known):
            kinds = tuple(Kind(kind) for kind in entry["kinds"])
            known[entry["code"]] = Paper(entry["code"], by_language(entry), kinds)
    yield from known.values()


def _steps(file: Entry) -> Iterator[CloseStep]:
    known: dict[str, Any] = {}
    for entry in file["step"]:
        with Naming(entry, _STEP_KEYS, known):
            known[entry["code"]] = CloseStep(
                entry["code"], by_language(entry), entry["days"], entry.get("of_line", False)
            )
    yield from known.values()
