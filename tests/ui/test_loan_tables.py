"""The tables of a loan's fields: a form that is opened and saved changes nothing, and what it does not ask stays."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan, Method, Prepayment
from planner.domain.accounts.terms import Fee, FeeWhen, Penalty, PenaltyBasis, PrepayDay
from planner.ui.screens.loans.loan_field import BLANK, Scene, Table, fields_of, loan_with, texts_of
from planner.ui.screens.loans.loan_fields import LOAN_FIELDS
from planner.ui.screens.loans.terms_fields import TERMS_FIELDS
from tests.make.databases import card, level, line
from tests.make.databases import loans as any_loans
from tests.make.terms import loans, prepayment_fees

TODAY = date(2026, 11, 23)
ASKED_BY_NEITHER = {
    "id",
    "pinned",
    "rate_changes",
    "settled_on",
    "closing_on",
    "closed_on",
    "opening_known",
    "product",
    "line_id",
    "paid_counted_on",
}
FURTHER = {
    "rounding",
    "remainder",
    "application",
    "penalty",
    "disclosed",
    "card",
    "institution",
    "currency",
    "yuan_rate",
    "due_shift",
    "calendar",
    "prepay_on",
}


def values(table: Table, loan: Loan, **typed: str) -> dict[str, Any]:
    """What the form gives when it was opened for the loan and these texts were typed."""
    texts = texts_of(table, loan) | typed
    asked = fields_of(table, Scene(TODAY, loan))
    return {field.key: field.value(texts[field.key]) if field.shown(texts) else None for field in asked}


@given(loans())
def test_a_form_that_is_saved_and_opened_again_changes_nothing(loan: Loan) -> None:
    for table in (LOAN_FIELDS, TERMS_FIELDS):
        saved = loan_with(table, loan, values(table, loan))  # what its method hides is now as by default
        assert loan_with(table, saved, values(table, saved)) == saved


@given(loans(), st.data())
def test_so_does_a_fee_for_paying_early(loan: Loan, data: st.DataObject) -> None:
    fee, day = data.draw(prepayment_fees(loan)), data.draw(st.sampled_from(PrepayDay))
    loan = replace(loan, prepayment=Prepayment.FEE_SHARE, prepay_on=day, **fee)
    assume(loan.prepayment_fee or loan.prepayment_steps)
    saved = loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan))
    assert (saved.prepayment_fee, saved.prepayment_steps) == (loan.prepayment_fee, loan.prepayment_steps)
    assert loan_with(TERMS_FIELDS, loan, values(TERMS_FIELDS, loan)).prepay_on is day


@pytest.mark.parametrize("loan", [card(), line(), level()], ids=lambda loan: loan.method)
def test_a_form_that_is_opened_and_saved_changes_nothing(loan: Loan) -> None:
    loan = replace(
        loan, fees=(), penalty=None if loan.method is Method.CARD else Penalty(Decimal("0.0005"), PenaltyBasis.DAY)
    )
    assert loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan)) == loan
    assert loan_with(TERMS_FIELDS, loan, values(TERMS_FIELDS, loan)) == loan


@given(any_loans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_what_a_form_does_not_ask_stays(loan: Loan) -> None:
    for table, apart in ((LOAN_FIELDS, ASKED_BY_NEITHER | FURTHER), (TERMS_FIELDS, ASKED_BY_NEITHER)):
        blank = dict.fromkeys((entry.key for entry in table), None)
        typed = blank | {"lender": "某行", "method": loan.method, "rate": Decimal(0), "confirmed": "yes"}
        typed |= {"start_on": TODAY, "principal": 1, "terms": 1, "application": "penalty,interest,fee,principal"}
        made = loan_with(table, loan, typed)
        assert {name: getattr(made, name) for name in apart} == {name: getattr(loan, name) for name in apart}


def test_empty_and_hidden_fields_mean_what_a_loan_has_by_default() -> None:
    loan = replace(
        level(), fees=(), grace_days=5, prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.01"), note="x"
    )
    made = loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan, grace_days="", note="", prepayment="free"))
    assert made == replace(loan, grace_days=0, prepayment=Prepayment.FREE, prepayment_fee=Decimal(0), note="")


def test_every_attribute_of_a_loan_is_asked_or_named_here() -> None:
    """A new attribute is an entry of a table, or one that no form asks."""
    touched = {"id", "calendar", *ASKED_BY_NEITHER}  # the calendar comes with the rule for days off
    for table in (LOAN_FIELDS, TERMS_FIELDS):
        seen = _Seen(replace(level(), card=card().card))
        for entry in table:
            entry.get(seen)  # type: ignore[arg-type]
        touched |= seen.names
    assert {field.name for field in fields(Loan)} - touched == set()


class _Seen:
    """A loan that notes which of its attributes were asked for."""

    def __init__(self, loan: Loan) -> None:
        self.loan = loan
        self.names: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self.loan, name)


def test_a_fee_that_the_form_shows_is_changed_and_the_others_stay() -> None:
    loan = level()
    kept_back, by_share = loan.fees
    made = loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan, upfront="80"))
    assert made.fees == (replace(kept_back, amount_minor=8_000), by_share)
    assert loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan, upfront="")).fees == (by_share,)


def test_a_needed_value_is_needed() -> None:
    given_all = values(LOAN_FIELDS, level())
    for key in ("lender", "principal", "start_on", "terms", "rate"):
        with pytest.raises(TypeError):
            loan_with(LOAN_FIELDS, BLANK, given_all | {key: None})


def test_the_fees_of_a_loan_stay_in_their_order_and_none_is_lost() -> None:
    twice = (
        Fee("a", FeeWhen.UPFRONT, 500),
        Fee("b", FeeWhen.PER_TERM, share=Decimal("0.01")),
        Fee("a", FeeWhen.UPFRONT, 500),
    )
    loan = replace(level(), fees=twice)
    assert loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan)).fees == twice
    changed = loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan, upfront="7")).fees
    assert changed == (replace(twice[0], amount_minor=700), *twice[1:])
    assert loan_with(LOAN_FIELDS, loan, values(LOAN_FIELDS, loan, upfront="")).fees == twice[1:]
