"""Made-up brief credit reports: as values, as the text that the bureau prints, and as that text arrives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from hypothesis import strategies as st

from planner.domain.basics.calendar import month_end
from planner.domain.credit.file import AccountKind, ReportedState
from planner.domain.credit.report.checks import Column, Count, Counted, column_of
from planner.domain.credit.report.entries import (
    Disposal,
    GuarantorPayment,
    Place,
    PublicKind,
    PublicRecord,
    ReportedAccount,
    ReportedInquiry,
    Responsibility,
    Role,
)
from planner.domain.credit.report.report import CreditReport, Part

NOWHERE = Place(1, 1)
ON = date(2026, 3, 11)
PERSON, PAPER, REPORT_NO = "欧阳示例", "110101199001011234", "2026031104013907986945"
DEBTOR, FIRM, TAX_NO, CONTRACT = (
    "诸葛某某",
    "示范机电（江苏）有限公司",
    "530102198001015678",
    "D10023010H00012024052800000716",
)
PRIVATE = (PERSON, PAPER, REPORT_NO, DEBTOR, FIRM, TAX_NO, CONTRACT)

BANKS = (
    "示例银行信用卡中心", "华为小贷示范银行", "日照示例银行", "中国示例银行股份有限公司上海市分行",
    "重庆示范消费金融有限公司",
    "远东示范融资租赁（天津）有限公司",
)  # fmt: skip
LOANS = ("个人经营性贷款", "其他个人消费贷款", "其他贷款", "农户贷款", "个人汽车消费贷款")
HOMES = ("个人住房商业贷款", "个人商用房（含商住两用）贷款", "个人住房公积金贷款")
_CURRENCIES = {"CNY": "人民币", "USD": "美元", "HKD": "香港元"}
_REASONS = {
    "loan_approval": "贷款审批",
    "card_approval": "信用卡审批",
    "post_loan": "贷后管理",
    "officer_check": "法人代表、负责人、高管等资信审查",
    "customer_check": "客户准入审查",
    "credit_check": "资信审查",
}
_CHANNELS = {"online": "互联网个人信用信息服务平台", "bank_app": "商业银行网上银行", "counter": "临柜", "": ""}
_ROLES = {Role.GUARANTOR: "保证人", Role.CO_BORROWER: "共同借款人", Role.OTHER: "其他"}

days = st.dates(date(2005, 1, 1), date(2025, 12, 31))
banks = st.sampled_from(BANKS)
yuan = st.one_of(st.integers(0, 999), st.integers(1000, 9_999_999)).map(lambda n: n * 100)


def zh(on: date, *, padded: bool = True) -> str:
    return f"{on.year}年{on.month:02d}月{on.day:02d}日" if padded else f"{on.year}年{on.month}月{on.day}日"


def zh_month(on: date) -> str:
    return f"{on.year}年{on.month:02d}月"


def n(minor: int) -> str:
    return f"{minor // 100:,}"


@dataclass(frozen=True)
class Printed:
    """An entry and the text in which it is printed, full-width as the bureau does it."""

    entry: object
    text: str


def _months(draw: st.DrawFn) -> tuple[dict[str, object], str]:
    """Months of the last five years, and the sentence on them."""
    k = draw(st.integers(1, 60))
    m = draw(st.integers(0, k))
    if m == 0 and draw(st.booleans()):
        return {"overdue_months": k}, f"最近5年内有{k}个月处于逾期状态。"
    said = f"其中{m}个月逾期超过90天" if m else "没有发生过90天以上逾期"
    return {"overdue_months": k, "over_90_months": m}, f"最近5年内有{k}个月处于逾期状态，{said}。"


@st.composite
def accounts(draw: st.DrawFn, kind: AccountKind, *, late: bool) -> Printed:
    """An account of a kind; ``late``: it stands in the list of those that were once overdue, and says so."""
    opened = draw(days)
    opening, fields, running = {
        AccountKind.CARD: _card, AccountKind.LOAN: _loan, AccountKind.MORTGAGE: _loan, AccountKind.LINE: _line,
    }[kind](draw, kind, opened)  # fmt: skip
    text = opening
    if running:
        month = draw(st.sampled_from((date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))))
        more, said = _standing(draw, kind, late=late)
        fields |= {"as_of": month_end(month), "state": ReportedState.OPEN, **more}
        text += f"截至{zh_month(month)}，{said}。"
    if late:
        more, said = _overdrawn(draw) if fields["business"] == "准贷记卡" else _months(draw)
        fields |= more
        text += said
    fields["ever_overdue"] = late
    return Printed(ReportedAccount(place=NOWHERE, number=None, opened_on=opened, kind=kind, **fields), text)  # type: ignore[arg-type]


def _overdrawn(draw: st.DrawFn) -> tuple[dict[str, object], str]:
    k = draw(st.integers(1, 60))
    m = draw(st.integers(1, k))
    return {"overdue_months": k, "over_90_months": m}, f"最近5年内有{k}个月透支超过60天，其中{m}个月透支超过90天。"


def _card(draw: st.DrawFn, _kind: AccountKind, opened: date) -> tuple[str, dict[str, object], bool]:
    bank, business = draw(banks), draw(st.sampled_from(("贷记卡", "贷记卡", "准贷记卡")))
    currency, tail = draw(st.sampled_from(tuple(_CURRENCIES))), draw(st.sampled_from(("", "1234", "0007")))
    fields: dict[str, object] = {
        "institution": bank, "business": business, "currency": currency, "tail": tail,
    }  # fmt: skip
    opening = (
        f"{zh(opened)}{bank}发放的{business}（{_CURRENCIES[currency]}账户{f'，卡片尾号：{tail}' if tail else ''}）"
    )
    if draw(st.integers(0, 3)):
        return opening + "。", fields, True
    fields |= {"state": ReportedState.CLOSED, "ended_in": date(2026, 1, 1)}
    return opening + draw(st.sampled_from(("，2026年01月销户。", "，截至2026年1月已销户。"))), fields, False


def _loan(draw: st.DrawFn, kind: AccountKind, opened: date) -> tuple[str, dict[str, object], bool]:
    bank, amount = draw(banks), draw(yuan)
    business = draw(st.sampled_from(HOMES if kind is AccountKind.MORTGAGE else LOANS))
    fields: dict[str, object] = {
        "institution": bank, "business": business, "currency": "CNY", "amount_minor": amount,
    }  # fmt: skip
    opening = f"{zh(opened)}{bank}发放的{n(amount)}元（人民币）{business}，"
    if draw(st.integers(0, 2)):
        due = date(2030 + draw(st.integers(0, 20)), opened.month, 28)
        return opening + f"{zh(due)}到期。", {**fields, "due_on": due}, True
    return opening + _ended(draw, fields), fields, False


def _line(draw: st.DrawFn, _kind: AccountKind, opened: date) -> tuple[str, dict[str, object], bool]:
    bank, business, once = draw(banks), draw(st.sampled_from(LOANS)), draw(st.booleans())
    fields: dict[str, object] = {"institution": bank, "business": business, "currency": "CNY", "revolving": not once}
    opening = f"{zh(opened)}{bank}为{business}授信，"
    again = "不可循环使用。" if once else "可循环使用。"
    if not draw(st.integers(0, 3)):
        return opening + again + _ended(draw, fields), fields, False
    if draw(st.booleans()):
        return opening + "额度长期有效，" + again, {**fields, "valid_forever": True}, True
    return opening + f"额度有效期至2028年02月29日，{again}", {**fields, "valid_until": date(2028, 2, 29)}, True


def _ended(draw: st.DrawFn, fields: dict[str, object]) -> str:
    state, how = draw(st.sampled_from(((ReportedState.SETTLED, "结清"), (ReportedState.TRANSFERRED, "转出"))))
    fields |= {"state": state, "ended_in": date(2026, 2, 1)}
    return f"2026年02月已{how}。"


def _standing(draw: st.DrawFn, kind: AccountKind, *, late: bool) -> tuple[dict[str, object], str]:
    """What a sentence on a month says, without its beginning."""
    limit, owed = draw(yuan), draw(yuan)
    wordings: list[tuple[dict[str, object], str]] = []
    if kind is AccountKind.CARD:
        wordings = [
            ({"limit_minor": limit, "used_minor": owed}, f"信用额度{n(limit)}，已使用额度{n(owed)}"),
            ({"limit_minor": limit, "used_minor": owed}, f"信用额度折合人民币{n(limit)}，已使用额度{n(owed)}"),
            ({"limit_minor": limit, "balance_minor": owed}, f"信用额度{n(limit)}，透支余额{n(owed)}"),
            ({"balance_minor": owed}, f"余额{n(owed)}"),
            (
                {"limit_minor": limit, "balance_minor": owed, "overdue_now": False},
                f"信用额度{n(limit)}，余额{n(owed)}，当前无逾期",
            ),
            (
                {"limit_minor": limit, "balance_minor": owed, "instalments_minor": owed, "instalments_within": True},
                f"信用额度{n(limit)}元，余额{n(owed)}元（含未出单的大额专项分期余额{n(owed)}元）",
            ),
        ]
        if not late:
            wordings.append(
                ({"limit_minor": limit, "state": ReportedState.NOT_ACTIVATED}, f"信用额度{n(limit)}，尚未激活")
            )
            said = f"信用额度{n(limit)}，已使用额度0，大额专项分期余额{n(owed)}，尚未激活"
            more = {"limit_minor": limit, "used_minor": 0, "instalments_minor": owed}
            wordings.append(({**more, "state": ReportedState.NOT_ACTIVATED}, said))
    if kind is AccountKind.LINE:
        said = f"信用额度{n(limit)}元（人民币），余额为{n(owed)}，当前无逾期"
        wordings = [({"limit_minor": limit, "balance_minor": owed, "overdue_now": False}, said)]
    if kind in (AccountKind.LOAN, AccountKind.MORTGAGE):
        wordings = [({"balance_minor": owed}, f"余额{n(owed)}")]
        if not late:
            wordings.append(({"balance_minor": owed}, f"余额{n(owed)}，从未发生过逾期"))
    if late:
        wordings += [
            ({"balance_minor": owed, "overdue_now": True}, f"余额{n(owed)}，当前有逾期"),
            (
                {"balance_minor": owed, "overdue_now": True, "overdue_minor": limit + 100},
                f"余额{n(owed)}，逾期金额{n(limit + 100)}",
            ),
            ({"balance_minor": owed, "state": ReportedState.BAD_DEBT}, f"已变成呆账，余额{n(owed)}"),
        ]
    return draw(st.sampled_from(wordings))


@st.composite
def responsibilities(draw: st.DrawFn) -> Printed:
    """Somebody else's debt, in one of its wordings."""
    began, bank = draw(days), draw(banks)
    firm = draw(st.booleans())
    party = (
        f"为{FIRM}（证件类型：中征码，证件号码：3201050001674346）"
        if firm
        else f"为{DEBTOR}（证件类型：身份证，证件号码：{PAPER}）"
    )
    amount, balance = draw(yuan), draw(yuan)
    if draw(st.integers(0, 3)) == 0:
        text = (
            f"{zh(began)}，{party}在{bank}办理的贷款提供担保，担保贷款合同金额{n(amount)}，担保金额{n(balance)}。"
            f"截至2026年02月05日，担保贷款本金余额{n(balance)}。"
        )
        return Printed(
            Responsibility(
                NOWHERE, None, began, bank, "贷款", Role.GUARANTOR, firm, balance, date(2026, 2, 5), balance, amount
            ),
            text,
        )
    role, business = draw(st.sampled_from(tuple(_ROLES))), draw(st.sampled_from(("贷款", "融资租赁", "个人经营性贷款")))
    told, contract = draw(st.booleans()), draw(st.booleans())
    as_of, month = draw(st.sampled_from(((date(2026, 2, 20), False), (date(2026, 2, 28), True))))
    text = (
        f"{zh(began)}，{party}在{bank}办理的{business}承担相关还款责任，责任人类型为{_ROLES[role]}，"
        f"相关还款责任金额{n(amount) if told else '--'}{f'（保证合同编号：{CONTRACT}）' if contract else ''}。"
        f"截至{zh_month(as_of) if month else zh(as_of)}，"
        f"{draw(st.sampled_from(('贷款', business, '')))}余额{n(balance)}（人民币元）。"
    )
    entry = Responsibility(NOWHERE, None, began, bank, business, role, firm, amount if told else None, as_of, balance)
    return Printed(entry, text)


