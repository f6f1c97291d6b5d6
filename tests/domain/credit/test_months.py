"""The row of months of the detailed report, as it is typed from the page."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.credit.months import SIGNS, check_months, parse_months
from planner.errors import PlannerError


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("NNN 1N", "NNN1N"),
        ("ｎｎ１＊＃／", "NN1*#/"),
        ("n, n;7|B、c", "NN7BC"),
        (SIGNS, SIGNS),
        ("  ", ""),
    ],
)
def test_signs_are_read_as_they_are_printed_or_typed(text: str, signs: str) -> None:
    assert parse_months(text) == signs


@pytest.mark.parametrize(
    ("text", "sign", "place"), [("NN0", "0", 3), ("N N 8 N", "8", 3), ("X", "X", 1), ("N-N", "-", 2)]
)
def test_a_wrong_sign_is_named_with_its_place(text: str, sign: str, place: int) -> None:
    with pytest.raises(PlannerError) as caught:
        parse_months(text, field="months")
    assert (caught.value.code, caught.value.field) == ("credit.month_sign", "months")
    assert (caught.value.params["value"], caught.value.params["place"]) == (sign, place)


def test_five_years_are_sixty_months() -> None:
    assert len(parse_months("N" * 60)) == 60
    with pytest.raises(PlannerError, match=r"credit\.month_count"):
        parse_months("N" * 61)


def test_signs_need_their_last_month_which_the_report_can_know() -> None:
    seen_on = date(2026, 3, 11)
    check_months("", None, seen_on)
    check_months("NN", date(2026, 3, 31), seen_on)
    with pytest.raises(PlannerError, match=r"credit\.months_until"):
        check_months("NN", None, seen_on)
    with pytest.raises(PlannerError, match=r"credit\.after_check"):
        check_months("NN", date(2026, 4, 30), seen_on)
