"""Lines with daily interest and bill accounts: histories worked out by hand.

The line: 0.05 % a day by actual days, interest due on the 21st. On 10,000 that is 5 a day. The card: bill on the 1st,
due on the 9th.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account, Draw, Repayment, Split, Statement
from planner.domain.ledger.position import position, replay
from planner.domain.ledger.split import from_balance, split_of
from planner.domain.ledger.state import AccountState, DueStatus
from tests.make.accounts import (
    at,
    card,
    day,
    drawn,
    equal_principal,
    fen,
    line,
    paid,
    parts,
    printed,
    read,
    split,
    used,
)

# -- lines: interest -------------------------------------------------------------------------------------------------


def test_a_line_never_used_owes_nothing_and_is_open() -> None:
    place = at(Account(line()), "03-01")
    assert (place.owed_minor, place.dues, place.next_due) == (0, (), None)
    assert (place.state, place.limit_left_minor) == (AccountState.ZERO_OPEN, fen(20_000))


def test_interest_grows_on_what_was_drawn_from_the_day_it_was_drawn() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000), ("01-16", 4_000)))
    assert at(account, "01-11").accrued_minor == 0
    place = at(account, "01-18")
    assert place.accrued_minor == fen(5 * 5 + 2 * 7)
    assert (place.principal_minor, place.limit_left_minor) == (fen(14_000), fen(6_000))
    assert place.settlement_minor == fen(14_039)
    # The first due date is one term after the start; expected: what has grown and the days to come.
    assert parts(place.dues) == [("02-21", "0.00", f"{25 + 36 * 7:.2f}")]


def test_interest_falls_due_each_month_and_the_next_one_is_expected() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000)), repayments=paid(("02-21", 205), ("03-25", 140)))
    place = at(account, "03-26")
    assert [(due.due_on.isoformat()[5:], due.amount_minor, due.status.value) for due in place.dues] == [
        ("02-21", fen(205), "on_time"),
        ("03-21", fen(140), "late"),
        ("04-21", fen(155), "pending"),
    ]
    assert place.dues[1].days_late == 4
    assert used(place) == [(0, fen(205), 0, 0), (0, fen(140), 0, 0)]
    assert (place.owed_minor, place.accrued_minor) == (fen(10_000), fen(25))


def test_interest_due_and_unpaid_is_owed() -> None:
    account = Account(line(grace_days=3), draws=drawn(("01-11", 10_000)))
    inside, after = at(account, "02-24"), at(account, "02-25")
    assert (inside.owed_minor, inside.overdue_minor, inside.state) == (fen(10_205), 0, AccountState.ACTIVE)
    assert (after.overdue_minor, after.days_past_due, after.state) == (fen(205), 4, AccountState.OVERDUE)


def test_without_a_due_day_nothing_falls_due_by_itself() -> None:
    place = at(Account(line(due_day=None), draws=drawn(("01-11", 10_000))), "06-10")
    assert (place.dues, place.accrued_minor, place.state) == ((), fen(150 * 5), AccountState.ACTIVE)


def test_the_first_due_date_sets_the_day() -> None:
    terms = line(due_day=None, first_due_on=day("01-31"))
    place = at(Account(terms, draws=drawn(("01-11", 10_000))), "03-01")
    assert [due.due_on.isoformat()[5:] for due in place.dues] == ["01-31", "02-28", "03-31"]


def test_fractions_of_a_fen_are_kept_until_interest_is_due() -> None:
    # 33.33 at 0.05 % is 1.6665 fen a day: 41 days are 68.3265
    account = Account(line(), draws=drawn(("01-11", "33.33")))
    assert [at(account, on).accrued_minor for on in ("01-12", "01-13", "01-14")] == [2, 3, 5]
    assert at(account, "02-21").dues[0].amount_minor == 68


def test_the_day_count_of_a_yearly_rate() -> None:
    terms = line("0.18")
    terms = replace(terms, rate=equal_principal().rate)  # 12 % a year, /365
    assert at(Account(terms, draws=drawn(("01-11", 10_000))), "02-10").accrued_minor == 9_863


# -- lines: payments -------------------------------------------------------------------------------------------------


def test_a_payment_goes_to_interest_due_then_interest_grown_then_principal() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000)), repayments=paid(("02-25", 1_225)))
    place = at(account, "02-25")
    assert used(place) == [(fen(1_000), fen(205 + 20), 0, 0)]
    assert (place.principal_minor, place.accrued_minor) == (fen(9_000), 0)
    assert place.dues[0].status is DueStatus.LATE
    assert place.dues[1].amount_minor == fen("108.00")  # 24 days on 9,000


def test_money_repaid_before_the_due_date_pays_its_interest_to_the_day() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000)), repayments=paid(("01-31", 10_100)))
    place = at(account, "01-31")
    assert used(place) == [(fen(10_000), fen(100), 0, 0)]
    assert (place.settlement_minor, place.dues, place.state) == (0, (), AccountState.ZERO_OPEN)
    assert at(account, "03-01").dues == ()


def test_the_expected_interest_paid_early_is_that_interest() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000)), repayments=paid(("02-18", 205)))
    place = at(account, "02-19")
    assert used(place) == [(0, fen(205), 0, 0)]
    assert (place.principal_minor, place.accrued_minor) == (fen(10_000), 0)
    assert [(due.due_on.isoformat()[5:], due.amount_minor, due.status.value) for due in place.dues] == [
        ("02-21", fen(205), "on_time"),
        ("03-21", fen(140), "pending"),
    ]
    assert at(account, "02-22").accrued_minor == fen(5)
    assert at(account, "03-21").dues[1].amount_minor == fen(140)


def test_money_drawn_after_the_interest_was_paid_early_bears_its_own() -> None:
    draws = drawn(("01-11", 10_000), ("02-19", 2_000))
    account = Account(line(), draws=draws, repayments=paid(("02-18", 205)))
    assert at(account, "03-21").dues[1].amount_minor == fen(28 * 6 + 2)


def test_on_one_day_money_is_drawn_before_it_is_paid() -> None:
    account = Account(line(), draws=drawn(("01-11", 500)), repayments=paid(("01-11", 500)))
    place = at(account, "01-11")
    assert (used(place), place.owed_minor) == ([(fen(500), 0, 0, 0)], 0)


def test_more_than_is_known_to_be_owed_is_over() -> None:
    account = Account(line(), draws=drawn(("01-11", 100)), repayments=paid(("01-12", 300)))
    place = at(account, "01-12")
    assert (place.principal_minor, used(place)) == (0, [(fen(100), 5, 0, fen(200) - 5)])


def test_a_split_moves_the_principal_and_closes_the_interest_due() -> None:
    draws = drawn(("01-11", 10_000))
    account = Account(line(), draws=draws, repayments=(split("02-21", 1_000, "204.98"),))
    place = at(account, "02-21")
    assert (place.principal_minor, place.owed_minor) == (fen(9_000), fen(9_000))
    assert place.dues[0].status is DueStatus.ON_TIME
    assert place.accrued_minor == 0
    interest_only = Account(line(), draws=draws, repayments=(split("02-21", 0, 200),))
    assert at(interest_only, "02-21").dues[0].unpaid_minor == fen(5)
    emptied = Account(line(), draws=draws, repayments=(split("01-31", 10_000, "99.50"),))
    assert (at(emptied, "02-28").settlement_minor, at(emptied, "02-28").dues) == (0, ())
    before = Account(line(), draws=draws, repayments=(split("01-31", 1_000, 40),))
    assert at(before, "01-31").accrued_minor == fen(60)


def test_a_settlement_of_a_line_takes_the_rest_as_interest() -> None:
    draws = drawn(("01-11", 10_000))
    settled = Account(line(), draws=draws, repayments=(Repayment(1, day("01-31"), fen(10_103), settles=True),))
    assert used(at(settled, "01-31")) == [(fen(10_000), fen(103), 0, 0)]
    unknown = Account(line(), repayments=(Repayment(1, day("01-31"), fen(10_103), settles=True),))
    assert used(at(unknown, "01-31")) == [(0, 0, 0, fen(10_103))]


def test_the_principal_falls_due_at_the_end_of_the_line() -> None:
    terms = line(end_on=day("03-31"))
    account = Account(terms, draws=drawn(("01-11", 10_000)), repayments=paid(("02-21", 205), ("03-21", 140)))
    ahead = at(account, "02-22")
    assert parts(ahead.dues[1:]) == [("03-21", "0.00", "140.00"), ("03-31", "10000.00", "0.00")]
    assert [due.number for due in ahead.dues] == [1, 2, 3]
    assert parts(at(account, "03-22").dues[2:]) == [("03-31", "10000.00", "50.00")]
    missed = at(account, "04-04")
    assert (missed.overdue_minor, missed.owed_minor) == (fen(10_050), fen(10_050))
    late = replace(account, repayments=(*account.repayments, Repayment(9, day("04-05"), fen(10_075))))
    place = at(late, "04-05")
    assert used(place)[-1] == (fen(10_000), fen(75), 0, 0)
    assert (place.dues[2].status, place.dues[2].days_late) == (DueStatus.LATE, 5)
    assert place.owed_minor == 0


def test_a_reading_after_the_end_changes_the_principal_that_is_due() -> None:
    terms = line(due_day=None, end_on=day("03-31"))
    account = Account(terms, draws=drawn(("03-11", 10_000)), readings=read(("04-02", 4_000)))
    place = at(account, "04-02")
    assert (place.principal_minor, place.dues[0].unpaid_minor) == (fen(4_000), fen(4_100))
    higher = replace(account, readings=read(("04-02", 11_000)))
    assert at(higher, "04-02").dues[0].unpaid_minor == fen(11_100)


def test_a_reading_sets_the_balance_of_a_line() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000)), readings=read(("01-21", 12_000)))
    place = at(account, "01-23")
    assert (place.principal_minor, place.adjusted_minor, place.accrued_minor) == (fen(12_000), fen(2_000), fen(62))
    nothing = at(replace(account, readings=read(("02-23", 0))), "02-25")
    assert (nothing.owed_minor, nothing.settlement_minor, nothing.accrued_minor) == (0, 0, 0)
    assert nothing.dues[0].status is DueStatus.UNDATED


def test_settled_and_closed_lines() -> None:
    terms = line(settled_on=day("01-31"), closed_on=day("02-02"))
    account = Account(terms, draws=drawn(("01-11", 10_000)))
    assert at(account, "01-30").owed_minor == fen(10_000)
    assert (at(account, "01-31").owed_minor, at(account, "01-31").state) == (0, AccountState.ZERO_OPEN)
    assert (at(account, "02-02").state, at(account, "02-02").limit_left_minor) == (AccountState.CLOSED, 0)
    again = replace(account, draws=drawn(("01-11", 10_000), ("03-01", 50)))
    assert (at(again, "03-01").owed_minor, at(again, "03-01").state) == (fen(50), AccountState.ACTIVE)


def test_money_drawn_before_the_line_is_said_to_begin_is_owed() -> None:
    place = position(Account(line(), draws=(Draw(1, day("2025-12-22"), fen(1_000)),)), day("2025-12-31"))
    assert (place.owed_minor, place.accrued_minor) == (fen(1_000), fen("4.50"))


def test_the_balance_of_a_line_gives_the_interest() -> None:
    account = Account(line(), draws=drawn(("01-11", 10_000)))
    assert split_of(account, day("01-31"), fen(1_100)) == Split(fen(1_000), fen(100), 0)
    assert from_balance(account, day("01-31"), fen(1_100), fen("9000.03")) == Split(99_997, 10_003, 0)


def test_the_calendar_ends_without_an_error() -> None:
    begin, end = day("9990-01-01"), day("9999-12-31")
    ledger = replay(Account(line(start_on=begin), draws=drawn(("9990-01-11", 10_000))))
    ledger.advance(end)
    assert ledger.running.upcoming(end) == []
    assert position(Account(card(start_on=begin), draws=drawn(("9990-01-11", 1))), end).principal_minor == fen(1)


# -- cards -----------------------------------------------------------------------------------------------------------


def bills(account: Account, on: str) -> list[tuple[str, int, int, str]]:
    return [
        (due.due_on.isoformat()[5:], due.amount_minor // 100, due.paid_minor // 100, due.status.value)
        for due in at(account, on).dues
    ]


def test_purchases_up_to_and_on_the_statement_day_are_in_its_bill() -> None:
    account = Account(card(), draws=drawn(("01-15", 300), ("02-01", 200), ("02-02", 40)))
    assert bills(account, "01-20") == [("02-09", 300, 0, "pending")]
    assert bills(account, "01-31") == [("02-09", 300, 0, "pending")]
    assert bills(account, "02-05") == [("02-09", 500, 0, "pending"), ("03-09", 40, 0, "pending")]
    place = at(account, "02-05")
    assert (place.owed_minor, place.limit_left_minor) == (fen(540), fen(9_460))


def test_payments_go_to_the_bill_then_to_what_is_not_billed() -> None:
    account = Account(card(), draws=drawn(("01-15", 500), ("02-03", 40)), repayments=paid(("02-08", 520)))
    assert bills(account, "02-09") == [("02-09", 500, 500, "on_time"), ("03-09", 20, 0, "pending")]
    assert used(at(account, "02-09")) == [(fen(520), 0, 0, 0)]


def test_a_payment_before_the_statement_makes_the_bill_smaller() -> None:
    account = Account(card(), draws=drawn(("01-15", 500)), repayments=paid(("01-20", 500)))
    assert bills(account, "02-20") == []
    assert at(account, "02-20").state is AccountState.ZERO_OPEN


def test_a_bill_holds_what_the_one_before_it_missed() -> None:
    draws = drawn(("01-15", 500), ("02-03", 40))
    account = Account(card(), draws=draws, repayments=paid(("02-09", 100), ("03-05", 420)))
    assert bills(account, "03-02") == [("02-09", 500, 100, "missed"), ("03-09", 440, 0, "pending")]
    assert at(account, "03-02").overdue_minor == fen(400)
    assert bills(account, "03-05") == [("02-09", 500, 500, "late"), ("03-09", 440, 420, "pending")]
    assert at(account, "03-05").dues[0].days_late == 24


def test_grace_days_of_a_card() -> None:
    account = Account(card(grace_days=3), draws=drawn(("01-15", 500)), repayments=paid(("02-12", 500)))
    assert bills(account, "02-12") == [("02-09", 500, 500, "on_time")]


def test_statement_and_due_days_at_the_end_of_the_month() -> None:
    account = Account(card(statement_day=31, due_day=20), draws=drawn(("02-10", 100), ("03-10", 50)))
    assert bills(account, "04-01") == [("03-20", 100, 0, "missed"), ("04-20", 150, 0, "pending")]
    late_due = Account(card(statement_day=5, due_day=30), draws=drawn(("02-04", 100)))
    assert bills(late_due, "02-20") == [("02-28", 100, 0, "pending")]


@pytest.mark.parametrize("terms", [{"statement_day": None}, {"due_day": None}])
def test_without_its_days_a_card_has_no_dues(terms: dict[str, None]) -> None:
    place = at(Account(card(**terms), draws=drawn(("01-15", 500))), "06-01")
    assert (place.dues, place.owed_minor, place.state) == ((), fen(500), AccountState.ACTIVE)


def test_more_than_the_known_purchases_is_over_and_never_a_negative_balance() -> None:
    account = Account(
        card(), draws=drawn(("01-15", 100)), repayments=paid(("01-20", 300)), readings=read(("01-25", 80))
    )
    place = at(account, "01-20")
    assert (place.principal_minor, used(place)) == (0, [(fen(100), 0, 0, fen(200))])
    later = at(account, "02-02")
    assert (later.principal_minor, later.adjusted_minor) == (fen(80), fen(280))  # what was in favour is gone
    assert bills(account, "02-02") == [("02-09", 80, 0, "pending")]


def test_a_reading_below_the_records_shows_payments_of_the_oldest_bill() -> None:
    account = Account(card(), draws=drawn(("01-15", 500), ("02-03", 40)), readings=read(("02-12", 40)))
    assert bills(account, "02-12") == [("02-09", 500, 500, "undated"), ("03-09", 40, 0, "pending")]
    assert at(replace(account, readings=read(("02-12", 0))), "02-12").owed_minor == 0


def test_a_reading_on_the_statement_day_is_in_the_bill() -> None:
    account = Account(card(), draws=drawn(("01-15", 500)), readings=read(("02-01", 620)))
    assert bills(account, "02-02") == [("02-09", 620, 0, "pending")]


def test_a_printed_bill_replaces_the_computed_one() -> None:
    draws = drawn(("01-15", 500))
    account = Account(card(), draws=draws, statements=printed(("02-03", "02-12", 650)))
    assert bills(account, "02-04") == [("02-12", 650, 0, "pending")]
    assert (at(account, "02-04").principal_minor, at(account, "02-04").adjusted_minor) == (fen(650), fen(150))
    smaller = Account(card(), draws=draws, statements=printed(("02-01", "02-09", 450)))
    assert bills(smaller, "02-04") == [("02-09", 450, 0, "pending"), ("03-09", 50, 0, "pending")]
    minimum = Account(card(), draws=draws, statements=(Statement(1, day("02-01"), day("02-09"), fen(500), fen(50)),))
    assert at(minimum, "02-04").dues[0].minimum_minor == fen(50)


def test_a_printed_bill_includes_what_older_bills_still_ask_for() -> None:
    draws = drawn(("01-15", 500), ("02-10", 200))
    account = Account(card(), draws=draws, statements=printed(("03-01", "03-09", 710)))
    assert bills(account, "03-02") == [("02-09", 500, 0, "missed"), ("03-09", 710, 0, "pending")]
    alone = replace(account, statements=printed(("03-01", "03-09", 230)))
    assert bills(alone, "03-02") == [("02-09", 500, 0, "missed"), ("03-09", 230, 0, "pending")]


def test_printed_bills_alone_are_enough() -> None:
    terms = card(statement_day=None, due_day=None)
    account = Account(terms, statements=printed(("02-05", "02-20", 300), ("03-05", "03-20", 100)))
    paid_one = replace(account, repayments=paid(("02-18", 300)))
    assert bills(paid_one, "03-06") == [("02-20", 300, 300, "on_time"), ("03-20", 100, 0, "pending")]


def test_a_printed_bill_that_falls_due_before_an_older_one_is_in_order() -> None:
    account = Account(
        card(statement_day=None), draws=(), statements=printed(("02-05", "03-20", 300), ("02-25", "03-01", 400))
    )
    assert bills(account, "02-26") == [("03-01", 100, 0, "pending"), ("03-20", 300, 0, "pending")]


def test_interest_given_with_a_cards_payment_comes_on_top() -> None:
    account = Account(card(), draws=drawn(("01-15", 500)), repayments=(split("02-09", 500, 3),))
    assert used(at(account, "02-09")) == [(fen(500), fen(3), 0, 0)]
    assert bills(account, "02-09") == [("02-09", 500, 500, "on_time")]


def test_a_settled_card() -> None:
    settled = Account(
        card(), draws=drawn(("01-15", 500)), repayments=(Repayment(1, day("02-05"), fen(560), settles=True),)
    )
    assert used(at(settled, "02-05")) == [(fen(500), 0, 0, fen(60))]
    assert bills(settled, "02-05") == [("02-09", 500, 500, "on_time")]
    on_the_day = replace(settled, repayments=(Repayment(1, day("02-09"), fen(500), settles=True),))
    assert bills(on_the_day, "02-09") == [("02-09", 500, 500, "on_time")]


# -- the order of one day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loan", [line(due_day=None), card(statement_day=None)])
def test_what_came_after_the_balance_was_read_changes_it(loan: Loan) -> None:
    account = Account(
        loan, readings=read(("03-05", 1_000)), repayments=paid(("03-05", 300)), draws=drawn(("03-05", 50))
    )
    assert at(account, "03-05").principal_minor == fen(1_000)
    paid_after = replace(account, repayments=(replace(account.repayments[0], after_reading=True),))
    assert at(paid_after, "03-05").principal_minor == fen(700)
    both_after = replace(paid_after, draws=(replace(account.draws[0], after_reading=True),))
    assert at(both_after, "03-05").principal_minor == fen(750)
    assert at(both_after, "03-04").principal_minor == 0


def test_a_balance_after_a_payment_that_came_after_another_balance() -> None:
    account = Account(line(due_day=None), readings=read(("03-05", 1_000)))
    assert from_balance(account, day("03-05"), fen(305), fen(700), after_reading=True) == Split(fen(300), fen(5))
