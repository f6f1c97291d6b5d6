"""Several bills at once: those of a folder, those in an archive, one after the other."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from planner.domain.book import Book
from planner.overview.preview import Preview
from planner.ui.screens.imports.opening import FileForm
from planner.ui.screens.imports.preview import PreviewScreen
from tests.flows.driver import LARGE, running
from tests.flows.driver_textual import key_event, send
from tests.make.app_bills import Paid, jd_csv, wechat_csv
from tests.make.archives import zipped
from tests.make.bill_pdfs import CMB_ROWS, Col, cmb, with_table

WECHAT = wechat_csv(
    [Paid(kind="微粒贷还款", party="微众银行", goods="/", direction="/", amount="100.00", order="W1")]
).encode()
JD = jd_csv([Paid(goods="电饭煲", pay="京东白条", status="交易成功", amount="260.00", order="J1")]).encode()


async def test_the_bills_of_a_folder_are_shown_one_after_the_other(empty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "账单"
    folder.mkdir()
    for name, data in (("1.csv", WECHAT), ("2.csv", b"what,is,this\n"), ("3.csv", JD), ("notes.md", b"")):
        (folder / name).write_bytes(data)
    async with running(empty) as d:
        await d.press("ctrl+o")
        await d.fill(path=f"{folder}/*")
        await d.press("enter")
        assert "第 1/3 个文件" in d.text()
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, PreviewScreen)
        assert "第 3/3 个文件" in d.text()
        assert "2.csv 没有读" in d.toast
        await d.press("escape")  # left: only the first is recorded
        assert d.on_main
        assert [account.loan.name for account in d.book.accounts] == ["微粒贷"]
        await d.press("u")
        assert d.book == Book()


async def test_a_choice_in_a_file_that_is_left_says_nothing_of_the_next(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, chosen = threading.Event(), Preview.chosen

    def slow(self: Preview, *given: Any) -> Preview:
        goes_on.wait()
        return chosen(self, *given)

    monkeypatch.setattr(Preview, "chosen", slow)
    (tmp_path / "1.csv").write_bytes(WECHAT)
    (tmp_path / "2.csv").write_bytes(JD)
    async with running(empty) as d:
        await d.press("ctrl+o")
        await d.fill(path=f"{tmp_path}/*")
        await d.press("enter")
        screen = d.screen_of(PreviewScreen)
        for key in ("space", "escape"):
            send(d.app, key_event(key))
        while screen.preview.file != "2.csv":
            await asyncio.sleep(0)
        goes_on.set()
        await d.settle()
        assert "2.csv" in d.text()
        assert "电饭煲" in d.text()
        await d.press("ctrl+s")
        assert [account.loan.name for account in d.book.accounts] == ["京东白条月账单"]


async def test_an_archive_asks_for_its_password(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "账单.zip"
    file.write_bytes(zipped({"京东.csv": JD, "微信.csv": WECHAT}, "246810"))
    async with running(empty) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert isinstance(d.app.screen, FileForm)
        assert "这个压缩包有密码" in d.flat()
        await d.fill(password="1")
        await d.press("ctrl+s")
        assert "解压密码不对" in d.flat()
        await d.fill(password="246810")
        await d.press("ctrl+s")
        assert "京东.csv" in d.text()
        await d.press("ctrl+s", "ctrl+s")
        assert d.on_main
        assert len(d.book.accounts) == 2


UNKNOWN = (
    "某某银行信用卡交易\n流水日,项目,RMB,尾数\n"
    "2026-03-01,便利店,15.90,1234\n2026-03-05,网银还款,-200.00,1234\n2026-03-06,书店,坏的,1234\n"
)


async def test_the_columns_of_an_unknown_file_are_pointed_at_and_remembered(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "我的卡.csv"
    file.write_text(UNKNOWN, "utf-8")
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert "按F9指出" in d.flat()
        await d.press("f9")
        await d.fill(
            bank="某某银行", at_on="流水日", at_amount="RMB", at_goods="项目", at_card="尾数", signs="spent_positive"
        )
        assert "3行照此读出，其中1行" in d.flat()
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, PreviewScreen)
        await d.press("ctrl+s")
        assert d.on_main
        (account,) = d.book.accounts
        assert ([one.amount_minor for one in account.draws], [one.amount_minor for one in account.repayments]) == (
            [1590], [20000]
        )  # fmt: skip
    async with running(empty) as d:  # known from now on, and nothing is added again
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert isinstance(d.app.screen, PreviewScreen)
        assert "将记录0行" in d.flat()
        await d.press("c")  # what was said of the columns can be said anew
        await d.fill(signs="spent_negative")
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, PreviewScreen)
        assert "将记录1行" in d.flat()


async def test_a_map_without_a_day_or_of_the_wrong_columns_is_not_kept(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "卡.csv"
    file.write_text(UNKNOWN, "utf-8")
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter", "f9", "ctrl+s")
        assert "请指出哪一列是日期" in d.flat()
        await d.fill(bank="某某银行", at_on="项目", at_amount="RMB")
        await d.press("ctrl+s")
        assert "没有一行能读出" in d.flat()
        await d.press("escape", "escape", "escape")
        assert d.book == Book()


async def test_a_locked_bill_in_a_pdf_asks_for_its_password_and_tells_what_does_not_agree(
    empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "账单.pdf"
    file.write_bytes(cmb(CMB_ROWS[:-1], password="246810"))
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert "这个PDF有密码" in d.flat()
        await d.fill(password="1")
        await d.press("ctrl+s")
        assert "PDF密码不对" in d.flat()
        await d.fill(password="246810")
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, PreviewScreen)
        assert "账单上应还比上期多出的数是174.90，读到的行合起来是74.90，差100.00" in d.flat()
        assert "还款日2026-01-23、应还1,174.90、最低还款117.49" in d.flat()
        assert "1页11" in d.flat()


async def test_the_columns_of_a_table_in_a_pdf_are_pointed_at(empty: Path, tmp_path: Path) -> None:
    columns = (Col("流水日", 40), Col("项目", 140), Col("RMB", 400, "r"), Col("尾数", 450))
    file = tmp_path / "我的卡.pdf"
    file.write_bytes(
        with_table(columns, [("2026-01-03", "便利店", "15.90", "1234"), ("2026-01-04", "网银还款", "-200.00", "1234")])
    )
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert "按F9指出" in d.flat()
        await d.press("f9")
        await d.fill(
            bank="某某银行", at_on="流水日", at_amount="RMB", at_goods="项目", at_card="尾数", signs="spent_positive"
        )
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, PreviewScreen)
        await d.press("ctrl+s")
        (account,) = d.book.accounts
        assert ([one.amount_minor for one in account.draws], [one.amount_minor for one in account.repayments]) == (
            [1590], [20000]
        )  # fmt: skip
