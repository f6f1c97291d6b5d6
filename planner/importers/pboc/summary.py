"""The summary (信息概要): rows of numbers behind labels, wherever they stand.

A newer report has four columns (信用卡, 购房, 其他, 其他业务), one of before 2020 three (信用卡, 购房贷款,
其他贷款). The notes beside the table hold numbers too (透支超过60天): only numbers directly behind a label count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from planner.domain.credit.report.checks import Column, Count, Counted
from planner.importers.pboc.flow import Flow, compact

_N = r"(?:--|\d{1,3})"
_BEHIND = r"(?<![^\s。\-\d|])"  # a label begins a cell: the end of a longer one that was misread is none


def _label(words: str) -> str:
    return r"[ \n]?".join(re.escape(char) for char in words)


def _row(words: str, least: int, most: int) -> re.Pattern[str]:
    """A label and its numbers; one number more on the same line is another table."""
    numbers = rf"[\s|:]*(?P<n>{_N}(?:[\s|]+{_N}){{{least - 1},{most - 1}}})"
    return re.compile(rf"{_BEHIND}{_label(words)}{numbers}(?![\d,.年/%-])(?![ |]+{_N}(?![^\s|]))")


_FOUR = (Column.CARDS, Column.HOUSING, Column.LOANS, Column.OTHER)
_ROWS = (  # those whose label ends another one come last
    ("未结清/未销户账户数", Counted.OPEN),
    ("发生过90天以上逾期的账户数", Counted.OVER_90),
    ("发生过逾期的账户数", Counted.OVERDUE),
    ("账户数", Counted.ACCOUNTS),
)
_OLDER_HEAD = re.compile(r"信用卡购房贷款其他贷款")
_TWO = rf"{_N}[\s|]+{_N}"
_RECOVERED = re.compile(
    rf"{_BEHIND}{_label('资产处置信息')}[\s|]*(?:{_label('垫款信息')}|{_label('保证人代偿信息')})[\s|]*"
    rf"(?:{_label('账户数')}|{_label('笔数')})[\s|:]*(?P<n>{_TWO})(?![\d,.年/%-])(?![\s|]+{_N}(?![^\s|]))"
)
_ANSWERED = "相关还款责任账户数"
_GUARANTEED = "为他人担保笔数"
_ORDER = list(Counted)


def summary(flow: Flow) -> tuple[tuple[Count, ...], list[tuple[int, int]], list[tuple[int, int]]]:
    """The numbers of the summary, the spans that they stand in, and those of rows that contradict another one.

    ``flow`` still has its blanks: without them 11 and 3 are 113.
    """
    tight = compact(flow.text)
    columns = _FOUR[:3] if _OLDER_HEAD.search(tight) and "其他业务" not in tight else _FOUR
    spans: list[tuple[int, int]] = []
    bad: list[tuple[int, int]] = []
    counts: dict[tuple[Counted, Column], int] = {}
    contradicted: set[Counted] = set()
    patterns = [
        (_RECOVERED, Counted.RECOVERED, (Column.DISPOSALS, Column.GUARANTOR_PAYMENTS)),
        (_row(_ANSWERED, 2, 2), Counted.RESPONSIBILITIES, (Column.FOR_PERSONS, Column.FOR_FIRMS)),
        (_row(_GUARANTEED, 1, 3), Counted.RESPONSIBILITIES, (Column.ALL,)),
        *((_row(words, len(columns), len(columns)), row, columns) for words, row in _ROWS),
    ]
    for pattern, row, into in patterns:
        for match in pattern.finditer(flow.text):
            span = match.span()
            if any(start < span[1] and span[0] < end for start, end in spans):
                continue
            spans.append(span)
            found = dict(zip(into, _numbers(match["n"], len(into)), strict=True))
            if any(counts.get((row, column), n) != n for column, n in found.items()):
                contradicted.add(row)
                bad.append(span)
            counts.update({(row, column): n for column, n in found.items()})
    kept = {key: n for key, n in counts.items() if key[0] not in contradicted}
    ordered = sorted(kept.items(), key=lambda item: (_ORDER.index(item[0][0]), list(Column).index(item[0][1])))
    return tuple(Count(row, column, n) for (row, column), n in ordered), spans, bad


def _numbers(text: str, columns: int) -> Sequence[int]:
    found = [0 if number == "--" else int(number) for number in re.split(r"[\s|]+", text)]
    return [sum(found)] if columns == 1 else found
