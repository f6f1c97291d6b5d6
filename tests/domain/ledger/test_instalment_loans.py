"""Loans with a schedule: histories worked out by hand, and what holds for any history.

The loan of most tests: 12,000 from 2026-01-10 at 1 % a month, 1,000 principal a month; interest 120, 110 … 10.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.schedule.instalments import instalments
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
from tests.make.terms import loan

# -- nothing special ---------------------------------------------------------------------------------------------------


def test_before_it_begins_nothing_is_owed_and_the_schedule_is_ahead() -> None:
    place = at(Account(equal_principal()), "01-09")
    assert (place.principal_minor, place.owed_minor, place.settlement_minor) == (0, 0, 0)
    assert place.state is AccountState.ACTIVE
    assert [due.status for due in place.dues] == [DueStatus.PENDING] * 12


def test_on_the_first_day_the_whole_principal_is_owed() -> None:
    place = at(Account(equal_principal()), "01-10")
    assert (place.principal_minor, place.owed_minor, place.accrued_minor) == (fen(12_000), fen(12_000), 0)
    assert place.next_due is not None
    assert (place.next_due.number, place.next_due.amount_minor) == (1, fen(1120))
    assert place.next_due.key == "1:2026-02-10"


def test_interest_grows_by_days_and_is_due_on_the_due_date() -> None:
    account = Account(equal_principal())
    assert at(account, "01-25").accrued_minor == fen(60)  # 15 of 30 days
    assert at(account, "02-09").accrued_minor == fen(120)  # 30 odd days of January at 4 a day
    on_the_day = at(account, "02-10")
    assert (on_the_day.accrued_minor, on_the_day.owed_minor) == (0, fen(12_120))
    assert on_the_day.overdue_minor == 0


def test_paid_on_the_due_dates_it_follows_the_schedule() -> None:
    rows = instalments(equal_principal())
    account = Account(equal_principal(), repayments=tuple(Repayment(r.number, r.due_on, r.amount_minor) for r in rows))
    for row in rows:
        place = position(account, row.due_on)
        assert place.principal_minor == place.owed_minor == row.balance_minor
        assert place.dues[row.number - 1].status is DueStatus.ON_TIME
    assert position(account, rows[-1].due_on).state is AccountState.SETTLED


def test_a_day_in_the_future_knows_no_payments() -> None:
    place = at(Account(equal_principal()), "04-15")
    assert statuses(place, 4) == ["missed", "missed", "missed", "pending"]
    assert [due.days_late for due in place.dues[:4]] == [64, 36, 5, 0]
    # Overdue principal goes on bearing interest: 1,000 at 12 % for 65, 35 and 5 days of a year of 360.
    grown = fen("21.67") + fen("11.67") + fen("1.67")
    assert place.overdue_minor == fen(1120 + 1110 + 1100) + grown
    assert place.owed_minor == fen(12_000 + 120 + 110 + 100) + grown
    assert (place.days_past_due, place.state) == (64, AccountState.OVERDUE)


# -- early, late, partial ----------------------------------------------------------------------------------------------


def test_the_instalment_in_hand_paid_early_counts_as_printed() -> None:
    place = at(Account(equal_principal(), repayments=paid(("01-12", 1120))), "01-20")
    assert place.principal_minor == fen(11_000)
    assert place.accrued_minor == 0
    assert statuses(place, 2) == ["on_time", "pending"]
    assert place.dues[0].cleared_on == day("01-12")
    assert parts(place.dues[1:3]) == [("03-10", "1000.00", "110.00"), ("04-10", "1000.00", "100.00")]
    assert place.next_due is not None
    assert place.next_due.number == 2


def test_a_partial_payment_pays_interest_first_and_stays_open() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 500)))
    place = at(account, "02-11")
    assert used(place) == [(fen(380), fen(120), 0, 0)]
    day_more = fen("0.21")  # on the 620 of principal that are overdue
    assert (place.dues[0].paid_minor, place.dues[0].unpaid_minor) == (fen(500), fen(620) + day_more)
    assert (place.overdue_minor, place.days_past_due) == (fen(620) + day_more, 1)
    assert place.dues[0].status is DueStatus.MISSED
    assert (place.principal_minor, place.owed_minor) == (fen(11_620), fen(11_620) + day_more)


def test_the_rest_paid_later_makes_it_late_from_the_due_date() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 500), ("02-20", 620)))
    place = at(account, "02-20")
    assert (place.dues[0].status, place.dues[0].days_late) == (DueStatus.LATE, 10)
    assert place.state is AccountState.ACTIVE


def test_several_parts_before_the_due_date_are_one_instalment() -> None:
    account = Account(equal_principal(), repayments=paid(("01-20", 300), ("01-25", 400), ("02-10", 420)))
    place = at(account, "02-10")
    assert (place.dues[0].status, place.dues[0].cleared_on) == (DueStatus.ON_TIME, day("02-10"))
    assert used(place) == [(fen(180), fen(120), 0, 0), (fen(400), 0, 0, 0), (fen(420), 0, 0, 0)]


def test_interest_paid_in_part_is_no_longer_accrued() -> None:
    assert at(Account(equal_principal(), repayments=paid(("01-20", 30))), "01-25").accrued_minor == fen(30)


def test_a_payment_goes_to_the_oldest_instalment() -> None:
    account = Account(equal_principal(), repayments=paid(("03-10", 1110)))
    assert statuses(at(account, "03-13"), 2) == ["missed", "unrecorded"]
    place = at(account, "03-14")
    assert statuses(place, 2) == ["missed", "missed"]
    # Of the first 10.00 principal and 10.01 interest since, of 30 days on 1,000 and four on 10; of the second 1.33.
    assert (place.dues[0].unpaid_minor, place.dues[1].unpaid_minor) == (fen("20.01"), fen("1111.33"))


def test_interest_before_fee_before_principal() -> None:
    terms = equal_principal(fees=(Fee("服务费", FeeWhen.PER_TERM, fen(20)),))
    account = Account(terms, repayments=paid(("02-10", 130), ("02-11", 15)))
    assert used(at(account, "02-11")) == [(0, fen(120), fen(10), 0), (fen(5), 0, fen(10), 0)]


@pytest.mark.parametrize(
    ("on", "status", "late"), [("02-10", "on_time", 0), ("02-13", "on_time", 0), ("02-14", "late", 4)]
)
def test_grace_days_are_on_time_and_late_days_count_from_the_due_date(on: str, status: str, late: int) -> None:
    account = Account(equal_principal(grace_days=3), repayments=paid((on, 1120)))
    due = at(account, "02-20").dues[0]
    assert (due.status, due.days_late) == (status, late)


def test_overdue_begins_after_the_grace_days() -> None:
    account = Account(equal_principal(grace_days=3))
    inside, after = at(account, "02-13"), at(account, "02-14")
    assert (inside.state, inside.overdue_minor, inside.days_past_due) == (AccountState.ACTIVE, 0, 0)
    assert (after.state, after.overdue_minor, after.days_past_due) == (AccountState.OVERDUE, fen("1121.33"), 4)


def test_due_days_of_long_months_and_the_leap_day() -> None:
    terms = equal_principal(start_on=day("2024-01-31"), due_day=31)
    account = Account(terms, repayments=paid(("2024-02-29", 1120), ("2024-03-31", 1110), ("2024-05-01", 1100)))
    place = at(account, "2024-05-01")
    assert [due.due_on.isoformat() for due in place.dues[:4]] == [
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
        "2024-05-31",
    ]
    assert statuses(place, 4) == ["on_time", "on_time", "late", "pending"]
    assert place.dues[2].days_late == 1
    assert at(account, "2024-02-29").principal_minor == fen(11_000)


def test_the_order_of_entry_does_not_matter() -> None:
    forward = paid(("02-10", 1120), ("03-15", 700), ("03-20", 410))
    backward = tuple(replace(payment, id=10 - payment.id) for payment in reversed(forward))
    one = at(Account(equal_principal(), repayments=forward), "04-01")
    other = at(Account(equal_principal(), repayments=backward), "04-01")
    assert one.dues == other.dues
    assert used(one) == used(other)


def test_correcting_an_old_payment_changes_what_follows() -> None:
    short = Account(equal_principal(), repayments=paid(("02-10", 1100), ("03-10", 1110)))
    right = Account(equal_principal(), repayments=paid(("02-10", 1120), ("03-10", 1110)))
    assert statuses(at(short, "03-11"), 2) == ["late", "missed"]
    assert statuses(at(right, "03-11"), 2) == ["on_time", "on_time"]


# -- instalments from before the records -------------------------------------------------------------------------------


def test_covered_instalments_count_as_paid_on_their_due_dates() -> None:
    account = Account(equal_principal(paid_terms=3), repayments=paid(("04-20", 1090)))
    assert at(account, "02-09").principal_minor == fen(12_000)
    assert at(account, "03-31").principal_minor == fen(10_000)
    place = at(account, "04-20")
    assert statuses(place, 4) == ["covered", "covered", "covered", "on_time"]
    assert [due.days_late for due in place.dues[:3]] == [0, 0, 0]
    assert (place.principal_minor, place.overdue_minor) == (fen(8_000), 0)


def test_repayments_of_covered_instalments_change_nothing() -> None:
    account = Account(equal_principal(paid_terms=3), repayments=paid(("02-10", 1120), ("04-10", 99), ("05-10", 1090)))
    place = at(account, "05-10")
    assert [part.covered for part in place.applied] == [True, True, False]
    assert used(place)[:2] == [(0, 0, 0, 0)] * 2
    assert place.principal_minor == fen(8_000)


def test_a_reading_on_the_last_covered_day_counts_and_earlier_ones_do_not() -> None:
    account = Account(equal_principal(paid_terms=3), readings=read(("03-15", 1), ("04-10", 8_100)))
    assert at(account, "03-20").principal_minor == fen(10_000)
    place = at(account, "04-10")
    assert place.principal_minor == fen(8_100)
    assert [due.principal_minor for due in place.dues[3:]] == [fen(1_000)] * 8 + [fen(100)]


def test_all_terms_covered() -> None:
    assert at(Account(equal_principal(paid_terms=12)), "2027-01-10").state is AccountState.SETTLED
    bullet = loan(Method.BULLET, terms=12, paid_terms=6, start_on=day("01-10"))
    assert at(Account(bullet), "08-01").principal_minor == 1_000_000
