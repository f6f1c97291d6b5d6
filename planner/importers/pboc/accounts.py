"""Cards, loans and lines: an opening that names them, then sentences on how they stand.

Forms (public readers of the report and their tests, 2016–2026; ``n`` an amount, ``k`` and ``m`` counts):

- ``<day><institution>发放的贷记卡（<currency>账户[，卡片尾号：<4>]）。`` or 准贷记卡; closed ``，<month>销户。``
  or 未激活销户, older ``，截至<month>已销户。``; never used ``，截至<month>尚未激活。``
- ``<day><institution>发放的n元（<currency>）<business>，<day>到期。``; ended ``，<month>已结清。`` or 已转出, which may
  also stand behind all other sentences
- ``<day><institution>为<business>授信，额度有效期至<day>，可循环使用。`` or 额度长期有效, 不可循环使用;
  ended ``<month>已结清。``
- ``截至<month>，`` with 信用额度n[元（currency）] · 信用额度折合人民币n · 已使用额度n ·
  余额[为]n[元（含未出单的大额专项分期余额n元）] · 透支余额n · 大额专项分期余额n · 尚未激活 · 已变成呆账 · 当前无逾期 ·
  当前有逾期 · 已逾期 · 逾期金额n · 从未发生过逾期 · 账户状态为“止付” or 已冻结
- ``最近5年内有k个月处于逾期状态[，没有发生过90天以上逾期 | ，其中m个月逾期超过90天]。``; of a 准贷记卡
  ``最近5年内有k个月透支超过60天，其中m个月透支超过90天。`` or 没有发生过90天以上透支
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from planner.domain.basics.money import YUAN
from planner.domain.credit.file import AccountKind, ReportedState
from planner.domain.credit.months import MOST
from planner.domain.credit.report.checks import for_premises
from planner.importers.pboc.words import (
    AMOUNT,
    CURRENCY,
    DAY,
    INSTITUTION,
    MONTH,
    ImpossibleError,
    amount,
    as_of,
    currency,
    day,
    month,
    plausible,
)

_LONGEST_YEARS = 50  # no loan to a person runs longer
Fields = dict[str, Any]
"""Some attributes of ``ReportedAccount``."""

# Other business than loans: 融资租赁 and three kinds of securities financing, as public readers list them.
_BUSINESS = (
    r"(?:[\u4e00-\u9fff]{1,30}(?:\([\u4e00-\u9fff]{1,20}\))?贷款(?:\([\u4e00-\u9fff]{1,20}\))?"
    r"|融资租赁(?:业务)?|融资融券(?:交易|业务)|约定购回式证券交易|股票质押式回购交易)"
)
_CARD = re.compile(
    rf"(?P<on>{DAY})(?P<who>{INSTITUTION}?)发放的(?P<business>准?贷记卡)"
    rf"\((?P<currency>{CURRENCY}?)账户(?:,卡片尾号:(?P<tail>\d{{4}}))?\)"
    rf"(?:。|,(?=截至{MONTH},?尚未激活)|,(?:截至(?P<closed>{MONTH})已|(?P<closed_new>{MONTH})已?)(?:未激活)?销户。)"
)
_LOAN = re.compile(
    rf"(?P<on>{DAY})(?P<who>{INSTITUTION}?)发放的(?P<amount>{AMOUNT})元\((?P<currency>{CURRENCY})\)"
    rf"(?P<business>{_BUSINESS}),(?:(?P<due>{DAY})到期。|(?P<ended>{MONTH})已(?P<how>结清|转出)。)"
)
_LINE = re.compile(
    rf"(?P<on>{DAY})(?P<who>{INSTITUTION})为(?P<business>{_BUSINESS})授信,"
    rf"(?:额度有效期至(?P<until>{DAY}),|(?P<forever>额度长期有效),)?(?P<once>不?)可循环使用。"
    rf"(?:(?P<ended>{MONTH})已(?P<how>结清|转出)。)?"
)
_AS_OF = re.compile(rf"截至({MONTH})(?:,|(?=尚未激活))")
_ENDED = re.compile(rf"(?P<ended>{MONTH})已(?P<how>结清|转出)。")
_OVERDUE = re.compile(
    r"最近5年内有(?P<k>\d{1,3})个月处于逾期状态"
    r"(?:,(?P<none>没有发生过90天以上逾期)|,其中(?P<m>\d{1,3})个月逾期超过90天)?。"
)
_OVERDRAWN = re.compile(
    r"最近5年内有(?P<k>\d{1,3})个月透支超过60天"
    r"(?:,其中(?P<m>\d{1,3})个月透支超过90天|,(?P<none>没有发生过90天以上透支))。"
)
_NOW_FORM = r"(?:当前(?P<now>[无有])逾期|(?:当前)?已逾期)"
_NOW = re.compile(_NOW_FORM + "。")
# The states of a card that an issuer stopped, by the bureau's list of states.
_STOPPED_FORM = r"(?:账户状态为|状态为|已被|已)\"?(?P<how>银行止付|止付|冻结|司法追偿)\"?"
_STOPPED = re.compile(_STOPPED_FORM + "。")

_CLAUSES: dict[str, re.Pattern[str]] = {
    name: re.compile(form + r"(?P<end>[,。])")
    for name, form in {
        "limit": rf"信用额度(?:折合人民币)?(?P<n>{AMOUNT})(?:元(?:\((?P<currency>{CURRENCY})\))?)?",
        "used": rf"已使用额度(?:折合人民币)?(?P<n>{AMOUNT})",
        "balance": rf"(?:透支)?余额为?(?P<n>{AMOUNT})元?(?:\(含未出单的大额专项分期余额(?P<within>{AMOUNT})元?\))?",
        "instalments": rf"大额专项分期余额(?P<n>{AMOUNT})",
        "inactive": r"尚未激活",
        "bad": r"已变成呆账",
        "now": _NOW_FORM,
        "late": rf"(?:当前)?逾期(?:金额|总额)为?(?P<n>{AMOUNT})元?",
        "stopped": _STOPPED_FORM,
        "never": r"从未发生过逾期",
    }.items()
}
_STATES = {"inactive": ReportedState.NOT_ACTIVATED, "bad": ReportedState.BAD_DEBT}
_AMOUNTS = {"limit": "limit_minor", "used": "used_minor", "balance": "balance_minor", "late": "overdue_minor"}


def account(text: str) -> Fields | None:
    """What the sentences of one account say, all of them; None where one of them has another form.

    Raises:
        ImpossibleError: where they contradict each other or the calendar.
    """
    for opening, form in ((_card, _CARD), (_loan, _LOAN), (_line, _LINE)):
        match = form.match(text)
        if match is not None:
            fields = opening(match)
            if not _named(fields) or not _lasts(fields) or not _standing(text, match.end(), fields):
                return None
            if not _stands(fields):
                return None
            _check(fields)
            return fields
    return None


def _card(match: re.Match[str]) -> Fields:
    closed = match["closed"] or match["closed_new"]
    return {
        "kind": AccountKind.CARD,
        "institution": match["who"],
        "opened_on": day(match["on"]),
        "business": match["business"],
        "currency": currency(match["currency"]),
        "tail": match["tail"] or "",
        **({"state": ReportedState.CLOSED, "ended_in": month(closed)} if closed else {}),
    }


def _loan(match: re.Match[str]) -> Fields:
    return {
        "kind": AccountKind.MORTGAGE if for_premises(match["business"]) else AccountKind.LOAN,
        "institution": match["who"],
        "opened_on": day(match["on"]),
        "business": match["business"],
        "currency": currency(match["currency"]),
        "amount_minor": amount(match["amount"]),
        **({"due_on": day(match["due"])} if match["due"] else _ended(match)),
    }


def _line(match: re.Match[str]) -> Fields:
    """The currency stands with the limit; without one it is the yuan, as all amounts of the report are."""
    return {
        "kind": AccountKind.LINE,
        "institution": match["who"],
        "opened_on": day(match["on"]),
        "business": match["business"],
        "currency": YUAN,
        "valid_until": day(match["until"]) if match["until"] else None,
        "valid_forever": match["forever"] is not None,
        "revolving": not match["once"],
        **(_ended(match) if match["ended"] else {}),
    }


def _named(fields: Fields) -> bool:
    business = "" if fields["kind"] is AccountKind.CARD else fields["business"]
    return all(plausible(name) for name in (fields["institution"], business, fields["currency"]))


def _lasts(fields: Fields) -> bool:
    """Whether it says what all of its kind do: a line that goes on says until when."""
    if fields["kind"] is not AccountKind.LINE or "ended_in" in fields:
        return True
    return fields["valid_until"] is not None or fields["valid_forever"]


def _stands(fields: Fields) -> bool:
    """Whether anything is said of how it stands: of cards sources have months overdue alone."""
    months_alone = fields["kind"] is AccountKind.CARD and "overdue_months" in fields
    return fields.get("state") is not None or months_alone


def _ended(match: re.Match[str]) -> Fields:
    state = ReportedState.SETTLED if match["how"] == "结清" else ReportedState.TRANSFERRED
    return {"state": state, "ended_in": month(match["ended"])}


def _standing(text: str, at: int, fields: Fields) -> bool:
    """Reads the sentences after the opening into ``fields``; False where one is not understood or comes twice."""
    done: set[_Into] = set()
    while at < len(text):
        match = _AS_OF.match(text, at)
        if match is not None:
            if "as_of" in fields or done or "ended_in" in fields:
                return False
            fields["as_of"] = as_of(match[1])
            end = _clauses(text, match.end(), fields)
            if end is None:
                return False
            at = end
            continue
        found = next(((m, into) for form, into in _SENTENCES if (m := form.match(text, at))), None)
        if found is None or found[1] in done or _said(found[1], fields):
            return False
        match, into = found
        done.add(into)
        into(match, fields)
        at = match.end()
    return True


def _said(into: _Into, fields: Fields) -> bool:
    """Whether a sentence says again what is said, or what a card has no such sentence for."""
    if into is _end:
        return "ended_in" in fields or fields["kind"] is AccountKind.CARD
    return (into is _now and "overdue_now" in fields) or (into is _stopped and "restriction" in fields)


def _clauses(text: str, at: int, fields: Fields) -> int | None:
    """Reads clauses up to a full stop; where it ends, or None where a clause is not understood or comes twice."""
    seen: set[str] = set()
    while True:
        found = next(((name, m) for name, form in _CLAUSES.items() if (m := form.match(text, at))), None)
        if found is None or found[0] in seen or not _fits(*found, fields):
            return None
        name, match = found
        seen.add(name)
        _clause(name, match, fields)
        at = match.end()
        if match["end"] == "。":
            break
    if {"used", "balance"} <= seen or not seen & {"used", "balance", "inactive"}:
        return None  # no source has both or nothing of what is owed
    if fields.get("state") is None:
        fields["state"] = ReportedState.OPEN
    return at


def _fits(name: str, match: re.Match[str], fields: Fields) -> bool:
    """Whether a clause stands with this kind of account: a card names its currency in front."""
    return name != "limit" or not match["currency"] or fields["kind"] is AccountKind.LINE


def _clause(name: str, match: re.Match[str], fields: Fields) -> None:
    if name in _AMOUNTS:
        fields[_AMOUNTS[name]] = amount(match["n"])
    if name == "instalments":
        fields["instalments_minor"] = amount(match["n"])
    elif name == "balance" and match["within"]:
        fields["instalments_minor"], fields["instalments_within"] = amount(match["within"]), True
        if fields["instalments_minor"] > fields["balance_minor"]:
            raise ImpossibleError(match["within"])
    elif name == "limit" and match["currency"]:
        fields["currency"] = currency(match["currency"])
    elif name in _STATES:
        fields["state"] = _STATES[name]
    elif name == "now":
        _now(match, fields)
    elif name == "stopped":
        _stopped(match, fields)
    elif name == "never":
        fields["ever_overdue"] = False


def _now(match: re.Match[str], fields: Fields) -> None:
    fields["overdue_now"] = match["now"] != "无"


def _stopped(match: re.Match[str], fields: Fields) -> None:
    fields["restriction"] = match["how"]


def _end(match: re.Match[str], fields: Fields) -> None:
    fields |= _ended(match)


def _months(match: re.Match[str], fields: Fields) -> None:
    fields["overdue_months"] = int(match["k"])
    if match["m"]:
        fields["over_90_months"] = int(match["m"])
    elif match["none"]:
        fields["over_90_months"] = 0


_Into = Callable[[re.Match[str], Fields], None]
_SENTENCES: tuple[tuple[re.Pattern[str], _Into], ...] = (
    (_OVERDUE, _months),
    (_OVERDRAWN, _months),
    (_NOW, _now),
    (_STOPPED, _stopped),
    (_ENDED, _end),
)


def _check(fields: Fields) -> None:
    """What is said must go together.

    Raises:
        ImpossibleError: where it does not.
    """
    if fields.get("overdue_minor") and fields.setdefault("overdue_now", True) is False:
        raise ImpossibleError("overdue")
    months = fields.get("overdue_months")
    if months is not None and not (fields.get("over_90_months") or 0) <= months <= MOST:
        raise ImpossibleError("months")
    late = bool(months or fields.get("overdue_now") or fields.get("state") is ReportedState.BAD_DEBT)
    if late and fields.get("ever_overdue") is False:
        raise ImpossibleError("never")
    if late:
        fields["ever_overdue"] = True
    ends = (fields.get("due_on"), fields.get("valid_until"), fields.get("as_of"))
    opened = fields["opened_on"]
    if "due_on" in fields and fields["due_on"].year - opened.year > _LONGEST_YEARS:
        raise ImpossibleError("due")
    ended = fields.get("ended_in")
    if any(end is not None and end < opened for end in ends) or (ended and ended < opened.replace(day=1)):
        raise ImpossibleError("order")
