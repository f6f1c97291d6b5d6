"""What rows mean: every credit wording known, and everything that only looks like one."""

from __future__ import annotations

import pytest

from planner.domain.imports.file import BEIYONGJIN, CARD, HUABEI, JIEBEI, LENDER, CreditAccount, Kind, Meaning
from planner.importers.alipay_rows import bank_name
from planner.importers.readers import read
from tests.make.bill_files import LAYOUTS, Row, credit, gbk, layout_a, layout_c

HB, JB, BYJ = CreditAccount(HUABEI), CreditAccount(JIEBEI), CreditAccount(BEIYONGJIN)
BOTH = CreditAccount(HUABEI, "花呗|信用购")


def meaning(row: Row, layout: str = "C") -> Meaning:
    (entry,) = read(gbk(LAYOUTS[layout]([row]))).entries
    return entry.meaning


CREDIT: list[tuple[Row, Kind, CreditAccount]] = [
    (credit("招商银行信用卡还款", "信用卡还款", "4.10"), Kind.REPAYMENT, CreditAccount(CARD, "招商银行")),
    (credit("招商银行", "招商银行信用卡(1234)还款", "4.10"), Kind.REPAYMENT, CreditAccount(CARD, "招商银行", "1234")),
    (credit("花呗", "花呗主动还款-2024年01月账单", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "主动还款-花呗2021年05月账单", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "花呗主动还款", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "花呗自动还款", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "花呗自动还款-2022年09月账单", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "自动还款-花呗2020年10月账单", "12.00"), Kind.REPAYMENT, HB),
    (
        credit("花呗|信用购", "自动还款-花呗|信用购2026年07月账单", "12.00"),
        Kind.REPAYMENT,
        CreditAccount(HUABEI, "花呗|信用购"),
    ),
    (
        credit("花呗｜信用购", "自动还款-花呗｜信用购2026年07月账单", "12.00"),
        Kind.REPAYMENT,
        CreditAccount(HUABEI, "花呗|信用购"),
    ),
    (credit("支付宝花呗", "花呗还款", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "花呗分期提前还款", "12.00"), Kind.REPAYMENT, HB),
    (credit("重庆蚂蚁消费金融有限公司", "花呗最低还款", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "账单还清", "12.00"), Kind.REPAYMENT, HB),
    (credit("花呗", "花呗主动还款", "12.00", direction="支出"), Kind.REPAYMENT, HB),
    (credit("花呗", "花呗主动还款", "12.00", status="交易成功"), Kind.REPAYMENT, HB),
    (credit("蚂蚁借呗", "蚂蚁借呗放款至银行卡", "8000.00", "放款成功"), Kind.DRAW, JB),
    (credit("蚂蚁借呗", "蚂蚁借呗放款至余额", "8000.00", "放款成功"), Kind.DRAW, JB),
    (credit("借呗", "借呗放款至银行卡", "8000.00", "放款成功"), Kind.DRAW, JB),
    (credit("借呗", "借呗放款至招商银行储蓄卡(8705)", "8000.00", "放款成功"), Kind.DRAW, JB),
    (credit("借呗", "借款", "8000.00", "放款成功"), Kind.DRAW, JB),
    (credit("蚂蚁借呗", "蚂蚁借呗还款", "760.00"), Kind.REPAYMENT, JB),
    (credit("借呗", "借呗自动还款", "760.00"), Kind.REPAYMENT, JB),
    (credit("借呗", "借呗还款-第3期", "760.00"), Kind.REPAYMENT, JB),
    (credit("信用贷", "信用贷还款", "760.00"), Kind.REPAYMENT, CreditAccount(JIEBEI, "信用贷")),
    (credit("备用金", "备用金取出至余额", "500.00", "放款成功"), Kind.DRAW, BYJ),
    (credit("备用金", "备用金归还", "500.00"), Kind.REPAYMENT, BYJ),
    (credit("招商银行", "信用卡还款", "3000.00"), Kind.REPAYMENT, CreditAccount(CARD, "招商银行")),
    (credit("中国工商银行", "信用卡自动还款", "3000.00"), Kind.REPAYMENT, CreditAccount(CARD, "工商银行")),
    (credit("中信银行信用卡中心", "信用卡还款", "4.10"), Kind.REPAYMENT, CreditAccount(CARD, "中信银行")),
    (credit("招商银行信用卡(1234)", "信用卡还款", "4.10"), Kind.REPAYMENT, CreditAccount(CARD, "招商银行", "1234")),
    (credit("", "浦发银行信用卡还款", "4.10"), Kind.REPAYMENT, CreditAccount(CARD, "浦发银行")),
    (
        credit("招行信用卡", "信用卡还款", "1.00", category="信用卡还款"),
        Kind.REPAYMENT,
        CreditAccount(CARD, "招商银行"),
    ),
    (credit("网商贷", "网商贷还款", "900.00"), Kind.REPAYMENT, CreditAccount(LENDER, "网商贷")),
    (credit("网商贷", "网商贷放款至余额", "9000.00", "放款成功"), Kind.DRAW, CreditAccount(LENDER, "网商贷")),
    (
        credit("马上消费金融股份有限公司", "安逸花", "900.00"),
        Kind.REPAYMENT,
        CreditAccount(LENDER, "马上消费金融股份有限公司"),
    ),
    (Row(pay="花呗"), Kind.PURCHASE, HB),
    (Row(pay="花呗&红包"), Kind.PURCHASE, HB),
    (Row(pay="花呗&花呗青春特惠"), Kind.PURCHASE, HB),
    (Row(pay="花呗&优惠"), Kind.PURCHASE, HB),
    (Row(pay="支付宝红包&花呗"), Kind.PURCHASE, HB),
    (Row(pay="花呗&花呗分期(3期)"), Kind.PURCHASE, HB),
    (Row(pay="江苏银行信用购"), Kind.PURCHASE, CreditAccount(HUABEI, "信用购")),
    (Row(pay="北京银行信用购(原花呗)&红包"), Kind.PURCHASE, CreditAccount(HUABEI, "信用购")),
    (Row(pay="招商银行信用卡(1234)"), Kind.PURCHASE, CreditAccount(CARD, "招商银行", "1234")),
    (Row(pay="中国工商银行信用卡（1234）"), Kind.PURCHASE, CreditAccount(CARD, "工商银行", "1234")),
    (Row(pay="中国银行信用卡(0001)&国家补贴"), Kind.PURCHASE, CreditAccount(CARD, "中国银行", "0001")),
    (Row(pay="花呗", status="等待确认收货"), Kind.PURCHASE, HB),
    (Row(pay="花呗", status="支付成功"), Kind.PURCHASE, HB),
    (Row(pay="花呗", direction="不计收支"), Kind.PURCHASE, HB),  # as the person may set it in the app
    (Row(pay="花呗", party="花呗花店", goods="还款计划本"), Kind.PURCHASE, HB),
    (Row(pay="花呗", category="信用借还", party="街电", goods="归还充电宝", amount="3.00"), Kind.PURCHASE, HB),
    (
        Row(category="亲友代付", goods="亲情卡", pay="交通银行信用卡(7449)"),
        Kind.PURCHASE,
        CreditAccount(CARD, "交通银行", "7449"),
    ),
    (
        Row(category="退款", goods="退款-牛奶", direction="不计收支", pay="花呗", status="退款成功"),
        Kind.REFUND,
        HB,
    ),
]


