"""Entries that are seldom right: at which value the question begins, and what it names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planner import i18n
from planner.domain.accounts.doubts import (
    Doubt,
    deduction_doubt,
    limit_doubt,
    payout_doubt,
    plan_doubt,
    rate_doubt,
    rows_doubt,
    tolerance_doubt,
)
from planner.domain.accounts.loan import Every
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.ui.screens.loans.loan_entries import doubt_text

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "basis", "every", "percent"),
    [
        ("0.36", RateBasis.YEAR, Every.MONTH, None),
        ("0.3601", RateBasis.YEAR, Every.MONTH, "36"),
        ("0.03", RateBasis.MONTH, Every.MONTH, None),
        ("0.0301", RateBasis.MONTH, Every.MONTH, "36.1"),
        ("0.0005", RateBasis.DAY, Every.MONTH, None),
        ("0.001", RateBasis.DAY, Every.MONTH, "36.5"),
        ("0.03", RateBasis.TERM, Every.MONTH, None),
        ("0.01", RateBasis.TERM, Every.WEEK, "52"),
        ("0.36", RateBasis.TERM, Every.YEAR, None),
        ("0.2", RateBasis.TOTAL, Every.MONTH, "40"),  # in six months
        ("0.18", RateBasis.TOTAL, Every.MONTH, None),
    ],
)
def test_a_rate_above_36_a_year_however_quoted(value: str, basis: RateBasis, every: Every, percent: str | None) -> None:
    found = rate_doubt(Rate(Decimal(value), basis), DayCount.ACT_365, every, 6)
    assert found == (None if percent is None else Doubt("rate", {"percent": percent}))


def test_a_fee_for_all_terms_is_not_judged_while_their_number_is_unknown() -> None:
    assert rate_doubt(Rate(Decimal(9), RateBasis.TOTAL), DayCount.ACT_365, Every.MONTH, None) is None


def test_amounts_and_days_at_their_bounds() -> None:
    assert (
        deduction_doubt(100, 100) is limit_doubt(100, 100) is payout_doubt(TODAY, TODAY) is plan_doubt(100, 0) is None
    )
    payout, plan = payout_doubt(date(2026, 11, 24), TODAY), plan_doubt(100, 1)
    short, nothing = tolerance_doubt(100_01, 800_00), tolerance_doubt(8_33, 8_33)
    assert tolerance_doubt(100_00, 800_00) is tolerance_doubt(8_32, 8_33) is tolerance_doubt(100_00, None) is None
    doubts = (deduction_doubt(101, 100), limit_doubt(99, 100), payout, plan, short, nothing)
    codes = ["deduction", "limit", "payout", "plan", "tolerance", "tolerance_all"]
    assert [doubt.code for doubt in doubts if doubt is not None] == codes
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for doubt in doubts:
            assert doubt_text(doubt)
            assert "{" not in doubt_text(doubt)


@pytest.mark.parametrize(
    ("held", "code"), [(9_999_99, "rows"), (10_000_00, None), (10_300_00, None), (10_300_01, "rows_above")]
)
def test_agreed_instalments_hold_what_is_owed(held: int, code: str | None) -> None:
    found = rows_doubt(held, 10_000_00, 10_300_00)
    assert (found.code if found else None) == code
