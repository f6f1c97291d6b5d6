"""Payments that the bank took back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger.position import figures, position
from planner.domain.ledger.state import DueStatus
from tests.make.accounts import any_histories, at, day, equal_principal, fen, paid


def test_a_payment_taken_back_counts_until_that_day_and_never_happened_from_then_on() -> None:
    (payment,) = paid(("02-10", "1120"))
    account = Account(equal_principal(), repayments=(replace(payment, reversed_on=day("02-14")),))
    before, after = at(account, "02-13"), at(account, "02-14")
    assert (before.principal_minor, before.overdue_minor, before.dues[0].status) == (fen(11_000), 0, DueStatus.ON_TIME)
    assert (after.principal_minor, after.overdue_minor, after.days_past_due) == (fen(12_000), fen("1121.33"), 4)
    assert after.dues[0].status is DueStatus.MISSED
    again = replace(account, repayments=(*account.repayments, Repayment(2, day("02-15"), fen(1_120))))
    assert (at(again, "02-20").dues[0].status, at(again, "02-20").dues[0].days_late) == (DueStatus.LATE, 5)


def test_a_payment_taken_back_on_its_day_failed_and_never_counted() -> None:
    (payment,) = paid(("02-10", "1120"))
    failed = Account(equal_principal(), repayments=(replace(payment, reversed_on=payment.on),))
    for on in ("02-10", "02-11", "05-01"):
        assert at(failed, on) == at(Account(equal_principal()), on)


@settings(max_examples=60, deadline=None)
@given(any_histories(), st.data())
def test_what_is_left_after_a_payment_was_taken_back_is_as_if_it_had_never_been(
    account: Account, data: st.DataObject
) -> None:
    assume(account.repayments)
    # what was left of a bill, told after a payment that is taken back later, is told without knowing that
    account = replace(account, statements=tuple(replace(bill, unpaid_on=None) for bill in account.statements))
    which = data.draw(st.integers(0, len(account.repayments) - 1))
    payment = account.repayments[which]
    back = payment.on + timedelta(data.draw(st.integers(0, 90)))
    changed = replace(
        account,
        repayments=tuple(
            replace(one, reversed_on=back) if place == which else one for place, one in enumerate(account.repayments)
        ),
    )
    without = replace(account, repayments=tuple(one for one in account.repayments if one is not payment))
    assert position(changed, back) == position(without, back)
    day_before = back - timedelta(1)
    whole = account if payment.on <= day_before else without
    assert position(changed, day_before).principal_minor == position(whole, day_before).principal_minor
    steps = figures(changed, [day_before, back, back + timedelta(40)])
    assert steps[1:] == figures(without, [back, back + timedelta(40)])
