"""The days that can be reckoned with: their first and last one, and a loan or record that holds another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.accounts.loan import PinnedInstalment
from planner.domain.accounts.records import Arrangement, ArrangementKind, ArrangementState
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.reach import check_day, check_days
from planner.errors import PlannerError
from tests.make import databases


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2200, 12, 31)])
def test_the_first_and_the_last_day_are_inside(on: date) -> None:
    check_day(on, "on")


@pytest.mark.parametrize("on", [date.min, date(1899, 12, 31), date(2201, 1, 1), date.max])
def test_a_day_outside_is_named_with_its_field_and_what_would_be_right(on: date) -> None:
    with pytest.raises(PlannerError) as caught:
        check_day(on, "due_on")
    assert (caught.value.code, caught.value.field) == ("date.reach", "due_on")
    assert (caught.value.params["on"], caught.value.params["last"]) == (on, date(2200, 12, 31))


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("start_on", {"start_on": date.min}),
        ("first_due_on", {"first_due_on": date.max}),
        ("prepay_from", {"prepay_from": date.max}),
        ("paid_counted_on", {"paid_counted_on": date.max}),
        ("until_on", {"fees": (Fee("fee", FeeWhen.PER_TERM, 100, until_on=date.max),)}),
        ("due_on", {"pinned": (PinnedInstalment(1, date.max, 100, 0),)}),
    ],
)
def test_a_loan_with_such_a_day_is_refused(field: str, terms: dict[str, object]) -> None:
    with pytest.raises(PlannerError) as caught:
        replace(databases.level(), **terms).validate()  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == ("date.reach", field)


def test_a_row_of_an_agreement_is_looked_at_too() -> None:
    rows = (PinnedInstalment(1, date(9998, 11, 30), 100, 0),)
    agreed = Arrangement(0, ArrangementKind.NEW_INSTALMENTS, ArrangementState.AGREED, agreed_on=date(2026, 1, 1))
    check_days(agreed)
    with pytest.raises(PlannerError):
        check_days(replace(agreed, rows=rows))
