from decimal import Decimal

import pytest

from planner.domain.basics.rates import DayCount, Rate, RateBasis


@pytest.mark.parametrize(
    ("daily", "times_360", "times_365"),
    [
        ("0.0002", "0.0720", "0.0730"),
        ("0.0003", "0.1080", "0.1095"),
        ("0.0004", "0.1440", "0.1460"),
        ("0.0005", "0.1800", "0.1825"),
        ("0.0006", "0.2160", "0.2190"),
    ],
)
def test_a_daily_rate_has_two_yearly_forms(daily: str, times_360: str, times_365: str) -> None:
    rate = Rate(Decimal(daily), RateBasis.DAY)
    assert rate.yearly(DayCount.THIRTY_360) == rate.yearly(DayCount.ACT_360) == Decimal(times_360)
    assert rate.yearly(DayCount.ACT_365) == rate.yearly(DayCount.ACT_ACT) == Decimal(times_365)


def test_yearly_and_monthly_rates_need_no_day_count() -> None:
    for day_count in DayCount:
        assert Rate(Decimal("0.18"), RateBasis.YEAR).yearly(day_count) == Decimal("0.18")
        assert Rate(Decimal("0.015"), RateBasis.MONTH).yearly(day_count) == Decimal("0.18")


@pytest.mark.parametrize("basis", [RateBasis.TERM, RateBasis.TOTAL])
def test_a_fee_has_no_yearly_form_of_its_own(basis: RateBasis) -> None:
    with pytest.raises(ValueError, match="cash flows"):
        Rate(Decimal("0.006"), basis).yearly(DayCount.ACT_365)
