"""The budget from income and living costs: months worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.payoff.debts.at_hand import AtHand
from planner.domain.payoff.debts.flow import Flow, made_up
from planner.domain.payoff.debts.means import Means, means_from_json
from tests.make.accounts import day
from tests.make.examples import examples

NETS = ((day("11-01"), 3_000),)


def brings(means: Means, on: str, months: int = 4, **more: int) -> list[int]:
    budget = means.budget(day(on), **more)
    return [budget.month(number) for number in range(1, months + 1)]


def of_cash(room: int, on: str = "11-01", nets: tuple[tuple[date, int], ...] = NETS) -> Means:
    return Means(flow=Flow(nets, day(on), room))


@pytest.mark.parametrize(
    ("room", "months"),
    [
        (6_500, [3_000, 3_000, 3_000, 3_000]),  # cash at hand is no income
        (1_500, [1_500, 3_000, 3_000, 3_000]),  # the buffer is filled once
        (-3_500, [0, 0, 2_500, 3_000]),  # it takes this month, the next one and 500 of the third
    ],
)
def test_the_buffer_is_filled_once_and_cash_at_hand_is_no_income(room: int, months: list[int]) -> None:
    assert brings(of_cash(room), "11-01") == months


def test_the_budget_leaves_alone_what_is_at_hand_beside_what_the_month_brings() -> None:
    def beside(means: Means, on: str = "11-02", unsaid: int = 0) -> int:
        return means.beside(day(on), means.budget(day(on), 0, 0, unsaid), unsaid)

    means = of_cash(4_500, "11-02")
    assert beside(means) == 1_500
    assert beside(means, unsaid=400) == 1_100
    assert beside(of_cash(2_500, "11-02")) == 0
    assert beside(means, "11-03") == 0  # the room is known for its day alone
    assert beside(Means(3_000)) == 0
    assert beside(replace(means, lumps=((day("11-02"), 1_000),))) == 500  # of what is at hand
    assert beside(replace(means, lumps=((day("11-20"), 1_000),))) == 1_500  # not there yet
    left = AtHand(day("11-02"), day("12-31"), 1_000, 0, ((day("11-02"), -200), (day("11-20"), 5_000)))
    assert beside(replace(means, cash=left)) == 800  # no more than is at hand after today, whatever still comes


def test_a_sum_that_comes_once_is_money_once_where_it_is_noted_as_income_and_in_the_budget() -> None:
    """Months bring it already; another sum, or the same one beside a budget that was named, comes on top."""
    on, nets = day("12-10"), ((day("11-01"), 3_000), (day("12-01"), 8_000), (day("2027-01-01"), 3_000))
    means = Means(flow=Flow(nets, day("11-01"), 3_000, ((on, 5_000),)), lumps=((on, 5_000),))
    assert brings(means, "11-01") == [3_000, 8_000, 3_000, 3_000]
    assert brings(replace(means, hoped=((on, 5_000),)), "11-01") == [3_000, 13_000, 3_000, 3_000]
    assert brings(replace(means, lumps=((on, 4_000),)), "11-01") == [3_000, 12_000, 3_000, 3_000]
    assert brings(replace(means, monthly_minor=3_000), "11-01") == [3_000, 8_000, 3_000, 3_000]
    kept = means_from_json(means.as_planned(day("11-01"), means.budget(day("11-01"))).to_json())
    assert brings(kept, "11-01") == [3_000, 8_000, 3_000, 3_000]


def test_a_sum_that_is_named_for_debts_makes_up_no_gap() -> None:
    """December costs 1,500 more than it brings, 5,000 come once: as income 3,500 are left, for debts all of them."""
    nets = ((day("11-01"), 3_000), (day("12-01"), 3_500), (day("2027-01-01"), 3_000))
    income = Means(flow=Flow(nets, day("11-01"), 9_000, ((day("12-10"), 5_000),)))
    assert brings(income, "11-01", 4) == [3_000, 3_500, 3_000, 3_000]
    named = replace(income, lumps=((day("12-10"), 5_000),))
    assert brings(named, "11-01", 4) == [3_000, 5_000, 1_500, 3_000]
    kept = named.as_planned(day("11-01"), named.budget(day("11-01")))
    assert brings(kept, "11-01", 4) == brings(named, "11-01", 4)
    # in the running month it is in what can be spent: 2,000 with it, 1,200 without it
    first = ((day("11-01"), 3_800), (day("12-01"), 3_000))
    early = Means(flow=Flow(first, day("11-01"), 2_000, ((day("11-10"), 800),)))
    assert brings(early, "11-01", 2) == [2_000, 3_000]
    assert brings(replace(early, lumps=((day("11-10"), 800),)), "11-01", 2) == [2_000, 3_000]


def test_in_the_middle_of_a_month_no_more_is_left_than_is_there() -> None:
    """Of 3,000 are 1,000 repaid; 600 are above the buffer: 600 are left, and the next month brings its 3,000."""
    assert brings(of_cash(600, "11-20"), "11-20", repaid_minor=1_000) == [600, 3_000, 3_000, 3_000]
    assert brings(of_cash(9_000, "11-20"), "11-20", repaid_minor=1_000) == [2_000, 3_000, 3_000, 3_000]
    # more repaid than the month brings came from cash at hand: no gap
    assert brings(of_cash(9_000, "11-20"), "11-20", repaid_minor=4_000) == [0, 3_000, 3_000, 3_000]
    # 400 fell due and are only taken as paid: the money is still there, and goes
    assert brings(of_cash(600, "11-20"), "11-20", repaid_minor=1_000, unsaid_minor=400) == [200, 3_000, 3_000, 3_000]


def test_what_earlier_months_kept_is_at_hand_and_counted_once() -> None:
    """500 kept and 3,000 of this month, but only 2,000 above the buffer: 2,000 in all."""
    assert brings(of_cash(2_000), "11-01", held_minor=500)[:2] == [2_000, 3_000]
    assert brings(of_cash(9_000), "11-01", held_minor=500)[:2] == [3_500, 3_000]
    assert brings(of_cash(-100), "11-01", held_minor=500)[:2] == [0, 2_900]


def test_what_earlier_months_kept_was_spent_first() -> None:
    """1,000 were kept, 3,500 of 1,000 + 3,000 are repaid: 500 are left and there; of 300 that are there 300."""
    assert brings(of_cash(500, "11-20"), "11-20", held_minor=1_000, repaid_minor=3_500)[:2] == [500, 3_000]
    assert brings(of_cash(300, "11-20"), "11-20", held_minor=1_000, repaid_minor=3_500)[:2] == [300, 3_000]
    assert brings(of_cash(900, "11-20"), "11-20", held_minor=1_000, repaid_minor=400)[:2] == [900, 3_000]


def test_a_month_that_costs_more_than_it_brings_lowers_the_next() -> None:
    nets = ((day("11-01"), 3_000), (day("12-01"), -1_500), (day("2027-01-01"), 3_000))
    assert brings(of_cash(9_000, nets=nets), "11-01", 5) == [3_000, 0, 1_500, 3_000, 3_000]
    # asked a month later, without knowing what is at hand
    assert brings(of_cash(9_000, nets=nets), "12-01", 3) == [0, 1_500, 3_000]


def test_an_amount_that_was_entered_stands_before_it_and_a_change_from_its_month_on() -> None:
    means = of_cash(1_500)
    assert brings(replace(means, monthly_minor=4_000), "11-01", 2) == [4_000, 4_000]
    assert brings(replace(means, changes=((day("12-15"), 700),)), "11-01", 3) == [1_500, 700, 700]
    assert brings(replace(means, changes=((day("2027-02-01"), 700),)), "11-01", 5) == [1_500, 3_000, 3_000, 700, 700]
    assert brings(replace(means, changes=((day("10-15"), 700),)), "11-01", 2) == [700, 700]


def test_lump_sums_stand_beside_it_the_expected_ones_too() -> None:
    means = replace(of_cash(1_500), lumps=((day("12-05"), 90),), hoped=((day("12-20"), 9),))
    assert brings(means, "11-01", 3) == [1_500, 3_099, 3_000]
    past = replace(of_cash(1_500, "11-20"), lumps=((day("11-05"), 200),))  # it is in the cash at hand
    assert brings(past, "11-20", 2) == [1_500, 3_000]
    assert means_from_json(means.to_json()) == means


def test_what_an_adopted_plan_was_made_for_stays_when_days_pass() -> None:
    """On the 20th 1,000 of 3,000 are repaid and 600 left: November brings 1,600 whenever it is asked, then 3,000."""
    means = of_cash(600, "11-20")
    kept = means.as_planned(day("11-20"), means.budget(day("11-20"), repaid_minor=1_000))
    assert brings(kept, "11-20", repaid_minor=1_000) == brings(means, "11-20", repaid_minor=1_000)
    assert brings(kept, "11-25", 2, repaid_minor=1_400) == [200, 3_000]
    assert brings(kept, "12-02", 2) == [3_000, 3_000]
    assert means_from_json(kept.to_json()) == kept
    typed = Means(500)
    assert typed.as_planned(day("11-20"), typed.budget(day("11-20"))) is typed


def test_means_of_an_older_version_have_no_flow_and_nothing_hoped_for() -> None:
    document = Means(500, ((day("12-01"), 700),)).to_json()
    del document["hoped"], document["flow"]
    assert means_from_json(document) == Means(500, ((day("12-01"), 700),))


def test_past_changes_are_the_amount_of_now() -> None:
    means = Means(500, ((day("12-10"), 900), (day("10-01"), 600), (day("11-01"), 700)))
    assert means.holding(day("11-20")) == (700, [(day("12-10"), 900)])
    assert means.holding(day("09-20")) == (500, [(day("10-01"), 600), (day("11-01"), 700), (day("12-10"), 900)])


@examples(200)
@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=12))
def test_no_month_brings_more_than_its_own_and_gaps_are_made_up_before_anything_is_spent(nets: list[int]) -> None:
    found = made_up(nets)
    assert all(0 <= one <= max(net, 0) for one, net in zip(found, nets, strict=False))
    own = [*nets, *[nets[-1]] * (len(found) - len(nets))]
    for number in range(1, len(found) + 1):  # spent so far is never above what came in since the last gap began
        assert sum(found[:number]) <= max(sum(own[at:number]) + sum(found[:at]) for at in range(number + 1))
    if nets[-1] > 0:
        assert found[-1] == nets[-1]
