"""Bills of WeChat, JD, Meituan and banks on a book: what they open, twice the same, and in either order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.imports.choices import TAKE
from planner.overview.preview import preview
from planner.services import imports
from planner.services.imports import Imported
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.words.imports import held_lines
from tests.make.app_bills import CMB_CARD, Paid, jd_csv, meituan_csv, wechat_cells, wechat_csv
from tests.make.workbooks import workbook

TODAY = date(2026, 11, 23)
WECHAT = [
    Paid(kind="信用卡还款", party="招商银行信用卡还款", goods="/", direction="/", amount="500.00", order="W1"),
    Paid(pay="招商银行信用卡", amount="88.00", order="W2"),
    Paid(kind="微粒贷还款", party="微众银行", goods="/", direction="/", amount="100.00", order="W3"),
    Paid(kind="微粒贷借款", party="微众银行", goods="/", direction="收入", amount="3000.00", order="W4"),
]
JD = [
    Paid(goods="电饭煲", pay="京东白条", status="交易成功", amount="260.00", order="J1"),
    Paid(
        kind="白条",
        party="京东金融",
        goods="白条主动还款",
        direction="不计收支",
        pay="余额",
        status="交易成功",
        order="J2",
    ),
    Paid(party="京东金融", goods="金条还款", direction="不计收支", pay="余额", status="交易成功", order="J3"),
]
MEITUAN = [
    Paid(kind="支付", goods="喜茶", pay="美团月付", order="M1"),
    Paid(kind="还款", goods="【美团月付】主动还款2026年3月账单", pay="中国银行储蓄卡(3147)", order="M2"),
]
FILES = [wechat_csv(WECHAT).encode(), jd_csv(JD).encode(), meituan_csv(MEITUAN).encode()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "planner.db")
    yield made
    made.close()


def take(store: Store, data: bytes) -> Imported:
    """What is asked about is taken as it is offered."""
    found = preview(store.path, "账单", data, today=TODAY)
    taken = found.chosen(dict.fromkeys(found.proposal.held, TAKE))
    return imports.apply(store, taken, today=TODAY).value


def test_a_wording_that_nobody_has_seen_is_asked_about_once(store: Store) -> None:
    lent = Paid(kind="微粒贷借款", party="微众银行", goods="/", direction="收入", amount="700.00", order="W9")
    first = preview(store.path, "账单", wechat_csv(WECHAT).encode(), today=TODAY)
    (asked,) = [unused for unused in first.proposal.unused if unused.reason == "guessed"]
    assert (asked.entry.row.order_no, asked.offered, first.proposal.held) == ("W4", True, (asked.entry.row.line,))
    assert "没见过样本" in held_lines(first.proposal, first.if_taken())[0]
    take(store, wechat_csv(WECHAT).encode())
    again = preview(store.path, "账单", wechat_csv([*WECHAT, lent]).encode(), today=TODAY)
    assert [use.entry.row.order_no for use in again.proposal.used] == ["W9"]
    assert again.proposal.held == ()


def owed(store: Store) -> list[tuple[str, str, Method, int, int]]:
    with reading(store.path) as connection:
        accounts = snapshot.book(connection).accounts
    return sorted(
        (
            account.loan.lender.name,
            account.loan.name,
            account.loan.method,
            sum(draw.amount_minor for draw in account.draws),
            sum(paid.amount_minor for paid in account.repayments),
        )
        for account in accounts
    )


def test_what_is_bought_borrowed_and_paid_back_opens_the_products_that_are_meant(store: Store) -> None:
    for file in FILES:
        take(store, file)
    found = {name: (method, drawn, paid) for _, name, method, drawn, paid in owed(store)}
    assert found["微粒贷"] == (Method.REVOLVING, 300000, 10000)
    assert found["京东白条月账单"] == (Method.CARD, 26000, 1000)
    assert found["京东金条"] == (Method.REVOLVING, 0, 1000)
    assert found["美团月付"] == (Method.CARD, 1000, 1000)
    assert [(drawn, paid) for name, (_, drawn, paid) in found.items() if "招商" in name or "招行" in name] == [
        (8800, 50000)
    ]
    assert len(found) == 5


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_in_every_order_the_same_is_owed_and_nothing_is_added_the_second_time(
    store: Store, order: Sequence[int]
) -> None:
    expected = [3, 3, 2]
    for place in order:
        take(store, FILES[place])
    first = owed(store)
    for place in order:
        again = take(store, FILES[place])
        assert (again.used, again.doubles) == (0, expected[place] + (place == 0))
    assert owed(store) == first
    assert sum(drawn + paid for *_, drawn, paid in first) == 300000 + 10000 + 8800 + 50000 + 27000 + 1000 + 2000


def test_the_workbook_after_the_csv_adds_nothing(store: Store) -> None:
    take(store, wechat_csv(WECHAT).encode())
    assert take(store, workbook(wechat_cells(WECHAT))).used == 0


def test_a_statement_of_a_card_twice_adds_nothing(store: Store) -> None:
    assert take(store, CMB_CARD.encode()).used == 3
    first = owed(store)
    assert take(store, CMB_CARD.encode()).used == 0
    assert owed(store) == first


CARD_PAID = Paid(
    goods="空调", pay="招商银行信用卡(1234)", amount="8000.00", time="2026-01-05 08:00:00", status="交易成功"
)
ONE_PURCHASE = {
    "bank": CMB_CARD.encode(),
    "jd": jd_csv([replace(CARD_PAID, order="J9")]).encode(),
    "wechat": wechat_csv([replace(CARD_PAID, order="W9", status="支付成功")]).encode(),
}


@pytest.mark.parametrize("order", [*permutations(ONE_PURCHASE)])
def test_a_purchase_in_the_files_of_shop_wallet_and_bank_is_asked_about_and_counted_once(
    store: Store, order: Sequence[str]
) -> None:
    for source in order:
        take(store, ONE_PURCHASE[source])
    assert [drawn for *_, drawn, _ in owed(store)] == [800000 + 5678]
    for source in order:
        found = preview(store.path, "账单", ONE_PURCHASE[source], today=TODAY).proposal
        same = [double for double in found.doubles if double.entry.row.amount_minor == 800000]
        assert [double.certain for double in same] == [source == order[0]]
        assert not found.used
        assert take(store, ONE_PURCHASE[source]).used == 0
    assert [drawn for *_, drawn, _ in owed(store)] == [800000 + 5678]


def test_what_only_looks_like_a_double_is_recorded_when_the_person_says_so_and_only_once(store: Store) -> None:
    take(store, ONE_PURCHASE["jd"])
    found = preview(store.path, "账单", ONE_PURCHASE["wechat"], today=TODAY)
    (double,) = found.proposal.doubles
    assert double.loan_id is not None
    imports.apply(store, found.chosen({double.entry.row.line: double.loan_id}), today=TODAY)
    for file in ("wechat", "jd"):
        assert take(store, ONE_PURCHASE[file]).used == 0
    assert [drawn for *_, drawn, _ in owed(store)] == [1600000]


def test_equal_amounts_on_one_day_in_two_wallets_are_two(store: Store) -> None:
    from tests.make.bill_files import Row, gbk, layout_c

    take(store, ONE_PURCHASE["wechat"])
    alipay = Row(time="2026-01-05 09:00:00", goods="空调", pay="招商银行信用卡(1234)", amount="8000.00")
    assert take(store, gbk(layout_c([alipay]))).used == 1
