"""Bill accounts by their own terms: when a bill falls due, what has to be paid of it, what is carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account, DrawKind
from planner.domain.accounts.terms import CardInterest, CardTerms, Fee, FeeKind, FeeWhen, MinimumRule
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.figures.ratios import ratios, trend
from planner.domain.ledger.card_bills import bill_due_on, minimum_of
from planner.domain.ledger.position import position, replay
from planner.domain.ledger.state import AccountState, DueStatus
from tests.make.accounts import at, card, day, drawn, fen, open_histories, paid, printed, read
from tests.make.examples import examples

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
    loan = card(due_day=None, card=CardTerms(due_after_days=18))
    account = Account(loan, draws=drawn(("01-20", 300), ("02-20", 50)), repayments=paid(("02-19", 300)))
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
    dues = at(account, "02-02").dues
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
    account = Account(card(card=TENTH), draws=drawn(("01-20", 1_000)), repayments=paid(("02-15", 100)))
    assert at(account, "02-13").overdue_minor == fen(100)
    place = at(account, "02-16")
    assert (place.overdue_minor, place.dues[0].status, place.dues[0].days_late) == (0, DueStatus.LATE, 6)


def test_less_than_the_minimum_leaves_the_bill_overdue() -> None:
    account = Account(card(card=TENTH), draws=drawn(("01-20", 1_000)), repayments=paid(("02-05", "99.99")))
    place = at(account, "02-10")
    assert (place.overdue_minor, place.dues[0].status) == (1, DueStatus.MISSED)
    assert place.dues[0].unpaid_minor == fen("900.01")


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


@examples(80)
@given(open_histories(), st.sampled_from([TENTH, CardTerms(tolerance_minor=10_00), CardTerms(due_after_days=20)]))
def test_terms_of_a_card_move_dues_and_never_what_is_owed(account: Account, terms: CardTerms) -> None:
    if account.loan.method is not Method.CARD:
        return
    if terms.minimum is not MinimumRule.NONE:
        # What a printed bill holds beyond its purchases depends on what the bills before it still ask for.
        account = replace(account, statements=())
    changed = replace(account, loan=replace(account.loan, card=terms))
    days = [day("01-01") + timedelta(step) for step in range(0, 260, 13)]
    for on in days:
        assert position(changed, on).principal_minor == position(account, on).principal_minor
        assert sum(due.unpaid_minor for due in position(changed, on).dues) <= position(changed, on).principal_minor
    book = Book((changed,))
    last = day("09-17")
    assert trend(book, last, 6)[-1] == ratios(book, last)


# -- interest from the day after the due date (花呗) ------------------------------------------------------------------

HUABEI = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"), interest=CardInterest.AFTER_DUE)


def huabei(**more: object) -> Loan:
    """0.05 % a day by actual days; bill on the 1st, due on the 9th."""
    rate = Rate(Decimal("0.0005"), RateBasis.DAY)
    return replace(card(card=HUABEI, rate=rate, day_count=DayCount.ACT_365), **more)  # type: ignore[arg-type]


def test_what_is_left_after_the_minimum_bears_interest_from_the_day_after_the_due_date() -> None:
    """The published example: a bill of 1,000, 100 paid on the 8th, due on the 9th: 0.45 a day from the 10th."""
    account = Account(huabei(), draws=drawn(("01-20", 1_000)), repayments=paid(("02-08", 100)))
    assert [at(account, on).accrued_minor for on in ("02-09", "02-10", "02-11", "02-19")] == [0, 45, 90, 450]
    place = at(account, "02-19")
    assert (place.principal_minor, place.settlement_minor, place.overdue_minor) == (fen(900), fen("904.50"), 0)
    # The next bill is cut on 03-01: 20 days are 9.00, asked for in full beside a tenth of the 900.
    due, later = at(account, "03-01").dues[1:]
    assert (due.due_on, due.amount_minor, due.minimum_minor) == (day("03-09"), fen(909), fen(99))
    assert (later.due_on, later.amount_minor) == (day("04-09"), 1_395)  # 31 days more, if nothing is paid
    assert at(account, "02-20").dues[-1].amount_minor == fen(909)  # as it was to be expected


def test_a_bill_paid_in_full_by_its_due_date_bears_nothing() -> None:
    account = Account(huabei(), draws=drawn(("01-20", 1_000)), repayments=paid(("02-09", 1_000)))
    assert at(account, "02-28").accrued_minor == at(account, "03-05").principal_minor == 0


def test_interest_stops_on_what_is_paid_and_what_grew_can_be_paid_at_once() -> None:
    account = Account(huabei(), draws=drawn(("01-20", 1_000)), repayments=paid(("02-19", 500)))
    assert at(account, "02-19").accrued_minor == 500  # ten days on 1,000
    assert at(account, "02-23").accrued_minor == 600  # and four on 500
    settled = replace(account, repayments=(*account.repayments, *paid(("02-23", 506), first_id=2)))
    place = at(settled, "02-23")
    assert (place.principal_minor, place.accrued_minor, place.settlement_minor) == (0, 0, 0)
    assert [(part.principal_minor, part.interest_minor, part.over_minor) for part in place.applied] == [
        (fen(500), 0, 0),
        (fen(500), fen(6), 0),
    ]


def test_without_a_rule_nothing_is_computed() -> None:
    loan = huabei(card=TENTH)
    account = Account(loan, draws=drawn(("01-20", 1_000)), repayments=paid(("02-08", 100)))
    assert at(account, "02-28").accrued_minor == 0
    assert at(account, "03-01").principal_minor == fen(900)


@examples(80)
@given(open_histories(), st.lists(st.integers(0, 250), min_size=1, max_size=4))
def test_looking_in_between_changes_nothing(account: Account, stops: list[int]) -> None:
    if account.loan.method is not Method.CARD:
        return
    loan = replace(account.loan, card=HUABEI, rate=Rate(Decimal("0.0005"), RateBasis.DAY), day_count=DayCount.ACT_365)
    changed = replace(account, loan=loan)
    ledger = replay(changed)
    for stop in sorted(stops):
        ledger.advance(day("01-01") + timedelta(stop))
    last = day("09-17")
    ledger.advance(last)
    assert ledger.position(last) == position(changed, last)
    place = position(changed, last)
    moved = sum(draw.amount_minor for draw in changed.draws if draw.on <= last) + place.adjusted_minor
    used = sum(part.principal_minor + part.over_minor for part in place.applied)
    assert place.principal_minor - place.credit_minor == moved - used


ANNUAL = Fee("", FeeWhen.YEARLY, fen(200), kind=FeeKind.ANNUAL)


@pytest.mark.parametrize(
    ("fee", "bills"),
    [
        (ANNUAL, {"2026-02-01": 300, "2027-02-01": 200, "2028-02-01": 200}),
        (replace(ANNUAL, from_on=date(2027, 1, 1)), {"2026-02-01": 100, "2027-02-01": 200, "2028-02-01": 200}),
        (replace(ANNUAL, until_on=date(2027, 12, 31)), {"2026-02-01": 300, "2027-02-01": 200}),
    ],
)
def test_the_annual_fee_of_a_card_comes_with_the_bill_after_its_day(fee: Fee, bills: dict[str, int]) -> None:
    payments = paid(("02-09", bills["2026-02-01"]), ("2027-02-09", bills["2027-02-01"]))
    account = Account(card(start_on=day("01-10"), fees=(fee,)), drawn(("01-20", 100)), payments)
    place = at(account, "2028-02-02")
    assert {due.due_on.replace(day=1).isoformat(): due.amount_minor for due in place.dues} == {
        on: fen(yuan) for on, yuan in bills.items()
    }
    assert place.owed_minor == fen(bills.get("2028-02-01", 0))
    coming = at(account, "2027-01-15").dues[-1]  # as the next bill is to be expected
    assert (coming.due_on, coming.amount_minor) == (date(2027, 2, 9), fen(200))


def test_a_minimum_asks_for_the_annual_fee_in_full() -> None:
    account = Account(card(start_on=day("01-10"), card=TENTH, fees=(ANNUAL,)), draws=drawn(("01-20", 100)))
    assert at(account, "02-02").dues[0].minimum_minor == fen(10 + 200)


def test_a_printed_bill_says_itself_whether_the_annual_fee_is_on_it() -> None:
    account = Account(
        card(start_on=day("01-10"), fees=(ANNUAL,)),
        draws=drawn(("01-20", 100)),
        statements=printed(("02-01", "02-09", 100)),
    )
    place = at(account, "02-08")
    assert (place.owed_minor, [due.amount_minor for due in place.dues]) == (fen(100), [fen(100)])


def test_years_that_began_before_the_records_are_in_what_was_owed() -> None:
    known = Account(card(start_on=date(2020, 2, 20), fees=(ANNUAL,)), readings=read(("03-05", 500)))
    assert at(known, "12-02").owed_minor == fen(500)
    assert at(known, "2027-03-02").owed_minor == fen(700)
