"""Bills of WeChat, JD, Meituan and banks: every row with what it means, or why it stays out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.imports.file import BAITIAO, CARD, LENDER, YUEFU, CreditAccount, Kind, Meaning, PaymentFile
from planner.errors import PlannerError
from planner.importers.maps import map_of, shipped_maps
from planner.importers.readers import read
from tests.make.app_bills import (
    ABC_ACCOUNT,
    BOC_CARD,
    BOCOM_ACCOUNT,
    BOCOM_CARD,
    CGB_CARD,
    CMB_ACCOUNT_WEB,
    CMB_CARD,
    ICBC_CARD,
    Paid,
    jd_csv,
    meituan_csv,
    wechat_cells,
    wechat_csv,
)
from tests.make.workbooks import Cell, workbook

CMB = CreditAccount(CARD, "招商银行", "1234")
WEILIDAI = CreditAccount(LENDER, "微粒贷")
WECHAT = (
    Paid(kind="信用卡还款", party="建设银行信用卡还款", goods="/", direction="/", amount="1,548.58"),
    Paid(pay="招商银行信用卡(1234)", goods='酒,菜"好"', amount="1,234.56", merchant="M1"),
    Paid(
        kind="便利店-退款",
        direction="收入",
        pay="招商银行信用卡(1234)",
        status="已全额退款",
        merchant="M1",
        amount="1.00",
    ),
    Paid(kind="微粒贷还款", party="微众银行", goods="/", direction="/", amount="88.00"),
    Paid(
        kind="微粒贷借款", party="微众银行", goods="微粒贷借款到账", direction="收入", amount="3000.00", status="已到账"
    ),
    Paid(kind="转入零钱通-来自工商银行(9876)", party="/", goods="/", direction="/", pay="工商银行(9876)"),
    Paid(pay="工商银行(9876)"),
    Paid(pay="零钱通", status="已转账"),
)
WECHAT_MEANS = [
    Meaning(Kind.REPAYMENT, CreditAccount(CARD, "建设银行")),
    Meaning(Kind.PURCHASE, CMB),
    Meaning(Kind.REFUND, CMB),
    Meaning(Kind.REPAYMENT, WEILIDAI),
    Meaning(Kind.DRAW, WEILIDAI, "guessed"),
    Meaning(Kind.OTHER, reason="own_money"),
    Meaning(Kind.PURCHASE, CreditAccount(CARD, "工商银行", "9876"), "maybe_debit"),
    Meaning(Kind.OTHER, reason="not_credit"),
]


def meanings(bill: PaymentFile) -> list[Meaning]:
    return [entry.meaning for entry in bill.entries]


def amounts(bill: PaymentFile) -> list[int | None]:
    return [entry.row.amount_minor for entry in bill.entries]


@pytest.mark.parametrize(
    "data",
    [
        wechat_csv(WECHAT).encode("utf-8-sig"),
        wechat_csv(WECHAT, yuan="￥").encode("gb18030"),
        workbook(wechat_cells(WECHAT)),
        workbook(wechat_cells(WECHAT, yuan=""), inline=True),
    ],
)
def test_wechat_in_every_layout_gives_the_same_rows(data: bytes) -> None:
    bill = read(data)
    assert (bill.format, bill.declared, bill.from_on, bill.to_on) == (
        "wechat", len(WECHAT), date(2026, 1, 1), date(2026, 3, 31)
    )  # fmt: skip
    assert meanings(bill) == WECHAT_MEANS
    assert amounts(bill)[:3] == [154858, 123456, 100]
    assert [entry.row.line for entry in bill.entries] == list(range(18, 18 + len(WECHAT)))
    assert [entry.row.goods for entry in bill.entries[:4]] == ["信用卡还款", '酒,菜"好"', "商品", "微粒贷还款"]


def test_csv_and_workbook_of_wechat_name_a_row_alike() -> None:
    row = Paid(order="420000260320260308001", pay="招商银行信用卡(1234)")
    numbers = {
        read(data).entries[0].row.order_no for data in (wechat_csv([row]).encode(), workbook(wechat_cells([row])))
    }
    assert numbers == {row.order}


def test_serial_days_and_bare_amounts_of_a_workbook_are_read() -> None:
    table: list[list[Cell]] = [[*cells] for cells in wechat_cells(WECHAT[1:2])]
    table[-1][0], table[-1][5] = (46289.48678240741, 1), 28.159999999999997
    for formats in ([0, 22], [0, 0]):  # also where nothing says that the number is a day
        (entry,) = read(workbook(table, formats=formats)).entries
        assert (entry.row.on, entry.row.at, entry.row.amount_minor) == (date(2026, 9, 24), "11:40:58", 2816)


def test_two_sheets_are_one_bill_and_doubled_columns_give_what_is_filled() -> None:
    first = [[*cells, *cells] if len(cells) > 5 else cells for cells in wechat_cells(WECHAT[:1])]
    first[-1][0] = ""
    bill = read(workbook(first, wechat_cells(WECHAT[1:2])))
    assert meanings(bill) == WECHAT_MEANS[:2]
    assert len({entry.row.line for entry in bill.entries}) == 2


@pytest.mark.parametrize(("price", "minor"), [("¥1,234.56", 123456), ("¥1234.5", 123450), ("¥12,34.56", None),
                                              ("###", None), ("(88.00)", None), ("¥1.005", None), ("-5.00", None)])  # fmt: skip
def test_an_unquoted_amount_is_read_as_it_stands_or_not_at_all(price: str, minor: int | None) -> None:
    row = Paid(pay="招商银行信用卡(1234)", amount="PRICE")
    text = wechat_csv([row], quoted=False, yuan="").replace("PRICE", price)
    (entry,) = read(text.encode()).entries
    assert entry.row.amount_minor == minor
    assert entry.meaning.reason == ("" if minor else "unreadable")


def test_a_purchase_that_came_back_without_a_refund_in_the_file_is_asked_about() -> None:
    gone = Paid(pay="招商银行信用卡(1234)", status="已退款(￥5.00)", party="远店")
    assert meanings(read(wechat_csv([gone]).encode())) == [Meaning(Kind.PURCHASE, CMB, "refund_untold")]
    back = Paid(kind="远店-退款", direction="收入", pay="招商银行信用卡(1234)", status="已退款￥5.00", party="远店")
    assert [found.reason for found in meanings(read(wechat_csv([gone, back]).encode()))] == ["", ""]


JD = (
    Paid(
        kind="白条", party="京东金融", goods="白条主动还款", direction="不计收支", pay="小金库零用钱", status="交易成功"
    ),
    Paid(goods="椰子水", pay="京东白条", status="交易成功", merchant="M1"),
    Paid(
        kind="网购",
        goods="退款-椰子水",
        direction="收入",
        amount="1.00",
        pay="京东白条",
        status="交易成功",
        merchant="M1",
    ),
    Paid(goods="手机", pay="白条分期(12期)", status="交易成功", amount="131.77(已退款1.00)"),
    Paid(kind="先享后付", goods="热水袋", direction="不计收支", pay="先享后付", status="交易成功"),
    Paid(goods="金条还款", party="京东金融", direction="不计收支", pay="招商银行储蓄卡(1)", status="交易成功"),
    Paid(goods="丑橘", pay="微信-招商银行信用卡(1234)", status="交易成功"),
    Paid(goods="快递", pay="钱包余额", status="交易成功"),
)


@pytest.mark.parametrize("old", [False, True])
def test_jd_in_both_orders_of_columns(old: bool) -> None:
    bill = read(jd_csv(JD, old=old).encode())
    baitiao = CreditAccount(BAITIAO)
    assert meanings(bill) == [
        Meaning(Kind.REPAYMENT, baitiao),
        Meaning(Kind.PURCHASE, baitiao),
        Meaning(Kind.REFUND, baitiao),
        Meaning(Kind.PURCHASE, baitiao, terms=12),
        Meaning(Kind.OTHER, reason="deposit_free"),
        Meaning(Kind.REPAYMENT, CreditAccount(LENDER, "京东金条")),
        Meaning(Kind.PURCHASE, CMB),
        Meaning(Kind.OTHER, reason="not_credit"),
    ]
    assert amounts(bill)[3] == 13177


def test_meituan_pays_back_what_it_lent_and_counts_what_was_paid() -> None:
    rows = [
        Paid(kind="还款", goods="【美团月付】主动还款2026年3月账单", pay="中国银行储蓄卡(3147)", amount="48.12"),
        Paid(kind="支付", goods="喜茶", pay="美团月付"),
        Paid(kind="退款", goods="代金券", direction="收入", pay="美团月付"),
        Paid(kind="还款", goods="【生意贷】还款", pay="中国银行储蓄卡(3147)"),
        Paid(kind="还款", goods="看不出的还款", pay="中国银行储蓄卡(3147)"),
    ]
    bill = read(meituan_csv(rows).encode())
    yuefu = CreditAccount(YUEFU)
    assert meanings(bill) == [
        Meaning(Kind.REPAYMENT, yuefu),
        Meaning(Kind.PURCHASE, yuefu),
        Meaning(Kind.REFUND, yuefu),
        Meaning(Kind.REPAYMENT, CreditAccount(LENDER, "美团生意贷")),
        Meaning(Kind.REPAYMENT, None, "unclear"),
    ]
    assert amounts(bill)[0] == 4812


REPAY, BUY, BACK, OTHER = Kind.REPAYMENT, Kind.PURCHASE, Kind.REFUND, Kind.OTHER
CARDS = {
    "cmb_card": (CMB_CARD, [(REPAY, 123, ""), (BUY, 5678, ""), (BACK, 390, ""), (BUY, 800000, ""),
                            (REPAY, 500, "paid_or_refunded")]),
    "icbc_card": (ICBC_CARD, [(BUY, 1800, ""), (REPAY, 462101, "")]),
    "bocom_card": (BOCOM_CARD, [(BACK, 12318, ""), (REPAY, 66660, ""), (BUY, 299, ""), (BUY, 500, "no_direction"),
                                (OTHER, None, "other_currency")]),
    "cgb_card": (CGB_CARD, [(BUY, 1590, ""), (BACK, 9720, ""), (BUY, 38742, "instalment_part"), (REPAY, 113068, "")]),
    "boc_card": (BOC_CARD, [(BUY, 5000, ""), (REPAY, 36119, "paid_or_refunded"), (OTHER, None, "other_currency")]),
    "abc_account": (ABC_ACCOUNT, [(OTHER, 1000000, "not_credit"), (REPAY, 1234589, "unclear"), (OTHER, 1, "not_credit")]),
    "cmb_account_web": (CMB_ACCOUNT_WEB, [(OTHER, 730064, "not_credit"), (REPAY, 123450, "unclear"),
                                          (OTHER, 6491, "not_credit")]),
    "bocom_account": (BOCOM_ACCOUNT, [(OTHER, 123, "not_credit"), (REPAY, 321, "unclear")]),
}  # fmt: skip


@pytest.mark.parametrize("code", CARDS)
@pytest.mark.parametrize("kept", ["csv", "html", "xlsx"])
def test_bank_files_as_text_as_page_and_as_workbook(code: str, kept: str) -> None:
    text, expected = CARDS[code]
    data = text.encode()
    if kept != "csv":
        from planner.importers.source import Source

        table = [cells for sheet in Source(data).sheets() for _, cells in sheet]
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}" for cells in table)
        data = workbook(table) if kept == "xlsx" else f"<html><table>{rows}</table></html>".encode("gb18030")
    bill = read(data)
    assert bill.format == code
    assert [(entry.meaning.kind, entry.row.amount_minor, entry.meaning.reason) for entry in bill.entries] == expected


def test_days_without_a_year_belong_to_the_bill_and_the_card_has_its_last_digits() -> None:
    bill = read(CMB_CARD.encode())
    assert [entry.row.on for entry in bill.entries[:2]] == [date(2025, 12, 29), date(2026, 1, 2)]
    assert {entry.meaning.account for entry in bill.entries} == {CMB}
    assert read(ICBC_CARD.encode()).entries[0].meaning.account == CreditAccount(CARD, "工商银行", "5678")
    (entry, *_) = read(CMB_CARD.partition("\n")[2].encode()).entries
    assert (entry.row.on, entry.row.problem) == (None, "date")  # nothing says which year


def test_every_shipped_map_is_known_by_columns_that_it_reads() -> None:
    codes = [kind.code for kind in shipped_maps()]
    assert len(codes) == len(set(codes))
    for kind in shipped_maps():
        for known in kind.known_by:
            assert [other.code for other in shipped_maps() if any(wanted <= known for wanted in other.known_by)] == [
                kind.code
            ]


def test_a_map_with_a_mistake_is_refused_by_name() -> None:
    with pytest.raises(PlannerError) as error:
        map_of({"code": "x", "zh": "x", "en": "x", "sort": "card", "known_by": [], "columns": {"day": ["日期"]}})
    assert error.value.code == "import.map"


@given(st.binary(max_size=300), st.sampled_from([wechat_csv(WECHAT), jd_csv(JD), CMB_CARD, "<table><tr><td>"]))
def test_any_bytes_after_a_bill_give_rows_or_a_named_error(data: bytes, text: str) -> None:
    with suppress(PlannerError):
        assert read(text.encode() + data).entries
