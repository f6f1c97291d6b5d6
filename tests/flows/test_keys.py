"""The keyboard as terminals and Chinese input methods deliver it, and the rules that every binding keeps."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import constants
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode

import planner.ui
from planner.ui.app import PlannerApp
from planner.ui.base import Page
from planner.ui.forms.form import Form
from planner.ui.palette import NOT_OFFERED
from planner.ui.screens.cases.case import CaseScreen
from planner.ui.screens.cases.page import CasesPage
from planner.ui.screens.loans.loan import LoanScreen
from planner.ui.screens.loans.repayment import RepaymentForm
from planner.ui.screens.review.page import ReviewPage
from planner.ui.screens.shell.backups import Backups
from planner.ui.screens.today.page import TodayPage
from tests.flows.driver import LARGE, running
from tests.flows.test_repayments import to_loan
from tests.make.people import MARKUP, PLAIN

NI_HAO = "\x1b[49;;20320:22909u"  # one commit of two characters, as terminals with the Kitty protocol report it
NUL_COMMIT = "\x1b[0u"  # a commit whose text the terminal does not report


@pytest.fixture(autouse=True)
def _kitty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser as it is by itself, whatever terminal the tests run in."""
    monkeypatch.setattr(constants, "DISABLE_KITTY_KEY", False)


# -- what arrives from the terminal ------------------------------------------------------------------------------------


async def test_composed_text_is_typed_into_the_field_that_has_the_focus(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "a")
        await d.feed(NI_HAO)
        assert d.texts()["lender"] == "你好"
        await d.feed("借呗ｊｂ1")
        assert d.texts()["lender"] == "你好借呗ｊｂ1"
        await d.feed("\x7f\x7f\x7f\x15" + NI_HAO)  # three times backspace, then ctrl+u
        assert d.texts()["lender"] == "你好"
        await d.feed("\t\t\t12000\t\t2026-11-01\t12\t18\x13")  # tab from field to field, then ctrl+s
        assert d.account("你好").loan.principal_minor == 12_000_00


