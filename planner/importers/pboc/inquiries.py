"""Rows of the inquiries: ``<number> <day> <institution> <reason>``; the number may be glued to the year.

Reasons by the bureau's codes as public readers list them, with their spellings in older reports and the misreadings
that character recognition is known for. The longest one at the end of a row is its reason: 贷后管理 may be in a name.

Cells wrap: lines of a row may follow its day, or stand around it where cells are centred. Which row a line between two
days belongs to is told by what can be read: a reason is one of the known ones, and a name that goes on behind its
reason ends like one of an institution.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from planner.domain.credit.report.entries import OWN
from planner.importers.pboc.cells import shares
from planner.importers.pboc.flow import Flow
from planner.importers.pboc.words import DAY, day, plausible
from planner.values import dataclass

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
    "异议核查": "objection",
}
_LONGEST_FIRST = sorted(_REASONS, key=len, reverse=True)
_PARTS_OF_REASONS = frozenset(
    reason[start:end]
    for reason in _REASONS
    for start in range(len(reason))
    for end in range(start + 1, len(reason) + 1)
)
_BEGINNINGS = frozenset(reason[:end] for reason in _REASONS for end in range(len(reason) + 1))
_MOST_LINES = 8
_CHANNELS = {
    "互联网个人信用信息服务平台": "online",
    "商业银行网上银行": "bank_app",
    "商业银行手机银行": "bank_app",
    "网上银行": "bank_app",
    "手机银行": "bank_app",
    "自助查询机": "machine",
    "征信中心柜台": "counter",
    "临柜": "counter",
    "柜台": "counter",
}
_OWN = re.compile(r"(?P<by>[\u4e00-\u9fffA-Za-z0-9/*_-]{0,30}?)本人查询(?:\((?P<channel>[^(),。:]{2,14})\))?")
_OPERATOR = re.compile(r"^本人(?!查询)")
_ROW = re.compile(rf"(?P<number>\d{{1,4}})??[.、]?(?P<on>{DAY})")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()·&*\"'/_-]{2,80}")
_A_DAY = re.compile(r"\d年|\d月|\d{4}[.-]\d")
# How names of institutions end, and what only goes on with one.
_ENDS = re.compile(r"(?:银行|公司|中心|分行|支行|平台|基金|[部处局厅院会所社站])(?:\([^()]+\))?$")
_A_FIRM = re.compile(r"银行|(?<!分)公司|信用社|联社")
_GOES_ON = re.compile(r"\(|股份|有限|责任|公司|信用卡中心")


@dataclass(frozen=True, slots=True)
class Row:
    """A piece of the list from ``start`` to ``end``, with its number where one is printed.

    ``lines`` is what is said beside number and day, line by line.
    """

    start: int
    end: int
    number: int | None
    on: str
    lines: tuple[str, ...]


def rows(flow: Flow, start: int, end: int) -> Iterator[Row]:
    """Every row between two offsets; a line that no row can be read with stays with the day above it."""
    found = list(_ROW.finditer(flow.text, start, end))
    if not found:
        return
    bounds = [match.start() for match in found[1:]] + [end]
    cuts = [_cut(flow, match.end(), stop) for match, stop in zip(found, bounds, strict=True)]
    inline = [bool(cut) and cut[0][0] not in flow.starts for cut in cuts]
    lead = _cut(flow, start, found[0].start())
    below = [len(cut) - own for cut, own in zip(cuts, inline, strict=True)]

    def lines(at: int, above: int, kept: int) -> Iterator[tuple[int, int]]:
        """The lines of a row: so many of those above its day, its own, and so many of those below."""
        upper = cuts[at - 1] if at else lead
        yield from upper[len(upper) - above :]
        yield from cuts[at][: inline[at] + kept]

    def readable(at: int, above: int, kept: int) -> bool:
        texts = [flow.text[first:last] for first, last in lines(at, above, kept)]
        return _said(texts) is not None

    for at, (above, kept) in enumerate(shares(len(lead), below, readable)):
        match, spans = found[at], list(lines(at, above, kept))
        yield Row(
            min([match.start(), *(first for first, _ in spans)]),
            max([match.end(), *(last for _, last in spans)]),
            int(match["number"]) if match["number"] else None,
            match["on"],
            tuple(flow.text[first:last] for first, last in spans),
        )


def _cut(flow: Flow, start: int, end: int) -> list[tuple[int, int]]:
    """The lines between two offsets."""
    edges = [start, *flow.starts_between(start, end), end]
    return [(first, last) for first, last in pairwise(edges) if last > first]


def inquiry(row: Row) -> tuple[date, str, str, str] | None:
    """Day, institution, reason and channel of a row; None where its reason or its institution is not understood.

    Of older rows the operator behind the institution is left behind (``招商银行/*M BU S*R004``).

    Raises:
        ImpossibleError: for a day that cannot be.
    """
    said = _said(row.lines)
    return None if said is None else (day(row.on), *said)


def _said(lines: Sequence[str]) -> tuple[str, str, str] | None:
    """Institution, reason and channel in the lines of a row."""
    if len(lines) > _MOST_LINES:
        return None
    own = _own(lines)
    if own is not None:
        return "", OWN, own
    best: tuple[str, str] | None = None
    for names, reason in _readings(lines, ""):
        if best is None or len(reason) > len(best[1]):
            name = _institution(names)
            best = best if name is None else (name, reason)
    return None if best is None else (best[0], _REASONS[best[1]], "")


def _readings(lines: Sequence[str], said: str) -> Iterator[tuple[list[str], str]]:
    """Every way to part these lines into names and a reason of which ``said`` stands above them."""
    if not lines:
        if said in _REASONS:
            yield [], said
        return
    for name, part in _ways(lines[0], last=len(lines) == 1):
        if said + part in _BEGINNINGS:
            for names, reason in _readings(lines[1:], said + part):
                yield [name, *names], reason


def _own(lines: Sequence[str]) -> str | None:
    """The channel of the person's own query; the person as operator may stand between the lines of the reason."""
    texts = ["".join(lines), "".join(_OPERATOR.sub("", line) for line in lines)]
    found = [match for text in texts if (match := _OWN.fullmatch(text)) and plausible(match["by"])]
    cut = [match for text in texts if (match := _OWN.fullmatch(text + ")"))]  # a bracket alone on a line may be lost
    known = (match["channel"] for match in (*found, *cut) if match["channel"] in _CHANNELS)
    return _CHANNELS.get(next(known, ""), "" if found else None)


def _ways(line: str, *, last: bool) -> list[tuple[str, str]]:
    """A line as what of it is a name and what a part of a reason, which a name may go on behind.

    A reason that ends a line is one, or the end of a longer one, but in the last line.
    """
    whole = next((reason for reason in _LONGEST_FIRST if line.endswith(reason)), None)
    parts = ((line[:at], line[at:]) for at in range(len(line)))
    if whole is not None and not last:
        return [(name, part) for name, part in parts if part in _PARTS_OF_REASONS and len(part) >= len(whole)]
    before = [(line.removeprefix(reason), reason) for reason in _LONGEST_FIRST if line.startswith(reason)]
    return [(line, ""), *((name, part) for name, part in parts if part in _PARTS_OF_REASONS), *before]


def _institution(parts: Sequence[str]) -> str | None:
    """The institution that these lines make up; None where they make up none or two.

    On more than one line a name ends like that of an institution: else a line of it may be lost.
    """
    several = len(parts) > 1
    parts = [part for part in parts if part]
    name = "".join(parts)
    if not _NAME.fullmatch(name) or _A_DAY.search(name) or not plausible(name):
        return None
    done = ""
    for part in parts:
        if _A_FIRM.search(done) and _ENDS.search(done) and _A_FIRM.search(part) and not _GOES_ON.match(part):
            return None
        done += part
    institution = name.split("/", 1)[0]
    if several and not _ENDS.search(institution):
        return None
    return institution if len(institution) > 1 else None
