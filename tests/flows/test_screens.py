"""Every page, form and dialog at both sizes, in both languages, with hostile names and with nothing: nothing breaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widget import Widget

from planner.i18n import catalogue
from planner.ui.dialogs.confirm import Confirm
from tests.flows.driver import SIZES, Driver, running
from tests.make.people import ACTION, BACKSLASH, EMOJI, LONG, MARKUP, OPEN_TAG, PLAIN

# How each screen is reached from the pages. Afterwards esc leads back.
ANYWHERE = {
    "today": ["1"],
    "loans": ["2"],
    "trend of ratios": ["4"],
    "trend of debt": ["v"],
    "trend of lenders": ["v"],
    "trend of 24 months": ["m", "v"],
    "cases": ["6"],
    "case form": ["6", "a"],
    "help on cases": ["6", "?"],
    "close-outs": ["6", "v"],
    "cases again": ["v"],
    "reminders": ["7"],
    "reminder rules": ["7", "tab"],
    "reminders again": ["tab"],
    "review": ["8"],
    "help on today": ["1", "?"],
    "help on loans": ["2", "?"],
    "help on trend": ["4", "?"],
    "help on reminders": ["7", "?"],
    "help on review": ["8", "?"],
    "offers": ["6", "right", "right"],
    "before you borrow": ["6", "right", "right", "b", "a"],
    "palette": ["1", "ctrl+p"],
    "loan form": ["2", "a"],
    "help on a form": ["2", "a", "f1"],
    "incomes": ["4", "i"],
    "income form": ["4", "i", "a"],
    "reminder form": ["7", "a"],
    "bill form": ["2", "ctrl+o"],
    "lead days": ["7", "tab", "home", "e"],
    "review day": ["down", "e"],
    "built-in rule": ["d"],
    "rules left": ["tab"],
    "filter": ["2", "/", "z"],
}

WITH_LOANS = {
    "lenders found": ["2", "a", "z", "h"],
    "loan edited": ["2", "home", "e"],
    "card edited": ["2", "end", "e"],
    "loan deleted": ["2", "home", "d"],
    "balance": ["2", "home", "b"],
    "repayment": ["1", "home", "p"],
    "settlement": ["2", "home", "enter", "x"],
    "repayment edited": ["2", "home", "enter", "tab", "e"],
    "repayment deleted": ["2", "home", "enter", "tab", "d"],
    "draw": ["2", "end", "enter", "w"],
    "line closed": ["2", "end", "enter", "c"],
    "help on a loan": ["2", "home", "enter", "?"],
    "palette on a loan": ["2", "home", "enter", "ctrl+p"],
    "income edited": ["4", "i", "e"],
    "income deleted": ["4", "i", "d"],
    "snooze": ["7", "home", "z"],
    "reminder deleted": ["7", "tab", "end", "d"],
    "rules left": ["7", "tab"],
    "sorted": ["2", "s", "s", "s"],
    "masked": ["*"],
    "masked today": ["1"],
    "not masked": ["*"],
    "review begun": ["8", "enter"],
    "review, other amount": ["p"],
    "review, reason": ["x"],
    "review, balances": ["n"],
    "review, other balance": ["b"],
    "review, ratios": ["n"],
    "review, actions": ["n"],
    "review, own action": ["a"],
    "review, summary": ["n"],
    "review, note": ["enter"],
    "review, help": ["?"],
}

# A loan opens with its schedule, a line with its records; tab shows the other.
LOANS = {
    f"loan {n}{tab}": ["2", "home", *["down"] * n, "enter", *tab.split()] for n in range(7) for tab in ("", " tab")
}

HOSTILE_WAYS = {
    "anywhere": ANYWHERE | {"no filter": ["escape"]},
    "with loans": WITH_LOANS,
    "each loan": LOANS,
}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the bill form begins to look: a folder with hostile names."""
    home = tmp_path / "home"
    (home / "[@click=app.quit]账单[/]").mkdir(parents=True)
    (home / "[b.csv").write_text("")
    monkeypatch.setenv("HOME", str(home))


def drawn_by_themselves(d: Driver) -> list[Widget]:
    """The widgets in view that draw their own lines, and so must keep to their own width."""
    ours = [w for w in d.app.screen.query("*") if type(w).render_line.__module__.startswith("planner.")]
    return [widget for widget in ours if widget.is_on_screen]


