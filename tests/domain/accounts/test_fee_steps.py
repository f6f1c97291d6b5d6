"""The fee for paying early as it is typed, kept and written again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from planner import i18n
from planner.domain.accounts.fee_steps import kept_steps, kept_text
from planner.domain.accounts.fee_typed import parse_fee
from planner.domain.accounts.loan import Method, Prepayment
from planner.domain.accounts.terms import PrepaymentStep, StepUnit, check_steps
from planner.domain.basics.rates import RateBasis
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.words.prepayment import rules_told, steps_text
from tests.make.terms import loan, steps


def share(value: str, until: int | None = None, unit: StepUnit = StepUnit.TERM) -> PrepaymentStep:
    return PrepaymentStep(until, share=Decimal(value), unit=unit)


def interest(months: str, until: int | None = None, unit: StepUnit = StepUnit.TERM) -> PrepaymentStep:
    return PrepaymentStep(until, months_interest=Decimal(months), unit=unit)


STEPS = (share("0.03", 12), share("0.01", 24))
YEARS = (share("0.03", 12, StepUnit.MONTH), share("0.01", 36, StepUnit.MONTH))


@pytest.mark.parametrize("text", ["3", "3%", "３％", "百分之三"])
def test_a_fee_that_never_changes_is_a_share(text: str) -> None:
    assert parse_fee(text) == Decimal("0.03")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3%/12, 1%/24, 0", STEPS),
        ("3/12,1/24", STEPS),
        ("３％／12期、1％／24期，0", STEPS),
        ("3%/前12期; 1%/24 terms; 0%", STEPS),
        ("3% / 12 -> 1% / 24 → 0", STEPS),
        ("3%/1年, 1%/3年, 0", YEARS),
        ("3%/12个月，1%/36月", YEARS),
        ("3%/1 year, 1%/36 months", YEARS),
        ("3%/12, 1%", (share("0.03", 12), share("0.01"))),
        ("0/6, 2%/12", (share("0", 6), share("0.02", 12))),
        ("1月息", (interest("1"),)),
        ("1个月利息/12", (interest("1", 12),)),
        ("三个月息/一年，0", (interest("3", 12, StepUnit.MONTH),)),
        ("1 month/12, 0", (interest("1", 12),)),
        ("1.5 months' interest/12 months", (interest("1.5", 12, StepUnit.MONTH),)),
    ],
)
def test_steps_are_read_as_people_write_them(text: str, expected: tuple[PrepaymentStep, ...]) -> None:
    assert parse_fee(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3%/", "loan.prepayment_unreadable"),
        ("3%/abc", "loan.prepayment_unreadable"),
        ("/12", "loan.prepayment_unreadable"),
        ("3%/12,,0", "loan.prepayment_unreadable"),
        ("three", "loan.prepayment_unreadable"),
        ("", "loan.prepayment_unreadable"),
        ("-3", "loan.prepayment_share"),
        ("99999", "loan.prepayment_share"),
        ("年化利率（复利）5", "loan.prepayment_share"),
        ("二x, 3%/12", "loan.prepayment_unreadable"),
        ("-3%/12", "loan.prepayment_share"),
        ("3%/12/24", "loan.prepayment_unreadable"),
        ("3%, 1%/24", "loan.prepayment_open"),
        ("3%/24, 1%/12", "loan.prepayment_order"),
        ("3%/12, 1%/12", "loan.prepayment_order"),
        ("3%/12, 1%/24个月", "loan.prepayment_unit"),
        ("3%/0", "loan.prepayment_until"),
        ("3%/601", "loan.prepayment_until"),
        ("101%/12", "loan.prepayment_fee"),
        ("120%", "loan.prepayment_fee"),
        ("0月息/12", "loan.prepayment_interest"),
        ("25 months/12", "loan.prepayment_interest"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(text: str, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        parse_fee(text, field="prepayment_fee")
    assert (caught.value.code, caught.value.field) == (code, "prepayment_fee")
    for language in i18n.LANGUAGES:
        i18n.use(language)
        assert "{" not in fmt.error(code, caught.value.params)


@given(steps())
def test_what_is_written_is_read_again(made: tuple[PrepaymentStep, ...]) -> None:
    check_steps(made)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        again = parse_fee(steps_text(made))
        assert again == made or (made[-1].until is None and made[-1].share == 0)
    assert kept_steps(kept_text(made)) == made


def test_steps_in_short_and_in_words() -> None:
    made = loan(prepayment=Prepayment.FEE_SHARE, prepayment_steps=(interest("1", 12), share("0.01", 24)))
    i18n.use("zh")
    assert steps_text(made.prepayment_steps) == "1个月息/12期, 1%/24期, 0"
    assert rules_told(made) == ["提前还款费：到第 12 期还款日为止 1个月息，到第 24 期还款日为止 1%，以后不收。"]
    i18n.use("en")
    assert steps_text(made.prepayment_steps) == "1 month/12, 1%/24, 0"
    assert rules_told(made) == [
        "Fee for paying early: 1 month's interest up to the due date of instalment 12,"
        " 1% up to the due date of instalment 24, then nothing."
    ]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"prepayment_steps": STEPS, "prepayment_fee": Decimal("0.03")}, "loan.prepayment_both"),
        ({"prepayment_steps": (share("0.03"),)}, "loan.prepayment_constant"),
        ({"prepayment_steps": (*STEPS, share("0"))}, "loan.prepayment_constant"),
        ({"prepayment_steps": (PrepaymentStep(12),)}, "loan.prepayment_form"),
        ({"prepayment_steps": (PrepaymentStep(12, Decimal(0), Decimal(1)),)}, "loan.prepayment_form"),
    ],
)
def test_a_loan_has_one_fee_said_in_one_way(terms: dict[str, Any], code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        loan(prepayment=Prepayment.FEE_SHARE, **terms).validate()
    assert caught.value.code == code


def test_a_flat_fee_has_no_months_interest() -> None:
    flat = loan(Method.FLAT_FEE, rate="0.01", basis=RateBasis.TERM, prepayment=Prepayment.FEE_SHARE)
    replace(flat, prepayment_steps=STEPS).validate()
    with pytest.raises(PlannerError) as caught:
        replace(flat, prepayment_steps=(interest("1", 12),)).validate()
    assert caught.value.code == "loan.prepayment_flat"


@pytest.mark.parametrize("text", ["share", "share 0.03 year 2", "share -1", "share 0.03; ", "interest 1 term x"])
def test_a_kept_text_that_nothing_writes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="prepayment_steps"):
        kept_steps(text)
