"""Loans go into rows and come back the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan
from planner.domain.basics.money import LIMIT_MINOR
from planner.services import loans as service
from planner.storage.rows.columns import decimal_text
from planner.storage.store import Store
from tests.make import databases
from tests.make.examples import examples
from tests.make.probes import read_book


@examples(60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(databases.loans(), min_size=1, max_size=3, unique_by=lambda loan: loan.lender.name))
def test_any_loan_survives_the_way_into_rows_and_back(given_loans: list[Loan]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "planner.db")
        with store.write("loan.add") as write:
            keys = [service.insert(write, loan) for loan in given_loans]
        store.close()
        read = [account.loan for account in read_book(store.path).accounts]
    expected = [
        replace(loan, id=key, lender=replace(loan.lender, id=kept.lender.id))
        for loan, key, kept in zip(given_loans, keys, read, strict=True)
    ]
    assert read == expected
    assert [loan.note for loan in read] == [loan.note for loan in given_loans]  # notes stand outside equality


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.0500", "0.05"),
        ("0", "0"),
        ("-0", "0"),
        ("0E+3", "0"),
        ("1E+1", "10"),
        ("10.0", "10"),
        ("100", "100"),
        ("1E-28", "0.0000000000000000000000000001"),
        ("0.1234567890123456789012345678901234567890", "0.123456789012345678901234567890123456789"),
    ],
)
def test_a_rate_has_one_spelling_and_loses_no_digit(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(databases.rates)
def test_the_spelling_of_a_rate_is_its_value(rate: Decimal) -> None:
    assert Decimal(decimal_text(rate)) == rate


def test_the_largest_amount_and_texts_meant_to_do_harm_are_kept_as_they_are(store: Store) -> None:
    for number, text in enumerate(databases.HOSTILE):
        loan = replace(databases.level(principal_minor=LIMIT_MINOR), name=text, note=text, product=text)
        with store.write("loan.add", loan=text) as write:
            service.insert(write, replace(loan, lender=replace(loan.lender, name=f"{text}{number}")))
    read = [account.loan for account in read_book(store.path).accounts]
    assert [(loan.name, loan.note, loan.product) for loan in read] == [(text,) * 3 for text in databases.HOSTILE]
    assert {loan.principal_minor for loan in read} == {LIMIT_MINOR}