@st.composite
def disposals(draw: st.DrawFn) -> Printed:
    """A debt taken over."""
    on, who, amount = draw(days), draw(banks), draw(yuan)
    text = f"{zh(on)}，{who}接收债权，金额为{n(amount)}。"
    text += f"截至2026年03月04日，余额为{n(amount)}，最近一次还款日期为2026年02月03日"
    return Printed(Disposal(NOWHERE, None, on, who, amount, date(2026, 3, 4), amount, date(2026, 2, 3)), text)


@st.composite
def payments(draw: st.DrawFn) -> Printed:
    """What a guarantor paid."""
    on, who, amount = draw(days), draw(banks), draw(yuan)
    kind = draw(st.integers(0, 3))
    if kind == 3:
        text = f"{zh(on)}{who}进行最近一次代偿，累计代偿金额{n(amount)}。"
        text += f"最近一次还款日期为2026年01月31日，余额{n(amount)}。"
        return Printed(GuarantorPayment(NOWHERE, None, on, who, amount, True, None, date(2026, 1, 31), amount), text)
    settled = date(2026, 1, 1) if kind else None
    tail = ("", "2026年1月已结清。", "（2026年01月已结清）")[kind]
    text = f"{zh(on)}以来{who}累计代偿金额{n(amount)}。{tail}"
    return Printed(GuarantorPayment(NOWHERE, None, on, who, amount, settled_in=settled), text)


