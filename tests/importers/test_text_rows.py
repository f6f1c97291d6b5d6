"""Rows of text files as other programs save them: tabs between cells, line ends and quotes inside them."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from html import escape
from io import StringIO

import pytest

from planner.domain.imports.file import PaymentFile
from planner.errors import PlannerError
from planner.importers.readers import read
from planner.importers.textfile import cells_of
from tests.make.app_bills import (
    BOCOM_CARD,
    CMB_CARD,
    WECHAT_COLUMNS,
    Paid,
    jd_csv,
    meituan_csv,
    wechat_cells,
    wechat_csv,
    wechat_head,
)
from tests.make.bill_files import C_COLUMNS, LAYOUTS, Row, cells_c, credit, layout_a, layout_b, preamble
from tests.make.workbooks import Cell, workbook

TEXTS = ("肯德基,麦当劳", '5" 屏幕', '"半句', '半句"', "换\n行", '"换\n行",两处', "共3笔记录", "1,234.56", "a\tb", '""')


def written(rows: list[list[str]], between: str = ",", *, always: bool = False) -> str:
    file = StringIO()
    csv.writer(file, delimiter=between, quoting=1 if always else 0, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def paid(file: PaymentFile) -> list[tuple[int | None, str, str]]:
    return [(entry.row.amount_minor, entry.row.order_no, entry.row.pay_method) for entry in file.entries]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t"])
def test_any_texts_in_quotes_leave_amounts_where_they_belong(between: str, encoding: str) -> None:
    rows = [
        ["2026-03-08 10:15:30", "商户消费", text, other, "支出", "¥1,234.50", "招商银行信用卡(1234)", "支付成功",
         f"{n}\t", "", text]
        for n, (text, other) in enumerate((text, other) for text in TEXTS for other in TEXTS)
    ]  # fmt: skip
    table = [*([line] for line in wechat_head(len(rows))), list(WECHAT_COLUMNS), *rows]
    for always in (False, True):
        file = read(written(table, between, always=always).encode(encoding))
        assert paid(file) == [(123450, str(n), "招商银行信用卡(1234)") for n in range(len(rows))]
        assert file.missing == 0


def test_a_bank_file_with_tabs_keeps_the_rows_whose_amounts_have_commas() -> None:
    rows = [row.split(",") for row in CMB_CARD.splitlines()]
    rows[5] = ["01/05", "01/07", "中国移动", "8,000.00", "1234", "8,000.00(CN)"]
    found = read(written(rows, "\t").encode("utf-16"))
    assert [entry.row.amount_minor for entry in found.entries] == [123, 5678, 390, 800000, 500]


def test_an_alipay_bill_that_a_spreadsheet_saved_again() -> None:
    rows = [
        Row(party=text, goods=other, note=text, pay="花呗", amount="1,234.50", order=f"2026030800{n:04d}")
        for n, (text, other) in enumerate((text, other) for text in TEXTS for other in TEXTS)
    ]
    head = [[line] for line in preamble("支付宝（中国）网络技术有限公司", len(rows))]
    for always in (False, True):
        data = written([*head, C_COLUMNS.split(","), *map(cells_c, rows)], always=always).encode("gb18030")
        assert paid(read(data)) == [(123450, row.order, "花呗") for row in rows]


def saved_again(cells: list[list[str]]) -> dict[str, bytes]:
    """The same cells as other programs save them."""
    wide = max(map(len, cells))
    padded = [[*row, *[""] * (wide - len(row))] for row in cells]
    shown = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells)
    return {
        "padded": written(padded).encode("gb18030"),
        "padded and quoted": written(padded, always=True).encode("gb18030"),
        "tabs": written(padded, "\t").encode("utf-16"),
        "tabs, ragged": written(cells, "\t").encode("gb18030"),
        "workbook": workbook(cells),
        "page": f"<html><meta charset=utf-8><table>{shown}</table></html>".encode(),
    }


@pytest.mark.parametrize("layout", "ABCD")
def test_alipay_in_every_layout_is_the_same_in_whatever_it_is_saved(layout: str) -> None:
    rows = [
        credit("花呗", "花呗主动还款-2026年03月账单", "203.45"),
        Row(goods="牛奶", amount="15.90", pay="花呗", merchant="T200P1"),
        Row(category="退款", goods="退款-牛奶", direction="不计收支", amount="5.00", pay="花呗", status="退款成功"),
        Row(goods="书", amount="88.00", pay="招商银行信用卡(1234)", status="交易关闭"),
    ]
    plain = LAYOUTS[layout](rows)
    cells = [cells_of(line) if line.count(",") > 3 else [line] for line in re.split(r"\r?\n", plain)]
    cells = [[TEXTS[n % 10] if cell == "便利店" else cell for cell in row] for n, row in enumerate(cells)]
    wanted = read(written(cells).encode("gb18030"))
    assert [entry.row.amount_minor for entry in wanted.entries] == [20345, 1590, 500, 8800]
    for data in saved_again(cells).values():
        found = read(data)
        assert (found.layout, found.declared, found.to_on) == (layout, 4, wanted.to_on)
        assert [replace(entry, row=replace(entry.row, line=0)) for entry in found.entries] == [
            replace(entry, row=replace(entry.row, line=0)) for entry in wanted.entries
        ]


def test_an_alipay_workbook_with_serial_days_numbers_and_a_second_sheet() -> None:
    head: list[list[Cell]] = [[line] for line in preamble("支付宝（中国）网络技术有限公司", 3)]
    first, second, third = ([*cells_c(Row(pay="花呗", order=f"2026030829{n}", amount="28.16"))] for n in range(3))
    names: list[Cell] = [*C_COLUMNS.split(",")]
    serial: list[Cell] = [(46289.48678240741, 1), *first[1:6], 28.159999999999997, *first[7:]]
    last: list[list[Cell]] = [[*third], ["合计", "2026-03-08", "3"]]
    found = read(workbook([*head, names, serial], [names, [*second]], last, formats=[0, 0]))
    assert [(entry.row.on, entry.row.at, entry.row.amount_minor) for entry in found.entries] == [
        (date(2026, 9, 24), "11:40:58", 2816),
        (date(2026, 3, 8), "10:15:30", 2816),
        (date(2026, 3, 8), "10:15:30", None),
    ]
    assert len({entry.row.line for entry in found.entries}) == 3


@pytest.mark.parametrize("place", range(11))
def test_a_cell_too_many_or_too_few_in_a_row_of_alipay_never_makes_another_amount(place: int) -> None:
    row = [text.strip() for text in cells_c(Row(pay="花呗", merchant="T200P1", amount="28.16"))]
    for moved in ([*row[:place], *row[place + 1 :]], [*row[:place], "", *row[place:]]):
        data = saved_again([C_COLUMNS.split(","), row, moved])
        for name in ("tabs, ragged", "workbook", "page"):
            first, other = read(data[name]).entries
            assert first.meaning.usable
            assert other.row.amount_minor is None or other.meaning == first.meaning


def test_a_stray_quote_swallows_no_other_row() -> None:
    texts = ['"半句', '5" 屏幕', '半句"', "便利店", '"两"', '半"句']
    apps = [
        Paid(goods=text, party=other, pay="零钱", order=f"W{n}")
        for n, (text, other) in enumerate(zip(texts, texts[::-1], strict=True))
    ]
    found = read(wechat_csv(apps, quoted=False).encode())
    assert [entry.row.order_no for entry in found.entries] == [row.order for row in apps]
    assert {entry.row.amount_minor for entry in found.entries} == {1000}
    rows = [Row(party=row.party, goods=row.goods, order=row.order) for row in apps]
    found = read(layout_b([replace(row, amount="10.00") for row in rows]).encode("gb18030"))
    assert [entry.row.order_no for entry in found.entries] == [row.order for row in rows]


def test_thousands_beside_a_text_with_commas_are_read_right_or_not_at_all() -> None:
    jd = jd_csv([Paid(goods="肯德基,麦当劳", amount="5,193.56", pay="京东白条")])
    assert [entry.row.amount_minor for entry in read(jd.encode()).entries] == [None]
    web = layout_a([Row(goods="肯德基,麦当劳", amount="5,193.56"), Row(goods="肯德基,麦当劳", amount="193.56")])
    assert [entry.row.amount_minor for entry in read(web.encode("gb18030")).entries] == [None, 19356]


def test_a_row_with_which_the_file_is_cut_off_is_not_believed() -> None:
    whole = jd_csv(
        [Paid(goods="电饭煲", pay="京东白条", status="交易成功", order="J2026", amount="260.00")] * 2
    ).rstrip("\n")
    assert [entry.meaning.usable for entry in read(whole.encode()).entries] == [True, True]
    for cut in range(len(", \t,\t,2026")):
        *_, last = read(whole[: len(whole) - cut - 2].encode()).entries
        assert last.row.amount_minor is None or last.row.order_no == "J2026"
    *_, last = read(BOCOM_CARD.encode()[: BOCOM_CARD.encode().rindex(b"CNY 5.00\n2026") + 5]).entries
    assert (last.row.goods, last.row.amount_minor) == ("其他 某项", None)
    web = layout_a([Row(amount="91401.55")] * 2)
    *_, last = read(web[: web.rindex("401.55")].encode("gb18030")).entries
    assert last.row.amount_minor is None


@pytest.mark.parametrize("column", ["收/支", "当前状态", "支付方式"])
def test_a_bill_without_the_column_that_says_what_rows_are_is_refused(column: str) -> None:
    with pytest.raises(PlannerError, match=r"import\.truncated"):
        read(wechat_csv([Paid()]).replace(column, "其他列").encode())


def test_a_direction_that_is_none_is_asked_about() -> None:
    rows = [Paid(pay="招商银行信用卡(1234)", direction="攴出"), Paid(pay="招�银行信用卡(1234)")]
    found = [entry.meaning for entry in read(wechat_csv(rows).encode()).entries]
    assert [meaning.reason for meaning in found] == ["no_direction", "unclear"]
    assert found[1].account is None
    alipay = layout_b([Row(pay="花呗", direction="支陈"), Row(pay="招�银行信用卡(1234)")])
    assert [entry.meaning.reason for entry in read(alipay.encode()).entries] == ["no_direction", "unclear"]


def test_rows_of_a_sheet_without_a_heading_are_seen_and_not_guessed() -> None:
    above, rows = wechat_cells([Paid()])[:-1], wechat_cells([Paid(pay="招商银行信用卡(1234)")] * 3)[-3:]
    found = read(workbook([*above, rows[0]], rows[1:], [["合计", "2026-03-08", "3"]])).entries
    assert [entry.meaning.reason for entry in found] == ["", "unreadable", "unreadable"]
    assert len(read(workbook([[]], *[[*above, row] for row in rows * 12])).entries) == 36


def test_cells_of_a_page_over_several_columns_and_rows_leave_the_others_in_place() -> None:
    page = (
        "<table><tr><td colspan=7>中国银行信用卡账单(2026年01月)</td></tr><tr><th>交易日<th>银行记账日"
        "<th>卡号后四位<th>交易描述<th>存入<th>支出<th>币种</tr><tr><td rowspan=2>2026-01-13<td>2026-01-14<td>4260"
        "<td colspan=2>公共交通卡<td>50.00<td>CNY</tr>"
        "<tr><td>2026-01-14<td>4260<td>退款<td>8.00<td><td>CNY</tr></table>"
    )
    found = read(page.encode())
    assert [(entry.row.on, entry.row.amount_minor, entry.row.direction) for entry in found.entries] == [
        (date(2026, 1, 13), 5000, "支出"),
        (date(2026, 1, 14), 800, "收入"),
    ]


def test_an_amount_where_the_number_of_the_order_belongs_says_that_the_cells_are_displaced() -> None:
    text = meituan_csv([Paid(kind="支付", pay="美团月付", amount="45.60")]).replace(",¥9999.00", ",,¥9999.00")
    (entry,) = read(text.encode()).entries
    assert entry.row.amount_minor is None
    card = CMB_CARD.replace("01/02,01/03,掌上生活影票-电影票", "01/02,掌上生活影票-电影票")
    assert [entry.row.amount_minor for entry in read(card.encode()).entries] == [123, None, 390, 800000, 500]


def test_rows_that_fit_in_no_way_are_all_there_and_unreadable() -> None:
    web = (
        layout_b([Row()])
        + "支出,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\r\n" * 520
        + "支出,便利店,,鸡,花呗,1,200.00,交易成功,日用,1,2,2026-03-08 10:00:00,\r\n"
    )
    found = read(web.encode("gb18030")).entries
    assert len(found) == 522
    assert {entry.row.amount_minor for entry in found[1:]} == {None}


def test_a_page_with_tags_as_long_as_pictures_is_read_and_one_of_nothing_but_tags_refused() -> None:
    rows = [["微信支付账单明细"], *wechat_cells([Paid(order="W1")])]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<html><img src='data:{'A' * 300_000}'><table><tbody {'a=1 ' * 5_000}>{cells}</table>"
    assert [entry.row.order_no for entry in read(page.encode()).entries] == ["W1"]
    with pytest.raises(PlannerError, match=r"import\.sheet_too_large"):
        read(b"<html><table>" + b"<tr>" * 800_000)
