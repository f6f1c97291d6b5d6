"""Calls and letters by keyboard: noted, made a complaint, its letter confirmed, kept and written to a file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from textual.widgets import TextArea

from planner.domain.cases.calls import Reached
from planner.domain.cases.file import Case, Kind
from planner.services import cases
from planner.storage.store import Store
from planner.ui.screens.cases.calls import CallForm
from planner.ui.screens.cases.case import CaseScreen
from planner.ui.screens.cases.letter import LetterForm, LetterScreen, OutForm
from planner.words.letter import marks
from tests.flows.driver import LARGE, Driver, running
from tests.make.people import MARKUP, TODAY


def draft_in(d: Driver) -> str:
    return d.screen_of(LetterScreen).query_one(TextArea).text


async def test_calls_are_noted_and_made_a_complaint_whose_letter_goes_to_a_file(orderly: Path, tmp_path: Path) -> None:
    async with running(orderly) as d:
        await d.press("6", "right", "right")
        assert "还没有记录" in d.text()
        await d.press("a")
        d.screen_of(CallForm)
        await d.fill(lender="某机构", at="22：05", said="原话", promised_on="12-05", promised_minor="500")
        assert "22:00" in d.flat()
        await d.press("ctrl+s")
        d.screen_of(CallForm)  # for the next one
        await d.fill(lender="某机构", at="9", reached=Reached.FAMILY)
        await d.press("ctrl+s", "escape")
        assert [(one.at, one.reached) for one in d.app.overview.calls] == [("09:00", "family"), ("22:05", "me")]
        assert "2次关系到催收标准的限度" in d.flat()
        await d.press("home", "x")
        (file,) = d.app.overview.cases
        assert file.case.kind is Kind.COMPLAINT
        assert {one.case_id for one in d.app.overview.calls} == {file.case.id}
        await d.press("x")
        d.screen_of(CaseScreen)
        await d.press("l")
        d.screen_of(LetterForm)
        assert "署名" in d.flat()
        await d.fill(signed="张三")
        await d.press("ctrl+s")
        text = draft_in(d)
        assert "22:05" in text
        assert marks(text) == 3
        await d.press("f5", "f6", "f6", "f6")
        assert marks(draft_in(d)) == 0
        await d.press("escape")
        d.screen_of(LetterScreen)  # it is said first that something is not kept
        await d.press("f8")
        d.screen_of(OutForm)
        target = tmp_path / "信.txt"
        target.write_text("别动", "utf-8")
        await d.fill(**{"as": "txt"})
        await d.fill(path=str(target))
        await d.press("ctrl+s", "n")
        assert target.read_text("utf-8") == "别动"
        await d.press("ctrl+s", "y")
        assert target.read_text("utf-8").startswith("投诉：某机构")
        assert "待确认" not in target.read_text("utf-8")
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        assert str(target) in d.toast.replace("\n", "")
        d.screen_of(LetterScreen)
        await d.press("escape", "escape", *["u"] * 5)
        assert (d.app.overview.cases, d.app.overview.calls, d.app.overview.letters) == ((), (), ())


@pytest.mark.parametrize("kind", [Kind.OBJECTION, Kind.APPEAL, Kind.ARRANGEMENT])
async def test_a_letter_of_each_kind_is_begun_changed_and_written_anew(empty: Path, kind: Kind) -> None:
    cases.begin(Store(empty), Case(0, kind, MARKUP, TODAY, asks=MARKUP, facts="甲日"), "other", today=TODAY)
    async with running(empty) as d:
        await d.press("6", "enter", "l")
        if kind is Kind.ARRANGEMENT:
            await d.fill(wish="deferral")
        await d.press("ctrl+s")
        before = draft_in(d)
        assert "延期" in before or kind is not Kind.ARRANGEMENT
        await d.write("我")
        await d.press("ctrl+s")
        assert d.app.overview.letters[0].text.startswith("我")
        await d.press("f7", "n")
        assert draft_in(d).startswith("我")
        await d.press("f7", "y")
        assert draft_in(d).strip() == before.strip()
        await d.press("escape", "l")
        assert draft_in(d).strip() == before.strip()
        await d.press("escape", "i")
        await d.fill(asks="别的")
        await d.press("ctrl+s", "l")
        assert "要求改过了" in d.flat()
        await d.press("escape", "escape", "*", "enter", "l")
        d.screen_of(CaseScreen)
        assert "金额正遮着" in d.toast


async def test_names_of_any_kind_are_shown_as_they_are(hostile: Path) -> None:
    async with running(hostile, draws=True) as d:
        await d.press("6", "right", "right", "a")
        await d.fill(lender=MARKUP, caller=MARKUP, said=f"{MARKUP} [b", at="23:00", reached=Reached.EMPLOYER)
        await d.press("ctrl+s", "escape")
        assert MARKUP in d.text()
        await d.press("x", "x", "l", "ctrl+s")
        assert MARKUP in d.text()
        await d.resize(*LARGE)
        assert MARKUP in d.text()
        await d.press("f8", "escape", "escape", "escape", "d")
        assert MARKUP in d.text()
        await d.press("y")
        assert d.app.overview.calls == ()
