"""Several bills at once: those of a folder, those in an archive, one after the other."""

from __future__ import annotations

from pathlib import Path

from planner.domain.book import Book
from planner.ui.screens.imports.preview import FileForm, PreviewScreen
from tests.flows.driver import running
from tests.make.app_bills import Paid, jd_csv, wechat_csv
from tests.make.archives import zipped

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
