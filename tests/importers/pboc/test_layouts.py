"""Heads and feet of pages, the summary in its layouts, parts of a report, numbers that are missing."""

from __future__ import annotations

from datetime import date

import pytest

from planner.domain.credit.report.checks import Column, Counted, Difference
from planner.domain.credit.report.report import CreditReport, OutOfOrder, Part, Why
from planner.errors import PlannerError
from planner.importers.pboc.source import read_text

HEAD = """个人信用报告
报告编号：2026031104013907986945   报告时间：2026-03-11 04:01:39
姓名：欧阳示例  证件类型：身份证  证件号码：110101199001011234  未婚
其他证件信息：护照 E12345678
"""
SUMMARY = """信贷记录
信息概要
信用卡 贷款 其他业务
购房 其他
账户数 5 -- 3 --
未结清/未销户账户数 4 -- 1 --
发生过逾期的账户数 -- -- -- --
发生过90天以上逾期的账户数 -- -- -- --
为个人 为企业
相关还款责任账户数 -- 9
"""
CARD = "2022年01月02日示例银行信用卡中心发放的贷记卡（人民币账户）。截至2026年02月，余额0。\n"
CLOSED = "2022年01月02日示例银行信用卡中心发放的贷记卡（人民币账户），2025年01月销户。\n"
NEVER = "信用卡\n从未逾期过的贷记卡及透支未超过60天的准贷记卡账户明细如下：\n"
REST = """公共记录
系统中没有您最近5年内的公共信息记录。
查询记录
机构查询记录明细
1 2025年10月01日 示例商业银行 贷款审批
说明
1. 第一条。
"""


def counts(report: CreditReport) -> list[tuple[str, str, int]]:
    return [(count.row.value, count.column.value, count.n) for count in report.summary if count.n]


def summary_of(cards: int, still_open: int) -> str:
    return (
        f"信贷记录\n信息概要\n信用卡 贷款 其他业务\n购房 其他\n账户数 {cards} -- -- --\n"
        f"未结清/未销户账户数 {still_open} -- -- --\n发生过逾期的账户数 -- -- -- --\n"
        "发生过90天以上逾期的账户数 -- -- -- --\n为个人 为企业\n相关还款责任账户数 -- --\n"
    )


def test_a_whole_report() -> None:
    report = read_text(HEAD + summary_of(2, 1) + NEVER + CARD + CLOSED + REST)
    assert report.on == date(2026, 3, 11)
    assert (report.missing, report.unread, report.differences, report.whole, report.certain) == (
        frozenset(), (), (), True, True,
    )  # fmt: skip
    assert report.said_none == {Part.PUBLIC}
    assert not [private for private in ("欧阳", "110101", "E123", "20260311") if private in repr(report)]


@pytest.mark.parametrize("text", [HEAD + SUMMARY, SUMMARY])
def test_the_summary_alone_is_a_part_and_no_check(text: str) -> None:
    report = read_text(text)
    assert counts(report) == [
        ("accounts", "cards", 5),
        ("accounts", "loans", 3),
        ("open", "cards", 4),
        ("open", "loans", 1),
        ("responsibilities", "for_firms", 9),
    ]
    assert report.missing >= {Part.CREDIT, Part.PUBLIC, Part.INQUIRIES, Part.NOTES}
    assert not report.whole
    assert report.differences == ()


def test_accounts_alone_are_a_part() -> None:
    report = read_text(NEVER + CARD)
    assert len(report.accounts) == 1
    assert report.missing == {Part.HEAD, Part.SUMMARY, Part.PUBLIC, Part.INQUIRIES, Part.NOTES}


def test_a_report_without_any_credit_is_whole() -> None:
    report = read_text(HEAD + summary_of(0, 0) + REST)
    assert (report.certain, report.accounts) == (True, ())


def test_the_summary_tells_what_was_not_read() -> None:
    report = read_text(HEAD + summary_of(3, 1) + NEVER + CARD + CARD + REST)
    assert report.differences == (
        Difference(Counted.ACCOUNTS, Column.CARDS, 3, 2, 2),
        Difference(Counted.OPEN, Column.CARDS, 1, 2, 2),
    )
    assert report.whole
    assert not report.certain


def test_a_heading_is_not_believed_against_the_summary() -> None:
    """The heading of those never overdue was cut: what stands below the other one is not overdue for that."""
    late = "信用卡\n发生过逾期的贷记卡账户明细如下：\n"
    report = read_text(HEAD + summary_of(1, 1) + late + CARD + REST)
    assert [account.ever_overdue for account in report.accounts] == [None]


def test_the_notes_beside_the_table_are_no_numbers_of_it() -> None:
    report = read_text("""信贷记录
这部分包含您的信用卡、贷款和其他信贷记录。金额类数据均以人民币计算,精确到元。
信用卡贷款
其他业务 逾期记录可能影响对您的信用评价。
购房 其他
账户数 5 -- 3 -- 购房贷款,包括个人住房贷款、个人商用
房(包括商住两用)贷款和个人住房公积
金贷款。未结清/未销户账户数 -- -- 1 --
发生过逾期的账户数 -- -- -- -- 发生过逾期的信用卡账户,指曾经“未按
时还最低还款额”的贷记卡账户和“透支
超过60天”的准贷记卡账户。发生过90天以上逾期的账户数 -- -- -- --
为个人 为企业
相关还款责任账户数 -- 9
""")
    assert counts(report) == [
        ("accounts", "cards", 5),
        ("accounts", "loans", 3),
        ("open", "loans", 1),
        ("responsibilities", "for_firms", 9),
    ]
    assert report.unread == ()
    assert len(report.summary) == 18


