"""Terms that do not fit together are refused, each with a sentence in both languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from planner import i18n
from planner.domain.accounts.loan import Lender, Loan, Method, PinnedInstalment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from planner.i18n import format as fmt
from tests.make.terms import line, loan, loans

START = date(2026, 1, 15)
PER_TERM = FeeWhen.PER_TERM


def row(number: int, principal: int = 0, interest: int = 0, month: int = 2) -> PinnedInstalment:
    return PinnedInstalment(number, date(2026, month, 15), principal, interest)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"rate": "-0.01"}, "rate_negative", "rate"),
        ({"rate": "10.01"}, "rate_high", "rate"),
        ({"basis": RateBasis.TERM}, "rate_is_fee", "rate_basis"),
        ({"basis": RateBasis.TOTAL}, "rate_is_fee", "rate_basis"),
        ({"method": Method.FLAT_FEE}, "rate_is_no_fee", "rate_basis"),
        ({"due_day": 0}, "day_of_month", "due_day"),
        ({"statement_day": 32}, "day_of_month", "statement_day"),
        ({"first_due_on": START}, "first_due", "first_due_on"),
        ({"end_on": date(2026, 1, 14)}, "end", "end_on"),
        ({"grace_days": -1}, "grace", "grace_days"),
        ({"grace_days": 61}, "grace", "grace_days"),
        ({"limit_minor": -1}, "limit", "limit"),
        ({"limit_minor": 10**15 + 1}, "limit", "limit"),
        ({"principal_minor": 0}, "principal", "principal"),
        ({"principal_minor": 10**15 + 1}, "principal", "principal"),
        ({"terms": None}, "terms_missing", "terms"),
        ({"terms": 0}, "terms", "terms"),
        ({"terms": 601}, "terms", "terms"),
        ({"paid_terms": 13}, "paid_terms", "paid_terms"),
        ({"paid_terms": -1}, "paid_terms", "paid_terms"),
        ({"method": Method.BULLET, "paid_terms": 1}, "paid_terms", "paid_terms"),
        ({"fees": (Fee("费", PER_TERM),)}, "fee_form", "fees"),
        ({"fees": (Fee("费", PER_TERM, 1, Decimal("0.1")),)}, "fee_form", "fees"),
        ({"fees": (Fee("费", PER_TERM, -1),)}, "fee_amount", "fees"),
        ({"fees": (Fee("费", PER_TERM, share=Decimal("1.01")),)}, "fee_share", "fees"),
        ({"prepayment_fee": Decimal("-0.01")}, "prepayment_fee", "prepayment_fee"),
        ({"pinned": (row(13),)}, "pinned_number", "pinned"),
        ({"pinned": (row(0),)}, "pinned_number", "pinned"),
        ({"pinned": (row(2), row(2, month=3))}, "pinned_number", "pinned"),
        ({"method": Method.BULLET, "pinned": (row(2),)}, "pinned_number", "pinned"),
        ({"pinned": (row(1, month=1),)}, "pinned_date", "pinned"),
        ({"pinned": (row(1, month=4), row(2, month=3))}, "pinned_date", "pinned"),
        ({"pinned": (row(1, interest=-1),)}, "pinned_negative", "pinned"),
        ({"pinned": (row(1, 1_000_001),)}, "pinned_sum", "pinned"),
        ({"terms": 1, "pinned": (row(1, 999_999),)}, "pinned_sum", "pinned"),
    ],
)
def test_terms_that_do_not_fit(changes: Mapping[str, Any], code: str, field: str) -> None:
    with pytest.raises(PlannerError) as caught:
        loan(**changes).validate()
    error = caught.value
    assert (error.code, error.field) == (f"loan.{code}", field)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert "{" not in fmt.error(error.code, error.params)


def test_a_rate_is_named_as_it_was_typed() -> None:
    with pytest.raises(PlannerError) as caught:
        loan(rate="12.50").validate()
    assert fmt.error(caught.value.code, caught.value.params).startswith("利率 1250% ")


def test_a_loan_needs_one_name() -> None:
    rate = Rate(Decimal("0.1"), RateBasis.YEAR)
    Loan(1, Lender(1, "机构"), " ", Method.BULLET, START, rate, 100, 1).validate()
    with pytest.raises(PlannerError) as caught:
        Loan(1, Lender(1, ""), " ", Method.BULLET, START, rate, 100, 1).validate()
    assert caught.value.code == "loan.nameless"


@pytest.mark.parametrize("method", [Method.REVOLVING, Method.CARD])
def test_a_line_needs_neither_amount_nor_terms(method: Method) -> None:
    made = line(method=method)
    made.validate()
    assert made.has_line
    assert not method.scheduled


def test_a_loan_from_a_limit_stays_open_when_emptied() -> None:
    assert loan(limit_minor=0).has_line
    assert not loan().has_line


@given(loans(most_terms=12))
def test_a_whole_schedule_of_the_lender_fits(terms: Loan) -> None:
    rows = instalments(terms)
    pinned = tuple(
        PinnedInstalment(row.number, row.due_on, row.principal_minor, row.interest_minor, row.fee_minor) for row in rows
    )
    assume(rows[-1].number <= (terms.terms or 0))  # a row that a change of the rate adds is none that can be pinned
    replace(terms, pinned=pinned).validate()
