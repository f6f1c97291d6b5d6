"""The files of ``seeds/``: read, with names and sources checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import tomli

from planner.domain.basics.sources import Confidence, Fact, Named
from planner.errors import PlannerError
from planner.i18n import LANGUAGES
from planner.paths import shipped

Entry = Mapping[str, Any]


def read_file(name: str) -> Entry:
    """One of the shipped files, parsed."""
    with (shipped("seeds") / name).open("rb") as file:
        return tomli.load(file)


def by_language(entry: Entry, prefix: str = "") -> Named:
    """The text ``<prefix>zh``, ``<prefix>en`` … of an entry, in the languages in which it stands there."""
    found = {language: entry.get(prefix + language) for language in LANGUAGES}
    return Named({language: text for language, text in found.items() if text is not None})


def keys_of(*prefixes: str) -> tuple[str, ...]:
    """The keys that ``by_language`` reads for these prefixes."""
    return tuple(prefix + language for prefix in prefixes for language in LANGUAGES)


class Naming:
    """Puts the code of the entry before whatever is wrong with it; refuses a second one and keys that nothing reads."""

    def __init__(self, entry: Entry, known: frozenset[str], earlier: Mapping[str, object]) -> None:
        self.code = entry.get("code", "?")
        self.unknown = entry.keys() - known
        self.taken = self.code in earlier

    def __enter__(self) -> None:
        if self.unknown:
            raise ValueError(f"{self.code}: unknown {sorted(self.unknown)}")
        if self.taken:
            raise ValueError(f"{self.code}: the code is already taken")

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (KeyError, ValueError, ArithmeticError, TypeError, PlannerError)):
            raise ValueError(f"{self.code}: {type(error).__name__} {error}") from error


class Facts:
    """Looks up where a statement comes from; one object for every source and day.

    Checked on the entry's own day, else on that of its source, else on that of the file, ``checked_on``, if it has one.
    """

    def __init__(self, sources: Entry, checked_on: date | None = None) -> None:
        self.sources = sources
        self.checked_on = checked_on
        self.known: dict[tuple[str, date], Fact] = {}

    def of(self, entry: Entry, source: str) -> Fact:
        """The fact of ``source``. Raises KeyError for an unknown one, and for ``checked_on`` where nobody says when."""
        found = self.sources[source]
        on = entry.get("checked_on", found.get("checked_on", self.checked_on))
        if on is None:
            raise KeyError("checked_on")
        key = (source, on)
        if key not in self.known:
            self.known[key] = Fact(by_language(found), Confidence(found["confidence"]), on)
        return self.known[key]
