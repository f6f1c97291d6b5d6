"""The same report from pasted text, HTML and PDF; files that are none of these say what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from planner.domain.credit.report.report import Part
from planner.errors import PlannerError
from planner.importers.pboc.source import read, read_text
from tests.make.pdf import Run, pdf, placed

LINES = (
    "个人信用报告",
    "报告编号：2026031104013907986945 报告时间：2026-03-11 04:01:39",
    "姓名：欧阳示例 证件类型：身份证 证件号码：110101199001011234 未婚",
    "信贷记录",
    "信用卡",
    "从未逾期过的贷记卡及透支未超过60天的准贷记卡账户明细如下：",
    "1.2022年01月02日示例银行信用卡中心发放的贷记卡（人民币账户，卡片尾号：1234）。截至2026年",
    "02月，信用额度10,000，已使用额度2,000。",
)
NEXT_PAGE = ("机构查询记录明细", "编号 查询日期 查询机构 查询原因", "1 2025年10月01日 示例商业银行 贷款审批")


def refused(data: bytes, password: str | None = None) -> PlannerError:
    with pytest.raises(PlannerError) as raised:
        read(data, password)
    return raised.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_saved_text_in_any_encoding(encoding: str) -> None:
    report = read(("\r\n".join(LINES) + "\f" + "\n".join(NEXT_PAGE)).encode(encoding))
    assert [account.used_minor for account in report.accounts] == [200_000]
    assert (report.accounts[0].place.page, report.accounts[0].place.line) == (1, 7)
    assert (report.inquiries[0].place.page, report.inquiries[0].place.line) == (2, 3)
    assert Part.HEAD in report.parts


def test_html_as_the_bureaus_page_is_built() -> None:
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=GBK"><title>个人信用报告</title>'
        "<script>var a = '2022年01月02日坏银行发放的贷记卡（人民币账户）。截至2026年02月，余额1。';</script></head><body>"
        "<table><tr><td>报告编号：2018072600004812665667</td><td>报告时间：2018.07.26&nbsp;18:59:28</td></tr></table>"
        "<table><tr><td></td><th>信用卡</th><th>购房贷款</th><th>其他贷款</th></tr>"
        "<tr><td>&nbsp;账户数</td><td>1</td><td>0</td><td>0</td></tr>"
        "<tr><td>未结清/未销户账户数</td><td>1</td><td>0</td><td>0</td></tr></table>"
        "<h1>信用卡</h1><span>从未逾期过的贷记卡及透支未超过60天的准贷记卡账户明细如下：</span>"
        "<ol><li>2012年7月17日示例银行辽宁省分行发放的贷记卡（美元账户）。截至2018年6月，信用额度折合人民币<b>33,</b>0\n00，已使用额度0。</li></ol>"
        "<table><tr><td>编号</td><td>查询日期</td><td>查询操作员</td><td>查询原因</td></tr>"
        "<tr><td>1</td><td>2018年7月2日</td><td>招商银行/*M BU S*R004</td><td>信用卡审批</td></tr></table></body></html>"
    )
    report = read(page.encode("gbk"))
    [account] = report.accounts
    assert (account.currency, account.limit_minor, account.used_minor) == ("USD", 3_300_000, 0)
    assert [(count.row.value, count.column.value, count.n) for count in report.summary if count.n] == [
        ("accounts", "cards", 1),
        ("open", "cards", 1),
    ]
    [inquiry] = report.inquiries
    assert (inquiry.institution, inquiry.reason) == ("招商银行", "card_approval")
    assert report.unread == ()
    assert report.differences == ()


def test_blanks_between_parts_of_a_line_part_numbers() -> None:
    report = read_text(
        "<body><p>信贷记录</p><p><span>账户数 1</span><span> 1 3 --</span></p><p>信用卡</p>"
        "<p>2022年01月02日示例银行发放的贷记卡（人民币账户），<b>2025年</b>\n01月销户。</p></body>"
    )
    assert [count.n for count in report.summary] == [1, 1, 3, 0]
    assert len(report.accounts) == 1


def test_a_pdf_of_text() -> None:
    report = read(pdf([LINES, NEXT_PAGE]))
    [account] = report.accounts
    assert (account.institution, account.limit_minor, account.tail) == ("示例银行信用卡中心", 1_000_000, "1234")
    assert report.inquiries[0].place.page == 2
    assert report.unread == ()


ROWS = (
    ("1", "2026年10月20日", "重庆示范消费金融有限公司", "贷后管理"),
    ("2", "2026年10月19日", "示例银行", "法人代表、负责人、高管等资信审查"),
    ("3", "2026年10月18日", "中国示例银行股份有限公司北京市分行", "担保资格审查"),
)
COLUMNS = ((40, 6), (90, 12), (200, 9), (420, 9))
"""Where a column begins, and how many characters a line of it has."""
ORDERS: dict[str, Callable[[tuple[int, int, Run]], Any]] = {
    "cell by cell": lambda cell: 0,
    "column by column": lambda cell: (cell[1], cell[0]),
    "line by line": lambda cell: (-cell[2][1], cell[2][0]),
    "as it comes": lambda cell: cell[2][2],
}


def table(order: str, align: float) -> list[Run]:
    """``align``: 0 cells stand at the top of their row, 0.5 in the middle, 1 at its foot."""
    cells: list[tuple[int, int, Run]] = []
    y = 700.0
    for at, row in enumerate((("编号", "查询日期", "查询机构", "查询原因"), *ROWS)):
        parts = [
            [text[n : n + width] for n in range(0, len(text), width)]
            for text, (_, width) in zip(row, COLUMNS, strict=True)
        ]
        most = max(len(lines) for lines in parts)
        for column, lines in enumerate(parts):
            first = y - align * 10 * (most - len(lines))
            cells += [(at, column, (COLUMNS[column][0], first - 10 * n, text)) for n, text in enumerate(lines)]
        y -= 10 * most + 6
    return [run for _, _, run in sorted(cells, key=ORDERS[order])]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("align", [0, 0.5, 1])
def test_a_table_of_a_pdf_is_read_in_whatever_order_its_cells_are_set(order: str, align: float) -> None:
    report = read(
        placed([[(40, 760, "机构查询记录明细"), *table(order, align), (40, 300, "说明"), (40, 290, "1. 第一条。")]])
    )
    assert (report.unread, report.out_of_order) == ((), ())
    assert [one.institution for one in report.inquiries] == [row[2] for row in ROWS]
    assert [one.reason for one in report.inquiries] == ["post_loan", "officer_check", "guarantee_check"]


def test_only_the_pages_that_ask_for_it_are_read_as_they_are_seen() -> None:
    """Beside a table stands a note: line by line it would run into the table."""
    note = "购房贷款，包括个人住房贷款、个人商用房（包括商住两用）贷款和个人住房公积金贷款。"
    beside: list[Run] = [
        (40, 760, "信贷记录"),
        (40, 748, "信息概要"),
        (40, 736, "信用卡 贷款 其他业务"),
        (40, 724, "购房 其他"),
    ]
    beside += [(40, 712, "账户数 1 -- -- --"), (40, 690, "未结清/未销户账户数 1 -- -- --"), (40, 668, "信用卡")]
    beside += [(40, 656 - 12 * at, line) for at, line in enumerate(LINES[5:])]
    beside[6:6] = [(300, 712, note[:20]), (300, 701, note[20:])]
    inquiries = [(40, 760, "机构查询记录明细"), *table("column by column", 0)]
    report = read(placed([beside, inquiries]))
    assert (report.unread, report.differences, len(report.accounts)) == ((), (), 1)
    assert len(report.inquiries) == len(ROWS)


def test_a_locked_pdf_asks_for_its_password() -> None:
    data = pdf([LINES], password="s3cret")
    assert refused(data).code == "report.pdf_locked"
    assert refused(data, "other").code == "report.pdf_password"
    assert len(read(data, "s3cret").accounts) == 1


def test_a_pdf_without_its_reader_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    error = refused(pdf([LINES]))
    assert (error.code, error.params) == ("report.pdf_extra", {"extra": "pdf"})


def test_what_is_no_text_says_so() -> None:
    assert refused(pdf([[], []])).params == {"n": 2}
    assert refused(b"%PDF-1.7\n" + b"broken" * 20).code == "report.pdf_broken"
    assert refused(b"\xef\xbb\xbf\r\n ").code == "report.empty"
    assert refused(b"PK\x03\x04" + bytes(40)).code == "report.not_text"
    assert refused(bytes(range(256)) * 20).code == "report.not_text"
    with pytest.raises(PlannerError, match=r"report\.empty"):
        read_text(" \n")
