"""What a bill in a PDF prints beside its rows: its days, what is owed, and the sums it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from planner.domain.imports.file import Stated
from planner.importers.pdfwords import Line, Word
from planner.importers.values import amount_of, day_of, folded

_LABELS: dict[str, tuple[str, ...]] = {
    "billed_on": ("账单日", "账单日期", "账单生成日", "对账单生成日", "出账日", "结单日"),
    "due_on": ("到期还款日", "到期还款日期", "最后还款日", "最后到期还款日", "贷记卡到期还款日", "还款到期日"),
    "owed_minor": (
        "本期还款总额", "本期应还金额", "本期应还款额", "本期应还款总额", "本期应还总额", "本期全部应还款额",
        "账户账单金额", "本期应还", "本期账单应还金额", "应还款总额",
    ),
    "least_minor": ("本期最低还款额", "最低还款额", "本期最低应还款额", "本期最低应还额", "最低应还款额"),
    "before_minor": ("上期账单金额", "上期应还款额", "上期全部应还款额", "上期应还金额", "上期账单余额", "上期余额"),
    "paid_minor": ("上期还款金额", "上期已还款额", "本期还款金额", "本期已还款额", "本期还款", "还款/退货/费用返还"),
    "new_minor": (
        "本期账单金额", "本期新增金额", "本期新增", "本期消费金额", "消费/取现/其他费用", "消费/取现/其它费用",
    ),
}  # fmt: skip
_FIELD = {label: field for field, labels in _LABELS.items() for label in labels}
_PERIOD = re.compile(
    r"账单周期.{0,20}?(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})日?\s*[-~～—至到]+\s*(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})"
)
_YUAN_SIGN = re.compile(r"[¥￥]|RMB|CNY|人民币元?", re.IGNORECASE)
_OTHER_SIGN = re.compile(r"[$€£]|USD|EUR|HKD|JPY|GBP|美元|欧元|港币|日元", re.IGNORECASE)
_BELOW = 3.6  # of its height that a value stands below its name
_HALF = 1.0  # of its height that a value stands higher or lower than its name
_ASIDE = 2.0  # of its height that a value stands beside the place below its name
_MOST_LINES = 5_000


def stated_in(lines: Sequence[Line]) -> Stated:
    """What these lines say; of names with several values that differ nothing."""
    found: dict[str, set[Any]] = {field: set() for field in _LABELS}
    lines = lines[:_MOST_LINES]
    for at, line in enumerate(lines):
        for number, (field, rest) in _named(line):
            read = _day if field.endswith("_on") else _amount
            value = read(rest) if rest else _near(lines, at, number, read)
            if value is not None:
                found[field].add(value)
    one = {field: next(iter(values)) for field, values in found.items() if len(values) == 1}
    if not found["owed_minor"] and not found["before_minor"] and "new_minor" in one:
        one["owed_minor"] = one.pop("new_minor")  # the amount of this bill, where nothing else is called what is owed
    from_on, to_on = _period(lines)
    return Stated(from_on=from_on, to_on=to_on, **one)


def _named(line: Line) -> Iterator[tuple[int, tuple[str, str]]]:
    """The words of a line that name something of a bill, with what stands behind a colon in the same word."""
    for number, word in enumerate(line.words):
        name, _, rest = folded(word.text).replace(" ", "").partition(":")
        name = re.sub(r"^(?:人民币|RMB)|(?<=[\u4e00-\u9fff])[A-Za-z./&-]+$|[.()]|\((?:人民币|元|RMB|CNY)\)$", "", name)
        field = _FIELD.get(name)
        if field is not None:
            yield number, (field, rest)


def _day(text: str) -> date | None:
    return day_of(text)[0]


def _amount(text: str) -> int | None:
    return None if not re.search(r"\d\.\d\d", text) else amount_of(text)


def _near(lines: Sequence[Line], at: int, number: int, read: Callable[[str], Any]) -> Any:
    """The value of a name: beside it, below it, or beside both lines of a name in two languages."""
    word = lines[at].words[number]
    value = _beside(lines[at], number, read)
    if value is None:
        value = _below(lines, at, word, read)
    return _between(lines, at, word, read) if value is None else value


def _between(lines: Sequence[Line], at: int, name: Word, read: Callable[[str], Any]) -> Any:
    """The nearest value to the right that stands half a line higher or lower, before another name does."""
    found: list[tuple[float, Any]] = []
    for line in lines[max(at - 3, 0) : at + 4]:
        if line.page != lines[at].page or abs(line.baseline - name.baseline) > _HALF * name.height:
            continue
        names = [line.words[place].left for place, _ in _named(line)]
        for number, word in enumerate(line.words):
            between = any(name.right < left < word.left for left in names)
            if word.left > name.right and not between and not _is_foreign(line, number):
                value = read(folded(word.text))
                found += [(word.left, value)] if value is not None else []
    return min(found, key=lambda one: one[0])[1] if found else None


def _beside(line: Line, number: int, read: Callable[[str], Any]) -> Any:
    """The value to the right of a name, before another name stands there."""
    sign = ""
    for word in line.words[number + 1 :]:
        text = folded(word.text)
        if _YUAN_SIGN.fullmatch(text) or _OTHER_SIGN.fullmatch(text):
            sign = text
            continue
        value = None if _OTHER_SIGN.fullmatch(sign) else read(text)
        if value is not None:
            return value
        if not text.isascii() or text in ("=", "+", "-"):
            return None
    return None


def _below(lines: Sequence[Line], at: int, name: Word, read: Callable[[str], Any]) -> Any:
    """The value that stands nearest below a name."""
    slack = _ASIDE * name.height
    for line in lines[at + 1 : at + 6]:
        if line.page != lines[at].page or name.baseline - line.baseline > _BELOW * name.height:
            return None
        near = [
            (abs(word.left + word.right - name.left - name.right), value)
            for number, word in enumerate(line.words)
            if word.right > name.left - slack
            and word.left < name.right + slack
            and not _is_foreign(line, number)
            and (value := read(folded(word.text))) is not None
        ]
        if near:
            return min(near, key=lambda one: one[0])[1]
    return None


def _is_foreign(line: Line, number: int) -> bool:
    return number > 0 and bool(_OTHER_SIGN.fullmatch(line.words[number - 1].text))


def _period(lines: Sequence[Line]) -> tuple[date | None, date | None]:
    for line in lines:
        found = _PERIOD.search(folded(line.text))
        if found:
            return _day(found[1]), _day(found[2])
    return None, None
