"""What the headline says of accounts that a file has brought: it is never calmer than what is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from planner.cli.due import document, told
from planner.overview.overview import Overview, read
from planner.overview.preview import preview
from planner.services import imports, loans, readings
from planner.storage.store import Store
from planner.values import replace
from planner.words.headline import carried, headline, undated
from planner.words.today import nothing
from tests.make.bill_files import Row, credit, gbk, layout_c

TODAY = date(2026, 11, 9)
HUABEI = tuple(
    Row(goods="奶", amount=f"{20 + month}.00", pay="花呗", time=f"2026-{month:02}-15 09:00:00", order=f"H{month}")
    for month in range(3, 11)
)
CARD = Row(goods="柜", amount="120.00", pay="招商银行信用卡(1234)", time="2026-10-12 09:00:00", order="C1")
LINE = credit("蚂蚁借呗", "蚂蚁借呗放款至银行卡", "8000.00", "放款成功", time="2026-02-01 12:00:00", order="J1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "planner.db")
    yield made
    made.close()


def imported(store: Store, *rows: Row) -> Overview:
    imports.apply(store, preview(store.path, "账单.csv", gbk(layout_c(rows)), today=TODAY), today=TODAY)
    return read(store.path, TODAY)


def test_earlier_bills_of_which_nobody_said_whether_they_were_paid_are_counted(store: Store) -> None:
    overview = imported(store, *HUABEI)
    assert carried(overview) == (7, 182_00)  # all but the last, which is not due yet and holds what they left
    assert "更早的 7 期账单没记还没还，没还的 182.00" in headline(overview)
    assert "按 b" not in headline(overview, keys=False)
    (account,) = overview.book.accounts
    readings.read_balance(store, account.loan.id, TODAY, 60_00, today=TODAY)
    after = read(store.path, TODAY)
    assert carried(after) == (0, 0)
    assert "更早的" not in headline(after)


def test_a_card_and_a_line_without_a_due_day_are_named_and_nothing_is_called_quiet(store: Store) -> None:
    overview = imported(store, CARD, LINE)
    assert [loan.name for loan in undated(overview)] == ["借呗", "招商银行信用卡(1234)"]
    assert "借呗、招商银行信用卡(1234)没有填账单日或还款日" in headline(overview)
    assert "算得出日期的账户里" in nothing(overview)
    assert "算得出日期的账户里" in told(overview, 30)
    assert document(overview, ())["without_due_day"] == [loan.id for loan in undated(overview)]
    line, card = (account.loan for account in overview.book.accounts)
    loans.edit(store, replace(card, statement_day=5, due_day=25), today=TODAY)
    loans.edit(store, replace(line, rate_confirmed=True), today=TODAY)
    after = read(store.path, TODAY)
    assert undated(after) == []  # of a line that is all there is to say
    assert "没有填账单日" not in headline(after)


def test_what_owes_nothing_needs_no_day(store: Store) -> None:
    back = credit("招商银行", "信用卡还款", "120.00", time="2026-10-20 08:00:00", order="C2")
    assert undated(imported(store, CARD, back)) == []
