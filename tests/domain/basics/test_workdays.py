"""Which days are worked, as far as anybody has said."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.basics.workdays import WorkDays
from tests.make.examples import examples

# A holiday from Thursday 1 to Friday 2 October 2026, for which Saturday the 10th is worked.
OCTOBER = WorkDays(
    date(2026, 10, 1),
    date(2026, 10, 31),
    off=frozenset({date(2026, 10, 1), date(2026, 10, 2)}),
    worked=frozenset({date(2026, 10, 10)}),
)
IN_OCTOBER = st.integers(0, 40).map(lambda n: date(2026, 9, 26) + timedelta(n))


def test_weekends_holidays_and_saturdays_that_are_worked() -> None:
    off = [n for n in range(1, 32) if OCTOBER.is_off(date(2026, 10, n))]
    assert off == [1, 2, 3, 4, 11, 17, 18, 24, 25, 31]


def test_the_nearest_working_day_on_either_side() -> None:
    assert OCTOBER.nearest(date(2026, 10, 3), after=True) == date(2026, 10, 5)
    assert OCTOBER.nearest(date(2026, 10, 11), after=False) == date(2026, 10, 10)
    assert OCTOBER.nearest(date(2026, 10, 10), after=True) == date(2026, 10, 10)


def test_what_lies_beyond_is_not_known_and_no_ordinary_day() -> None:
    assert OCTOBER.nearest(date(2026, 11, 2), after=True) is None  # a Monday
    assert OCTOBER.nearest(date(2026, 10, 31), after=True) is None  # off, and the days after it are not known
    assert OCTOBER.nearest(date(2026, 10, 1), after=False) is None


@given(IN_OCTOBER, st.booleans())
@examples(60)
def test_the_nearest_day_is_worked_and_nothing_between_is(on: date, after: bool) -> None:
    found = OCTOBER.nearest(on, after=after)
    if found is not None:
        between = range(min(on, found).toordinal(), max(on, found).toordinal() + 1)
        assert not OCTOBER.is_off(found)
        assert all(OCTOBER.is_off(date.fromordinal(n)) for n in between if date.fromordinal(n) != found)
