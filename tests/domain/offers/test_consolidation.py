"""One loan that repays others, against cash flows worked out by hand and against every set of debts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method, Prepayment
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.offers.consolidation import Even, best, charges_of, consolidated, even
from planner.domain.offers.cost import OfferCost, cost_of_offer
from planner.domain.offers.offer import FeeAt
from planner.domain.offers.staying import Outlay, Staying, staying
from planner.domain.what_if.prepay import settling
from planner.values import replace
from tests.make.accounts import day
from tests.make.offers import ON, carried_card, fee, line, loan, offer


def stays(account: Account, cost: OfferCost, on: date = ON) -> Staying:
    """The debt on a day, which is known."""
    found = staying(account, on, ON, cost.loan)
    assert found is not None
    return found


def test_a_dear_loan_repaid_by_a_cheap_one_saves_the_difference_of_interest() -> None:
    """12,000 over 12 months: at 24 % it asks for 12 × 1,134.72 less what is rounded off, at 6 % 12 × 1,032.80."""
    cost = cost_of_offer(offer(rate="0.06"), ON)
    debt = stays(loan(1, 1_200_000, 12, "0.24"), cost)
    made = consolidated(cost, [debt])
    assert debt.settle_minor == 1_200_000
    assert made.saving_minor == debt.stays_minor - cost.repaid_minor
    assert (made.own_minor, made.months, made.lengthens) == (0, 0, False)
    assert made.even == Even(ON)  # nothing is paid for changing
    assert (made.payment_before_minor, made.payment_after_minor) == (113_472, 103_280)
    assert (made.behind_minor, made.behind_on) == (0, None)


def test_a_fee_kept_back_is_a_cost_of_changing_that_interest_makes_good_month_by_month() -> None:
    """Interest-only, 12,000: 24 % is 240 a month, 12 % 120. A fee of 360 is made good with the third month's."""
    cost = cost_of_offer(offer(rate="0.12", method=Method.INTEREST_ONLY, fees=(fee(FeeAt.KEPT_BACK, "360"),)), ON)
    debt = stays(loan(1, 1_200_000, 12, "0.24", method=Method.INTEREST_ONLY), cost)
    made = consolidated(cost, [debt])
    assert made.saving_minor == 12 * 12_000 - 36_000
    assert made.even == Even(date(2027, 3, 1))
    assert made.own_minor == 36_000  # the payout lacks what is kept back
    assert (made.behind_minor, made.behind_on) == (36_000, ON)
    assert made.cash_even == Even(date(2027, 3, 1))


def test_what_costs_more_in_all_is_ahead_only_until_its_longer_term_begins() -> None:
    """Interest-only at 12 % for 12 months (120 a month, 1,440) against 8 % for 24 (80 a month, 1,920)."""
    cost = cost_of_offer(offer(terms=24, rate="0.08", method=Method.INTEREST_ONLY), ON)
    debt = stays(loan(1, 1_200_000, 12, "0.12", method=Method.INTEREST_ONLY), cost)
    made = consolidated(cost, [debt])
    assert made.saving_minor == -48_000
    assert (made.months, made.lengthens) == (-12, True)
    # 18 × 80 is 1,440: on 1 June 2028 as much, on 1 July more
    assert made.even == Even(None, date(2028, 5, 31))
    assert best(cost, [debt]).chosen == ()


def test_an_equal_price_saves_nothing_and_is_even_at_once() -> None:
    cost = cost_of_offer(offer(rate="0.12"), ON)
    made = consolidated(cost, [stays(loan(1, 1_200_000, 12, "0.12"), cost)])
    assert (made.saving_minor, made.even) == (0, Even(ON))


def test_dearer_from_the_first_day_on_is_never_ahead() -> None:
    cost = cost_of_offer(offer(rate="0.12", fees=(fee(FeeAt.OWN_MONEY, "100"),)), ON)
    made = consolidated(cost, [stays(loan(1, 1_200_000, 12, "0.12"), cost)])
    assert (made.saving_minor, made.even) == (-10_000, Even(None))
    assert made.own_minor == 10_000


