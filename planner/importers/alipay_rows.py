"""What a row of an Alipay bill says about the person's debts, by tables of wordings.

The wordings are those seen in public bills and importers of 2019–2026. A row is believed only when category, wording,
state and direction fit together: shops may be called 花呗 something, friends write 花呗还款 under a transfer, and
coupons are listed as a way of paying (``花呗金``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from planner.domain.accounts.records import MOST_PARTS
from planner.domain.imports.file import (
    BAITIAO,
    BEIYONGJIN,
    CARD,
    HUABEI,
    JIEBEI,
    JOINT,
    LENDER,
    OF_BANK,
    YUEFU,
    CreditAccount,
    FileRow,
    Kind,
    Meaning,
)
from planner.values import replace

_BLANKS = re.compile(r"\s+")
_CREDIT_CATEGORIES = ("信用借还", "信用卡还款")
LOST = "\ufffd"  # stands for what could not be decoded
_DIRECTIONS = frozenset(("支出", "收入", "不计收支", "中性交易", "其他", "/", ""))
NOT_CREDIT = Meaning(Kind.OTHER, reason="not_credit")

# 交易状态: the first pattern that is found decides; anything else is an unknown state
_STATES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("deposit_free", re.compile(r"免押|解冻|冻结|信用服务|预授权")),
    ("failed", re.compile(r"失败|未成功|异常|拒绝")),
    ("closed", re.compile(r"关闭|取消|撤销|失效|超时")),
    ("pending", re.compile(r"等待(?:买家)?付款|待付款|待支付|待还款|处理中|进行中|审核中|还款中|放款中")),
    ("refunded", re.compile(r"退款")),
    ("drawn", re.compile(r"放款成功|借款成功|取出成功")),
    ("repaid", re.compile(r"还款成功|归还成功|还款$")),
    ("done", re.compile(r"成功|完成|确认收货|发货|收货|已付款|已支付|已转账|已收钱|已到账")),
)

_MONTH = r"(?:\d{4}年\d{1,2}月|\d{1,2}月)?(?:份)?(?:账单)?"
_HOW = r"(?:主动|自动|手动|提前|代扣|合并|逾期|全额|最低|分期|账单|部分)*"
_PAY_LATER = r"(?:支付宝|蚂蚁)?花呗(?:\|信用购)?"
_LOAN = r"(?:支付宝|蚂蚁)?(?:借呗(?:\|信用贷)?|信用贷)"
_END = rf"(?:[-—(]?{_MONTH}(?:第?\d+期|\d+/\d+期?|尾号\d{{4}})?\)?)"

# 商品说明: the whole text, so that 花呗还款教程 or a shop called 花呗花店 is not taken for one of them
_WORDINGS: tuple[tuple[re.Pattern[str], Kind, str], ...] = (
    (re.compile(rf"{_PAY_LATER}{_HOW}还款{_END}"), Kind.REPAYMENT, HUABEI),
    (re.compile(rf"{_HOW}还款-{_PAY_LATER}{_END}"), Kind.REPAYMENT, HUABEI),
    (re.compile(rf"{_LOAN}{_HOW}(?:还款|还清|结清){_END}"), Kind.REPAYMENT, JIEBEI),
    (re.compile(rf"{_HOW}还款-{_LOAN}{_END}"), Kind.REPAYMENT, JIEBEI),
    (re.compile(rf"{_LOAN}(?:放款|借款)(?:成功)?(?:[至到].{{1,20}})?"), Kind.DRAW, JIEBEI),
    (re.compile(r"备用金(?:取出|借款|放款|支取)(?:[至到].{1,20})?"), Kind.DRAW, BEIYONGJIN),
    (re.compile(rf"备用金{_HOW}(?:归还|还款|还清){_END}"), Kind.REPAYMENT, BEIYONGJIN),
    (re.compile(rf".{{0,12}}信用卡(?:\(\d{{4}}\))?{_HOW}还款{_END}"), Kind.REPAYMENT, CARD),
    (re.compile(rf"{_HOW}还款-.{{0,12}}信用卡{_END}"), Kind.REPAYMENT, CARD),
)
_IN_WORDINGS = re.compile(r"[还结放借取]")  # each of them has one of these
REPAY_WORD = re.compile(r"还款|归还|还清|结清|还贷")
_DRAW_WORD = re.compile(r"放款|取出|支用|借款到账|借款至|提款")
_CHARGE_WORD = re.compile(r"服务费|手续费")
_FEE_WORD = re.compile(r"收钱.{0,4}服务费|花呗收钱")
_DEPOSIT_WORD = re.compile(r"预授权|冻结|解冻|押金|免押|免费租|先享后付")

# 交易对方 of Alipay's own products, whole
_OWN_PARTIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_PAY_LATER}|信用购"), HUABEI),
    (re.compile(_LOAN), JIEBEI),
    (re.compile(r"(?:支付宝|蚂蚁)?备用金"), BEIYONGJIN),
)
LENDER_PARTY = re.compile(
    r"小额贷款|小贷|消费金融|消费信贷|消金|网商贷|网商银行|网络贷款|金融科技|融资担保|信托|汽车金融|微粒贷|微众银行|金条|白条|"
    r"度小满|有钱花|安逸花|好期贷|分期乐|拍拍贷|借条"
)
_BANK_PARTY = re.compile(r"银行|信用社|农信|农商")

# 收/付款方式: one source of money; `花呗金`, 红包, 立减 … are coupons
_PAY_LATER_SOURCE = re.compile(r"花呗(?:分期)?(?:\(.*\))?|花呗\|信用购")
_BANK_PAY_LATER_SOURCE = re.compile(r"(?:.{2,12}(?:银行|农商行|农信|消费金融))?信用购(?:分期)?(?:\(.*\))?")
_CARD_SOURCE = re.compile(r"(?P<bank>.{2,16}?)(?:信用卡|贷记卡)(?:分期)?(?:\((?P<tail>\d{3,4})\))?(?:\s*\d+期)?")
_OTHER_PAY_LATER: tuple[tuple[re.Pattern[str], CreditAccount], ...] = (
    (re.compile(r"(?:京东)?白条(?:分期|支付)?(?:.*\d期.*)?"), CreditAccount(BAITIAO)),
    (re.compile(r"(?:美团)?月付(?:分期|支付)?(?:.*\d期.*)?"), CreditAccount(YUEFU)),
    (re.compile(r"(?:微信)?分付(?:支付)?"), CreditAccount(LENDER, "分付")),
)
_THROUGH = re.compile(r"^(?:微信|微信支付|支付宝|云闪付|京东支付|美团支付|ApplePay)-(?=.)")
_DEBIT_SOURCE = re.compile(
    r"(?:账户|钱包|美团|京东)?余额(?:\(.*\))?|.*小金库.*|余额宝(?:\(.*\))?|余利宝|.*(?:储蓄卡|借记卡|存折)(?:\(\d*\))?|.*小荷包.*|亲情卡.*|.*代付.*|"
    r"数字人民币.*|零钱.*|网商银行(?:\(\d+\))?"
)
_UNTOLD_SOURCE = re.compile(r"(?P<bank>.{2,16}?(?:银行|农商行|农信|信用社))(?:\((?P<tail>\d{3,4})\))?")

_INSTALMENTS = re.compile(r"(?:分期|白条|月付).*?(?<!\d)(\d{1,2})期")
_CARD_WORD = re.compile(r"信用卡|贷记卡")
_BANK_END = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|\(.*|-.*)+$")
_BANK_NAMES = {
    "工行": "工商银行",
    "建行": "建设银行",
    "农行": "农业银行",
    "中行": "中国银行",
    "交行": "交通银行",
    "招行": "招商银行",
    "广发": "广发银行",
    "广东发展银行": "广发银行",
    "浦发": "浦发银行",
    "上海浦东发展银行": "浦发银行",
    "浦东发展银行": "浦发银行",
    "邮储银行": "邮政储蓄银行",
    "邮政储蓄": "邮政储蓄银行",
    "平安": "平安银行",
    "光大": "光大银行",
    "民生": "民生银行",
    "中信": "中信银行",
    "兴业": "兴业银行",
    "华夏": "华夏银行",
}


def meaning(row: FileRow) -> Meaning:
    """What ``row`` does to a debt of the person, and if nothing (or nothing that is sure), why."""
    if row.problem:
        return Meaning(Kind.OTHER, reason="unreadable")
    category, goods, state = plain(row.category), plain(row.goods), state_of(row.status)
    if _FEE_WORD.search(goods) and category not in _CREDIT_CATEGORIES:
        return Meaning(Kind.OTHER, reason="merchant_fee")
    if state == "refunded" or category == "退款" or goods.startswith("退款-"):
        return _refund(row, state)
    if state == "deposit_free" or _is_deposit(row, category, goods):
        return Meaning(Kind.OTHER, reason="deposit_free")
    found = _borrowing(row, category, goods, state) or _purchase(row)
    told = with_state(found, state, row.amount_minor) if found else NOT_CREDIT
    if told is NOT_CREDIT and LOST in row.category + row.counterparty + row.goods + row.pay_method + row.status:
        return Meaning(Kind.OTHER, reason="unreadable")  # what cannot be read may be the name of a debt
    return doubted(told, row)


def doubted(told: Meaning, row: FileRow) -> Meaning:
    """The same, asked about where a text by which it was told could not be decoded, or the direction is none."""
    if not told.usable:
        return told
    if LOST in row.pay_method:
        return replace(told, account=None, reason="unclear")
    return told if row.direction in _DIRECTIONS else replace(told, reason="no_direction")


def with_state(found: Meaning, state: str, amount_minor: int | None) -> Meaning:
    """``found`` if its state lets it count, else the reason why it does not."""
    if state in ("failed", "closed", "pending"):
        return Meaning(Kind.OTHER, reason=state)
    if not amount_minor:
        return Meaning(Kind.OTHER, reason="zero")
    if found.kind is Kind.OTHER:
        return NOT_CREDIT
    expected = {"drawn": Kind.DRAW, "repaid": Kind.REPAYMENT}.get(state, found.kind)
    if state == "unknown" or (expected is not found.kind and not found.reason):
        return Meaning(found.kind, found.account, "unknown_state")
    return found


def _refund(row: FileRow, state: str) -> Meaning:
    """A refund; without an account when the bill does not say where the money went."""
    if state in ("failed", "closed", "pending"):
        return Meaning(Kind.OTHER, reason=state)
    source = source_of(row.pay_method)
    if source is None and row.pay_method:
        return NOT_CREDIT
    if not row.amount_minor:
        return Meaning(Kind.OTHER, reason="zero")
    return Meaning(Kind.REFUND, source.account, source.reason) if source else Meaning(Kind.REFUND)


def _is_deposit(row: FileRow, category: str, goods: str) -> bool:
    """Deposits and pre-authorisations: money is held back, nothing is owed."""
    if category not in _CREDIT_CATEGORIES:
        return False
    return bool(_DEPOSIT_WORD.search(goods)) and row.direction != "支出"


def _borrowing(row: FileRow, category: str, goods: str, state: str) -> Meaning | None:
    """A row by which money is borrowed or paid back, as opposed to something bought."""
    party = plain(row.counterparty)
    known = _by_wording(goods, party)
    if category in _CREDIT_CATEGORIES:
        return known or _credit_category(party, goods, state)
    if row.direction == "收入" and (known is None or known.kind is not Kind.DRAW):
        return None
    if known is None:
        lends = LENDER_PARTY.search(party) and REPAY_WORD.search(goods) and not source_of(row.pay_method)
        return Meaning(Kind.REPAYMENT, CreditAccount(LENDER, party), "unclear") if lends else None
    moved = row.funds == "资金转移" if row.funds else not category
    if moved or _is_lender(party):
        return known
    return None if row.direction == "支出" else Meaning(known.kind, known.account, "unclear")


def _credit_category(party: str, goods: str, state: str) -> Meaning | None:
    """信用借还: Alipay's products, cards and other lenders; also rentals (``归还充电宝``), which are no borrowing."""
    if _CHARGE_WORD.search(goods):
        return None
    draws, repays = bool(_DRAW_WORD.search(goods)), bool(REPAY_WORD.search(goods))
    if state not in ("drawn", "repaid") and not (_is_lender(party) and (draws or repays)):
        return Meaning(Kind.OTHER) if state == "failed" and "还款" in goods else None
    kind = Kind.DRAW if state == "drawn" or (draws and state != "repaid") else Kind.REPAYMENT
    if "信用卡" in party + goods:
        account = card_of(party, goods)
    else:
        account = _party_account(party)
    return Meaning(kind, account, "" if account else "unclear")


