"""Where a statement comes from and how far to trust it; a text by language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from planner.values import dataclass


class Confidence(StrEnum):
    """How far a stated fact can be trusted, best first."""

    LAW = "law"
    OFFICIAL = "official"  # the text of a regulator, the credit bureau or the lender itself
    PRESS = "press"  # a newspaper or a law firm
    FOLKLORE = "folklore"  # some public page says so; pages may differ
    UNVERIFIED = "unverified"  # common knowledge that nobody has looked up


@dataclass(frozen=True, slots=True)
class Named:
    """A name or a longer text by language; in a language that it was not given in, the first one stands in."""

    texts: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(frozenset(self.texts.items()))

    @classmethod
    def same(cls, text: str) -> Named:
        """The person's own words, which are the same in every language."""
        return cls({"": text})

    def text(self, language: str) -> str:
        """It in a language; empty for one that was given in none."""
        found = self.texts.get(language)
        return next(iter(self.texts.values()), "") if found is None else found


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a statement comes from: a public name or site, how far to trust it, and when it was looked up."""

    source: Named
    confidence: Confidence
    checked_on: date
