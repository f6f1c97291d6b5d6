"""Maps of columns that a person makes: kept, undone, taken along in an export, used when a file is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from planner.domain.imports.file import CARD, CreditAccount, Kind
from planner.errors import PlannerError
from planner.importers.pointed import entry_of, guess, headers, named_map, own_entries, own_maps, tried
from planner.overview.preview import preview
from planner.services import exports, file_maps, undo
from planner.storage.snapshot import read_settings
from planner.storage.store import Store

TODAY = date(2026, 11, 23)
FILE = "某行信用卡\n交易日期,项目,RMB,余额\n2026-03-01,便利店,15.90,1\n2026-03-05,网银还款,-200.00,1\n".encode()
NAMES = ("交易日期", "项目", "RMB", "余额")
ENTRY = entry_of(
    NAMES,
    {"on": "交易日期", "amount": "RMB", "goods": "项目"},
    title="某行",
    sort="card",
    bank="某行",
    signs="spent_positive",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "planner.db")
    yield made
    made.close()


def test_the_header_is_found_and_known_names_are_guessed() -> None:
    assert headers(FILE) == [NAMES]
    assert guess(NAMES) == {"on": "交易日期", "balance": "余额"}
    assert guess(("日期", "入账日", "说明", "金额")) == {"on": "日期", "goods": "说明", "amount": "金额"}
    assert headers(b"nothing here\n") == []
    file = tried(FILE, ENTRY)
    assert [(entry.row.amount_minor, entry.meaning.kind) for entry in file.entries] == [
        (1590, Kind.PURCHASE), (20000, Kind.REPAYMENT)
    ]  # fmt: skip


def test_a_map_is_used_as_long_as_it_is_kept(store: Store) -> None:
    with pytest.raises(PlannerError):
        preview(store.path, "x", FILE, today=TODAY)
    file_maps.keep(store, ENTRY)
    (use, _) = preview(store.path, "x", FILE, today=TODAY).proposal.used
    assert use.entry.meaning.account == CreditAccount(CARD, "某行")
    undo.undo(store)
    with pytest.raises(PlannerError):
        preview(store.path, "x", FILE, today=TODAY)
    undo.redo(store)
    file_maps.forget(store, ENTRY["code"])
    assert own_maps(read_settings(store.path)) == ()


def test_a_map_is_renamed_and_forgotten_each_a_step_of_undo(store: Store) -> None:
    file_maps.keep(store, ENTRY)
    code = ENTRY["code"]
    file_maps.rename(store, code, " 我的[/]卡 ")
    assert own_entries(read_settings(store.path)) == {code: ENTRY | {"zh": "我的[/]卡", "en": "我的[/]卡"}}
    file_maps.forget(store, code)
    undo.undo(store)
    undo.undo(store)
    assert own_entries(read_settings(store.path)) == {code: ENTRY}
    for name, wrong in ((" ", "import.map_no_name"), ("长" * 61, "import.map_name_long")):
        with pytest.raises(PlannerError) as error:
            file_maps.rename(store, code, name)
        assert error.value.code == wrong
    with pytest.raises(PlannerError) as error:
        file_maps.forget(store, "own_gone")
    assert error.value.code == "import.map_unknown"


def test_a_map_is_named_by_its_name_or_its_code(store: Store) -> None:
    other = entry_of(
        ("日期", "金额", "说明"), {"on": "日期", "amount": "金额"}, title="某行", sort="app", bank="", signs="none"
    )
    for entry in (ENTRY, other):
        file_maps.keep(store, entry)
    settings = read_settings(store.path)
    assert named_map(settings, other["code"]) == other
    with pytest.raises(PlannerError) as error:
        named_map(settings, "某行")
    assert error.value.code == "import.map_which"
    file_maps.rename(store, other["code"], "另一个")
    assert named_map(read_settings(store.path), "某行") == ENTRY


def test_a_map_goes_along_in_an_export(store: Store, tmp_path: Path) -> None:
    file_maps.keep(store, ENTRY)
    copy = tmp_path / "copy.db"
    exports.restore(copy, exports.dump(store.path))
    assert own_maps(read_settings(copy)) == own_maps(read_settings(store.path)) != ()


def test_a_broken_map_is_refused_and_one_in_the_file_keeps_nothing_back(store: Store) -> None:
    with pytest.raises(PlannerError) as error:
        file_maps.keep(store, {**ENTRY, "signs": "up"})
    assert error.value.code == "import.map"
    assert own_maps({"file_map.x": "{", "file_map.y": "[]", "language": "zh"}) == ()