@pytest.mark.parametrize(("row", "kind", "account"), CREDIT, ids=lambda value: getattr(value, "goods", None))
def test_credit_rows(row: Row, kind: Kind, account: CreditAccount) -> None:
    for layout in "BCD":
        assert meaning(row, layout) == Meaning(kind, account)


NO_DEBT: list[tuple[Row, str]] = [
    (credit("花呗", "花呗主动还款", "12.00", "还款失败"), "failed"),
    (credit("蚂蚁借呗", "蚂蚁借呗放款至银行卡", "12.00", "放款失败"), "failed"),
    (credit("招商银行", "信用卡还款", "12.00", "还款失败"), "failed"),
    (credit("某租赁", "还款", "12.00", "还款失败"), "failed"),
    (credit("花呗", "花呗自动还款", "12.00", "还款处理中"), "pending"),
    (credit("花呗", "花呗主动还款", "0.00"), "zero"),
    (credit("哈啰出行", "哈啰单车免押", "0.00", "芝麻免押下单成功"), "deposit_free"),
    (credit("ETC服务费专项账号", "ETC设备冻结押金", "0.00", "解冻成功"), "deposit_free"),
    (credit("ETC服务费专项账号", "ETC设备冻结押金", "0.00", "信用服务使用成功"), "deposit_free"),
    (credit("某酒店", "酒店预授权冻结-三月", "300.00", "交易成功"), "deposit_free"),
    (credit("某酒店", "自动解冻-押金", "300.00", "交易成功"), "deposit_free"),
    (credit("", "押金解冻", "99.00", "解冻成功"), "deposit_free"),
    (credit("", "无人机/电池租赁", "0.00", "芝麻免押下单成功"), "deposit_free"),
    (Row(category="商业服务", party="支付宝(中国)网络技术有限公司", goods="花呗收钱服务费[20260308]"), "merchant_fee"),
    (Row(pay="花呗", status="交易关闭"), "closed"),
    (Row(pay="花呗", status="已关闭"), "closed"),
    (Row(pay="花呗", status="等待付款"), "pending"),
    (Row(pay="花呗", amount="0.00", status="支付成功"), "zero"),
    (Row(pay="余额宝"), "not_credit"),
    (Row(pay=""), "not_credit"),
    (Row(pay="招商银行储蓄卡(8705)"), "not_credit"),
    (Row(pay="交通银行储蓄卡(5242)&花呗金"), "not_credit"),
    (Row(pay="花呗金"), "not_credit"),
    (Row(pay="亲情卡(妈妈)"), "not_credit"),
    (Row(pay="余额", party="花呗花店", goods="花呗主题鲜花"), "not_credit"),
    (Row(pay="余额", category="转账红包", party="张三", goods="花呗还款"), "not_credit"),
    (Row(pay="余额", category="转账红包", party="李四", goods="信用卡还款"), "not_credit"),
    (Row(pay="余额", category="文化休闲", party="知识付费", goods="花呗还款教程"), "not_credit"),
    (Row(pay="", direction="收入", category="转账红包", party="张三", goods="借呗还款"), "not_credit"),
    (Row(pay="花呗", direction="收入", category="收入", party="顾客", goods="收钱码收款"), "not_credit"),
    (
        Row(category="投资理财", party="余额宝", goods="余额宝-自动转入", direction="不计收支", pay="账户余额"),
        "not_credit",
    ),
    (Row(category="账户存取", party="中国银行", goods="提现-实时提现", direction="不计收支", pay="余额"), "not_credit"),
    (Row(category="信用借还", party="怪兽充电", goods="怪兽充电宝", pay="余额宝", amount="5.97"), "not_credit"),
    (Row(category="信用借还", party="街电", goods="归还充电宝", pay="余额宝", amount="3.00"), "not_credit"),
    (Row(category="信用借还", party="招商银行", goods="信用卡还款服务费", pay="余额宝", amount="1.00"), "not_credit"),
    (Row(category="信用借还", party="花呗体验店", goods="手机租赁还款", pay="余额宝", amount="1.00"), "not_credit"),
    (Row(category="退款", goods="退款-牛奶", direction="不计收支", pay="余额宝", status="退款成功"), "not_credit"),
    (Row(category="退款", goods="退款-牛奶", direction="不计收支", pay="花呗", status="退款关闭"), "closed"),
]


