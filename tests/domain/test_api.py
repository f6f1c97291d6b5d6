"""The core as a library: its example runs, and what is no amount and no rate is refused where it comes in."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner import i18n
from planner.domain import api
from planner.errors import PlannerError
from planner.i18n import format as fmt
from tests.make.terms import LENDER, loan

ON = date(2026, 3, 1)
HALF: Any = 100.5
WHOLE: Any = 100.0
RATE: Any = 0.18


def test_the_example_does_what_it_says() -> None:
    done = doctest.testmod(api)
    assert (done.failed, done.attempted > 10) == (0, True)


def test_every_name_stands_in_the_list() -> None:
    given = {name for name, value in vars(api).items() if hasattr(value, "__module__") and not name.startswith("_")}
    assert given == set(api.__all__)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: api.Rate(RATE, api.RateBasis.YEAR), "rate.not_exact"),
        (lambda: api.Rate(Decimal("0.06"), "effective"), "rate.basis"),  # type: ignore[arg-type]
        (lambda: api.Repayment(1, ON, HALF), "money.not_whole"),
        (lambda: api.Repayment(1, ON, WHOLE), "money.not_whole"),
        (lambda: api.Repayment(1, ON, -100), "repayment.amount"),
        (lambda: api.Draw(1, ON, HALF), "money.not_whole"),
        (lambda: api.Draw(1, ON, -100), "draw.amount"),
        (lambda: api.Reading(1, ON, HALF), "money.not_whole"),
        (lambda: api.Income(1, "工资", ON, HALF), "money.not_whole"),
        (lambda: loan(principal_minor=HALF), "money.not_whole"),
        (lambda: loan(limit_minor=HALF), "money.not_whole"),
        (lambda: loan(principal_minor=-100).validate(), "loan.principal"),
        (lambda: loan(rate="-0.01").validate(), "loan.rate_negative"),
        (lambda: api.cost_of_flows([api.CashFlow(ON, HALF)]), "money.not_whole"),
    ],
)
def test_what_is_no_amount_and_no_rate_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        make()
    assert refused.value.code == code
    assert refused.value.field
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert fmt.error(refused.value.code, refused.value.params)


def test_nothing_paid_is_no_mistake_of_the_record() -> None:
    assert api.Repayment(1, ON, 0).amount_minor == 0
    assert api.Rate(Decimal(0), api.RateBasis.YEAR).value == 0
    assert loan().lender == LENDER
