"""The fee for paying early on each side of a step, and the same in the ledger, what-if and the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Excess, Loan, Method, PinnedInstalment, Prepayment, RateChange
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import DueShift, PrepaymentStep, StepUnit
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.early import early_share, fee_for_prepaying, last_day
from planner.domain.ledger.position import position
from planner.domain.what_if.prepay import prepaying, settling
from planner.errors import PlannerError
from planner.storage.shipped import holidays
from tests.make.examples import examples
from tests.make.terms import loan, loans, prepayment_fees

TERMS = (PrepaymentStep(12, Decimal("0.03")), PrepaymentStep(24, Decimal("0.01")))
MONTHS = tuple(replace(step, unit=StepUnit.MONTH) for step in TERMS)
HUNDRED_THOUSAND = 100_000_00


def stepped(steps: tuple[PrepaymentStep, ...], **more: Any) -> Loan:
    """100,000.00 over 36 months from 2026-01-31, due on the 20th from 20 February; 4.9 % a year."""
    made = loan(
        Method.EQUAL_PRINCIPAL, HUNDRED_THOUSAND, 36, "0.049", start_on=date(2026, 1, 31),
        first_due_on=date(2026, 2, 20), due_day=20, prepayment=Prepayment.FEE_SHARE, prepayment_steps=steps,
    )  # fmt: skip
    return replace(made, **more)


@pytest.mark.parametrize(
    ("steps", "on", "fee"),
    [
        (TERMS, "2026-01-31", 3_000_00),
        (TERMS, "2027-01-20", 3_000_00),  # the twelfth due date: still in the first step
        (TERMS, "2027-01-21", 1_000_00),
        (TERMS, "2028-01-20", 1_000_00),  # the 24th
        (TERMS, "2028-01-21", 0),
        (MONTHS, "2027-01-31", 3_000_00),  # the day of a year: the year's last one
        (MONTHS, "2027-02-01", 1_000_00),
        (MONTHS, "2028-01-31", 1_000_00),
        (MONTHS, "2028-02-01", 0),
    ],
)
def test_a_step_holds_to_the_end_of_its_last_day(steps: tuple[PrepaymentStep, ...], on: str, fee: int) -> None:
    assert fee_for_prepaying(stepped(steps), HUNDRED_THOUSAND, date.fromisoformat(on)) == fee


def test_months_end_on_the_last_day_of_a_short_one() -> None:
    step = PrepaymentStep(1, Decimal("0.03"), unit=StepUnit.MONTH)
    assert last_day(stepped((step,)), step) == date(2026, 2, 28)


def test_terms_end_on_the_due_dates_as_agreed() -> None:
    step = PrepaymentStep(3, Decimal("0.03"))
    assert last_day(stepped((step,)), step) == date(2026, 4, 20)
    assert last_day(stepped((step,), every=Every.QUARTER), step) == date(2026, 8, 20)
    bullet = stepped((step,), method=Method.BULLET)
    assert last_day(bullet, step) == date(2026, 4, 20)  # its third month, though it has one instalment only
    pin = PinnedInstalment(3, date(2026, 4, 22), 100, 100)
    assert last_day(stepped((step,), pinned=(pin,)), step) == date(2026, 4, 22)
    second = PrepaymentStep(4, Decimal("0.03"))
    moving = stepped((second,), first_due_on=date(2026, 2, 1), due_day=1, due_shift=DueShift.NEXT)
    moving = replace(moving, calendar=holidays.work_days())
    assert last_day(moving, second) == date(2026, 5, 6)  # after the holiday of the first of May


@pytest.mark.parametrize(
    ("rate", "day_count", "months", "twelfths"),
    [
        (Rate(Decimal("0.049"), RateBasis.YEAR), DayCount.THIRTY_360, "1", "0.049"),
        (Rate(Decimal("0.006"), RateBasis.MONTH), DayCount.THIRTY_360, "1.5", "0.108"),
        (Rate(Decimal("0.0005"), RateBasis.DAY), DayCount.ACT_365, "1", "0.1825"),
        (Rate(Decimal("0.0005"), RateBasis.DAY), DayCount.ACT_360, "2", "0.36"),
    ],
)
def test_months_of_interest_are_twelfths_of_the_year(
    rate: Rate, day_count: DayCount, months: str, twelfths: str
) -> None:
    made = stepped((PrepaymentStep(12, months_interest=Decimal(months)),), rate=rate, day_count=day_count)
    assert early_share(made, date(2026, 3, 1)) * 12 == Fraction(twelfths)


def test_months_of_interest_are_those_of_the_day() -> None:
    change = RateChange(date(2026, 6, 1), Rate(Decimal("0.036"), RateBasis.YEAR))
    made = stepped((PrepaymentStep(12, months_interest=Decimal(1)),), rate_changes=(change,))
    assert fee_for_prepaying(made, HUNDRED_THOUSAND, date(2026, 5, 31)) == 408_33  # 100,000 × 4.9 % ÷ 12 = 408.333…
    assert fee_for_prepaying(made, HUNDRED_THOUSAND, date(2026, 6, 1)) == 300_00
    assert fee_for_prepaying(made, HUNDRED_THOUSAND, date(2027, 1, 21)) == 0


def test_the_fee_of_a_loan_without_one_is_nothing() -> None:
    assert fee_for_prepaying(stepped(TERMS, prepayment=Prepayment.FREE), HUNDRED_THOUSAND, date(2026, 3, 1)) == 0


def paid_to(made: Loan, on: date) -> Account:
    """Everything paid as it falls due, up to that day."""
    dues = [due for due in position(Account(made), made.start_on).dues if due.due_on <= on]
    payments = (Repayment(number, due.due_on, due.amount_minor) for number, due in enumerate(dues, 1))
    return Account(made, repayments=tuple(payments))


def test_what_settles_a_loan_falls_with_the_step() -> None:
    account = paid_to(stepped(TERMS), date(2027, 1, 20))
    left = HUNDRED_THOUSAND - 12 * 2_777_78
    twelfth, after = settling(account, date(2027, 1, 20)), settling(account, date(2027, 1, 21))
    assert (twelfth.early_fee_minor, twelfth.total_minor) == (2_000_00, left + 2_000_00)
    assert (after.early_fee_minor, after.total_minor) == (666_67, left + 666_67 + after.accrued_minor)


def test_a_part_paid_early_bears_the_fee_of_its_day() -> None:
    account = paid_to(stepped(TERMS), date(2026, 12, 20))
    for on, fee in ((date(2027, 1, 20), 300_00), (date(2027, 1, 21), 100_00)):
        answer = prepaying(account, on, 10_000_00, today=on)[0]
        assert answer.fee_minor == fee
        recorded = replace(account, repayments=(*account.repayments, Repayment(99, on, answer.paid_minor)))
        place = position(recorded, on)
        assert place.applied[-1].fee_minor == fee
        assert tuple(due for due in place.dues if due.unpaid_minor) == answer.dues


@given(loans(most_terms=30), st.data())
@examples(60)
def test_ledger_what_if_and_plan_take_the_same_fee(made: Loan, data: st.DataObject) -> None:
    fee = data.draw(prepayment_fees(made))
    made = replace(made, fees=(), excess=Excess.SHORTER_TERM, prepayment=Prepayment.FEE_SHARE, **fee)
    dues = [due.due_on for due in position(Account(made), made.start_on).dues]
    assume(len(dues) > 1)
    on = data.draw(st.sampled_from(dues[:-1])) + timedelta(data.draw(st.integers(0, 40)))
    account = paid_to(made, on)
    place, found = position(account, on), settling(account, on)
    assume(found.principal_minor)
    assert found.early_fee_minor == fee_for_prepaying(made, found.principal_minor, on)
    assert found.total_minor == place.settlement_minor
    settled = replace(account, repayments=(*account.repayments, Repayment(999, on, found.total_minor, settles=True)))
    after = position(settled, on)
    assert (after.owed_minor, after.settlement_minor) == (0, 0)
    extra = max(found.principal_minor // 3, 1)
    try:
        answer = prepaying(account, on, extra)[0]
    except PlannerError:
        return
    assert answer.fee_minor == fee_for_prepaying(made, extra, on)
