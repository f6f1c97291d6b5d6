"""Every form of a sentence that the report is known to print, and what is not understood of one that is none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain.credit.file import AccountKind, ReportedState
from planner.domain.credit.report.entries import PublicKind, ReportedAccount, Role
from planner.domain.credit.report.report import CreditReport, Why
from planner.errors import PlannerError
from planner.importers.pboc.source import read_text

CARD = "2022年01月02日示例银行信用卡中心发放的贷记卡（人民币账户）"
LOAN = "2023年02月03日示例商业银行发放的300,000元（人民币）个人经营性贷款"
LINE = "2023年03月23日重庆示范消费金融有限公司为其他个人消费贷款授信"


def report(*lines: str) -> CreditReport:
    return read_text("\n".join(("信贷记录", *lines)))


def only(text: str) -> ReportedAccount:
    read = report(text)
    assert read.unread == ()
    [account] = read.accounts
    return account


def said(account: ReportedAccount, **expected: Any) -> bool:
    return {name: getattr(account, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("。截至2024年11月，信用额度100,000，已使用额度2,000。", {"limit_minor": 10_000_000, "used_minor": 200_000, "balance_minor": None}),
        ("。截至2024年11月，信用额度100,000，余额2,000，当前无逾期。", {"balance_minor": 200_000, "overdue_now": False, "ever_overdue": None}),
        ("。截至2024年11月，余额2,000元（含未出单的大额专项分期余额1,500元）。", {"balance_minor": 200_000, "instalments_minor": 150_000, "instalments_within": True}),
        ("。截至2024年11月，信用额度10,000，已使用额度0，大额专项分期余额300，尚未激活。", {"used_minor": 0, "instalments_minor": 30_000, "state": ReportedState.NOT_ACTIVATED}),
        ("。截至2024年11月，信用额度5,000，尚未激活。", {"limit_minor": 500_000, "state": ReportedState.NOT_ACTIVATED, "balance_minor": None}),
        ("，2018年05月销户。", {"state": ReportedState.CLOSED, "ended_in": date(2018, 5, 1)}),
        ("，截至2018年5月已销户。", {"state": ReportedState.CLOSED, "ended_in": date(2018, 5, 1)}),
        ("。截至2024年11月，信用额度3,000，已变成呆账，余额4,560。", {"state": ReportedState.BAD_DEBT, "balance_minor": 456_000, "ever_overdue": True}),
        ("。截至2024年11月，余额9，逾期金额7。", {"overdue_now": True, "overdue_minor": 700}),
        ("。最近5年内有3个月处于逾期状态，其中2个月逾期超过90天。", {"state": None, "overdue_months": 3, "over_90_months": 2, "ever_overdue": True}),
        ("。截至2024年11月，余额9，已逾期，逾期总额为7元。", {"overdue_now": True, "overdue_minor": 700}),
        ("。截至2024年11月，余额0，当前无逾期，账户状态为“止付”。", {"restriction": "止付", "state": ReportedState.OPEN}),
        ("。截至2024年11月，余额0，当前无逾期。账户状态为冻结。", {"restriction": "冻结"}),
        ("，截至2024年11月尚未激活。", {"state": ReportedState.NOT_ACTIVATED, "as_of": date(2024, 11, 30)}),
        ("。截至2024年11月，尚未激活。", {"state": ReportedState.NOT_ACTIVATED, "limit_minor": None}),
        ("，2018年05月未激活销户。", {"state": ReportedState.CLOSED, "ended_in": date(2018, 5, 1)}),
        ("。最近5年内有1个月处于逾期状态。", {"overdue_months": 1, "over_90_months": None}),
        ("。截至2024年2月，余额0。最近5年内有1个月处于逾期状态，没有发生过90天以上逾期。", {"over_90_months": 0, "as_of": date(2024, 2, 29)}),
    ],
)  # fmt: skip
def test_cards(tail: str, expected: dict[str, Any]) -> None:
    opening = CARD.replace("2022年01月02日", "2012年1月2日") if "2018" in tail else CARD
    account = only(opening + tail)
    assert said(account, **expected)
    assert said(account, kind=AccountKind.CARD, institution="示例银行信用卡中心", business="贷记卡", currency="CNY")


def test_a_card_with_a_tail_in_another_currency() -> None:
    account = only(
        "2015年8月28日示例银行发放的贷记卡（美元账户，卡片尾号：0007）。截至2016年4月，信用额度折合人民币17,000，已使用额度0。"
    )
    assert said(account, currency="USD", tail="0007", limit_minor=1_700_000, owed_minor=0)
    assert only(CARD.replace("人民币", "未来测试币") + "。截至2024年11月，余额0。").currency == "未来测试币"


def test_a_quasi_card_counts_months_overdrawn_for_sixty_days() -> None:
    text = (
        CARD.replace("贷记卡", "准贷记卡")
        + "。截至2024年11月，信用额度9,000，透支余额10。最近5年内有7个月透支超过60天，其中6个月透支超过90天。"
    )
    assert said(only(text), business="准贷记卡", balance_minor=1000, overdue_months=7, over_90_months=6)
    never = text.replace("其中6个月透支超过90天", "没有发生过90天以上透支")
    assert said(only(never), overdue_months=7, over_90_months=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LOAN}，2026年02月03日到期。截至2024年11月，余额200,000。", {"due_on": date(2026, 2, 3), "balance_minor": 20_000_000, "amount_minor": 30_000_000}),
        (f"{LOAN}，2026年02月03日到期。截至2024年11月，余额200,000，从未发生过逾期。", {"ever_overdue": False}),
        (f"{LOAN}，2025年05月已结清。", {"state": ReportedState.SETTLED, "ended_in": date(2025, 5, 1), "due_on": None}),
        (f"{LOAN}，2025年05月已转出。", {"state": ReportedState.TRANSFERRED}),
        (f"{LOAN}，2026年02月03日到期。截至2024年11月，余额200,000。最近5年内有1个月处于逾期状态。2024年12月已转出。", {"state": ReportedState.TRANSFERRED, "ended_in": date(2024, 12, 1), "overdue_months": 1}),
        (LOAN.replace("个人经营性贷款", "融资租赁业务") + "，2026年02月03日到期。截至2024年11月，余额200,000，当前无逾期。", {"business": "融资租赁业务"}),
        (f"{LOAN}，2026年02月03日到期。截至2025年11月，余额200,000，当前有逾期。最近5年内有6个月处于逾期状态，其中3个月逾期超过90天。", {"overdue_now": True, "over_90_months": 3}),
        (f"{LINE}，额度有效期至2029年03月23日，可循环使用。截至2026年03月，信用额度35,200元（人民币），余额为18,253，当前无逾期。", {"kind": AccountKind.LINE, "limit_minor": 3_520_000, "balance_minor": 1_825_300, "revolving": True, "valid_until": date(2029, 3, 23)}),
        (f"{LINE}，额度长期有效，不可循环使用。截至2026年03月，信用额度100元（人民币），余额为0，当前无逾期。", {"valid_forever": True, "revolving": False}),
        (f"{LINE}，可循环使用。2019年01月已结清。".replace("2023年", "2018年"), {"state": ReportedState.SETTLED, "institution": "重庆示范消费金融有限公司"}),
        ("2006年03月31日示例银行发放的500,000元（人民币）个人商用房（含商住两用）贷款，2009年05月已结清。", {"kind": AccountKind.MORTGAGE, "business": "个人商用房（含商住两用）贷款"}),
    ],
)  # fmt: skip
def test_loans_and_lines(text: str, expected: dict[str, Any]) -> None:
    assert said(only(text), **expected)


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD}。截至2024年11月，信用额度100,00，余额0。",  # a comma is lost
        f"{CARD}。截至2024年11月，信用额度100,000，已使用额度2,000，余额2,000。",
        f"{CARD}。截至2024年11月，信用额度100,000。",
        f"{CARD}。截至2024年11月，余额0。该账户已被核销。",
        f"{CARD}。截至2024年11月，余额0。截至2024年12月，余额0。",
        f"{CARD}。截至2024年11月，余额0",  # cut
        f"{CARD}。截至2024年11月，余额0。2025年05月已结清。",  # a card is closed
        f"{CARD}。截至2024年11月，余额0，已冻结。账户状态为冻结。",
        f"{CARD}。截至2024年11月，余额0。".replace("示例银行信用卡中心", "示例银行股份有限公"),
        f"{CARD}。",
        f"{LOAN}。截至2024年11月，余额200,000。",  # without its end
        f"{LINE}，可循环使用。截至2026年03月，信用额度1元（人民币），余额为0，当前无逾期。",  # without until when
    ],
)  # fmt: skip
def test_another_wording_is_kept_whole_and_read_not_at_all(text: str) -> None:
    read = report(text, f"{LOAN}，2025年05月已结清。")
    assert [account.business for account in read.accounts] == ["个人经营性贷款"]
    [unread] = read.unread
    assert unread.why is Why.UNKNOWN
    assert (unread.place.page, unread.place.line) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD}。截至2024年13月，余额0。",
        f"{CARD}。截至2021年11月，余额0。",  # before it was opened
        f"{CARD}。截至2027年11月，余额0。",  # after the report
        f"{CARD}。最近5年内有61个月处于逾期状态。",
        f"{CARD}。最近5年内有2个月处于逾期状态，其中3个月逾期超过90天。",
        f"{CARD}。截至2024年11月，余额0，从未发生过逾期。最近5年内有2个月处于逾期状态。",
        f"{CARD}。截至2024年11月，余额10，当前无逾期，逾期金额3。",
        f"{LOAN}，2022年02月03日到期。截至2024年11月，余额200,000。",
        f"{LOAN}，2096年02月03日到期。截至2024年11月，余额200,000。",
        f"{LOAN}，2025年05月已结清。".replace("2023年", "1926年"),
        "2023年02月30日示例商业银行发放的300,000元（人民币）农户贷款，2025年05月已结清。",
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_read(text: str) -> None:
    read = read_text(f"报告时间：2026-03-11 04:01:39\n信贷记录\n{text}\n{LOAN}，2025年05月已结清。")
    assert len(read.accounts) == 1
    assert [unread.why for unread in read.unread] == [Why.IMPOSSIBLE]


def test_the_sentence_goes_before_the_heading_it_stands_under() -> None:
    read = report(
        "从未逾期过的贷记卡及透支未超过60天的准贷记卡账户明细如下：",
        f"{CARD}。截至2024年11月，余额0。",
        f"{CARD}。最近5年内有1个月处于逾期状态。",
        "发生过逾期的账户明细如下：",
        f"{LOAN}，2025年05月已结清。",
    )
    assert [account.ever_overdue for account in read.accounts] == [False, True, True]


def test_a_heading_that_was_not_understood_says_nothing_of_the_accounts_below_it() -> None:
    read = report(
        "发生过逾期的账户明细如下：",
        f"{LOAN}，2025年05月已结清。",
        "从过的账户明细如下：",
        f"{LOAN}，2025年05月已结清。",
    )
    assert [account.ever_overdue for account in read.accounts] == [None]


FIRM = "示范机电（江苏）有限公司"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"2024年04月01日，为{FIRM}(证件类型:中征码,证件号码:3201050001674346)在南示银行股份有限公司上海虹口支行办理的贷款承担相关还款责任，责任人类型为保证人，相关还款责任金额5,000,000(保证合同编号:D10023010H00012024052800000716)。截至2025年02月20日，贷款余额2,920,000(人民币元)。",
            (True, Role.GUARANTOR, 500_000_000, date(2025, 2, 20), 292_000_000),
        ),
        (
            "2023年04月05日，为诸葛某（证件类型：身份证，证件号码：110101199001011234）在示例商业银行办理的个人经营性贷款承担相关还款责任，责任人类型为共同借款人，相关还款责任金额--。截至2025年03月，余额20,000（人民币元）。",
            (False, Role.CO_BORROWER, None, date(2025, 3, 31), 2_000_000),
        ),
        (
            "2023年04月05日，为诸葛某（证件类型：身份证，证件号码：110101199001011234）在示例租赁公司办理的融资租赁承担相关还款责任，责任人类型为其他，相关还款责任金额5（保证合同编号：HT-2024/06(05)）。截至2025年03月，融资租赁余额--（人民币元）。",
            (False, Role.OTHER, 500, date(2025, 3, 31), None),
        ),
        (
            "2009年3月2日，为诸葛某（证件类型：身份证，证件号码：4202132123xxxx）在示例银行金融街支行办理的贷款提供担保，担保贷款合同金额50,000，担保金额50,000。截至2010年10月5日，担保贷款本金余额20,000。",
            (False, Role.GUARANTOR, 5_000_000, date(2010, 10, 5), 2_000_000),
        ),
    ],
)  # fmt: skip
def test_somebody_elses_debt_is_no_account(text: str, expected: tuple[Any, ...]) -> None:
    read = report("相关还款责任信息", text)
    assert (read.accounts, read.unread) == ((), ())
    [one] = read.responsibilities
    assert (one.for_firm, one.role, one.amount_minor, one.as_of, one.balance_minor) == expected
    assert not [name for name in (FIRM, "诸葛某", "3201050001674346", "D10023010H") if name in repr(read)]


def test_a_broken_one_shows_whose_bank_but_not_whose_debt() -> None:
    read = report(
        f"{CARD}。截至2024年11月，余额0。",
        "2023年04月05日，为诸葛某（证件类型：身份证，证件号码：110101199001011234）在示例商业银行办理的贷款承担相关还款责任，责任人类型为其他人。",
    )
    assert read.unread[0].text == "2023年04月05日,***在示例商业银行办理的贷款承担相关还款责任,责任人类型为其他人。"


@pytest.mark.parametrize(
    "cut", [6, 12, 20, 30, 45]
)  # fmt: skip
def test_one_that_is_cut_short_shows_nobody(cut: int) -> None:
    text = f"2023年04月05日，为{FIRM}（证件类型：中征码，证件号码：3201050001674346）在示例商业银行办理的贷款承担"
    read = report(f"{CARD}。截至2024年11月，余额0。", text[: 11 + cut])
    assert len(read.unread) == 1
    assert FIRM[:4] not in repr(read)


def test_disposals_and_what_a_guarantor_paid() -> None:
    read = report(
        "资产处置信息",
        "1.2017年1月2日示例资产管理公司接收债权，金额为50,000。截至2019年3月4日，余额为20,000，最近一次还款日期为2018年2月3日",
        "垫款信息",
        "1.2016年4月5日以来示例担保公司累计代偿金额10,000。2019年6月已结清。",
        "2.2016年4月5日以来示例担保公司累计代偿金额10,000。（2019年6月已结清）",
        "保证人代偿信息",
        "1.2016年4月5日示例财产保险股份有限公司进行最近一次代偿，累计代偿金额500,000。最近一次还款日期为2016年8月31日，余额0。",
    )
    assert (read.unread, read.out_of_order) == ((), ())
    [sold] = read.disposals
    assert (sold.amount_minor, sold.balance_minor, sold.last_paid_on) == (5_000_000, 2_000_000, date(2018, 2, 3))
    assert [paid.settled_in for paid in read.guarantor_payments] == [date(2019, 6, 1), date(2019, 6, 1), None]
    assert read.guarantor_payments[2].latest


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1 2024年10月01日 示例商业银行 贷款审批", ("示例商业银行", "loan_approval", "")),
        ("12024年10月01日示例商业银行货后管理", ("示例商业银行", "post_loan", "")),
        ("1 2024年10月01日 某某贷后管理有限公司 客户准入审查", ("某某贷后管理有限公司", "customer_check", "")),
        ("1 2024年10月01日 示例银行 法人代表、负责人、高管等资\n信审查", ("示例银行", "officer_check", "")),
        ("1\n2024年10月01日\n示例商业银行\n资信审查", ("示例商业银行", "credit_check", "")),
        ("1 2018年7月2日 示例银行/*M BU S*R004 信用卡审抛", ("示例银行", "card_approval", "")),
        ("1 2024年12月03日 本人查询（互联网个人信用信息服务平台）", ("", "own", "online")),
        ("1 2024年12月03日 本人 本人查询（商业银行网上银行）", ("", "own", "bank_app")),
    ],
)  # fmt: skip
def test_inquiries(row: str, expected: tuple[str, str, str]) -> None:
    read = report("机构查询记录明细", "编号 查询日期 查询机构 查询原因", row)
    assert read.unread == ()
    [one] = read.inquiries
    assert (one.number, one.institution, one.reason, one.channel) == (1, *expected)


@pytest.mark.parametrize(
    "row",
    [
        "2 2024年10月01日 示例商业银行 天气查询",
        "2 2024年10月01日 贷款审批",
        "2 2024年10月01日 示例商业银行 贷款审批\n示例银行 贷款审批",  # the day of a row is lost
        "2 2024年10月41日 示例商业银行 贷款审批",
    ],
)  # fmt: skip
def test_a_row_that_is_not_understood_is_told(row: str) -> None:
    read = report("机构查询记录明细", "1 2024年10月01日 示例商业银行 贷款审批", row, "说明", "1.第一条。")
    assert (len(read.inquiries), len(read.unread)) == (1, 1)
    assert read.notes == ("第一条。",)


def test_public_records_without_numbers_and_free_text() -> None:
    read = report(
        "公共记录", "这部分包含您最近5年内的公共信息。", "民事判决记录",
        "1 立案法院：示例市人民法院 案号：（2014）示民初字第00056号 案由：借款合同纠纷 结案方式：判决",
        "立案时间：2014年1月 判决/调解结果：被告诸葛某偿还原告 诉讼标的：房屋", "诉讼标的金额：120,000 判决/调解生效时间：2014年6月",
        "2 立案法院：示例县人民法院 案号：-- 案由：-- 结案方式：调解 立案日期：2015年02月03日 判决/调解结果：-- 诉讼标的：--",
        "诉讼标的金额：-- 判决/调解生效日期：--", "行政处罚记录",
        "处罚机构：示例县管理局 文书编号：示罚字第00001号 处罚内容：诸葛某违法经营 行政复议结果：-- 处罚金额：500 生效日期：2015年03月04日 截止日期：--",
    )  # fmt: skip
    assert read.unread == ()
    assert [record.kind for record in read.public_records] == [
        PublicKind.JUDGMENT,
        PublicKind.JUDGMENT,
        PublicKind.PENALTY,
    ]
    first = read.public_records[0]
    assert (first.institution, first.about, first.on) == ("示例市人民法院", "借款合同纠纷", date(2014, 1, 1))
    assert (first.amount_minor, first.ended_on) == (12_000_000, date(2014, 6, 1))
    assert "诸葛" not in repr(read)
    assert "00056" not in repr(read)


def test_a_matter_names_nobody_of_the_report() -> None:
    tax = "主管税务机关：示例市税务局 欠税统计日期：2025年6月 欠税总额：5,000 纳税人识别号：530102198001015678"
    court = "执行法院：示例法院 案号：-- 执行案由：诸葛某与欧阳某纠纷 结案方式：-- 立案日期：2025年04月05日 案件状态：-- 申请执行标的：-- 已执行标的：-- 申请执行标的金额：-- 已执行标的金额：-- 结案日期：--"
    read = read_text(f"姓名：欧阳某 证件类型：身份证\n公共记录\n{tax}\n强制执行记录\n{court}")
    assert read.public_records[1].about == "诸葛某与***纠纷"


def test_a_public_record_without_one_of_its_labels_is_not_read() -> None:
    read = report(
        "公共记录",
        "主管税务机关：示例市税务局 欠税统计日期：2025年6月 欠税总额：5,000",
        "主管税务机关：示例市请到网点查询。税务局 欠税统计日期：-- 欠税总额：-- 纳税人识别号：--",
        "主管税务机关：示例市税务局 欠税统计日期：2025年6月 欠税总额：5,000 纳税人识别号：530102198001015678",
    )
    assert [record.amount_minor for record in read.public_records] == [500_000]
    assert [unread.text for unread in read.unread] == [
        "主管税务机关:***欠税统计日期:2025年6月欠税总额:5,000",
        "主管税务机关:***。***欠税统计日期:--欠税总额:--纳税人识别号:--",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("个人信用报告（本人版）\n信贷交易信息明细\n非循环贷账户", "report.detailed"),
        ("企业信用报告（自主查询版）\n信息概要", "report.of_a_firm"),
        ("百行征信有限公司\n个人信用报告\n贷款 1", "report.bureau"),
    ],
)
def test_other_reports_are_refused_by_their_name(text: str, code: str) -> None:
    with pytest.raises(PlannerError) as raised:
        read_text(text)
    assert raised.value.code == code


def test_a_bureau_that_inquired_is_no_reason_to_refuse() -> None:
    read = report("机构查询记录明细", "1 2024年10月01日 百行征信有限公司 异议处理")
    assert read.inquiries[0].institution == "百行征信有限公司"
