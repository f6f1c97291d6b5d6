"""Thresholds that the person changed, as they stand in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from planner.domain.basics.reach import kept_day
from planner.domain.reference.rules import Own

SETTING = "rule."


def own_limits(kept: Mapping[str, str]) -> dict[str, Own]:
    """The thresholds of the person's own by code of the rule; what cannot be read counts as not changed."""
    found = {}
    for key, text in kept.items():
        if key.startswith(SETTING):
            try:
                given = json.loads(text)
                found[key.removeprefix(SETTING)] = Own(Decimal(given["value"]), kept_day(given["on"]))
            except (ValueError, KeyError, TypeError, ArithmeticError):
                continue
    return found
