"""A database that another program has written is shown without harm."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from planner.services import exports, settings
from tests.flows.driver import running

NAME = "坏\x1b[31m\u202e名" + "\u0335" * 3_000
SHOWN = "坏名" + "\u0335" * 4


async def test_colours_that_are_none_by_now_leave_the_usual_ones(orderly: Path) -> None:
    """As another version of the program knew them."""
    with closing(sqlite3.connect(orderly)) as connection, connection:
        connection.execute("INSERT INTO setting (key, value) VALUES ('theme', 'no-such')")
    async with running(orderly) as d:
        usual = d.app.theme
        d.app.write(lambda store: settings.put(store, theme="nord"), quiet=True)
        await d.settle()
        assert d.app.theme == "nord" != usual
        await d.press("u")
        assert d.app.overview.settings["theme"] == "no-such"
        assert d.app.theme == usual


async def test_a_hostile_name_is_shown_harmless_whether_restored_or_copied(orderly: Path, tmp_path: Path) -> None:
    document = json.loads(exports.dump(orderly))
    table = document["tables"]["loan"]
    for row in table["rows"]:
        row[table["columns"].index("name")] = NAME
    restored = tmp_path / "restored.db"
    exports.restore(restored, json.dumps(document))
    with closing(sqlite3.connect(orderly)) as connection, connection:
        connection.execute("UPDATE loan SET name = ?", (NAME,))
    for path in (restored, orderly):
        async with running(path) as d:
            await d.press("2")
            listed = d.text()
            await d.press("enter")
            opened = d.text()
            await d.press("e")
            edited = d.text()
        for text in (listed, opened, edited):
            assert SHOWN in text
            assert not {"\x1b", "\u202e"} & set(text)
            assert "\u0335" * 5 not in text
