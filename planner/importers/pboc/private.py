"""What of a sentence that was not understood may be shown: no name and no number of a person, a paper or a contract."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
_LONG = re.compile(r"[0-9A-Za-z*][0-9A-Za-z*·_-]{5,}")
_DEBTOR = re.compile(r"为([^。:]{2,80}?)\(证件类型")
_PAPER = re.compile(r"(?:证件号码|识别号|合同编号):([0-9A-Za-z*-]{4,60})")
_ABOUT_OTHERS = re.compile(r"证件|责任|担保|保证|债务人|日,?为")
_DATE_FIRST = re.compile(r"(?:\d{1,3}[.、]?)?\d{2,4}年\d{0,2}月\d{0,2}日?[,。]?")
_PARTY = re.compile(r"办理|提供担保|承担")
_ANOTHER = re.compile(r"(?<=日)(?:,为|为)[^,。:(]+|为[^,。:(]*(?=\(|$)")
_LENDER = re.compile(r"\)在[^,。:()]{2,40}$")
# In the notes at the end of a report these words are followed by others that go on with the sentence.
_STATEMENT = re.compile(r"(?:声明|标注|机构说明|征信中心说明)(?![、,和及是外或]).*", re.DOTALL)
_OF_ONESELF = re.compile(r"本人(?!本人|查询)[^。]+")  # of a statement whose label is lost
# Public records hold free text about people: of a broken one only its labels, days and amounts are shown.
_PUBLIC = re.compile(r"法院|案号|案由|标的|处罚|判决|税务|纳税|结案|立案|欠费|缴费")
_HARMLESS = re.compile(
    r"主管税务机关|欠税统计(?:日期|时间)|欠税总额|纳税人识别号|立案法院|执行法院|案号|执行案由|案由|结案方式|立案(?:日期|时间)|判决/调解结果"
    r"|诉讼标的金额|诉讼标的|判决/调解生效(?:日期|时间)|案件状态|申请执行标的金额|已执行标的金额|申请执行标的|已执行标的|结案(?:日期|时间)"
    r"|处罚机构|文书编号|处罚内容|行政复议结果|处罚金额|生效(?:日期|时间)|截止(?:日期|时间)|机构名称|业务类型|记账年月|业务开通(?:日期|时间)"
    r"|当前缴费状态|当前欠费金额|(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?|(?<![\d*])\d{1,3}(?:,\d{3})+(?!\d)|--|[:,。]"
)
_LABELLED = re.compile(r"(纳税人识别号|识别号|案号|文书编号|证件号码|姓名|编号)(:?)[^:。]*")


def others(text: str) -> set[str]:
    """Names and numbers of debtors and papers anywhere in a report (folded, without blanks)."""
    return {match[1] for form in (_DEBTOR, _PAPER) for match in form.finditer(text)}


def unnamed(text: str, names: Iterable[str]) -> str:
    """``text`` with ``***`` for the names given."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, MASK)
    return text


def masked(text: str, names: frozenset[str], *, public: bool = False) -> str:
    """``text`` with ``***`` for the names given, for runs of six or more digits and letters, and for a debtor's name.

    An amount has commas and a day has its characters, so both stay. Where a sentence is about somebody else's debt, all
    between its day and its lender goes: a broken sentence no longer shows where the name ends. Of labelled records the
    numbers go, with all up to the next label; of public records everything but labels, days and amounts.
    """
    text = unnamed(text, names)
    if public or _PUBLIC.search(text):
        return _labels_only(text)
    text = _OF_ONESELF.sub(rf"本人{MASK}", _STATEMENT.sub(lambda match: match[0][:2] + MASK, text))
    if _ABOUT_OTHERS.search(text):
        text = _without_party(text)
    text = _LABELLED.sub(rf"\1\2{MASK}", text)
    return _LONG.sub(MASK, text)


def _without_party(text: str) -> str:
    """Several sentences may have run into one: what stays begins with the last lender."""
    day = _DATE_FIRST.match(text)
    begin = day.end() if day else 0
    ends = [match.start() for match in _PARTY.finditer(text, begin)]
    if not ends:
        return text[:begin] + MASK
    lender = _LENDER.search(text[: ends[-1]], begin)
    rest = text[lender.start() + 1 if lender else ends[-1] :]
    return text[:begin] + MASK + _ANOTHER.sub(lambda match: match[0][: match[0].index("为") + 1] + MASK, rest)


def _labels_only(text: str) -> str:
    parts, at = [], 0
    for match in _HARMLESS.finditer(text):
        parts += [MASK if match.start() > at else "", match[0]]
        at = match.end()
    return "".join(parts) + (MASK if at < len(text) else "")
