"""What a credit file is made of: kinds of scores, profile items, channels, reasons of inquiries."""

from __future__ import annotations

from enum import StrEnum

from planner.domain.basics.sources import Fact, Named
from planner.values import dataclass


class InquiryClass(StrEnum):
    """What an inquiry tells a lender."""

    HARD = "hard"  # somebody considered lending
    RELATED = "related"  # shown apart
    SOFT = "soft"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a score's range, from ``low`` up to the next band."""

    low: int
    name: Named


@dataclass(frozen=True, slots=True)
class ScoreKind:
    """A score that the catalogue knows: its range (both ends included), its bands, the day of its monthly change."""

    code: str
    name: Named
    low: int
    high: int
    update_day: int
    bands: tuple[Band, ...]
    fact: Fact

    def band(self, value: int) -> Band | None:
        """The band that a value lies in."""
        return next((band for band in reversed(self.bands) if value >= band.low), None)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a profile asks for; ``months`` as in ``credit.ProfileEntry``. In the order of their effect."""

    code: str
    name: Named
    hint: Named
    platforms: tuple[str, ...]
    essential: bool
    months: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Channel:
    """Where one looks at the own report; with ``fee`` a look beyond the free ones costs money."""

    code: str
    name: Named
    fee: bool


@dataclass(frozen=True, slots=True)
class InquiryReason:
    """Why a report was looked at."""

    code: str
    name: Named
    kind: InquiryClass
    fact: Fact


@dataclass(frozen=True, slots=True)
class OnlineTest:
    """Which institutions count as online lenders: no bank, or a bank whose name holds one of ``banks``.

    Mortgages, housing-fund loans and car loans never count: products whose code ends as one of ``not_products``,
    institutions whose name holds one of ``not_names``.
    """

    banks: tuple[str, ...]
    not_products: tuple[str, ...]
    not_names: tuple[str, ...]
    fact: Fact
