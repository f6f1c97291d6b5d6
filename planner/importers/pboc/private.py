"""What of a sentence that was not understood may be shown: no name and no number of a person, a paper or a contract."""

from __future__ import annotations

import re

MASK = "***"
_LONG = re.compile(r"[0-9A-Za-z*][0-9A-Za-z*·_-]{5,}")
_ABOUT_OTHERS = re.compile(r"证件|责任|担保|保证|债务人")
_DATE_FIRST = re.compile(r"(?:\d{1,3}[.、]?)?\d{2,4}年\d{0,2}月\d{0,2}日?[,。]?")
_PARTY = re.compile(r"办理|提供担保|承担")
_LENDER = re.compile(r"\)在[^,。:()]{2,40}$")
_LABELLED = re.compile(r"(纳税人识别号|识别号|案号|文书编号|证件号码|姓名|编号)(:?)[^:。]*")


def masked(text: str, names: frozenset[str]) -> str:
    """``text`` with ``***`` for the names given, for runs of six or more digits and letters, and for a debtor's name.

    An amount has commas and a day has its characters, so both stay. Where a sentence is about somebody else's debt, all
    between its day and its lender goes: a broken sentence no longer shows where the name ends. Of labelled records the
    numbers go, with all up to the next label.
    """
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, MASK)
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
    return text[:begin] + MASK + text[lender.start() + 1 if lender else ends[-1] :]
