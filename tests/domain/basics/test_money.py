from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.basics.money import allocate, half_up, share


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (7, 7),
        (Fraction(5, 2), 3),
        (Fraction(-5, 2), -3),
        (Fraction(249, 100), 2),
        (Decimal("2.5"), 3),
        (Decimal("2.4999999999999999999999999999999999"), 2),
        (Decimal("-2.5"), -3),
        (Decimal("0.5"), 1),
    ],
)
def test_halves_go_away_from_zero(value: int | Fraction | Decimal, fen: int) -> None:
    assert half_up(value) == fen


@given(st.fractions(-(10**12), 10**12, max_denominator=10**6))
def test_rounding_moves_by_half_a_fen_at_most(value: Fraction) -> None:
    assert abs(half_up(value) - value) <= Fraction(1, 2)


def test_a_share_is_exact_for_any_number_of_digits() -> None:
    assert share(10**15, Decimal("0.1234567890123456785")) == 123456789012346  # .5 is cut off only after the product
    assert share(300_000, Decimal("0.0072")) == 2160
    assert share(0, Decimal("0.5")) == 0


def test_parts_are_in_proportion_and_ties_go_first() -> None:
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]
    assert allocate(10, [0, 0]) == [5, 5]
    assert allocate(0, [3, 7]) == [0, 0]
    assert allocate(101, [99, 1]) == [100, 1]


def test_nothing_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="nothing"):
        allocate(1, [])


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_parts_add_up_and_are_off_by_less_than_one(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(abs(Fraction(total * w, whole) - part) < 1 for part, w in zip(parts, weights, strict=True))
