"""Page 6 by keyboard: a case through two rounds, from the report, to its loan; its papers added, missed, packed."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.accounts.records import ArrangementKind, ArrangementState
from planner.domain.cases.file import Case, CaseFile, Event, EventKind, Evidence, Kind
from planner.domain.cases.status import Status
from planner.domain.credit.file import PointState
from planner.overview import papers
from planner.overview.overview import read
from planner.services import cases, closeout
from planner.storage.store import Store
from planner.ui.screens.cases.case import CaseScreen
from planner.ui.screens.cases.forms import CaseForm, EventForm, RoundForm
from planner.ui.screens.cases.papers import PaperForm
from planner.ui.screens.credit.page import VIEWS
from planner.ui.screens.loans.agreement_form import AgreementForm
from planner.values import replace
from tests.flows.driver import SIZES, SMALL, Driver, running
from tests.flows.test_difference import reported
from tests.flows.test_screens import back, check
from tests.make.people import ACTION, BACKSLASH, LONG, MARKUP, OPEN_TAG, TODAY


def day(days: int) -> str:
    return (TODAY + timedelta(days)).isoformat()


def only(d: Driver) -> CaseFile:
    (found,) = d.app.overview.cases
    return found


async def opened(d: Driver, kind: str, title: str, **texts: str) -> None:
    """A new case by its form, then its screen."""
    await d.press("6", "a")
    d.screen_of(CaseForm)
    await d.fill(kind=kind)
    await d.fill(title=title, **texts)
    await d.press("ctrl+s", "home", "enter")
    d.screen_of(CaseScreen)


async def told(d: Driver, **texts: str) -> None:
    """What happened, by its form; the kind is the likely one unless given."""
    await d.press("a")
    d.screen_of(EventForm)
    if "kind" in texts:
        await d.fill(kind=texts.pop("kind"))
    await d.fill(**texts)
    await d.press("ctrl+s")
    d.screen_of(CaseScreen)


async def test_a_case_is_carried_through_two_rounds(orderly: Path) -> None:
    async with running(orderly) as d:
        assert d.app.overview.today == TODAY == date(2026, 11, 23)
        await d.press("6")
        assert "还没有事项。按 a 开一件" in d.text()
        await opened(d, "objection", "逾期写错了", opened_on=day(-40), facts="当天已扣款")
        assert "还没递交，期限还没开始" in d.text()
        await told(d, on=day(-39), word="App 提交")
        assert "哪天收到还不知道" in d.flat()
        await told(d, on=day(-38), word="短信说收到了")
        assert "期限已过 18 天，没有记到答复" in d.text()  # 16 October and 20 days: 5 November, a Thursday
        await told(d, kind="answered", outcome="refused", on=day(-15), word="称系统无误")
        assert "已答复：不同意" in d.text()
        await d.press("n")
        d.screen_of(RoundForm)
        await d.fill(channel_objection="bureau", on=day(-10), word="没有给依据")
        await d.press("ctrl+s")
        await told(d, on=day(-9), word="窗口递交")
        await told(d, on=day(-9), word="给了回执")
        assert "最迟 2026-12-04 答复" in d.text()  # 14 November and 20 days, a Friday
        file = only(d)
        assert [one.number for one in file.rounds] == [1, 2]
        assert [one.kind for one in file.recorded(file.rounds[0])] == [
            EventKind.SUBMITTED,
            EventKind.RECEIVED,
            EventKind.ANSWERED,
        ]
        await d.press("escape")
        assert "等答复" in d.text()
        await told_on_today(d)
        await d.press("6", *["u"] * 8)
        assert d.app.overview.cases == ()


async def told_on_today(d: Driver) -> None:
    """Nothing three days before; the last day itself comes up on Today, on its page of reminders, in the list."""
    found = [one for one in d.app.overview.reminders(30) if one.rule == "case"]
    assert [one.due_on for one in found] == [date(2026, 12, 4)]
    await d.press("7")
    assert "答复的最后一天：逾期写错了" in d.text()


async def test_why_it_is_not_open_leads_to_an_appeal(orderly: Path) -> None:
    async with running(orderly) as d:
        await d.press("5", "y", "o")
        d.screen_of(CaseForm)
        assert d.texts()["kind"] == "appeal"
        assert "95188" in d.text()
        await d.fill(title="借呗没开放")
        await d.press("ctrl+s")
        assert d.page == "cases"
        assert only(d).case.kind is Kind.APPEAL
        assert only(d).current.channel == "alipay"


async def test_a_change_without_a_word_is_refused_and_a_correction_leaves_the_first(orderly: Path) -> None:
    async with running(orderly) as d:
        await opened(d, "appeal", "额度被降")
        await d.press("a", "ctrl+s")
        assert d.screen_of(EventForm)
        assert only(d).events == ()
        await d.fill(word="95188 登记")
        await d.press("ctrl+s")
        row = next(at for at, one in enumerate(d.table.rows) if one.key.startswith("event-"))
        await d.press("home", *["down"] * row, "e")
        d.screen_of(EventForm)
        await d.fill(on=day(-2), word="其实是前天")
        await d.press("ctrl+s")
        file = only(d)
        assert [one.on for one in file.happened(file.current)] == [TODAY - timedelta(2)]
        assert len(file.events) == 2
        assert "已更正 · 递交" in d.text()
        assert "答复期限不知道" in d.text()


async def test_an_objection_is_opened_from_the_report_with_one_key(tmp_path: Path) -> None:
    path = reported(tmp_path / "reported.db")
    async with running(path, size=(140, 40)) as d:
        await d.press("5", *["right"] * [view.name for view in VIEWS].index("difference"), "x")
        file = only(d)
        assert file.case.kind is Kind.OBJECTION
        assert file.case.institution == "机构2"
        assert "1,100.16" in file.case.facts
        assert file.case.loan_id == 2
        seen = d.app.overview.difference
        assert seen is not None
        assert [one.decision for one in seen.difference.points].count(PointState.OBJECTION) == 1
        assert "开一件" in d.toast
        assert "准备中" in d.text()  # beside the decision
        await d.press("u")
        assert "准备中" not in d.text()
        assert d.app.overview.cases == ()
        await d.press("*", "home", "x", "6", "enter")  # amounts are masked, and kept all the same
        assert "机构2" in d.text()
        assert "1,100.16" in only(d).case.facts


async def test_what_was_agreed_goes_to_its_loan_with_one_key(hostile: Path) -> None:
    async with running(hostile) as d:
        loan = d.account(MARKUP).loan
        await opened(d, "arrangement", "[/] [b 延期", loan=str(loan.id), institution=MARKUP)
        await told(d, on=day(-5), word="客服登记")
        await told(d, on=day(-5), word="当场登记")
        await told(d, kind="answered", outcome="granted", on=day(-1), word="同意延 3 期")
        assert "把谈成的记到借款上" in d.text()
        await d.press("g")
        form = d.screen_of(AgreementForm)
        assert (form.texts()["agreed_on"], form.texts()["agreed_with"]) == (day(-1), MARKUP)
        await d.fill(terms="3")
        await d.press("ctrl+s")
        (made,) = d.account(MARKUP).arrangements
        assert (made.kind, made.state) == (ArrangementKind.DEFERRAL, ArrangementState.AGREED)
        assert made.agreed_on == TODAY - timedelta(1)
        d.screen_of(CaseScreen)
        assert "核对落实了没有" in d.text()
        assert "[/] [b 延期" in d.text()


async def paper(d: Driver, path: Path) -> None:
    """The paper under the cursor is this file."""
    await d.press("a")
    d.screen_of(PaperForm)
    await d.fill(path=str(path))
    await d.press("ctrl+s")


async def test_papers_are_added_missed_and_packed(orderly: Path, tmp_path: Path) -> None:
    kept, gone = tmp_path / "身份证 [b].pdf", tmp_path / "流水.pdf"
    kept.write_bytes(b"one")
    gone.write_bytes(b"two")
    async with running(orderly) as d:
        await opened(d, "objection", "逾期写错了")
        await d.press("tab", "home")
        await paper(d, kept)
        await d.press("down", "down")
        await paper(d, gone)
        assert [one.item for one in only(d).evidence] == ["identity", "paid"]
        assert [one.size for one in only(d).evidence] == [3, 3]
        await d.press("c")
        assert "2 份没变，0 份找不到，0 份变了" in d.toast
        kept.write_bytes(b"One")
        gone.unlink()
        await d.press("escape", "home", "enter", "tab")
        assert "内容变了" in d.text()
        assert "找不到了" in d.text()
        before = only(d).evidence
        await d.press("home", "e")
        await d.fill(note="原件在家")
        await d.press("ctrl+s")  # a note takes no other content for what was added
        assert only(d).evidence == (replace(before[0], note="原件在家"), before[1])
        assert "内容变了" in d.text()
        await d.press("home", "down", "down", "e", "ctrl+s")  # nor does it need the file
        assert only(d).evidence[1] == before[1]
        await d.press("w")
        (archive,) = orderly.parent.glob("*case-1.zip")
        assert "2 份材料找不到或变了" in d.toast
        await d.press("w")
        assert "已经有了" in d.asked
        await d.press("n")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as opened_zip:
        names = opened_zip.namelist()
        assert names == ["材料/01-身份证 [b].pdf", "清单.txt"]
        assert opened_zip.read(names[0]) == b"One"
        listed = opened_zip.read("清单.txt").decode()
    assert "加入之后内容变了" in listed
    assert "打包时找不到：流水.pdf" in listed
    assert str(tmp_path) not in listed


async def test_a_long_file_is_let_be_by_escape(orderly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / "录音.mp4"
    long.write_bytes(b"x")

    async with running(orderly) as d:

        def endless(_path: Path) -> Iterator[bytes]:
            yield b""
            d.app.call_from_thread(d.screen_of(PaperForm).action_leave)
            while True:
                yield b""

        monkeypatch.setattr(papers, "blocks", endless)
        await opened(d, "complaint", "电话太多")
        await d.press("tab")
        await paper(d, long)
        assert "停下了，没有加入" in d.text()
        assert only(d).evidence == ()
        d.screen_of(PaperForm)


async def test_a_file_that_is_none_is_refused(orderly: Path, tmp_path: Path) -> None:
    async with running(orderly) as d:
        await opened(d, "complaint", "电话太多")
        await d.press("tab", "a")
        d.app.clear_notifications()
        await d.fill(path=str(tmp_path / "没有.pdf"))
        await d.press("ctrl+s")
        assert "找不到" in d.text()
        await d.fill(path=str(tmp_path))
        await d.press("ctrl+s")
        assert "不是文件" in d.text()
        await d.fill(has_file="paper", note="抽屉里")
        await d.press("ctrl+s")
        (one,) = only(d).evidence
        assert (one.path, one.size, one.note) == ("", None, "抽屉里")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_demo_has_one_case_of_each_kind(demo: Path, language: str) -> None:
    async with running(demo, size=SIZES[language == "en"], language=language, demo=True) as d:
        assert {one.case.kind for one in d.app.overview.cases} == set(Kind)
        await d.press("6")
        for _ in range(4):
            await d.press("enter")
            d.screen_of(CaseScreen)
            await d.press("tab", "escape", "down")
        await d.press("right", "enter", "tab", "tab", "tab")
        assert d.app.overview.stands[5].status is Status.DOING
        await d.press("e")
        d.screen_of(EventForm)
        assert d.texts()["step"] == "certificate"
        await d.press("escape", "escape", "?")
        assert d.wide_lines() == []
        await d.resize(*SIZES[d.app.size == SIZES[0]])
        assert d.wide_lines() == []


WAYS = {
    "page": ["6"],
    "described": ["6", "home", "e"],
    "deletion asked": ["6", "home", "d"],
    "case": ["6", "home", "enter"],
    "help on a case": ["6", "home", "enter", "?"],
    "event": ["6", "home", "enter", "a"],
    "correction": ["6", "home", "enter", "end", "e"],
    "round": ["6", "home", "enter", "n"],
    "described in place": ["6", "home", "enter", "i"],
    "papers": ["6", "home", "enter", "tab"],
    "paper": ["6", "home", "enter", "tab", "a"],
    "paper edited": ["6", "home", "enter", "tab", "end", "e"],
    "paper taken out": ["6", "home", "enter", "tab", "end", "d"],
    "closed": ["6", "end", "enter"],
    "close-outs": ["6", "v"],
    "close-out": ["enter"],
    "today": ["1"],
    "reminders": ["7"],
}

# Screens that lay themselves out anew; forms and questions are opened in the one size in zh, in the other in en.
RESIZED = {"page", "case", "papers", "closed", "close-outs", "close-out", "today", "reminders"}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_hostile_text_stays_text_everywhere(hostile: Path, language: str) -> None:
    store = Store(hostile)
    for title in (MARKUP, OPEN_TAG, ACTION, LONG, BACKSLASH):
        case = Case(0, Kind.OBJECTION, title, TODAY, title, 1, title, title, note=title)
        held = cases.begin(store, case, "bureau", today=TODAY, word=title).value
        cases.record(store, held, Event(0, 0, TODAY, EventKind.SUBMITTED, title), today=TODAY)
        file = Evidence(0, held, "", title, TODAY, f"/{title}", "ab" * 32, 12, title)
        cases.add_evidence(store, file, today=TODAY)
    closeout.begin(store, read(hostile, TODAY).accounts[7].loan, today=TODAY)
    store.close()
    async with running(hostile, size=SIZES[language == "en"], language=language) as d:
        before = d.app.overview.cases
        for where, way in WAYS.items():
            await d.burst(*way)
            check(d, f"{where} at {d.app.size}")
            if where in RESIZED:
                await d.resize(*SIZES[d.app.size == SIZES[0]])
                check(d, f"{where} resized to {d.app.size}")
            if where != "close-outs":
                await back(d)
        assert d.app.overview.cases == before


async def test_another_window_has_deleted_the_case(orderly: Path) -> None:
    async with running(orderly, size=SMALL) as d:
        await opened(d, "appeal", "额度被降")
        case_id = only(d).case.id
        d.app.write(lambda store: cases.delete(store, case_id))
        await d.settle()
        assert d.on_main
        assert read(orderly, TODAY).cases == ()
