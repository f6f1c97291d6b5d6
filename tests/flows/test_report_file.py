"""Reading a credit report by keyboard: the file, what was read, Enter keeps it in one step, esc nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.ui.screens.credit.account_form import AccountForm
from planner.ui.screens.credit.page import VIEWS
from planner.ui.screens.credit.report_file import ReportFileForm, ReportPreview
from planner.ui.screens.credit.report_forms import CheckForm, InquiryForm
from tests.flows.driver import LARGE, Driver, in_order, running
from tests.make.pdf import pdf
from tests.make.report_text import LINES, PRIVATE, TEXT

REPORT = [view.name for view in VIEWS].index("report")


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the form begins to look."""
    folder = tmp_path / "home" / "Downloads"
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder.parent))
    return folder


async def to_form(d: Driver) -> None:
    await d.press("5", *["right"] * REPORT, "o")
    assert d.screen_of(ReportFileForm)


async def test_from_the_file_to_the_credit_file_and_back_in_one_step(empty: Path, downloads: Path) -> None:
    (downloads / "报告[b.txt").write_text(TEXT.replace("2022年05月已结清", "2022年05月已核销"), "utf-8")
    (downloads / "账单.csv").write_text("x", "utf-8")
    async with running(empty, size=LARGE) as d:
        await to_form(d)
        assert "> 报告[b.txt" in d.text()
        assert "账单.csv" not in d.text()
        await d.press("enter", "enter")
        assert d.screen_of(ReportPreview)
        told = [
            "2026-03-11",
            "信用卡 2 · 贷款 1",
            "账户 4 个，不良信息 1 条，查询 4 次",
            "信息概要里其他贷款的账户数是 2，读到的是 1",
        ]
        assert in_order(d.text(), [*told, "第 1 页第 22 行", "示例银行信用卡中心"])
        assert not [name for name in PRIVATE if name in d.text()]
        await d.press("escape")
        assert d.on_main
        assert d.book.credit.empty  # looking keeps nothing

        await d.press("o", "enter", "enter", "enter")
        assert d.on_main
        assert d.toast.startswith("已读入信用报告（2026-03-11，账户 4 个，查询 4 次）")
        assert in_order(
            d.text(), ["1/4 · 不完整", "2026-02-28", "2,000.00", "逾期 · 3 个月逾期过 · 对不上借款", "12,000.00"]
        )
        kept = d.book.credit
        await d.press("o", "enter", "enter")
        assert "读到的账户、不良信息和查询都已记下，没有新增" in d.text()
        await d.press("enter")
        assert d.toast == "读到的账户、不良信息和查询都已记下，没有新增"
        assert d.book.credit == kept
        await d.press("enter")
        assert "有 1 句没读懂" in d.text()
        await d.press("escape", "u")
        assert d.book.credit.empty


async def test_what_is_locked_or_undated_asks_for_what_is_missing(empty: Path, downloads: Path) -> None:
    (downloads / "a.pdf").write_bytes(pdf([LINES], password="s3cret"))
    (downloads / "b.txt").write_text("\n".join(LINES[3:]), "utf-8")
    async with running(empty) as d:
        await to_form(d)
        await d.press("enter", "enter")
        assert "这个 PDF 有密码" in d.text()
        await d.fill(password="falsch")
        await d.press("enter")
        assert "PDF 密码不对" in d.text()
        await d.fill(password="s3cret")
        await d.press("ctrl+s")
        assert d.screen_of(ReportPreview)
        await d.press("escape", "o", "down", "enter", "enter")
        assert "不知道是哪天的报告" in d.text()
        assert "--on" not in d.text()  # that is how a command is told
        await d.fill(on="2126-01-01")
        await d.press("ctrl+s")
        assert "日期“2126-01-01”不在" in d.text()
        await d.fill(on="2099-01-01")
        await d.press("ctrl+s")
        assert d.screen_of(ReportFileForm)  # where it can be mended
        assert "2099-01-01 还没到" in d.text()
        await d.fill(on="2026-01-01")
        await d.press("ctrl+s")
        assert "报告里有 2026-03-11 的记录" in d.text()
        await d.fill(on="2026-03-12")
        await d.press("ctrl+s")
        assert d.screen_of(ReportPreview)
        assert "2026-03-12（自己填的日期）" in d.text()
        assert "没有报告日期" not in d.text()
        await d.press("ctrl+s")
        assert [(str(one.on), one.partial) for one in d.book.credit.checks] == [("2026-03-12", True)]


async def test_what_is_no_report_says_so_and_that_more_was_said(empty: Path, downloads: Path) -> None:
    (downloads / "a.txt").write_text("今天天气不错", "utf-8")
    async with running(empty, size=(80, 24)) as d:
        await to_form(d)
        await d.press("enter", "enter")
        assert "! 这不是人民银行征信中心的个人信用报告简版" in d.text()
        assert [line for line in d.text().split("\n") if line.rstrip().endswith("..")]


async def test_the_detailed_report_is_typed_as_it_is_printed(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("5", *["right"] * REPORT, "a")
        assert d.screen_of(CheckForm)
        await d.fill(on="2026-10-02", detailed="yes")
        await d.press("ctrl+s", "escape", "c")
        assert d.screen_of(AccountForm)
        await d.fill(institution="某银行", kind="loan", state="open", opened_on="2024-01-05", amount="10000")
        await d.fill(as_of="2026-09", overdue="yes", overdue_amount="500", overdue_months="2", rating="attention")
        await d.fill(months="NNN NX2")
        await d.press("ctrl+s")
        assert "第 5 格的“X”" in d.text()
        await d.fill(months="nnn n12")
        await d.press("ctrl+s")
        assert "最后一格是哪个月" in d.text()
        await d.fill(months_until="2026-9")
        await d.press("ctrl+s")
        (one,) = d.book.credit.report_accounts
        assert (one.months, str(one.months_until), str(one.as_of)) == ("NNNN12", "2026-09-30", "2026-09-30")
        assert (one.amount_minor, one.overdue_minor, one.overdue_months, one.rating) == (
            1_000_000,
            50_000,
            2,
            "attention",
        )
        await d.press("escape", "down", "e", "ctrl+s")
        assert d.book.credit.report_accounts == (one,)  # opened and saved as it is, nothing is lost
        await d.press("right", "right", "a")
        assert d.screen_of(InquiryForm)
        await d.fill(on="2026-09-01", institution="不认识", recognised="no")
        await d.press("ctrl+s")
        assert d.book.credit.inquiries[0].unknown
        await d.press("escape")
        assert "不认得：不认识" in d.text()
