"""Keys pressed where they mean nothing, and keys pressed at random: nothing breaks, nothing changes by accident."""

from __future__ import annotations

import random
import string
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from planner.domain.book import Book
from planner.i18n import LANGUAGES, catalogue
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.ui.app import PlannerApp
from planner.ui.pages import PAGES, PageEntry
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.screens.shell.main import MainScreen
from tests.flows.driver import LARGE, SMALL, Driver, running
from tests.flows.driver_textual import failure
from tests.make.examples import SHARE

NAMED = [
    "enter", "escape", "tab", "shift+tab", "space", "backspace", "delete", "up", "down", "left", "right", "home", "end",
    "pageup", "pagedown", "ctrl+n", "ctrl+o", "ctrl+r", "ctrl+s", "ctrl+t", "ctrl+y", "ctrl+z", "ctrl+f", "ctrl+u",
    *(f"f{number}" for number in range(1, 13)),
]  # fmt: skip
LETTERS = [letter for letter in string.ascii_lowercase if letter != "q"]
SIGNS = list("/?*[]\\.,+-=<>'\"`~!@#$%^&()_:;{}| ")
WIDE = list("ｐｄｅａｕ／、？＊１２４７８ｙｎ你好月、。　")
TYPED = [
    "12000",
    "abc",
    "[/]",
    "2026-11-20",
    "昨天",
    "1.2万",
    "-1",
    "[@click=app.bell]x[/]",
    "jb",
    "99999999999999999999",
]


async def home(d: Driver, kind: type[Screen[Any]] = MainScreen) -> None:
    """Back to the pages, whatever is open, or to a screen of this kind on the way."""
    for _ in range(12):
        if d.on_main or isinstance(d.app.screen, kind):
            return
        await d.press("escape")
    raise AssertionError(d.app.screen_stack)


@pytest.mark.parametrize("keys", ["pdebxcwzsn", "y", "　ｐｄｅ"], ids=["commands", "yes", "wide"])
async def test_commands_on_nothing_do_nothing(empty: Path, keys: str) -> None:
    async with running(empty, draws=True) as d:
        before = settled(empty)
        for entry in PAGES:
            if entry.id in ("reminders", "credit"):
                continue  # there the built-in reminders are something, and one key logs what was done
            for key in (*keys, "enter", "space", "delete", "f4", "f2", "f7", "f8", "f10", "f11"):
                await d.press(entry.key, key)
                await home(d)
        await d.press("4", "i")
        for key in (*keys, "enter", "delete", "f2"):
            await d.press(key)
        await home(d)
        assert settled(empty) == before


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
@pytest.mark.parametrize("book", ["empty", "hostile"])
async def test_every_letter_on_every_page_of_an_empty_and_of_a_full_book(
    request: pytest.FixtureRequest, book: str, page: PageEntry
) -> None:
    async with running(request.getfixturevalue(book), draws=True) as d:
        for key in (*LETTERS, *SIGNS):
            await d.burst(*([] if d.page == page.id else [page.key]), key)
            await home(d)
        assert d.wide_lines() == []
        assert d.app.is_running


@pytest.mark.parametrize("number", [0, 5, 6])
async def test_every_letter_in_every_loan_screen(hostile: Path, number: int) -> None:
    async with running(hostile, draws=True) as d:
        way = ("2", "home", *["down"] * number, "enter")
        for key in LETTERS:
            await d.burst(*([] if isinstance(d.app.screen, LoanScreen) else way), key)
            await home(d, LoanScreen)


def settled(path: Path) -> tuple[Book, dict[str, str], int]:
    """What the file holds, journal included."""
    with reading(path) as connection:
        return snapshot.book(connection), snapshot.settings(connection), len(snapshot.operations(connection))


def any_key(chance: random.Random) -> list[str]:
    """The next keys of somebody who presses anything."""
    kind = chance.random()
    if kind < 0.35:
        return [chance.choice(LETTERS)]
    if kind < 0.70:
        return [chance.choice(NAMED)]
    if kind < 0.80:
        return [chance.choice("12478")]
    if kind < 0.87:
        return [chance.choice(WIDE)]
    if kind < 0.93:
        return [chance.choice(SIGNS)]
    return list(chance.choice(TYPED))


@pytest.mark.parametrize("seed", [7, 42] if SHARE > 1 else [7, 21, 42])
async def test_a_random_walk_breaks_nothing_and_everything_can_be_undone(
    hostile: Path, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    chance = random.Random(seed)
    pressed: list[str] = []
    size, language = chance.choice([SMALL, LARGE]), chance.choice(["zh", "en"])
    async with running(hostile, size=size, language=language, draws=True) as d:
        for _ in range(300 if SHARE == 1 else 150):
            keys = any_key(chance)
            pressed += keys
            await d.burst(*keys)
            assert is_sound(d.app), " ".join(pressed[-40:])
        assert d.wide_lines() == [], pressed[-40:]
        await home(d)
        for _ in range(400):
            await d.press("u")
            if d.toast in (catalogue(name)["toast.nothing_to_undo"] for name in LANGUAGES):
                break
        assert d.book == Book()
        assert not [told for told in d.toasts if "Error" in told]


def is_sound(app: PlannerApp) -> bool:
    """Whether it still runs and shows something."""
    return app.is_running and failure(app) is None and len(app.screen_stack) < 12
