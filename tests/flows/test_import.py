"""Importing a bill by keyboard: from the file's form to ctrl+s, one step of undo for all of it, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.book import Book
from planner.domain.imports.rules import Says
from planner.ui.screens.imports.fees import FeeDialog
from planner.ui.screens.imports.opening import FileForm
from planner.ui.screens.imports.picking import typed_path
from planner.ui.screens.imports.preview import PreviewScreen
from planner.ui.screens.imports.progress import Progress
from planner.ui.screens.imports.rules import RuleForm, RulesScreen
from planner.ui.screens.imports.target import TargetDialog
from tests.flows.driver import LARGE, Driver, in_order, running
from tests.make.bill_files import LAYOUTS, Row, credit, gbk, layout_c
from tests.make.people import MARKUP
from tests.make.probes import read_book
from tests.services.test_import_cases import PLAN
from tests.services.test_import_plan_fees import TWO

MILK_AT = "2026-03-03 09:00:00"
HOSTILE_GOODS = "[@click=app.quit]x[/] [b 面包 😀"
ROWS = (
    credit("蚂蚁借呗", "蚂蚁借呗放款至银行卡", "8000.00", "放款成功", time="2026-02-01 12:00:00", order="J1"),
    credit("蚂蚁借呗", "蚂蚁借呗还款", "760.00", time="2026-03-01 07:00:00", order="J2"),
    credit("花呗", "花呗主动还款-2026年03月账单", "120.50", time="2026-03-09 08:00:00", order="R1"),
    credit("花呗", "花呗自动还款", "99.00", "还款失败", time="2026-03-08 07:00:00", order="F1"),
    credit("哈啰出行", "押金解冻", "0.00", "解冻成功", time="2026-03-08 07:10:00", order="D1"),
    Row(goods=HOSTILE_GOODS, amount="15.90", pay="花呗&红包", time="2026-02-03 09:00:00", order="P1"),
    Row(goods="早饭", amount="6.00", pay="余额宝", time="2026-02-06 09:00:00", order="P2"),
)


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the form begins to look, with a bill and things that are none."""
    folder = tmp_path / "home" / "Downloads"
    (folder / "[旧]账单").mkdir(parents=True)
    (folder / "支付宝交易明细[b.csv").write_bytes(gbk(layout_c(ROWS)))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    monkeypatch.setenv("HOME", str(folder.parent))
    return folder


async def to_preview(d: Driver) -> None:
    """From the pages to the preview of the one bill in the folder: choose it, open it."""
    await d.press("2", "ctrl+o")
    assert isinstance(d.app.screen, FileForm)
    assert in_order(d.text(), ["> 支付宝交易明细[b.csv", "[旧]账单/"])
    assert "photo.jpg" not in d.text()
    await d.press("enter", "enter")
    assert isinstance(d.app.screen, PreviewScreen), d.text()


def recorded(book: Book) -> dict[str, tuple[int, int]]:
    """How many draws and repayments stand on each account."""
    return {account.loan.name: (len(account.draws), len(account.repayments)) for account in book.accounts}


