"""What changed from one look at the report to a later one: accounts, balances, inquiries, what is overdue."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from planner.domain.credit.file import AccountKind, CreditFile, Inquiry, ReportAccount, ReportCheck
from planner.domain.credit.printed import identity, same
from planner.domain.findings.points import is_whole
from planner.values import dataclass


class Changed(StrEnum):
    """What changed, the gravest first."""

    OVERDUE = "overdue"  # what is overdue now, fen; where no amount is told 1 for overdue, 0 for not
    MONTHS = "months"  # how many months of five years were overdue
    NEW_ACCOUNT = "new_account"
    CLOSED = "closed"
    BALANCE = "balance"
    LIMIT = "limit"
    INQUIRY = "inquiry"  # a new one


@dataclass(frozen=True, slots=True)
class Change:
    """One change; ``before`` and ``now`` are fen, or counts of months, None where a report says nothing of it."""

    code: Changed
    account: ReportAccount | None = None
    before: int | None = None
    now: int | None = None
    inquiry: Inquiry | None = None

    @property
    def on(self) -> date | None:
        """The day of an inquiry, or that on which a new account was opened."""
        if self.inquiry is not None:
            return self.inquiry.on
        return None if self.account is None else self.account.opened_on


def earlier(file: CreditFile, check: ReportCheck) -> ReportCheck | None:
    """The latest look before ``check`` whose accounts were noted."""
    before = [one for one in file.noted_checks() if (one.on, one.id) < (check.on, check.id)]
    return before[-1] if before else None


def changes(file: CreditFile, before: ReportCheck, check: ReportCheck) -> tuple[Change, ...]:
    """What changed from the look ``before`` to ``check``, the gravest first.

    An account is new only where the earlier report was whole, or when it was opened after that. What the later report
    no longer shows is no change: it shows ended accounts for five years.
    """
    old, new = file.accounts_of(before), file.accounts_of(check)
    whole = is_whole(before, old)
    found: list[Change] = []
    for first, one in _pairs(old, new):
        if first is not None:
            found += _of_account(first, one)
        elif whole or (one.opened_on is not None and one.opened_on > before.on):
            found.append(Change(Changed.NEW_ACCOUNT, one, None, one.balance_minor))
    asked = (one for one in file.inquiries if before.on < one.on <= check.on)
    found += [Change(Changed.INQUIRY, inquiry=one) for one in asked]
    order = list(Changed)
    return tuple(sorted(found, key=lambda change: order.index(change.code)))


def _pairs(
    old: Sequence[ReportAccount], new: Sequence[ReportAccount]
) -> Iterator[tuple[ReportAccount | None, ReportAccount]]:
    """Each account of the later report with what it was in the earlier one; of those alike the first is the first."""
    left: dict[Hashable, list[ReportAccount]] = {}
    for one in old:
        left.setdefault(identity(one), []).append(one)
    for one in new:
        if one.kind is not AccountKind.GUARANTEE:
            known = left.get(identity(one))
            yield (known.pop(0) if known else None), one


def _of_account(first: ReportAccount, one: ReportAccount) -> Iterator[Change]:
    if first.overdue != one.overdue or (one.overdue and _differ(first.overdue_minor, one.overdue_minor)):
        yield Change(Changed.OVERDUE, one, _overdue(first), _overdue(one))
    counts = first.overdue_months, one.overdue_months
    if None not in counts and counts[0] != counts[1]:
        yield Change(Changed.MONTHS, one, *counts)
    if first.open and not one.open:
        yield Change(Changed.CLOSED, one, first.balance_minor, 0)
        return
    if _differ(first.balance_minor, one.balance_minor):
        yield Change(Changed.BALANCE, one, first.balance_minor, one.balance_minor)
    if _differ(first.limit_minor, one.limit_minor):
        yield Change(Changed.LIMIT, one, first.limit_minor, one.limit_minor)


def _overdue(one: ReportAccount) -> int:
    return one.overdue_minor or 1 if one.overdue else 0


def _differ(before: int | None, now: int | None) -> bool:
    return before is not None and now is not None and not same(before, now)