def test_the_older_summary_has_three_columns_and_guarantees() -> None:
    report = read_text(
        "信贷记录\n信息概要\n信用卡 购房贷款 其他贷款\n账户数 12 1 6\n未结清/未销户账户数 9 1 3\n发生过逾期的账户数 2 0 0\n"
        "发生过90天以上逾期的账户数 1 0 0\n为他人担保笔数 1 0 1\n"
    )
    assert counts(report) == [
        ("accounts", "cards", 12),
        ("accounts", "housing", 1),
        ("accounts", "loans", 6),
        ("open", "cards", 9),
        ("open", "housing", 1),
        ("open", "loans", 3),
        ("overdue", "cards", 2),
        ("over_90", "cards", 1),
        ("responsibilities", "all", 2),
    ]


@pytest.mark.parametrize(
    "row",
    ["账户数 5 3 --", "账户数 5 -- 3 -- 7", "未结清/销户账户数 5 -- 3 --", "账户数 五 -- 3 --", "账户数 5 -- 3.5 --"],
)
def test_a_row_of_another_shape_counts_nothing(row: str) -> None:
    report = read_text(f"信贷记录\n信用卡 贷款 其他业务\n购房 其他\n{row}\n信用卡\n{CARD}")
    assert report.summary == ()
    assert report.unread != ()


def test_two_rows_that_contradict_each_other_count_nothing() -> None:
    report = read_text(SUMMARY + "账户数 6 -- 3 --\n" + NEVER + CARD)
    assert Counted.ACCOUNTS not in {count.row for count in report.summary}
    assert [(unread.text, unread.why) for unread in report.unread] == [("账户数 6 -- 3 --", Why.IMPOSSIBLE)]


def test_heads_feet_and_tables_in_the_middle_of_a_sentence() -> None:
    report = read_text(
        "贷款\n从未发生过逾期的账户明细如下：\n"
        "1.2025年04月25日示例银行股份有限公司发放的1,000,000元（人民币）个人经营性贷款，2026年06月10日到\n"
        "第 1 页,共 2 页\n报告编号：2026031104013907986945 报告时间：2026-03-11 04:01:39\n账户数 11 3 38 --\n"
        "期。截至2026年\n03月，余额1,0\n00,000。\n第2页/共2页\n2.\n"
        "2025年11月10日示例消费金融有限公司发放的49,180元（人民币）其他个人消费贷款，2026年11月10日到期.截至2026年03月，余额33,103.\n"
        "32025年11月10日示例消费金融有限公司发放的49,180元（人民币）其他个人消费贷款，2026年01月已结清。"
    )
    assert [account.number for account in report.accounts] == [1, 2, 3]
    assert [account.balance_minor for account in report.accounts] == [100_000_000, 3_310_300, None]
    assert (report.unread, report.out_of_order, report.pages_missing) == ((), (), ())
    assert report.on == date(2026, 3, 11)


def test_pages_and_numbers_that_are_missing_are_named() -> None:
    report = read_text(HEAD + "第 1 页,共 3 页\n" + NEVER + "1." + CARD + "3." + CARD + "第 3 页,共 3 页\n" + REST)
    assert report.pages_missing == (2,)
    assert [(one.expected, one.found) for one in report.out_of_order] == [(2, 3)]
    assert isinstance(report.out_of_order[0], OutOfOrder)
    assert not report.whole


def test_numbers_begin_anew_in_each_part() -> None:
    loans = "贷款\n从未发生过逾期的账户明细如下：\n"
    loan = "2023年02月03日示例商业银行发放的300元（人民币）农户贷款，2025年05月已结清。\n"
    report = read_text(NEVER + "1." + CARD + "2." + CARD + loans + "1." + loan + "2." + loan)
    assert report.out_of_order == ()
    assert len(report.accounts) == 4


def test_a_head_whose_labels_stand_alone_is_a_head() -> None:
    page = "个人信用报告\n报告编号：\n2026031104013907986945\n报告时间：\n2026-03-11 04:01:39\n"
    person = "姓名：\n欧阳示例\n证件类型：\n身份证\n证件号码：\n110101199001011234\n"
    report = read_text(page + person + summary_of(1, 1) + NEVER + CARD + page + REST)
    assert (report.on, report.certain) == (date(2026, 3, 11), True)
    assert not [private for private in ("欧阳", "110101", "20260311") if private in repr(report)]


