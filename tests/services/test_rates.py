"""Changes of a loan's rate: written, undone, refused; they stay when the loan is edited and go when it is deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Loan, Method, OnRateChange, RateChange
from planner.domain.basics.rates import Rate, RateBasis
from planner.errors import PlannerError
from planner.services import loans, rates, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import read_book


def change(on: date, rate: str, note: str = "") -> RateChange:
    return RateChange(on, Rate(Decimal(rate), RateBasis.YEAR), note)


FIRST = change(date(2027, 1, 1), "0.0355", "LPR 3% + 55bp")
SECOND = change(date(2026, 10, 1), "0.04")


@pytest.fixture
def loan_id(store: Store) -> int:
    return loans.add(store, databases.level()).value


def loan(store: Store) -> Loan:
    return read_book(store.path).accounts[0].loan


def test_changes_are_read_back_in_the_order_of_their_days(store: Store, loan_id: int) -> None:
    result = rates.add(store, loan_id, FIRST)
    assert result.topics == {"loans"}
    assert result.operation is not None
    assert result.operation.code == "loan.rate_change"
    assert result.operation.params == {"from_on": "2027-01-01", "loan": "某某银行 消费贷"}
    rates.add(store, loan_id, SECOND)
    assert loan(store).rate_changes == (SECOND, FIRST)


def test_each_is_one_step_of_undo(store: Store, loan_id: int) -> None:
    rates.add(store, loan_id, FIRST)
    rates.edit(store, loan_id, FIRST.from_on, SECOND)
    assert loan(store).rate_changes == (SECOND,)
    rates.delete(store, loan_id, SECOND.from_on)
    assert loan(store).rate_changes == ()
    undo.undo(store)
    assert loan(store).rate_changes == (SECOND,)
    undo.undo(store)
    assert loan(store).rate_changes == (FIRST,)
    undo.undo(store)
    assert loan(store).rate_changes == ()
    for expected in ((FIRST,), (SECOND,), ()):
        undo.redo(store)
        assert loan(store).rate_changes == expected


def test_a_change_can_be_edited_on_its_own_day(store: Store, loan_id: int) -> None:
    rates.add(store, loan_id, FIRST)
    other = replace(FIRST, rate=SECOND.rate, note="\x1b[2J" + databases.HOSTILE[0])
    rates.edit(store, loan_id, FIRST.from_on, other)
    assert loan(store).rate_changes[0].rate == SECOND.rate
    assert "\x1b" not in loan(store).rate_changes[0].note


def test_what_cannot_be_leaves_everything_as_it_was(store: Store, loan_id: int) -> None:
    rates.add(store, loan_id, FIRST)
    before = databases.content(store.path)
    tries: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: rates.add(store, loan_id, replace(SECOND, from_on=FIRST.from_on)), "loan.rate_change_day"),
        (lambda: rates.add(store, loan_id, replace(SECOND, from_on=date(2026, 6, 15))), "loan.rate_change_start"),
        (lambda: rates.edit(store, loan_id, SECOND.from_on, SECOND), "loan.rate_change_unknown"),
        (lambda: rates.delete(store, loan_id, SECOND.from_on), "loan.rate_change_unknown"),
        (lambda: rates.add(store, 99, SECOND), "loan.unknown"),
    )
    for act, code in tries:
        with pytest.raises(PlannerError) as caught:
            act()
        assert caught.value.code == code
        assert databases.content(store.path) == before


def test_editing_the_loan_keeps_its_rates(store: Store, loan_id: int) -> None:
    rates.add(store, loan_id, FIRST)
    loans.edit(store, replace(loan(store), on_rate_change=OnRateChange.SHORTER_TERM, grace_days=3))
    assert loan(store).rate_changes == (FIRST,)
    assert loan(store).on_rate_change is OnRateChange.SHORTER_TERM
    flat = replace(loan(store), method=Method.FLAT_FEE, rate=Rate(Decimal("0.01"), RateBasis.TERM))
    with pytest.raises(PlannerError) as caught:
        loans.edit(store, flat)
    assert caught.value.code == "loan.rate_change_flat"


def test_deleting_the_loan_takes_its_rates_along_and_undo_brings_them_back(store: Store, loan_id: int) -> None:
    rates.add(store, loan_id, FIRST)
    loans.delete(store, loan_id)
    assert databases.content(store.path)["rate_change"] == []
    undo.undo(store)
    assert loan(store).rate_changes == (FIRST,)
