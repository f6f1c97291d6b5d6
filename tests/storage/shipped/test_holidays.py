"""The shipped calendar of working days: complete, sourced, and as the notices say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.domain.basics.sources import Confidence
from planner.storage.shipped import holidays

DAYS = holidays.load().work_days


def rests(year: int) -> int:
    first = date(year, 1, 1)
    return sum(DAYS.is_off(first + timedelta(n)) for n in range((date(year + 1, 1, 1) - first).days))


@pytest.mark.parametrize(
    ("on", "off"),
    [
        (date(2026, 2, 14), False),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 16), True),  # a Monday in it
        (date(2026, 10, 7), True),
        (date(2026, 10, 8), False),
        (date(2026, 9, 20), False),  # a Sunday worked
        (date(2025, 10, 8), True),
        (date(2025, 1, 26), False),
        (date(2024, 2, 9), False),  # New Year's Eve of 2024: rest was only recommended
        (date(2024, 9, 16), True),
        (date(2026, 11, 28), True),  # any Saturday
    ],
)
def test_days_as_the_notices_say(on: date, off: bool) -> None:
    assert DAYS.is_off(on) is off


def test_a_year_has_its_weekends_and_public_holidays_off() -> None:
    # 104 or 105 days of weekends and 11 (since 2025: 13) holidays; what is moved is worked elsewhere.
    assert [rests(year) for year in (2024, 2025, 2026)] == [104 + 11, 104 + 13, 104 + 13]


def test_every_year_says_where_it_comes_from() -> None:
    assert [year for year, _ in holidays.load().facts] == [2024, 2025, 2026]
    for _, fact in holidays.load().facts:
        assert fact.confidence is Confidence.OFFICIAL
        assert fact.source.texts.keys() == {"zh", "en"}
        assert fact.checked_on >= date(2026, 11, 29)
    assert not DAYS.known(date(2027, 1, 1))  # its notice was not found: never an ordinary day


def raw(**change: Any) -> dict[str, Any]:
    year = {
        "year": 2026,
        "source": "s",
        "off": [[date(2026, 1, 1), date(2026, 1, 3)]],
        "worked": [date(2026, 1, 4)],
    } | change
    return {
        "from": date(2026, 1, 1),
        "until": date(2026, 12, 31),
        "checked_on": date(2026, 11, 29),
        "sources": {"s": {"zh": "通知", "en": "notice", "confidence": "official"}},
        "year": [year],
    }


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"year": 2025}, "not of 2025"),
        ({"off": [[date(2026, 1, 3), date(2026, 1, 1)]]}, "ends before it begins"),
        ({"off": [[date(2026, 1, 1), date(2026, 1, 2)]] * 2}, "twice"),
        ({"worked": [date(2026, 1, 3)]}, "2026-01-03: worked"),
        ({"worked": [date(2026, 1, 5)]}, "2026-01-05: worked"),
        ({"source": "nowhere"}, "2026: KeyError"),
        ({"holidays": []}, "unknown"),
    ],
)
def test_a_wrong_year_is_named(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        holidays.parse(raw(**change))


def test_a_calendar_has_no_gap() -> None:
    with pytest.raises(ValueError, match="not every year"):
        holidays.parse(raw() | {"until": date(2027, 12, 31)})
