"""Loans with a schedule: histories worked out by hand, and what holds for any history.

The loan of most tests: 12,000 from 2026-01-10 at 1 % a month, 1,000 principal a month; interest 120, 110 … 10.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Excess, Loan, Method, Prepayment, RateChange
from planner.domain.accounts.records import Account, Reading, Repayment, Split
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.calendar import month_end
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.instalments import InstalmentReplay
from planner.domain.ledger.position import figures, position, replay
from planner.domain.ledger.split import from_balance, split_of
from planner.domain.ledger.state import AccountState, DueStatus, Position
from planner.domain.schedule.instalments import instalments
from planner.errors import PlannerError
from tests.make.accounts import (
    at,
    day,
    equal_principal,
    fen,
    histories,
    near_misses,
    open_histories,
    paid,
    parts,
    read,
    split,
    used,
)
from tests.make.examples import examples
from tests.make.terms import loan, loans


def statuses(place: Position, count: int) -> list[str]:
    return [due.status.value for due in place.dues[:count]]


# -- nothing special -------------------------------------------------------------------------------------------------


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
    assert place.overdue_minor == fen(1120 + 1110 + 1100)
    assert place.owed_minor == fen(12_000 + 120 + 110 + 100)
    assert (place.days_past_due, place.state) == (64, AccountState.OVERDUE)


# -- early, late, partial --------------------------------------------------------------------------------------------


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
    assert (place.dues[0].paid_minor, place.dues[0].unpaid_minor) == (fen(500), fen(620))
    assert (place.overdue_minor, place.days_past_due) == (fen(620), 1)
    assert place.dues[0].status is DueStatus.MISSED
    assert place.owed_minor == place.principal_minor == fen(11_620)


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
    place = at(account, "03-11")
    assert statuses(place, 2) == ["missed", "missed"]
    assert (place.dues[0].unpaid_minor, place.dues[1].unpaid_minor) == (fen(10), fen(1110))


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
    assert (after.state, after.overdue_minor, after.days_past_due) == (AccountState.OVERDUE, fen(1120), 4)


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


# -- larger payments -------------------------------------------------------------------------------------------------


def larger(**terms: Any) -> Position:
    """The first instalment and 3,000 more, on its due date."""
    return at(Account(equal_principal(**terms), repayments=paid(("02-10", 4120))), "02-10")


def test_extra_money_shortens_the_term() -> None:
    place = larger(excess=Excess.SHORTER_TERM)
    assert place.principal_minor == fen(8_000)
    assert used(place) == [(fen(4_000), fen(120), 0, 0)]
    assert [due.principal_minor for due in place.dues[1:]] == [fen(1000)] * 8
    assert [due.interest_minor for due in place.dues[1:3]] == [fen(80), fen(70)]
    assert place.dues[-1].due_on == day("10-10")


def test_extra_money_lowers_the_payment() -> None:
    place = larger(excess=Excess.LOWER_PAYMENT)
    assert [due.principal_minor for due in place.dues[1:]] == [72_727] * 10 + [72_730]
    assert place.dues[1].interest_minor == fen(80)
    assert place.dues[-1].due_on == day("2027-01-10")


@pytest.mark.parametrize(
    "terms",
    [
        {"excess": Excess.NEXT_INSTALMENT},
        {"prepayment": Prepayment.NO_SAVING},
        {"prepayment": Prepayment.FULL_ONLY},
        {"prepayment": Prepayment.NOT_ALLOWED},
    ],
)
def test_extra_money_is_kept_for_the_next_instalments(terms: dict[str, Any]) -> None:
    place = larger(**terms)
    # 120 + 1000, 110 + 1000, 100 + 1000, then 790 of the fourth: 90 interest and 700 principal
    assert statuses(place, 4) == ["on_time", "on_time", "on_time", "pending"]
    assert place.dues[3].paid_minor == fen(790)
    assert place.principal_minor == fen(8_300)
    assert used(place) == [(fen(3_700), fen(420), 0, 0)]
    assert parts(place.dues[3:5]) == [("05-10", "1000.00", "90.00"), ("06-10", "1000.00", "80.00")]


def test_a_level_payment_is_kept_or_falls() -> None:
    terms = loan()  # 10,000 at 18 % over 12 months: 916.80
    rows = instalments(terms)
    payment = (Repayment(1, rows[0].due_on, rows[0].amount_minor + fen(3_000)),)
    kept = position(Account(terms, repayments=payment), rows[0].due_on)
    lower = position(Account(replace(terms, excess=Excess.LOWER_PAYMENT), repayments=payment), rows[0].due_on)
    assert kept.principal_minor == lower.principal_minor == rows[0].balance_minor - fen(3_000)
    assert {due.amount_minor for due in kept.dues[1:-1]} == {rows[0].amount_minor}
    assert len(kept.dues) == 9
    assert {due.amount_minor for due in lower.dues[1:-1]} == {61_892}  # 6,233.20 at 1.5 % over 11 months
    assert len(lower.dues) == 12


def test_a_second_payment_in_the_period_is_extra_and_stops_interest_at_once() -> None:
    account = Account(equal_principal(), repayments=paid(("01-20", 1120), ("01-25", 500)))
    place = at(account, "01-25")
    assert place.principal_minor == fen(10_500)
    # 500 were paid for to 10 February with the first instalment: 15 days, 2.50 back from the next one.
    assert parts(place.dues[1:3]) == [("03-10", "1000.00", "102.50"), ("04-10", "1000.00", "95.00")]
    assert parts(place.dues[-1:]) == [("2027-01-10"[5:], "500.00", "5.00")]
    assert len(place.dues) == 12


def test_more_than_everything_is_reported_and_changes_nothing() -> None:
    place = at(Account(equal_principal(), repayments=paid(("02-10", 13_000), ("02-11", 5))), "02-12")
    assert used(place) == [(fen(12_000), fen(120), 0, fen(880)), (0, 0, 0, fen(5))]
    assert (place.principal_minor, place.state) == (0, AccountState.SETTLED)
    assert len(place.dues) == 1


def test_principal_paid_early_pays_its_fee() -> None:
    terms = {"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.01")}
    assert used(larger(**terms)) == [(fen(1_000) + 297_030, fen(120), 2_970, 0)]
    everything = at(Account(equal_principal(**terms), repayments=paid(("02-10", 12_300))), "02-10")
    assert used(everything) == [(fen(12_000), fen(120), fen(110), fen(70))]


def test_a_bullet_loan_paid_in_part_saves_interest_from_that_day() -> None:
    terms = loan(Method.BULLET, fen(10_000), 12, "0.12", start_on=day("01-10"))
    account = Account(terms, repayments=paid(("04-10", 5_300)))
    place = at(account, "04-10")
    assert used(place) == [(fen(5_000), fen(300), 0, 0)]  # three months at 1 %
    # 300 are paid of 300 + nine months on 5,000
    assert parts(place.dues) == [("01-10", "5000.00", "750.00")]
    assert place.dues[0].unpaid_minor == fen(5_450)
    assert at(account, "05-10").accrued_minor == fen(50)
    whole = at(Account(terms, repayments=paid(("04-10", 11_200))), "04-10")
    assert statuses(whole, 1) == ["on_time"]


# -- settlement ------------------------------------------------------------------------------------------------------


def test_paying_exactly_the_settlement_amount_settles() -> None:
    assert at(Account(equal_principal()), "01-25").settlement_minor == fen(12_060)
    place = at(Account(equal_principal(), repayments=paid(("01-25", 12_060))), "01-25")
    assert used(place) == [(fen(12_000), fen(60), 0, 0)]
    assert (place.state, place.dues, place.next_due) == (AccountState.SETTLED, (), None)


def test_a_settlement_clears_what_is_due_on_its_day_and_drops_the_rest() -> None:
    settled = Repayment(1, day("03-01"), fen(12_200), settles=True)
    place = at(Account(equal_principal(), repayments=(settled,)), "03-05")
    assert used(place) == [(fen(12_000), fen(200), 0, 0)]
    assert [(due.status, due.days_late, due.unpaid_minor) for due in place.dues] == [(DueStatus.LATE, 19, 0)]
    assert (place.owed_minor, place.adjusted_minor, place.state) == (0, 0, AccountState.SETTLED)


def test_a_settlement_for_less_is_a_waiver_that_shows() -> None:
    settled = Repayment(1, day("03-01"), fen(11_000), settles=True)
    place = at(Account(equal_principal(), repayments=(settled,)), "03-01")
    assert used(place) == [(fen(11_000), 0, 0, 0)]
    assert (place.principal_minor, place.adjusted_minor) == (0, -fen(1_000))


def test_a_settlement_with_a_split_of_its_own() -> None:
    settled = replace(split("01-25", 12_000, 50, 30), settles=True)
    assert used(at(Account(equal_principal(), repayments=(settled,)), "01-25")) == [(fen(12_000), fen(50), fen(30), 0)]


@pytest.mark.parametrize(
    ("terms", "yuan"),
    [
        ({"prepayment": Prepayment.FREE}, 12_060),
        ({"prepayment": Prepayment.FULL_ONLY}, 12_060),
        ({"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.03")}, 12_060 + 360),
        ({"prepayment": Prepayment.NO_SAVING}, 12_780),
        ({"prepayment": Prepayment.NOT_ALLOWED}, 12_780),
    ],
)
def test_the_settlement_amount_follows_the_rule_on_paying_early(terms: dict[str, Any], yuan: int) -> None:
    assert at(Account(equal_principal(**terms)), "01-25").settlement_minor == fen(yuan)


def test_the_settlement_amount_holds_what_is_overdue() -> None:
    terms = equal_principal(prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.01"))
    # 12,000 + 120 due + 12 days on 11,000 (44) + 1 % of the 11,000 not due yet
    assert at(Account(terms), "02-22").settlement_minor == fen(12_000 + 120 + 44 + 110)


def test_a_flat_fee_is_owed_for_a_term_that_has_begun() -> None:
    terms = equal_principal(method=Method.FLAT_FEE, rate=Rate(Decimal("0.005"), RateBasis.TERM))
    assert at(Account(terms), "01-10").settlement_minor == fen(12_000)
    assert at(Account(terms), "01-11").settlement_minor == fen(12_060)
    assert at(Account(replace(terms, prepayment=Prepayment.NO_SAVING)), "01-11").settlement_minor == fen(12_720)


def test_the_day_it_was_settled_ends_the_loan() -> None:
    terms = equal_principal(settled_on=day("03-01"))
    account = Account(terms, repayments=paid(("02-10", 1120), ("03-05", 10)), readings=read(("03-02", 500)))
    assert at(account, "02-28").principal_minor == fen(11_000)
    place = at(account, "03-10")
    assert (place.owed_minor, place.settlement_minor, place.state) == (0, 0, AccountState.SETTLED)
    assert used(place)[-1] == (0, 0, 0, fen(10))
    assert statuses(place, 2) == ["on_time"]


def test_closed_means_closed_only_when_nothing_is_owed() -> None:
    terms = equal_principal(closed_on=day("03-01"), limit_minor=fen(20_000))
    owing = at(Account(terms, repayments=paid(("02-10", 1120), ("03-10", 1110))), "03-10")
    assert (owing.state, owing.limit_left_minor) == (AccountState.ACTIVE, fen(10_000))
    emptied = Account(terms, repayments=paid(("02-10", 12_120)))
    assert (at(emptied, "02-28").state, at(emptied, "02-28").limit_left_minor) == (AccountState.ZERO_OPEN, fen(20_000))
    assert (at(emptied, "03-01").state, at(emptied, "03-01").limit_left_minor) == (AccountState.CLOSED, 0)


# -- a split given by the person -------------------------------------------------------------------------------------


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
    assert (place.principal_minor, place.overdue_minor) == (fen(11_900), fen(1_020))
    assert place.owed_minor == fen(11_900 + 120)


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


# -- readings --------------------------------------------------------------------------------------------------------


def test_a_reading_that_agrees_changes_nothing() -> None:
    payments = paid(("02-10", 1120))
    without = at(Account(equal_principal(), repayments=payments), "03-01")
    with_it = at(Account(equal_principal(), repayments=payments, readings=read(("02-10", 11_000))), "03-01")
    assert with_it == without


def test_a_reading_spreads_the_difference_keeping_the_end() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("02-10", 8_800)))
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
    place = at(account, "02-11")
    assert (place.overdue_minor, place.owed_minor) == (fen(1_120), fen(12_550 + 120))
    assert [due.principal_minor for due in place.dues[1:]] == [fen(1_050)] * 11


def test_a_reading_shows_payments_that_were_not_recorded() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("04-12", 9_000)))
    place = at(account, "04-12")
    assert statuses(place, 4) == ["on_time", "late", "late", "pending"]
    assert place.dues[2].cleared_on == day("04-12")
    assert parts(place.dues[3:4]) == [("05-10", "1000.00", "90.00")]
    # Recording the payments themselves puts it right: the reading then agrees.
    mended = replace(account, repayments=paid(("02-10", 1120), ("03-10", 1110), ("04-10", 1100)))
    assert statuses(at(mended, "04-12"), 4) == ["on_time", "on_time", "on_time", "pending"]


def test_a_reading_between_two_instalments_pays_the_older_in_part() -> None:
    place = at(Account(equal_principal(), readings=read(("03-12", 10_600))), "03-12")
    assert statuses(place, 2) == ["late", "missed"]
    assert place.dues[1].unpaid_minor == fen(600)
    assert place.owed_minor == place.principal_minor == fen(10_600)


def test_a_reading_of_the_balance_after_the_instalment_in_hand_means_it_is_paid() -> None:
    place = at(Account(equal_principal(), readings=read(("02-08", 11_000))), "02-08")
    assert statuses(place, 2) == ["on_time", "pending"]
    assert parts(place.dues[1:2]) == [("03-10", "1000.00", "110.00")]


def test_a_reading_of_zero_ends_it() -> None:
    place = at(Account(equal_principal(), readings=read(("02-12", 0))), "02-12")
    assert (place.owed_minor, place.settlement_minor, place.state) == (0, 0, AccountState.SETTLED)
    assert statuses(place, 2) == ["late"]


def test_a_reading_after_the_end_falls_due_that_day() -> None:
    terms = equal_principal(terms=1)
    account = Account(terms, repayments=paid(("02-10", 12_120)), readings=read(("02-15", 30)))
    place = at(account, "02-16")
    assert [(due.number, due.due_on, due.status) for due in place.dues] == [
        (1, day("02-10"), DueStatus.ON_TIME),
        (2, day("02-15"), DueStatus.MISSED),
    ]
    assert (place.owed_minor, place.adjusted_minor) == (fen(30), fen(30))


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


# -- instalments from before the records -----------------------------------------------------------------------------


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
    assert [due.principal_minor for due in place.dues[3:]] == [fen(900)] * 9


def test_all_terms_covered() -> None:
    assert at(Account(equal_principal(paid_terms=12)), "2027-01-10").state is AccountState.SETTLED
    bullet = loan(Method.BULLET, terms=12, paid_terms=6, start_on=day("01-10"))
    assert at(Account(bullet), "08-01").principal_minor == 1_000_000


# -- previews --------------------------------------------------------------------------------------------------------


def test_a_preview_of_a_payment() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)))
    assert split_of(account, day("03-10"), fen(1110)) == Split(fen(1000), fen(110), 0)
    assert split_of(account, day("03-10"), fen(60)) == Split(0, fen(60), 0)
    assert split_of(account, day("03-10"), fen(11_500), settles=True) == Split(fen(11_000), fen(500), 0)
    assert split_of(account, day("03-10"), fen(12_000)) == Split(fen(11_000), fen(110), 0)


def test_the_interest_from_the_lenders_new_balance() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120)), readings=read(("03-10", 9_990)))
    assert from_balance(account, day("03-10"), fen(1110), fen("9988.50")) == Split(101_150, 9_850, 0)
    with_fee = Account(equal_principal(fees=(Fee("服务费", FeeWhen.PER_TERM, fen(20)),)))
    assert from_balance(with_fee, day("02-10"), fen(1140), fen(11_005)) == Split(fen(995), fen(125), fen(20))


@pytest.mark.parametrize(
    ("amount", "balance", "code"),
    [
        (fen(1120), -1, "repayment.balance_negative"),
        (fen(1120), fen(12_001), "repayment.balance_above"),
        (fen(1120), fen(10_879), "repayment.balance_below"),
        (0, fen(11_000), "repayment.amount"),
    ],
)
def test_balances_that_cannot_be(amount: int, balance: int, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        from_balance(Account(equal_principal()), day("02-10"), amount, balance)
    assert caught.value.code == code


# -- any history -----------------------------------------------------------------------------------------------------


@given(loans())
@examples(150)
def test_a_schedule_replayed_ends_at_zero_with_everything_on_time(made: Loan) -> None:
    rows = instalments(made)
    payments = tuple(Repayment(r.number, r.due_on, r.amount_minor) for r in rows if r.amount_minor)
    account = Account(made, repayments=payments)
    days = [row.due_on for row in rows]
    for row, found in zip(rows, figures(account, days), strict=True):
        assert found.principal_minor == found.owed_minor == row.balance_minor
        assert found.overdue_minor == 0
    place = position(account, days[-1])
    assert {due.status for due in place.dues} <= {DueStatus.ON_TIME}
    assert (place.owed_minor, place.settlement_minor, place.accrued_minor) == (0, 0, 0)
    assert all(part.over_minor == 0 for part in place.applied)


def test_nearly_all_of_a_bullet_paid_early_with_a_fee_leaves_the_rest_owed() -> None:
    made = loan(Method.BULLET, fen("46.46"), 1, "0", start_on=day("01-10"))
    made = replace(made, prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.03"))
    place = position(Account(made, repayments=paid(("01-10", "47.76"))), day("01-10"))
    assert used(place) == [(fen("46.37"), 0, fen("1.39"), 0)]
    assert (place.owed_minor, len(place.dues)) == (9, 1)


def test_more_than_the_principal_before_a_bullet_falls_due_goes_to_its_fee() -> None:
    fees = (Fee("费", FeeWhen.FIRST_TERM, fen(20)),)
    made = loan(Method.BULLET, fen(1_000), 1, "0", start_on=day("01-10"), fees=fees)
    place = position(Account(made, repayments=paid(("01-20", 1_010))), day("01-20"))
    assert used(place) == [(fen(1_000), 0, fen(10), 0)]
    assert (place.owed_minor, place.overdue_minor) == (0, 0)


def test_what_paying_early_saved_is_no_more_than_the_rest_will_cost() -> None:
    """Paid ahead twice, the second time all but 0.02: the saving of the first does not eat what is still owed."""
    change = RateChange(day("2015-01-02"), Rate(Decimal("0.000525"), RateBasis.DAY))
    made = loan(Method.LEVEL_PAYMENT, 227, 8, "0", start_on=day("2015-01-01"), every=Every.QUARTER)
    made = replace(made, day_count=DayCount.ACT_360, rate_changes=(change,))
    account = Account(made, repayments=paid(("2015-04-01", "1.07"), ("2015-07-01", "0.35"), ("2015-10-01", "1.12")))
    place = position(account, day("2015-10-02"))
    assert place.principal_minor == 2
    assert sum(due.unpaid_minor for due in place.dues) == 2
    assert min(due.interest_minor for due in place.dues) >= 0


def check(account: Account, place: Position) -> None:
    """What holds on every day of every history."""
    made = account.loan
    lent = made.principal_minor + sum(draw.amount_minor for draw in account.draws if draw.on <= place.as_of)
    before_records = sum(due.principal_minor for due in place.dues if due.status is DueStatus.COVERED)
    repaid = sum(part.principal_minor for part in place.applied)
    if place.as_of >= made.start_on:
        assert place.principal_minor == lent - before_records - repaid + place.adjusted_minor
    assert min(place.principal_minor, place.accrued_minor, place.overdue_minor, place.settlement_minor) >= 0
    assert place.owed_minor >= place.principal_minor
    assert place.settlement_minor >= place.owed_minor
    for due in place.dues:
        assert min(due.principal_minor, due.interest_minor, due.fee_minor, due.paid_minor, due.days_late) >= 0
        assert due.amount_minor > 0
        assert due.paid_minor <= due.amount_minor
        assert (due.cleared_on is not None) == (due.unpaid_minor == 0)
    assert [due.due_on for due in place.dues] == sorted(due.due_on for due in place.dues)
    assert len({due.number for due in place.dues}) == len(place.dues)
    assert place.next_due == next((due for due in place.dues if due.unpaid_minor), None)
    payments = {payment.id: payment for payment in account.repayments}
    for part in place.applied:
        used_up = part.principal_minor + part.interest_minor + part.fee_minor + part.over_minor
        assert part.covered or used_up == payments[part.repayment_id].amount_minor
        assert min(part.principal_minor, part.interest_minor, part.fee_minor, part.over_minor) >= 0


@given(histories() | near_misses())
@examples(300)
def test_any_history_of_a_scheduled_loan(account: Account) -> None:
    ledger = replay(account)
    for days in (0, 31, 100, 200, 300, 460, 4_000):
        on = account.loan.start_on + timedelta(days)
        check(account, position(account, on))
        ledger.advance(on)
        ledger.reach(None)
        assert sum(row.principal - row.paid_principal for row in ledger.rows) == ledger.principal


@given(open_histories())
@examples(300)
def test_any_history_of_a_line_or_card(account: Account) -> None:
    for days in (0, 31, 60, 100, 140, 200, 400):
        check(account, position(account, account.loan.start_on + timedelta(days)))


@given(histories() | open_histories())
@examples(150)
def test_one_pass_over_many_days_agrees_with_each_day(account: Account) -> None:
    days = [account.loan.start_on + timedelta(days) for days in (-5, 0, 20, 45, 90, 150, 151, 300, 480)]
    for on, found in zip(days, figures(account, days), strict=True):
        place = position(account, on)
        assert (found.principal_minor, found.owed_minor) == (place.principal_minor, place.owed_minor)
        assert (found.overdue_minor, found.state) == (place.overdue_minor, place.state)
        month = [due.amount_minor for due in place.dues if (due.due_on.year, due.due_on.month) == (on.year, on.month)]
        assert found.due_minor == sum(month)
        by_then = [due for due in place.dues if due.due_on <= month_end(on)]
        assert found.pending == sum(due.status is DueStatus.PENDING for due in by_then)


@given(histories() | near_misses())
@examples(300)
def test_rows_computed_as_needed_are_the_rows_computed_at_once(account: Account) -> None:
    last = max([account.loan.start_on + timedelta(300), *(paid.on for paid in account.repayments)])
    as_needed, at_once = InstalmentReplay(account), InstalmentReplay(account, lazy=False)
    for on in (account.loan.start_on + timedelta(100), last):
        as_needed.advance(on)
        at_once.advance(on)
        assert as_needed.figures(on) == at_once.figures(on)
    assert as_needed.position(last) == at_once.position(last)


@pytest.mark.parametrize(
    ("payments", "cleared", "owed"),
    [
        ([("01-15", "1120"), ("01-20", "1110")], 2, 10_000),  # the second before the first is due
        ([("01-15", "2230")], 2, 10_000),
        ([("01-15", "3330")], 3, 9_000),
        ([("02-01", "1120"), ("02-02", "1110"), ("02-03", "1100")], 3, 9_000),
    ],
)
def test_exactly_the_next_instalments_are_those_instalments_however_early(
    payments: list[tuple[str, str]], cleared: int, owed: int
) -> None:
    account = Account(equal_principal(), repayments=paid(*payments))
    place = at(account, "02-05")
    assert [due.cleared_on is not None for due in place.dues[: cleared + 1]] == [True] * cleared + [False]
    assert place.principal_minor == fen(owed)
    assert [due.interest_minor for due in place.dues] == [fen(120 - 10 * number) for number in range(12)]


def test_a_fen_more_than_the_next_instalment_is_principal_paid_early() -> None:
    account = Account(equal_principal(), repayments=paid(("01-15", "1120"), ("01-20", "1110.01")))
    place = at(account, "02-05")
    assert place.dues[1].cleared_on is None
    assert place.principal_minor == fen("9889.99")


# -- payments taken back ---------------------------------------------------------------------------------------------


def test_a_payment_taken_back_counts_until_that_day_and_never_happened_from_then_on() -> None:
    (payment,) = paid(("02-10", "1120"))
    account = Account(equal_principal(), repayments=(replace(payment, reversed_on=day("02-13")),))
    before, after = at(account, "02-12"), at(account, "02-13")
    assert (before.principal_minor, before.overdue_minor, before.dues[0].status) == (fen(11_000), 0, DueStatus.ON_TIME)
    assert (after.principal_minor, after.overdue_minor, after.days_past_due) == (fen(12_000), fen(1_120), 3)
    assert after.dues[0].status is DueStatus.MISSED
    again = replace(account, repayments=(*account.repayments, Repayment(2, day("02-14"), fen(1_120))))
    assert (at(again, "02-20").dues[0].status, at(again, "02-20").dues[0].days_late) == (DueStatus.LATE, 4)


def test_a_payment_taken_back_on_its_day_failed_and_never_counted() -> None:
    (payment,) = paid(("02-10", "1120"))
    failed = Account(equal_principal(), repayments=(replace(payment, reversed_on=payment.on),))
    for on in ("02-10", "02-11", "05-01"):
        assert at(failed, on) == at(Account(equal_principal()), on)


@examples(60)
@given(histories() | open_histories(), st.data())
def test_what_is_left_after_a_payment_was_taken_back_is_as_if_it_had_never_been(
    account: Account, data: st.DataObject
) -> None:
    assume(account.repayments)
    # what was left of a bill, told after a payment that is taken back later, is told without knowing that
    account = replace(account, statements=tuple(replace(bill, unpaid_on=None) for bill in account.statements))
    which = data.draw(st.integers(0, len(account.repayments) - 1))
    payment = account.repayments[which]
    back = payment.on + timedelta(data.draw(st.integers(0, 90)))
    changed = replace(
        account,
        repayments=tuple(
            replace(one, reversed_on=back) if place == which else one for place, one in enumerate(account.repayments)
        ),
    )
    without = replace(account, repayments=tuple(one for one in account.repayments if one is not payment))
    assert position(changed, back) == position(without, back)
    day_before = back - timedelta(1)
    whole = account if payment.on <= day_before else without
    assert position(changed, day_before).principal_minor == position(whole, day_before).principal_minor
    steps = figures(changed, [day_before, back, back + timedelta(40)])
    assert steps[1:] == figures(without, [back, back + timedelta(40)])
