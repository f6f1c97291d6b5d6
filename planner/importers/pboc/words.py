"""The words that all sentences share: days, amounts, currencies and names of institutions, as regular expressions.

They are written for folded text without blanks (``flow``): ``（`` is ``(``, ``，`` is ``,``, ``。`` stays.
"""

from __future__ import annotations

import re
from datetime import date

from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import LIMIT_MINOR

DAY = r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日"
MONTH = r"(?:19|20)\d{2}年\d{1,2}月"
AMOUNT = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*|0)(?!\d)"
"""Whole yuan; commas stand in front of every three digits or nowhere."""
CURRENCY = r"[\u4e00-\u9fff]{2,8}"
INSTITUTION = r"[\u4e00-\u9fffA-Za-z()·&*\"'/-]{3,60}"
"""A name without digits or commas: it can swallow no day, no amount and no other sentence."""

_PARTS = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
_CURRENCIES = {
    "人民币": "CNY",
    "人民币元": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "香港元": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
    "澳大利亚元": "AUD",
    "澳元": "AUD",
    "加拿大元": "CAD",
    "加元": "CAD",
    "瑞士法郎": "CHF",
    "新加坡元": "SGD",
}


_FIRST_YEAR = 1979
"""Before it no bank of the country lent to persons."""


class ImpossibleError(ValueError):
    """A day or a number that cannot be: the sentence it stands in was misprinted or misread."""


_NO_NAME = re.compile(
    r"发放的|贷记卡|卡片|承担|记录|明细|信用报告|信用卡贷款|概要|如下|编号|查询|逾期|余额|额度|截至|账户|尚未|销户|结清|审批|审查|负责人|高管|等$|购房其他|其他业务|为个人|为企业"
    r"|报告|解析|计算器|广告|水印|公众号|打印|下载"  # of what somebody printed across a page
)


_HALF = re.compile(
    r"^(?:司|股份|份有|有限|限公|限责|责任|任公|公司|分行|支行|营业部|信用卡中心)"
    r"|^.?(?:股份有限|有限责任|有限)公司"
    r"|(?<!股)份有限|银行股(?!份)|(?<!有)限(?:公司|责任)|有限(?!公司|责任公司|合伙)|(?<!公)司$"
    r"|(?:股份|信用卡中|信用卡|信用|分|支)$"
)
"""A name that begins, breaks or stops in the middle of its legal form or of its branch: a part of it is lost."""


_TWO_NAMES = re.compile(r"(?:分行|支行|分公司|营业部|有限公司|信用卡中心).*(?:银行|(?<!分)公司)")
_TWICE = re.compile(r"(.{3,20})\1")
"""A part that stands twice: a line was doubled, unless it is one of signs that mask a name (某某某某某某)."""


def plausible(name: str) -> bool:
    """Whether a name is whole and nothing else: words of headings and other sentences tell that they were mixed in."""
    depth = 0
    for char in name:
        depth += (char == "(") - (char == ")")
        if depth not in (0, 1):
            return False
    if depth or any(form.search(name) for form in (_NO_NAME, _HALF, _TWO_NAMES)):
        return False
    return not any(len(set(twice[1])) > 1 for twice in _TWICE.finditer(name))


def printed(name: str) -> str:
    """A Chinese name as it is printed: with full-width brackets."""
    return name.replace("(", "（").replace(")", "）")


def currency(name: str) -> str:
    """Its ISO code; of a currency that is not known here its name."""
    return _CURRENCIES.get(name, name)


def amount(text: str) -> int:
    """Whole yuan as fen.

    Raises:
        ImpossibleError: above what anybody owes.
    """
    minor = int(text.replace(",", "")) * 100
    if minor > LIMIT_MINOR:
        raise ImpossibleError(text)
    return minor


def amount_or_none(text: str) -> int | None:
    """The same; None for ``--``."""
    return None if text == "--" else amount(text)


def day(text: str) -> date:
    """A full day.

    Raises:
        ImpossibleError: for one that no calendar has.
    """
    return _date(text)


def month(text: str) -> date:
    """The first day of a month, raises as ``day``."""
    return _date(text).replace(day=1)


def as_of(text: str) -> date:
    """The day itself, or the last day of a month that is named without one; raises as ``day``."""
    found = _date(text)
    return found if text.endswith("日") else month_end(found)


def _date(text: str) -> date:
    parts = _PARTS.fullmatch(text)
    if parts is None or int(parts[1]) < _FIRST_YEAR:
        raise ImpossibleError(text)
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3] or 1))
    except ValueError:
        raise ImpossibleError(text) from None
