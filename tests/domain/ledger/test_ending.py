"""What ends an account, part by part: the parts add up to what settles it, and none of them is below 0."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method, Prepayment
from planner.domain.accounts.records import Account
from planner.domain.ledger.ending import Ending, ending
from planner.domain.ledger.position import position
from tests.make.accounts import any_histories, card, day, drawn, equal_principal, fen, line, near_misses, paid
from tests.make.examples import examples


def parts(principal: str | int, due: str | int, grown: str | int, charges: str | int, ahead: str | int) -> Ending:
    return Ending(fen(principal), fen(due), fen(grown), fen(charges), fen(ahead))


@pytest.mark.parametrize("method", [Method.EQUAL_PRINCIPAL, Method.LEVEL_PAYMENT, Method.INTEREST_ONLY])
def test_what_is_paid_ahead_is_taken_off_what_has_grown(method: Method) -> None:
    """12,000 at 12 % a year from 10 January; on the 26th 16 days have grown, 64.00, and 3,000 are paid.

    Of these 120.00 are the interest of the instalment in hand, so that 9,120.00 of principal are left.
    """
    account = Account(replace(equal_principal(), method=method))
    assert ending(account, day("01-26")) == parts(12_000, 0, 64, 0, 0)
    account = replace(account, repayments=paid(("01-26", 3_000)))
    assert ending(account, day("01-26")) == parts(9_120, 0, 64, 0, 120)
    assert ending(account, day("01-26")).total_minor == fen(12_064 - 3_000)


def test_what_is_due_and_what_settling_costs_stand_apart() -> None:
    """On 20 February the first instalment is ten days late: 120.00, and 3.33 at the contract rate."""
    loan = replace(equal_principal(), prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.01"))
    assert ending(Account(loan), day("02-20")) == parts(12_000, "123.33", "36.67", 110, 0)  # 1 % of 11,000


def test_of_a_line_interest_paid_before_it_is_due_and_of_a_card_what_is_in_favour() -> None:
    account = Account(line(), draws=drawn(("01-05", 10_000)), repayments=paid(("01-15", 20)))
    made = ending(account, day("01-15"))
    assert made.total_minor == position(account, day("01-15")).settlement_minor
    favour = Account(card(), draws=drawn(("01-05", 100)), repayments=paid(("01-06", 300)))
    assert ending(favour, day("01-07")).total_minor == 0


@examples(80)
@given(any_histories() | near_misses(), st.integers(0, 500))
def test_the_parts_add_up_for_any_history(account: Account, days: int) -> None:
    on = account.loan.start_on + timedelta(days)
    made = ending(account, on)
    assert made.total_minor == position(account, on).settlement_minor
    assert min(made) >= 0
