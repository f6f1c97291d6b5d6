"""Reading the file: layouts, encodings, broken rows, and files that are something else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.basics.text import MOST_LINE, clean
from planner.domain.imports.file import FileRow, Kind, PaymentFile
from planner.domain.imports.work import Stopped, Work
from planner.errors import PlannerError
from planner.importers import textfile
from planner.importers.readers import READERS, check_size, endings, read
from tests.make.bill_files import (
    C_COLUMNS,
    LAYOUTS,
    Row,
    cells_c,
    credit,
    gbk,
    layout_a,
    layout_b,
    layout_c,
    preamble,
)

ROWS = (
    credit("花呗", "花呗主动还款-2026年03月账单", "1,203.45", time="2026-03-09 08:00:01"),
    Row(goods="牛奶", amount="15.90", pay="花呗", merchant="T200P1"),
    Row(goods="充值", direction="收入", amount="0.01", pay="", category="收入"),
)


def rows(bill: PaymentFile) -> list[FileRow]:
    return [entry.row for entry in bill.entries]


@pytest.mark.parametrize("layout", "ABCD")
def test_every_layout_gives_the_same_rows(layout: str) -> None:
    bill = read(gbk(LAYOUTS[layout](ROWS)))
    assert (bill.format, bill.layout, bill.declared) == ("alipay", layout, 3)
    assert bill.from_on == date(2026, 1, 1)
    found = rows(bill)
    assert [row.amount_minor for row in found] == [120345, 1590, 1]
    assert [row.on for row in found] == [date(2026, 3, 9), date(2026, 3, 8), date(2026, 3, 8)]
    assert found[0].goods == "花呗主动还款-2026年03月账单"
    assert found[0].at == "08:00:01"
    assert [row.status for row in found] == ["还款成功", "交易成功", "交易成功"]
    assert found[1].merchant_no == "T200P1"
    assert found[2].direction == "收入"
    if layout != "A":
        assert [row.pay_method for row in found] == ["招商银行储蓄卡(8705)", "花呗", ""]
        assert found[0].category == "信用借还"


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    text = layout_c(ROWS)
    numbers = [number for number, line in enumerate(text.split("\n"), start=1) if line.startswith("2026")]
    assert [row.line for row in rows(read(gbk(text)))] == numbers


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found(encoding: str) -> None:
    found = rows(read(layout_c(ROWS).encode(encoding)))
    assert [row.counterparty for row in found] == ["花呗", "便利店", "便利店"]


def test_one_bad_byte_costs_one_character() -> None:
    for encoding in ("utf-8", "gb18030"):
        data = layout_c(ROWS).encode(encoding).replace("牛奶".encode(encoding), "牛".encode(encoding) + b"\xff")
        found = rows(read(data))
        assert len(found) == 3
        assert found[1].goods.startswith("牛")
        assert found[1].amount_minor == 1590


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end: str) -> None:
    assert len(rows(read(gbk(layout_c(ROWS).replace("\n", end))))) == 3


def test_columns_are_found_by_name() -> None:
    head = "备注,交易订单号,金额(元),收/支,多余的列,交易状态,收/付款方式,商品说明,交易对方,交易分类,交易时间"
    line = "无,20260308001,￥ 76.50,不计收支,x,还款成功,余额宝,蚂蚁借呗还款,蚂蚁借呗,信用借还,2026/3/8 9:05"
    (row,) = rows(read(f"{head}\n{line}\n".encode()))
    assert (row.on, row.at, row.amount_minor, row.order_no) == (date(2026, 3, 8), "9:05", 7650, "20260308001")
    assert (row.goods, row.counterparty, row.category, row.note) == ("蚂蚁借呗还款", "蚂蚁借呗", "信用借还", "无")


def test_two_bills_in_one_file_are_read_on() -> None:
    assert len(rows(read(gbk(layout_b(ROWS) + layout_c(ROWS))))) == 6


def line_of(amount: str = "88.00", **cells: str) -> list[str]:
    return cells_c(credit("花呗", "花呗主动还款", amount, order="2026030829020999870099", **cells))


def table(*lines: str) -> bytes:
    return gbk("\n".join([*preamble("支付宝（中国）网络技术有限公司", len(lines)), C_COLUMNS + ",", *lines, ""]))


BROKEN: dict[str, Callable[[list[str]], str]] = {
    "no last column": lambda cells: ",".join(cells[:-1]),
    "no last two columns": lambda cells: ",".join(cells[:-2]),
    "four commas more": lambda cells: ",".join(cells) + ",,,,",
    "TAB before every comma": lambda cells: "\t,".join(cells) + "\t,",
    "padded": lambda cells: ",".join(cell.ljust(24) for cell in cells),
    "full-width blanks": lambda cells: ",".join(f"　{cell}　" for cell in cells),
    "all quoted": lambda cells: ",".join(f'"{cell}"' for cell in cells),
    "quoted comma": lambda cells: ",".join(
        ['"花呗主动还款"' if cell == "花呗主动还款" else f'"{cell}"' for cell in cells]
    ),
    "zero-width characters": lambda cells: ",".join(f"\u200b{cell}\ufeff" for cell in cells),
}


@pytest.mark.parametrize("how", BROKEN)
def test_ragged_rows_are_read(how: str) -> None:
    (row,) = rows(read(table(BROKEN[how](line_of()))))
    assert (row.amount_minor, row.status, row.order_no) == (8800, "还款成功", "2026030829020999870099")
    assert (row.goods, row.category, row.direction, row.problem) == ("花呗主动还款", "信用借还", "不计收支", "")


def test_commas_that_nobody_quoted() -> None:
    cells = cells_c(Row(goods="牛奶,面包,鸡蛋", party="好,邻居", amount="45.00", pay="花呗", order="20260308777"))
    (row,) = rows(read(table(",".join(cells))))
    assert (row.amount_minor, row.pay_method, row.status, row.order_no) == (4500, "花呗", "交易成功", "20260308777")
    cells = cells_c(Row(amount="1,245.00", pay="花呗", order="20260308778"))
    (row,) = rows(read(table(",".join(cells))))
    assert (row.amount_minor, row.pay_method, row.order_no) == (124500, "花呗", "20260308778")


def test_quotes_inside_a_text_are_text() -> None:
    first = cells_c(Row(goods='6" 披萨 "大', amount="45.00"))
    second = cells_c(Row(goods='"未关的引号', amount="46.00"))
    third = cells_c(Row(goods='"有""引号"",和逗号"', amount="47.00"))
    found = rows(read(table(",".join(first), ",".join(second), ",".join(third))))
    assert [row.amount_minor for row in found] == [4500, 4600, 4700]
    assert found[2].goods == '有"引号",和逗号'


def test_a_line_end_inside_a_text() -> None:
    broken = ",".join(cells_c(Row(goods="第一行\n第二行", amount="12.00", pay="花呗")))
    quoted = ",".join(f'"{cell}"' for cell in cells_c(Row(goods="甲\n乙", amount="13.00")))
    found = rows(read(table(broken, quoted, ",".join(line_of()))))
    assert [row.amount_minor for row in found] == [1200, 1300, 8800]
    assert [row.goods for row in found[:2]] == ["第一行 第二行", "甲 乙"]
    assert found[1].line == found[0].line + 2


def test_numbers_as_spreadsheets_leave_them() -> None:
    first = cells_c(Row(order='="20260308123"', time="2026/3/8 10:15"))
    second = cells_c(Row(order="2.02603E+27", time="2026-03-08"))
    found = rows(read(table(",".join(first), ",".join(second))))
    assert [row.order_no for row in found] == ["20260308123", ""]
    assert [row.at for row in found] == ["10:15", ""]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0.00", 0),
        ("88", 8800),
        ("￥88.5", 8850),
        ("¥1，234.50", 123450),
        ("８８．００", 8800),
        ("88.00元", 8800),
        (".5", 50),
    ],
)
def test_amounts(text: str, minor: int) -> None:
    (row,) = rows(read(table(",".join(line_of(amount=text)))))
    assert row.amount_minor == minor


@pytest.mark.parametrize("text", ["", "/", "八十八", "-5.00", "12.345", "1e5", "99999999999999999999"])
def test_an_amount_that_cannot_be_read_keeps_its_row(text: str) -> None:
    (entry,) = read(table(",".join(line_of(amount=text)))).entries
    assert (entry.row.amount_minor, entry.row.problem, entry.meaning.reason) == (None, "amount", "unreadable")


@pytest.mark.parametrize("text", ["", "昨天", "2026-02-30 10:00:00", "2026-13-01"])
def test_a_date_that_cannot_be_read_keeps_its_row(text: str) -> None:
    (entry,) = read(table(",".join(line_of(time=text)))).entries
    assert (entry.row.on, entry.row.problem, entry.meaning.reason) == (None, "date", "unreadable")


@pytest.mark.parametrize("cell", ["party", "goods", "pay", "category"])
def test_text_that_cannot_be_decoded_is_unreadable_and_never_nothing_to_do_with_debts(cell: str) -> None:
    lost = {"party": "某店", "goods": "某物", "pay": "某宝", "category": "某类"}
    data = gbk(layout_c([Row(**lost, amount="20.00"), Row(goods="早饭", pay="余额宝")]))
    damaged = data.replace(lost[cell].encode("gbk"), b"\xff\xff\xc4")
    assert damaged != data
    first, second = read(damaged).entries
    assert (first.meaning.kind, first.meaning.reason, first.row.amount_minor) == (Kind.OTHER, "unreadable", 2000)
    assert second.meaning.reason == "not_credit"


def test_a_debt_that_is_told_clearly_is_read_beside_text_that_cannot_be_decoded() -> None:
    data = gbk(layout_c([Row(goods="某物", pay="花呗", amount="20.00")]))
    (entry,) = read(data.replace("某物".encode("gbk"), b"\xff\xff")).entries
    assert (entry.meaning.kind, entry.meaning.reason) == (Kind.PURCHASE, "")


def test_a_file_cut_off_in_a_row_keeps_what_is_there() -> None:
    whole = gbk(layout_c(ROWS[:1] * 3).rstrip("\n"))
    for cut in (3, 20, 41, 70, 90):
        found = read(whole[:-cut]).entries
        assert len(found) == 3
        assert found[0].meaning.usable
        assert found[2].row.on == date(2026, 3, 9)


def test_totals_and_notices_are_no_rows() -> None:
    assert len(rows(read(gbk(layout_a(ROWS))))) == 3
    assert len(rows(read(gbk(layout_b(ROWS))))) == 3


def test_terminal_tricks_do_not_survive() -> None:
    (row,) = rows(read(table(",".join(line_of(note="\x1b[31m红\u202e色\x07")))))
    assert row.note == "红色"


def zipped(name: str, encrypted: bool = False) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    data = target.getvalue()
    if encrypted:  # the flag in the local header and in the directory
        at = data.index(b"PK\x01\x02")
        data = data[:6] + b"\x01" + data[7 : at + 8] + b"\x01" + data[at + 9 :]
    return data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.empty"),
        (b"\xef\xbb\xbf \r\n", "import.empty"),
        (zipped("支付宝交易明细.csv", encrypted=True), "import.zip_inside"),
        (zipped("支付宝交易明细.csv"), "import.zip_inside"),
        (b"PK\x03\x04 cut off", "import.zip_broken"),
        (zipped("xl/workbook.xml"), "import.sheet_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "import.old_spreadsheet"),
        (b"%PDF-1.7\n%\xe2\xe3", "import.pdf_broken"),
        (bytes(range(256)) * 8, "import.binary"),
        ("日期,内容\n今天,没有什么\n".encode(), "import.not_a_bill"),
        (gbk("\n".join(preamble("支付宝（中国）网络技术有限公司", 3))), "import.truncated"),
        (gbk(layout_c(())), "import.no_rows"),
        ("微信支付账单明细,,,\n交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n".encode(),
         "import.no_rows"),
        ("微信支付账单明细,,,\n共3笔记录,,,\n".encode(), "import.truncated"),
        (b"OFXHEADER:100\r\nDATA:OFXSGML\r\n\r\n<OFX><SIGNONMSGSRSV1>", "import.ofx"),
        (b'<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?><OFX></OFX>', "import.ofx"),
        (b"\xef\xbb\xbf!Type:Bank\nD01/02/2026\nT-1,234.00\nPx\n^\n", "import.qif"),
        (b"!Account\nN\xe6\x8b\x9b\xe8\xa1\x8c\n^\n!Type:CCard\nD2026-01-02\nT-5.00\n^\n", "import.qif"),
        ("特别提示：\n1.记账明细\n记录时间,分类,收支类型,金额,备注,账户,来源,标签,\n".encode(), "import.cashbook"),
        ("导出信息：\n交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,备注\n".encode(), "import.no_rows"),
        ("交易创建时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号\n".encode(), "import.no_rows"),
        ("交易日期,摘要,交易金额,账户余额\n20260301,微信支付-财付通 支付宝,-3.00,1.00\n".encode(), "import.bank"),
        ("某某银行个人账户交易明细\n财付通 微信支付 3.00\n".encode(), "import.bank"),
        ("我的笔记\n微信支付和支付宝都用过\n".encode(), "import.not_a_bill"),
        ("个人信用报告\n信贷记录\n".encode(), "import.credit_report"),
    ],
)  # fmt: skip
def test_other_files_are_named(data: bytes, code: str) -> None:
    with pytest.raises(PlannerError) as error:
        read(data)
    assert error.value.code == code


def test_a_format_can_be_asked_for() -> None:
    assert set(READERS) == {"alipay", "wechat", "jd", "meituan", "bank"}
    assert endings() == (".csv", ".txt", ".xlsx", ".xls", ".html", ".htm", ".pdf")
    assert len(read(gbk(layout_c(ROWS)), "alipay").entries) == 3
    with pytest.raises(PlannerError) as error:
        read(gbk(layout_c(ROWS)), "paypal")
    assert error.value.code == "import.format_unknown"


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_named_error(data: bytes) -> None:
    for around in (data, gbk(layout_c(ROWS)) + data, table(",".join(line_of())) + b"\n" + data):
        with suppress(PlannerError):
            assert read(around).entries


EDITS = st.lists(
    st.tuples(st.sampled_from(["drop", "comma", "quote", "tab", "cut", "double"]), st.integers(0, 400)), max_size=6
)


@given(layout=st.sampled_from("ABCD"), edits=EDITS)
def test_rows_survive_damage_to_their_neighbours(layout: str, edits: list[tuple[str, int]]) -> None:
    text = LAYOUTS[layout](ROWS)
    at = text.index("花呗主动还款")
    line_start, line_end = text.rindex("\n", 0, at) + 1, text.index("\n", at)
    line = text[line_start:line_end]
    for how, place in edits:
        place %= max(len(line), 1)
        line = {
            "drop": line[:place] + line[place + 1 :],
            "comma": line[:place] + "," + line[place:],
            "quote": line[:place] + '"' + line[place:],
            "tab": line[:place] + "\t" + line[place:],
            "cut": line[:place],
            "double": line + line,
        }[how]
    found = rows(read(gbk(text[:line_start] + line + text[line_end:])))
    assert [row.amount_minor for row in found][-2:] == [1590, 1]


def test_a_cell_is_clean_and_no_longer_than_a_line() -> None:
    hill = "e" + "\u0301\u0323" * 100_000
    (row,) = rows(read(table(",".join(line_of(note=f"红\u202e\u2028包{hill}")))))
    assert row.note.startswith("红 包")
    assert len(row.note) <= MOST_LINE
    assert clean(row.note) == row.note


def test_a_line_of_nothing_but_commas_is_read_at_once() -> None:
    assert rows(read(table("2026-10-02," + "a," * 200_000)))


def test_what_is_larger_than_any_bill_is_refused_by_its_size() -> None:
    with pytest.raises(PlannerError) as error:
        check_size(b"", 500_000_001)
    assert (error.value.code, error.value.params) == ("import.too_large", {"size": 501, "most": 67})
    check_size(b"", 60_000_000)


def test_millions_of_empty_lines_are_no_bill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "MOST_LINES", 50)
    assert len(rows(read(gbk(layout_c(ROWS))))) == 3
    with pytest.raises(PlannerError) as error:
        read(gbk(layout_c(ROWS) + "\n" * 200))
    assert error.value.code == "import.too_many_lines"


def test_thousands_of_empty_columns_cost_no_row() -> None:
    (row,) = rows(read(table(",".join(line_of()) + "," * 16_384)))
    assert (row.amount_minor, row.goods) == (88_00, "花呗主动还款")
    (row,) = rows(read(gbk(f"{C_COLUMNS}{',' * 16_384}\n{','.join(line_of())}\n")))
    assert row.amount_minor == 88_00


def test_a_cell_of_millions_of_characters_is_cut() -> None:
    (row,) = rows(read(table(",".join(line_of(note="长" * 2_000_000)))))
    assert row.amount_minor == 88_00
    assert len(row.note) <= MOST_LINE


def test_what_is_stated_of_several_bills_in_one_file_is_told_together() -> None:
    text = layout_c(ROWS)
    assert read(gbk(text)).declared == 3
    assert read(gbk(text + text)).declared == 6
    assert read(gbk(text.replace("共3笔记录", "共5笔记录"))).declared == 5


def test_who_reads_is_told_how_far_it_has_come_and_can_stop() -> None:
    told: list[tuple[str, int, int]] = []
    data = gbk(layout_c([Row(goods=f"第{number}单") for number in range(1_200)]))
    read(data, work=Work(tell=lambda *step: told.append(step)))
    assert [stage for stage, _, _ in told] == ["reading"] * len(told)
    assert len(told) >= 3
    assert all(0 <= done <= of for _, done, of in told)
    with pytest.raises(Stopped):
        read(data, work=Work(dropped=lambda: len(told) > 0))
