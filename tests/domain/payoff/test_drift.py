"""How reality departs from an adopted plan: parts that add up to the fen, whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Method, RateChange
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Draw,
    DrawKind,
    Repayment,
)
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.payoff.adopted.adopted import Baseline, Expected, known_of
from planner.domain.payoff.adopted.drift import Cause, Drift, drift
from planner.domain.payoff.debts.actions import Action, ActionKind
from tests.make.accounts import card, day, drawn, fen, paid
from tests.make.examples import examples
from tests.make.terms import loan

START = day("01-10")
MADE = loan(Method.EQUAL_PRINCIPAL, fen(12_000), 12, "0.12", start_on=START)
FLAT = Account(replace(MADE, id=1, lender=Lender(1, "甲")))
OTHER = Account(replace(MADE, id=2, lender=Lender(2, "乙")))
DUES = (("02-10", 1_120), ("03-10", 1_110), ("04-10", 1_100))


def baseline(*accounts: Account) -> Baseline:
    """A plan that pays what is due on the three next due dates of each."""
    dues = [
        (account.loan.id, day(on), fen(yuan), fen(12_000) - number * fen(1_000))
        for account in accounts
        for number, (on, yuan) in enumerate(DUES, 1)
    ]
    return Baseline(
        START,
        known_of(accounts, START),
        tuple(Action(on, 1, loan_id, loan_id, None, ActionKind.DUE, amount, False) for loan_id, on, amount, _ in dues),
        tuple(Expected(loan_id, on, owed) for loan_id, on, _, owed in dues),
    )


def checked(found: Drift) -> Drift:
    assert sum(found.parts.values()) == found.gap_minor
    assert sum(sum(parts.values()) for parts in found.by_loan.values()) == found.gap_minor
    return found


def after(*accounts: Account, on: str = "03-31", plan: Baseline | None = None) -> Drift:
    return checked(drift(plan or baseline(FLAT, OTHER), Book(accounts), day(on)))


def test_as_planned_there_is_no_drift() -> None:
    done = paid(*DUES[:2])
    found = after(replace(FLAT, repayments=done), replace(OTHER, repayments=done))
    assert (found.gap_minor, found.parts, found.by_loan) == (0, {}, {})
    assert found.planned_minor == found.actual_minor == fen(20_000)


def test_money_paid_on_the_wrong_loan_is_no_plan_kept() -> None:
    """The plan's 500 of extra money for one loan go to the other: as much is owed in all, and the plan is not kept."""
    plan = baseline(FLAT, OTHER)
    extra = Action(day("03-10"), 1, 1, 1, None, ActionKind.EXTRA, fen(500), False)
    less = (replace(one, owed_minor=one.owed_minor - fen(500)) for one in plan.expected if one.loan_id == 1)
    expected = (plan.expected[0], *[*less][1:], *(one for one in plan.expected if one.loan_id == 2))
    plan = replace(plan, actions=(*plan.actions, extra), expected=expected)
    done, more = paid(*DUES[:2]), paid(("02-10", 1_120), ("03-10", 1_610))
    wrong = after(replace(FLAT, repayments=done), replace(OTHER, repayments=more), on="03-11", plan=plan)
    assert (wrong.gap_minor, wrong.kept) == (0, False)
    assert wrong.by_loan == {1: {Cause.PAID_LESS: fen(500)}, 2: {Cause.PAID_MORE: -fen(500)}}
    assert after(replace(FLAT, repayments=more), replace(OTHER, repayments=done), on="03-11", plan=plan).kept


def test_two_payments_one_short_by_200_and_a_rate_rise() -> None:
    """The short payment, the dearer rate and nothing else: −200 and −x, which add up to the whole gap."""
    change = RateChange(day("03-01"), Rate(Decimal("0.18"), RateBasis.YEAR))
    dearer = replace(FLAT, loan=FLAT.loan.with_change(change))
    short = replace(dearer, repayments=paid(("02-10", 1_120), ("03-10", 910)))
    found = after(short, replace(OTHER, repayments=paid(*DUES[:2])))
    assert found.parts[Cause.PAID_LESS] == fen(200)
    assert found.parts[Cause.RATE] > 0
    assert Cause.BORROWED not in found.parts
    assert set(found.by_loan) == {1}


def test_paying_more_and_borrowing_more() -> None:
    more = replace(FLAT, repayments=paid(("02-10", 1_120), ("03-10", 2_110)))
    new = Account(replace(MADE, id=3, lender=Lender(3, "丙"), start_on=day("03-05")))
    found = after(more, replace(OTHER, repayments=paid(*DUES[:2])), new)
    assert found.parts == {Cause.PAID_MORE: -fen(1_000), Cause.BORROWED: fen(12_000)}
    assert found.by_loan[3] == {Cause.BORROWED: fen(12_000)}


