"""Too little money: who gets it, what being late costs, whom to call; cases by hand and properties."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.payoff.short.allot import Aim, Allotment, Choice, Claim, Given, Record, Told, allot, kept
from planner.domain.payoff.short.purse import Purse
from tests.make.examples import examples

TODAY = date(2026, 11, 2)
BANK, FINANCE, FRIEND = 1, 2, 3


def on(day: int) -> date:
    return date(2026, 11, day)


def claim(number: int, day: int, amount: int, minimum: int | None = None, **terms: object) -> Claim:
    """Of a lender and loan of its own, in yuan; late from the day after."""
    asked = amount * 100
    least = asked if minimum is None else minimum * 100
    given = {"late_from": on(day + 1), "base_minor": asked, **terms}
    return Claim(f"{number}:{day}", number, number, on(day), asked, least, **given)  # type: ignore[arg-type]


CARD = claim(BANK, 8, 6_000, 600, daily=Fraction(5, 10_000), fee_share=Fraction(5, 100), late_from=on(12))
LOAN = claim(FINANCE, 5, 2_500, daily=Fraction(5, 10_000))
LENT = claim(FRIEND, 4, 1_000, record=Record.UNREPORTED, told=Told.NOTHING)


def of(found: Allotment, number: int) -> Given:
    return next(one for one in found.given if one.claim.loan_id == number)


def test_short_by_1500_with_three_lenders() -> None:
    """2,600 for minimums of 4,100: the loan reported from the 6th in full, 100 for the card, the friend is asked.

    The loan of 2,500 is late first, then the card (grace to the 11th). The card lacks 500 of its minimum: 25.00 late
    fee, and 0.05 % of the 5,900 unpaid, 2.95 a day: from the 8th to the 30th 22 days, 64.90.
    """
    found = allot([LENT, CARD, LOAN], Purse(260_000, on(30)), TODAY)
    assert [one.claim.loan_id for one in found.given] == [FINANCE, BANK, FRIEND]
    loan, card, lent = found.given
    assert (loan.choice, loan.payments, loan.call_on) == (Choice.FULL, ((on(5), 250_000),), None)
    assert (card.choice, card.paid_minor, card.asked_minor) == (Choice.ASK, 10_000, 50_000)
    assert (card.call_on, card.fee_minor, card.day_minor, card.cost_minor) == (on(7), 2_500, 295, 8_990)
    assert (lent.choice, lent.paid_minor, lent.call_on) == (Choice.ASK, 0, on(3))
    assert (found.paid_minor, found.missing_minor, found.left_minor) == (260_000, 150_000, 0)
    assert found.late_lenders == {BANK, FRIEND}


def test_fewest_lenders_late_serves_the_two_small_ones() -> None:
    """With 2,600 the card's 600 and the friend's 1,000 are paid; the loan gets the 1,000 that is left."""
    found = allot([LENT, CARD, LOAN], Purse(260_000, on(30)), TODAY, Aim.FEWEST)
    assert found.late_lenders == {FINANCE}
    assert of(found, BANK).choice is Choice.MINIMUM
    assert of(found, FRIEND).choice is Choice.FULL
    assert (of(found, FINANCE).paid_minor, of(found, FINANCE).asked_minor) == (100_000, 150_000)


def test_least_cost_saves_the_late_fee_first() -> None:
    """A yuan for the card saves 5 fen at once and 1.1 by the 30th; a yuan for the loan 1.25; the friend costs nothing.

    So the card's 600, then 2,000 for the loan, of which 500 bear 0.25 a day for 25 days (6.25); the card's 5,400 bear
    2.70 a day for 22 days (59.40).
    """
    found = allot([LENT, CARD, LOAN], Purse(260_000, on(30)), TODAY, Aim.COST)
    assert of(found, BANK).paid_minor == 60_000
    assert of(found, FINANCE).paid_minor == 200_000
    assert found.cost_minor == 5_940 + 625


def test_what_is_to_stay_clean_comes_first() -> None:
    found = allot([LENT, CARD, LOAN], Purse(260_000, on(30)), TODAY, Aim.CLEAN, [FRIEND])
    assert of(found, FRIEND).choice is Choice.FULL
    assert (of(found, BANK).paid_minor, of(found, FINANCE).paid_minor) == (60_000, 100_000)


def test_a_part_that_keeps_nobody_clean_waits_for_minimums_that_can_be_paid_whole() -> None:
    """With 2,000 the loan of 2,500 stays late whatever it gets: the card's 600 and the friend's 1,000 come first."""
    found = allot([LENT, CARD, LOAN], Purse(200_000, on(30)), TODAY)
    assert found.late_lenders == {FINANCE}
    assert (of(found, BANK).paid_minor, of(found, BANK).choice) == (60_000, Choice.MINIMUM)
    assert (of(found, FINANCE).paid_minor, of(found, FRIEND).paid_minor) == (40_000, 100_000)


def test_what_a_card_asks_beyond_its_minimum_comes_after_every_minimum() -> None:
    found = allot([CARD, LENT], Purse(200_000, on(30)), TODAY)
    assert (of(found, BANK).paid_minor, of(found, FRIEND).paid_minor) == (100_000, 100_000)
    assert of(found, BANK).choice is Choice.MINIMUM


def test_what_is_overdue_longest_comes_first_and_is_called_today() -> None:
    late = replace(claim(4, 1, 800), due_on=date(2026, 10, 1), late_from=date(2026, 10, 2))
    later = replace(late, key="5", loan_id=5, lender=5, due_on=date(2026, 10, 20), late_from=date(2026, 10, 21))
    found = allot([later, LOAN, late], Purse(100_000, on(30)), TODAY)
    assert [one.claim.loan_id for one in found.given] == [4, 5, FINANCE]
    assert (of(found, 4).choice, of(found, 4).payments) == (Choice.FULL, ((TODAY, 80_000),))
    assert (of(found, 5).choice, of(found, 5).call_on, of(found, 5).paid_minor) == (Choice.UNSERVED, TODAY, 20_000)


def test_living_costs_are_set_aside_and_the_buffer_only_if_it_is_said() -> None:
    purse = Purse(300_000, on(30), living=((on(20), 100_000),), buffer_minor=50_000)
    assert allot([LOAN], purse, TODAY).paid_minor == 200_000
    assert allot([LOAN], replace(purse, keep_buffer=True), TODAY).paid_minor == 150_000


def test_money_that_comes_later_serves_what_is_due_later_and_asks_for_its_own_day() -> None:
    """1,000 now, 3,000 on the 10th: the loan of the 5th gets 1,000 in time and 1,500 on the 10th, the card the rest.

    The card is paid within its grace on the 10th and 900 above its minimum.
    """
    found = allot([CARD, LOAN], Purse(100_000, on(30), comes=((on(10), 300_000),)), TODAY)
    loan, card = of(found, FINANCE), of(found, BANK)
    assert loan.payments == ((on(5), 100_000), (on(10), 150_000))
    assert (loan.choice, loan.asked_minor, loan.promised_on, loan.call_on) == (Choice.ASK, 150_000, on(10), on(4))
    assert loan.cost_minor == 375  # 0.05 % of 1,500 for five days
    assert (card.payments, card.choice, card.late) == (((on(10), 150_000),), Choice.MINIMUM, False)
    assert found.left_minor == 0


def test_a_few_yuan_that_leave_a_claim_late_wait_for_the_payment_that_follows() -> None:
    """24.99 is less than a hundredth of 2,500 and waits; 25 are paid on the day; the least cost pays both."""
    for now, aim, payments in (
        (2_499, Aim.RECORD, ((on(10), 250_000),)),
        (2_500, Aim.RECORD, ((on(5), 2_500), (on(10), 247_500))),
        (2_499, Aim.COST, ((on(5), 2_499), (on(10), 247_501))),
    ):
        found = allot([LOAN], Purse(now, on(30), comes=((on(10), 300_000),)), TODAY, aim)
        assert of(found, FINANCE).payments == payments
        assert found.left_minor == 50_000 + now


def test_a_few_yuan_that_nothing_follows_go_to_the_minimum_that_gets_more() -> None:
    """10 at hand and 1,000 on the 15th: the loan of the 5th is late with 10 as without, the one of the 20th gets it."""
    other, purse = claim(BANK, 20, 2_000), Purse(1_000, on(30), comes=((on(15), 100_000),))
    found = allot([LOAN, other], purse, TODAY)
    assert (of(found, FINANCE).payments, of(found, BANK).payments) == ((), ((on(20), 101_000),))
    assert found.left_minor == 0
    (alone,) = allot([LOAN], Purse(1_000, on(30)), TODAY).given
    assert alone.paid_minor == 1_000  # nobody else takes it


def test_the_day_to_ask_for_is_the_one_that_brings_the_minimum() -> None:
    """A bill of 6,000 with a minimum of 600, due on the 8th: 600 come on the 20th, the rest only on the 28th."""
    bill = replace(CARD, late_from=on(9))
    found = allot([bill], Purse(0, on(30), comes=((on(20), 60_000), (on(28), 540_000))), TODAY)
    assert of(found, BANK).payments == ((on(20), 60_000), (on(28), 540_000))
    assert (of(found, BANK).promised_on, of(found, BANK).call_on) == (on(20), on(7))


def test_a_day_is_promised_only_where_its_money_suffices_and_to_one_lender_once() -> None:
    """The next income leaves 2,600: it brings the loan's 2,500 and not the friend's 1,000 beside it."""
    pay = date(2026, 12, 10)
    purse = Purse(0, on(30), next_on=pay, next_minor=260_000)
    found = allot([LOAN, LENT], purse, TODAY)
    assert (of(found, FINANCE).promised_on, of(found, FRIEND).promised_on) == (pay, None)
    found = allot([LOAN, LENT], replace(purse, next_minor=249_999), TODAY)
    assert (of(found, FINANCE).promised_on, of(found, FRIEND).promised_on) == (None, pay)


def test_a_lender_that_takes_no_part_gets_all_or_nothing() -> None:
    whole = replace(LOAN, takes_part=False)
    found = allot([whole, CARD], Purse(200_000, on(30)), TODAY)
    assert (of(found, FINANCE).paid_minor, of(found, BANK).paid_minor) == (0, 200_000)


def test_where_all_can_be_paid_nobody_is_called() -> None:
    found = allot([CARD, LOAN, LENT], Purse(1_000_000, on(30)), TODAY)
    assert {one.choice for one in found.given} == {Choice.FULL}
    assert (found.cost_minor, found.left_minor) == (0, 50_000)
    assert {one.call_on for one in found.given} == {None}


@st.composite
def _claims(draw: st.DrawFn) -> list[Claim]:
    made = []
    for number in range(draw(st.integers(1, 5))):
        amount = draw(st.integers(1, 300_000))
        due = TODAY + timedelta(draw(st.integers(-40, 30)))
        made.append(
            Claim(
                str(number),
                number,
                draw(st.integers(1, 3)),
                due,
                amount,
                draw(st.sampled_from([amount, amount // 10, amount // 2])),
                due + timedelta(draw(st.sampled_from([1, 1, 4]))),
                draw(st.sampled_from(Record)),
                draw(st.sampled_from([Fraction(0), Fraction(5, 10_000), Fraction(98, 100_000)])),
                draw(st.integers(0, amount)),
                draw(st.sampled_from([Fraction(0), Fraction(5, 100)])),
                draw(st.sampled_from([0, 0, 1_000])),
            )
        )
    return made


@st.composite
def _purses(draw: st.DrawFn) -> Purse:
    days = st.integers(0, 35).map(lambda days: TODAY + timedelta(days))
    moves = st.lists(st.tuples(days, st.integers(1, 100_000)), max_size=2).map(tuple)
    return Purse(draw(st.integers(0, 400_000)), on(30), draw(moves), draw(moves), draw(st.integers(0, 50_000)))


AIMS = st.sampled_from(Aim)


@given(_claims(), _purses(), AIMS)
@examples(200)
def test_no_money_stays_that_somebody_would_take_and_nobody_gets_more_than_asked(
    claims: list[Claim], purse: Purse, aim: Aim
) -> None:
    found = allot(claims, purse, TODAY, aim, [0, 1])
    assert sorted(one.claim.key for one in found.given) == sorted(one.key for one in claims)
    assert not found.left_minor or not any(one.unpaid_minor for one in found.given)
    assert all(0 <= one.paid_minor <= one.claim.amount_minor for one in found.given)
    if any(one.paid_minor > one.claim.minimum_minor for one in found.given):
        assert not found.missing_minor or purse.comes  # no minimum lacks what went beyond another
    _paid_from_money_that_is_there(found, purse)
    for one in found.given:
        assert (one.call_on is not None) is one.late
        assert one.call_on is None or one.call_on >= TODAY


def _paid_from_money_that_is_there(found: Allotment, purse: Purse) -> None:
    days = sorted({on for one in found.given for on, _ in one.payments} | {on for on, _ in purse.living})
    for day in days:
        paid = sum(amount for one in found.given for on, amount in one.payments if on <= day)
        there = purse.now_minor + sum(amount for on, amount in purse.comes if on <= min(day, purse.until))
        lived = sum(amount for on, amount in purse.living if on <= min(day, purse.until))
        assert paid <= max(there - lived, 0) or not paid


@given(_claims(), _purses(), AIMS, st.randoms())
@examples(100)
def test_the_order_of_entry_changes_nothing(claims: list[Claim], purse: Purse, aim: Aim, chance: random.Random) -> None:
    mixed = list(claims)
    chance.shuffle(mixed)
    assert allot(mixed, purse, TODAY, aim, [0]) == allot(claims, purse, TODAY, aim, [0])


@given(_claims(), _purses(), st.integers(0, 200_000), st.sampled_from([Aim.RECORD, Aim.CLEAN]))
@examples(150)
def test_more_money_never_leaves_the_record_worse(claims: list[Claim], purse: Purse, more: int, aim: Aim) -> None:
    """Who is kept clean may change with more money: by the goal's own order it is never for the worse."""
    named = frozenset([0]) if aim is Aim.CLEAN else frozenset[int]()
    before = allot(claims, purse, TODAY, aim, named)
    found = allot(claims, replace(purse, now_minor=purse.now_minor + more), TODAY, aim, named)
    assert kept(found, named) >= kept(before, named)
    assert (found.paid_minor, -found.missing_minor) >= (before.paid_minor, -before.missing_minor)
    assert found.missing_minor <= before.missing_minor


@given(_claims(), _purses())
@examples(100)
def test_each_aim_is_the_best_at_what_it_is_for(claims: list[Claim], purse: Purse) -> None:
    found = {aim: allot(claims, purse, TODAY, aim, [0]) for aim in Aim}
    assert found[Aim.COST].cost_minor == min(one.cost_minor for one in found.values())
    for size in range(len(claims)):
        for first in combinations(range(len(claims)), size):
            other = allot(claims, purse, TODAY, Aim.CLEAN, first)
            assert found[Aim.COST].cost_minor <= other.cost_minor
            assert len(found[Aim.FEWEST].late_lenders) <= len(other.late_lenders)
    assert len(found[Aim.FEWEST].late_lenders) == min(len(one.late_lenders) for one in found.values())
