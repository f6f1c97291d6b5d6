"""The maps of columns by keyboard: seen where rules are, renamed, tried, forgotten, handed on, taken in; with undo."""

from __future__ import annotations

from pathlib import Path

from planner.importers.map_file import text_of
from planner.importers.pointed import own_entries
from planner.services import file_maps
from planner.storage.snapshot import read_settings
from planner.storage.store import Store
from planner.ui.screens.imports.maps import MapsScreen, RenameForm, TakeInForm, TryForm
from planner.ui.screens.imports.pointing import PointingForm
from planner.ui.screens.imports.rules import RulesScreen
from tests.flows.driver import LARGE, running
from tests.importers.test_map_file import ENTRY

FILE = "某行\n交易日期,项目,RMB,余额,备注\n2026-03-01,便利店,15.90,1,\n2026-03-05,网银还款,-200.00,1,\n"


async def test_maps_are_seen_where_rules_are_and_renamed_forgotten_handed_on_and_taken_in(
    empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "map.json"
    file.write_text(text_of(ENTRY), "utf-8")
    async with running(empty, size=LARGE) as d:
        d.app.push_screen(RulesScreen())
        await d.press("m")
        assert isinstance(d.app.screen, MapsScreen)
        assert "还没有列对照" in d.text()
        await d.press("a")
        assert isinstance(d.app.screen, TakeInForm)
        await d.fill(path=str(file))
        await d.press("enter")
        assert isinstance(d.app.screen, MapsScreen)
        assert "某行 [b" in d.text()
        assert "日期＝交易日期" in d.text()
        await d.press("e")
        assert isinstance(d.app.screen, RenameForm)
        await d.fill(title="我的[/]卡")
        await d.press("ctrl+s")
        assert "我的[/]卡" in d.text()
        await d.press("x")
        (written,) = empty.parent.glob("*own_*.json")
        assert "我的[/]卡" in written.read_text("utf-8")
        await d.press("d", "y")
        assert "还没有列对照" in d.text()
        await d.press("escape", "escape", "u", "u")
        assert own_entries(read_settings(empty)) == {ENTRY["code"]: ENTRY}


async def test_a_map_is_tried_on_a_file_with_more_columns_and_set_right(empty: Path, tmp_path: Path) -> None:
    store = Store(empty)
    file_maps.keep(store, ENTRY)
    store.close()
    (tmp_path / "1.csv").write_text(FILE, "utf-8")
    (tmp_path / "2.csv").write_text(FILE.replace("RMB", "美元"), "utf-8")
    async with running(empty, size=LARGE) as d:
        d.app.push_screen(MapsScreen())
        await d.press("t")
        await d.fill(path=str(tmp_path / "2.csv"))
        await d.press("enter")
        assert isinstance(d.app.screen, TryForm)
        assert "缺：RMB" in d.flat()
        await d.fill(path=str(tmp_path / "1.csv"))
        await d.press("enter")
        assert isinstance(d.app.screen, PointingForm)
        assert "便利店" in d.text()
        await d.fill(signs="spent_negative")
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, MapsScreen)
        assert own_entries(read_settings(empty)) == {ENTRY["code"]: ENTRY | {"signs": "spent_negative"}}