def test_of_nothing_nothing_changes() -> None:
    cost = cost_of_offer(offer(rate="0.12", fees=(fee(FeeAt.OWN_MONEY, "100"),)), ON)
    made = consolidated(cost, [])
    assert (made.saving_minor, made.own_minor, made.settle_minor, made.months) == (0, 0, 0, 0)
    assert made.even == made.cash_even == Even(ON)
    assert best(cost, []).saving_minor == 0


def test_the_fee_for_paying_early_and_fees_that_do_not_stop_are_asked_for_on_the_day() -> None:
    """10,000 for 10 months without interest: 20 a month beside that do not stop, and 3 % for paying early."""
    cost = cost_of_offer(offer(2_000_000, 10), ON)
    beside = Fee("保险", FeeWhen.PER_TERM, amount_minor=2_000, stops=False)
    stopping = Fee("服务", FeeWhen.PER_TERM, amount_minor=5_000)
    early = {"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.03")}
    debt = stays(loan(1, 1_000_000, 10, "0", fees=(beside, stopping), **early), cost)
    assert debt.stays_minor == 1_000_000 + 10 * 7_000
    assert debt.early_minor == 30_000
    assert debt.settle_minor == 1_000_000 + 10 * 2_000 + 30_000
    assert debt.saving_minor == 10 * 5_000 - 30_000


def test_where_all_remaining_fees_fall_due_settling_saves_nothing() -> None:
    cost = cost_of_offer(offer(2_000_000), ON)
    flat = Rate(Decimal("0.01"), RateBasis.TERM)
    debt = stays(loan(1, 1_200_000, 12, flat, method=Method.FLAT_FEE, prepayment=Prepayment.NO_SAVING), cost)
    assert debt.settle_minor == debt.stays_minor == 1_200_000 + 12 * 12_000
    assert best(cost, [debt]).chosen == ()


@pytest.mark.parametrize("days", [0, 20, 40])
def test_what_ends_a_debt_and_what_it_asks_for_is_what_its_ledger_says(days: int) -> None:
    on = date.fromordinal(ON.toordinal() + days)
    cost = cost_of_offer(offer(rate="0.06"), on)
    account = loan(1, 1_200_000, 12, "0.18")
    told = settling(account, on, today=ON)
    debt = stays(account, cost, on)
    assert (debt.settle_minor, debt.stays_minor) == (told.total_minor, told.otherwise_minor)
    assert all(out.on >= on for out in debt.outlays)
    assert sum(out.cost_minor for out in debt.outlays) == debt.stays_minor - debt.principal_minor


def test_a_line_without_an_end_is_reckoned_as_repaid_in_the_months_of_the_offer() -> None:
    cost = cost_of_offer(offer(rate="0.06"), ON)
    debt = stays(line(1, 1_200_000, "0.18"), cost)
    assert debt.assumed
    assert debt.leaves_line
    assert [out.on for out in debt.outlays] == [row.due_on for row in cost.rows]
    assert debt.saving_minor > 0
    made = consolidated(cost, [debt])
    assert made.left_open == made.assumed == (debt,)


def test_a_card_is_reckoned_as_if_only_its_minimum_were_paid() -> None:
    """9,000 are left of a bill of 10,000: what had grown by the day is asked for either way."""
    cost = cost_of_offer(offer(rate="0.06"), ON)
    debt = stays(carried_card(), cost)
    assert (debt.settle_minor, debt.principal_minor) == (912_450, 900_000)
    assert not debt.endless
    assert debt.leaves_line
    assert debt.outlays[0].on == date(2026, 12, 23)
    assert sum(out.cost_minor for out in debt.outlays) == debt.stays_minor - debt.principal_minor
    assert consolidated(cost, [debt]).saving_minor == debt.saving_minor - charges_of(cost)


