"""Rules with their source and validity, and the thresholds that the person put in the place of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from planner.domain.accounts.loan import LenderKind
from planner.domain.basics.sources import Fact, Named
from planner.errors import PlannerError
from planner.values import dataclass


class Unit(StrEnum):
    """What the number of a rule counts."""

    COUNT = "count"
    SHARE = "share"  # 0.55 is 55 %
    POINTS = "points"
    DAYS = "days"
    WORKDAYS = "workdays"
    MONTHS = "months"
    YEARS = "years"
    YUAN = "yuan"
    HOUR = "hour"  # of the day
    FLAG = "flag"  # it holds or it does not


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
        """The code of its rule."""
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


_RANGES = {Unit.SHARE: (0, 10), Unit.MONTHS: (1, 600), Unit.DAYS: (1, 3_650), Unit.WORKDAYS: (1, 3_650)}
