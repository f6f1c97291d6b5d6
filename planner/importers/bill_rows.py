"""What a row of a bill says about the person's debts: of an app, of a credit card, of a current account.

The wordings of one kind of file stand in its map (``maps.Word``); what is common to all of a sort stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from planner.domain.imports.file import CARD, LENDER, CreditAccount, FileEntry, FileRow, Kind, Meaning
from planner.importers.alipay_rows import (
    LENDER_PARTY,
    LOST,
    NOT_CREDIT,
    REPAY_WORD,
    card_of,
    doubted,
    plain,
    source_of,
    state_of,
    with_state,
)
from planner.importers.maps import FileMap, Word, Words
from planner.values import replace

OUT, IN = "支出", "收入"

_TAKEN_BACK = re.compile(r"退款|退货|退回|撤销|冲正")
_CARD_PAID = re.compile(r"还款|还信用卡|银联入账|转账存入|还清")
_CHARGE = re.compile(r"利息|违约金|滞纳金|年费|手续费|取现|现金分期|账单分期|预借现金")
_PART = re.compile(r"分期.*?\d{1,2}/\d{1,2}期?|第\d{1,2}期")
_LOAN_PAID = re.compile(
    r"(?:正常|提前|逾期|贷款|按揭|房贷|车贷|分期|自动).{0,4}(?:还款|归还|扣款)|归还贷款|还贷|贷款(?:本息|扣款|归还)"
)
_LOAN_OUT = re.compile(r"(?:贷款|借款).{0,4}(?:发放|放款|到账|支用)|放款")
_CARD_WORDS = re.compile(
    r"信用卡.{0,6}还款|还款.{0,6}信用卡|还信用卡|掌上生活还款|银行卡中心|信用卡中心|贷记卡.{0,4}还款"
)


def meaning(row: FileRow, kind: FileMap, tail: str = "") -> Meaning:
    """What ``row`` does to a debt of the person, and if nothing (or nothing that is sure), why.

    ``tail``: the last digits of the card that the file is about, where it says them.
    """
    if row.problem:
        return Meaning(Kind.OTHER, reason="unreadable" if row.problem != "currency" else "other_currency")
    if kind.sort == "card":
        return _of_card(row, kind, tail)
    found = _of_account(row, kind) if kind.sort == "account" else _of_app(row, kind)
    if found is NOT_CREDIT and LOST in row.category + row.counterparty + row.goods + row.pay_method + row.status:
        return Meaning(Kind.OTHER, reason="unreadable")  # what cannot be read may be the name of a debt
    return doubted(found, row)


def without_refunds(entries: Iterable[FileEntry], returned: frozenset[int]) -> Iterator[FileEntry]:
    """The same rows; a purchase on a line ``returned``, of which the file shows no refund, is asked about."""
    rows = list(entries)
    backs = [entry.row for entry in rows if entry.meaning.kind is Kind.REFUND]
    numbers = {number for row in backs for number in (row.order_no, row.merchant_no) if number}
    shops = {row.counterparty for row in backs if row.counterparty}
    for entry in rows:
        row, meant = entry.row, entry.meaning
        shown = row.counterparty in shops or bool(numbers & {row.order_no, row.merchant_no})
        if row.line in returned and meant.kind is Kind.PURCHASE and meant.usable and not shown:
            yield replace(entry, meaning=replace(meant, reason="refund_untold"))
        else:
            yield entry


def says_returned(row: FileRow) -> bool:
    """Whether a row says of itself that money came back later: ``已全额退款``, ``已退款(￥5.00)``."""
    return state_of(row.status) == "refunded" and row.direction == OUT


# -- apps --------------------------------------------------------------------------------------------------------------


def _of_app(row: FileRow, kind: FileMap) -> Meaning:
    state = state_of(row.status) if row.status else "done"
    came_back = state == "refunded"  # later, and another row says so
    known = _worded(row, kind.words)
    if known is not None and known.kind is Kind.OTHER:
        return known
    if known is not None and (row.direction != IN or known.kind is Kind.DRAW):
        return with_state(known, "done" if came_back else state, row.amount_minor)
    if _is_refund(row, state):
        return _refund(row, state)
    if row.direction == IN:
        return NOT_CREDIT
    found = source_of(row.pay_method) or _lender(row)
    if found is None:
        return NOT_CREDIT
    return with_state(found, "done" if came_back else state, row.amount_minor)


def _is_refund(row: FileRow, state: str) -> bool:
    if row.direction == OUT:
        return False
    words = (plain(row.category), plain(row.goods))
    return any(text.endswith("退款") or text.startswith(("退款", "退款-")) for text in words) or (
        state == "refunded" and row.direction == IN
    )


def _refund(row: FileRow, state: str) -> Meaning:
    if state in ("failed", "closed", "pending"):
        return Meaning(Kind.OTHER, reason=state)
    if not row.amount_minor:
        return Meaning(Kind.OTHER, reason="zero")
    source = source_of(row.pay_method)
    if source is not None:
        return Meaning(Kind.REFUND, source.account, source.reason)
    return NOT_CREDIT if row.pay_method else Meaning(Kind.REFUND)


def _lender(row: FileRow) -> Meaning | None:
    """A payment to somebody who lends by trade, with a word of paying back."""
    party, goods = plain(row.counterparty), plain(row.goods + row.category)
    if LENDER_PARTY.search(party) and REPAY_WORD.search(goods):
        return Meaning(Kind.REPAYMENT, CreditAccount(LENDER, party), "unclear")
    return None


def _worded(row: FileRow, words: Words) -> Meaning | None:
    word = words.first(row)
    return None if word is None else _as(word, row)


def _as(word: Word, row: FileRow) -> Meaning:
    if word.kind is Kind.OTHER or not word.product:
        return Meaning(word.kind, None, word.reason or "not_credit")
    if word.product != CARD:
        return Meaning(word.kind, CreditAccount(word.product, word.name), word.reason)
    card = card_of(plain(row.counterparty), plain(row.goods))
    return Meaning(word.kind, card, word.reason if card else "unclear")


# -- one credit card ---------------------------------------------------------------------------------------------------


def _of_card(row: FileRow, kind: FileMap, tail: str) -> Meaning:
    """A row of a card's bill: money out is a purchase, money in a payment or something taken back."""
    if not row.amount_minor:
        return Meaning(Kind.OTHER, reason="zero")
    account = CreditAccount(CARD, kind.bank, row.pay_method[-4:] or tail)
    text = plain(f"{row.category} {row.goods}")
    worded = _worded(row, kind.words)
    if worded is not None:
        return replace(worded, account=account)
    return _card_money(row.direction, text, account)


