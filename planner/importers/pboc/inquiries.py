"""Rows of the inquiries: ``<number> <day> <institution> <reason>``; the number may be glued to the year.

Reasons by the bureau's codes as public readers list them, with their spellings in older reports and the misreadings
that character recognition is known for. The longest one at the end of a row is its reason: 贷后管理 may be in a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.credit.report.entries import OWN
from planner.importers.pboc.flow import Flow
from planner.importers.pboc.words import DAY, day, plausible

_REASONS = {
    "贷款审批": "loan_approval",
    "货款审批": "loan_approval",  # misread
    "信用卡审批": "card_approval",
    "信用卡审抛": "card_approval",  # misread
    "贷记卡审批": "card_approval",
    "额度审批": "limit_approval",
    "授信审批": "limit_approval",
    "融资审批": "financing_approval",
    "担保资格审查": "guarantee_check",
    "保前审查": "before_insurance",
    "贷后管理": "post_loan",
    "货后管理": "post_loan",  # misread
    "保后管理": "post_insurance",
    "特约商户实名审查": "merchant_check",
    "法人代表、负责人、高管等资信审查": "officer_check",
    "客户准入资格审查": "customer_check",
    "客户准入审查": "customer_check",
    "资信审查": "credit_check",
    "司法调查": "judicial",
    "公积金提取复核": "housing_fund",
    "股指期货开户": "futures_account",
    "异议处理": "objection",
}
_LONGEST_FIRST = sorted(_REASONS, key=len, reverse=True)
_A_REASON = re.compile("|".join(_LONGEST_FIRST))
_CHANNELS = {
    "互联网个人信用信息服务平台": "online",
    "商业银行网上银行": "bank_app",
    "自助查询机": "machine",
    "征信中心柜台": "counter",
    "临柜": "counter",
}
_OWN = re.compile(r"(?:[^()。:,]{0,60}?)本人查询(?:\((?P<channel>[^()]{2,30})\))?")
_ROW = re.compile(rf"(?P<number>\d{{1,4}})??[.、]?(?P<on>{DAY})")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·&*\"'/_-]{2,80}")
_A_DAY = re.compile(r"\d年|\d月|\d{4}[.-]\d")


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of the list from ``start`` to ``end``, with its number where one is printed."""

    start: int
    end: int
    number: int | None
    on: str
    said: str
    mixed: bool


def rows(flow: Flow, start: int, end: int) -> Iterator[Row]:
    """Every row between two offsets: from one day to the next.

    ``mixed`` where a reason ends a line before the row ends: the day of the next row is lost, or cells were shuffled.
    """
    text = flow.text
    found = list(_ROW.finditer(text, start, end))
    ends = [match.start() for match in found[1:]] + [end] * bool(found)
    for match, stop in zip(found, ends, strict=True):
        number = int(match["number"]) if match["number"] else None
        ended = (reason.end() for reason in _A_REASON.finditer(text, match.end(), stop))
        mixed = any(offset < stop and offset in flow.starts for offset in ended)
        yield Row(match.start(), stop, number, match["on"], text[match.end() : stop], mixed)


def inquiry(row: Row) -> tuple[date, str, str, str] | None:
    """Day, institution, reason and channel of a row; None where its reason or its institution is not understood.

    Of older rows the operator behind the institution is left behind (``招商银行/*M BU S*R004``).

    Raises:
        ImpossibleError: for a day that cannot be.
    """
    if row.mixed:
        return None
    own = _OWN.fullmatch(row.said)
    if own is not None:
        return day(row.on), "", OWN, _CHANNELS.get(own["channel"] or "", "")
    for reason in _LONGEST_FIRST:
        if row.said.endswith(reason):
            name = row.said.removesuffix(reason)
            institution = name.split("/", 1)[0]
            if len(institution) < 2 or not _NAME.fullmatch(name) or _A_DAY.search(name) or not plausible(name):
                return None
            return day(row.on), institution, _REASONS[reason], ""
    return None