async def test_composed_text_reaches_the_filter_and_the_palette(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.feed("2、月月")
        assert [row.cells["loan"] for row in d.table.rows] == [PLAIN]
        await d.feed("\x10结清")  # the palette is open above the filter
        assert isinstance(d.app.screen, CommandPalette)


async def test_a_nul_key_does_nothing_anywhere(hostile: Path) -> None:
    async with running(hostile) as d:
        before = d.book
        for key in ("1", "2", "4", "7", "8"):
            await d.press(key)
            seen = d.text()
            await d.feed(NUL_COMMIT + "\x00")
            assert d.text() == seen
        await d.press("2", "a")
        await d.write("借")
        await d.feed(NUL_COMMIT + "\x00")
        assert d.texts()["lender"] == "借"
        assert d.book == before
        assert d.toasts == []


async def test_full_width_keys_are_the_plain_ones_where_nothing_is_typed(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.feed("ｐ")
        assert isinstance(d.app.screen, RepaymentForm)
        await d.feed("\r")
        assert len(d.account(MARKUP).repayments) == 3
        await d.feed("ｕ")
        assert len(d.account(MARKUP).repayments) == 2
        assert d.toast.startswith("撤销：")
        for key, page in (("２", "loans"), ("４", "trend"), ("７", "reminders"), ("８", "review"), ("１", "today")):
            await d.feed(key)
            assert d.page == page
        await d.feed("２ｊｊｋｄ")
        assert "删除“[@click" in d.text()
        await d.feed("ｎ")
        assert len(d.book.accounts) == 7
        await d.feed("ｄｙ")
        assert len(d.book.accounts) == 6
        await d.feed("？")
        assert "当前可用的按键" in d.text()


async def test_the_full_width_space_is_a_space(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("7")
        await d.feed("\u3000")
        assert d.toast.startswith("已完成提醒")


async def test_keys_that_are_held_back_keep_their_order(hostile: Path) -> None:
    """Everything in one chunk, as when somebody types faster than a form opens."""
    async with running(hostile) as d:
        await d.feed("p\r" + "2" + "jd" + "y" + "u" + "u" + "/[b\r" + "b" + "\x15" + "29,999.99" + "\x13")
        assert d.toasts[-1] == "已记余额 29,999.99（[b） · u 撤销"
        assert len(d.book.accounts) == 7
        assert len(d.account(MARKUP).repayments) == 2


async def test_a_paste_waits_for_the_keys_before_it(hostile: Path) -> None:
    """A form opened, its field emptied and text pasted into it, all in one chunk."""
    async with running(hostile) as d:
        await d.feed("2jd" + "y" + "uu" + "/[b\r" + "b" + "\x15" + "\x1b[200~29,999.99\x1b[201~" + "\x13")
        assert d.toasts[-1] == "已记余额 29,999.99（[b） · u 撤销"


async def test_pasted_text_goes_into_the_field(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("2", "a")
        await d.feed("\x1b[200~招商银行 [信用卡]\x1b[201~")
        assert d.texts()["lender"] == "招商银行 [信用卡]"
        await d.press("escape", "escape")
        before = d.book
        await d.feed("\x1b[200~dy\x1b[201~")  # pasted over a list it is no command
        assert d.on_main
        assert d.book == before


async def test_an_unknown_chinese_sign_on_a_list_names_the_input_method(hostile: Path) -> None:
    async with running(hostile) as d:
        for key in ("1", "2", "4", "7", "8"):
            await d.press(key)
            d.toasts.clear()
            await d.feed("你")
            assert d.toasts == ["输入法可能处于中文状态，按 Shift 切换后再试"]
        await to_loan(d, MARKUP)
        d.toasts.clear()
        await d.feed(NI_HAO)
        assert len(d.toasts) == 2
    async with running(hostile, language="en") as d:
        await d.feed("你")
        assert "Shift" in d.toast


async def test_ctrl_keys_pass_an_input_method(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.feed("\x10")
        assert isinstance(d.app.screen, CommandPalette)
        await d.press("escape")
        await d.feed("\x0e")  # ctrl+n
        assert "添加借款" in d.lines()[0]
        await d.press("escape")
        await d.feed("\x1bOS")  # F4
        assert isinstance(d.app.screen, RepaymentForm)
        await d.feed("\r\x1a")  # ctrl+z
        assert d.toast.startswith("撤销：")
        await d.feed("\x19")  # ctrl+y
        assert d.toast.startswith("重做：")


@pytest.mark.parametrize(
    ("environment", "off"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM_PROGRAM": "vscode"}, True),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "ghostty"}, False),
        ({"TERM": "xterm-kitty"}, False),
        ({"TERM_PROGRAM": "iTerm.app", "TEXTUAL_DISABLE_KITTY_KEY": "0"}, False),
        ({"TEXTUAL_DISABLE_KITTY_KEY": "1"}, True),
    ],
    ids=lambda value: ",".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_the_kitty_protocol_is_off_where_it_loses_composed_text(environment: dict[str, str], off: bool) -> None:
    program = (
        "import sys\n"
        "import planner.__main__ as entry, planner.cli.main as cli\n"
        "def run(argv):\n"
        "    from textual import constants\n"
        "    print(constants.DISABLE_KITTY_KEY)\n"
        "    return 0\n"
        "assert not any(name.split('.')[0] == 'textual' for name in sys.modules)\n"
        "cli.run = run\n"
        "sys.exit(entry.main())\n"
    )
    known = ("TERM_PROGRAM", "TEXTUAL_DISABLE_KITTY_KEY")
    clean = {name: value for name, value in os.environ.items() if name not in known}
    result = subprocess.run(
        [sys.executable, "-c", program], env=clean | environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == str(off)


# -- the palette -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "typed"), [("zh", "趋势"), ("en", "trend"), ("zh", "trend"), ("en", "趋势")])
async def test_the_palette_goes_to_a_page(hostile: Path, language: str, typed: str) -> None:
    async with running(hostile, language=language) as d:
        await d.press("ctrl+p")
        await d.write(typed)
        await d.press("enter")
        assert d.page == "trend"


@pytest.mark.parametrize(("language", "typed"), [("zh", "restore a back"), ("en", "从备份恢复")])
async def test_a_command_without_a_key_is_found_in_both_languages(hostile: Path, language: str, typed: str) -> None:
    async with running(hostile, language=language) as d:
        await d.press("ctrl+p")
        await d.write(typed)
        await d.press("enter")
        d.screen_of(Backups)


async def test_the_palette_does_what_the_keys_of_the_screen_do(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("ctrl+p")
        await d.write("结清")
        await d.press("enter")
        assert isinstance(d.app.screen, RepaymentForm)
        assert d.texts()["settles"] == "yes"
        await d.press("escape")
        assert isinstance(d.app.screen, LoanScreen)
        await d.press("p", "enter", "ctrl+p")
        await d.write("撤销")
        await d.press("enter")
        assert d.toast.startswith("撤销：记还款")


async def test_the_palette_takes_what_is_typed_for_text(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("ctrl+p")
        await d.write("[/] [@click=app.quit]x[/] [b \\")
        await d.press("down", "enter")
        await d.press("escape", "escape")
        assert d.app.is_running


async def test_the_palette_opens_over_a_form_and_leaves_it_as_it_was(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="777")
        await d.press("ctrl+p", "escape")
        assert d.texts()["amount"] == "777"


# -- the rules of bindings ---------------------------------------------------------------------------------------------


def declared() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Every binding that the project itself declares, with its class."""
    for module in pkgutil.walk_packages(planner.ui.__path__, "planner.ui."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__ == module.name:
                for binding in value.__dict__.get("BINDINGS", ()):
                    assert isinstance(binding, Binding), value
                    yield value, binding


def printable(key: str) -> bool:
    """Whether an input method may swallow the key or widen it."""
    names = ("question_mark", "asterisk", "slash", "full_stop", "comma", "plus", "minus", "space")
    return len(key) == 1 or key in names


def test_every_printable_key_has_a_twin_that_an_input_method_lets_through() -> None:
    seen = 0
    for owner, binding in declared():
        keys = binding.key.split(",")
        if any(printable(key) for key in keys):
            seen += 1
            twin = any(not printable(key) for key in keys)
            offered = binding.description.startswith(("key.", "page.")) and not binding.action.startswith(NOT_OFFERED)
            assert twin or offered, f"{owner.__name__}: {binding.key}"
    assert seen > 30


def test_no_binding_uses_a_key_that_terminals_send_for_another() -> None:
    portable = re.compile(r"ctrl\+[a-gk-ln-z]|f([1-9]|1[0-2])|[a-zA-Z0-9]|shift\+(tab|up|down)|[a-z_]{2,}")
    for owner, binding in declared():
        for key in binding.key.split(","):
            assert portable.fullmatch(key), f"{owner.__name__}: {key}"


def test_every_binding_is_named_in_the_catalogues() -> None:
    from planner.i18n import catalogue

    for owner, binding in declared():
        assert binding.description in catalogue("zh"), f"{owner.__name__}: {binding.key}"


def test_no_page_takes_a_key_that_means_something_else_everywhere() -> None:
    bindings = [binding for binding in PlannerApp.BINDINGS if isinstance(binding, Binding)]
    everywhere = {key for binding in bindings for key in binding.key.split(",")} | set("1246780")
    for owner, binding in declared():
        if issubclass(owner, Page):
            assert not everywhere & set(binding.key.split(",")), f"{owner.__name__}: {binding.key}"


# goes on or saves; a draw or a purchase; not paid or not this time; pays or is done: one of the two is always off
EITHER = {
    *((CaseScreen, key) for key in ("a", "ctrl+n", "e", "enter", "f2")),  # by the list in view
    *((CasesPage, key) for key in ("a", "ctrl+n")),  # a case or an offer, by the view
    (Form, "enter"),
    (LoanScreen, "w"),
    (LoanScreen, "f8"),
    (ReviewPage, "s"),
    (ReviewPage, "f6"),
    (TodayPage, "space"),
    (TodayPage, "f5"),
}


def test_no_class_gives_a_key_two_meanings() -> None:
    taken: dict[tuple[type[DOMNode], str], str] = {}
    for owner, binding in declared():
        for key in binding.key.split(","):
            for base in owner.__mro__:
                other = taken.get((base, key))
                assert other is None or base is not owner or (owner, key) in EITHER, f"{owner.__name__}: {key}"
            taken[owner, key] = binding.action


async def test_the_twins_do_the_same(hostile: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        for page, pairs in {
            "2": ["a:ctrl+n", "p:f4", "e:f2", "b:f7", "d:delete"],
            "4": ["i:f7"],
            "7": ["a:ctrl+n"],
        }.items():
            await d.press(page, "home")
            for pair in pairs:
                seen = []
                for key in pair.split(":"):
                    await d.press(key)
                    seen.append(d.text())
                    await d.press("escape")
                assert seen[0] == seen[1]


@pytest.mark.parametrize(("language", "said"), [("zh", "没有这样的操作"), ("en", "Nothing of that name")])
async def test_the_palette_says_in_the_language_in_use_that_nothing_fits(
    hostile: Path, language: str, said: str
) -> None:
    async with running(hostile, language=language) as d:
        await d.press("ctrl+p")
        await d.write("zzzqqq")
        assert said in d.text()
        await d.press("enter")
        assert d.on_main
