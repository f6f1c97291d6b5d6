"""The pages of the demo look as they are kept in ``tests/screens``: a change of a page is read as a difference of text.

A terminal shows more, above all colours; those are the business of other tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest

from planner import paths
from planner.ui.screens.credit.page import VIEWS as CREDIT_VIEWS
from tests import screens
from tests.flows.driver import LARGE, SMALL, Driver, running
from tests.make.people import TODAY
from tests.make.templates import Templates

KEPT = Path(screens.__file__).parent
RENEW = os.environ.get("SCREENS") == "renew"
REPORT = [view.name for view in CREDIT_VIEWS].index("report")

# How each page is reached from the pages. Afterwards esc leads back.
WAYS = {
    "today": ["1"],
    "cash": ["1", "c"],
    "cash-weeks": ["1", "c", "v"],
    "loans": ["2"],
    "loan": ["2", "home", *["down"] * 3, "enter"],
    "card": ["2", "home", "enter"],
    "loan-form": ["2", "a"],
    "plan-pay": ["3"],
    "plan-goals": ["3", "v"],
    "trend": ["4"],
    "credit-findings": ["5"],
    "credit-report": ["5", *["right"] * REPORT],
    "cases": ["6"],
    "case": ["6", "home", "down", "down", "enter"],
    "case-papers": ["6", "home", "down", "down", "enter", "tab"],
    "case-event": ["6", "home", "down", "down", "enter", "a"],
    "closeout": ["6", "v", "enter"],
    "calls": ["6", "v", "home", "down"],
    "call-form": ["6", "a"],
    "letter-form": ["6", "left", "left", "home", "down", "down", "enter", "l"],
    "reminders": ["7"],
    "review": ["8"],
    "help": ["1", "?"],
}


def as_text(d: Driver) -> str:
    """The screen without colours, messages and blanks at the ends of lines."""
    d.app.clear_notifications()
    return "".join(line.rstrip() + "\n" for line in d.lines())


async def walked(d: Driver) -> dict[str, str]:
    """Every page as text."""
    seen = {}
    for name, way in WAYS.items():
        await d.press(*way)
        await d.settle()
        seen[name] = as_text(d)
        while not d.on_main:
            await d.press("escape")
    return seen


def told(folder: Path, seen: dict[str, str]) -> Iterator[str]:
    """The lines in which pages differ from what is kept."""
    for name, text in seen.items():
        file = folder / f"{name}.txt"
        kept = file.read_text("utf-8") if file.exists() else ""
        label = file.relative_to(KEPT.parent.parent).as_posix()
        yield from unified_diff(kept.splitlines(), text.splitlines(), f"{label} (kept)", f"{label} (now)", lineterm="")


def compare(folder: Path, seen: dict[str, str]) -> None:
    """Fail with the difference; or write the pages anew when that was asked for."""
    if RENEW:
        folder.mkdir(exist_ok=True)
        for name, text in seen.items():
            (folder / f"{name}.txt").write_text(text, "utf-8")
    difference = "\n".join(told(folder, seen))
    if difference:
        pytest.fail(
            f"{difference}\n\nIf it is meant so: python -m tests.screens, and commit tests/screens.", pytrace=False
        )


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_pages_look_as_they_are_kept(
    templates: Templates, tmp_path: Path, language: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "usual_database", lambda: tmp_path / "fresh.db")  # of any other the place is named
    demo = templates.demo(tmp_path / "demo.db", TODAY, language)
    fresh = templates.empty(tmp_path / "fresh.db")
    async with running(demo, size=size, language=language, demo=True) as d:
        seen = await walked(d)
    async with running(fresh, size=size, language=language) as d:
        seen["welcome"] = as_text(d)
    compare(KEPT / f"{language}-{size[0]}x{size[1]}", seen)