@dataclass
class Made:
    """A report as values, with the paragraphs of its text: those that may break, and those that stay on a line."""

    report: CreditReport
    paragraphs: list[tuple[str, bool]] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join(paragraph for paragraph, _ in self.paragraphs)


HEAD = (
    ("个人信用报告", False),
    (f"报告编号：{REPORT_NO}   报告时间：2026-03-11 04:01:39", False),
    (f"姓名：{PERSON}  证件类型：身份证  证件号码：{PAPER}  未婚", False),
)
_NOTE = ("购房贷款，包括个人住房贷款、个人商用房（包括商住两用）贷款和个人住房公积金贷款。", True)


_INTRO = ("这部分包含您的信用卡、贷款和其他信贷记录。金额类数据均以人民币计算，精确到元。", True)
_LISTS = {
    AccountKind.CARD: (
        "信用卡", "发生过逾期的贷记卡账户明细如下：", "从未逾期过的贷记卡及透支未超过60天的准贷记卡账户明细如下：",
    ),
    AccountKind.LOAN: ("贷款", "发生过逾期的账户明细如下：", "从未发生过逾期的账户明细如下："),
}  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Made:
    """A whole report."""
    made = Made(CreditReport(ON), [*HEAD, ("信贷记录", False), _INTRO])
    numbered = draw(st.booleans())
    found: dict[str, list[object]] = {}

    def put(name: str, printed: list[Printed], first: int = 1) -> None:
        for number, one in enumerate(printed, first):
            entry = replace(one.entry, number=number if numbered else None)  # type: ignore[type-var]
            found.setdefault(name, []).append(entry)
            made.paragraphs.append((f"{number}.{one.text}" if numbered else one.text, True))

    cards, loans = _of_kind(draw, (AccountKind.CARD,)), _of_kind(draw, tuple(AccountKind)[1:4])
    given = draw(st.lists(responsibilities(), max_size=3))
    summary = _summary(
        [one.entry for one in (*cards[0], *cards[1], *loans[0], *loans[1])], [one.entry for one in given]
    )
    made.paragraphs += [*_table(summary), _NOTE]
    for heading, name, some in (
        ("资产处置信息", "disposals", draw(st.lists(disposals(), max_size=1))),
        ("垫款信息", "guarantor_payments", draw(st.lists(payments(), max_size=2))),
    ):
        made.paragraphs += [(heading, False)] if some else []
        put(name, some)
    for kind, (late, never) in ((AccountKind.CARD, cards), (AccountKind.LOAN, loans)):
        made.paragraphs += [(_LISTS[kind][0], False)] if late or never else []
        made.paragraphs += [(_LISTS[kind][1], True)] if late else []
        put("accounts", late)
        made.paragraphs += [(_LISTS[kind][2], True)] if never else []
        put("accounts", never, len(late) + 1)
    made.paragraphs += [("相关还款责任信息", False)] if given else []
    put("responsibilities", given)
    public, none = _public(draw, made)
    inquiries = _inquiries(draw, made)
    made.paragraphs += [("说明", False), ("1. 第一条说明。", True), ("2. 第二条说明。", True)]
    made.report = CreditReport(
        ON,
        public_records=tuple(public),
        inquiries=tuple(inquiries),
        summary=summary,
        notes=("第一条说明。", "第二条说明。"),
        parts=frozenset(set(Part) - (set() if found else {Part.CREDIT})),
        said_none=frozenset(none),
        **{name: tuple(entries) for name, entries in found.items()},  # type: ignore[arg-type]
    )
    return made


