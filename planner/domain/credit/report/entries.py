"""What a report lists: accounts, other people's debts, disposals, public records and inquiries. Values only.

Amounts are fen; the report prints whole yuan, of foreign accounts too (金额类数据均以人民币计算，精确到元). No name and
no number of a person, a firm, a paper, a contract, a case or a taxpayer is part of any of these.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from planner.domain.credit.file import AccountKind, ReportedState
from planner.values import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something begins: page and line, both from 1. Text without pages is page 1."""

    page: int
    line: int


ENDED = frozenset({ReportedState.CLOSED, ReportedState.SETTLED})


@dataclass(frozen=True, slots=True)
class ReportedAccount:
    """An account as its sentences state it; None is what they do not say. Two that are alike are two accounts.

    A card with several currencies is several accounts with one limit. ``state`` is None where nothing is said of a
    month. Counts of months are of the last five years before the report.

    Attributes:
        number: the number before it, where there is one; it begins anew in each part of the report.
        kind: CARD, LOAN, LINE or MORTGAGE: a loan for a home or for business premises, as the report itself counts it.
        institution: the name as printed.
        business: what is lent, as printed: 贷记卡, 准贷记卡, 个人经营性贷款 …
        currency: ISO code, or the name as printed of one that is not known here.
        tail: the last four digits of the card, if they are printed.
        amount_minor: what was lent.
        due_on: the day on which a loan ends.
        valid_until: the last day of a line; ``valid_forever`` of one that has none (额度长期有效).
        revolving: whether a line can be drawn again (可循环使用).
        as_of: the last day of the month named, which may lie after the day of the report.
        balance_minor: what is owed then (余额, 透支余额).
        used_minor: what of the limit is drawn then (已使用额度); older wording, without a balance.
        instalments_minor: the balance of special instalments that are in no bill yet (大额专项分期余额);
            ``instalments_within`` is True where the balance is said to contain it (含), None where nothing is said.
        overdue_minor: what is overdue now.
        overdue_months: months with something overdue; of a 准贷记卡 those overdrawn for more than 60 days.
        over_90_months: those of them beyond 90 days.
        ever_overdue: what its sentences say, else the heading that it stands under.
        ended_in: the first day of the month in which it was closed, settled or moved out.
        restriction: how the lender holds it, as printed (冻结, 止付); empty where nothing is said.
    """

    place: Place = field(compare=False)
    number: int | None
    kind: AccountKind
    institution: str
    opened_on: date
    business: str
    currency: str
    state: ReportedState | None = None
    tail: str = ""
    amount_minor: int | None = None
    due_on: date | None = None
    limit_minor: int | None = None
    valid_until: date | None = None
    valid_forever: bool = False
    revolving: bool | None = None
    as_of: date | None = None
    balance_minor: int | None = None
    used_minor: int | None = None
    instalments_minor: int | None = None
    instalments_within: bool | None = None
    overdue_now: bool | None = None
    overdue_minor: int | None = None
    overdue_months: int | None = None
    over_90_months: int | None = None
    ever_overdue: bool | None = None
    ended_in: date | None = None
    restriction: str = ""

    @property
    def owed_minor(self) -> int | None:
        """What it owes as of ``as_of``: the balance, in older wording what is drawn; None where neither is printed."""
        return self.used_minor if self.balance_minor is None else self.balance_minor


class Role(StrEnum):
    """As what a person answers for a debt."""

    GUARANTOR = "guarantor"  # 保证人
    CO_BORROWER = "co_borrower"  # 共同借款人
    ACCEPTOR = "acceptor"  # 票据承兑人
    RECEIVABLES_DEBTOR = "receivables_debtor"  # 应收账款债务人
    CORE_FIRM = "core_firm"  # 供应链核心企业
    OTHER = "other"  # 其他


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Somebody else's debt that the person answers for: never one of the person's own accounts.

    Attributes:
        for_firm: whether the debtor is a firm, by the kind of paper that is named; None for a kind not known here.
        business: what was lent: 贷款, 融资租赁 …
        amount_minor: what the person answers for; None where the report prints ``--``.
        loan_minor: what was lent in all; the older wording says so.
        as_of: the day named, or the last day of the month named.
        balance_minor: what is still owed then; None where the report prints ``--``.
    """

    place: Place = field(compare=False)
    number: int | None
    began_on: date
    institution: str
    business: str
    role: Role
    for_firm: bool | None
    amount_minor: int | None
    as_of: date
    balance_minor: int | None
    loan_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Disposal:
    """A debt that a company for bad assets took over (资产处置)."""

    place: Place = field(compare=False)
    number: int | None
    on: date
    institution: str
    amount_minor: int
    as_of: date
    balance_minor: int
    last_paid_on: date


@dataclass(frozen=True, slots=True)
class GuarantorPayment:
    """What a guarantor paid for the person (代偿, 垫款).

    ``on`` is the first day of it, or in older wording the latest (``latest``). ``settled_in`` is the first day of the
    month in which the person had settled it.
    """

    place: Place = field(compare=False)
    number: int | None
    on: date
    institution: str
    amount_minor: int
    latest: bool = False
    settled_in: date | None = None
    last_paid_on: date | None = None
    balance_minor: int | None = None


class PublicKind(StrEnum):
    """Which list a public record stands in."""

    TAX = "tax"  # 欠税
    JUDGMENT = "judgment"  # 民事判决
    ENFORCEMENT = "enforcement"  # 强制执行
    PENALTY = "penalty"  # 行政处罚
    POSTPAID = "postpaid"  # 后付费业务欠费: outside the public records in a newer report


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """A record that is no credit. Days are the first of the month where only the month is printed.

    Attributes:
        institution: who says so: a court, an office, a provider.
        on: when it was filed (立案), counted (统计), in force (生效) or billed (记账).
        about: the matter as printed (案由, 业务类型); empty where it is ``--`` or would be free text about people.
        state: how it stands as printed (案件状态, 结案方式, 缴费状态).
        amount_minor: what is owed, claimed or fined.
        paid_minor: what of it was enforced.
        ended_on: closed (结案), or in force (判决生效), or over (处罚截止).
    """

    place: Place = field(compare=False)
    kind: PublicKind
    institution: str
    on: date | None
    about: str = ""
    state: str = ""
    amount_minor: int | None = None
    paid_minor: int | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportedInquiry:
    """A row of the inquiries. Two alike are two inquiries.

    Attributes:
        number: the number of the row, where it is printed.
        institution: who looked; empty for the person's own.
        reason: a code of the catalogue (``loan_approval`` …).
        channel: of the person's own, a code of the catalogue; empty where it is not printed or not known.
    """

    place: Place = field(compare=False)
    number: int | None
    on: date
    institution: str
    reason: str
    channel: str = ""

    @property
    def own(self) -> bool:
        """Whether the person looked."""
        return self.reason == OWN


OWN = "own"