def test_a_settled_loan_and_one_of_which_nothing_is_known_are_no_debts() -> None:
    cost = cost_of_offer(offer(rate="0.06"), ON)
    ended = loan(1, 1_200_000, 12, "0.1", paid_terms=12, start_on=date(2025, 1, 1))
    unknown = line(2, 100_000, "0.18")
    unknown = replace(unknown, loan=replace(unknown.loan, opening_known=False))
    assert [staying(one, ON, ON, cost.loan) for one in (ended, unknown)] == [None, None]


def test_the_sum_of_cash_and_of_cost_tell_the_same_saving() -> None:
    fees = (fee(FeeAt.KEPT_BACK, "2%"), fee(FeeAt.OWN_MONEY, "50"))
    cost = cost_of_offer(offer(2_500_000, 18, "0.09", fees=fees), ON)
    debts = [stays(loan(1, 1_200_000, 12, "0.24"), cost), stays(loan(2, 900_000, 24, "0.15"), cost)]
    made = consolidated(cost, debts)
    own = sum(out.cost_minor for debt in debts for out in debt.outlays)
    beyond = sum(debt.settle_minor - debt.principal_minor for debt in debts)
    assert made.saving_minor == own - beyond - cost.charges_minor


_DEBTS = st.lists(
    st.tuples(st.integers(1_000_00, 20_000_00), st.integers(1, 36), st.sampled_from(["0", "0.06", "0.18", "0.36"])),
    max_size=7,
)


@settings(max_examples=40)
@given(told=_DEBTS, payout=st.integers(1_000_00, 60_000_00), rate=st.sampled_from(["0.03", "0.12", "0.24"]))
def test_no_set_of_debts_saves_more_than_the_best(told: list[tuple[int, int, str]], payout: int, rate: str) -> None:
    cost = cost_of_offer(offer(payout, 12, rate), ON)
    debts = [stays(loan(number, *one), cost) for number, one in enumerate(told, 1)]
    found = best(cost, debts)
    assert found.exact
    savings = [
        consolidated(cost, some).saving_minor
        for count in range(len(debts) + 1)
        for some in combinations(debts, count)
        if sum(one.settle_minor for one in some) <= cost.payout_minor
    ]
    assert found.saving_minor == max(savings)
    assert found.saving_minor == consolidated(cost, found.chosen).saving_minor
    assert sum(one.settle_minor for one in found.chosen) <= cost.payout_minor


def test_own_money_makes_room_for_a_debt_more() -> None:
    cost = cost_of_offer(offer(1_000_000, 12, "0.06"), ON)
    debt = stays(loan(1, 1_200_000, 12, "0.24"), cost)
    assert best(cost, [debt]).chosen == ()
    assert best(cost, [debt], 200_000).chosen == (debt,)
    assert charges_of(cost) == cost.interest_minor


def test_forty_debts_are_chosen_from_exactly() -> None:
    cost = cost_of_offer(offer(30_000_000, 12, "0.03"), ON)
    debts = [stays(loan(number, 900_000 + number * 1_237_00, 12, "0.24"), cost) for number in range(1, 41)]
    found = best(cost, debts)
    assert found.exact
    assert sum(one.settle_minor for one in found.chosen) <= cost.payout_minor


def test_the_day_from_which_it_has_cost_no_more_is_looked_for_to_the_end() -> None:
    def flow(on: str, cost: int) -> Outlay:
        return Outlay(day(on), cost, cost)

    stay = [flow("2027-01-01", 10), flow("2027-02-01", 10), flow("2027-03-01", 10)]
    # even on 1 January, dearer in February, even again in March
    change = [flow("2026-12-01", 10), flow("2027-02-01", 15), flow("2027-03-01", 5)]
    assert even(stay, change, ON, lambda out: out.cost_minor) == Even(day("2027-03-01"))
    assert even([], [], ON, lambda out: out.cost_minor) == Even(ON)
    assert even(stay[:1], change[:1], ON, lambda out: out.cost_minor) == Even(day("2027-01-01"))