def _of_kind(draw: st.DrawFn, kinds: tuple[AccountKind, ...]) -> tuple[list[Printed], list[Printed]]:
    """Accounts that were once overdue, and others."""
    kind = st.sampled_from(kinds)
    late = draw(st.lists(kind.flatmap(lambda kind: accounts(kind, late=True)), max_size=3))
    return late, draw(st.lists(kind.flatmap(lambda kind: accounts(kind, late=False)), max_size=3))


def _summary(every: list[object], given: list[object]) -> tuple[Count, ...]:
    """As the bureau counts: transferred accounts are no longer open, bad debt is overdue beyond 90 days."""
    counted: Counter[tuple[Counted, Column]] = Counter()
    for one in every:
        assert isinstance(one, ReportedAccount)
        column = column_of(one)
        counted[Counted.ACCOUNTS, column] += 1
        counted[Counted.OPEN, column] += one.ended_in is None
        counted[Counted.OVERDUE, column] += one.ever_overdue is True
        counted[Counted.OVER_90, column] += bool(one.over_90_months) or one.state is ReportedState.BAD_DEBT
    for other in given:
        assert isinstance(other, Responsibility)
        counted[Counted.RESPONSIBILITIES, Column.FOR_FIRMS if other.for_firm else Column.FOR_PERSONS] += 1
    four = (Column.CARDS, Column.HOUSING, Column.LOANS, Column.OTHER)
    rows = [(row, column) for row in list(Counted)[:4] for column in four]
    rows += [(Counted.RESPONSIBILITIES, Column.FOR_PERSONS), (Counted.RESPONSIBILITIES, Column.FOR_FIRMS)]
    return tuple(Count(row, column, counted[row, column]) for row, column in rows)


