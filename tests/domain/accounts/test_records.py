"""Accounts and what is recorded on them."""

from __future__ import annotations

from datetime import date

from planner.domain.accounts.records import Account, CardPlan, Draw, Reading, Repayment, Statement
from tests.make.accounts import card

ON = date(2026, 11, 1)


def test_every_kind_of_record_counts_as_one() -> None:
    account = Account(
        card(),
        draws=(Draw(1, ON, 100), Draw(2, ON, 100)),
        repayments=(Repayment(1, ON, 100),),
        readings=(Reading(1, ON, 100),),
        statements=(Statement(1, ON, ON, 100),),
        plans=(CardPlan(1, ON, 100, 3),),
    )
    assert account.recorded == 6
    assert Account(card()).recorded == 0
