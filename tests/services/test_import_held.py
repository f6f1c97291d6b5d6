"""Rows of a file that would undo what the person has entered: asked about first, and remembered when they stay out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from planner.demo import book as demo
from planner.domain.imports.choices import SKIP, TAKE
from planner.services import imports
from planner.storage.store import Store
from planner.words.imports import held_lines
from tests.make.bill_files import Row, credit
from tests.services.test_import_cases import OVERPAID, TODAY, UNTOLD, line_of, load, take


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    demo.create(path, TODAY, "zh", reviewed=False)
    return path


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Iterator[Store]:
    """The made-up person: every bill is paid."""
    store = Store(Path(shutil.copy(made, tmp_path / "full.db")))
    yield store
    store.close()


def reasons(store: Store, *rows: Row) -> list[str]:
    found = load(store, *rows)
    assert len(found.proposal.used) + len(found.proposal.doubles) + len(found.proposal.unused) == len(rows)
    return [unused.reason for unused in found.proposal.unused]


def test_what_stayed_out_stays_out_whatever_was_recorded_since(full: Store) -> None:
    assert reasons(full, *UNTOLD) == ["as_entered", "not_owed", "as_entered"]
    assert take(full, *UNTOLD).used == 0
    other = load(full, *OVERPAID)
    assert reasons(full, *OVERPAID) == ["as_entered", "not_owed", "as_entered"]
    imports.apply(full, other.chosen(dict.fromkeys(other.proposal.held, TAKE)), today=TODAY)
    assert reasons(full, *UNTOLD) == ["left_before"] * 3  # from now on nothing of it would be late
    assert take(full, *UNTOLD).used == 0
    again = load(full, *UNTOLD)
    assert "上次导入时没有记" in held_lines(again.proposal, again.if_taken())[0]
    imports.apply(full, again.chosen({line_of(again, "F3"): TAKE}), today=TODAY)
    third = load(full, *UNTOLD).proposal
    assert (len(third.used), len(third.doubles), len(third.unused)) == (0, 1, 2)
    full.undo()
    assert reasons(full, *UNTOLD) == ["left_before"] * 3


@pytest.mark.parametrize(
    ("lender", "goods", "amount", "on"),
    [
        ("花呗", "花呗主动还款", "800.00", date(2026, 9, 20)),  # a part of a later bill that is paid
        ("花呗", "花呗主动还款", "3000.00", date(2026, 9, 20)),
        ("度小满", "有钱花还款", "300.00", date(2026, 11, 20)),  # paid back before
        ("美团借钱", "美团借钱还款", "3000.00", date(2026, 5, 20)),
    ],
)
def test_a_repayment_of_what_is_settled_is_asked_first(
    full: Store, lender: str, goods: str, amount: str, on: date
) -> None:
    paid = credit(lender, goods, amount, time=f"{on} 08:00:00", order="S1")
    found = load(full, paid)
    assert reasons(full, paid) == ["not_owed"]
    assert "不欠这笔钱" in held_lines(found.proposal, found.if_taken())[0]
    taken = found.chosen({found.proposal.unused[0].entry.row.line: TAKE})
    assert len(taken.proposal.used) == 1
    effect = taken.effect()
    assert effect.accounts[0].favour is not None
    assert effect.after.on_time <= effect.before.on_time


def test_more_paid_than_is_owed_on_its_day_becomes_a_credit(full: Store) -> None:
    assert reasons(full, credit("花呗", "花呗主动还款", "1000.00", time="2026-11-25 08:00:00", order="S2")) == []


def test_what_was_skipped_stays_out_of_the_next_import_until_it_is_taken(store: Store) -> None:
    found = load(store, *OVERPAID)
    imports.apply(store, found.chosen({line_of(found, "D1"): SKIP}), today=TODAY)
    again = load(store, *OVERPAID)
    assert [(one.reason, one.offered) for one in again.proposal.unused] == [("left_before", True)]
    taken = again.chosen({line_of(again, "D1"): TAKE})
    assert [use.amount_minor for use in taken.proposal.used] == [30_000]
