"""Whole fen: rounding and splitting without losing or making one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from planner.errors import PlannerError

YUAN = "CNY"
LIMIT_MINOR = 10**15  # ten trillion yuan: beyond any person's debts, far inside SQLite's 64 bits


class Rounding(StrEnum):
    """How an interest or an instalment becomes whole fen."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


def must_be_fen(amount_minor: object, field: str) -> None:
    """Refuse what is no whole number of fen: the values of the core that take an amount ask this when they are made.

    Raises:
        PlannerError: ``money.not_whole``, also for a float that happens to be whole.
    """
    if not isinstance(amount_minor, int):
        raise PlannerError("money.not_whole", field=field, value=str(amount_minor))


def whole(numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """``numerator ÷ denominator`` (fen; not negative, above 0) as whole fen by ``rounding``."""
    if rounding is Rounding.HALF_UP:
        return (2 * numerator + denominator) // (2 * denominator)
    quotient, rest = divmod(numerator, denominator)
    if rounding is Rounding.UP:
        return quotient + (rest > 0)
    if rounding is Rounding.DOWN or 2 * rest < denominator:
        return quotient
    return quotient + (2 * rest > denominator or quotient % 2)


def half_up(value: Decimal | Fraction | int) -> int:
    """``value`` (in fen) rounded half up, away from zero, to a whole fen: the rule lenders print (``2.5`` → 3)."""
    if isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        doubled = abs(value.numerator) * 2 + value.denominator
        whole = doubled // (value.denominator * 2)
        return whole if value >= 0 else -whole
    return int(value.to_integral_value(ROUND_HALF_UP))


def share(amount_minor: int, fraction: Decimal) -> int:
    """``amount_minor × fraction`` rounded half up, exact for any number of digits."""
    numerator, denominator = fraction.as_integer_ratio()
    part = amount_minor * numerator
    whole = (2 * abs(part) + denominator) // (2 * denominator)  # as ``half_up``; a Fraction here is five times as slow
    return whole if part >= 0 else -whole


def quotient(part: int, whole: int) -> Decimal | None:
    """``part ÷ whole`` as a fraction of six places, rounded half up (exactly); None when ``whole`` is 0."""
    if whole == 0:
        return None
    return Decimal(half_up(Fraction(part * 10**6, whole))).scaleb(-6)


def allocate(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Split ``total_minor`` in proportion to ``weights`` so that the parts add up to the whole.

    Largest remainder; ties go to the earlier part. All-zero weights split evenly. Weights must not be negative.
    """
    if not weights:
        raise ValueError("nothing to allocate to")
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    sign, total = (-1, -total_minor) if total_minor < 0 else (1, total_minor)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]