def _by_wording(goods: str, party: str) -> Meaning | None:
    if not _IN_WORDINGS.search(goods):
        return None
    for pattern, kind, product in _WORDINGS:
        if pattern.fullmatch(goods):
            if product is not CARD:
                return Meaning(kind, _own_account(product, goods))
            card = card_of(party, goods)
            return Meaning(kind, card) if card else Meaning(kind, None, "unclear")
    return None


def card_of(party: str, goods: str) -> CreditAccount | None:
    """The card that is paid off: its bank stands as counterparty, or before 信用卡 in the wording."""
    tail = re.search(r"(?:尾号|\()\s*(\d{4})\)?", f"{party} {goods}")
    for text in (party, goods.removeprefix("还款-").split("信用卡")[0]):
        bank = bank_name(text)
        if bank and (_BANK_PARTY.search(bank) or "信用卡" in party):
            return CreditAccount(CARD, bank, tail[1] if tail else "")
    return None


def _party_account(party: str) -> CreditAccount | None:
    for pattern, product in _OWN_PARTIES:
        if pattern.fullmatch(party):
            return _own_account(product, party)
    return CreditAccount(LENDER, party) if party else None


def _own_account(product: str, text: str) -> CreditAccount:
    """An account of Alipay's own; its ``name`` says where a bank lends it (信用购), or beside it (花呗|信用购)."""
    part = OF_BANK.get(product, "")
    if not part or part not in text:
        return CreditAccount(product)
    return CreditAccount(product, JOINT[product] if JOINT[product].removesuffix(part) in text else part)


