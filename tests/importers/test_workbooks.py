"""Cells of workbooks: what spreadsheets keep, however other programs write it, and files that are made to hurt."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import PlannerError
from planner.importers import workbook as module
from planner.importers.workbook import Workbook
from tests.make.workbooks import packed, workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cells(data: bytes) -> list[list[str]]:
    return [row for sheet in Workbook(data).sheets() for _, row in sheet]


def sheet_of(xml: str, shared: str = "") -> bytes:
    parts = {
        "xl/workbook.xml": "<workbook/>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{xml}</worksheet>',
    }
    return packed(parts | ({"xl/sharedStrings.xml": f"<sst>{shared}</sst>"} if shared else {}))


@pytest.mark.parametrize("kind", [14, 22, 27, 31, 36, 50, 57, 58])
def test_days_in_every_built_in_format_are_days(kind: int) -> None:
    assert cells(workbook([[(46289.0, 1)]], formats=[0, kind])) == [["2026-09-24"]]


def test_days_have_their_second_and_count_from_1904_where_the_workbook_does() -> None:
    assert cells(workbook([[(46289.48678240741, 1)]], formats=[0, 22])) == [["2026-09-24 11:40:58"]]
    assert cells(workbook([[(44827.0, 1)]], formats=[0, 14], from_1904=True)) == [["2026-09-24"]]


@pytest.mark.parametrize(
    ("code", "is_day"),
    [("yyyy-mm-dd hh:mm:ss", True), ('yyyy"年"m"月"d"日"', True), ("[$-804]yyyy/m/d", True), ("¥#,##0.00", False),
     ('0.00"day"', False), ("[Red]0.00", False), ("General", False)],
)  # fmt: skip
def test_a_format_of_the_workbook_itself_says_whether_it_is_a_day(code: str, is_day: bool) -> None:
    own = f"<numFmts><numFmt numFmtId='200' formatCode='{code}'/></numFmts>"
    (row,) = cells(workbook([[(46289.0, 1)]], formats=[0, 200], codes=own))
    assert row == ["2026-09-24" if is_day else "46289.0"]


def test_numbers_have_the_digits_that_a_spreadsheet_keeps() -> None:
    assert cells(workbook([[28.159999999999997, 0.1 + 0.2, 1234.5]])) == [["28.16", "0.3", "1234.5"]]
    assert cells(sheet_of("<row><c><v>42000026032026030812345678</v></c></row>")) == [["4.2000026032026E+25"]]


@pytest.mark.parametrize("inline", [False, True])
def test_texts_are_the_same_shared_or_inline(inline: bool) -> None:
    assert cells(workbook([["a_x000D_b", "", "1,234.50"]], inline=inline)) == [["a b", "", "1,234.50"]]


def test_texts_in_pieces_are_put_together_without_how_they_are_pronounced() -> None:
    shared = "<si><r><t>工商</t></r><r><t>银行</t></r><rPh sb='0' eb='2'><t>gongshang</t></rPh></si>"
    assert cells(sheet_of("<row><c t='s'><v>0</v></c><c t='s'><v>9</v></c></row>", shared)) == [["工商银行", "\ufffd"]]


def test_cells_stand_where_their_reference_says_and_rows_keep_their_numbers() -> None:
    data = sheet_of("<row r='3'><c r='C3' t='str'><f>A1</f><v>x</v></c></row><row r='9'><c><v>1</v></c></row>")
    assert [[*sheet] for sheet in Workbook(data).sheets()] == [[(3, ["", "", "x"]), (9, ["1"])]]


def test_sheets_are_read_in_the_order_of_the_workbook() -> None:
    assert cells(workbook([["a"]], [["b"]])) == [["a"], ["b"]]


def test_sixteen_thousand_empty_columns_are_no_cells() -> None:
    row = "<row>" + "<c s='1'/>" * 16_384 + "</row><row><c t='str'><v>x</v></c></row>"
    assert cells(sheet_of(row)) == [["x"]]


def test_what_unpacks_to_more_than_any_bill_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_UNPACKED", 1 << 20)
    with pytest.raises(PlannerError) as error:
        Workbook(sheet_of(" " * (1 << 21)))
    assert error.value.code == "import.sheet_too_large"
    monkeypatch.setattr(module, "_MOST_ELEMENTS", 1_000)
    with pytest.raises(PlannerError) as error:
        cells(sheet_of("<row><c/></row>" * 600))
    assert error.value.code == "import.sheet_too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 cut off",
        sheet_of("<row><c>"),
        packed({"xl/workbook.xml": "<workbook>"}),
        packed({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'}),
        workbook([["x"]])[:-200],
    ],
)
def test_what_is_damaged_is_told(data: bytes) -> None:
    with pytest.raises(PlannerError) as error:
        cells(data)
    assert error.value.code == "import.sheet_broken"


def test_tags_with_a_prefix_are_the_same() -> None:
    sheet = f'<x:worksheet xmlns:x="{_MAIN}"><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row></x:worksheet>'
    assert cells(packed({"xl/workbook.xml": "<x:workbook/>", "xl/worksheets/sheet1.xml": sheet})) == [["a"]]


@given(st.integers(0, 4_000), st.binary(min_size=1, max_size=4))
def test_a_workbook_with_damaged_bytes_gives_rows_or_a_named_error(at: int, damage: bytes) -> None:
    data = workbook([["交易时间", "金额"], ["2026-03-01", 1.5]])
    at %= len(data)
    with suppress(PlannerError):
        assert cells(data[:at] + damage + data[at + len(damage) :]) is not None
