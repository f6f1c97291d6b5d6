"""The fee for paying early, one share or steps, and the text in which steps are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from planner.domain.accounts.terms import PrepaymentStep, StepUnit

PrepaymentFee = Decimal | tuple[PrepaymentStep, ...]
"""A share that is always the same, or steps; never both."""


def kept_text(steps: Sequence[PrepaymentStep]) -> str:
    """How steps are kept: ``share 0.03 term 12; interest 1 month 24``; empty for none."""
    parts = []
    for step in steps:
        fee = ("interest", step.months_interest) if step.share is None else ("share", step.share)
        end = () if step.until is None else (step.unit.value, str(step.until))
        parts.append(" ".join((fee[0], f"{(fee[1] or Decimal(0)).normalize():f}", *end)))
    return "; ".join(parts)


def kept_steps(text: str) -> tuple[PrepaymentStep, ...]:
    """The steps of a kept text; unchecked.

    Raises:
        ValueError: for a text that ``kept_text`` does not write.
    """
    return tuple(_kept(part) for part in text.split("; ")) if text else ()


def _kept(part: str) -> PrepaymentStep:
    match = re.fullmatch(r"(share|interest) ([0-9]+(?:\.[0-9]+)?)(?: (term|month) ([0-9]{1,4}))?", part)
    if match is None:
        raise ValueError(f"prepayment_steps {part}")
    until = None if match[4] is None else int(match[4])
    unit, value = StepUnit(match[3] or StepUnit.TERM), Decimal(match[2])
    if match[1] == "share":
        return PrepaymentStep(until, share=value, unit=unit)
    return PrepaymentStep(until, months_interest=value, unit=unit)
