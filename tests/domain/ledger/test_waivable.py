"""How much of a waiver lessens something that the ledger reckons, worked out by hand.

The loan: 12,000 from 2026-01-10 at 12 % a year by 30/360, 1,000 principal a month; due on 02-10: 1,120.00, penalty
interest of 0.50 a day on what of its principal is overdue.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.accounts.records import Account, Allowance, AllowanceKind, Draw, DrawKind
from planner.domain.accounts.terms import Part, Penalty
from planner.domain.ledger.waivable import lessened
from tests.make.accounts import card, day, drawn, equal_principal, fen, line, paid

LATE = Account(replace(equal_principal(), penalty=Penalty(Decimal("1.5"))))


def waived(account: Account, on: str, yuan: str, part: Part | None = None, due_on: str | None = None) -> int:
    waiver = Allowance(0, day(on), fen(yuan), AllowanceKind.WAIVER, part, day(due_on) if due_on else None)
    return lessened(account, waiver)


@pytest.mark.parametrize(
    ("on", "yuan", "part", "expected"),
    [
        ("02-10", "99", None, "0"),  # nothing has grown yet
        ("02-20", "3", None, "3"),
        ("02-20", "5", None, "5"),
        ("02-20", "99", Part.PENALTY, "5"),  # ten days
        ("02-05", "200", Part.INTEREST, "120"),  # the instalment in hand
        ("02-20", "100000", Part.INTEREST, "230"),  # and the next one in hand, on 11,000
        ("02-20", "20", Part.FEE, "0"),
    ],
)
def test_of_a_loan_what_its_dues_ask_of_that_part(on: str, yuan: str, part: Part | None, expected: str) -> None:
    assert waived(LATE, on, yuan, part) == fen(expected)


def test_what_was_paid_of_it_counts_where_its_due_is_named() -> None:
    settled = replace(LATE, repayments=paid(("02-20", "1125")))
    assert waived(settled, "02-25", "99", Part.PENALTY, "02-10") == fen(5)


def test_a_waiver_that_is_changed_is_reckoned_without_itself() -> None:
    given = Allowance(1, day("02-20"), fen(4), AllowanceKind.WAIVER)
    assert lessened(replace(LATE, allowances=(given,)), replace(given, amount_minor=fen(99))) == fen(5)


def test_of_a_line_what_has_grown_counts_too() -> None:
    assert waived(Account(line(), draws=drawn(("01-05", 10_000))), "01-15", "99", Part.INTEREST) == fen(50)


def test_of_a_card_fees_and_interest_that_are_known_and_no_purchase() -> None:
    bought = Account(card(), draws=drawn(("01-05", 100)))
    assert [waived(bought, "01-15", "99", part) for part in (Part.FEE, Part.PENALTY, Part.INTEREST)] == [0, 0, 0]
    assert waived(bought, "01-15", "999", Part.PRINCIPAL) == fen(100)
    with_fee = replace(bought, draws=(*bought.draws, Draw(2, day("01-06"), fen(7), kind=DrawKind.FEE)))
    assert waived(with_fee, "01-15", "99", Part.FEE) == fen(7)
    in_favour = replace(with_fee, repayments=paid(("01-10", 107)))
    assert waived(in_favour, "01-15", "99", Part.FEE) == fen(7)
