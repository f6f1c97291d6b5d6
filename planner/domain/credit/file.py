"""The credit file: what the person recorded of scores, profile, report, inquiries and behaviour. Values only.

Everything is dated, so that any past day can be asked for: a record after that day does not exist yet.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import YUAN, must_be_fen
from planner.errors import PlannerError
from planner.values import dataclass


class ProfileState(StrEnum):
    """How far an item of a profile is filled in."""

    MISSING = "missing"
    PARTIAL = "partial"
    COMPLETE = "complete"
    NOT_MINE = "not_mine"  # there is nothing to enter: no car, no degree


class BehaviourKind(StrEnum):
    """What was done, and what was left alone."""

    APPLICATION = "application"
    LIMIT_CHECK = "limit_check"
    LOGIN_BURST = "login_burst"
    RESISTED = "resisted"  # wanted to apply and did not


class Outcome(StrEnum):
    """What became of an application."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class NegativeKind(StrEnum):
    """What a negative entry of a report says."""

    OVERDUE = "overdue"
    BAD_DEBT = "bad_debt"  # 呆账
    GUARANTOR_PAID = "guarantor_paid"  # 代偿
    ASSET_DISPOSAL = "asset_disposal"  # 资产处置
    PUBLIC = "public"  # a judgment, taxes owed, an enforcement


class AccountKind(StrEnum):
    """What an account of a report is."""

    CARD = "card"
    LOAN = "loan"
    LINE = "line"
    MORTGAGE = "mortgage"
    GUARANTEE = "guarantee"  # 相关还款责任: somebody else's debt


class ReportedState(StrEnum):
    """What a report says of an account."""

    OPEN = "open"
    NOT_ACTIVATED = "not_activated"  # 尚未激活
    CLOSED = "closed"  # 销户
    SETTLED = "settled"  # 已结清
    TRANSFERRED = "transferred"  # 已转出
    BAD_DEBT = "bad_debt"  # 呆账


NOT_OPEN = frozenset({ReportedState.CLOSED, ReportedState.SETTLED, ReportedState.TRANSFERRED})
"""States of an account that is not open here any more: what moved out is with another lender."""


class Rating(StrEnum):
    """The class by risk that a lender gives a loan (五级分类); the detailed report prints it."""

    NORMAL = "normal"  # 正常
    ATTENTION = "attention"  # 关注
    SUBSTANDARD = "substandard"  # 次级
    DOUBTFUL = "doubtful"  # 可疑
    LOSS = "loss"  # 损失


class PointState(StrEnum):
    """What became of a point on which report and ledger differ."""

    NOTED = "noted"  # seen, nothing to do
    OBJECTION = "objection"  # to be put right by the bureau or the institution


