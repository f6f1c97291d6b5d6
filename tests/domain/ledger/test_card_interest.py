"""Interest of a card from the posting date, cash advances and late fees, against the examples that banks publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import (
    Account,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Draw,
    DrawKind,
    Repayment,
)
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.position import position, replay
from tests.make.accounts import at, card, day, drawn, fen, open_histories, paid, printed
from tests.make.examples import examples

TENTH = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"), late_fee_share=Decimal("0.05"))


def bank(interest: CardInterest = CardInterest.FULL, **more: object) -> Loan:
    """0.05 % a day by actual days; bill on the 5th, due on the 23rd: the dates of the published example."""
    terms = replace(TENTH, interest=interest, **more)  # type: ignore[arg-type]
    rate = Rate(Decimal("0.0005"), RateBasis.DAY)
    return card(card=terms, rate=rate, day_count=DayCount.ACT_365, statement_day=5, due_day=23)


@pytest.mark.parametrize(
    ("rule", "interest"),
    [
        (CardInterest.FULL, "17.40"),  # 1,000 × 0.05 % × 24 days + 900 × 0.05 % × 12 days, as banks print it
        (CardInterest.UNPAID, "16.20"),  # 900 × 0.05 % × 36 days
        (CardInterest.AFTER_DUE, "5.40"),  # 900 × 0.05 % × 12 days
        (CardInterest.NONE, "0"),
    ],
)
def test_the_published_example_of_a_minimum_paid_on_the_due_date(rule: CardInterest, interest: str) -> None:
    account = Account(bank(rule), draws=drawn(("03-30", 1_000)), repayments=paid(("04-23", 100)))
    assert at(account, "04-23").accrued_minor == 0
    assert at(account, "05-05").principal_minor == fen(900) + fen(interest)
    due = at(account, "05-06").next_due
    assert due is not None
    assert (due.due_on, due.amount_minor) == (day("05-23"), fen(900) + fen(interest))
    assert due.minimum_minor == fen(90) + fen(interest)
    assert at(account, "05-06").overdue_minor == 0


def test_paid_in_full_by_the_due_date_it_costs_nothing() -> None:
    account = Account(bank(), draws=drawn(("03-30", 1_000)), repayments=paid(("04-10", 600), ("04-23", 400)))
    assert at(account, "05-06").principal_minor == 0


def test_ten_yuan_short_costs_nothing_where_the_bank_tolerates_it() -> None:
    draws, payments = drawn(("03-30", 1_000)), paid(("04-23", 990))
    assert at(Account(bank(tolerance_minor=10_00), draws, payments), "05-05").principal_minor == fen(10)
    # without tolerance: 990 for 24 days, and 10 for 36
    assert at(Account(bank(), draws, payments), "05-05").principal_minor == fen(10) + fen("12.06")


def test_days_of_grace_are_days_of_the_free_period() -> None:
    account = Account(replace(bank(), grace_days=3), draws=drawn(("03-30", 1_000)), repayments=paid(("04-26", 1_000)))
    assert at(account, "05-06").principal_minor == 0
    late = replace(account, repayments=paid(("04-27", 1_000)))
    assert at(late, "05-05").principal_minor == fen(14) + fen(5)  # 28 days of interest, 5 % of the minimum of 100


def test_each_purchase_bears_interest_from_its_own_posting_date() -> None:
    draws = (Draw(1, day("03-20"), fen(400), posted_on=day("03-22")), Draw(2, day("03-30"), fen(600)))
    account = Account(bank(), draws, paid(("04-23", 100)))
    # 100 × 32 days + 300 × 44 days + 600 × 36 days
    assert at(account, "05-05").principal_minor == fen(900) + fen(19)


def test_what_goes_on_bearing_is_not_counted_again_by_the_next_bill() -> None:
    """Nothing is paid after the minimum: 900 bears every day, the interest billed on 05-05 from its own day on."""
    account = Account(bank(), draws=drawn(("03-30", 1_000)), repayments=paid(("04-23", 100), ("05-23", "107.40")))
    # Bill of 05-05: 917.40, minimum 107.40, paid in time out of the oldest part: 792.60 + 17.40 are left.
    grown = Fraction(900 * 18 + 792_60 * 13 // 100, 2_000)  # to 05-23 and from there to 06-05
    exact = Fraction(900 * 18 * 100 + 79_260 * 13 + 1_740 * 31, 2_000)
    assert at(account, "06-05").principal_minor == fen(810) + round(exact)
    assert grown < exact


def test_a_minimum_missed_costs_a_share_of_what_is_missing() -> None:
    account = Account(bank(CardInterest.NONE), draws=drawn(("03-30", 1_000)), repayments=paid(("04-23", 40)))
    place = at(account, "04-24")
    assert (place.overdue_minor, place.settlement_minor) == (fen(60), fen(963))
    assert at(account, "05-05").principal_minor == fen(963)
    least = Account(bank(CardInterest.NONE, late_fee_minor=10_00), account.draws, account.repayments)
    assert at(least, "05-05").principal_minor == fen(970)
    # paid with the rest it is a fee
    settled = replace(account, repayments=(*account.repayments, *paid(("04-30", 963), first_id=2)))
    assert at(settled, "05-06").principal_minor == 0
    assert at(settled, "04-30").applied[-1].fee_minor == fen(3)


@pytest.mark.parametrize(
    ("agreed_on", "owed"),
    [
        # 5 % of the minimums of 100, 195, 285.75 and 372.94 that were missed
        (None, ("1005", "1014.75", "1029.04", "1047.69")),
        # from the day on which the first is missed to the day before the fourth is: 5 % of 343.90
        ("04-23", ("1000", "1000", "1000", "1017.20")),
        # what was missed the day before it stays: 5 % of 100, and of 348.90
        ("04-24", ("1005", "1005", "1005", "1022.45")),
    ],
)
def test_suspended_interest_stops_late_fees(agreed_on: str | None, owed: tuple[str, ...]) -> None:
    account = Account(bank(CardInterest.NONE), drawn(("03-30", 1_000)))
    if agreed_on is not None:
        kind, state = ArrangementKind.SUSPENDED_INTEREST, ArrangementState.AGREED
        quiet = Arrangement(1, kind, state, agreed_on=day(agreed_on), until_on=day("07-22"))
        account = replace(account, arrangements=(quiet,))
    bills = ("05-05", "06-05", "07-05", "08-05")
    assert [at(account, on).principal_minor for on in bills] == [fen(yuan) for yuan in owed]


def test_without_a_known_minimum_or_share_no_late_fee_is_made_up() -> None:
    draws = drawn(("03-30", 1_000))
    for terms in (replace(TENTH, late_fee_share=None), CardTerms(late_fee_share=Decimal("0.05"))):
        assert at(Account(card(card=terms, statement_day=5, due_day=23), draws), "05-06").principal_minor == fen(1_000)


def test_a_cash_advance_bears_interest_from_its_day_and_has_a_fee() -> None:
    loan = bank(cash_fee_share=Decimal("0.01"), cash_fee_minor=10_00)
    account = Account(loan, draws=(Draw(1, day("03-26"), fen(500), kind=DrawKind.CASH),))
    place = at(account, "04-05")
    # the least fee of 10.00, and 10 days on 500; a minimum asks for all of it
    assert place.principal_minor == fen(510) + fen("2.50")
    assert place.dues[0].minimum_minor == place.dues[0].amount_minor == fen("512.50")
    settled = replace(account, repayments=paid(("04-05", 510)))
    assert at(settled, "04-05").principal_minor == fen("2.50")


def test_a_printed_bill_holds_its_own_interest_and_fees() -> None:
    bills = printed(("04-05", "04-23", 1_000), ("05-05", "05-23", "917.40"))
    account = Account(bank(), drawn(("03-30", 1_000)), paid(("04-20", 100)), statements=bills)
    assert at(account, "05-06").principal_minor == fen("917.40")


def diary(account: Account, last: date) -> Fraction:
    """Interest up to ``last`` by ``UNPAID``, day by day, for purchases made and paid inside the first two bills."""
    left = {draw.on: draw.amount_minor for draw in account.draws}
    for amount in (repayment.amount_minor for repayment in account.repayments):
        rest = amount
        for on in sorted(left):
            part = min(rest, left[on])
            left[on] -= part
            rest -= part
    return sum((Fraction(amount * (last - on).days, 2_000) for on, amount in left.items()), Fraction(0))


@given(
    st.dictionaries(st.dates(day("03-06"), day("04-05")), st.integers(1, 500_000), min_size=1, max_size=6),
    st.lists(st.integers(1, 300_000), max_size=3),
)
def test_what_stays_unpaid_bears_what_a_diary_says(bought: dict[date, int], amounts: list[int]) -> None:
    draws = tuple(Draw(number, on, amount) for number, (on, amount) in enumerate(sorted(bought.items()), 1))
    payments = tuple(Repayment(number, day("04-10"), amount) for number, amount in enumerate(amounts, 1))
    terms = replace(bank(CardInterest.UNPAID), card=CardTerms(interest=CardInterest.UNPAID))
    account = Account(terms, draws, payments)
    unpaid = max(sum(bought.values()) - sum(amounts), 0)
    expected = Fraction(0) if not unpaid else diary(account, day("05-04"))
    assert abs(at(account, "05-04").accrued_minor - expected) <= Fraction(1, 2)


@examples(160)
@given(open_histories(), st.sampled_from(CardInterest), st.lists(st.integers(0, 250), min_size=1, max_size=4))
def test_looking_in_between_changes_nothing(account: Account, rule: CardInterest, stops: list[int]) -> None:
    if account.loan.method is not Method.CARD:
        return
    terms = replace(bank(rule), statement_day=account.loan.statement_day, due_day=account.loan.due_day)
    changed = replace(account, loan=terms)
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
    assert place.accrued_minor >= 0


def test_what_settles_a_card_is_divided_by_its_own_day_whoever_looked_before() -> None:
    late = replace(bank(CardInterest.UNPAID).card, late_fee_share=Decimal("0.05"), late_fee_minor=1_000)
    made = replace(bank(CardInterest.UNPAID), card=late)
    owing = Account(made, (Draw(1, day("01-05"), fen(1_000)),), (Repayment(1, day("02-20"), fen(1_030), settles=True),))
    whole = position(owing, day("02-20")).applied
    for seen in ("02-15", "02-19"):
        ledger = replay(owing)
        ledger.advance(day(seen))
        ledger.advance(day("02-20"))
        assert ledger.position(day("02-20")).applied == whole
