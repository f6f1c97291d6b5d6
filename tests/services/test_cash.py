"""Cash at hand, single incomes, living costs and the buffer: what is kept, what is refused, undone, restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.book import CashReading, Household, LivingCost, SingleIncome
from planner.errors import PlannerError
from planner.overview.cash import bill_share_of, buffer_of
from planner.services import cash, draws, exports, loans, repayments, undo
from planner.services.cash import Record
from planner.storage import snapshot
from planner.storage.store import Store
from tests.make import databases
from tests.make.probes import read_book

TODAY = date(2026, 11, 5)
READING = CashReading(0, "工资卡", TODAY, 250_000)
SINGLE = SingleIncome(0, "退税", date(2026, 12, 1), 60_000, certain=False)
LIVING = LivingCost(0, "房租", 5, 180_000, date(2026, 1, 1), date(2026, 12, 31), "押一付三")


def household(store: Store) -> Household:
    return read_book(store.path).household


def test_what_is_entered_is_kept_edited_and_deleted(store: Store) -> None:
    keys = [cash.save(store, record, today=TODAY).value for record in (READING, SINGLE, LIVING)]
    kept = household(store)
    assert kept == Household(
        (replace(READING, id=keys[0]),), (replace(SINGLE, id=keys[1]),), (replace(LIVING, id=keys[2]),)
    )
    cash.save(store, replace(kept.singles[0], certain=True, amount_minor=70_000), today=TODAY)
    assert household(store).singles == (replace(SINGLE, id=keys[1], certain=True, amount_minor=70_000),)
    for record in (kept.readings[0], kept.singles[0], kept.living[0]):
        cash.delete(store, record)
    assert household(store) == Household()
    for _ in range(3):
        undo.undo(store)
    assert household(store).readings == kept.readings
    undo.undo(store)
    assert household(store) == kept


def test_a_reading_of_the_same_account_and_day_takes_the_place_of_the_one_before(store: Store) -> None:
    first = cash.save(store, READING, today=TODAY).value
    again = cash.save(store, replace(READING, name=" 工资卡 ", amount_minor=1), today=TODAY).value
    assert again == first
    assert [one.amount_minor for one in household(store).readings] == [1]
    cash.save(store, replace(READING, on=date(2026, 11, 4)), today=TODAY)
    assert len(household(store).readings) == 2


def test_a_count_holds_what_was_recorded_before_it_and_not_what_was_recorded_after(store: Store) -> None:
    loan_id = loans.add(store, databases.line(), today=TODAY).value
    draws.draw(store, loan_id, date(2026, 11, 1), 100_000, today=TODAY)

    def after() -> list[bool]:
        (account,) = read_book(store.path).accounts
        return [one.after_cash for one in account.repayments]

    def pay(on: date) -> int:
        return repayments.record(store, loan_id, on, 1_000, today=TODAY).value

    first = pay(TODAY)
    key = cash.save(store, READING, today=TODAY).value
    pay(TODAY)
    pay(date(2026, 11, 4))
    assert after() == [False, False, True]  # by day
    repayments.edit(store, first, TODAY, 2_000, today=TODAY)
    assert after() == [False, False, True]
    cash.save(store, replace(READING, id=key, note="晚上"), today=TODAY)
    cash.save(store, replace(READING, name="余额宝"), today=TODAY)  # of another account
    assert after() == [False, False, True]
    cash.save(store, replace(READING, amount_minor=1), today=TODAY)  # counted again
    assert after() == [False, False, False]
    undo.undo(store)
    assert after() == [False, False, True]


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (replace(READING, name=" "), "cash.name", "name"),
        (replace(READING, amount_minor=-1), "cash.amount", "amount"),
        (replace(READING, amount_minor=LIMIT_MINOR + 1), "cash.amount", "amount"),
        (replace(READING, on=date(2026, 11, 6)), "cash.future", "on"),
        (replace(READING, id=77), "cash.unknown", ""),
        (replace(SINGLE, amount_minor=0), "cash.amount", "amount"),
        (replace(LIVING, monthly_minor=0), "cash.amount", "monthly"),
        (replace(LIVING, day=0), "cash.day", "day"),
        (replace(LIVING, day=32), "cash.day", "day"),
        (replace(LIVING, until_on=date(2025, 12, 31)), "cash.ended_before", "until_on"),
        (replace(SINGLE, on=date(9999, 12, 31)), "date.reach", "on"),
    ],
)
def test_what_cannot_be_is_refused_by_field(store: Store, record: Record, code: str, field: str) -> None:
    with pytest.raises(PlannerError) as caught:
        cash.save(store, record, today=TODAY)
    assert (caught.value.code, caught.value.field or "") == (code, field)
    assert household(store) == Household()


def test_a_reading_is_not_moved_onto_another(store: Store) -> None:
    cash.save(store, READING, today=TODAY)
    other = cash.save(store, replace(READING, on=date(2026, 11, 4)), today=TODAY).value
    with pytest.raises(PlannerError, match=r"cash\.same_day"):
        cash.save(store, replace(READING, id=other), today=TODAY)


def test_how_much_of_a_limit_a_bill_may_show(store: Store) -> None:
    def share() -> Decimal | None:
        return bill_share_of(snapshot.read_settings(store.path))

    assert share() is None
    cash.set_bill_share(store, Decimal("0.3"))
    assert share() == Decimal("0.3")
    cash.set_buffer(store, None)  # another question
    assert share() == Decimal("0.3")
    cash.set_bill_share(store, None)
    assert share() is None
    for wrong in (Decimal("-0.01"), Decimal("1.01")):
        with pytest.raises(PlannerError, match=r"cash\.bill_share"):
            cash.set_bill_share(store, wrong)
    assert bill_share_of({"cash.bill_share": "half"}) is None
    assert bill_share_of({"cash.bill_share": "2"}) is None


def test_the_buffer(store: Store) -> None:
    def buffer() -> int:
        return buffer_of(snapshot.read_settings(store.path))

    assert buffer() == 0
    cash.set_buffer(store, 50_000)
    assert buffer() == 50_000
    cash.set_buffer(store, None)
    assert buffer() == 0
    undo.undo(store)
    assert buffer() == 50_000
    for wrong in (-1, LIMIT_MINOR + 1):
        with pytest.raises(PlannerError, match=r"cash\.buffer"):
            cash.set_buffer(store, wrong)
    assert buffer_of({"cash.buffer": "half"}) == 0


def test_the_export_restores_it_exactly(store: Store, tmp_path: Path) -> None:
    for record in (replace(READING, name=databases.HOSTILE[0]), SINGLE, LIVING):
        cash.save(store, record, today=TODAY)
    cash.set_buffer(store, 50_000)
    text = exports.dump(store.path)
    exports.restore(tmp_path / "other.db", text)
    assert exports.dump(tmp_path / "other.db") == text
    assert read_book(tmp_path / "other.db").household == household(store)
