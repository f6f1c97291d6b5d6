"""Lines that end where Chinese and English lines may end."""

from __future__ import annotations

from functools import reduce

from planner.ui.widgets.prose import prose
from planner.ui.widgets.text import rejoined, width, wrap


def test_what_opens_a_quotation_never_ends_a_line() -> None:
    text = "报告上多显示为“呆账”，还清后才开始算（见说明）。"
    for cells in range(6, 40):
        lines = wrap(text, cells)
        assert "".join(lines) == text
        assert all(width(line) <= cells for line in lines)
        if cells >= 8:
            assert not any(line.endswith(("“", "（")) for line in lines)


def test_a_bracket_inside_a_word_does_not_part_it() -> None:
    assert wrap("pay instalment(s) now", 16) == ["pay", "instalment(s)", "now"]
    assert wrap("see (as above) now", 9) == ["see (as", "above)", "now"]


def test_a_paragraph_leaves_no_word_alone_on_its_last_line() -> None:
    """Forty wide characters in 78 cells would leave one; the lines before give some of theirs."""
    for text in ("还" * 40, "还没有采用计划。" * 4 + "后来变了。" + "为什么变。", "missing " * 9 + "what is left over"):
        lines = wrap(text, 78)
        assert all(width(line) <= 78 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert len(lines) == 1 or width(lines[-1]) >= 8
    assert len(wrap("还" * 40, 78)) == 2  # and not one line more
    assert wrap("a\nb", 78) == ["a", "b"]


def test_parts_of_a_line_stay_whole_where_that_takes_no_more_lines() -> None:
    told = "还清 2028-03-08 · 利息和费用 6,118.43 · 只还应还的永远还不清"
    assert wrap(told, 50) == ["还清 2028-03-08 · 利息和费用 6,118.43 ·", "只还应还的永远还不清"]
    assert wrap("a · b", 10) == ["a · b"]


def test_a_number_keeps_the_chinese_unit_behind_its_blank() -> None:
    for cells in range(10, 40):
        lines = wrap("逐日推 12 周，欠款的机构还剩 7 家，其中 1 笔没填罚息。", cells)
        assert not any(line.rstrip().endswith(("12", "7", "1")) for line in lines)


def test_what_an_amount_is_counted_in_stays_with_its_number() -> None:
    for cells in range(10, 40):
        lines = wrap("可以写成 12000、¥12,000、1.2万 或 12k，共 3亿。", cells)
        assert not any(line.startswith(("万", "亿")) for line in lines)


def test_lines_of_a_paragraph_become_one_again() -> None:
    for text in ("if this was paid beside it, choose the next one", "还没有采用计划。看好一个计划后按钮采用"):
        for cells in range(12, 40):
            assert reduce(rejoined, wrap(text, cells)) == text


def test_a_line_that_parts_alone_would_leave_half_empty_breaks_at_a_clause() -> None:
    told = "3 项不利 · 4 项留意 · 0 项资料不足 · 1 项良好；Enter 看依据和办法，y 看“为什么没开通”"
    assert wrap(told, 78) == [
        "3 项不利 · 4 项留意 · 0 项资料不足 · 1 项良好；",
        "Enter 看依据和办法，y 看“为什么没开通”",
    ]
    told = "3 against you · 4 to watch · 0 lack data · 1 clear; enter shows why and what to do, y why not"
    assert wrap(told, 78)[0].endswith("1 clear;")
    assert wrap("甲 · 乙；" + "丙" * 40, 60)[0] != "甲 · 乙；"  # a clause is no reason for a line that is nearly empty
    told = "By your plan 2,936.00 in all; 600.00 of it is due, and nothing else of this bill is"
    assert wrap(told, 56)[0].startswith(
        "By your plan 2,936.00 in all; 600.00 of it is due"
    )  # nor for one of a sentence


def test_the_blank_after_a_line_that_is_just_full_begins_no_line() -> None:
    assert wrap("abcde fgh", 5) == ["abcde", "fgh"]
    told = "No look yet. The bureau's web site and a bank's app are always free, a counter twice a year."
    for cells in range(12, 95):
        lines = wrap(told, cells)
        assert all(line == line.strip() for line in lines), cells
        assert " ".join(lines) == told, cells


def test_no_line_is_wider_and_no_sign_is_lost_wherever_a_text_breaks() -> None:
    told = "申请 0/1/2；看额度与频繁登录 0/3/3（按 7/30/90/180 天）；忍住 1 次 · 冷却到 2027-02-08; 70 days；"
    for cells in range(20, 120):
        lines = wrap(told, cells)
        assert all(width(line) <= cells for line in lines), cells
        assert "".join(lines).replace(" ", "") == told.replace(" ", ""), cells


def test_a_paragraph_goes_on_below_its_first_word_and_breaks_between_chinese_characters() -> None:
    told = "  [不利] 逾期\n    · 中信银行：2023-05-20 至 2023-06-24，2028-06-25 起不再保留（机构下一次更新后）\n\n完"
    assert prose(told, 60) == [
        "  [不利] 逾期",
        "    · 中信银行：2023-05-20 至 2023-06-24，2028-06-25 起不再",
        "      保留（机构下一次更新后）",
        "",
        "完",
    ]
    for cells in range(1, 70):
        lines = prose(told, cells)
        assert "".join("".join(lines).split()) == "".join(told.split()), cells
        assert cells < 2 or all(width(line) <= cells for line in lines), cells
