"""Payments as people make them: a coupon, a fen short, a balance read later; what is paid the day it was settled for.

The instalment of 借呗 here: 12,000 from 2026-01-10 at 12 % a year, level payment of 1,066.19, interest 120.00 at first.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Excess, Method, Prepayment
from planner.domain.accounts.records import Account, Allowance, AllowanceKind, Repayment, Split
from planner.domain.accounts.terms import ORDER, Part, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.on_time import on_time
from planner.domain.ledger.position import position
from planner.domain.ledger.split import split_of
from planner.domain.ledger.state import AccountState, DueStatus
from tests.make.accounts import at, day, drawn, equal_principal, fen, histories, line, paid, read, split, statuses
from tests.make.examples import examples


def level(**more: Any) -> Any:
    return equal_principal(method=Method.LEVEL_PAYMENT, **more)


def with_discount(on: str, yuan: str, discount: str) -> Repayment:
    return Repayment(1, day(on), fen(yuan), discount_minor=fen(discount))


def test_a_coupon_counts_as_paid() -> None:
    account = Account(level(), repayments=(with_discount("02-10", "1064.19", "2.00"),))
    place = at(account, "02-11")
    assert (statuses(place, 1), place.overdue_minor, place.owed_minor) == (["on_time"], 0, fen("11053.81"))
    assert on_time(place.dues, day("02-11")).streak == 1
    assert place.applied[0].principal_minor + place.applied[0].interest_minor == fen("1066.19")


@pytest.mark.parametrize(("yuan", "short"), [("1066.18", "0.01"), ("1065.19", "1.00")])
def test_up_to_the_tolerance_short_is_on_time_and_stays_owed(yuan: str, short: str) -> None:
    place = at(Account(level(), repayments=paid(("02-10", yuan))), "02-11")
    assert (statuses(place, 1), place.overdue_minor, place.short_minor) == (["on_time"], 0, fen(short))
    assert place.owed_minor == fen("11053.81") + fen(short)
    assert place.dues[0].unpaid_minor == 0
    assert place.next_due is not None
    assert place.next_due.unpaid_minor == fen("1066.19")


def test_a_fen_more_than_the_tolerance_is_missed() -> None:
    place = at(Account(level(), repayments=paid(("02-10", "1065.18"))), "02-11")
    assert (statuses(place, 1), place.overdue_minor, place.short_minor) == (["missed"], fen("1.01"), 0)
    strict = Account(level(tolerance_minor=0), repayments=paid(("02-10", "1066.18")))
    assert at(strict, "02-11").overdue_minor == 1


def test_a_carried_fen_never_makes_the_next_instalment_late() -> None:
    payments = [("02-10", "1065.19"), ("03-10", "1065.29"), ("04-10", "1066.19")]
    place = at(Account(level(), repayments=paid(*payments)), "04-11")
    assert statuses(place, 3) == ["on_time"] * 3
    assert (place.short_minor, place.overdue_minor) == (fen("1.90"), 0)
    together = at(Account(level(), repayments=paid(*payments[:2], ("04-10", "1068.09"))), "04-11")
    assert (statuses(together, 3), together.short_minor) == (["on_time"] * 3, 0)
    assert together.principal_minor == sum(due.principal_minor for due in together.dues[3:])
    alone = at(Account(level(), repayments=paid(*payments, ("04-20", "1.90"))), "04-20")
    assert (alone.short_minor, alone.dues[3].paid_minor) == (0, 0)


@pytest.mark.parametrize(
    ("yuan", "short", "late_interest"),
    [("2132.37", "0.01", 0), ("2131.38", "1.00", 0), ("2132.38", 0, 0), ("2135", 0, "2.62"), ("2141.20", 0, "8.82")],
)
def test_two_instalments_paid_together_are_paid_as_printed_before_interest_on_the_one_that_was_late(
    yuan: str, short: str | int, late_interest: str | int
) -> None:
    account = Account(level(), repayments=paid(("03-10", yuan)))
    place = at(account, "03-14")
    assert [(due.status, due.days_late) for due in place.dues[:2]] == [(DueStatus.LATE, 28), (DueStatus.ON_TIME, 0)]
    assert (place.overdue_minor, place.short_minor, place.penalty_minor) == (0, fen(short), 0)
    assert place.owed_minor == fen("10098.16") + fen(short)
    assert place.applied[0].interest_minor == fen("230.54") + fen(late_interest)


def test_no_penalty_grows_on_what_is_short() -> None:
    account = Account(level(penalty=Penalty(Decimal("1.5"))), repayments=paid(("02-10", "1065.19")))
    assert (at(account, "06-10").dues[0].penalty_minor, at(account, "06-10").dues[0].status) == (0, DueStatus.ON_TIME)


def test_the_last_instalment_short_leaves_it_owed() -> None:
    account = Account(equal_principal(terms=1), repayments=paid(("02-10", "12119.50")))
    place = at(account, "03-01")
    assert (place.owed_minor, place.settlement_minor, place.overdue_minor) == (50, 50, 0)
    done = replace(account, repayments=(*account.repayments, Repayment(2, day("03-01"), 50)))
    assert at(done, "03-01").state is AccountState.SETTLED


def test_a_balance_that_shows_an_instalment_as_paid_settles_it_as_of_its_payment() -> None:
    account = Account(level(), repayments=paid(("02-10", "1064.19")))
    assert at(account, "02-12").overdue_minor == fen("2.00")
    shown = replace(account, readings=read(("02-15", "11053.81")))
    place = at(shown, "02-16")
    assert (statuses(place, 1), place.overdue_minor, place.owed_minor) == (["on_time"], 0, fen("11053.81"))
    assert on_time(place.dues, day("02-16")).streak == 1
    little = Account(level(), repayments=paid(("02-10", "300")), readings=read(("02-15", "11053.81")))
    assert statuses(at(little, "02-16"), 1) == ["undated"]


def test_a_balance_without_what_was_short_shows_that_nothing_is() -> None:
    account = Account(level(), repayments=paid(("02-10", "1066.18")), readings=read(("02-15", "11053.81")))
    assert (at(account, "02-15").short_minor, at(account, "02-15").owed_minor) == (0, fen("11053.81"))
    agreed = Account(level(), repayments=paid(("02-10", "1066.18")), readings=read(("02-15", "11053.82")))
    assert at(agreed, "02-15").short_minor == 1


# -- waivers and what is given back ------------------------------------------------------------------------------------


def late(**more: Any) -> Any:
    return equal_principal(penalty=Penalty(Decimal("1.5")), **more)


def given_back(on: str, yuan: str | int, kind: AllowanceKind = AllowanceKind.WAIVER, **more: Any) -> Allowance:
    return Allowance(1, day(on), fen(yuan), kind, **more)


@pytest.mark.parametrize("on", ["07-25", "07-26"])
def test_a_payment_on_the_day_of_a_waiver_is_divided_as_after_it(on: str) -> None:
    """Due on 20 July: 970.86 and 109.98; by the 26th 3.89 of penalty interest have grown on all of it, all waived."""
    made = level(
        start_on=day("03-20"), rate=Rate(Decimal("0.0004"), RateBasis.DAY), day_count=DayCount.ACT_365, paid_terms=3,
        penalty=Penalty(Decimal("1.5"), on=PenaltyOn.AMOUNT),
    )  # fmt: skip
    grown = "3.24" if on == "07-25" else "3.89"
    account = Account(made, allowances=(given_back(on, grown, part=Part.PENALTY),))
    one_day = fen("0.65") if on == "07-25" else 0
    expected = Split(97_086 - one_day, 10_998 + one_day)
    assert split_of(account, day("07-26"), 108_084) == expected
    waived_later = replace(account, allowances=(given_back("07-26", "3.89", part=Part.PENALTY),))
    place = at(replace(waived_later, repayments=paid(("07-26", "1080.84"))), "07-26")
    (applied,) = place.applied
    assert (applied.principal_minor, applied.interest_minor, place.adjusted_minor) == (97_086, 10_998, 0)
    as_told = replace(waived_later, repayments=(split("07-26", "966.97", "113.87"),))
    assert at(as_told, "07-26").applied[0].interest_minor == 11_387  # what the person says of it stays


@pytest.mark.parametrize("on", ["02-20", "02-25"])
def test_a_waived_penalty_leaves_an_instalment_late_and_not_missed(on: str) -> None:
    account = Account(late(), repayments=paid(("02-20", 1_120)))
    assert at(account, "02-20").overdue_minor == fen(5)
    place = at(replace(account, allowances=(given_back(on, 5),)), "03-01")
    due = place.dues[0]
    assert (due.status, due.days_late, due.waived_minor, place.overdue_minor) == (DueStatus.LATE, 10, fen(5), 0)
    assert place.owed_minor <= fen(11_000) + 1  # the fen that grew on the rest until it was waived


@pytest.mark.parametrize("on", ["03-29", "04-05"])
def test_a_waiver_of_all_penalty_leaves_two_instalments_paid_together_late(on: str) -> None:
    """Of the payment the first took its penalty interest, so that the second lacked it."""
    account = Account(level(penalty=Penalty(Decimal("1.5"))), repayments=paid(("03-29", "2132.38")))
    assert at(account, "03-29").overdue_minor == fen("31.32")  # 22.24 of the first, 9.08 of the second
    place = at(replace(account, allowances=(given_back(on, 100),)), "04-06")
    assert place.overdue_minor == 0
    assert [(due.status, due.days_late) for due in place.dues[:2]] == [(DueStatus.LATE, 47), (DueStatus.LATE, 19)]
    assert place.principal_minor + place.applied[0].principal_minor == fen(12_000) + place.adjusted_minor


def test_a_waiver_of_all_penalty_is_of_what_an_earlier_payment_took_of_it_too() -> None:
    account = Account(level(penalty=Penalty(Decimal("1.5"))), repayments=paid(("03-29", "2132.38"), ("03-30", 1)))
    place = at(replace(account, allowances=(given_back("04-05", 100),)), "04-06")
    assert (place.overdue_minor, [due.status for due in place.dues[:2]]) == (0, [DueStatus.LATE] * 2)


def test_a_waiver_of_a_part_of_the_penalty_leaves_the_rest_of_it_unpaid() -> None:
    account = Account(level(penalty=Penalty(Decimal("1.5"))), repayments=paid(("03-29", "2132.38")))
    place = at(replace(account, allowances=(given_back("03-29", "27.52"),)), "03-29")
    assert (place.overdue_minor, place.dues[1].status) == (fen("3.80"), DueStatus.MISSED)


def test_penalty_waived_of_what_is_unpaid_frees_no_money_of_earlier_payments() -> None:
    account = Account(level(penalty=Penalty(Decimal("1.5"))), repayments=paid(("02-20", "1070.92")))
    assert statuses(at(account, "02-20"), 1) == ["late"]
    waived = at(replace(account, allowances=(given_back("03-20", 100),)), "03-20")
    assert waived.overdue_minor == fen("1066.19")


def test_a_split_that_was_given_is_obeyed_whatever_penalty_was_reckoned() -> None:
    account = Account(late(), repayments=(split("02-20", 1_000, 120),))
    place = at(account, "03-20")
    assert (place.dues[0].status, place.dues[0].days_late, place.dues[0].short_minor) == (DueStatus.LATE, 10, fen(5))
    assert (place.principal_minor, place.short_minor) == (fen(11_000), fen(5))
    waived = at(replace(account, allowances=(given_back("03-01", 5),)), "03-01")
    assert (waived.owed_minor, waived.short_minor) == (fen(11_000), 0)
    shown = at(replace(account, readings=read(("03-01", 11_000))), "03-01")
    assert (shown.owed_minor, shown.short_minor) == (fen(11_000), 0)


@pytest.mark.parametrize(
    ("part", "asked", "owed"),
    [(Part.INTEREST, 1_060, 11_000), (Part.FEE, 1_060, 11_000), (Part.PRINCIPAL, "1109.75", 10_950)],
)
def test_what_is_waived_is_not_asked_for(part: Part, asked: str | int, owed: int) -> None:
    account = Account(
        equal_principal(), repayments=paid(("02-10", 1_120)), allowances=(given_back("02-25", 50, part=part),)
    )
    place = at(account, "02-25")
    assert place.next_due is not None
    assert (place.next_due.unpaid_minor, place.owed_minor) == (fen(asked), fen(owed))
    assert at(account, "02-24").owed_minor == fen(11_000)


def test_a_waiver_of_a_named_instalment_is_of_that() -> None:
    allowance = given_back("03-15", 30, part=Part.INTEREST, due_on=day("03-10"))
    place = at(Account(equal_principal(), allowances=(allowance,)), "03-15")
    assert [due.waived_minor for due in place.dues[:3]] == [0, fen(30), 0]
    assert place.overdue_minor == at(Account(equal_principal()), "03-15").overdue_minor - fen(30)


@pytest.mark.parametrize("kind", [AllowanceKind.RETURNED, AllowanceKind.CASHBACK, AllowanceKind.REFUND])
def test_money_that_the_lender_gives_counts_like_money_paid(kind: AllowanceKind) -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1_120)), allowances=(given_back("02-25", 50, kind),))
    place = at(account, "02-25")
    assert place.next_due is not None
    assert (place.next_due.unpaid_minor, len(place.applied)) == (fen(1_060), 1)
    of_line = Account(line(), draws=drawn(("01-11", 10_000)), allowances=(given_back("01-11", 50, kind),))
    assert at(of_line, "01-11").principal_minor == fen(9_950)


def test_what_is_more_than_all_that_is_owed_is_a_balance_in_favour() -> None:
    place = at(Account(level(), repayments=paid(("01-25", 12_100))), "01-25")
    assert (place.owed_minor, place.credit_minor) == (0, fen(40))
    drawn_on = Account(line(), draws=drawn(("01-11", 300), ("01-20", 500)), repayments=paid(("01-11", 700)))
    assert (at(drawn_on, "01-11").credit_minor, at(drawn_on, "01-11").owed_minor) == (fen(400), 0)
    assert (at(drawn_on, "01-20").credit_minor, at(drawn_on, "01-20").principal_minor) == (0, fen(100))


# -- a settlement figure, and what a balance shows ---------------------------------------------------------------------


@pytest.mark.parametrize("method", [method for method in Method if method.scheduled and method is not Method.FLAT_FEE])
@pytest.mark.parametrize("excess", list(Excess))
@pytest.mark.parametrize("yuan", ["100", "3000", "11000"])
def test_a_payment_leaves_the_settlement_figure_of_its_day_less_itself(
    method: Method, excess: Excess, yuan: str
) -> None:
    account = Account(equal_principal(method=method, excess=excess))
    before = at(account, "01-25")
    assert before.settlement_minor == fen("12060.00")
    after = at(replace(account, repayments=paid(("01-25", yuan))), "01-25")
    assert after.settlement_minor == before.settlement_minor - fen(yuan)


@examples(150)
@given(histories(), st.integers(0, 400), st.integers(1, 400_000))
def test_a_payment_leaves_the_settlement_figure_less_itself_in_any_history(
    account: Account, days: int, amount: int
) -> None:
    on: date = account.loan.start_on + timedelta(days)
    fees = replace(account.loan, prepayment=Prepayment.FREE, fees=(), application=ORDER)
    kept = tuple(one for one in account.repayments if one.split is None and not one.settles and one.on <= on)
    account = replace(account, loan=fees, repayments=kept, readings=())
    before = position(account, on)
    assume(0 < amount < before.settlement_minor)
    # without a penalty term, interest on what was overdue is dropped once the rest of its row is paid
    assume(before.penalty_minor == 0 or account.loan.penalty is not None)
    number = max((one.id for one in kept), default=0) + 1
    assume(all(one.on < on for one in kept))
    after = position(replace(account, repayments=(*kept, Repayment(number, on, amount))), on)
    assume(not any(part.covered for part in after.applied))
    assert abs(after.settlement_minor - (before.settlement_minor - amount)) <= 1  # the fen of a rounding


def test_what_settles_a_loan_does_so_also_while_its_last_due_is_not_recorded_yet() -> None:
    """Three rows of 1,110 or so are missed; the fourth, past its grace, is asked about: its payment shows it unpaid."""
    penalty = Penalty(Decimal("0.0011"), PenaltyBasis.DAY, PenaltyOn.AMOUNT)
    for made, unrecorded_on in (
        (equal_principal(penalty=penalty, grace_days=2), "05-13"),
        (line(penalty=penalty), "05-23"),
    ):
        account = Account(made, draws=() if made.method.scheduled else drawn(("01-01", 10_000)))
        days = [day(unrecorded_on) + timedelta(days) for days in range(-4, 5)]
        assert DueStatus.UNRECORDED in {due.status for due in position(account, day(unrecorded_on)).dues}
        figures = []
        for on in days:
            asked = position(account, on).settlement_minor
            assert asked is not None
            place = position(replace(account, repayments=(Repayment(1, on, asked),)), on)
            assert (place.owed_minor, place.credit_minor) == (0, 0)
            short = position(replace(account, repayments=(Repayment(1, on, asked - 100_000),)), on)
            assert short.settlement_minor == 100_000
            figures.append(asked)
        assert figures == sorted(figures)


def test_interest_of_a_line_paid_ahead_comes_off_what_settles_it() -> None:
    account = Account(line(), draws=drawn(("01-01", 10_000)))
    assert at(account, "01-11").settlement_minor == fen(10_050)
    ahead = replace(account, repayments=paid(("01-11", 100)))
    assert at(ahead, "01-11").settlement_minor == fen(9_950)


@pytest.mark.parametrize(("excess", "asked"), [(Excess.SHORTER_TERM, "916.80"), (Excess.LOWER_PAYMENT, "462.13")])
def test_a_lower_balance_is_principal_paid_early_as_the_loan_takes_it(excess: Excess, asked: str) -> None:
    terms = level(principal_minor=fen(10_000), paid_terms=5, excess=excess)
    terms = replace(terms, rate=replace(terms.rate, value=Decimal("0.18")))
    place = at(Account(terms, readings=read(("06-10", "3049.24"))), "06-10")
    assert place.next_due is not None
    assert place.next_due.unpaid_minor == fen(asked)


# -- what holds for any of them ----------------------------------------------------------------------------------------


@st.composite
def with_allowances(draw: st.DrawFn) -> Account:
    account = draw(histories())
    start = account.loan.start_on
    allowances = tuple(
        Allowance(
            number,
            start + timedelta(draw(st.integers(0, 460))),
            draw(st.integers(1, 300_000)),
            draw(st.sampled_from(AllowanceKind)),
            draw(st.none() | st.sampled_from(Part)),
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    )
    payments = tuple(
        replace(
            one,
            discount_minor=0 if one.split else draw(st.sampled_from([0, 1, 200])),
            reversed_on=draw(st.none() | st.just(one.on + timedelta(draw(st.integers(0, 60))))),
        )
        for one in account.repayments
    )
    return replace(account, allowances=allowances, repayments=payments)


@examples(200)
@given(with_allowances(), st.integers(0, 600))
def test_no_fen_of_the_principal_is_lost_or_made(account: Account, days: int) -> None:
    place = position(account, account.loan.start_on + timedelta(days))
    covered = sum(due.principal_minor for due in place.dues if due.status is DueStatus.COVERED)
    repaid = sum(part.principal_minor + part.over_minor for part in place.applied)
    assert (
        place.principal_minor - place.credit_minor
        == account.loan.principal_minor - covered - repaid + place.adjusted_minor
    )
    asked = sum(due.principal_minor - due.paid_principal_minor for due in place.dues)
    assert place.principal_minor == asked
    counted = {one.id: one.counted_minor for one in account.repayments}
    for part in place.applied:
        used = part.principal_minor + part.interest_minor + part.fee_minor + part.over_minor
        assert part.covered or used == counted[part.repayment_id]
    assert place.short_minor == sum(due.short_minor for due in place.dues)
    assert min(place.short_minor, place.credit_minor, place.settlement_minor) >= 0
    assert all(due.unpaid_minor == 0 for due in place.dues if due.cleared_on is not None)


@examples(100)
@given(with_allowances(), st.integers(0, 400), st.integers(1, 500_000))
def test_nothing_recorded_later_makes_an_instalment_late_that_was_on_time(
    account: Account, days: int, amount: int
) -> None:
    account = replace(account, repayments=tuple(replace(one, reversed_on=None) for one in account.repayments))
    on = account.loan.start_on + timedelta(days)
    met = {due.number for due in position(account, on).dues if due.status is DueStatus.ON_TIME and due.due_on <= on}
    number = max((one.id for one in account.repayments), default=0) + 1
    later = Repayment(number, on + timedelta(1), amount)
    place = position(replace(account, repayments=(*account.repayments, later)), on + timedelta(200))
    assert met <= {due.number for due in place.dues if due.status is DueStatus.ON_TIME}
