"""Rows of bank files that were moved or turned round: told by columns and balance, never recorded wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from planner.i18n import t
from planner.importers.readers import read
from planner.importers.textfile import cells_of
from planner.words.imports import file_lines
from tests.make.app_bills import BOC_CARD, CMB_ACCOUNT_WEB, CMB_CARD, ICBC_CARD
from tests.make.workbooks import workbook

ABC = ["交易日期", "交易时间", "交易摘要", "交易金额", "本次余额", "对手信息", "日 志 号", "交易渠道", "交易附言"]
BOCOM = ["交易日期", "交易类型", "借贷", "交易金额", "余额", "对方账号", "对方户名"]
SPENT = (20_00, 12_34, 12_34, -500_00, 99_99, 1_00, -3_00, 250_05)


def rows_of_abc() -> list[list[str]]:
    """Eight rows whose balance goes on, the oldest first."""
    rows, balance = [], 1_000_00
    for day, spent in enumerate(SPENT, start=1):
        balance -= spent
        shown = f"{-spent / 100:+.2f}", f"{balance / 100:.2f}"
        rows.append([f"202601{day:02}", "123456", "转存", *shown, "某某", "3696", "网银", "无"])
    return rows


def amounts(rows: Sequence[Sequence[str]], head: Sequence[str] = ABC) -> list[int | None]:
    return [entry.row.amount_minor for entry in read(workbook([head, *rows])).entries]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("place", range(1, 8))
def test_a_wrong_sign_breaks_the_balance_and_its_row_alone_is_not_believed(place: int, newest_first: bool) -> None:
    rows = rows_of_abc()
    assert None not in amounts(rows)
    amount = rows[place][3]
    rows[place][3] = ("-" if amount[0] == "+" else "+") + amount[1:]
    found = amounts(rows[::-1] if newest_first else rows)
    assert [number for number, one in enumerate(found) if one is None] == [7 - place if newest_first else place]


def test_rows_of_a_day_in_any_order_and_rows_left_out_are_no_mistake() -> None:
    rows = rows_of_abc()
    file = read(workbook([ABC, *rows[:2], rows[4], rows[3], rows[2], *rows[5:]]))
    assert (file.gaps, [entry.row.problem for entry in file.entries]) == (0, [""] * 8)
    file = read(workbook([ABC, *rows[:3], rows[4], *rows[6:]]))
    assert (file.gaps, [entry.row.problem for entry in file.entries]) == (2, [""] * 6)
    assert file_lines(file) == [t("import.gaps", n=2)]
    file = read(workbook([ABC, rows[3], rows[6], rows[1]]))
    assert [entry.row.problem for entry in file.entries] == [""] * 3


def test_the_balance_is_no_amount_where_a_number_of_an_account_stands_behind_it() -> None:
    rows, balance = [], 1_000_00
    for day, spent in enumerate(SPENT, start=1):
        balance -= spent
        shown = f"{abs(spent) / 100:.2f}", f"{balance / 100:.2f}"
        rows.append([f"2026-01-{day:02}", "网上支付", "借 Dr" if spent > 0 else "贷 Cr", *shown, "132313", "某某"])
    assert None not in amounts(rows, BOCOM)
    del rows[4][3]
    assert amounts(rows, BOCOM)[3:6] == [500_00, None, 1_00]


@pytest.mark.parametrize("text", [CMB_CARD, ICBC_CARD, BOC_CARD, CMB_ACCOUNT_WEB])
def test_a_cell_too_many_or_too_few_never_makes_another_amount(text: str) -> None:
    head, *rows = (cells_of(line) for line in text.splitlines() if line.count(",") > 3)
    rows = [row for row in rows if row[0] != "合计金额"] * 3
    above = [["账单（个人消费卡账户 2026年01月）"], head]
    whole = read(workbook([*above, *rows])).entries
    for place in range(1, len(rows[1])):
        for moved in ([*rows[1][:place], *rows[1][place + 1 :]], [*rows[1][:place], "", *rows[1][place:]]):
            (other,) = read(workbook([*above, rows[0], moved, *rows[2:]])).entries[1:2]
            right = (whole[1].row.amount_minor, whole[1].row.direction, whole[1].row.on)
            assert other.row.amount_minor is None or right == (
                other.row.amount_minor,
                other.row.direction,
                other.row.on,
            )
