"""Payments of which the person says what was principal and what was interest."""

from __future__ import annotations

from planner.domain.accounts.records import Account
from planner.domain.ledger.state import DueStatus
from tests.make.accounts import (
    at,
    day,
    equal_principal,
    fen,
    parts,
    split,
    statuses,
    used,
)


def test_a_split_moves_the_principal_by_exactly_its_part() -> None:
    place = at(Account(equal_principal(), repayments=(split("02-10", 1010, 110),)), "02-10")
    assert place.principal_minor == fen(10_990)
    assert statuses(place, 1) == ["on_time"]
    assert used(place) == [(fen(1010), fen(110), 0, 0)]
    assert parts(place.dues[1:3]) == [("03-10", "1000.00", "109.90"), ("04-10", "1000.00", "99.90")]
    assert sum(due.principal_minor for due in place.dues[1:]) == fen(10_990)


def test_less_principal_than_printed_is_spread() -> None:
    place = at(Account(equal_principal(), repayments=(split("02-10", 945, 175),)), "02-10")
    assert statuses(place, 1) == ["on_time"]
    assert [due.principal_minor for due in place.dues[1:]] == [100_500] * 11
    assert place.dues[1].interest_minor == 11_055


def test_a_split_of_part_of_an_instalment_leaves_the_rest_open() -> None:
    place = at(Account(equal_principal(), repayments=(split("02-10", 100, 0),)), "02-11")
    assert (place.principal_minor, place.overdue_minor) == (fen(11_900), fen("1020.30"))
    assert place.owed_minor == fen("12020.30")  # with a day on the 900 that are overdue


def test_a_split_over_two_instalments_clears_the_older_one_first() -> None:
    place = at(Account(equal_principal(), repayments=(split("03-10", 2_030, 200),)), "03-10")
    assert statuses(place, 3) == ["late", "on_time", "pending"]
    assert place.principal_minor == fen(9_970)


def test_principal_alone_before_the_due_date_is_a_prepayment() -> None:
    account = Account(equal_principal(), repayments=(split("01-25", 3_000),))
    place = at(account, "01-25")
    assert place.principal_minor == fen(9_000)
    assert place.dues[0].status is DueStatus.PENDING
    # 15 days on 12,000 and 15 on 9,000
    assert parts(place.dues[:2]) == [("02-10", "1000.00", "105.00"), ("03-10", "1000.00", "80.00")]
    assert at(account, "01-31").accrued_minor == fen(60 + 18)


def test_a_prepayment_with_its_interest_to_the_day() -> None:
    place = at(Account(equal_principal(), repayments=(split("01-25", 3_000, 60),)), "01-25")
    assert (place.principal_minor, place.accrued_minor) == (fen(9_000), 0)
    assert (place.dues[0].interest_minor, place.dues[0].paid_minor) == (fen(105), fen(60))


def test_a_larger_payment_with_the_interest_printed_is_the_instalment_and_more() -> None:
    place = at(Account(equal_principal(), repayments=(split("02-08", 4_000, 119),)), "02-08")
    assert statuses(place, 2) == ["on_time", "pending"]
    assert place.principal_minor == fen(8_000)


def test_what_a_split_leaves_after_the_last_instalment_falls_due_next() -> None:
    terms = equal_principal(terms=1)
    place = at(Account(terms, repayments=(split("02-10", 11_950, 170),)), "02-10")
    assert (place.principal_minor, place.owed_minor) == (fen(50), fen(50))
    assert [(due.number, due.amount_minor, due.status) for due in place.dues] == [
        (1, fen(12_120), DueStatus.ON_TIME),
        (2, fen(50), DueStatus.PENDING),
    ]
    assert place.dues[1].due_on == day("02-11")


def test_more_principal_than_is_owed_is_over() -> None:
    place = at(Account(equal_principal(), repayments=(split("02-10", 12_500, 120),)), "02-10")
    assert used(place) == [(fen(12_000), fen(120), 0, fen(500))]
    assert place.owed_minor == 0


def test_more_principal_than_is_owed_pays_what_else_is_asked_before_it_is_over() -> None:
    """The person took the last payment for principal alone: its interest of 120 is paid, 80 are in their favour."""
    place = at(Account(equal_principal(terms=1), repayments=(split("02-10", 12_200),)), "02-20")
    assert used(place) == [(fen(12_000), fen(120), 0, fen(80))]
    assert (statuses(place, 1), place.owed_minor, place.overdue_minor) == (["on_time"], 0, 0)
    assert place.credit_minor == fen(80)
