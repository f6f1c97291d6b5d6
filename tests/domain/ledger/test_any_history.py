"""What holds for any history of a loan, a line or a card, on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given

from planner.domain.accounts.loan import Every, Loan, Method, Prepayment, RateChange
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.calendar import month_end
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.position import figures, position, replay
from planner.domain.ledger.replay import Replay
from planner.domain.ledger.state import UNJUDGED, DueStatus, Position
from planner.domain.schedule.instalments import instalments
from tests.make.accounts import (
    any_histories,
    at,
    day,
    equal_principal,
    fen,
    histories,
    near_misses,
    open_histories,
    paid,
    used,
)
from tests.make.examples import examples
from tests.make.terms import loan, loans


@given(loans())
@examples(150)
def test_a_schedule_replayed_ends_at_zero_with_everything_on_time(made: Loan) -> None:
    rows = instalments(made)
    payments = tuple(Repayment(r.number, r.due_on, r.amount_minor) for r in rows if r.amount_minor)
    account = Account(made, repayments=payments)
    days = [row.due_on for row in rows]
    for row, found in zip(rows, figures(account, days), strict=True):
        assert found.principal_minor == found.owed_minor == row.balance_minor
        assert found.overdue_minor == 0
    place = position(account, days[-1])
    assert {due.status for due in place.dues} <= {DueStatus.ON_TIME}
    assert (place.owed_minor, place.settlement_minor, place.accrued_minor) == (0, 0, 0)
    assert all(part.over_minor == 0 for part in place.applied)


def test_nearly_all_of_a_bullet_paid_early_with_a_fee_leaves_the_rest_owed() -> None:
    made = loan(Method.BULLET, fen("46.46"), 1, "0", start_on=day("01-10"))
    made = replace(made, prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.03"))
    place = position(Account(made, repayments=paid(("01-10", "47.76"))), day("01-10"))
    assert used(place) == [(fen("46.37"), 0, fen("1.39"), 0)]
    assert (place.owed_minor, len(place.dues)) == (9, 1)


def test_more_than_the_principal_before_a_bullet_falls_due_goes_to_its_fee() -> None:
    fees = (Fee("费", FeeWhen.FIRST_TERM, fen(20)),)
    made = loan(Method.BULLET, fen(1_000), 1, "0", start_on=day("01-10"), fees=fees)
    place = position(Account(made, repayments=paid(("01-20", 1_010))), day("01-20"))
    assert used(place) == [(fen(1_000), 0, fen(10), 0)]
    assert (place.owed_minor, place.overdue_minor) == (0, 0)


def test_what_paying_early_saved_is_no_more_than_the_rest_will_cost() -> None:
    """Paid ahead twice, the second time all but 0.04: the saving of the first does not eat what is still owed."""
    change = RateChange(day("2015-01-02"), Rate(Decimal("0.000525"), RateBasis.DAY))
    made = loan(Method.LEVEL_PAYMENT, 227, 8, "0", start_on=day("2015-01-01"), every=Every.QUARTER)
    made = replace(made, day_count=DayCount.ACT_360, rate_changes=(change,), tolerance_minor=0)
    account = Account(made, repayments=paid(("2015-04-01", "1.07"), ("2015-07-01", "0.35"), ("2015-10-01", "1.10")))
    place = position(account, day("2015-10-02"))
    assert place.principal_minor == 4
    assert sum(due.unpaid_minor for due in place.dues) == 4
    assert min(due.interest_minor for due in place.dues) >= 0


def check(account: Account, place: Position) -> None:
    """What holds on every day of every history."""
    made = account.loan
    lent = made.principal_minor + sum(draw.amount_minor for draw in account.draws if draw.on <= place.as_of)
    before_records = sum(due.principal_minor for due in place.dues if due.status is DueStatus.COVERED)
    repaid = sum(part.principal_minor + part.over_minor for part in place.applied)
    if place.as_of >= made.start_on:
        assert place.principal_minor - place.credit_minor == lent - before_records - repaid + place.adjusted_minor
    assert min(place.principal_minor, place.accrued_minor, place.overdue_minor, place.settlement_minor) >= 0
    assert place.owed_minor >= place.principal_minor
    ahead = sum(due.paid_minor - due.paid_principal_minor for due in place.dues)
    assert place.settlement_minor >= place.owed_minor - ahead
    assert place.credit_minor <= sum(part.over_minor for part in place.applied)
    assert place.short_minor == sum(due.short_minor for due in place.dues)
    for due in place.dues:
        assert min(due.principal_minor, due.interest_minor, due.fee_minor, due.paid_minor, due.days_late) >= 0
        assert due.amount_minor > 0
        assert due.paid_minor <= due.amount_minor
        assert (due.cleared_on is not None) == (due.unpaid_minor == 0) or due.carried_minor
        assert due.minimum_minor is None or due.minimum_minor <= due.amount_minor
    assert [due.due_on for due in place.dues] == sorted(due.due_on for due in place.dues)
    assert len({due.number for due in place.dues}) == len(place.dues)
    assert place.next_due == next((due for due in place.dues if due.unpaid_minor), None)
    payments = {payment.id: payment for payment in account.repayments}
    for part in place.applied:
        used_up = part.principal_minor + part.interest_minor + part.fee_minor + part.over_minor
        assert part.covered or used_up == payments[part.repayment_id].amount_minor
        assert min(part.principal_minor, part.interest_minor, part.fee_minor, part.over_minor) >= 0


@given(histories() | near_misses())
@examples(300)
def test_any_history_of_a_scheduled_loan(account: Account) -> None:
    ledger = replay(account)
    for days in (0, 31, 100, 200, 300, 460, 4_000):
        on = account.loan.start_on + timedelta(days)
        check(account, position(account, on))
        ledger.advance(on)
        ledger.running.reach(None)
        rows, owed = ledger.running.dues.rows, ledger.running.balance.principal
        assert sum(row.principal - row.paid_principal for row in rows) == owed


@given(open_histories())
@examples(300)
def test_any_history_of_a_line_or_card(account: Account) -> None:
    for days in (0, 31, 60, 100, 140, 200, 400):
        check(account, position(account, account.loan.start_on + timedelta(days)))


@given(any_histories())
@examples(150)
def test_one_pass_over_many_days_agrees_with_each_day(account: Account) -> None:
    days = [account.loan.start_on + timedelta(days) for days in (-5, 0, 20, 45, 90, 150, 151, 300, 480)]
    for on, found in zip(days, figures(account, days), strict=True):
        place = position(account, on)
        assert (found.principal_minor, found.owed_minor) == (place.principal_minor, place.owed_minor)
        assert (found.overdue_minor, found.state) == (place.overdue_minor, place.state)
        month = [due.amount_minor for due in place.dues if (due.due_on.year, due.due_on.month) == (on.year, on.month)]
        assert found.due_minor == sum(month)
        by_then = [due for due in place.dues if due.due_on <= month_end(on)]
        assert found.pending == sum(due.status in UNJUDGED for due in by_then)


@given(histories() | near_misses())
@examples(300)
def test_rows_computed_as_needed_are_the_rows_computed_at_once(account: Account) -> None:
    last = max([account.loan.start_on + timedelta(300), *(paid.on for paid in account.repayments)])
    as_needed, at_once = replay(account), Replay(account, partial(RunningLoan, lazy=False))
    for on in (account.loan.start_on + timedelta(100), last):
        as_needed.advance(on)
        at_once.advance(on)
        assert as_needed.figures(on) == at_once.figures(on)
    assert as_needed.position(last) == at_once.position(last)


@pytest.mark.parametrize(
    ("payments", "cleared", "owed"),
    [
        ([("01-15", "1120"), ("01-20", "1110")], 2, 10_000),  # the second before the first is due
        ([("01-15", "2230")], 2, 10_000),
        ([("01-15", "3330")], 3, 9_000),
        ([("02-01", "1120"), ("02-02", "1110"), ("02-03", "1100")], 3, 9_000),
    ],
)
def test_exactly_the_next_instalments_are_those_instalments_however_early(
    payments: list[tuple[str, str]], cleared: int, owed: int
) -> None:
    account = Account(equal_principal(), repayments=paid(*payments))
    place = at(account, "02-05")
    assert [due.cleared_on is not None for due in place.dues[: cleared + 1]] == [True] * cleared + [False]
    assert place.principal_minor == fen(owed)
    assert [due.interest_minor for due in place.dues] == [fen(120 - 10 * number) for number in range(12)]


def test_a_fen_more_than_the_next_instalment_is_principal_paid_early() -> None:
    account = Account(equal_principal(), repayments=paid(("01-15", "1120"), ("01-20", "1110.01")))
    place = at(account, "02-05")
    assert place.dues[1].cleared_on is None
    assert place.principal_minor == fen("9889.99")
