"""Balances that the person read off the lender's page, against what the records come to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from planner.domain.accounts.loan import Excess
from planner.domain.accounts.records import Account, Denial, Reading, Repayment
from planner.domain.ledger.on_time import OnTime, on_time
from planner.domain.ledger.state import AccountState, DueStatus
from tests.make.accounts import (
    at,
    day,
    equal_principal,
    fen,
    paid,
    parts,
    read,
    statuses,
    used,
)


def test_a_reading_that_agrees_changes_nothing() -> None:
    payments = paid(("02-10", 1120))
    without = at(Account(equal_principal(), repayments=payments), "03-01")
    with_it = at(Account(equal_principal(), repayments=payments, readings=read(("02-10", 11_000))), "03-01")
    assert with_it == without


def test_a_lower_reading_is_principal_paid_early_and_keeps_the_payment() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("02-10", 8_800)))
    place = at(account, "02-10")
    assert (place.principal_minor, place.adjusted_minor) == (fen(8_800), -fen(2_200))
    assert [due.principal_minor for due in place.dues[1:]] == [fen(1_000)] * 8 + [fen(800)]
    assert place.dues[1].interest_minor == fen(88)


def test_a_lower_reading_keeps_the_end_where_the_loan_says_so() -> None:
    terms = equal_principal(excess=Excess.LOWER_PAYMENT)
    account = Account(terms, repayments=paid(("02-10", 1120)), readings=read(("02-10", 8_800)))
    place = at(account, "02-10")
    assert (place.principal_minor, place.adjusted_minor) == (fen(8_800), -fen(2_200))
    assert [due.principal_minor for due in place.dues[1:]] == [fen(800)] * 11
    assert place.dues[1].interest_minor == fen(88)


def test_a_reading_above_the_records() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("02-25", 13_200)))
    place = at(account, "02-25")
    assert [due.principal_minor for due in place.dues[1:]] == [fen(1_200)] * 11
    # 15 days on 11,000 and, of the 28 days' February by 30/360, the other 15 on 13,200
    assert place.dues[1].interest_minor == fen(55 + 66)


def test_a_reading_leaves_the_principal_of_missed_instalments_where_it_is() -> None:
    account = Account(equal_principal(), readings=read(("02-10", 12_550)))
    place = at(account, "02-14")
    assert (place.overdue_minor, place.owed_minor) == (fen("1121.33"), fen("12671.33"))
    assert [due.principal_minor for due in place.dues[1:]] == [fen(1_050)] * 11


def test_a_reading_shows_payments_that_were_not_recorded() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("04-12", 9_000)))
    place = at(account, "04-12")
    assert statuses(place, 4) == ["on_time", "undated", "undated", "pending"]
    assert place.dues[2].cleared_on == day("04-12")
    assert parts(place.dues[3:4]) == [("05-10", "1000.00", "90.00")]
    # Recording the payments themselves puts it right: the reading then agrees.
    mended = replace(account, repayments=paid(("02-10", 1120), ("03-10", 1110), ("04-10", 1100)))
    assert statuses(at(mended, "04-12"), 4) == ["on_time", "on_time", "on_time", "pending"]


def test_what_only_the_lenders_balance_shows_as_paid_is_neither_late_nor_on_time() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("04-12", 9_000)))
    place = at(account, "04-12")
    assert [due.days_late for due in place.dues[:3]] == [0, 0, 0]
    assert on_time(place.dues, place.as_of) == OnTime(1, 0, 0, 9, Decimal(1), 1)
    assert on_time(at(account, "04-11").dues, day("04-11")).missed == 1  # nobody knew better on the day before


def test_what_somebody_knew_to_be_unpaid_was_late() -> None:
    plain = Account(equal_principal(), readings=read(("03-01", 11_000)))
    assert statuses(at(plain, "03-01"), 1) == ["undated"]
    for known in (
        replace(plain, denials=(Denial(1, day("02-12"), day("02-10")),)),
        replace(plain, readings=read(("02-20", 12_000), ("03-01", 11_000))),
        replace(plain, repayments=paid(("02-20", 400))),
    ):
        place = at(known, "03-01")
        assert (statuses(place, 1), place.dues[0].days_late) == (["late"], 19)
    for unknown in (
        replace(plain, denials=(Denial(1, day("02-10"), day("02-10")),)),
        replace(plain, readings=read(("02-12", 12_000), ("03-01", 11_000))),  # lenders' balances lag
        replace(plain, repayments=paid(("02-08", 400))),
    ):
        assert statuses(at(unknown, "03-01"), 1) == ["undated"]


def test_a_settlement_on_a_day_is_known_to_be_late() -> None:
    account = Account(equal_principal(), repayments=(Repayment(1, day("03-01"), fen(13_000), settles=True),))
    assert statuses(at(account, "03-01"), 1) == ["late"]


def test_a_reading_between_two_instalments_pays_the_older_in_part() -> None:
    place = at(Account(equal_principal(), readings=read(("03-12", 10_600))), "03-12")
    assert statuses(place, 2) == ["undated", "missed"]
    assert place.dues[1].unpaid_minor == fen("600.40")  # two days' interest on what is overdue
    assert (place.principal_minor, place.owed_minor) == (fen(10_600), fen("10600.40"))


def test_a_reading_of_the_balance_after_the_instalment_in_hand_means_it_is_paid() -> None:
    place = at(Account(equal_principal(), readings=read(("02-08", 11_000))), "02-08")
    assert statuses(place, 2) == ["on_time", "pending"]
    assert parts(place.dues[1:2]) == [("03-10", "1000.00", "110.00")]


def test_a_reading_of_zero_ends_it() -> None:
    place = at(Account(equal_principal(), readings=read(("02-12", 0))), "02-12")
    assert (place.owed_minor, place.settlement_minor, place.state) == (0, 0, AccountState.SETTLED)
    assert statuses(place, 2) == ["undated"]


def test_a_reading_after_the_end_falls_due_that_day() -> None:
    terms = equal_principal(terms=1)
    account = Account(terms, repayments=paid(("02-10", 12_120)), readings=read(("02-15", 30)))
    place = at(account, "02-19")
    assert [(due.number, due.due_on, due.status) for due in place.dues] == [
        (1, day("02-10"), DueStatus.ON_TIME),
        (2, day("02-15"), DueStatus.MISSED),
    ]
    assert (place.owed_minor, place.adjusted_minor) == (fen("30.04"), fen(30))


def test_on_one_day_payments_come_before_the_reading_and_ids_break_ties() -> None:
    account = Account(
        equal_principal(),
        repayments=(Repayment(2, day("02-10"), fen(3_000)), Repayment(1, day("02-10"), fen(1_120))),
        readings=(Reading(2, day("02-10"), fen(8_000)), Reading(1, day("02-10"), fen(9_999))),
    )
    place = at(account, "02-10")
    assert [part.repayment_id for part in place.applied] == [1, 2]
    assert used(place) == [(fen(1_000), fen(120), 0, 0), (fen(3_000), 0, 0, 0)]
    assert place.principal_minor == fen(8_000)
