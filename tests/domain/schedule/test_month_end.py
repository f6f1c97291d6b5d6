"""Due days on a month's last day: said by the person, because 28 February tells nothing of the days after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.accounts.loan import Every, Loan, Method
from planner.domain.schedule.due_days import due_dates, starts_regularly
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from tests.make.terms import line, loan

FEBRUARY = date(2026, 2, 28)


def lent(**terms: object) -> Loan:
    """Lent on 31 January, first due on 28 February."""
    made = loan(terms=6, start_on=date(2026, 1, 31))
    return replace(made, **{"first_due_on": FEBRUARY, "due_day": 28, **terms})  # type: ignore[arg-type]


def test_the_last_day_of_every_month_or_the_28th_as_it_was_said() -> None:
    assert [on.day for on in due_dates(lent(), 4)] == [28, 28, 28, 28]
    assert [on.day for on in due_dates(lent(month_end=True), 6)] == [28, 31, 30, 31, 30, 31]
    leap = lent(month_end=True, start_on=date(2028, 1, 31), first_due_on=date(2028, 2, 29))
    assert [on.day for on in due_dates(leap, 3)] == [29, 31, 30]


def test_without_a_first_due_date_it_is_the_last_day_one_term_after_the_start() -> None:
    open_first = lent(month_end=True, start_on=date(2026, 3, 15), first_due_on=None, due_day=None)
    assert due_dates(open_first, 3) == (date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30))
    quarters = replace(open_first, every=Every.QUARTER)
    assert due_dates(quarters, 3) == (date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))


def test_terms_from_month_end_to_month_end_are_whole_months() -> None:
    assert starts_regularly(lent(month_end=True))
    rows = instalments(lent(month_end=True))
    assert len({row.interest_minor + row.principal_minor for row in rows[:-1]}) == 1


@pytest.mark.parametrize(
    "made",
    [
        lent(month_end=True, first_due_on=date(2026, 2, 27)),
        lent(month_end=True, every=Every.WEEK, first_due_on=date(2026, 2, 28)),
        line(method=Method.REVOLVING, month_end=True),
    ],
)
def test_what_cannot_end_months_is_refused(made: Loan) -> None:
    with pytest.raises(PlannerError) as caught:
        made.validate()
    assert (caught.value.code, caught.value.field) == ("loan.month_end", "month_end")