@pytest.mark.parametrize(("row", "reason"), NO_DEBT, ids=lambda value: getattr(value, "goods", None))
def test_rows_that_are_no_debt(row: Row, reason: str) -> None:
    for layout in "BCD":
        assert meaning(row, layout) == Meaning(Kind.OTHER, reason=reason)


UNSURE: list[tuple[Row, Kind, CreditAccount | None, str]] = [
    (Row(pay="账户余额&花呗分期(3期)"), Kind.PURCHASE, HB, "mixed_payment"),
    (Row(pay="余额宝&招商银行信用卡(1234)"), Kind.PURCHASE, CreditAccount(CARD, "招商银行", "1234"), "mixed_payment"),
    (Row(pay="招商银行(9876)"), Kind.PURCHASE, CreditAccount(CARD, "招商银行", "9876"), "maybe_debit"),
    (Row(pay="云闪付-中信银行(6428)"), Kind.PURCHASE, CreditAccount(CARD, "中信银行", "6428"), "maybe_debit"),
    (Row(pay="花呗", status="等级评定"), Kind.PURCHASE, HB, "unknown_state"),
    (Row(pay="花呗", status=""), Kind.PURCHASE, HB, "unknown_state"),
    (credit("花呗", "花呗主动还款", "5.00", "放款成功"), Kind.REPAYMENT, HB, "unknown_state"),
    (credit("", "信用卡还款", "5.00"), Kind.REPAYMENT, None, "unclear"),
    (
        Row(category="生活服务", party="马上消费金融股份有限公司", goods="安逸花还款", pay="余额"),
        Kind.REPAYMENT,
        CreditAccount(LENDER, "马上消费金融股份有限公司"),
        "unclear",
    ),
]


@pytest.mark.parametrize(("row", "kind", "account", "reason"), UNSURE)
def test_doubtful_rows_are_left_to_the_person(row: Row, kind: Kind, account: CreditAccount | None, reason: str) -> None:
    found = meaning(row)
    assert (found.kind, found.account, found.reason) == (kind, account, reason)
    assert not found.usable