@dataclass(frozen=True, slots=True)
class Series:
    """A score that is followed. ``code`` names one that the catalogue knows; others bring their own range.

    ``low`` and ``high`` are both included. ``target`` is the person's own; None when there is none.
    """

    id: int
    code: str
    name: str
    low: int
    high: int
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a series as it was shown on a day."""

    id: int
    series_id: int
    on: date
    value: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """How an item of a platform's profile stood on a day; the latest one holds. ``note`` names the evidence.

    ``months`` is after how long it should be looked at again, 0 for never; None leaves that to the catalogue.
    """

    id: int
    platform: str
    item: str
    on: date
    state: ProfileState
    months: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """A look at the own credit report. Counts are None while they were not noted.

    ``unread`` is how many sentences of a report read from a file were not understood; None where it was looked at by
    the person alone. ``partial``: it holds only a part of the report, so that what it lacks says nothing.
    """

    id: int
    on: date
    channel: str
    detailed: bool = False
    accounts: int | None = None
    overdue_accounts: int | None = None
    note: str = ""
    unread: int | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ReportAccount:
    """An account as a report showed it; ``loan_id`` is the loan here that it is, None while it is none.

    None and empty texts are what the report did not say, or what nobody typed. Amounts are fen of yuan: a report prints
    accounts in other currencies in yuan, too.

    Attributes:
        open: neither closed nor settled.
        state: what the report says of it; None where only ``open`` is known.
        overdue: something is overdue now, ``overdue_minor`` of it.
        business: what is lent, as printed (其他个人消费贷款).
        currency: ISO code.
        opened_on: the day on which it was opened or the loan granted.
        ended_in: the first day of the month in which it was closed, settled or moved out.
        as_of: the last day of the month for which the balance is told.
        amount_minor: what was lent.
        overdue_months, over_90_months: months of the last five years with something overdue, those beyond 90 days.
        rating: the class by risk.
        months: a sign for each month, as the detailed report prints them (``N 1–7 C …``), the latest last.
        months_until: the last day of the month of the last sign.
    """

    id: int
    check_id: int
    institution: str
    kind: AccountKind
    open: bool
    overdue: bool = False
    limit_minor: int | None = None
    balance_minor: int | None = None
    loan_id: int | None = None
    note: str = ""
    state: ReportedState | None = None
    business: str = ""
    currency: str = YUAN
    opened_on: date | None = None
    ended_in: date | None = None
    as_of: date | None = None
    amount_minor: int | None = None
    overdue_minor: int | None = None
    overdue_months: int | None = None
    over_90_months: int | None = None
    rating: Rating | None = None
    months: str = ""
    months_until: date | None = None


@dataclass(frozen=True, slots=True)
class ReportPoint:
    """What the person decided about a point where a report and the ledger differ; ``code`` and ``about`` name it."""

    id: int
    check_id: int
    code: str
    about: str
    state: PointState
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """A negative entry. ``ended_on`` is the day it was repaid or otherwise ended; None while it goes on.

    ``worst_days`` is the longest that it was overdue, in days, as far as known.
    """

    id: int
    institution: str
    kind: NegativeKind
    began_on: date
    ended_on: date | None = None
    amount_minor: int | None = None
    worst_days: int | None = None
    loan_id: int | None = None
    check_id: int | None = None
    note: str = ""

    def open_on(self, on: date) -> bool:
        """Whether it had not ended by that day."""
        return self.ended_on is None or self.ended_on > on


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Somebody looked at the credit report: a row of it. ``reason`` is a code of the catalogue.

    ``unknown``: the person does not recognise it.
    """

    id: int
    on: date
    institution: str
    reason: str
    check_id: int | None = None
    note: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Something done or left alone on a day, ``times`` times; ``about`` is the app or lender, in the person's words."""

    id: int
    on: date
    kind: BehaviourKind
    times: int = 1
    about: str = ""
    outcome: Outcome = Outcome.OPEN
    note: str = ""


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A line that the person would like to have opened, beside 借呗; ``score_least`` is what it is said to ask for."""

    id: int
    name: str
    platform: str
    series_id: int | None = None
    score_least: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """What something that the person owns is worth, by their own estimate, from the day ``on`` on.

    It holds until the next entry of the same ``name``; 0: it is gone. Fen.

    Raises:
        PlannerError: ``money.not_whole`` when it is made with an amount that is no whole number of fen.
    """

    id: int
    name: str
    on: date
    value_minor: int
    note: str = ""

    def __post_init__(self) -> None:
        must_be_fen(self.value_minor, "value")


@dataclass(frozen=True, slots=True)
class CreditFile:
    """Everything recorded beside loans and money; each kind by day, ids break ties."""

    series: tuple[Series, ...] = ()
    scores: tuple[Score, ...] = ()
    profile: tuple[ProfileEntry, ...] = ()
    checks: tuple[ReportCheck, ...] = ()
    report_accounts: tuple[ReportAccount, ...] = ()
    negatives: tuple[Negative, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    wanted: tuple[WantedLine, ...] = ()
    assets: tuple[Asset, ...] = ()
    points: tuple[ReportPoint, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is recorded."""
        return self == NOTHING

    def series_of(self, code: str) -> Series | None:
        """The series that follows a score of the catalogue."""
        return next((one for one in self.series if one.code == code), None)

    def scores_of(self, series: Series | None, as_of: date) -> tuple[Score, ...]:
        """Its scores up to a day, oldest first."""
        return () if series is None else tuple(s for s in self.scores if s.series_id == series.id and s.on <= as_of)

    def score_changes(self) -> dict[int, int]:
        """By how much each score differs from the one before of its series, by id; a first one is not in it."""
        before: dict[int, int] = {}
        changes = {}
        for score in self.scores:
            if score.series_id in before:
                changes[score.id] = score.value - before[score.series_id]
            before[score.series_id] = score.value
        return changes

    def profile_of(self, platform: str, as_of: date) -> dict[str, ProfileEntry]:
        """The entry that holds on a day, by item."""
        return {entry.item: entry for entry in self.profile if entry.platform == platform and entry.on <= as_of}

    def assets_of(self, as_of: date) -> tuple[Asset, ...]:
        """The entry that holds on a day, of each name, those of 0 included; in the order of their days."""
        latest = {asset.name: asset for asset in self.assets if asset.on <= as_of}
        return tuple(sorted(latest.values(), key=lambda asset: (asset.on, asset.id)))

    def accounts_of(self, check: ReportCheck) -> tuple[ReportAccount, ...]:
        """What a look showed, in the order of the report."""
        return tuple(account for account in self.report_accounts if account.check_id == check.id)

    def noted_checks(self) -> tuple[ReportCheck, ...]:
        """The looks whose accounts were noted, oldest first."""
        noted = {account.check_id for account in self.report_accounts}
        return tuple(check for check in self.checks if check.id in noted)

    def last_check(self, as_of: date) -> ReportCheck | None:
        """The latest look at the report up to a day."""
        return next((check for check in reversed(self.checks) if check.on <= as_of), None)


NOTHING = CreditFile()


def gone_on(on: date, months: int) -> date:
    """The first day on which something of ``on`` is no longer to be shown: the day after ``months`` are over.

    They are over at the end of the day of the same number, or of the month's last: those of 29 February on 28 February
    of a common year, and it is gone on 1 March. A report shows it with the lender's next update.
    """
    return add_months(on, months) + timedelta(1)


def in_window(on: date, as_of: date, days: int) -> bool:
    """Whether ``on`` is one of the last ``days`` days up to and including ``as_of``."""
    return 0 <= (as_of - on).days < days


def nth_of_year(checks: tuple[ReportCheck, ...], check: ReportCheck) -> int:
    """Which look at the report of its calendar year it was, from 1."""
    return sum(other.on.year == check.on.year and (other.on, other.id) <= (check.on, check.id) for other in checks)


def check_score(series: Series, value: int) -> None:
    """A score lies in the range of its series.

    Raises:
        PlannerError: ``credit.score_range``.
    """
    if not series.low <= value <= series.high:
        raise PlannerError("credit.score_range", field="value", value=value, low=series.low, high=series.high)
