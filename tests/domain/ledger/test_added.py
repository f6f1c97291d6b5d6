"""A repayment that is told to a ledger on its way is as one that was recorded from the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import Account, Repayment
from planner.domain.ledger.position import position, replay
from tests.make.accounts import any_histories
from tests.make.examples import examples


@given(any_histories(), st.integers(1, 300), st.integers(1, 500_000), st.integers(0, 90), st.booleans())
@examples(150)
def test_added_on_the_way(account: Account, days: int, amount: int, later: int, debited: bool) -> None:
    account = replace(account, loan=replace(account.loan, auto_debit=debited))
    on = account.loan.start_on + timedelta(days)
    paid = Repayment(10**6, on, amount)
    ledger = replay(account)
    ledger.advance(on - timedelta(1))
    ledger.add(paid)
    ledger.advance(on + timedelta(later))
    recorded = replace(account, repayments=(*account.repayments, paid))
    assert ledger.position(on + timedelta(later)) == position(recorded, on + timedelta(later))