def _card_money(direction: str, text: str, account: CreditAccount) -> Meaning:
    back, paid = bool(_TAKEN_BACK.search(text)), bool(_CARD_PAID.search(text))
    if not direction:
        if back or paid:
            return Meaning(Kind.REFUND if back else Kind.REPAYMENT, account)
        return Meaning(Kind.PURCHASE, account, "" if text.startswith("消费") else "no_direction")
    if direction == IN:
        if back or paid:
            return Meaning(Kind.REFUND if back else Kind.REPAYMENT, account)
        return Meaning(Kind.REPAYMENT, account, "paid_or_refunded")
    if _PART.search(text):
        return Meaning(Kind.PURCHASE, account, "instalment_part")
    return Meaning(Kind.PURCHASE, account, "card_charge" if _CHARGE.search(text) else "")


# -- a current account -------------------------------------------------------------------------------------------------


def _of_account(row: FileRow, kind: FileMap) -> Meaning:
    """A row of a current account: who lends, and on which debt, such a file hardly tells, so it is asked."""
    if not row.amount_minor:
        return Meaning(Kind.OTHER, reason="zero")
    worded = _worded(row, kind.words)
    if worded is not None:
        return worded
    text, party = plain(f"{row.category} {row.goods}"), plain(row.counterparty)
    if row.direction == IN:
        drawn = _LOAN_OUT.search(text) and not _TAKEN_BACK.search(text)
        return Meaning(Kind.DRAW, CreditAccount(LENDER, kind.bank), "unclear") if drawn else NOT_CREDIT
    if _CARD_WORDS.search(text + party):
        card = card_of(party, text)
        return Meaning(Kind.REPAYMENT, card, "unclear")
    if _LOAN_PAID.search(text):
        lender = party if LENDER_PARTY.search(party) else kind.bank
        return Meaning(Kind.REPAYMENT, CreditAccount(LENDER, lender), "unclear")
    return _lender(row) or NOT_CREDIT
