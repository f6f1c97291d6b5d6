"""Texts of cells → days, amounts and numbers of orders: read as they stand or not at all, never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

from planner.domain.basics.money import LIMIT_MINOR

_TIME = r"(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?"
SECTION = re.compile(
    r"(?:以下是您的)?((?:还款|退款|退货|消费|取现|分期|(?:其[他它])?费用(?:返还)?|利息|[、/及和与])+)(?:交易)?(?:明细)?[:：]?"
)
"""A line that stands alone in a card's bill and says what the rows below it are."""
_WHOLE = r"(?![\d?*#\ufffd])"  # no part of it is hidden
_DATE = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?{_TIME}{_WHOLE}")
_DIGITS = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TIME}{_WHOLE}")
_BARE_SHORT = re.compile(r"(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/月](\d{1,2})日?(?![-/])" + _WHOLE)
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2}):?(\d{2})")
_USUAL = re.compile(r"[¥￥]?([0-9]{1,9})\.([0-9]{2})")
_PLAIN = re.compile(r"([-+]?)(\d{1,16}(?:\.\d{0,8})?|\.\d{1,8})")
_GROUPS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_YUAN = re.compile(r"(?:人民币元?|CNY|RMB|¥)\s*/?\s*")
_YUAN_AFTER = re.compile(r"\s*/?\s*(?:人民币元?|CNY|RMB|元)$")
_TURN = re.compile(r"\s*(?:\((?:(CR|存入|贷)|DR|支出|借)\)|(?:(CR|存入)|DR|支出))$", re.IGNORECASE)
_PLACE = re.compile(r"\((?:CN|CHN)\)$")
_BACK = re.compile(r"\((?:已?(?:全额)?退款[¥\d.,]*)\)$")
_BEGINNING, _REST = re.compile(r"[-+]?\d{1,3}"), re.compile(r"\d{3}(?:\.\d*)?(?:元|\(.*\))?")
_FOREIGN = re.compile(
    r"\b(?:USD|EUR|HKD|JPY|GBP|AUD|CAD|SGD|KRW|THB|MOP|TWD|CHF|NZD)|美元|欧元|港[币元]|日元|英镑|韩元|[$€£]"
)
_ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)


def folded(text: str) -> str:
    """``text`` with full-width letters, digits and signs as the ordinary ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=64)  # the day of a row is asked for twice
def day_of(text: str, billed: tuple[int, int] | None = None) -> tuple[date | None, str]:
    """The day and the time of day (as written, may be empty) at the beginning of ``text``; None: no day of a calendar.

    ``billed``: year and month of the bill, by which a day without a year (``12/29``, ``1229``) is one of the twelve
    months up to it; without them such a day is none.
    """
    text = folded(text).strip()
    found = _DATE.match(text) or _DIGITS.match(text)
    if found:
        return _whole(found[1], found[2], found[3], found[4] or "")
    short = _SHORT.match(text) or _BARE_SHORT.fullmatch(text)
    if short and billed:
        year, month = billed
        return _whole(str(year - (int(short[1]) > month)), short[1], short[2], "")
    return None, ""


@lru_cache(maxsize=4096)
def _whole(year: str, month: str, day: str, at: str) -> tuple[date | None, str]:
    try:
        return date(int(year), int(month), int(day)), at
    except ValueError:
        return None, ""


def time_of(text: str) -> str:
    """``123456`` and ``12:34:56`` as ``12:34:56``; empty for anything else."""
    found = _CLOCK.fullmatch(folded(text).strip())
    return f"{found[1]:>02}:{found[2]}:{found[3]}" if found else ""


@lru_cache(maxsize=1024)
def amount_of(text: str) -> int | None:
    """Fen, with the sign as written, of ``￥1,234.50``, ``-30.00``, ``CNY 2.99``, ``8,000.00(CN)``; None: unreadable.

    What ``turn_of`` understands is left out: it is no sign.

    Anything that is not an exact amount in yuan is None: fractions of a fen, other currencies, ``(88.00)``, ``###``.
    """
    usual = _USUAL.fullmatch(text)
    if usual:
        return int(usual[1] + usual[2])
    plain = bare(text)
    if "," in plain:
        plain = plain.replace(",", "") if _GROUPS.fullmatch(plain) else ""
    found = _PLAIN.fullmatch(plain)
    if not found:
        return None
    minor = Decimal(found[2]) * 100
    whole = int(minor)
    if minor != whole or whole > LIMIT_MINOR:
        return None
    return -whole if found[1] == "-" else whole


def bare(text: str) -> str:
    """An amount without what says that it is yuan, whose way it goes, or that some of it came back."""
    plain = _PLACE.sub("", _BACK.sub("", _TURN.sub("", folded(text).strip())))
    sign, rest = (plain[:1], plain[1:].strip()) if plain[:1] in ("-", "+") else ("", plain)
    return sign + _YUAN.sub("", _YUAN_AFTER.sub("", rest), count=1).strip()


def is_foreign(text: str) -> bool:
    """Whether the cell of an amount names another currency than yuan: ``USD 10.00``, ``港币 5.00``."""
    return "\ufffd" not in text and bool(_FOREIGN.search(folded(text).upper()))


def turn_of(text: str) -> int:
    """What the cell of an amount says beside it: paid in (``88.50(存入)``, ``12.00CR``) 1, out -1, nothing 0."""
    if text[-1:].isdigit():  # nearly all
        return 0
    found = _TURN.search(folded(text).strip())
    return 0 if found is None else 1 if found[1] or found[2] else -1


def comes_back(text: str) -> bool:
    """Whether the cell of an amount says that money came back."""
    return (")" in text or "）" in text) and bool(_BACK.search(folded(text).strip()))


def is_cut(first: str, following: str) -> bool:
    """Whether an amount goes on in the next cell (``¥1`` and ``234.56``): a comma in it parted the row, unquoted."""
    return bool("." not in first and _BEGINNING.fullmatch(bare(first)) and _REST.fullmatch(folded(following).strip()))


def number_of(text: str) -> str:
    """An order number without what spreadsheets put around it; empty if one has rounded it (``2.02E+27``)."""
    plain = text.strip("=\"'` ")
    return "" if plain in ("/", "-") or _ROUNDED.fullmatch(plain) else plain
