"""The summary of a report as a check sum: its counts against those of what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from planner.domain.credit.file import AccountKind, ReportedState
from planner.domain.credit.report.entries import ENDED, Disposal, GuarantorPayment, ReportedAccount, Responsibility
from planner.values import dataclass


class Counted(StrEnum):
    """A row of the summary."""

    ACCOUNTS = "accounts"  # 账户数
    OPEN = "open"  # 未结清/未销户账户数
    OVERDUE = "overdue"  # 发生过逾期的账户数
    OVER_90 = "over_90"  # 发生过90天以上逾期的账户数
    RESPONSIBILITIES = "responsibilities"  # 相关还款责任账户数, 为他人担保笔数
    RECOVERED = "recovered"  # accounts that others collect or paid: a table of its own


class Column(StrEnum):
    """A column of the summary."""

    CARDS = "cards"  # 信用卡
    HOUSING = "housing"  # 购房贷款
    LOANS = "loans"  # 其他贷款
    OTHER = "other"  # 其他业务
    FOR_PERSONS = "for_persons"  # 为个人
    FOR_FIRMS = "for_firms"  # 为企业
    ALL = "all"  # older reports tell guarantees without whom they are for
    DISPOSALS = "disposals"  # 资产处置信息
    GUARANTOR_PAYMENTS = "guarantor_payments"  # 垫款信息, 保证人代偿信息


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the summary; ``--`` is 0."""

    row: Counted
    column: Column
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the summary that what was read does not bear out.

    What was read counts ``least`` to ``most``: it is more than one number where the sentences leave it open.
    """

    row: Counted
    column: Column
    printed: int
    least: int
    most: int


def for_premises(business: str) -> bool:
    """Whether the report counts it among loans for buying premises (购房贷款).

    By the note that it prints beside its summary: 个人住房贷款, 个人商用房（包括商住两用）贷款, 个人住房公积金贷款.
    """
    return "住房" in business or "商用房" in business


def column_of(account: ReportedAccount) -> Column:
    """The column in which the summary counts an account: everything that is no card and no loan is other business."""
    if account.kind is AccountKind.CARD:
        return Column.CARDS
    if for_premises(account.business):
        return Column.HOUSING
    return Column.LOANS if "贷款" in account.business else Column.OTHER


def _open(account: ReportedAccount) -> bool | None:
    """Whether it counts as neither settled nor closed; None where no source says so (已转出) or nothing is printed."""
    if account.state in ENDED:
        return False
    return None if account.state in (None, ReportedState.TRANSFERRED) else True


def _over_90(account: ReportedAccount) -> bool | None:
    """Whether it counts as overdue beyond 90 days: bad debt does."""
    if account.state is ReportedState.BAD_DEBT:
        return True
    if account.over_90_months is not None:
        return account.over_90_months > 0
    return False if account.ever_overdue is False else None


def _overdue(account: ReportedAccount) -> bool | None:
    return account.ever_overdue


_ROWS: dict[Counted, Callable[[ReportedAccount], bool | None]] = {
    Counted.ACCOUNTS: lambda _account: True,
    Counted.OPEN: _open,
    Counted.OVERDUE: _overdue,
    Counted.OVER_90: _over_90,
}


def differences(
    summary: Sequence[Count],
    accounts: Sequence[ReportedAccount],
    responsibilities: Sequence[Responsibility],
    disposals: Sequence[Disposal] = (),
    payments: Sequence[GuarantorPayment] = (),
) -> tuple[Difference, ...]:
    """The numbers of the summary that cannot be those of what was read, in the order of the summary."""
    found = []
    for count in summary:
        if count.row is Counted.RECOVERED:
            answers: list[bool | None] = [True] * len(disposals if count.column is Column.DISPOSALS else payments)
        else:
            answers = list(_answers(count, accounts, responsibilities))
        least, most = answers.count(True), len(answers) - answers.count(False)
        if not least <= count.n <= most:
            found.append(Difference(count.row, count.column, count.n, least, most))
    return tuple(found)


def _answers(
    count: Count, accounts: Sequence[ReportedAccount], responsibilities: Sequence[Responsibility]
) -> Iterator[bool | None]:
    """For each entry whether it is one of those counted; None where that is open."""
    if count.row is Counted.RESPONSIBILITIES:
        for one in responsibilities:
            if count.column is Column.ALL or one.for_firm is None:
                yield True if count.column is Column.ALL else None
            else:
                yield one.for_firm is (count.column is Column.FOR_FIRMS)
        return
    counts = _ROWS[count.row]
    yield from (counts(account) for account in accounts if column_of(account) is count.column)
