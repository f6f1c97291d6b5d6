"""The fee of a purchase in instalments, as the repayments of a file tell it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.cli.import_document import document
from planner.domain.imports.choices import TAKE
from planner.domain.imports.proposal import FeeAnswers
from planner.overview.preview import Preview, preview
from planner.services import imports, undo
from planner.storage.store import Store
from planner.words.imports import fee_lines, fee_plan
from tests.make.bill_files import Row, credit, gbk, layout_c
from tests.services.test_import_cases import PLAN, TODAY, line_of, load, only, place

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
    said = replace(found, fees=FeeAnswers(none=True)).chosen({})
    assert said.proposal.fees == ()
    assert said.effect().accounts[0].favour is not None
    assert replace(said, fees=FeeAnswers()).chosen({}).proposal == found.proposal
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


def test_two_plans_tell_no_fee_where_neither_is_met(store: Store) -> None:
    other = replace(PLAN[2], order="A9", amount="600.00")
    found = load(store, *PLAN, other).proposal
    assert (found.fees, found.fees_asked) == ((), ())


OTHER = replace(PLAN[2], order="A9", amount="600.00", goods="相机")
TWO = (replace(PLAN[0], amount="154.40"), replace(PLAN[1], amount="154.40"), PLAN[2], OTHER)


def test_of_two_plans_it_is_asked_which_has_the_fee(store: Store) -> None:
    found = load(store, *TWO)
    (asked,) = found.proposal.fees_asked
    assert found.proposal.fees == ()
    assert [(fee.principal_minor, fee.fee_minor, fee.times) for fee in asked] == [(120_000, 440, 2), (60_000, 440, 2)]
    assert "相机" in fee_plan(asked[1])
    assert "可能的有 2 笔" in fee_lines(found)[0]
    assert [fee["principal_minor"] for fee in document(found)["plan_fees_asked"][0]] == [120_000, 60_000]
    said = replace(found, fees=found.fees.with_refused(asked).with_taken(asked[1:])).chosen({})
    assert said.proposal.fees == (asked[1],)
    assert said.effect().accounts[0].favour is None
    imports.apply(store, said, today=TODAY)
    assert {plan.principal_minor: bool(plan.rate) for plan in only(store).plans} == {120_000: False, 60_000: True}
    assert next_bill(store) == 15_440


def test_the_plan_that_alone_can_have_the_fee_is_not_asked_about(store: Store) -> None:
    third = tuple(replace(row, amount="204.40") for row in PLAN[:2])
    small = replace(OTHER, amount="100.00", pay="花呗分期(3期)")  # a fee of 4.40 is more than it bears
    rows = tuple(replace(row, amount=amount) for row, amount in zip(third, ("137.73", "137.73"), strict=True))
    found = load(store, *rows, PLAN[2], small).proposal
    assert [(fee.principal_minor, fee.fee_minor) for fee in found.fees] == [(120_000, 440)]


@pytest.mark.parametrize("rows", [PLAN, TWO])
def test_a_fee_that_was_declined_is_not_offered_again(store: Store, rows: tuple[Row, ...]) -> None:
    found = load(store, *rows)
    told = len(found.proposal.fees) or len(found.proposal.fees_asked[0])
    imports.apply(store, replace(found, fees=FeeAnswers(none=True)).chosen({}), today=TODAY)
    later = credit("花呗", "自动还款-花呗2026年12月账单", rows[0].amount, time="2026-12-10 08:00:00", order="A7")

    def again() -> Preview:
        return preview(store.path, "x", gbk(layout_c([later, *rows])), today=date(2026, 12, 20))

    then = again().chosen({line_of(again(), "A7"): TAKE})
    assert (then.proposal.fees, then.proposal.fees_asked) == ((), ())
    assert [fee.fee_minor for fee in then.proposal.fees_left] == [440] * told
    assert "上次说过" in fee_lines(then)[0]
    taken = replace(then, fees=then.fees.with_taken(then.proposal.fees_left[:1])).chosen(then.choices)
    assert [fee.times for fee in taken.proposal.fees] == [3]
    imports.apply(store, then, today=date(2026, 12, 20))
    undo.undo(store)
    undo.undo(store)  # with the import its answer goes, too
    assert again().proposal.fees_left == ()
