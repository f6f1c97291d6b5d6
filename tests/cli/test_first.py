"""What is kept of the first page is what the page shows of the book, any doubt, and nothing is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner import clock, i18n
from planner.cli import answers as making
from planner.cli import first
from planner.overview.overview import read
from planner.services import settings
from planner.storage import answers
from planner.storage.answers import FRAME
from planner.storage.store import Store
from planner.ui.screens.today.page import columns, rows
from planner.ui.widgets.table import Row
from planner.words import today as words
from planner.words.frame import Frame, text_of
from planner.words.headline import headline
from tests.make.templates import Templates
from tests.storage import make_dump

TODAY = date(2026, 11, 20)


def found(path: Path, *argv: str, on: date = TODAY) -> tuple[Frame, str] | None:
    return first.found(argv, path, on, answers.maker())


def assert_shown_alike(path: Path, on: date) -> None:
    """That the frame of a day shows what the page does, in all languages."""
    for language in i18n.LANGUAGES:
        kept = found(path, "--lang", language, on=on)
        assert kept is not None
        frame, spoken = kept
        assert spoken == language
        view = read(path, on)
        with i18n.speaking(language):
            shown = rows(view)
            painted = [Row(key, cells) for key, cells in frame.lines]
            assert [(row.key, dict(row.cells)) for row in painted] == [(row.key, dict(row.cells)) for row in shown]
            assert columns(painted) == columns(shown)
            assert (frame.headline, frame.nothing) == (headline(view), words.nothing(view))
        due, occurrence = shown[0].data if shown else (None, None)
        assert frame.offered == words.offered(due, occurrence, on)
        assert frame.theme == view.settings.get("theme")


def filled(path: Path) -> None:
    store = Store(path)
    make_dump.fill(store)
    settings.put(store, language="zh", theme="textual-light")
    store.close()
    making.keep(path, TODAY)


@pytest.fixture
def book(path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rows in every table, and what is kept of two days."""
    monkeypatch.setattr(making, "DAYS", 2)
    templates.copy("framed", filled, path)
    clock.fix(TODAY)
    return path


def test_what_is_kept_shows_what_the_page_shows(book: Path) -> None:
    for number in range(2):
        assert_shown_alike(book, TODAY + timedelta(number))
    assert found(book, on=TODAY + timedelta(2)) is None


def test_the_language_is_the_one_that_was_chosen_unless_another_is_named(book: Path) -> None:
    kept, named = found(book), found(book, "--lang", "en")
    assert kept is not None
    assert named is not None
    assert (kept[1], named[1]) == ("zh", "en")


def test_of_a_list_that_no_terminal_shows_whole_the_lines_below_are_short_and_as_wide(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = read(book, TODAY)
    monkeypatch.setattr(words, "IN_FULL", 2)
    lines, shown = words.frame(view).lines, rows(view)
    assert len(lines) == len(shown) > 2
    assert columns([Row(key, cells) for key, cells in lines]) == columns(shown)
    short = [set(shown[place].cells) - set(cells) for place, (_, cells) in enumerate(lines)]
    assert short[:2] == [set(), set()]
    assert {"due_on", "what"} in short


def no_language(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM setting WHERE key = 'language'")
    making.keep(path, TODAY)


def with_a_log(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)


def open_to_others(path: Path) -> None:
    path.chmod(0o644)


def written(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE loan SET note = note || 'x'")


@pytest.mark.parametrize("change", [no_language, with_a_log, open_to_others, written, Path.unlink])
def test_the_app_begins_the_long_way_where_there_is_any_doubt(book: Path, change: Callable[[Path], None]) -> None:
    assert found(book) is not None
    change(book)
    assert found(book) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '["x", 1]',
        '[1, "", [], [], null]',
        '["", "", [["k", []]], [], null]',
        '["", "", [["k", {"what": 1}]], [], null]',
        '["", "", [["k", {"what": ["a"]}]], [], null]',
        '["", "", [[1, {}]], [], null]',
        '["", "", [], [1], null]',
        '["", "", [], [], 1]',
    ],
)
def test_what_another_program_wrote_is_no_first_page(book: Path, text: str) -> None:
    with closing(sqlite3.connect(book)) as connection, connection:
        answers.put(connection, answers.maker(), {(TODAY.isoformat(), FRAME, "zh"): text})
    assert found(book) is None


def test_what_stands_in_it_comes_back_whatever_signs_it_has(book: Path) -> None:
    frame = words.frame(read(book, TODAY))
    odd = frame._replace(headline="‮\ud800\n\x1b[31m", lines=(("k", {"what": ("", "bad"), "left": "😀"}),))
    with closing(sqlite3.connect(book)) as connection, connection:
        answers.put(connection, answers.maker(), {(TODAY.isoformat(), FRAME, "zh"): text_of(odd)})
    assert found(book) == (odd, "zh")
