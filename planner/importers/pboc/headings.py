"""What is printed in every report: headings, and sentences that say what a part holds or that it holds nothing.

A heading is one only where a sentence cannot go on: behind a full stop or at the beginning of a line. Those that are
ordinary words (信用卡, 贷款, 说明) must also be followed by something else that is known.
"""

from __future__ import annotations

import re
from enum import Enum

from planner.domain.credit.report.report import Part
from planner.importers.pboc.flow import Flow
from planner.importers.pboc.words import DAY, INSTITUTION
from planner.values import dataclass


class Mode(Enum):
    """How what follows is taken apart."""

    CREDIT = "credit"
    PUBLIC = "public"
    INQUIRIES = "inquiries"
    NOTES = "notes"


class _Keep(Enum):
    KEEP = "keep"


KEEP = _Keep.KEEP
"""A heading that says nothing of overdue."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that ends at ``end``.

    ``overdue`` is whether accounts below it were ever overdue, None where it begins a part of its own. ``lists``: it
    stands above accounts. ``restarts``: numbers below it begin anew. ``rows``: there is at least one row below it.
    """

    end: int
    mode: Mode | None = None
    overdue: bool | _Keep | None = KEEP
    lists: bool = False
    restarts: bool = False
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A printed sentence that ends at ``end``; ``none`` is the part of which it says that there is nothing."""

    end: int
    none: Part | None = None


# The lists of accounts. "Never" is looked for first: its heading contains the other's words.
_NEVER = r"从未(?:发生过)?逾期过?的[^。:,\d]{0,20}?(?:透支未超过60天的准贷记卡)?账户明细如下:"
_EVER = r"(?:发生过逾期的?[^。:,\d]{0,8}?|透支超过60天的准贷记卡)账户明细如下:"
_LONG = {
    _NEVER: {"mode": Mode.CREDIT, "overdue": False, "lists": True},
    _EVER: {"mode": Mode.CREDIT, "overdue": True, "lists": True},
    "相关还款责任信息|为他人担保信息": {"mode": Mode.CREDIT, "overdue": None, "lists": True, "restarts": True},
    "资产处[置理]信息|垫款信息|保证人代偿信息": {
        "mode": Mode.CREDIT,
        "overdue": None,
        "lists": True,
        "restarts": True,
        "rows": True,
    },
    "非信贷交易记录|后付费记录": {"mode": Mode.PUBLIC, "overdue": None, "restarts": True},
    "公共记录|欠税记录|民事判决记录|强制执行记录|行政处罚记录": {
        "mode": Mode.PUBLIC,
        "overdue": None,
        "restarts": True,
    },
    "机构查询记录明细|个人查询记录明细|本人查询记录明细": {
        "mode": Mode.INQUIRIES,
        "overdue": None,
        "restarts": True,
        "rows": True,
    },
    "查询记录明细|查询记录": {"mode": Mode.INQUIRIES, "overdue": None, "restarts": True},
    "编号查询日期查询(?:机构|操作员)查询原因": {"mode": Mode.INQUIRIES, "overdue": None},
}
_SHORT = {
    "信用卡": {"mode": Mode.CREDIT, "overdue": None, "restarts": True},
    "购房贷款|其他贷款|贷款|其他业务": {"mode": Mode.CREDIT, "overdue": None, "restarts": True},
    "个人信用报告|个人征信报告|信贷记录|信息概要|购房|其他|为个人|为企业": {},
    "说明": {"mode": Mode.NOTES},
}
_MOST_WORDS = 20  # headings that stand one behind another: a table has about ten
_LONG_FORMS = [(re.compile(form), said) for form, said in _LONG.items()]
_SHORT_FORMS = [(re.compile(form), said) for form, said in _SHORT.items()]

_NONE = re.compile(r"系统中没有您(?P<of>[^。]{2,60})记录。")
_NONE_OF = (
    ("非信贷", Part.POSTPAID),
    ("查询", Part.INQUIRIES),
    ("公共|欠税", Part.PUBLIC),
    ("信用卡|信贷", Part.CREDIT),
)
_FIXED = re.compile(
    r"这部分包含您[^。]{4,60}。"
    r"|金额类数据均以人民币计算,精确到元。"
    r"|逾期记录可能影响对您的信用评价。"
    r"|购房贷款,包括个人住房[^。\d]{0,60}贷款。"
    r'|发生过逾期的信用卡账户,指曾经"?未按时还最低还款额"?的贷记卡账户和"?透支超过60天"?的准贷记卡账户。'
)
_NUMBERED = r"(?:\d{1,3}[.、)]?)?"
_WEAK = re.compile(rf"{_NUMBERED}{DAY}(?!到期|\d|:)")
_STRONG = re.compile(
    rf"{_NUMBERED}{DAY}"
    rf"(?:{INSTITUTION}?发放的|{INSTITUTION}为[^。,\d]{{2,40}}授信|,为|,?{INSTITUTION}?接收债权|以来|{INSTITUTION}?进行最近一次代偿)"
)


# What somebody had put beside an entry: free text that may name people, so only that it is there is told.
_LABEL = r"(?P<label>(?:本人|个人)声明|异议标注|征信中心(?:标注|说明)|(?:数据发生|业务管理)?机构说明|特殊标注)(?:内容)?"
_ADDED = re.compile(
    rf"{_LABEL}:?"
    rf"(?P<text>[^:]{{1,200}}?添加日期:(?:{DAY}|\d{{4}}[.-]\d{{1,2}}[.-]\d{{1,2}})。?|[^。:]{{1,200}}。)"
    r"|(?P<disputed>该[\u4e00-\u9fff]{2,12}处于异议处理中。)"
)
_LABELLED = re.compile(_LABEL + ":")
_OF_ENTRIES = re.compile(r"发放的|授信|账户明细|查询|还款责任,|代偿|债权|最近5年内有")


def added(text: str, at: int) -> tuple[str, int] | None:
    """The label and the end of a statement or an annotation at ``at``; None where an entry may have run into it."""
    match = _ADDED.match(text, at)
    if match is None or _OF_ENTRIES.search(match["text"] or ""):
        return None
    return match["label"] or "异议标注", match.end()


_ROW = re.compile(rf"\d{{1,4}}{DAY}[^。]")


def _noted(text: str, at: int) -> bool:
    """Whether a statement or an annotation begins at ``at``, even one that is not understood."""
    return _LABELLED.match(text, at) is not None or added(text, at) is not None


def heading(flow: Flow, at: int) -> Heading | None:
    """The heading at ``at``, where a sentence has just ended."""
    found = _long(flow.text, at)
    if found is not None:
        return found
    found = _short(flow.text, at)
    if found is None or not _goes_on(flow, found.end):
        return None
    return found


def _long(text: str, at: int) -> Heading | None:
    for form, said in _LONG_FORMS:
        match = form.match(text, at)
        if match is not None:
            return Heading(match.end(), **said)  # type: ignore[arg-type]
    return None


def _short(text: str, at: int) -> Heading | None:
    for form, said in _SHORT_FORMS:
        match = form.match(text, at)
        if match is not None:
            return Heading(match.end(), **said)  # type: ignore[arg-type]
    return None


def _goes_on(flow: Flow, at: int) -> bool:
    """Whether something that is known begins at ``at``, behind an ordinary word."""
    text = flow.text
    for _ in range(_MOST_WORDS):
        if at >= len(text) or _long(text, at) or fixed(text, at) or _WEAK.match(text, at):
            return True
        if at in flow.starts and re.match(r"\d{1,2}[.、]", text[at : at + 3]):
            return True  # the notes are numbered
        found = _short(text, at)
        if found is None:
            return False
        at = found.end
    return False


def fixed(text: str, at: int) -> Said | None:
    """The printed sentence at ``at``."""
    none = _NONE.match(text, at)
    if none is not None:
        part = next((part for words, part in _NONE_OF if re.search(words, none["of"])), None)
        return Said(none.end(), part)
    match = _FIXED.match(text, at)
    return Said(match.end()) if match is not None else None


def next_piece(flow: Flow, at: int) -> int:
    """Where the sentence of an account that begins at ``at`` ends: where the next thing begins that is known."""
    text = flow.text
    begun = _WEAK.match(text, at)
    first = max(begun.end() if begun else 0, at + 1)
    for offset in range(first, len(text)):
        stopped = text[offset - 1] == "。"
        begins_line = offset in flow.starts
        if not (stopped or begins_line):
            continue
        if _long(text, offset) or _STRONG.match(text, offset) or _noted(text, offset):
            return offset
        found = heading(flow, offset)
        if found is not None and (stopped or found.end in flow.starts):
            return offset
        if stopped and (_WEAK.match(text, offset) or fixed(text, offset)):
            return offset
    return len(text)


def notes_end(flow: Flow, at: int) -> int:
    """Where the notes that begin at ``at`` end: at a heading on a line of its own or an entry that was moved there."""
    text = flow.text
    for offset in flow.starts_between(at, len(text)):
        found = _long(text, offset)
        if (found is not None and found.end in flow.starts) or _STRONG.match(text, offset) or _ROW.match(text, offset):
            return offset
    return len(text)


def next_heading(flow: Flow, at: int) -> int:
    """Where the rows or records that begin at ``at`` end: at the next heading of a part, at the beginning of a line."""
    text = flow.text
    for offset in flow.starts_between(at, len(text)):
        found = heading(flow, offset)
        if found is not None and found.mode is not None:
            return offset
        if text.startswith("系统中没有您", offset) and fixed(text, offset):
            return offset
    return len(text)