def _table(summary: tuple[Count, ...]) -> list[tuple[str, bool]]:
    names = {
        Counted.ACCOUNTS: "账户数", Counted.OPEN: "未结清/未销户账户数", Counted.OVERDUE: "发生过逾期的账户数",
        Counted.OVER_90: "发生过90天以上逾期的账户数", Counted.RESPONSIBILITIES: "相关还款责任账户数",
    }  # fmt: skip
    lines = ["信息概要", "信用卡 贷款 其他业务", "购房 其他"]
    for row, name in names.items():
        if row is Counted.RESPONSIBILITIES:
            lines.append("为个人 为企业")
        numbers = [str(count.n) if count.n else "--" for count in summary if count.row is row]
        lines.append(f"{name} {' '.join(numbers)}")
    return [(line, False) for line in lines]


def _public(draw: st.DrawFn, made: Made) -> tuple[list[PublicRecord], set[Part]]:
    made.paragraphs.append(("非信贷交易记录", False))
    none: set[Part] = set()
    records: list[PublicRecord] = []
    if draw(st.booleans()):
        made.paragraphs += [
            ("后付费记录", False),
            ("机构名称：示例电信 业务类型：固定电话 记账年月：2025年12月 业务开通日期：2010年01月02日", False),
            ("当前缴费状态：欠费 当前欠费金额：120", False),
        ]
        records.append(
            PublicRecord(NOWHERE, PublicKind.POSTPAID, "示例电信", date(2025, 12, 1), "固定电话", "欠费", 12000)
        )
    else:
        made.paragraphs.append(("系统中没有您最近5年内的非信贷交易记录。", True))
        none.add(Part.POSTPAID)
    made.paragraphs.append(("公共记录", False))
    if draw(st.booleans()):
        made.paragraphs += [
            ("这部分包含您最近5年内的公共信息。", True),
            ("欠税记录", False),
            (f"主管税务机关：示例市税务局 欠税统计时间：2025年6月 欠税总额：5,000 纳税人识别号：{TAX_NO}", False),
            ("强制执行记录", False),
            ("执行法院：示例市中级人民法院 案号：（2025）示01执1234号 执行案由：借款合同纠纷 结案方式：--", False),
            (f"立案日期：2025年04月05日 案件状态：执行中 申请执行标的：{DEBTOR}的房屋 已执行标的：--", False),
            ("申请执行标的金额：420,500 已执行标的金额：-- 结案日期：--", False),
        ]
        records.append(PublicRecord(NOWHERE, PublicKind.TAX, "示例市税务局", date(2025, 6, 1), amount_minor=500_000))
        records.append(
            PublicRecord(
                NOWHERE,
                PublicKind.ENFORCEMENT,
                "示例市中级人民法院",
                date(2025, 4, 5),
                "借款合同纠纷",
                "执行中",
                42_050_000,
            )
        )
    else:
        made.paragraphs.append(("系统中没有您最近5年内的公共信息记录。", True))
        none.add(Part.PUBLIC)
    return records, none


