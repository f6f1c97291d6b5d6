"""Public records and unpaid services: labels with their values, all labels of a list or none.

The labels are those of public readers of the report; a list prints every label, with ``--`` where it has nothing. Days
may be months. Numbers of cases, papers and taxpayers are left behind, and so are texts that may name people: what a
judgment says, what was fined for, what is to be handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from planner.domain.credit.report.entries import PublicKind
from planner.importers.pboc.words import DAY, MONTH, ImpossibleError, day, month
from planner.values import dataclass

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _List:
    """A list of records: its labels in any order, the first of which begins a record.

    ``into`` says which attribute of ``PublicRecord`` a label fills; the others are left behind.
    """

    kind: PublicKind
    labels: tuple[str, ...]
    into: dict[str, str]


_LISTS = (
    _List(
        PublicKind.TAX,
        ("主管税务机关", "欠税统计日期", "欠税总额", "纳税人识别号"),
        {"主管税务机关": "institution", "欠税统计日期": "on", "欠税总额": "amount_minor"},
    ),
    _List(
        PublicKind.JUDGMENT,
        (
            "立案法院", "案号", "案由", "结案方式", "立案日期", "判决/调解结果", "诉讼标的", "判决/调解生效日期",
            "诉讼标的金额",
        ),
        {
            "立案法院": "institution", "案由": "about", "结案方式": "state", "立案日期": "on",
            "判决/调解生效日期": "ended_on", "诉讼标的金额": "amount_minor",
        },
    ),
    _List(
        PublicKind.ENFORCEMENT,
        (
            "执行法院", "案号", "执行案由", "结案方式", "立案日期", "案件状态", "申请执行标的", "已执行标的",
            "申请执行标的金额", "已执行标的金额", "结案日期",
        ),
        {
            "执行法院": "institution", "执行案由": "about", "案件状态": "state", "立案日期": "on",
            "申请执行标的金额": "amount_minor", "已执行标的金额": "paid_minor", "结案日期": "ended_on",
        },
    ),
    _List(
        PublicKind.PENALTY,
        ("处罚机构", "文书编号", "处罚内容", "行政复议结果", "处罚金额", "生效日期", "截止日期"),
        {"处罚机构": "institution", "处罚金额": "amount_minor", "生效日期": "on", "截止日期": "ended_on"},
    ),
    _List(
        PublicKind.POSTPAID,
        ("机构名称", "业务类型", "记账年月", "业务开通日期", "当前缴费状态", "当前欠费金额"),
        {
            "机构名称": "institution", "业务类型": "about", "记账年月": "on", "当前缴费状态": "state",
            "当前欠费金额": "amount_minor",
        },
    ),
)  # fmt: skip
_ALL = sorted({label for one in _LISTS for label in one.labels}, key=len, reverse=True)
# 时间 in older reports; 处罚 in front of the days of a penalty.
_LABEL = re.compile(
    "(?:处罚)?(?P<label>" + "|".join(re.escape(label).replace("日期", "(?:日期|时间)") for label in _ALL) + "):"
)
_FIRSTS = "|".join(one.labels[0] for one in _LISTS)
_BEGINS = re.compile(rf"(?:\d{{1,2}}[.、]?)?(?P<first>{_FIRSTS}):")
_AMOUNT = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?:\.\d{1,2})?")
_WHEN = re.compile(rf"{DAY}|{MONTH}")
_POINTED = re.compile(r"(\d{4})[.-](\d{1,2})(?:[.-](\d{1,2}))?")


def begins(text: str, start: int, end: int, starts: frozenset[int]) -> Iterator[int]:
    """Where records begin: at their first label; at a number in front of it where that begins a line."""
    for match in _BEGINS.finditer(text, start, end):
        numbered = match.start() != match.start("first")
        yield match.start() if not numbered or match.start() in starts else match.start("first")


def record(text: str) -> Fields | None:
    """Attributes of a ``PublicRecord``; None where a label is missing, twice or followed by what is no value of it.

    Raises:
        ImpossibleError: for a day that no calendar has.
    """
    text = re.sub(r"^\d{1,2}[.、]?", "", text)
    found = list(_LABEL.finditer(text))
    if not found or found[0].start():
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    values = [
        (match["label"].replace("时间", "日期"), text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]
    labels = [label for label, _ in values]
    form = next((one for one in _LISTS if one.labels[0] == labels[0]), None)
    if form is None or sorted(labels) != sorted(form.labels):
        return None
    fields: Fields = {"kind": form.kind}
    for label, value in values:
        if label in form.into and not _fill(fields, form.into[label], value):
            return None
    return fields if fields["institution"] else None


def _fill(fields: Fields, attribute: str, value: str) -> bool:
    value = value.rstrip("。,;")
    if attribute.endswith("_minor"):
        amount = _AMOUNT.fullmatch(value.removesuffix("元"))
        if amount is None and value != "--":
            return False
        fields[attribute] = None if amount is None else _fen(amount[0])
    elif attribute in ("on", "ended_on"):
        if value == "--":
            fields[attribute] = None
        else:
            when = _when(value)
            if when is None:
                return False
            fields[attribute] = when
    else:
        if len(value) > 60 or re.search(r"[:。]|\d{4}", value):
            return False
        if re.search(r"[,;]|查询|记录" if attribute == "institution" else r"原告|被告|偿还|\d", value):
            return False
        fields[attribute] = "" if value == "--" else value
    return True


def _fen(text: str) -> int:
    yuan, _, cents = text.replace(",", "").partition(".")
    return int(yuan) * 100 + int(cents.ljust(2, "0"))


def _when(value: str) -> date | None:
    if _WHEN.fullmatch(value):
        return day(value) if value.endswith("日") else month(value)
    pointed = _POINTED.fullmatch(value)
    if pointed is None:
        return None
    try:
        return date(int(pointed[1]), int(pointed[2]), int(pointed[3] or 1))
    except ValueError:
        raise ImpossibleError(value) from None
