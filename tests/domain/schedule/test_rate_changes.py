"""Rates that change: schedules and ledgers worked out again here with plain decimals, and what never changes."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import MOST_TERMS, Excess, Loan, Method, OnRateChange, PinnedInstalment, RateChange
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import DayCount, Rate, RateBasis, lpr_rate
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.schedule.accrual import interest
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.domain.what_if.repricing import rate_effect
from planner.errors import PlannerError
from tests.make import accounts
from tests.make.accounts import drawn, fen, paid, read
from tests.make.terms import changes, line, loan, loans

MORTGAGE = loan(principal_minor=100_000_000, terms=360, rate="0.042", start_on=date(2024, 1, 15))


def change(on: str, rate: str, basis: RateBasis = RateBasis.YEAR) -> RateChange:
    return RateChange(date.fromisoformat(on), Rate(Decimal(rate), basis))


def fen_of(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def level(balance: int, terms: int, monthly: Decimal) -> int:
    """The annuity formula."""
    grown = (1 + monthly) ** terms
    return fen_of(balance * monthly * grown / (grown - 1))


def keeping(terms: Loan, *changes: RateChange) -> Loan:
    return replace(terms, rate_changes=changes, on_rate_change=OnRateChange.SHORTER_TERM)


def parts(rows: tuple[Instalment, ...]) -> list[tuple[int, int]]:
    return [(row.principal_minor, row.interest_minor) for row in rows]


# Level payments


def test_a_mortgage_repriced_on_new_years_day() -> None:
    rows = instalments(replace(MORTGAGE, rate_changes=(change("2025-01-01", "0.039"),)))
    old, new = Decimal("0.042") / 12, Decimal("0.039") / 12
    balance, payment = 100_000_000, level(100_000_000, 360, old)
    assert payment == 489_017  # 4,890.17: what every mortgage calculator says of a million over 30 years at 4.2 %
    expected = []
    for _ in range(11):
        grown = fen_of(balance * old)
        expected.append((payment - grown, grown))
        balance -= payment - grown
    # 15 December to 1 January are 17 days at the old rate; of the month's 30 days 13 are left for the new one
    split = fen_of(balance * (old * 17 + new * 13) / 30)
    part = payment - fen_of(balance * old)
    expected.append((part, split))
    balance -= part
    payment = level(balance, 348, new)
    for _ in range(347):
        grown = fen_of(balance * new)
        expected.append((payment - grown, grown))
        balance -= payment - grown
    expected.append((balance, fen_of(balance * new)))
    assert parts(rows) == expected
    assert rows[-1].balance_minor == 0


def test_a_change_on_a_due_date_leaves_no_mixed_instalment() -> None:
    rows = instalments(loan(rate_changes=(change("2026-04-15", "0.12"),)))
    before = instalments(loan())
    assert rows[:3] == before[:3]
    balance = rows[2].balance_minor
    payment = level(balance, 9, Decimal("0.01"))
    assert [row.amount_minor for row in rows[3:-1]] == [payment] * 8
    assert rows[3].interest_minor == fen_of(balance * Decimal("0.01"))


def test_by_actual_days_the_period_is_split_by_its_days() -> None:
    terms = loan(rate="0.09", start_on=date(2026, 1, 10), terms=3, day_count=DayCount.ACT_365)
    rows = instalments(replace(terms, rate_changes=(change("2026-01-30", "0.045"),)))
    plain = instalments(terms)
    assert rows[0].principal_minor == plain[0].principal_minor
    # 20 days at 9 %, 11 at 4.5 %
    expected = 1_000_000 * (Decimal(20) * Decimal("0.09") + Decimal(11) * Decimal("0.045")) / 365
    assert rows[0].interest_minor == fen_of(expected)
    balance = rows[0].balance_minor
    assert rows[1].interest_minor == fen_of(balance * Decimal("0.045") * 28 / 365)
    assert rows[1].amount_minor == level(balance, 2, Decimal("0.045") / 12)


def test_two_changes_in_one_period_and_a_promotion_that_ends() -> None:
    twice = (change("2026-01-20", "0.30"), change("2026-02-04", "0.06"))
    rows = instalments(loan(rate_changes=twice))
    # 5 days at 18 %, 15 at 30 %, 11 - of the month's 30 days 10 - at 6 %
    split = 1_000_000 * (5 * Decimal("0.18") + 15 * Decimal("0.30") + 10 * Decimal("0.06")) / 360
    assert rows[0].interest_minor == fen_of(split)
    assert rows[1].amount_minor == level(rows[0].balance_minor, 11, Decimal("0.005"))
    promotion = loan(rate="0", rate_changes=(change("2026-04-15", "0.18"),))
    rows = instalments(promotion)
    assert [row.interest_minor for row in rows[:4]] == [0, 0, 0, fen_of(rows[2].balance_minor * Decimal("0.015"))]
    assert [row.amount_minor for row in rows[:3]] == [83_333] * 3


def test_the_payment_is_kept_and_the_end_comes_nearer() -> None:
    rows = instalments(keeping(MORTGAGE, change("2025-01-15", "0.03")))
    payment, balance, rate = rows[0].amount_minor, rows[11].balance_minor, Decimal("0.03") / 12
    assert {row.amount_minor for row in rows[:-1]} == {489_017}
    count = 0
    while balance > 0:
        balance -= payment - fen_of(balance * rate)
        count += 1
    assert len(rows) == 12 + count
    assert len(rows) < 360
    assert rows[-1].balance_minor == 0
    assert rows[-1].amount_minor <= payment


def test_the_payment_is_kept_and_the_end_moves_away() -> None:
    terms = keeping(loan(fees=(Fee("费", FeeWhen.PER_TERM, 100),)), change("2026-02-15", "0.36"))
    rows = instalments(terms)
    assert len(rows) == 14  # 9,233.20 at 3 % a month: 12.2 more payments
    assert {row.amount_minor for row in rows[:-1]} == {91_680 + 100}
    assert [row.number for row in rows] == list(range(1, 15))
    assert rows[-1].due_on == date(2027, 3, 15)
    assert rows[-1].balance_minor == 0
    assert rows[-1].fee_minor == 100


def test_a_little_left_is_paid_with_the_last_instalment() -> None:
    rows = instalments(keeping(loan(), change("2026-12-15", "0.20")))
    assert len(rows) == 12
    assert 91_681 < rows[-1].amount_minor < 91_680 + 9_168


def test_a_payment_that_would_never_repay_is_computed_anew() -> None:
    rise = change("2025-01-15", "0.09")
    assert instalments(keeping(MORTGAGE, rise)) == instalments(replace(MORTGAGE, rate_changes=(rise,)))


def test_before_the_lenders_own_rows_the_payment_is_computed_anew() -> None:
    pins = (PinnedInstalment(10, date(2026, 11, 16), 100_000, 9_000),)
    changed = loan(rate_changes=(change("2026-04-15", "0.12"),), pinned=pins)
    rows = instalments(replace(changed, on_rate_change=OnRateChange.SHORTER_TERM))
    assert rows == instalments(changed)
    assert (rows[9].principal_minor, rows[9].interest_minor, len(rows)) == (100_000, 9_000, 12)
    assert rows[-1].balance_minor == 0


def test_a_payment_of_the_lenders_own_holds_until_the_rate_changes() -> None:
    rows = instalments(loan(rate_changes=(change("2026-04-15", "0.12"),)), payment_minor=92_000)
    assert [row.amount_minor for row in rows[:3]] == [92_000] * 3
    assert rows[3].amount_minor == level(rows[2].balance_minor, 9, Decimal("0.01"))


# Other methods, other bases


def test_other_methods_pay_other_interest_only() -> None:
    fall = (change("2026-03-02", "0.09"),)
    plain = {
        method: instalments(loan(method)) for method in Method if method.scheduled and method is not Method.FLAT_FEE
    }
    for method, before in plain.items():
        rows = instalments(loan(method, rate_changes=fall))
        if method is not Method.LEVEL_PAYMENT:
            assert [row.principal_minor for row in rows] == [row.principal_minor for row in before]
    rows = instalments(loan(Method.EQUAL_PRINCIPAL, rate_changes=fall))
    # 15 days at 18 % from 15 February, the other 15 of the month at 9 %
    assert [row.interest_minor for row in rows[:3]] == [15_000, fen_of(Decimal("916667") * 15 * 27 / 36000), 6_250]
    (row,) = instalments(loan(Method.BULLET, terms=2, rate_changes=fall))
    assert row.interest_minor == fen_of(1_000_000 * (45 * Decimal("0.18") + 15 * Decimal("0.09")) / 360)


def test_a_change_of_basis() -> None:
    terms = loan(Method.INTEREST_ONLY, rate="0.0005", basis=RateBasis.DAY, day_count=DayCount.ACT_ACT, terms=3)
    terms = replace(terms, rate_changes=(change("2026-02-25", "0.12"), change("2026-03-15", "0.01", RateBasis.MONTH)))
    rows = instalments(terms)
    assert rows[0].interest_minor == 31 * 500
    assert rows[1].interest_minor == fen_of(10 * Decimal(500) + 1_000_000 * Decimal("0.12") * 18 / 365)
    assert rows[2].interest_minor == fen_of(1_000_000 * Decimal("0.12") * 31 / 365)


def test_interest_between_any_two_days_adds_up() -> None:
    terms = loan(rate_changes=(change("2026-01-20", "0.36"),))
    assert interest(terms, 1_000_000, date(2026, 1, 15), date(2026, 1, 20)) == 2_500
    assert interest(terms, 1_000_000, date(2026, 1, 20), date(2026, 1, 25)) == 5_000
    assert interest(terms, 1_000_000, date(2026, 1, 15), date(2026, 1, 25)) == 7_500


def test_a_loan_prime_rate_with_its_margin() -> None:
    assert lpr_rate(Decimal("0.035"), Decimal(-30)) == Rate(Decimal("0.032"), RateBasis.YEAR)
    assert lpr_rate(Decimal("0.03"), Decimal(55)).value == Decimal("0.0355")


# Yearly cost


def test_the_yearly_cost_follows_the_flows() -> None:
    cost = yearly_cost(loan(rate_changes=(change("2026-07-15", "0.06"),)))
    assert cost.nominal is not None
    assert Decimal("0.06") < cost.nominal < Decimal("0.18")
    worth = sum(flow.amount_minor / (1 + float(cost.nominal) / 12) ** place for place, flow in enumerate(cost.flows))
    assert abs(worth) < 0.5


def test_a_line_costs_the_rate_of_the_day() -> None:
    terms = line("0.0005", rate_changes=(change("2026-06-01", "0.0002", RateBasis.DAY),))
    assert yearly_cost(terms) == yearly_cost(terms, as_of=date(2026, 5, 31)) == yearly_cost(line("0.0005"))
    assert yearly_cost(terms, as_of=date(2026, 6, 1)) == yearly_cost(line("0.0002"))


# Ledgers


def test_a_line_bears_the_new_rate_from_its_day_on() -> None:
    terms = accounts.line(rate_changes=(change("2026-02-11", "0.0002", RateBasis.DAY),))
    account = Account(terms, draws=drawn(("02-01", 10_000)))
    assert accounts.at(account, "02-11").accrued_minor == fen(50)
    assert accounts.at(account, "02-20").accrued_minor == fen(50 + 9 * 2)
    due = accounts.at(account, "02-21").dues[0]
    assert (due.due_on, due.interest_minor) == (date(2026, 2, 21), fen(70))


def test_interest_grown_in_a_split_period() -> None:
    terms = accounts.equal_principal(rate_changes=(change("2026-01-20", "0.24"),))
    account = Account(terms)
    assert accounts.at(account, "01-20").accrued_minor == fen(40)
    assert accounts.at(account, "01-30").accrued_minor == fen(40 + 80)
    assert accounts.at(account, "02-09").dues[0].interest_minor == fen(40 + 160)


def test_a_kept_payment_after_a_prepayment_is_spread_over_its_own_terms_when_the_rate_changes() -> None:
    terms = loan(rate_changes=(change("2026-08-15", "0.06"),), excess=Excess.SHORTER_TERM)
    account = Account(terms, repayments=paid(("02-15", "916.80"), ("03-15", "3916.80")))
    place = position(account, date(2026, 3, 15))
    rows = [due for due in place.dues if due.due_on > date(2026, 3, 15)]
    assert {due.amount_minor for due in rows if due.due_on <= date(2026, 8, 15)} == {91_680}
    left = sum(due.principal_minor for due in rows if due.due_on > date(2026, 8, 15))
    balance, months = left, 0
    while balance > 9_168:  # as many as at the old rate
        balance -= 91_680 - fen_of(balance * Decimal("0.015"))
        months += 1
    after = [due for due in rows if due.due_on > date(2026, 8, 15)]
    assert len(after) == months
    assert after[0].amount_minor == level(left, months, Decimal("0.005"))
    assert sum(due.principal_minor for due in rows) == place.principal_minor


@pytest.mark.parametrize("on_change", OnRateChange)
@pytest.mark.parametrize("excess", [Excess.SHORTER_TERM, Excess.LOWER_PAYMENT])
@pytest.mark.parametrize("on", ["02-20", "04-20", "05-10", "06-20"])
@pytest.mark.parametrize("rate", ["0.09", "0.24"])
def test_a_yuan_more_changes_little(on_change: OnRateChange, excess: Excess, on: str, rate: str) -> None:
    """Neither the number of instalments nor any payment jumps because of one yuan paid early."""
    terms = loan(
        rate_changes=(change("2026-05-01", rate),), on_rate_change=on_change, excess=excess, principal_minor=12_345_600
    )
    rows = instalments(terms)
    due = [(row.due_on.isoformat(), f"{row.amount_minor / 100:.2f}") for row in rows if row.due_on < accounts.day(on)]
    in_hand = next(row for row in rows if row.due_on >= accounts.day(on))
    payments = paid(*due, (on, f"{(in_hand.amount_minor + 100) / 100:.2f}"))
    place = position(Account(terms, repayments=payments), accounts.day(on))
    coming = [one for one in place.dues if one.due_on > in_hand.due_on]
    expected = [row for row in rows if row.due_on > in_hand.due_on]
    assert len(coming) == len(expected)
    if excess is Excess.LOWER_PAYMENT and on_change is OnRateChange.SHORTER_TERM and on != "02-20":
        return  # the odd last instalment that the change has left is now spread, too
    for one, row in zip(coming[:-1], expected[:-1], strict=True):
        assert abs(one.amount_minor - row.amount_minor) <= 120
    assert sum(one.principal_minor for one in coming) == place.principal_minor


def test_a_reading_is_spread_at_the_rates_to_come() -> None:
    terms = loan(rate_changes=(change("2026-07-15", "0.06"),))
    account = Account(terms, readings=read(("01-20", 12_000)))
    rows = [due for due in position(account, date(2026, 1, 20)).dues if due.due_on > date(2026, 7, 15)]
    left = sum(due.principal_minor for due in rows)
    assert rows[0].amount_minor == level(left, 6, Decimal("0.005"))


def test_paid_as_printed_it_ends_at_zero() -> None:
    for on_change in OnRateChange:
        terms = loan(rate_changes=(change("2026-05-01", "0.36"),), on_rate_change=on_change)
        rows = instalments(terms)
        payments = paid(*((row.due_on.isoformat(), f"{row.amount_minor / 100:.2f}") for row in rows))
        place = position(Account(terms, repayments=payments), rows[-1].due_on)
        assert (place.owed_minor, place.state) == (0, AccountState.SETTLED)


def test_terms_paid_before_the_records_of_a_loan_that_grew_longer() -> None:
    terms = keeping(loan(paid_terms=6), change("2026-02-15", "0.36"))
    place = position(Account(terms), date(2026, 7, 20))
    assert [due.status for due in place.dues].count(DueStatus.COVERED) == 6
    assert place.overdue_minor == 0


# What never changes


@given(loans().filter(lambda terms: terms.method is not Method.FLAT_FEE), st.sampled_from(OnRateChange), st.data())
def test_the_same_rate_again_and_a_change_after_the_end_change_nothing(
    terms: Loan, on_change: OnRateChange, data: st.DataObject
) -> None:
    plain = instalments(replace(terms, rate_changes=()))
    gap = data.draw(st.integers(1, 900))
    same = RateChange(date.fromordinal(terms.start_on.toordinal() + gap), terms.rate)
    later = RateChange(plain[-1].due_on, Rate(Decimal("0.3"), RateBasis.YEAR))
    for one in (same, later):
        assert instalments(replace(terms, rate_changes=(one,), on_rate_change=on_change)) == plain


@given(loans(most_terms=24), st.data())
def test_schedules_with_changes(terms: Loan, data: st.DataObject) -> None:
    if terms.method is Method.FLAT_FEE:
        return
    terms = replace(terms, method=Method.LEVEL_PAYMENT, rate_changes=data.draw(changes(terms.start_on)))
    rows = instalments(terms)
    assert sum(row.principal_minor for row in rows) == terms.principal_minor
    assert rows[-1].balance_minor == 0
    assert len(rows) <= MOST_TERMS
    assert all(before.due_on < after.due_on for before, after in pairwise(rows))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert min(min(row.principal_minor, row.interest_minor, row.balance_minor) for row in rows) >= 0
    if terms.on_rate_change is OnRateChange.LOWER_PAYMENT:
        assert len(rows) == terms.terms


@given(loans(most_terms=24), st.data())
def test_each_term_bears_interest_by_its_days_and_rates(terms: Loan, data: st.DataObject) -> None:
    """Day by day, where a day is a day: what a diary of the rate gives."""
    if terms.method is Method.FLAT_FEE:
        return
    terms = replace(terms, day_count=DayCount.ACT_365, rate_changes=data.draw(changes(terms.start_on)))
    row = instalments(terms)[0]
    grown = Decimal(0)
    for number in range(terms.start_on.toordinal(), row.due_on.toordinal()):
        rate = terms.rate_on(date.fromordinal(number))
        grown += rate.value if rate.basis is RateBasis.DAY else rate.yearly(DayCount.ACT_365) / 365
    assert abs(row.interest_minor - terms.principal_minor * grown) < Decimal("1.0001")


# What is refused


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (loan(rate_changes=(change("2026-01-15", "0.1"),)), "loan.rate_change_start"),
        (loan(rate_changes=(change("2026-03-01", "0.1"), change("2026-03-01", "0.2"))), "loan.rate_change_day"),
        (loan(rate_changes=(change("2026-03-01", "-0.1"),)), "loan.rate_negative"),
        (loan(rate_changes=(change("2026-03-01", "11"),)), "loan.rate_high"),
        (loan(rate_changes=(change("2026-03-01", "0.1", RateBasis.TERM),)), "loan.rate_is_fee"),
        (
            loan(Method.FLAT_FEE, basis=RateBasis.TERM, rate_changes=(change("2026-03-01", "0.1"),)),
            "loan.rate_change_flat",
        ),
    ],
)
def test_changes_that_cannot_be(terms: Loan, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        terms.validate()
    assert caught.value.code == code


def test_the_rate_of_a_day_and_the_next_change() -> None:
    first, second = change("2026-03-01", "0.1"), change("2026-05-01", "0.2")
    terms = loan(rate_changes=(first, second))
    terms.validate()
    assert terms.rate_on(date(2026, 2, 28)) == terms.rate
    assert terms.rate_on(date(2026, 3, 1)) == first.rate
    assert terms.next_change(date(2026, 3, 1)) == second
    assert terms.next_change(date(2026, 5, 1)) is None


# What a change does, in a few figures


def test_what_a_change_does_to_payment_interest_and_end() -> None:
    without = loan()
    one = change("2026-04-20", "0.12")
    account = Account(without.with_change(one))
    effect = rate_effect(account, without, one.from_on, date(2026, 1, 20))
    rows, plain = instalments(account.loan), instalments(without)
    assert effect is not None
    assert (effect.from_on, effect.payment_minor) == (date(2026, 6, 15), rows[4].amount_minor)
    assert effect.payment_before_minor == 91_680
    assert effect.interest_minor == sum(row.interest_minor for row in rows)
    assert effect.interest_before_minor == sum(row.interest_minor for row in plain) == 100_161
    assert effect.ends_on == effect.ends_before_on == date(2027, 1, 15)


def test_a_change_with_the_last_instalment_changes_none() -> None:
    account = Account(loan().with_change(change("2026-12-20", "0.12")))
    assert rate_effect(account, loan(), date(2026, 12, 20), date(2026, 1, 20)) is None


def test_a_change_takes_the_place_of_another() -> None:
    first, second = change("2026-04-20", "0.12"), change("2026-03-20", "0.1")
    terms = loan().with_change(first).with_change(second)
    assert terms.rate_changes == (second, first)
    assert terms.with_change(replace(second, from_on=date(2026, 5, 1)), second.from_on).rate_changes[0] == first
    assert terms.without_change(first.from_on).rate_changes == (second,)
