"""The fee of a purchase in instalments, as the repayments of a file tell it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.cli.imports import document
from planner.services import imports
from planner.storage.store import Store
from planner.words.imports import fee_lines
from tests.make.bill_files import Row, credit
from tests.services.test_import_cases import PLAN, TODAY, load, only, place

LUNCH = Row(goods="饭", amount="35.00", pay="花呗", time="2026-09-20 12:00:00", order="A4")


def next_bill(store: Store) -> int:
    return place(store).dues[-1].amount_minor


def test_what_is_paid_above_the_part_each_time_is_its_fee(store: Store) -> None:
    found = load(store, *PLAN)
    (fee,) = found.proposal.fees
    assert (fee.fee_minor, fee.times, fee.terms, fee.principal_minor) == (440, 2, 12, 120_000)
    (told,) = fee_lines(found)
    assert "手续费 4.40" in told
    assert document(found)["plan_fees"][0]["fee_minor"] == 440
    assert found.effect().accounts[0].favour is None
    imports.apply(store, found, today=TODAY)
    assert next_bill(store) == 10_440
    assert place(store).owed_minor == found.effect().accounts[0].owed_after_minor == 100_000


def test_what_is_no_fee_by_the_persons_word_was_paid_too_much(store: Store) -> None:
    found = load(store, *PLAN)
    said = replace(found, fees=False).chosen({})
    assert said.proposal.fees == ()
    assert said.effect().accounts[0].favour is not None
    assert replace(said, fees=True).chosen({}).proposal == found.proposal
    imports.apply(store, said, today=TODAY)
    assert next_bill(store) == 9120
    assert not only(store).plans[0].rate


def test_a_later_file_tells_the_fee_of_a_plan_that_is_recorded(store: Store) -> None:
    last, first, bought = PLAN
    one = load(store, first, bought)
    assert one.proposal.fees == ()  # once is no rule
    imports.apply(store, one, today=TODAY)
    two = load(store, last)
    (fee,) = two.proposal.fees
    assert (fee.plan_id, fee.line, fee.fee_minor) == (1, None, 440)
    imports.apply(store, two, today=TODAY)
    assert next_bill(store) == 10_440
    store.undo()
    assert not only(store).plans[0].rate


def test_the_fee_is_seen_beside_other_purchases(store: Store) -> None:
    last, first, bought = PLAN
    first = credit("花呗", "自动还款-花呗2026年10月账单", "139.40", time="2026-10-10 08:00:00", order="A2")
    (fee,) = load(store, last, first, bought, LUNCH).proposal.fees
    assert (fee.fee_minor, fee.times) == (440, 2)


@pytest.mark.parametrize(
    "amounts", [("100.00", "100.00"), ("150.00", "150.00"), ("104.40", "120.00"), ("90.00", "104.40")]
)
def test_other_amounts_tell_no_fee(store: Store, amounts: tuple[str, str]) -> None:
    last, first, bought = PLAN
    rows = replace(last, amount=amounts[1]), replace(first, amount=amounts[0]), bought
    assert load(store, *rows).proposal.fees == ()


def test_two_plans_tell_no_fee(store: Store) -> None:
    other = replace(PLAN[2], order="A9", amount="600.00")
    assert load(store, *PLAN, other).proposal.fees == ()
