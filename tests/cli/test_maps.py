"""``planner maps``, and a map of columns that ``planner import`` takes in."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from planner.cli.main import run
from planner.importers.map_file import text_of
from tests.importers.test_map_file import ENTRY

BILL = "某行\n交易日期,项目,RMB,余额\n2026-03-01,便利店,15.90,1\n2026-03-05,网银还款,-200.00,1\n"


def test_a_map_is_taken_in_listed_tried_renamed_handed_on_and_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, file, bill, out = (tmp_path / name for name in ("new.db", "map.json", "bill.csv", "out.json"))
    file.write_text(text_of(ENTRY), "utf-8")
    bill.write_text(BILL, "utf-8")

    def said(*words: str, status: int = 0) -> str:
        assert run([*words, "--lang", "en", "--db", str(database)]) == status
        told = capsys.readouterr()
        return told.out + told.err

    assert "nothing saved" in said("import", str(file), "--dry-run")
    assert not database.exists()
    assert "Keeps the map" in said("import", str(file))
    assert "unchanged" in said("import", str(file))
    assert json.loads(said("maps", "--json")) == {"maps": [ENTRY]}
    assert "15.90" in said("maps", ENTRY["code"], "--try", str(bill))
    assert "is called “card [/]”" in said("maps", "某行 [b", "--rename", "card [/]")
    assert "“card [/]” takes the place" not in said("maps", "card [/]", "-o", str(out))
    assert os.stat(out).st_mode & 0o077 == 0
    assert json.loads(out.read_text("utf-8"))["map"]["zh"] == "card [/]"
    assert "out.json" in said("maps", "card [/]", "-o", str(out), status=1)  # there already
    assert "takes the place of “card [/]”" in said("import", str(file))
    assert "2 rows recorded" in said("import", str(bill))
    said("maps", "某行 [b", "--forget")
    assert "No maps" in said("maps")
    assert "某行" in said("maps", "某行", status=1)
    file.write_bytes(file.read_bytes().replace(b"spent_positive", b"up"))
    assert 'signs is "up"' in said("import", str(file), status=1)


def test_one_thing_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = str(tmp_path / "new.db")
    for words in (["--forget"], ["x", "--forget", "--rename", "y"]):
        with pytest.raises(SystemExit) as ended:
            run(["maps", *words, "--demo", "--lang", "en", "--db", database])
        assert ended.value.code == 2
        assert "one of -o" in capsys.readouterr().err
