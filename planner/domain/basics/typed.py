"""What people type, read exactly: amounts, dates, rates and counts.

Everything is folded to its compatibility form first (NFKC), so that digits and punctuation typed with a Chinese input
method on are the same as without it. What cannot be read for certain is refused, never guessed: ``12,00`` is neither
12 nor 1200.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.rates import RateBasis, lpr_rate
from planner.domain.basics.reach import FIRST_YEAR, LAST_YEAR
from planner.domain.basics.text import clean, quoted
from planner.errors import PlannerError

HIGHEST_PERCENT = 1000


def fold(text: str) -> str:
    """One form for everything typed: half-width, lower case; ``。`` is where the point is on a Chinese keyboard."""
    folded = unicodedata.normalize("NFKC", clean(text)).strip().lower()
    return folded.replace("。", ".").replace("−", "-")


# Patterns as text: ``re`` compiles each at its first use, and keeps it. At the import all would cost 2 ms.
_PLAIN = r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
_AMOUNT = (
    r"(?:¥|人民币|rmb|cny)? *"
    rf"(?P<number>[1-9][0-9]{{0,2}}(?P<mark>[, ])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*(?:\.[0-9]*)?|{_PLAIN})"
    r" *(?P<unit>千|k|万|w|亿)? *(?:元|圆|块|块钱|yuan|rmb|cny)?"
)
_UNITS = {"千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "亿": 10**8}


def parse_amount(text: str, *, field: str | None = None) -> int:
    """An amount in fen: ``12000``, ``12,000.50``, ``¥12,000``, ``12 000元``, ``1.2万``, ``12k``, full-width digits.

    Zero is an amount; whether it makes sense is the caller's to say.

    Args:
        text: what was typed.
        field: the form field that an error belongs to.

    Raises:
        PlannerError: ``amount.empty``, ``.negative``, ``.comma`` (not in front of three digits), ``.decimals`` (finer
            than a fen), ``.too_large`` (above ten trillion yuan), ``.unreadable``.
    """
    folded = fold(text)
    if not folded:
        raise PlannerError("amount.empty", field=field)
    match = re.fullmatch(_AMOUNT, folded)
    if match is None:
        raise PlannerError(_why_no_amount(folded), field=field, text=quoted(text))
    number = Decimal(match["number"].replace(",", "").replace(" ", ""))
    unit = match["unit"]
    digits, point = number.as_integer_ratio()
    fen, rest = divmod(digits * _UNITS.get(unit, 1) * 100, point)
    decimals = -int(number.as_tuple().exponent)
    if rest or (unit is None and decimals > 2):
        raise PlannerError("amount.decimals", field=field, text=quoted(text))
    if fen > LIMIT_MINOR:
        raise PlannerError("amount.too_large", field=field, text=quoted(text), limit_minor=LIMIT_MINOR)
    return fen


def parse_step(text: str, base_minor: int | None, *, field: str | None = None) -> int:
    """An amount as ``parse_amount``, or a step from another one: ``+500`` is 500 more, ``-300`` is 300 less, in fen.

    Args:
        text: what was typed.
        base_minor: what a step is added to, fen; None where there is nothing to add to.
        field: the form field that an error belongs to.

    Raises:
        PlannerError: as ``parse_amount`` for the amount behind the sign; ``amount.no_base``, ``amount.below`` for a
            step that leaves nothing: 0 is meant only where it is typed.
    """
    folded = fold(text)
    if folded[:1] not in ("+", "-"):
        return parse_amount(text, field=field)
    try:
        step = parse_amount(folded[1:], field=field)
    except PlannerError as error:
        raise PlannerError(error.code, field=field, **error.params | {"text": quoted(text)}) from None
    if base_minor is None:
        raise PlannerError("amount.no_base", field=field, text=quoted(text))
    found = base_minor + (step if folded[0] == "+" else -step)
    if found <= 0:
        raise PlannerError("amount.below", field=field, text=quoted(text), value_minor=base_minor)
    return found


def _why_no_amount(folded: str) -> str:
    if folded.startswith("-") or folded.startswith("¥-"):
        rest = folded.replace("-", "", 1).strip()
        return "amount.negative" if re.fullmatch(_AMOUNT, rest) else "amount.unreadable"
    if "," in folded and re.fullmatch(_AMOUNT, folded.replace(",", "")):
        return "amount.comma"
    return "amount.unreadable"


_WORDS = {
    "today": 0,
    "今天": 0,
    "今日": 0,
    "yesterday": -1,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "大前天": -3,
    "tomorrow": 1,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_SIGNED_DAYS = r"([+-])([0-9]{1,6})(?:d|天|日)"
_DAYS_FROM_NOW = r"([0-9]{1,6})天(?:之|以)?(前|后)"
_FULL_DATE = r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?)"
_COMPACT_DATE = r"([0-9]{4})([0-9]{2})([0-9]{2})"
_MONTH_AND_DAY = r"([0-9]{1,2})(?:[-/.]([0-9]{1,2})|月([0-9]{1,2})[日号]?)"
_DAY = r"([0-9]{1,2})[日号]?"
_MONTH = r"([0-9]{4})(?:[-/.年]?(?=[0-9]{2}月?$)|[-/.年])([0-9]{1,2})月?"


def parse_date(text: str, today: date, *, field: str | None = None, ahead: bool = False) -> date:
    """A calendar date: ``2026-11-20``, ``2026/11/20``, ``11月20日``, ``11-20``, ``20``, ``昨天``, ``-3d`` …

    A month and day are of today's year, a day alone is of today's month; neither looks back or ahead, so that what is
    meant never depends on how near it is.

    Args:
        text: what was typed; also in full-width characters.
        today: the person's day.
        field: the form field that an error belongs to.
        ahead: whether a day to come is asked for: an error then names words for one.

    Raises:
        PlannerError: ``date.empty``, ``.unreadable`` (or ``.unreadable_ahead``), ``.no_such_day`` (30 February),
            ``.not_in_month`` (a day alone), ``.range`` (years outside 1990–2100).
    """
    folded = fold(text).replace(" ", "")
    if not folded:
        raise PlannerError("date.empty", field=field)
    try:
        found = _relative_date(folded, today) or _calendar_date(folded, today)
    except OverflowError:
        found = date.max
    except ValueError:
        alone = re.fullmatch(_DAY, folded) is not None
        code = "date.not_in_month" if alone else "date.no_such_day"
        raise PlannerError(code, field=field, text=quoted(text), month=today.strftime("%Y-%m")) from None
    if found is None:
        raise PlannerError("date.unreadable_ahead" if ahead else "date.unreadable", field=field, text=quoted(text))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise PlannerError("date.range", field=field, text=quoted(text), first=FIRST_YEAR, last=LAST_YEAR)
    return found


def parse_month(text: str, today: date, *, field: str | None = None) -> date:
    """The first day of a month: ``2026-10``, ``2026年10月``, ``202610``, any day in it.

    Raises:
        PlannerError: ``date.unreadable_month``, else as ``parse_date``.
    """
    found = re.fullmatch(_MONTH, fold(text).replace(" ", ""))
    if found and 1 <= int(found[2]) <= 12:
        text = f"{found[1]}-{found[2]}-1"
    try:
        return parse_date(text, today, field=field).replace(day=1)
    except PlannerError as error:
        if error.code != "date.unreadable":
            raise
        raise PlannerError("date.unreadable_month", field=field, text=quoted(text)) from None


def _relative_date(folded: str, today: date) -> date | None:
    if folded in _WORDS:
        return today + timedelta(_WORDS[folded])
    if match := re.fullmatch(_SIGNED_DAYS, folded):
        return today + timedelta(int(match[1] + match[2]))
    if match := re.fullmatch(_DAYS_FROM_NOW, folded):
        return today + timedelta(int(match[1]) * (-1 if match[2] == "前" else 1))
    return None


def _calendar_date(folded: str, today: date) -> date | None:
    """Raises ValueError for a day that its month does not have."""
    if match := re.fullmatch(_FULL_DATE, folded):
        return date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    if match := re.fullmatch(_COMPACT_DATE, folded):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(_MONTH_AND_DAY, folded):
        return date(today.year, int(match[1]), int(match[2] or match[3]))
    if match := re.fullmatch(_DAY, folded):
        return today.replace(day=int(match[1]))
    return None


NUMERALS = str.maketrans("〇零一二两三四五六七八九点", "001223456789.")
"""Chinese numbers sign by sign: for a folded text that holds no other word."""
_RATE = (
    r"(?:(?P<named>[日月年])(?:利率|利息|费率|化利率|化|息|率)?[:为]? ?)?"
    r"(?P<before>百分之|千分之|千|万分之|万)? ?"
    r"(?P<number>-?(?:[0-9]{1,9}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}))"
    r" ?(?P<after>%|‰|‱|bps?)?"
    r"(?: ?(?:/|每|per|a) ?(?P<per>日|天|月|年|day|month|year))?"
)
_EFFECTIVE = r"有效|实际年?利率|复利|内部收益率|effective|compound|\b(?:ear|eir|apy|irr)\b"
_PER = {
    "日": RateBasis.DAY,
    "天": RateBasis.DAY,
    "day": RateBasis.DAY,
    "月": RateBasis.MONTH,
    "month": RateBasis.MONTH,
    "年": RateBasis.YEAR,
    "year": RateBasis.YEAR,
}
_EXPONENTS = {
    "百分之": -2,
    "%": -2,
    "千分之": -3,
    "千": -3,
    "‰": -3,
    "万分之": -4,
    "万": -4,
    "‱": -4,
    "bp": -4,
    "bps": -4,
}


def parse_rate(text: str, *, field: str | None = None) -> Decimal:
    """A rate as an exact fraction: ``18``, ``18%`` are 0.18; ``0.05%``, ``万5``, ``万分之五``, ``5bp`` are 0.0005.

    A bare number is per cent. ``厘`` is refused: it is 0.1 % to those who think in months and 1 % to those who think
    in years. What period and what amount the rate is of is said beside it, by its basis, unless the text says it
    (``rate_basis_told``). An effective yearly rate is no basis: what a contract charges a term does not follow from it
    alone (see ``RateBasis``).

    Args:
        text: what was typed.
        field: the form field that an error belongs to.

    Raises:
        PlannerError: ``rate.empty``, ``.effective``, ``.unreadable``, ``.negative``, ``.too_high`` (above 1000 %).
    """
    folded = fold(text).translate(NUMERALS)
    if not folded:
        raise PlannerError("rate.empty", field=field)
    if re.search(_EFFECTIVE, folded):
        raise PlannerError("rate.effective", field=field, text=quoted(text))
    match = re.fullmatch(_RATE, folded)
    if match is None or (match["before"] and match["after"]) or (match["named"] and match["per"]):
        raise PlannerError("rate.unreadable", field=field, text=quoted(text))
    value = Decimal(match["number"]).scaleb(_EXPONENTS[match["before"] or match["after"] or "%"])
    if value < 0:
        raise PlannerError("rate.negative", field=field, text=quoted(text))
    if value * 100 > HIGHEST_PERCENT:
        raise PlannerError("rate.too_high", field=field, text=quoted(text), highest=HIGHEST_PERCENT)
    return value


def parse_share(text: str, *, field: str | None = None) -> Decimal:
    """A share of something as an exact fraction: ``40`` and ``40%`` are 0.4; read as ``parse_rate`` reads a rate.

    Args:
        text: what was typed.
        field: the form field that an error belongs to.

    Raises:
        PlannerError: ``rate.share`` for what is no number of per cent from 0 to ``HIGHEST_PERCENT``.
    """
    try:
        return parse_rate(text, field=field)
    except PlannerError:
        raise PlannerError("rate.share", field=field, text=quoted(text)) from None


def rate_basis_told(text: str) -> RateBasis | None:
    """What a typed rate itself says it is per: ``日息0.05%``, ``0.8%/月``, ``年化18``; and ``万四``, ``万分之五``.

    In parts of ten thousand Chinese lenders quote rates a day, and nothing else. None where the text does not say, or
    is no rate.
    """
    match = re.fullmatch(_RATE, fold(text).translate(NUMERALS))
    if match is None:
        return None
    per = match["named"] or match["per"]
    if per:
        return _PER[per]
    return RateBasis.DAY if match["before"] in ("万", "万分之") else None


_LPR = rf"(?:lpr)? *(?P<lpr>{_PLAIN}) *%? *(?P<sign>[+-]) *(?P<margin>{_PLAIN}) *(?:bps?|个?基点)?"


def parse_lpr(text: str) -> tuple[Decimal, Decimal] | None:
    """The loan prime rate as a fraction and its margin in basis points: ``LPR 3.5% - 30bp`` is (0.035, −30).

    Without the word and the units too (``3.5-30``); None when the text is something else.
    """
    match = re.fullmatch(_LPR, fold(text))
    if match is None:
        return None
    margin = Decimal(match["margin"])
    return Decimal(match["lpr"]).scaleb(-2), -margin if match["sign"] == "-" else margin


def parse_rate_or_lpr(text: str) -> Decimal:
    """As ``parse_rate``; the prime rate with its margin (see ``parse_lpr``) is the sum of the two. Raises the same."""
    prime = parse_lpr(text)
    if prime is None:
        return parse_rate(text)
    value = lpr_rate(*prime).value
    if value < 0:
        raise PlannerError("rate.negative", text=quoted(text))
    if value * 100 > HIGHEST_PERCENT:
        raise PlannerError("rate.too_high", text=quoted(text), highest=HIGHEST_PERCENT)
    return value


_COUNT = r"(-?[0-9]{1,9}) ?(?:期|个月|个|月|天|日|号|次)?"


def parse_factor(text: str, *, field: str | None = None) -> Decimal:
    """A plain positive number such as 7.1234, up to eight places, full-width signs allowed.

    Raises:
        PlannerError: ``factor.empty``, ``factor.unreadable``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise PlannerError("factor.empty", field=field)
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,8})?", plain) or not Decimal(plain):
        raise PlannerError("factor.unreadable", field=field, text=text)
    return Decimal(plain)


def parse_count(text: str, *, low: int = 0, high: int = 9999, field: str | None = None) -> int:
    """A whole number from ``low`` to ``high`` (both inclusive): ``12``, ``１２``, ``12期``, ``3天``, ``20号``.

    Raises:
        PlannerError: ``count.empty``, ``.unreadable``, ``.range``.
    """
    folded = fold(text)
    if not folded:
        raise PlannerError("count.empty", field=field, low=low, high=high)
    match = re.fullmatch(_COUNT, folded)
    if match is None:
        raise PlannerError("count.unreadable", field=field, text=quoted(text))
    if not low <= int(match[1]) <= high:
        raise PlannerError("count.range", field=field, text=quoted(text), low=low, high=high)
    return int(match[1])