def test_a_new_fee_has_its_own_part() -> None:
    charged = replace(FLAT.loan, fees=(Fee("会员费", FeeWhen.PER_TERM, fen(9)),))
    done = paid(*DUES[:2])
    found = after(Account(charged, repayments=done), replace(OTHER, repayments=done))
    assert found.parts[Cause.FEE] == fen("18.22")  # with interest on the principal that went unpaid for it
    assert found.gap_minor == fen("18.22")


def test_what_was_paid_before_the_plan_is_no_part_of_it() -> None:
    before = replace(FLAT, repayments=(Repayment(5, START, fen(500)),))
    plan = baseline(before, OTHER)
    done = paid(*DUES[:2], first_id=6)
    again = replace(before, repayments=(*before.repayments, *done))
    found = after(again, replace(OTHER, repayments=done), plan=plan)
    assert Cause.PAID_MORE not in found.parts


def test_a_deleted_loan_is_said_to_be_other() -> None:
    found = after(replace(FLAT, repayments=paid(*DUES[:2])))
    assert found.parts == {Cause.OTHER: -fen(10_000)}


def test_what_is_due_today_is_not_behind_before_the_day_is_over() -> None:
    first = paid(DUES[0])
    book = (replace(FLAT, repayments=first), replace(OTHER, repayments=first))
    today = after(*book, on="03-10")
    assert (today.gap_minor, today.parts) == (0, {})
    assert today.planned_minor == 2 * fen(11_110)  # 11,000 of principal and the interest that is due today
    part = after(replace(FLAT, repayments=paid(DUES[0], ("03-10", 300))), book[1], on="03-10")
    assert (part.gap_minor, part.parts) == (0, {})
    assert after(*book, on="03-12").parts == {}  # not recorded yet
    assert after(*book, on="03-14").parts[Cause.PAID_LESS] == 2 * fen(1_110)


def test_what_was_missed_before_stays_behind_on_a_due_date() -> None:
    found = after(FLAT, replace(OTHER, repayments=paid(DUES[0])), on="03-10")
    assert found.by_loan.keys() == {1}
    assert found.parts[Cause.PAID_LESS] == fen(1_120)


def settled_for_less(on: str, yuan: int) -> Account:
    """The first loan ended for less than is owed, as agreed with the lender."""
    agreed = Arrangement(
        1,
        ArrangementKind.REDUCED_SETTLEMENT,
        ArrangementState.KEPT,
        agreed_on=day("02-20"),
        until_on=day(on),
        ended_on=day(on),
        amount_minor=fen(yuan),
    )
    payments = (*paid(DUES[0]), Repayment(2, day(on), fen(yuan), settles=True))
    return replace(FLAT, repayments=payments, arrangements=(agreed,))


def test_a_settlement_for_less_is_one_part_of_its_own() -> None:
    """8,000 end 11,000: the plan owes 10,000 after March, of which 6,890 more than planned were paid."""
    other = replace(OTHER, repayments=paid(*DUES))
    found = after(settled_for_less("03-05", 8_000), replace(OTHER, repayments=paid(*DUES[:2])))
    assert found.by_loan[1] == {Cause.PAID_MORE: -fen(6_890), Cause.GIVEN_UP: -fen(3_110)}
    later = after(settled_for_less("03-05", 1_000), other, on="04-30")
    # 2,120 of 3,330 planned were paid: nothing is paid less on what is over
    assert later.by_loan[1] == {Cause.GIVEN_UP: -fen(9_000)}


def test_what_is_paid_off_early_is_never_paid_less() -> None:
    whole = replace(FLAT, repayments=(*paid(DUES[0]), Repayment(2, day("02-10"), fen(11_000), settles=True)))
    found = after(whole, replace(OTHER, repayments=paid(*DUES)), on="04-30")
    assert found.by_loan[1] == {Cause.PAID_MORE: -fen(8_790), Cause.OTHER: -fen(210)}  # the interest of two months


def test_a_discount_and_a_waiver_are_given_up_by_the_lender() -> None:
    less = replace(paid(DUES[1], first_id=2)[0], amount_minor=fen(1_050), discount_minor=fen(60))
    found = after(replace(FLAT, repayments=(*paid(DUES[0]), less)), replace(OTHER, repayments=paid(*DUES[:2])))
    assert found.gap_minor == 0
    assert found.by_loan[1] == {Cause.PAID_LESS: fen(60), Cause.GIVEN_UP: -fen(60)}


