"""A repayment that names the due it was made for: that one is paid first, and older ones stay as they are.

The loan is 12,000 at 12 % from 2026-01-10, twelve times 1,000 principal: 1,120.00 due on 02-10, 1,110.00 on 03-10,
1,100.00 on 04-10. It takes nothing for being late unless a test says otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account, Denial, Reading, Repayment, Split
from planner.domain.accounts.terms import Penalty, PenaltyBasis
from planner.domain.ledger.on_time import on_time
from planner.domain.ledger.position import position
from planner.domain.ledger.split import Payments, split_of
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.schedule.instalments import instalments
from tests.make.accounts import at, day, drawn, equal_principal, fen, line, paid, penalties, split, statuses
from tests.make.examples import examples
from tests.make.terms import loans

FREE = Penalty(Decimal(0), PenaltyBasis.DAY)


def made(**more: Any) -> Loan:
    return equal_principal(**({"penalty": FREE} | more))


def for_due(on: str, yuan: str | int, due_on: str, number: int = 1) -> Repayment:
    return Repayment(number, day(on), fen(yuan), assigned_on=day(due_on))


def test_the_newer_of_two_is_on_time_and_the_older_stays_missed_with_its_days() -> None:
    place = at(Account(made(), repayments=(for_due("03-10", 1_110, "03-10"),)), "03-15")
    assert statuses(place, 3) == ["missed", "on_time", "pending"]
    assert [due.days_late for due in place.dues[:2]] == [33, 0]
    assert (place.overdue_minor, place.principal_minor) == (fen(1_120), fen(11_000))
    judged = on_time(place.dues, day("03-15"))
    assert (judged.on_time, judged.missed, judged.streak) == (1, 1, 1)
    oldest_first = at(Account(made(), repayments=paid(("03-10", 1_110))), "03-15")
    assert statuses(oldest_first, 2) == ["missed", "missed"]
    assert [due.unpaid_minor for due in oldest_first.dues[:2]] == [fen(10), fen(1_110)]


def test_both_missed_the_newer_paid_late_is_judged_by_its_own_payment() -> None:
    place = at(Account(made(), repayments=(for_due("03-20", 1_110, "03-10"),)), "03-25")
    assert statuses(place, 2) == ["missed", "late"]
    assert [due.days_late for due in place.dues[:2]] == [43, 10]
    assert place.dues[0].unpaid_minor == fen(1_120)


def test_what_the_named_one_does_not_need_goes_to_the_oldest() -> None:
    place = at(Account(made(), repayments=(for_due("04-09", "1300.00", "03-10"),)), "04-09")
    assert [due.unpaid_minor for due in place.dues[:3]] == [fen(930), 0, fen(1_100)]


def test_paid_before_its_day_it_is_the_instalment_in_hand_as_printed() -> None:
    place = at(Account(made(), repayments=(for_due("03-05", 1_110, "03-10"),)), "03-11")
    assert statuses(place, 2) == ["missed", "on_time"]
    assert [due.interest_minor for due in place.dues] == [fen(120 - 10 * number) for number in range(12)]


@pytest.mark.parametrize("due_on", ["02-10", "02-11", "05-10"], ids=["the oldest", "no due", "not in hand yet"])
def test_what_names_no_other_open_due_is_used_as_if_it_named_none(due_on: str) -> None:
    named = at(Account(made(), repayments=(for_due("03-12", 1_110, due_on),)), "03-15")
    assert named == at(Account(made(), repayments=paid(("03-12", 1_110))), "03-15")


def test_a_due_that_is_paid_already_is_not_paid_again() -> None:
    payments = (for_due("03-10", 1_110, "03-10"), for_due("03-20", 500, "03-10", 2))
    place = at(Account(made(), repayments=payments), "03-21")
    assert [due.unpaid_minor for due in place.dues[:3]] == [fen(620), 0, fen(1_100)]


def test_enough_for_all_that_is_due_or_to_settle_the_order_makes_no_difference() -> None:
    for yuan in ("3330.00", "9000.00", "12285.32"):
        named = at(Account(made(), repayments=(for_due("03-20", yuan, "03-10"),)), "03-20")
        assert named == at(Account(made(), repayments=paid(("03-20", yuan))), "03-20")


def test_the_later_payment_of_the_older_one_is_late_and_moves_nothing_else() -> None:
    payments = (for_due("03-10", 1_110, "03-10"), *paid(("03-20", 1_120), ("04-10", 1_100), first_id=2))
    place = at(Account(made(), repayments=payments), "04-11")
    assert statuses(place, 3) == ["late", "on_time", "on_time"]
    assert (place.dues[0].days_late, place.overdue_minor) == (38, 0)
    assert [due.interest_minor for due in place.dues] == [fen(120 - 10 * number) for number in range(12)]


def test_a_split_that_the_person_gives_goes_to_the_named_one_too() -> None:
    payment = replace(split("03-10", 1_000, 110), assigned_on=day("03-10"))
    place = at(Account(made(), repayments=(payment,)), "03-15")
    assert statuses(place, 2) == ["missed", "on_time"]
    assert place.dues[0].unpaid_minor == fen(1_120)


@pytest.mark.parametrize("given", [None, Split(fen(1_000), fen(110))])
def test_penalty_grows_on_the_one_left_unpaid_only(given: Split | None) -> None:
    """1,000 of principal at 0.1 % a day from 02-10: 28 days to 03-10, 33 to 03-15."""
    loan = equal_principal(penalty=Penalty(Decimal("0.001"), PenaltyBasis.DAY))
    payment = replace(for_due("03-10", 1_110, "03-10"), split=given)
    place = at(Account(loan, repayments=(payment,)), "03-15")
    assert [due.penalty_minor for due in place.dues[:2]] == [fen(33), 0]
    assert place.overdue_minor == fen(1_153)


@pytest.mark.parametrize("given", [None, Split(fen(1_000), fen(110))])
def test_contract_interest_grows_on_the_one_left_unpaid_only(given: Split | None) -> None:
    """No penalty is known: 1,000 at 12 % a year goes on bearing 10.00 a month."""
    payment = replace(for_due("03-10", 1_110, "03-10"), split=given)
    place = at(Account(equal_principal(), repayments=(payment,)), "03-10")
    assert [due.penalty_minor for due in place.dues[:2]] == [fen(10), 0]


def test_penalty_grown_on_the_named_one_is_paid_with_it() -> None:
    """Two days late nothing is missed yet, and the payment shows that it had not been paid: 2.00 on 1,000."""
    loan = equal_principal(penalty=Penalty(Decimal("0.001"), PenaltyBasis.DAY))
    place = at(Account(loan, repayments=(for_due("03-12", 1_112, "03-10"),)), "03-12")
    assert (place.dues[1].unpaid_minor, place.dues[1].cleared_on) == (0, day("03-12"))
    assert place.dues[0].unpaid_minor == fen(1_150)
    assert place.applied[0].interest_minor == fen(112)


def test_a_reading_that_shows_both_paid_settles_the_older_one() -> None:
    account = Account(
        made(), repayments=(for_due("03-10", 1_110, "03-10"),), readings=(Reading(1, day("03-20"), fen(10_000)),)
    )
    assert statuses(at(account, "03-19"), 2) == ["missed", "on_time"]
    assert statuses(at(account, "03-20"), 2) == ["undated", "on_time"]


def test_interest_of_a_line_is_paid_where_the_payment_says() -> None:
    """10,000 at 5.00 a day: 51 days to 02-21, 28 days to 03-21."""
    account = Account(line(penalty=FREE), drawn(("01-01", 10_000)), (for_due("03-21", 140, "03-21"),))
    place = at(account, "03-25")
    assert statuses(place, 2) == ["missed", "on_time"]
    assert (place.dues[0].unpaid_minor, place.principal_minor) == (fen(255), fen(10_000))
    split_given = replace(account, repayments=(replace(split("03-21", 0, 140), assigned_on=day("03-21")),))
    assert statuses(at(split_given, "03-25"), 2) == ["missed", "on_time"]


def test_what_names_a_denied_due_answers_nothing_of_the_one_that_is_debited() -> None:
    loan = made(auto_debit=True)
    denied = (Denial(1, day("02-15"), day("02-10")),)
    for_older = Account(loan, repayments=(for_due("03-15", 1_120, "02-10"),), denials=denied)
    place = at(for_older, "03-20")
    assert statuses(place, 2) == ["late", "assumed"]
    unnamed = replace(for_older, repayments=paid(("03-15", 1_120)))
    assert statuses(at(unnamed, "03-20"), 2) != ["late", "assumed"]
    own = replace(for_older, repayments=(for_due("03-15", 1_110, "03-10"),))
    place = at(own, "03-20")
    assert statuses(place, 2) == ["missed", "late"]
    assert place.dues[1].days_late == 5


def test_what_is_not_recorded_yet_is_taken_as_paid_where_an_older_one_is_missed() -> None:
    account = Account(made())
    taken = taken_as_paid(account, at(account, "03-12"))
    assert statuses(at(taken, "03-12"), 2) == ["missed", "on_time"]


def test_a_payment_can_be_for_what_is_open_and_due_before_it_or_in_hand() -> None:
    def days(on: str, *payments: Repayment) -> list[str]:
        return [f"{due.due_on:%m-%d}" for due in Payments(Account(made(), repayments=payments)).payable(day(on))]

    assert days("02-10") == ["02-10"]
    assert days("02-11") == ["02-10", "03-10"]
    assert days("03-10") == ["02-10", "03-10"]
    assert days("03-12") == ["02-10", "03-10", "04-10"]
    assert days("03-12", for_due("03-10", 1_110, "03-10")) == ["02-10", "04-10"]
    assert days("03-05", for_due("03-01", 1_110, "03-10")) == ["02-10"]


def test_how_it_would_be_divided_follows_the_due_that_it_names() -> None:
    account = Account(made())
    assert split_of(account, day("03-10"), fen(200)) == Split(fen(80), fen(120))
    assert split_of(account, day("03-10"), fen(200), assigned_on=day("03-10")) == Split(fen(90), fen(110))


@given(loans(most_terms=14), st.data())
@examples(200)
def test_older_dues_stay_as_they_are_while_the_named_one_takes_it_all(loan: Loan, data: st.DataObject) -> None:
    loan = replace(loan, penalty=data.draw(penalties(loan)))
    days = [row.due_on for row in instalments(loan) if row.amount_minor]
    assume(len(days) > 1)
    on = data.draw(st.sampled_from(days[1:])) + timedelta(data.draw(st.integers(-20, 40)))
    account = Account(loan)
    payable = Payments(account).payable(on)
    assume(len(payable) > 1)
    due = data.draw(st.sampled_from(payable[1:]))
    amount = data.draw(st.integers(1, due.unpaid_minor - due.penalty_minor))
    before = position(account, on)
    place = position(replace(account, repayments=(Repayment(1, on, amount, assigned_on=due.due_on),)), on)
    older = [(was, now) for was, now in zip(before.dues, place.dues, strict=False) if was.due_on < due.due_on]
    assert all((now.paid_minor, now.status) == (0, was.status) for was, now in older)
    used = place.applied[0]
    assert used.principal_minor + used.interest_minor + used.fee_minor == amount
    assert place.principal_minor + used.principal_minor == before.principal_minor
