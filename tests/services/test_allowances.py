"""Recording what a lender waives or gives back, and discounts beside a payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.accounts.loan import Lender
from planner.domain.accounts.records import AllowanceKind, Split
from planner.domain.accounts.terms import Part
from planner.errors import PlannerError
from planner.services import allowances, loans, repayments
from planner.storage.store import Store
from tests.make.accounts import equal_principal, fen

TODAY = date(2026, 3, 1)


@pytest.fixture
def loan_id(store: Store) -> int:
    return loans.add(store, replace(equal_principal(), id=0, lender=Lender(0, "某机构"))).value


@pytest.mark.parametrize(
    ("on", "amount", "code"),
    [
        (date(2026, 2, 1), 0, "allowance.amount"),
        (date(2026, 1, 9), 100, "allowance.before_start"),
        (date(2026, 3, 2), 100, "allowance.future"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(
    store: Store, loan_id: int, on: date, amount: int, code: str
) -> None:
    with pytest.raises(PlannerError) as caught:
        allowances.record(store, loan_id, on, amount, AllowanceKind.CASHBACK, today=TODAY)
    assert caught.value.code == code


def test_only_a_waiver_is_of_a_part(store: Store, loan_id: int) -> None:
    given = {"today": TODAY, "part": Part.FEE, "due_on": date(2026, 2, 10)}
    allowances.record(store, loan_id, TODAY, 100, AllowanceKind.RETURNED, **given)  # type: ignore[arg-type]
    with pytest.raises(PlannerError) as caught:
        allowances.edit(store, 99, TODAY, 100, AllowanceKind.WAIVER, today=TODAY)
    assert caught.value.code == "allowance.unknown"


def test_parts_add_up_to_what_was_counted(store: Store, loan_id: int) -> None:
    parts = Split(fen(1_000), fen(120))
    on = date(2026, 2, 10)
    with pytest.raises(PlannerError):
        repayments.record(store, loan_id, on, fen(1_118), today=TODAY, split=parts)
    repayments.record(store, loan_id, on, fen(1_118), today=TODAY, split=parts, discount_minor=fen(2))
