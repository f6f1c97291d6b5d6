"""A report of any content, printed and broken up in any way, is read as it was; a damaged one is never read wrong."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.credit.file import AccountKind
from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.importers.pboc.reader import read_lines
from planner.importers.pboc.source import read_text
from tests.make.credit_reports import PRIVATE, Made, accounts, arrived, reports
from tests.make.examples import examples
from tests.make.report_text import TEXT


def one_page(made: Made) -> list[str]:
    return made.text().split("\n")


@examples(150)
@given(reports(), st.integers(0, 10_000))
def test_what_is_printed_is_read(made: Made, seed: int) -> None:
    read = read_lines(arrived(made, Random(seed)))
    assert read == made.report
    assert read.certain
    assert not [private for private in PRIVATE if private in repr(read)]


def entries(report: CreditReport) -> list[Any]:
    found: tuple[Any, ...] = (*report.accounts, *report.responsibilities, *report.disposals, *report.guarantor_payments)
    return [replace(one, number=None) for one in found]


def listed(report: CreditReport) -> list[Any]:
    return [*(replace(one, ever_overdue=None) for one in report.accounts), *report.responsibilities]


@examples(100)
@given(reports(), st.integers(0, 10_000))
def test_a_report_that_ends_early_is_never_whole(made: Made, seed: int) -> None:
    random = Random(seed)
    lines = [line for page in arrived(made, random) for line in page]
    notes = next(at for at in range(len(lines) - 1, 0, -1) if "".join(lines[at].split()) == "说明")
    with suppress(PlannerError):  # too little is left
        read = read_lines([lines[: random.randrange(notes)]])
        assert not read.whole
        assert all(one in entries(made.report) for one in entries(read))


def test_a_part_whose_entries_are_lost_is_told() -> None:
    lines = TEXT.split("\n")
    at = lines.index("垫款信息")
    read = read_text("\n".join((*lines[: at + 1], *lines[at + 2 :])))
    assert read_text(TEXT).certain
    assert [one.text for one in read.unread] == ["垫款信息"]


@examples(100)
@given(reports(), st.data())
def test_a_lost_line_is_told_or_loses_nothing_else(made: Made, data: st.DataObject) -> None:
    """What stays is as it was; whether it was ever overdue may no longer be known without its heading.

    The summary counts accounts and responsibilities; nothing counts what else there is.
    """
    lines = one_page(made)
    lost = data.draw(st.integers(3, len(lines) - 1))
    read = read_lines([lines[:lost] + lines[lost + 1 :]])
    known = entries(made.report)
    for one in entries(read):
        unsure = getattr(one, "ever_overdue", True) is None
        assert one in known or (
            unsure and any(one == replace(other, ever_overdue=None) for other in read_as(known, one))
        )
    if listed(read) != listed(made.report):
        assert not read.certain


def read_as(known: list[Any], one: Any) -> list[Any]:
    return [other for other in known if type(other) is type(one)]


@examples(100)
@given(reports(), st.data())
def test_a_damaged_report_shows_no_name_or_number_of_anybody(made: Made, data: st.DataObject) -> None:
    text = made.text()
    at = data.draw(st.integers(text.index("信贷记录"), len(text) - 1))
    damaged = text[:at] + text[at + data.draw(st.integers(1, 12)) :]
    report = read_lines([damaged.split("\n")])
    assert not [private for private in PRIVATE if private in repr(report)]


FIXED = "截至，。信用额度余额当前无有逾期发放的授可循环使用到期已结清转出销户最近年内个月处于状态没发生过天以上其中超过透支为折合账户尚未激活变成呆"
"""Characters that sentences are made of, and that may not be lost; those of names, days and amounts tell nobody."""


@examples(400)
@given(
    st.sampled_from(tuple(AccountKind)[:4]).flatmap(
        lambda kind: st.tuples(accounts(kind, late=False), accounts(kind, late=True))
    ),
    st.booleans(),
    st.data(),
)
def test_a_sentence_that_lost_a_character_is_not_read_or_read_as_it_was(
    pair: Any, late: bool, data: st.DataObject
) -> None:
    printed = pair[late]
    entry = replace(printed.entry, ever_overdue=printed.entry.ever_overdue or None)
    body = printed.text
    for name in (entry.institution, entry.business, "香港元", "人民币账户", "（人民币）"):
        body = body.replace(name, "\0" * len(name), 1)
    spots = [at for at, char in enumerate(body) if char in FIXED]
    at = data.draw(st.sampled_from(spots))
    damaged = printed.text[:at] + printed.text[at + 1 :]
    with suppress(PlannerError):  # nothing was understood
        read = read_lines([["信贷记录", damaged]])
        assert {replace(one, ever_overdue=one.ever_overdue or None) for one in read.accounts} <= {entry}


def test_sixty_accounts_and_a_hundred_inquiries_are_read_at_once() -> None:
    card = "2022年01月02日示例银行信用卡中心发放的贷记卡（人民币账户）。截至2024年11月，余额0。"
    lines = ["信用卡", *[f"{n}.{card}" for n in range(1, 61)], "机构查询记录明细"]
    lines += [f"{n} 2024年10月01日 示例商业银行 贷款审批" for n in range(1, 101)]
    report = read_lines([lines])
    assert (len(report.accounts), len(report.inquiries), report.unread, report.out_of_order) == (60, 100, (), ())


@pytest.mark.parametrize("text", ["", "今天天气不错", "个人信用报告\n信贷记录\n信息概要\n查询记录"])
def test_what_is_no_report_is_refused_with_what_was_looked_for(text: str) -> None:
    with pytest.raises(PlannerError) as raised:
        read_lines([text.split("\n")])
    assert raised.value.code == "report.unknown"
    assert "机构查询记录明细" in str(raised.value.params["looked_for"])


@pytest.mark.parametrize("head", ["报告时间：2026-11-20 10:20:30", "报告时间：2026年11月20日 10:20:30"])
def test_a_day_that_a_line_breaks_is_never_half_of_one(head: str) -> None:
    card = "2022年01月02日示例银行发放的贷记卡（人民币账户）。截至2024年11月，余额0。"
    for at in range(len("报告时间："), len(head) + 1):
        lines = [line for line in (head[:at], head[at:]) if line]
        assert read_text("\n".join(["个人信用报告", *lines, "信贷记录", card])).on == date(2026, 11, 20)
    day_alone = "\n".join(["个人信用报告", head[: head.index(" ")], "信贷记录", card])
    assert (read_text(day_alone).on, len(read_text(day_alone).accounts)) == (date(2026, 11, 20), 1)
