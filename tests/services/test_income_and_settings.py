"""Income with dated changes, and settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.book import Income
from planner.errors import PlannerError
from planner.services import income, settings, undo
from planner.storage import snapshot
from planner.storage.store import Store
from tests.make.probes import read_book

JANUARY, JUNE = date(2026, 1, 1), date(2026, 6, 1)


def incomes(store: Store) -> tuple[Income, ...]:
    return read_book(store.path).incomes


def test_a_rise_is_a_further_entry(store: Store) -> None:
    first = income.add(store, name=" 工资 ", from_on=JANUARY, monthly_minor=1_000_000)
    second = income.add(store, name="工资", from_on=JUNE, monthly_minor=1_200_000)
    assert first.topics == {"income"}
    assert incomes(store) == (
        Income(first.value, "工资", JANUARY, 1_000_000),
        Income(second.value, "工资", JUNE, 1_200_000),
    )


def test_an_entry_is_changed_and_deleted_by_name(store: Store) -> None:
    key = income.add(store, name="[/]", from_on=JANUARY, monthly_minor=5).value
    income.edit(store, key, name="[/]", from_on=JUNE, monthly_minor=0)
    assert incomes(store) == (Income(key, "[/]", JUNE, 0),)
    result = income.delete(store, key)
    assert result.operation is not None
    assert result.operation.params == {"name": "[/]", "monthly_minor": 0}
    assert incomes(store) == ()
    undo.undo(store)
    undo.undo(store)
    assert incomes(store) == (Income(key, "[/]", JANUARY, 5),)


def test_a_name_has_one_entry_a_day(store: Store) -> None:
    first = income.add(store, name="工资", from_on=JANUARY, monthly_minor=5).value
    second = income.add(store, name="工资", from_on=JUNE, monthly_minor=5).value
    income.edit(store, first, name="工资", from_on=JANUARY, monthly_minor=6)
    acts: list[Callable[[], object]] = [
        lambda: income.add(store, name="工资", from_on=JUNE, monthly_minor=7),
        lambda: income.edit(store, first, name=" 工资", from_on=JUNE, monthly_minor=7),
    ]
    for act in acts:
        with pytest.raises(PlannerError) as caught:
            act()
        assert (caught.value.code, caught.value.field) == ("income.same_day", "from_on")
    assert [entry.id for entry in incomes(store)] == [first, second]


@pytest.mark.parametrize("monthly_minor", [-1, LIMIT_MINOR + 1])
def test_an_income_that_cannot_be_is_refused(store: Store, monthly_minor: int) -> None:
    with pytest.raises(PlannerError) as caught:
        income.add(store, name="工资", from_on=JANUARY, monthly_minor=monthly_minor)
    assert (caught.value.code, caught.value.field) == ("income.amount", "monthly")
    assert incomes(store) == ()


def test_an_income_that_is_not_there_is_told(store: Store) -> None:
    acts: list[Callable[[], object]] = [
        lambda: income.edit(store, 9, name="a", from_on=JUNE, monthly_minor=7),
        lambda: income.delete(store, 9),
    ]
    for act in acts:
        with pytest.raises(PlannerError) as caught:
            act()
        assert caught.value.code == "income.unknown"


def test_settings_are_set_replaced_and_removed_together(store: Store) -> None:
    result = settings.put(store, language="zh", theme="[/]")
    assert result.topics == {"settings"}
    assert snapshot.read_settings(store.path) == {"language": "zh", "theme": "[/]"}
    settings.put(store, language="en", theme=None, unknown=None)
    assert snapshot.read_settings(store.path) == {"language": "en"}
    undo.undo(store)
    assert snapshot.read_settings(store.path) == {"language": "zh", "theme": "[/]"}


def test_setting_what_is_set_is_no_step_of_undo(store: Store) -> None:
    settings.put(store, language="zh")
    assert settings.put(store, language="zh", other=None).operation is None
