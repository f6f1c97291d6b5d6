"""Entries that are not the person's own accounts: answering for others, disposals, and what a guarantor paid.

Forms (public readers of the report and their tests):

- ``<day>，为<debtor>（证件类型：<paper>，证件号码：<number>）在<institution>办理的<business>承担相关还款责任，
  责任人类型为<role>，相关还款责任金额n|--[（保证合同编号：<number>）]。
  截至<day or month>，[<business>]余额n|--（人民币元）。``
- older: ``<day>，为<debtor>（…）在<institution>办理的贷款提供担保，担保贷款合同金额n，担保金额n。
  截至<day>，担保贷款本金余额n。``
- ``<day>，<institution>接收债权，金额为n。截至<day>，余额为n，最近一次还款日期为<day>``
- ``<day>以来<institution>累计代偿金额n。[（<month>已结清）]``
- older: ``<day><institution>进行最近一次代偿，累计代偿金额n。最近一次还款日期为<day>，余额n。``

The debtor, the number of the paper and that of the contract are matched and left behind.
"""

from __future__ import annotations

import re
from typing import Any

from planner.domain.credit.report.entries import Role
from planner.importers.pboc.words import (
    AMOUNT,
    DAY,
    INSTITUTION,
    MONTH,
    ImpossibleError,
    amount,
    amount_or_none,
    as_of,
    day,
    month,
    plausible,
)

Fields = dict[str, Any]

_ROLES = {
    "保证人": Role.GUARANTOR,
    "共同借款人": Role.CO_BORROWER,
    "票据承兑人": Role.ACCEPTOR,
    "应收账款债务人": Role.RECEIVABLES_DEBTOR,
    "供应链核心企业": Role.CORE_FIRM,
    "其他": Role.OTHER,
}
# A paper's kind tells a firm from a person: those that public readers of the report list.
_OF_FIRMS = frozenset({"中征码", "统一社会信用代码", "组织机构代码", "贷款卡编码", "工商注册号"})
_OF_PERSONS = frozenset({"身份证", "居民身份证", "护照", "户口簿", "军官证", "士兵证", "港澳居民来往内地通行证"})

_BUSINESS = r"[\u4e00-\u9fff()]{2,40}?"
_DEBTOR = r"为[^。]{1,80}?\(证件类型:(?P<paper>[^,:。]{1,30}),证件号码:[^)。,:]{1,40}\)"
_RESPONSIBILITY = re.compile(
    rf"(?P<on>{DAY}),{_DEBTOR}在(?P<who>{INSTITUTION}?)办理的(?P<business>{_BUSINESS})承担相关还款责任,"
    rf"责任人类型为(?P<role>{'|'.join(_ROLES)}),相关还款责任金额(?P<amount>{AMOUNT}|--)(?:\(保证合同编号:[^。]{{1,80}}?\))?。"
    rf"截至(?P<as_of>{DAY}|{MONTH}),(?:贷款|(?P=business))?余额(?P<balance>{AMOUNT}|--)\(人民币元?\)。"
)
_GUARANTEE = re.compile(
    rf"(?P<on>{DAY}),{_DEBTOR}在(?P<who>{INSTITUTION}?)办理的(?P<business>贷款)提供担保,"
    rf"担保贷款合同金额(?P<loan>{AMOUNT}),担保金额(?P<amount>{AMOUNT})。"
    rf"截至(?P<as_of>{DAY}),担保贷款本金余额(?P<balance>{AMOUNT})。"
)
_DISPOSAL = re.compile(
    rf"(?P<on>{DAY}),?(?P<who>{INSTITUTION}?)接收债权,金额为(?P<amount>{AMOUNT})。"
    rf"截至(?P<as_of>{DAY}),余额为(?P<balance>{AMOUNT}),最近一次还款日期为(?P<paid>{DAY})。?"
)
_PAID = re.compile(
    rf"(?P<on>{DAY})以来(?P<who>{INSTITUTION}?)累计代偿金额(?P<amount>{AMOUNT})。"
    rf"(?:\((?P<settled>{MONTH})已结清\)。?|(?P<settled_bare>{MONTH})已结清。)?"
)
_PAID_LAST = re.compile(
    rf"(?P<on>{DAY})(?P<who>{INSTITUTION}?)进行最近一次代偿,累计代偿金额(?P<amount>{AMOUNT})。"
    rf"最近一次还款日期为(?P<paid>{DAY}),余额(?P<balance>{AMOUNT})。"
)


def responsibility(text: str) -> Fields | None:
    """Attributes of a ``Responsibility``, or None where the sentence has another form.

    Raises:
        ImpossibleError: for a day or an amount that cannot be.
    """
    match = _RESPONSIBILITY.fullmatch(text) or _GUARANTEE.fullmatch(text)
    if match is None or not plausible(match["who"]) or not plausible(match["business"]):
        return None
    found = match.groupdict()
    fields = {
        "began_on": day(found["on"]),
        "institution": found["who"],
        "business": found["business"],
        "role": _ROLES[found["role"]] if "role" in found else Role.GUARANTOR,
        "for_firm": _for_firm(found["paper"]),
        "amount_minor": amount_or_none(found["amount"]),
        "as_of": as_of(found["as_of"]),
        "balance_minor": amount_or_none(found["balance"]),
        "loan_minor": amount(found["loan"]) if "loan" in found else None,
    }
    _in_order(fields["began_on"], fields["as_of"])
    return fields


def disposal(text: str) -> Fields | None:
    """Attributes of a ``Disposal``, or None; raises as ``responsibility``."""
    match = _DISPOSAL.fullmatch(text)
    if match is None or not plausible(match["who"]):
        return None
    fields = {
        "on": day(match["on"]),
        "institution": match["who"],
        "amount_minor": amount(match["amount"]),
        "as_of": as_of(match["as_of"]),
        "balance_minor": amount(match["balance"]),
        "last_paid_on": day(match["paid"]),
    }
    _in_order(fields["on"], fields["as_of"])
    _in_order(fields["last_paid_on"], fields["as_of"])
    return fields


def guarantor_payment(text: str) -> Fields | None:
    """Attributes of a ``GuarantorPayment``, or None; raises as ``responsibility``."""
    match = _PAID.fullmatch(text) or _PAID_LAST.fullmatch(text)
    if match is None or not plausible(match["who"]):
        return None
    found = match.groupdict()
    fields: Fields = {"on": day(found["on"]), "institution": found["who"], "amount_minor": amount(found["amount"])}
    if "paid" in found:
        fields |= {"latest": True, "last_paid_on": day(found["paid"]), "balance_minor": amount(found["balance"])}
    elif found["settled"] or found["settled_bare"]:
        fields["settled_in"] = month(found["settled"] or found["settled_bare"])
        _in_order(fields["on"].replace(day=1), fields["settled_in"])
    return fields


def _for_firm(paper: str) -> bool | None:
    return True if paper in _OF_FIRMS else False if paper in _OF_PERSONS else None


def _in_order(first: Any, later: Any) -> None:
    if later is not None and later < first:
        raise ImpossibleError("order")