@pytest.mark.parametrize(
    "margin",
    [
        "https://ipcrs.pbccrc.org.cn/report.do?method=query 1/2\n2026/3/11 04:01 个人信用报告",
        "1/2\n2026/3/11 个人信用报告",
        "2026/3/11 上午4:01 https://ipcrs.pbccrc.org.cn/report.do 1 / 2",
        "第1页，共2页\nfile:///C:/Users/a/report.html",
    ],
)
def test_what_a_browser_prints_round_a_page_is_no_sentence(margin: str) -> None:
    card = CARD.replace("信用卡中心", f"信用卡\n{margin}\n中心")
    report = read_text(HEAD + summary_of(1, 1) + NEVER + card + REST)
    assert [account.institution for account in report.accounts] == ["示例银行信用卡中心"]
    assert report.unread == ()
    assert report.pages_missing == (2,)


def test_the_same_report_twice_is_not_certain() -> None:
    whole = HEAD + summary_of(0, 0) + REST
    assert read_text(whole).certain
    assert not read_text(whole + whole).certain


def test_numbers_may_go_on_below_the_next_heading() -> None:
    loan = "2023年02月03日示例商业银行发放的300元（人民币）农户贷款，2025年05月已结清。\n"
    text = NEVER + "1." + CARD + "2." + CARD + "其他贷款\n从未逾期过的账户明细如下：\n{}." + loan
    assert read_text(text.format(3)).out_of_order == ()
    assert len(read_text(text.format(4)).out_of_order) == 1


def test_statements_are_told_and_their_text_is_not() -> None:
    report = read_text(
        NEVER + "1." + CARD + "本人声明：本人欧阳示例因出国未能还款，电话13912345678。 添加日期：2025年01月02日\n"
        "2." + CARD + "异议标注：该账户正处于异议处理中。\n3." + CARD.rstrip() + "该信息正处于异议处理中。\n"
    )  # fmt: skip
    assert [(one.place.line, one.label) for one in report.annotations] == [
        (4, "本人声明"),
        (6, "异议标注"),
        (7, "异议标注"),
    ]
    assert (len(report.accounts), report.unread) == (3, ())
    assert [account.ever_overdue for account in report.accounts] == [False] * 3
    assert not [private for private in ("欧阳", "出国", "139") if private in repr(report)]


def test_a_statement_that_an_entry_ran_into_is_not_understood() -> None:
    report = read_text(NEVER + "1." + CARD + "本人声明：本人因出国2022年01月0日示例银行发放的贷记卡（人民币账户）。\n")
    assert (report.annotations, len(report.unread)) == ((), 1)
    assert "出国" not in repr(report)


def test_a_statement_without_its_label_is_not_shown_either() -> None:
    report = read_text(NEVER + CARD + "2." + CARD.rstrip() + "明：本人欧阳示例因出国未能还款。\n")
    assert [one.text[-8:] for one in report.unread] == ["明:本人***。"]


def test_accounts_that_others_collect_are_counted_too() -> None:
    table = "资产处置信息 垫款信息\n账户数 1 2\n"
    paid = "垫款信息\n1.2016年4月5日以来示例担保公司累计代偿金额10,000。\n"
    report = read_text(HEAD + summary_of(1, 1) + table + paid + NEVER + CARD + REST)
    assert report.unread == ()
    assert report.differences == (
        Difference(Counted.RECOVERED, Column.DISPOSALS, 1, 0, 0),
        Difference(Counted.RECOVERED, Column.GUARANTOR_PAYMENTS, 2, 1, 1),
    )


def test_what_stands_behind_the_notes_is_read() -> None:
    notes = "说明\n1. 除查询记录外，信息由机构提供。\n2. 第二条。\n"
    body = NEVER + "1." + CARD
    moved = "查询记录\n机构查询记录明细\n1 2025年10月01日 示例商业银行 贷款审批\n"
    report = read_text(body + notes + moved)
    assert (len(report.inquiries), report.notes) == (1, ("除查询记录外,信息由机构提供。", "第二条。"))
    assert len(read_text(notes + body).accounts) == 1


def test_notes_that_break_off_are_not_the_end() -> None:
    whole = HEAD + summary_of(1, 1) + NEVER + CARD + REST
    assert read_text(whole).whole
    assert not read_text(whole.rstrip()[:-1]).whole


def test_two_reports_in_one_text_are_refused() -> None:
    other = HEAD.replace("2026-03-11", "2025-01-02").replace("20260311", "20250102")
    with pytest.raises(PlannerError) as raised:
        read_text(HEAD + NEVER + CARD + other + NEVER + CARD)
    assert raised.value.code == "report.several"


def test_a_day_misread_on_one_page_is_outvoted() -> None:
    page = "报告编号：2026031104013907986945 报告时间：{} 04:01:39\n"
    report = read_text(HEAD + NEVER + CARD + page.format("2026-03-11") + CARD + page.format("2023-03-11") + CARD)
    assert report.on == date(2026, 3, 11)
    assert len(report.accounts) == 3


def test_radicals_in_place_of_characters_are_read() -> None:
    report = read_text(CARD.replace("月", "⽉").replace("行", "⾏") + CARD.replace("人", "⼈").replace("民", "⺠"))
    assert [account.institution for account in report.accounts] == ["示例银行信用卡中心"] * 2
    assert [account.currency for account in report.accounts] == ["CNY", "CNY"]