async def test_from_the_file_to_the_book_and_back_in_one_step(empty: Path, downloads: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await to_preview(d)
        assert "共 7 行" in d.text()
        await d.press("end", "up")
        assert HOSTILE_GOODS in d.text()  # below the rows the one in view stands whole
        assert d.book == Book()  # looking changes nothing
        used = len(d.screen_of(PreviewScreen).preview.proposal.used)
        await d.press("ctrl+s")
        assert d.on_main
        assert d.toast == f"已导入账单 支付宝交易明细[b.csv（{used} 行） · u 撤销"
        after = d.book
        assert sum(draws + repaid for draws, repaid in recorded(after).values()) >= used - 1
        amounts = sorted(r.amount_minor for account in after.accounts for r in account.repayments)
        assert amounts == [120_50, 760_00]  # the failed one was no payment
        assert "借呗" in d.text()

        await d.press("u")
        assert d.toast.startswith("撤销：导入账单 支付宝交易明细[b.csv")
        assert d.book == Book()
        await d.press("ctrl+r")
        assert d.book == after

        await to_preview(d)
        assert "将记录 0 行" in d.text()
        assert "已导入过" in d.text()
        await d.press("ctrl+s")
        assert d.toast == "没有要记录的行"
        await d.press("escape")
        assert d.on_main
        assert d.book == after


async def test_importing_again_after_a_restart_adds_nothing(empty: Path, downloads: Path) -> None:
    async with running(empty) as d:
        await to_preview(d)
        await d.press("f10")
        after = d.book
    async with running(empty, language="en") as d:
        await d.press("2", "ctrl+o", "enter", "enter", "ctrl+s", "escape")
        assert d.on_main
        assert d.book == after
        await d.press("u")
        assert d.book == Book()


async def test_every_layout_is_read_from_the_form(empty: Path, tmp_path: Path) -> None:
    async with running(empty) as d:
        for layout, made in LAYOUTS.items():
            file = tmp_path / f"账单{layout}.csv"
            file.write_bytes(gbk(made(ROWS[:3])))
            await d.press("ctrl+o")
            await d.fill(path=str(file))
            await d.press("enter")
            assert f"版式 {layout}" in d.text()
            await d.press("ctrl+s")
            assert d.on_main
            assert sum(len(account.repayments) for account in d.book.accounts) == 2
            await d.press("u")
            assert d.book == Book()


async def test_rows_are_left_out_put_back_and_moved(hostile: Path, downloads: Path) -> None:
    async with running(hostile, size=LARGE) as d:
        before = d.book
        await to_preview(d)
        await d.press("v")
        used = len(d.table.rows)
        await d.press("home", "space")
        assert len(d.table.rows) == used - 1
        await d.press("v", "v", "v")
        await d.press("home")
        while "你选择了不记录" not in str(d.table.current and d.table.current.cells["outcome"]):
            await d.press("down")
        await d.press("space")
        assert len(d.screen_of(PreviewScreen).preview.proposal.used) == used

        await d.press("t")
        assert isinstance(d.app.screen, TargetDialog)
        assert MARKUP in d.text()
        await d.press("escape", "t", "end", "enter")  # the last of the list: not recorded
        assert len(d.screen_of(PreviewScreen).preview.proposal.used) == used - 1
        await d.press("escape")
        assert d.on_main
        assert d.book == before


def stopping_at(stage: str, d: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Press escape as soon as work has come to a stage; what the screen would say of it meanwhile."""
    said: list[str] = []
    hear = Progress._hear

    def heard(self: Progress, told: str, done: int, of: int) -> None:
        hear(self, told, done, of)
        if told == stage and not said:
            said.append(self.words())
            d.app.call_from_thread(d.app.screen.action_leave)  # type: ignore[attr-defined]

    monkeypatch.setattr(Progress, "_hear", heard)
    return said


@pytest.mark.parametrize("text", ["账" * 300 + ".csv", "/" + "é" * 300 + "/x.csv", "/root\0/x.csv"])
async def test_a_path_that_no_system_takes_is_told_in_words(text: str, empty: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=text)
        await d.press("enter")
        assert isinstance(d.app.screen, FileForm)
        assert "无法读取" in d.flat()


@pytest.mark.parametrize("stage", ["reading", "matching"])
async def test_escape_stops_the_reading_and_leaves_the_form(
    stage: str, empty: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(empty) as d:
        said = stopping_at(stage, d, monkeypatch)
        await d.press("2", "ctrl+o", "enter", "enter")
        assert said
        assert "0%" in said[0]
        assert isinstance(d.app.screen, FileForm)
        assert "已停止，这份账单什么都没有记录" in d.text()
        monkeypatch.undo()
        monkeypatch.setenv("HOME", str(downloads.parent))
        await d.press("enter")
        assert isinstance(d.app.screen, PreviewScreen)


async def test_escape_while_it_is_recorded_leaves_nothing(
    empty: Path, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(empty) as d:
        await to_preview(d)
        stopping_at("writing", d, monkeypatch)
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, PreviewScreen)
        assert "已停止，这份账单什么都没有记录" in d.text()
        assert d.book == Book()
        monkeypatch.undo()
        await d.press("ctrl+s")
        assert d.on_main
        assert d.book != Book()


@pytest.mark.parametrize("key", ["f1", "ctrl+p", "t", "r"])
async def test_what_is_opened_while_it_is_recorded_keeps_no_bill_in_view(
    key: str, empty: Path, downloads: Path
) -> None:
    async with running(empty) as d:
        await to_preview(d)
        await d.burst("ctrl+s", key)
        if key in ("f1", "ctrl+p"):  # it stays until the person closes it
            assert not isinstance(d.app.screen, PreviewScreen)
            await d.press("escape")
        assert d.on_main
        assert d.book != Book()


async def test_what_was_chosen_just_before_is_recorded_so(empty: Path, downloads: Path) -> None:
    async with running(empty) as d:
        await to_preview(d)
        used = len(d.screen_of(PreviewScreen).preview.proposal.used)
        await d.press("v")
        await d.burst("home", "space", "down", "space", "ctrl+s")
        assert d.on_main
        assert sum(draws + repaid for draws, repaid in recorded(d.book).values()) == used - 2


async def test_what_would_become_late_is_said_before_it_is_recorded(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "花呗.csv"
    file.write_bytes(gbk(layout_c((Row(goods="牛奶", amount="15.90", pay="花呗", time=MILK_AT, order="P1"),))))
    async with running(demo, demo=True, size=LARGE) as d:
        before = d.book
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert "按你的记录那期已还清" in d.text()
        assert in_order(d.text(), ["有 1 行先不记", "期会算作逾期："])
        await d.press("ctrl+s")  # nothing to record: it is held
        assert d.book == before
        await d.press("space")
        assert in_order(d.text(), ["导入后：欠款", "按时还款率", " → ", "期会算作逾期："])
        await d.press("ctrl+s")
        assert d.on_main
        assert d.book != before


async def test_a_refund_that_names_no_purchase_is_taken_with_a_key(empty: Path, tmp_path: Path) -> None:
    card = "招商银行信用卡(1234)"
    bought = Row(goods="商品", amount="100.00", pay=card, time="2026-09-22 20:05:57", order="R1")
    back = replace(
        bought, category="退款", direction="不计收支", status="退款成功", time="2026-09-23 08:00:00", order="S2"
    )
    file = tmp_path / "卡.csv"
    file.write_bytes(gbk(layout_c((back, bought))))
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter", "home", "space", "ctrl+s")
        assert d.position(card).owed_minor == 0


async def test_a_row_goes_where_and_is_what_the_person_says(empty: Path, downloads: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await to_preview(d)
        await d.press("end")  # breakfast, paid out of one's own money as the bill says
        await d.press("t")
        assert isinstance(d.app.screen, TargetDialog)
        assert in_order(d.text(), ["按账单 (与借款无关)", "花呗（新建）"])
        await d.press("c")
        assert "这一行是：消费" in d.text()
        names = [row.cells["name"] for row in d.table.rows]
        place = next(at for at, name in enumerate(names) if "花呗" in str(name))
        await d.press("home", *["down"] * place, "enter")
        assert "消费 → 蚂蚁消费金融 花呗（新建）" in str(d.table.current and d.table.current.cells["outcome"])
        await d.press("ctrl+s")
        assert recorded(d.book)["花呗"] == (2, 1)


NO_BILLS = [
    ("leer.csv", b"", "这个文件是空的"),
    ("zip.csv", b"PK\x03\x04" + b"\x00" * 40, "压缩包损坏"),
    ("pdf.csv", b"%PDF-1.7 ...", "这个PDF打不开"),
    ("text.csv", "名字,数目\n一,2\n".encode(), "没找到账单的表头"),
    ("binary.csv", bytes(range(256)) * 4, "不像是账单"),
]


async def test_a_file_that_is_no_bill_is_told_in_words(empty: Path, tmp_path: Path) -> None:
    async with running(empty) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(tmp_path / "[none]" / "x.csv"))
        await d.press("enter")
        assert isinstance(d.app.screen, FileForm)
        assert "! " in d.text()
        for name, content, says in NO_BILLS:
            file = tmp_path / name
            file.write_bytes(content)
            await d.fill(path=str(file))
            assert says not in d.flat(), name  # what was said of the one before is over
            await d.press("enter")
            assert isinstance(d.app.screen, FileForm)
            assert says in d.flat(), name
            assert d.texts()["path"] == str(file)
        assert d.book == read_book(empty) == Book()


async def test_the_arrows_walk_into_folders(empty: Path, downloads: Path) -> None:
    (downloads / "[旧]账单" / "里面.csv").write_bytes(gbk(layout_c(ROWS[:1])))
    async with running(empty) as d:
        await d.press("ctrl+o", "down", "enter")
        assert "> 里面.csv" in d.text()
        await d.press("enter", "enter")
        assert "共 1 行" in d.text()


async def test_what_a_bill_does_not_tell_is_not_shown_as_nothing(empty: Path, downloads: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await to_preview(d)
        await d.press("ctrl+s")
        unknown = d.app.overview.now.unknown
        assert unknown == len(d.book.accounts) == 2
        await d.press("1")
        assert "有 2 个账户的余额未知" in d.text()
        await d.press("2", "home")
        assert in_order(d.text(), ["≥ ", "有 2 个账户的余额未知"]) or "未知" in d.text()
        lenders = d.app.overview.now.lenders.unsettled
        await d.press("b")
        await d.fill(balance="0")
        await d.press("ctrl+s")
        assert d.app.overview.now.unknown == 1
        assert d.app.overview.now.lenders.unsettled <= lenders
        await d.press("u")
        assert d.app.overview.now.unknown == 2


async def test_a_row_older_than_a_balance_says_that_it_changes_nothing(empty: Path, downloads: Path) -> None:
    async with running(empty, size=LARGE) as d:
        await d.press("2", "a")
        await d.write("jb")
        await d.press("enter")
        await d.fill(method="revolving", owed="5000", start_on="2026-01-01", rate="0.05", basis="day")
        await d.press("ctrl+s", "escape")
        await to_preview(d)
        assert in_order(
            d.text(), ["其中 2 行早于已核对的余额", "已含 支用 → ", "已含 还款 → ", "还款 → 蚂蚁消费金融 花呗（新建）"]
        )
        await d.press("ctrl+s")
        assert d.position("借呗").principal_minor == 5000_00


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/root/Downloads//tmp/a b.csv", "/tmp/a b.csv"),
        ("/root/Downloads/'/tmp/a b.csv'", "/tmp/a b.csv"),
        ('"/tmp/账单.csv" ', "/tmp/账单.csv"),
        ("/root/~nobody-has-this/a.csv", "/root/~nobody-has-this/a.csv"),
        ("~nobody-has-this/a.csv", "~nobody-has-this/a.csv"),
        ("/tmp/it's.csv", "/tmp/it's.csv"),
    ],
)
def test_a_pasted_path_is_understood_behind_the_folder_shown(typed: str, meant: str) -> None:
    assert typed_path(typed) == Path(meant)


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/x")
    assert typed_path("~/a.csv") == typed_path("/root/~/a.csv") == Path("/home/x/a.csv")


async def test_all_that_is_held_is_recorded_once_what_it_makes_late_was_read(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "花呗.csv"
    bought = [Row(goods="牛奶", amount="15.90", pay="花呗", time=MILK_AT, order=f"P{n}") for n in (1, 2)]
    file.write_bytes(gbk(layout_c(bought)))
    async with running(demo, demo=True, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter", "a")
        assert in_order(d.text(), ["有 2 行先不记", "照记的话：", "期会算作逾期", "全部照记？"])
        await d.press("n")
        assert d.screen_of(PreviewScreen).preview.proposal.used == ()
        await d.press("a", "y")
        assert len(d.screen_of(PreviewScreen).preview.proposal.used) == 2
        await d.press("a")
        assert d.toast == "没有先不记的行"
        await d.press("home", "space", "ctrl+s")
        assert d.on_main
        assert "1 行" in d.toast


async def test_the_fee_of_instalments_is_asked_about_before_it_is_recorded(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "花呗.csv"
    file.write_bytes(gbk(layout_c(PLAN)))
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert "每期手续费 4.40" in d.text()
        await d.press("ctrl+s")
        assert "这是分期的手续费吗" in d.text()
        await d.press("n")
        assert d.book == Book()
        await d.press("f")
        assert "每期手续费 4.40" not in d.text()
        await d.press("f", "ctrl+s")  # looked at: not asked again
        assert d.on_main
        (account,) = d.book.accounts
        assert account.plans[0].rate > 0


async def test_of_several_plans_it_is_asked_which_has_the_fee(empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "花呗.csv"
    file.write_bytes(gbk(layout_c(TWO)))
    async with running(empty, size=LARGE) as d:
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter")
        assert "可能的有2笔" in d.flat()
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, FeeDialog)
        await d.press("escape")  # left open: nothing is recorded
        assert isinstance(d.app.screen, PreviewScreen)
        await d.press("f", "end", "enter")  # none of them
        assert d.screen_of(PreviewScreen).preview.proposal.fees_asked == ()
        await d.press("f", "down", "enter", "ctrl+s")  # another word: the second, and nothing more is asked
        assert d.on_main
        (account,) = d.book.accounts
        assert {plan.principal_minor: bool(plan.rate) for plan in account.plans} == {120_000: False, 60_000: True}


async def test_a_correction_is_learned_and_its_rule_can_be_seen_changed_and_deleted(
    hostile: Path, tmp_path: Path
) -> None:
    file = tmp_path / "账单.csv"
    lent = Row(party=MARKUP, goods=HOSTILE_GOODS, amount="20.00", pay="余额宝", time=MILK_AT, order="L1")
    file.write_bytes(gbk(layout_c((lent,))))
    async with running(hostile, size=LARGE) as d:
        before = d.book
        await d.press("ctrl+o")
        await d.fill(path=str(file))
        await d.press("enter", "t")
        assert "以后这样的行也照此：是" in d.text()
        await d.press("r")
        assert "否，只这一次" in d.text()
        await d.press("r", "c", "c", "end", "up", "enter")  # a repayment, to a new account
        assert f"以后也这样：对方含“{MARKUP}”" in d.text()
        await d.press("ctrl+s")
        assert d.on_main
        (rule,) = d.app.overview.import_rules
        assert (rule.party, rule.says) == (MARKUP, Says.REPAYMENT)

        d.app.push_screen(RulesScreen())
        await d.press("e")
        assert isinstance(d.app.screen, RuleForm)
        await d.fill(party="", pay="", goods="")
        await d.press("ctrl+s")
        assert "至少要填一项" in d.text()
        await d.fill(goods="面包")
        await d.press("ctrl+s")
        assert isinstance(d.app.screen, RulesScreen), d.text()
        assert "说明含“面包”" in d.text()
        await d.press("d")
        assert "删除规则" in d.text()
        await d.press("y")
        assert d.app.overview.import_rules == ()
        await d.press("escape")
        for _ in range(3):
            await d.press("u")
        assert (d.app.overview.import_rules, d.book) == ((), before)