def _is_lender(party: str) -> bool:
    return any(pattern.fullmatch(party) for pattern, _ in _OWN_PARTIES) or bool(
        LENDER_PARTY.search(party) or _BANK_PARTY.search(party)
    )


def _purchase(row: FileRow) -> Meaning | None:
    """Something bought on credit, by the way of paying."""
    if row.direction == "收入":
        return None
    return source_of(row.pay_method)


@lru_cache(maxsize=512)
def source_of(pay_method: str) -> Meaning | None:
    """The credit account in a way of paying; None when money the person had was used, or nothing is said.

    Of several sources joined by ``&`` the one that is no coupon is the account. Where there are more, in any order, the
    bill does not say how much of the amount was borrowed.
    """
    sources = [source for part in plain(pay_method).split("&") if (source := _one_source(part.strip()))]
    credit = [source for source in sources if source.account]
    if not credit:
        return None
    first = credit[0]
    one_account = all(source.account == first.account for source in sources)
    return first if one_account else replace(first, reason="mixed_payment")


def _one_source(text: str) -> Meaning | None:
    """A purchase on a credit account, the meaning of money of one's own, or None for a coupon."""
    if _PAY_LATER_SOURCE.fullmatch(text):
        return Meaning(Kind.PURCHASE, _own_account(HUABEI, text), terms=_terms(text))
    text = _THROUGH.sub("", text)
    for pattern, account in _OTHER_PAY_LATER:
        if pattern.fullmatch(text):
            return Meaning(Kind.PURCHASE, account, terms=_terms(text))
    if _BANK_PAY_LATER_SOURCE.fullmatch(text):
        return Meaning(Kind.PURCHASE, CreditAccount(HUABEI, OF_BANK[HUABEI]), terms=_terms(text))
    if _DEBIT_SOURCE.fullmatch(text):
        return NOT_CREDIT
    card = _CARD_SOURCE.fullmatch(text)
    if card:
        return Meaning(
            Kind.PURCHASE, CreditAccount(CARD, bank_name(card["bank"]), card["tail"] or ""), terms=_terms(text)
        )
    untold = _UNTOLD_SOURCE.fullmatch(text)
    if untold:
        account = CreditAccount(CARD, bank_name(untold["bank"]), untold["tail"] or "")
        return Meaning(Kind.PURCHASE, account, "maybe_debit")
    return None


def _terms(text: str) -> int | None:
    """The instalments that a way of paying names, from 2 to 60: ``花呗分期(12期)`` → 12; None: it names none."""
    found = _INSTALMENTS.search(text)
    number = int(found[1]) if found else 0
    return number if 1 < number <= MOST_PARTS else None


def bank_name(text: str) -> str:
    """One name for the ways of writing a bank: ``中国工商银行信用卡中心`` and ``工行`` → ``工商银行``."""
    name = _BANK_END.sub("", _CARD_WORD.split(plain(text))[0])
    if name != "中国银行":
        name = name.removeprefix("中国")
    return _BANK_NAMES.get(name, name)


@lru_cache(maxsize=256)
def state_of(status: str) -> str:
    """What a state of a payment comes to: a key of ``_STATES``, or ``unknown``."""
    text = plain(status)
    return next((state for state, pattern in _STATES if pattern.search(text)), "unknown")


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """``text`` with full-width letters, digits, brackets and bars as the ordinary ones, and no blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))
