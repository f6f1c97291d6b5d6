"""Bill accounts by their own terms: when a bill falls due, what has to be paid of it, what is carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.cards import bill_due_on, minimum_of
from planner.domain.ledger import AccountState, DueStatus, position
from planner.domain.loan import Method
from planner.domain.ratios import ratios, trend
from planner.domain.records import Account, Book, DrawKind
from planner.domain.terms import CardTerms, MinimumRule
from tests.domain.accounts import at, card, day, drawn, fen, open_histories, paid, printed

TENTH = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


@pytest.mark.parametrize(
    ("cut", "due_day", "after", "due"),
    [
        ("2026-11-01", 10, None, "2026-11-10"),
        ("2026-11-20", 10, None, "2026-12-10"),
        ("2026-12-20", 10, None, "2027-01-10"),
        ("2026-01-31", 31, None, "2026-02-28"),
        ("2028-01-31", 30, None, "2028-02-29"),
        ("2026-02-28", 31, None, "2026-03-31"),
        ("2026-11-10", 10, None, "2026-12-10"),
        ("2026-11-05", None, 20, "2026-11-25"),
        ("2026-12-15", None, 20, "2027-01-04"),
        ("2028-02-10", None, 25, "2028-03-06"),
        ("2026-11-05", 9, 20, "2026-11-25"),  # days after the bill go before a day of the month
    ],
)
def test_when_a_bill_falls_due(cut: str, due_day: int | None, after: int | None, due: str) -> None:
    terms = CardTerms(due_after_days=after)
    assert bill_due_on(card(due_day=due_day, card=terms), date.fromisoformat(cut)) == date.fromisoformat(due)


def test_bills_are_due_so_many_days_after_they_are_cut() -> None:
    account = Account(card(due_day=None, card=CardTerms(due_after_days=18)), draws=drawn(("01-20", 300), ("02-20", 50)))
    assert [(due.due_on, due.amount_minor) for due in at(account, "03-02").dues] == [
        (day("02-19"), fen(300)),
        (day("03-19"), fen(50)),
    ]


@pytest.mark.parametrize(("included", "bills"), [(True, [("02-09", 300)]), (False, [("02-09", 200), ("03-09", 100)])])
def test_a_purchase_on_the_statement_day_is_on_this_bill_or_the_next(
    included: bool, bills: list[tuple[str, int]]
) -> None:
    loan = card(card=CardTerms(statement_included=included))
    account = Account(loan, draws=drawn(("01-20", 200), ("02-01", 100)))
    dues = at(account, "03-02").dues
    assert [(due.due_on, due.amount_minor) for due in dues] == [(day(on), fen(yuan)) for on, yuan in bills]


@pytest.mark.parametrize(
    ("terms", "bill", "whole", "minimum"),
    [
        (CardTerms(), 1_000_00, 0, None),
        (TENTH, 1_000_00, 0, 100_00),
        (TENTH, 1_000_05, 0, 100_01),  # 100.005, half up
        (TENTH, 1_000_00, 200_00, 280_00),  # a tenth of the purchases, all of the fees and cash
        (TENTH, 150_00, 200_00, 150_00),
        (replace(TENTH, minimum_minor=50_00), 300_00, 0, 50_00),
        (replace(TENTH, minimum_minor=50_00), 20_00, 0, 20_00),
        (CardTerms(minimum=MinimumRule.FIXED, minimum_minor=200_00), 1_000_00, 0, 200_00),
        (CardTerms(minimum=MinimumRule.FIXED, minimum_minor=200_00), 150_00, 0, 150_00),
        (CardTerms(minimum=MinimumRule.INTEREST_SHARE, minimum_share=Decimal("0.02")), 1_015_00, 15_00, 35_00),
    ],
)
def test_the_smallest_payment_that_a_bill_accepts(terms: CardTerms, bill: int, whole: int, minimum: int | None) -> None:
    assert minimum_of(terms, bill, whole) == minimum


def test_enough_paid_in_time_is_on_time_and_the_rest_is_on_the_next_bill() -> None:
    account = Account(card(card=TENTH), draws=drawn(("01-20", 1_000), ("02-20", 50)), repayments=paid(("02-05", 100)))
    waiting = at(account, "02-08").dues[0]
    assert (waiting.minimum_minor, waiting.unpaid_minor, waiting.status) == (fen(100), fen(900), DueStatus.PENDING)
    place = at(account, "02-15")
    assert (place.overdue_minor, place.state, place.principal_minor) == (0, AccountState.ACTIVE, fen(950 - 50))
    assert [(due.due_on, due.unpaid_minor, due.status) for due in place.dues] == [
        (day("02-09"), 0, DueStatus.ON_TIME),
        (day("03-09"), fen(900), DueStatus.PENDING),
    ]
    assert [(due.due_on, due.amount_minor, due.minimum_minor) for due in at(account, "03-02").dues] == [
        (day("02-09"), fen(100), fen(100)),
        (day("03-09"), fen(950), fen(95)),
    ]


def test_a_minimum_paid_late_is_late_and_no_longer_overdue() -> None:
    account = Account(card(card=TENTH), draws=drawn(("01-20", 1_000)), repayments=paid(("02-12", 100)))
    assert at(account, "02-11").overdue_minor == fen(1_000)
    place = at(account, "02-13")
    assert (place.overdue_minor, place.dues[0].status, place.dues[0].days_late) == (0, DueStatus.LATE, 3)


def test_less_than_the_minimum_leaves_the_bill_overdue() -> None:
    account = Account(card(card=TENTH), draws=drawn(("01-20", 1_000)), repayments=paid(("02-05", "99.99")))
    place = at(account, "02-10")
    assert (place.overdue_minor, place.dues[0].status) == (fen("900.01"), DueStatus.MISSED)


def test_a_printed_minimum_counts_without_any_rule() -> None:
    (bill,) = printed(("02-01", "02-09", 1_000))
    bill = replace(bill, minimum_minor=fen(80))
    account = Account(card(), statements=(bill,), repayments=paid(("02-09", 80)))
    assert (at(account, "02-20").overdue_minor, at(account, "02-20").dues[0].status) == (0, DueStatus.ON_TIME)
    assert at(account, "02-20").principal_minor == fen(920)


def test_ten_yuan_short_is_as_good_as_all() -> None:
    loan = card(card=CardTerms(tolerance_minor=10_00))
    short = Account(loan, draws=drawn(("01-20", 1_000)), repayments=paid(("02-09", 990)))
    assert at(short, "02-10").dues[0].status is DueStatus.ON_TIME
    assert at(short, "02-10").next_due is not None
    assert [due.unpaid_minor for due in at(short, "02-10").dues] == [0, fen(10)]
    shorter = replace(short, repayments=paid(("02-09", "989.99")))
    assert at(shorter, "02-10").dues[0].status is DueStatus.MISSED


def test_cash_and_fees_are_asked_for_in_full() -> None:
    draws = drawn(("01-10", 500), ("01-12", 300), ("01-13", 9))
    draws = (draws[0], replace(draws[1], kind=DrawKind.CASH), replace(draws[2], kind=DrawKind.FEE))
    place = at(Account(card(card=TENTH), draws=draws), "02-02")
    assert (place.dues[0].amount_minor, place.dues[0].minimum_minor) == (fen(809), fen(50 + 309))


@settings(max_examples=80, deadline=None)
@given(open_histories(), st.sampled_from([TENTH, CardTerms(tolerance_minor=10_00), CardTerms(due_after_days=20)]))
def test_terms_of_a_card_move_dues_and_never_what_is_owed(account: Account, terms: CardTerms) -> None:
    if account.loan.method is not Method.CARD:
        return
    changed = replace(account, loan=replace(account.loan, card=terms))
    days = [day("01-01") + timedelta(step) for step in range(0, 260, 13)]
    for on in days:
        assert position(changed, on).principal_minor == position(account, on).principal_minor
        assert sum(due.unpaid_minor for due in position(changed, on).dues) <= position(changed, on).principal_minor
    book = Book((changed,))
    last = day("09-17")
    assert trend(book, last, 6)[-1] == ratios(book, last)