CARD = Account(replace(card(), id=3, lender=Lender(3, "丙")), draws=drawn(("01-05", 2_000)))


def of_card(*more: Draw, on: str, **records: Any) -> dict[Cause, int]:
    """The parts of a card with 2,000 on the bill of 02-09, which the plan pays; cut on the 1st, due on the 9th."""
    pays = Action(day("02-09"), 1, 3, 3, None, ActionKind.DUE, fen(2_000), True)
    plan = Baseline(START, known_of((CARD,), START), (pays,), (Expected(3, day("02-09"), 0),))
    return checked(drift(plan, Book((replace(CARD, draws=(*CARD.draws, *more), **records),)), day(on))).parts


def test_what_is_bought_by_card_and_paid_with_its_bill_is_not_borrowed() -> None:
    bought = Draw(2, day("02-15"), fen(800))
    first = Repayment(1, day("02-09"), fen(2_000))
    kept = of_card(bought, on="02-28", repayments=(first,))
    assert kept == {}  # no bill asks for it yet
    assert of_card(bought, on="03-09", repayments=(first,)) == {}  # due today
    whole = (first, Repayment(2, day("03-09"), fen(800)))
    assert of_card(bought, on="03-20", repayments=whole) == {}
    part = (first, Repayment(2, day("03-09"), fen(300)))
    assert of_card(bought, on="03-20", repayments=part) == {Cause.BORROWED: fen(500)}
    back = Allowance(1, day("02-20"), fen(800), AllowanceKind.REFUND)
    assert of_card(bought, on="03-20", repayments=(first,), allowances=(back,)) == {}
    cash = replace(bought, kind=DrawKind.CASH)
    assert of_card(cash, on="02-28", repayments=(first,)) == {Cause.BORROWED: fen(800)}


def test_interest_that_no_bill_has_charged_yet_is_no_drift_before_the_card_is_paid_off() -> None:
    """The plan ends the card on 02-09 with 2,003, of which 3 are interest; then with 500 of it paid the day before."""
    pays = Action(day("02-09"), 1, 3, 3, None, ActionKind.DUE, fen(2_003), True)
    plan = Baseline(START, known_of((CARD,), START), (pays,), (Expected(3, day("02-09"), 0),))
    assert after(CARD, on="02-09", plan=plan).parts == {}
    early = replace(CARD, repayments=paid(("02-08", 500)))
    assert after(early, on="02-09", plan=plan).parts == {}


def test_a_due_that_was_taken_as_paid_and_is_recorded_later_is_no_payment_of_the_plan() -> None:
    """The due of 02-10 was not recorded when the plan of that day's morrow was adopted; it is, a day after its date."""
    begins = day("02-11")
    known = known_of((FLAT,), begins)
    pays = Action(day("03-10"), 1, 1, 1, None, ActionKind.DUE, fen(1_110), False)
    plan = Baseline(begins, known, (pays,), (Expected(1, day("03-10"), fen(10_000)),))
    late = replace(FLAT, repayments=paid(("02-11", 1_120)))
    assert all(after(late, on=on, plan=plan).by_loan == {} for on in ("02-12", "03-09", "03-10"))


@examples(60)
@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 500_000)), max_size=5),
    st.lists(st.tuples(st.integers(1, 200), st.integers(1, 300_000)), max_size=3),
    st.integers(0, 250),
    st.sampled_from([(0, False), (700, False), (0, True)]),
)
def test_the_parts_add_up_whatever_happens(
    payments: list[tuple[int, int]], draws: list[tuple[int, int]], days: int, end: tuple[int, bool]
) -> None:
    """``end``: what the lender gave up with each payment, and whether the last one settled the loan."""
    line = Account(
        replace(loan(Method.REVOLVING, 0, None, "0.0005", RateBasis.DAY, start_on=START), id=2, lender=Lender(2, "乙")),
        draws=(Draw(1, START, fen(5_000)),),
    )
    plan = baseline(FLAT, line, CARD)
    ordered = sorted(payments)
    paid_now = tuple(
        Repayment(
            number,
            START + timedelta(step),
            amount,
            discount_minor=end[0],
            settles=end[1] and number == len(ordered),
        )
        for number, (step, amount) in enumerate(ordered, 1)
    )
    drawn_now = tuple(
        Draw(number, START + timedelta(step), amount) for number, (step, amount) in enumerate(sorted(draws), 2)
    )
    card_now = replace(CARD, repayments=paid_now, draws=(*CARD.draws, *drawn_now))
    book = Book((replace(FLAT, repayments=paid_now), replace(line, draws=(*line.draws, *drawn_now)), card_now))
    checked(drift(plan, book, START + timedelta(days)))
