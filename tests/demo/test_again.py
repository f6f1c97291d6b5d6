"""The demo that is kept for the next starts of the day: the same as one that is made, or none at all."""

from __future__ import annotations

import os
import resource
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner import i18n
from planner.cli import answers as making
from planner.cli import first
from planner.demo import again, cached
from planner.demo import book as demo
from planner.overview.overview import read
from planner.services import settings
from planner.storage.store import Store
from planner.values import replace
from planner.words.frame import text_of
from planner.words.today import frame
from tests.conftest import TODAY


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_args, **_named: tmp_path / "cache")
    return tmp_path / "cache" / "demo"


@pytest.fixture
def made(cache: Path, tmp_path: Path) -> Path:
    """The only file that is kept, of ``TODAY`` in English."""
    return _kept(cache, tmp_path / "first.db", TODAY)


def _kept(cache: Path, path: Path, today: date, language: str = "en") -> Path:
    demo.create(path, today, language, reviewed=False)
    demo.Reviews(path, today, language, kept=True).ready()()
    return max(cache.iterdir(), key=lambda file: file.stat().st_mtime_ns)


def test_a_copy_is_the_demo_with_its_reviews(made: Path, tmp_path: Path) -> None:
    path, whole = tmp_path / "again.db", tmp_path / "whole.db"
    assert again.copied(path, TODAY, "en")
    demo.create(whole, TODAY, "en")
    found, known = read(path, TODAY), read(whole, TODAY)
    assert found.seen[:3] == known.seen[:3]
    assert replace(found, seen=known.seen).tells_the_same(known)
    assert again.copied(tmp_path / "other.db", TODAY, "en")
    assert read(tmp_path / "other.db", TODAY).seen != found.seen  # each is a database of its own
    assert path.stat().st_mode & 0o777 == made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_another_day_language_or_state_of_the_code_has_none(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "again.db"
    assert not again.copied(path, TODAY + timedelta(1), "en")
    assert not again.copied(path, TODAY, "zh")
    monkeypatch.setattr(cached, "maker", lambda: "another")
    assert not again.copied(path, TODAY, "en")
    assert not path.exists()


def test_what_is_of_another_day_goes_when_one_is_kept(made: Path, cache: Path, tmp_path: Path) -> None:
    (cache / f"{made.name}.0.partial").write_bytes(b"left by a process that was killed")
    chinese = _kept(cache, tmp_path / "zh.db", TODAY, "zh")
    assert set(cache.iterdir()) == {made, chinese}
    tomorrow = _kept(cache, tmp_path / "tomorrow.db", TODAY + timedelta(1))
    assert list(cache.iterdir()) == [tomorrow]


@pytest.mark.parametrize("spoilt", ["shorter", "other", "empty", "for all", "link", "folder", "pipe"])
def test_what_is_not_as_it_was_written_is_not_taken(made: Path, spoilt: str, tmp_path: Path) -> None:
    content = made.read_bytes()
    if spoilt == "for all":
        made.chmod(0o666)
    elif spoilt in ("link", "folder", "pipe"):
        made.rename(tmp_path / "elsewhere")
        places = {"link": lambda: made.symlink_to(tmp_path / "elsewhere"), "folder": made.mkdir}
        places.get(spoilt, lambda: os.mkfifo(made))()
    else:
        found = {"shorter": content[:-1], "other": content[:-1] + b"!", "empty": b"\0\0\0\0"}[spoilt]
        made.write_bytes(found)
    assert not again.copied(tmp_path / "again.db", TODAY, "en")
    assert not (tmp_path / "again.db").exists()


def test_where_nothing_can_be_kept_the_demo_is_as_ever(cache: Path, tmp_path: Path) -> None:
    cache.parent.write_text("no folder")
    path = tmp_path / "first.db"
    demo.create(path, TODAY, "en", reviewed=False)
    demo.Reviews(path, TODAY, "en", kept=True).ready()()
    assert len(read(path, TODAY).reviews) == 2
    assert not again.copied(tmp_path / "again.db", TODAY, "en")


def test_a_full_disk_leaves_nothing_half_copied(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.db"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # a write beyond fails as it does without room
    try:
        assert not again.copied(path, TODAY, "en")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not path.exists()


def test_what_stands_there_is_not_written_over(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.db"
    path.write_text("mine")
    assert not again.copied(path, TODAY, "en")
    assert path.read_text() == "mine"


def test_its_first_page_is_kept_as_it_is_before_any_change(made: Path, tmp_path: Path) -> None:
    path, fresh = tmp_path / "used" / "demo.db", tmp_path / "fresh.db"
    path.parent.mkdir()
    assert again.copied(path, TODAY, "en")
    assert again.copied(fresh, TODAY, "en")
    store = Store(path)
    settings.put(store, theme="textual-light")
    store.close()
    assert first.of_demo(TODAY, "en") is None
    making.keep_page_of_demo(path, TODAY, "en", stopped=lambda: True)
    assert first.of_demo(TODAY, "en") is None
    making.keep_page_of_demo(path, TODAY, "en")
    found = first.of_demo(TODAY, "en")
    assert found is not None
    page, spoken = found
    with i18n.speaking("en"):
        assert text_of(page) == text_of(frame(read(fresh, TODAY)))
    assert (page.theme, spoken) == (None, "en")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert first.of_demo(TODAY + timedelta(1), "en") is None
    assert first.of_demo(TODAY, "zh") is None
    kept = next(file for file in made.parent.iterdir() if file.suffix == ".frame")
    kept.write_bytes(kept.read_bytes()[:-1])
    assert first.of_demo(TODAY, "en") is None
