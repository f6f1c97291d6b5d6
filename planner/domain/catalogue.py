"""What the app knows about credit: rules with their source and validity, and what a credit file is made of.

The values come from ``seeds/``; the person may put a threshold of their own in the place of an adjustable one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from planner.domain.loan import LenderKind
from planner.domain.presets import Confidence, Fact
from planner.errors import PlannerError


class Unit(StrEnum):
    """What the number of a rule counts."""

    COUNT = "count"
    SHARE = "share"  # 0.55 is 55 %
    POINTS = "points"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    YUAN = "yuan"
    FLAG = "flag"  # it holds or it does not


class InquiryClass(StrEnum):
    """What an inquiry tells a lender."""

    HARD = "hard"  # somebody considered lending
    RELATED = "related"  # shown apart
    SOFT = "soft"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    zh: str
    en: str = ""

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule, in force from ``from_on`` to ``to_on`` (both included; None: no such end).

    ``binds`` are the kinds of lenders that a price line is about; with ``online`` only their loans through platforms.
    """

    code: str
    value: Decimal
    unit: Unit
    name: Named
    note: Named
    fact: Fact
    from_on: date | None = None
    to_on: date | None = None
    adjustable: bool = False
    binds: tuple[LenderKind, ...] = ()
    online: bool = False

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return (self.from_on is None or self.from_on <= on) and (self.to_on is None or on <= self.to_on)


@dataclass(frozen=True, slots=True)
class Own:
    """A threshold that the person put in the place of a rule's, and the day on which they did."""

    value: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Limit:
    """The number that is measured against, and the rule that it comes from. ``own``: the person changed it."""

    value: Decimal
    rule: Rule
    own: Own | None = None

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def whole(self) -> int:
        """The number of a rule that counts."""
        return int(self.value)


@dataclass(frozen=True)
class Rules:
    """All versions of all rules, with what the person changed.

    A change of the person holds for every day, past ones too: a history is measured with one yardstick.
    """

    versions: tuple[Rule, ...]
    own: Mapping[str, Own]

    @cached_property
    def _by_code(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.versions:
            found.setdefault(rule.code, []).append(rule)
        return found

    def at(self, code: str, on: date) -> Limit | None:
        """The limit in force on a day; None before it began and after it has expired."""
        found = next((rule for rule in self._by_code.get(code, ()) if rule.holds(on)), None)
        if found is None:
            return None
        own = self.own.get(code) if found.adjustable else None
        return Limit(own.value if own else found.value, found, own)

    def need(self, code: str, on: date) -> Limit:
        """``at`` for a rule that has no end. Raises ``KeyError`` when there is none."""
        found = self.at(code, on)
        if found is None:
            raise KeyError(code)
        return found

    def expired(self, code: str, on: date) -> Rule | None:
        """The latest version that ended before a day, where none is in force."""
        if self.at(code, on) is not None:
            return None
        ended = [rule for rule in self.versions if rule.code == code and rule.to_on is not None and rule.to_on < on]
        return max(ended, key=lambda rule: rule.to_on or date.min, default=None)

    def codes(self) -> tuple[str, ...]:
        """Every code once, in the order of the file."""
        return tuple(dict.fromkeys(rule.code for rule in self.versions))


def check_own(rule: Rule, value: Decimal) -> Decimal:
    """A threshold of the person's own, as it may be kept.

    Raises:
        PlannerError: ``credit.rule_fixed`` for a rule that is not theirs to change; ``credit.rule_value`` when the
            number does not fit its unit: shares 0–10, months 1–600, days 1–3,650, other numbers whole, 0–9,999.
    """
    if not rule.adjustable:
        raise PlannerError("credit.rule_fixed", field="value")
    least, most = _RANGES.get(rule.unit, (0, 9_999))
    if not least <= value <= most or (rule.unit is not Unit.SHARE and value != value.to_integral_value()):
        told = {"low": least, "high": most} if rule.unit is not Unit.SHARE else {"low": "0%", "high": "1000%"}
        raise PlannerError("credit.rule_value", field="value", value=f"{value:f}", **told)
    return value


_RANGES = {Unit.SHARE: (0, 10), Unit.MONTHS: (1, 600), Unit.DAYS: (1, 3_650)}


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


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: part of a strategy, moves findings, opens a place of the app. ``repeat``: how to be reminded."""

    code: str
    strategy: str
    moves: tuple[str, ...]
    opens: str
    name: Named
    cost: Named
    takes: Named
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason, a strategy or a point for the industry: a name and what it says."""

    code: str
    name: Named
    text: Named
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A page that explains a term: what it is, why it matters, what moves it, how long that takes, its source."""

    code: str
    name: Named
    what: Named
    why: Named
    moves: Named
    takes: Named
    source: Named
    confidence: Confidence


@dataclass(frozen=True)
class Catalogue:
    """Everything of ``seeds/`` about credit."""

    rules: Rules
    scores: tuple[ScoreKind, ...]
    platforms: tuple[tuple[str, Named], ...]
    items: tuple[Item, ...]
    channels: tuple[Channel, ...]
    reasons_asked: tuple[InquiryReason, ...]
    online: OnlineTest
    reasons: tuple[Topic, ...] = ()
    strategies: tuple[Topic, ...] = ()
    industry: tuple[Topic, ...] = ()
    actions: tuple[Action, ...] = ()

    def score(self, code: str) -> ScoreKind | None:
        return next((kind for kind in self.scores if kind.code == code), None)

    def inquiry(self, code: str) -> InquiryReason | None:
        return next((reason for reason in self.reasons_asked if reason.code == code), None)

    def channel(self, code: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.code == code), None)

    def items_of(self, platform: str) -> tuple[Item, ...]:
        """What the profile of a platform asks for; of one that the catalogue does not know, everything."""
        known = any(code == platform for code, _ in self.platforms)
        return tuple(item for item in self.items if not known or platform in item.platforms)

    def moving(self, finding: str) -> tuple[Action, ...]:
        """The actions that move a finding, in the order of the file."""
        return tuple(action for action in self.actions if finding in action.moves)
