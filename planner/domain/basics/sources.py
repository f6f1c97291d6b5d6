"""Where a statement comes from and how far to trust it; a name in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Confidence(StrEnum):
    """How far a stated fact can be trusted, best first."""

    LAW = "law"
    OFFICIAL = "official"  # the text of a regulator, the credit bureau or the lender itself
    PRESS = "press"  # a newspaper or a law firm
    FOLKLORE = "folklore"  # some public page says so; pages may differ
    UNVERIFIED = "unverified"  # common knowledge that nobody has looked up


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a statement comes from: a public name or site, how far to trust it, and when it was looked up."""

    source: str
    source_en: str
    confidence: Confidence
    checked_on: date


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    zh: str
    en: str = ""

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.zh