def _inquiries(draw: st.DrawFn, made: Made) -> list[ReportedInquiry]:
    made.paragraphs += [("查询记录", False), ("这部分包含您的信用报告最近2年内被查询的记录。", True)]
    rows = draw(st.lists(st.tuples(days, banks, st.sampled_from(tuple(_REASONS))), min_size=1, max_size=4))
    own = draw(st.lists(st.tuples(days, st.sampled_from(tuple(_CHANNELS))), max_size=3))
    glued = draw(st.booleans())
    found = []
    made.paragraphs += [("机构查询记录明细", False), ("编号 查询日期 查询机构 查询原因", False)]
    for number, (on, bank, reason) in enumerate(rows, 1):
        found.append(ReportedInquiry(NOWHERE, number, on, bank, reason))
        made.paragraphs.append((f"{number}{'' if glued else ' '}{zh(on)} {bank} {_REASONS[reason]}", True))
    if own:
        made.paragraphs += [("个人查询记录明细", False), ("编号 查询日期 查询机构 查询原因", False)]
    for number, (on, channel) in enumerate(own, 1):
        found.append(ReportedInquiry(NOWHERE, number, on, "", "own", channel))
        said = f"本人查询（{_CHANNELS[channel]}）" if channel else "本人查询"
        made.paragraphs.append((f"{number} {zh(on)} {said}", True))
    return found


_WIDE = {ord(narrow): chr(ord(narrow) + 0xFEE0) for narrow in "0123456789,():/"}
_NARROW = {ord("，"): ",", ord("（"): "(", ord("）"): ")", ord("："): ":"}


def arrived(made: Made, random: Random) -> list[list[str]]:
    """The report as pages of lines: wrapped anywhere, in mixed widths, with blanks inside, between heads and feet."""
    pages: list[list[str]] = [[]]
    wide, narrow, apart = random.random() < 0.3, random.random() < 0.3, random.random() < 0.3
    for paragraph, breaks in made.paragraphs:
        text = paragraph
        if wide:
            text = "".join(char.translate(_WIDE) if random.random() < 0.5 else char for char in text)
        if narrow:
            text = "".join(char.translate(_NARROW) if random.random() < 0.5 else char for char in text)
        while breaks and len(text) > 8 and random.random() < 0.9:
            cut = random.randint(5, 45)
            _line_of(pages, text[:cut], apart and breaks, random)
            text = text[cut:]
            _maybe_new_page(pages, random)
        if text:
            _line_of(pages, text, apart and breaks, random)
        _maybe_new_page(pages, random)
    return [
        [*page, "", f"第 {number} 页,共 {len(pages)} 页"] for number, page in enumerate(pages, 1)
    ]  # fmt: skip


def _line_of(pages: list[list[str]], text: str, apart: bool, random: Random) -> None:
    if apart:
        text = "".join(char + (" " if random.random() < 0.2 else "") for char in text)
    pages[-1].append(text)


def _maybe_new_page(pages: list[list[str]], random: Random) -> None:
    if random.random() < 0.04:
        pages.append(["个人信用报告", f"报告编号：{REPORT_NO} 报告时间：2026-03-11 04:01:39"])
