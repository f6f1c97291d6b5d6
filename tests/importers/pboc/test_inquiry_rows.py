"""Rows of the inquiries as tables are printed: cells that wrap, centred or not, and lines that belong to no row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.importers.pboc.source import read_text
from tests.make.credit_reports import BANKS
from tests.make.examples import examples
from tests.make.report_text import TEXT

ANT, ICBC, PICC = (
    "重庆示范消费金融有限公司",
    "中国示例银行股份有限公司北京市分行",
    "中国示例财产保险股份有限公司南京市分公司",
)


def listed(table: str) -> CreditReport:
    return read_text(f"机构查询记录明细\n编号 查询日期 查询机构 查询原因\n{table}\n说明\n1. 第一条。")


def said(report: CreditReport) -> list[tuple[int | None, int, str, str]]:
    return [(one.number, one.on.day, one.institution, one.reason) for one in report.inquiries]


@pytest.mark.parametrize(
    "row",
    [
        "1 2026年10月20日 重庆示范消费金融有限公司 贷后管理",
        "1 2026年10月20日 重庆示范消费金融 贷后管理\n有限公司",  # the name goes on behind its reason
        "1 2026年10月20日 重庆示范消费金融\n有限公司\n贷后管理",
        "1 2026年10月20日\n重庆示范消费金\n融有限公司\n贷后管\n理",
        "重庆示范消费金\n1 2026年10月20日 贷后管理\n融有限公司",  # centred
        "重庆示范\n1 2026年10月20日 消费金融 贷后管理\n有限公司",
        "重庆示范消费金 贷后\n1 2026年10月20日\n融有限公司 管理",
        "1 2026年10月20日 重庆示范消费金融有限公 贷后\n司 管理",
    ],
)
def test_a_row_is_read_however_its_cells_wrap(row: str) -> None:
    report = listed(row)
    assert report.unread == ()
    assert said(report) == [(1, 20, ANT, "post_loan")]


@pytest.mark.parametrize("name", ["某某某某某某公司", "****银行", "甲乙有限公司", "示例投资（有限合伙）", "招商银行"])
def test_masked_and_short_names_are_names(name: str) -> None:
    report = listed(f"1 2026年10月20日 {name} 贷后管理")
    assert [one.institution for one in report.inquiries] == [name]


def test_centred_rows_share_the_lines_between_them() -> None:
    report = listed(
        "重庆示范消费金\n1 2026年10月20日 贷后管理\n融有限公司\n"
        "2 2026年10月19日 示例银行 信用卡审批\n"
        "中国示例银行股份有限公\n3 2026年10月18日 担保资格审查\n司北京市分行\n"
        "南京示例银行股份 法人代表、负责人、\n4 2026年10月17日\n有限公司 高管等资信审查\n"
        "中国示例财产保\n5 2026年10月16日 险股份有限公司 保前审查\n南京市分公司"
    )
    assert (report.unread, report.out_of_order) == ((), ())
    assert said(report) == [
        (1, 20, ANT, "post_loan"),
        (2, 19, "示例银行", "card_approval"),
        (3, 18, ICBC, "guarantee_check"),
        (4, 17, "南京示例银行股份有限公司", "officer_check"),
        (5, 16, PICC, "before_insurance"),
    ]


@pytest.mark.parametrize(("channel", "code"), [("手机银行", "bank_app"), ("柜台", "counter"), ("云闪付", "")])
def test_where_the_person_asked(channel: str, code: str) -> None:
    (one,) = listed(f"1 2026年11月02日 本人 本人查询（{channel}）").inquiries
    assert (one.own, one.channel) == (True, code)


@pytest.mark.parametrize(
    "row",
    [
        "1 2026年11月02日 本人 本人查询（互联网个\n人信用信息服务平台）",
        "1 2026年11月02日 本人 本人查询（互联网个\n人信用信息服务平台",  # the bracket alone on a line was lost
        "本人查询（互联网个\n1 2026年11月02日 本人\n人信用信息服务平台）",
        "本人查询（互联网个\n1 2026年11月02日 本人 人信用信息服务平台\n）",
    ],
)
def test_the_persons_own_query_wraps_too(row: str) -> None:
    report = listed(row)
    assert [(one.on, one.own, one.channel) for one in report.inquiries] == [(date(2026, 11, 2), True, "online")]
    assert report.unread == ()


@pytest.mark.parametrize(
    "row",
    [
        "2 2026年10月19日 示例银行 贷款审批\n示例财务公司",  # of another row whose day is lost
        "2 2026年10月19日 示例银行\n示例财务公司 贷款审批",
        "2 2026年10月19日 有限公司 贷款审批",  # the first line of a name is lost
        "2 2026年10月19日 重庆示范消费金\n贷款审批",  # its last one
        "2 2026年10月19日 示例银行股份有限公 贷款审批",
        "2 2026年10月19日 示例银行限公司 贷款审批",
        "2 2026年10月19日 示例银行北京市分行\n北京市分行\n贷款审批",  # a line was doubled
        "2 2026年10月19日 北京市分行示例银行股份有限公司 贷款审批",
        "2 2026年10月19日 示例消费金融有限公司贷示例银行股份有限公司 贷款审批",
        "2 2026年10月19日 示例等资信审查",  # of a longer reason
        "2 2026年10月19日 某人代某人本人查询（甲，乙）",
        "2 2026年10月19日 本人查询（互联网个贷款审批人信用信息服务平台）",  # two columns ran into one
    ],
)
def test_half_a_name_or_two_are_no_institution(row: str) -> None:
    report = listed(f"1 2026年10月20日 {ANT} 贷后管理\n{row}")
    assert (len(report.inquiries), len(report.unread)) == (1, 1)


def test_a_row_number_twice_is_told() -> None:
    row = f"1 2026年10月20日 {ANT} 贷后管理\n"
    report = listed(row + row)
    assert [(one.expected, one.found) for one in report.out_of_order] == [(2, 1)]
    assert listed(row.rstrip()).out_of_order == ()


def test_days_without_anything_between_them_are_not_read() -> None:
    with pytest.raises(PlannerError):
        read_text("2026年10月20日2026年10月19日")
    assert len(listed("1 2026年10月20日2 2026年10月19日\n示例\n银行\n贷款审批").inquiries) == 1


@pytest.mark.parametrize(
    "text", ["信用卡\n贷款\n" * 600, "机构查询记录明细\n1 2026年10月20日 示例银行\n" + "管理\n" * 600]
)
def test_headings_and_lines_without_end_are_no_report(text: str) -> None:
    with pytest.raises(PlannerError, match=r"report\.unknown"):
        read_text("信贷记录\n" + text)


REASONS = {"贷款审批": "loan_approval", "担保资格审查": "guarantee_check", "贷后管理": "post_loan"}
REASONS["法人代表、负责人、高管等资信审查"] = "officer_check"


def wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def seen(rows: list[tuple[str, str]], widths: tuple[int, int], align: int) -> str:
    """The table line by line: cells stand at the top of their row (0), in the middle (1) or at its foot (2)."""
    lines = []
    for number, (name, reason) in enumerate(rows, 1):
        cells = [[f"{number} 2026年10月20日"], wrapped(name, widths[0]), wrapped(reason, widths[1])]
        height = max(len(cell) for cell in cells)
        # half lines: in the middle a cell of one line stands between the two of another one
        runs = [(align * (height - len(cell)) + 2 * at, text) for cell in cells for at, text in enumerate(cell)]
        for depth in sorted({depth for depth, _ in runs}):
            lines.append(" ".join(text for at, text in runs if at == depth))
    return "\n".join(lines)


@examples(100)
@given(
    st.lists(st.tuples(st.sampled_from(BANKS), st.sampled_from(tuple(REASONS))), min_size=1, max_size=5),
    st.tuples(st.integers(6, 14), st.integers(4, 16)),
    st.integers(0, 2),
)
def test_a_table_is_read_however_its_cells_stand(
    rows: list[tuple[str, str]], widths: tuple[int, int], align: int
) -> None:
    report = listed(seen(rows, widths, align))
    assert report.unread == ()
    assert said(report) == [(number, 20, name, REASONS[reason]) for number, (name, reason) in enumerate(rows, 1)]


@pytest.mark.parametrize("heading", ["机构查询记录明细", "个人查询记录明细", "本人查询记录明细"])
def test_a_list_without_a_row_is_told_and_never_taken_for_an_empty_one(heading: str) -> None:
    row = "1 2026年10月20日 示例银行 贷后管理"
    table = "编号 查询日期 查询机构 查询原因"
    for text in (
        f"{heading}\n{table}\n机构查询记录明细\n{row}\n说明\n1. 第一条。",
        f"机构查询记录明细\n{row}\n{heading}",
    ):
        report = read_text(text)
        assert [one.text for one in report.unread] == [heading]
    assert read_text(f"机构查询记录明细\n{row}\n{heading}\n{table}\n系统中没有您最近2年内的查询记录。").unread == ()


@pytest.mark.parametrize("printed", ["某某贷款计算器", "本报告由某某解析"])
def test_what_somebody_printed_across_the_page_is_no_name(printed: str) -> None:
    report = listed(f"1 2026年10月20日 示例银行 贷后管理\n{printed}\n2 2026年10月19日 示例银行 信用卡审批")
    assert report.unread
    assert printed not in {one.institution for one in report.inquiries}


def test_a_first_row_that_is_lost_is_told_though_the_part_above_ends_with_the_number_before() -> None:
    lost = TEXT.replace("\n1 2025年10月01日 示例银行 贷款审批", "")
    assert read_text(TEXT).certain
    assert [(one.expected, one.found) for one in read_text(lost).out_of_order] == [(1, 2)]