def check(d: Driver, where: str) -> None:
    """What holds on every screen."""
    d.app.clear_notifications()
    strips = d.strips()
    text = "\n".join(strip.text for strip in strips)
    footer = strips[-1].text
    assert [strip.text for strip in strips if strip.cell_length != d.app.size.width] == [], where
    for widget in drawn_by_themselves(d):
        for y in range(widget.size.height):
            assert widget.render_line(y).cell_length == widget.size.width, (where, widget, y)
    assert footer.strip(), where
    if d.on_main:
        assert " ? " in footer or " F1 " in footer, where
        assert "^p" in footer, where
    elif isinstance(d.app.screen, Confirm):
        assert " y " in footer, where
        assert " n " in footer, where
    elif "palette" not in where:
        assert "Esc" in footer, where
    keys = set(catalogue("zh"))
    leaked = [word for word in re.findall(r"[a-z_]+(?:\.[a-z0-9_]+)+", text) if word in keys]
    assert leaked == [], where
    assert not re.search(r"\b(key|loan|loans|page|toast|error|review|reminder|import|cost|due)\.[a-z_]+", text), where
    assert not re.search(r"\{[a-z_]+\}|Decimal\(|Traceback|datetime\.", text), where
    for strip in strips:
        for segment in strip:
            assert "@click" not in (segment.style.meta if segment.style else {}), where


async def back(d: Driver) -> None:
    """To the pages, as a person would."""
    for _ in range(6):
        if d.on_main:
            return
        await d.press("escape")
    raise AssertionError(d.app.screen_stack)


async def visit(d: Driver, ways: dict[str, list[str]]) -> None:
    """Open each screen and look at it in both sizes; the next one is opened in the size that this one ended in."""
    for where, way in ways.items():
        await d.burst(*way)
        check(d, f"{where} at {d.app.size}")
        await d.resize(*SIZES[d.app.size == SIZES[0]])
        check(d, f"{where} resized to {d.app.size}")
        await back(d)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_screen_with_nothing_entered(empty: Path, language: str) -> None:
    async with running(empty, size=SIZES[language == "en"], language=language) as d:
        await visit(d, ANYWHERE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ways", HOSTILE_WAYS)
async def test_every_screen_with_hostile_names(hostile: Path, ways: str, language: str) -> None:
    async with running(hostile, size=SIZES[language == "en"], language=language) as d:
        before = d.book
        await visit(d, HOSTILE_WAYS[ways])
        assert d.book == before


async def test_hostile_names_are_shown_as_they_are(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2")
        for name in (MARKUP, OPEN_TAG, BACKSLASH, EMOJI, PLAIN, LONG[:8], ACTION[:14]):
            assert name in d.text()
        await d.press("1")
        for name in (MARKUP, OPEN_TAG, BACKSLASH, EMOJI, LONG[:8], ACTION[:14], "[bold]看[/bold]"):
            assert name in d.text()
        for number, name in enumerate((MARKUP, ACTION, OPEN_TAG, BACKSLASH, PLAIN, LONG, EMOJI)):
            await d.press("2", "home", *["down"] * number, "enter")
            assert d.lines()[0].strip().startswith(name[:20])
            await d.press("p")
            assert name[:12] in d.lines()[0]
            await d.press("escape")
            if name == MARKUP:
                await d.press("d")
                assert f"删除“{name}”" in d.flat()
                await d.press("n", "tab")  # from the schedule to the records
                assert "[/] 已还" in d.text()
            if name == LONG:
                assert "😀 [b]" in d.text()
            await d.press("escape")
        await d.press("p", "enter")
        assert EMOJI in d.toast


async def test_other_sizes_are_used_too(hostile: Path) -> None:
    async with running(hostile) as d:
        for way in (["1"], ["2"], ["4"], ["8", "enter"], ["2", "enter"], ["p"]):
            await d.burst(*way)
            for size in ((200, 60), (100, 30), (81, 25)):
                await d.resize(*size)
                assert d.app.size == size
                assert len(d.lines()) == size[1]
                check(d, f"{way} at {size}")


async def test_a_terminal_that_is_far_too_small_breaks_nothing(hostile: Path) -> None:
    async with running(hostile, size=(30, 8)) as d:
        for way in list((ANYWHERE | WITH_LOANS).values())[::2]:
            await d.burst(*way)
            assert d.wide_lines() == []
            await back(d)
