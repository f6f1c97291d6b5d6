"""What ``planner status`` has printed of the demo is told again to the byte, on that day and by that code, or not."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from planner import i18n
from planner.cli import kept, main
from planner.demo import again, cached
from planner.demo import book as demo
from planner.storage import answers
from tests.conftest import TODAY

TEXT, DOCUMENT = ["--demo", "--lang", "en", "status"], ["--demo", "--lang", "en", "status", "--json"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_args, **_named: tmp_path / "cache" / "planner")
    return tmp_path / "cache" / "planner" / "demo"


@pytest.fixture
def told(cache: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The only file that is kept: the text of ``TODAY`` in English."""
    assert main.run(TEXT) == 0
    capsys.readouterr()
    (made,) = cache.iterdir()
    return made


@pytest.mark.parametrize("whole", [False, True])
def test_it_is_told_as_the_long_way_tells_it(
    whole: bool, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if whole:  # the app was there before
        demo.create(tmp_path / "demo.db", TODAY, "en", reviewed=False)
        demo.Reviews(tmp_path / "demo.db", TODAY, "en", kept=True).ready()()
    for line in (TEXT, DOCUMENT, ["--lang", "zh", *TEXT[:1], "status"]) if whole else (TEXT, DOCUMENT):
        assert kept.told(line) is None
        assert main.run(line) == 0
        long = capsys.readouterr().out
        for again_told in (line, [*line, "--today", TODAY.isoformat()], ["--db", "nowhere", *line]):
            assert kept.told(again_told) == 0
            assert capsys.readouterr().out == long
    assert again.copied(tmp_path / "copy.db", TODAY, "en") == whole
    assert cache.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in cache.iterdir()} == {0o600}


def test_another_day_language_form_or_state_of_the_code_is_told_nothing(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept.told([*TEXT, "--today", (TODAY + timedelta(1)).isoformat()]) is None
    assert kept.told(["--demo", "--lang", "zh", "status"]) is None
    assert kept.told(DOCUMENT) is None
    monkeypatch.setattr(cached, "maker", lambda: "another")
    assert kept.told(TEXT) is None


def test_the_code_of_the_demo_is_of_what_it_is_made_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("storage", "demo", "words", "ui"):
        (tmp_path / "planner" / room).mkdir(parents=True)
    monkeypatch.setattr(answers, "__file__", str(tmp_path / "planner/storage/answers.py"))
    seen = [cached.maker()]
    for room in ("demo", "words", "ui"):
        (tmp_path / "planner" / room / "a.py").touch()
        seen.append(cached.maker())
    assert len(set(seen)) == 3
    assert seen[2] == seen[3]


@pytest.mark.parametrize("spoilt", ["shorter", "other", "empty", "for all", "link", "folder"])
def test_what_is_not_as_it_was_written_is_not_told(told: Path, spoilt: str, tmp_path: Path) -> None:
    assert kept.told(TEXT) == 0
    content = told.read_bytes()
    if spoilt == "for all":
        told.chmod(0o666)
    elif spoilt in ("link", "folder"):
        told.rename(tmp_path / "elsewhere")
        told.mkdir() if spoilt == "folder" else told.symlink_to(tmp_path / "elsewhere")
    else:
        told.write_bytes({"shorter": content[:-1], "other": content[:-1] + b"!", "empty": b"\0\0\0\0"}[spoilt])
    assert kept.told(TEXT) is None


def test_what_is_of_another_day_goes_when_one_is_kept(told: Path, cache: Path) -> None:
    assert main.run([*DOCUMENT, "--today", TODAY.isoformat()]) == 0
    assert len(list(cache.iterdir())) == 2
    assert main.run([*TEXT, "--today", (TODAY + timedelta(1)).isoformat()]) == 0
    (left,) = cache.iterdir()
    assert left.name.startswith((TODAY + timedelta(1)).isoformat())


def test_code_that_is_replaced_while_it_answers_keeps_none(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    makers = iter(["before", "after"])
    monkeypatch.setattr(cached, "maker", lambda: next(makers, "after"))
    cached.keep_told("text", cached.maker(), TODAY.isoformat(), "en", answers.TEXT)
    assert not cache.exists()


def test_where_nothing_can_be_kept_it_is_answered_as_ever(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache.parent.parent.write_text("no folder")
    for _ in range(2):
        assert kept.told(TEXT) is None
        assert main.run(TEXT) == 0
        assert "Owed" in capsys.readouterr().out
    assert i18n.language() == "en"


def test_it_is_told_with_nothing_else_loaded() -> None:
    code = "import sys\nfrom planner.cli import kept\nkept.told(['--demo', 'status'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "planner.demo.cached" in loaded
    assert not loaded & {"planner.errors", "planner.storage.sqlite", "planner.i18n.zh", "json", "argparse"}
