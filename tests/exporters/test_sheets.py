"""A list comes back from CSV and from a workbook as it went in, and no text in it is obeyed or turned into a number."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.basics.text import MOST_LINE, clean
from planner.errors import PlannerError
from planner.exporters import csv_file, workbook
from planner.exporters.sheets import Column, Kind, Sheet, Value, sheet
from planner.importers.workbook import Workbook
from planner.values import replace

COLUMNS = (
    Column("name", "名称", Kind.TEXT),
    Column("month", "月份", Kind.MONTH),
    Column("on", "日期", Kind.DAY),
    Column("amount", "金额", Kind.AMOUNT),
    Column("share", "比例", Kind.SHARE),
    Column("number", "期数", Kind.COUNT),
)
TAKEN = ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", "3/12", "0123", "4523", "1e5", "11-20", "12:30"]
TAKEN += ["1 Nov", "Nov 2026", "TRUE", "￥12", "６２２８", "2026年11月"]
LEFT = ["借呗", "3/12 期", "a=1", "[/] [b]", '"; DROP', "尾号 4523", "🙂", "招商银行(4523)", "MAY 的借款", ""]


def made(*names: str) -> Sheet:
    row: dict[str, Value] = {
        "month": "2026年11月",
        "on": date(2026, 11, 3),
        "amount": -123_456_789_012_345,
        "share": Decimal("0.182405"),
        "number": 3,
    }
    return sheet("loans", "贷款", COLUMNS, [{"name": name, **row} for name in names], total="合计")


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")  # or Excel reads Chinese as something else
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("name", TAKEN)
def test_a_text_that_a_spreadsheet_would_obey_is_marked(name: str) -> None:
    (_, (cell, *_)) = read_csv("".join(csv_file.pieces(made(name))))
    assert cell == "'" + name.strip()


@pytest.mark.parametrize("name", LEFT)
def test_any_other_text_is_as_it_was(name: str) -> None:
    (_, (cell, *_)) = read_csv("".join(csv_file.pieces(made(name))))
    assert cell == name


def test_amounts_stay_numbers_days_are_full_and_nothing_is_added_up() -> None:
    titles, row = read_csv("".join(csv_file.pieces(made("甲\n乙"))))
    assert titles == ["名称", "月份", "日期", "金额", "比例", "期数"]
    assert row == ["甲 乙", "2026年11月", "2026-11-03", "-1234567890123.45", "18.24%", "3"]


def test_what_is_not_known_is_empty() -> None:
    _, row = read_csv("".join(csv_file.pieces(sheet("loans", "贷款", COLUMNS, [{"name": "甲"}]))))
    assert row == ["甲", "", "", "", "", ""]


def test_thousands_of_rows_are_all_there() -> None:
    names = [f"第{number}笔" for number in range(1_201)]
    assert [row[0] for row in read_csv("".join(csv_file.pieces(made(*names))))[1:]] == names


def book_of(*sheets: Sheet) -> Any:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook.pieces(sheets))))


def test_a_workbook_holds_texts_as_texts_and_the_rest_as_what_it_is() -> None:
    names = [*TAKEN, *(name for name in LEFT if name)]
    page = book_of(made(*names))["贷款"]
    head, *rows, last = page.iter_rows()
    assert [cell.value for cell in head] == ["名称", "月份", "日期", "金额", "比例", "期数"]
    assert [row[0].value for row in rows] == [name.strip() for name in names]
    assert {cell.data_type for row in rows for cell in row[:2]} == {"s"}
    assert [row[0].quotePrefix for row in rows] == [name in TAKEN for name in names]
    for _, month, on, amount, share, number in rows:
        assert (month.value, on.value) == ("2026年11月", datetime(2026, 11, 3))  # noqa: DTZ001
        assert round(Decimal(amount.value), 2) == Decimal("-1234567890123.45")
        assert (Decimal(str(share.value)), number.value) == (Decimal("0.182405"), 3)
        assert (on.number_format, share.number_format) == ("yyyy-mm-dd", "0.00%")
        assert amount.number_format.startswith("#,##0.00")
    assert last[0].value == "合计"
    assert round(Decimal(last[3].value), 2) == Decimal("-1234567890123.45") * len(names)
    assert page.column_dimensions["A"].width > 10
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("name", ["<&>\"' ]]>", "_x0041_ _x000D_", "a  b", "\x1b[2J\x00é\u202e", "🙂", "长" * 40_000])
def test_whatever_a_text_holds_a_reader_finds_it_as_it_is_shown(name: str) -> None:
    shown = clean(name)
    shown = shown if len(shown) <= 32_767 else f"{shown[:32_766]}…"
    lists = made(name), replace(made(), title="空")
    first, empty = book_of(*lists).worksheets
    read = str(first["A2"].value).replace("_x005F_", "_")  # which the standard asks for; openpyxl leaves it as it is
    assert (read, first.dimensions, empty.dimensions) == (shown, "A1:F3", "A1:F2")
    told = [cells[0] for rows in Workbook(b"".join(workbook.pieces(lists))).sheets() for _, cells in rows]
    assert told[1] == shown or len(shown) > MOST_LINE


def test_a_wide_list_has_all_its_columns() -> None:
    columns = [Column(f"c{place}", f"列{place}", Kind.COUNT) for place in range(60)]
    page = book_of(sheet("wide", "宽", columns, [{f"c{place}": place for place in range(60)}]))["宽"]
    assert [cell.value for cell in page[2]] == [*range(60)]
    assert page["BH2"].value == 59


def test_the_same_lists_give_the_same_workbook() -> None:
    pytest.importorskip("xlsxwriter")
    assert b"".join(workbook.pieces([made("甲")])) == b"".join(workbook.pieces([made("甲")]))


def test_a_day_before_spreadsheets_began_is_a_text() -> None:
    page = book_of(sheet("loans", "贷款", COLUMNS, [{"name": "甲", "on": date(1899, 12, 31)}]))["贷款"]
    assert page["C2"].value == "1899-12-31"


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, *_: object) -> object:
        raise ImportError(name)

    monkeypatch.setattr(workbook, "import_module", missing)
    with pytest.raises(PlannerError) as caught:
        list(workbook.pieces([made("甲")]))
    assert (caught.value.code, caught.value.params) == ("export.extra", {"extra": "excel"})