WEB: list[tuple[Row, Meaning]] = [
    (Row(party="花呗", goods="还款-花呗2019年08月账单"), Meaning(Kind.REPAYMENT, HB)),
    (Row(party="花呗", goods="自动还款-花呗2020年10月账单"), Meaning(Kind.REPAYMENT, HB)),
    (Row(party="花呗", goods="花呗主动还款"), Meaning(Kind.REPAYMENT, HB)),
    (Row(party="蚂蚁借呗", goods="蚂蚁借呗还款"), Meaning(Kind.REPAYMENT, JB)),
    (Row(party="重庆市蚂蚁商诚小额贷款有限公司", goods="蚂蚁借呗放款至银行卡"), Meaning(Kind.DRAW, JB)),
    (Row(party="备用金", goods="备用金取出至余额"), Meaning(Kind.DRAW, BYJ)),
    (Row(party="招商银行", goods="信用卡还款"), Meaning(Kind.REPAYMENT, CreditAccount(CARD, "招商银行"))),
]


@pytest.mark.parametrize(("row", "expected"), WEB)
def test_the_web_layout_tells_debts_by_wording_and_fund_state(row: Row, expected: Meaning) -> None:
    moved = {"direction": "", "pay": "", "funds": "资金转移"}
    text = layout_a([Row(**{**row.__dict__, **moved})])
    assert read(gbk(text)).entries[0].meaning == expected
    text = layout_a([Row(**{**row.__dict__, **moved, "status": "还款失败"})])
    assert read(gbk(text)).entries[0].meaning == Meaning(Kind.OTHER, reason="failed")


def test_money_paid_out_to_the_balance_may_be_called_income() -> None:
    row = Row(party="蚂蚁借呗", goods="蚂蚁借呗放款至余额", direction="收入", pay="", status="放款成功", funds="已收入")
    for layout in "ABCD":
        assert meaning(row, layout) == Meaning(Kind.DRAW, JB)


def test_the_web_layout_knows_no_purchases_on_credit() -> None:
    text = layout_a(
        [Row(), Row(party="张三", goods="花呗还款", category="转账"), Row(party="花呗花店", goods="花呗鲜花")]
    )
    assert {entry.meaning.reason for entry in read(gbk(text)).entries} == {"not_credit"}


def test_a_table_without_categories_still_tells_repayments() -> None:
    head = "交易时间,交易对方,商品说明,收/支,金额,交易状态,交易订单号"
    line = "2026-03-08 10:00:00,花呗,花呗主动还款,不计收支,88.00,还款成功,2026030877"
    (entry,) = read(f"{head}\n{line}\n".encode()).entries
    assert entry.meaning == Meaning(Kind.REPAYMENT, HB)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中国工商银行信用卡中心", "工商银行"),
        ("中国工商银行股份有限公司", "工商银行"),
        ("工行", "工商银行"),
        ("中国银行", "中国银行"),
        ("招商银行信用卡(1234)", "招商银行"),
        ("中国邮政储蓄银行", "邮政储蓄银行"),
        ("上海浦东发展银行", "浦发银行"),
        ("广发", "广发银行"),
        ("宁波银行", "宁波银行"),
    ],
)
def test_one_name_for_a_bank(text: str, name: str) -> None:
    assert bank_name(text) == name


def test_every_row_of_a_mixed_bill_has_a_meaning_or_a_reason() -> None:
    rows = [*(case[0] for case in CREDIT), *(case[0] for case in NO_DEBT), *(case[0] for case in UNSURE)]
    bill = read(gbk(layout_c(rows)))
    assert len(bill.entries) == len(rows)
    for entry in bill.entries:
        assert entry.meaning.usable or entry.meaning.reason


@pytest.mark.parametrize(
    ("pay", "account", "terms"),
    [
        ("花呗分期(3期)", HB, 3),
        ("花呗分期（12期）", HB, 12),
        ("江苏银行信用购分期(6期)", CreditAccount(HUABEI, "信用购"), 6),
        ("中信银行信用卡分期(6428) 3期", CreditAccount(CARD, "中信银行", "6428"), 3),
        ("中信银行信用卡分期(6428) 24期&中国银行立减", CreditAccount(CARD, "中信银行", "6428"), 24),
        ("花呗分期", HB, None),
        ("花呗分期(1期)", HB, None),
        ("花呗", HB, None),
    ],
)
def test_something_bought_in_instalments_says_in_how_many(pay: str, account: CreditAccount, terms: int | None) -> None:
    assert meaning(Row(pay=pay)) == Meaning(Kind.PURCHASE, account, terms=terms)
