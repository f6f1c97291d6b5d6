"""What of a report that was read is not recorded yet: as the records that keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from planner.domain.accounts.loan import Loan
from planner.domain.basics.calendar import month_end
from planner.domain.credit.file import (
    NOT_OPEN,
    AccountKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
)
from planner.domain.credit.printed import bare, identity, same_lender
from planner.domain.credit.report.checks import Counted
from planner.domain.credit.report.entries import (
    Disposal,
    GuarantorPayment,
    PublicKind,
    PublicRecord,
    ReportedAccount,
    Responsibility,
)
from planner.domain.credit.report.matching import loans_of
from planner.domain.credit.report.report import CreditReport, Part
from planner.errors import PlannerError
from planner.values import dataclass, replace

SELF = "本人"
"""Who looked, of the person's own queries, as the report prints it."""
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is added and changed: ``id`` 0 is new, another id takes the place of that record.

    What belongs to ``check`` has ``check_id`` 0, which it gets when the look has an id.

    ``known`` is the look that is recorded already, by hand or from the same report; None for a new one. ``undated``
    counts what the report gives no day for, which no entry can be made of. ``seen_before`` of the accounts stood in
    the look of ``before`` already: they are no new ones.
    """

    check: ReportCheck
    known: ReportCheck | None
    accounts: tuple[ReportAccount, ...]
    negatives: tuple[Negative, ...]
    inquiries: tuple[Inquiry, ...]
    undated: int = 0
    before: ReportCheck | None = None
    seen_before: int = 0

    @property
    def nothing(self) -> bool:
        """Whether all of it is recorded already."""
        return self.check == self.known and not (self.accounts or self.negatives or self.inquiries)

    @property
    def matched(self) -> int:
        """How many of the new accounts are certainly a loan here."""
        return sum(one.loan_id is not None for one in self.accounts)


def keeping(
    report: CreditReport, file: CreditFile, loans: Sequence[Loan], *, channel: str, on: date | None = None
) -> Keeping:
    """Compare a report with the credit file.

    A look of its day that was read from a file, or noted by hand without accounts, is this report: it gets what it has
    not. Accounts, entries and inquiries that are there already are not added again; two that are alike in the report
    stay two. What somebody changed by hand stays. Overdue accounts and bad debt give no negative entry: a brief report
    does not say since when.

    Args:
        report: what was read.
        file: what is recorded.
        loans: among which accounts are looked for.
        channel: how the person got it, where the report does not say.
        on: its day, where the report does not say.

    Raises:
        PlannerError: ``report.no_day``, ``report.day_before`` when something in it is later than ``on``.
    """
    day = _day(report, on)
    known = _known(file, day)
    found = [account_of(one) for one in report.accounts]
    found = [replace(one, loan_id=key) for one, key in zip(found, loans_of(found, loans), strict=True)]
    found += [_guarantee(one) for one in report.responsibilities]
    accounts = _new(found, file.accounts_of(known) if known else (), _identity)
    check = _check(report, known or ReportCheck(0, day, _channel(report, day, channel)), more=bool(accounts))
    entries = [_paid(one, day) for one in report.guarantor_payments] + [_disposed(one) for one in report.disposals]
    public = [_public(one, day) for one in report.public_records if not _settled(one)]
    entries += [one for one in public if one is not None]
    inquiries = [Inquiry(0, one.on, SELF if one.own else one.institution, one.reason, 0) for one in report.inquiries]
    before = next((one for one in reversed(file.noted_checks()) if one.on < day), None)
    there = file.accounts_of(before) if before else ()
    return Keeping(
        check,
        known,
        accounts,
        tuple(_negatives(entries, file)),
        tuple(_inquiries(inquiries, file)),
        sum(one is None for one in public),
        before,
        len(accounts) - len(_new(accounts, there, identity)),
    )


def _day(report: CreditReport, on: date | None) -> date:
    day = report.on or on
    if day is None:
        raise PlannerError("report.no_day", field="on")
    days = [one.opened_on for one in report.accounts] + [one.began_on for one in report.responsibilities]
    days += [one.as_of.replace(day=1) for one in report.accounts if one.as_of is not None]
    days += [one.on for one in report.inquiries]
    days += [one.on for one in report.guarantor_payments] + [one.on for one in report.disposals]
    latest = max(days, default=day)
    if latest > day:
        raise PlannerError("report.day_before", field="on", on=day, latest=latest)
    return day


def _channel(report: CreditReport, day: date, channel: str) -> str:
    told = (one.channel for one in report.inquiries if one.own and one.on == day and one.channel)
    return next(told, channel)


def _known(file: CreditFile, day: date) -> ReportCheck | None:
    """The look that is this report: read from a file, or noted by hand without accounts."""
    looks = [one for one in file.checks if one.on == day and not one.detailed]
    read = [one for one in looks if one.unread is not None]
    bare = [one for one in looks if one.unread is None and not file.accounts_of(one)]
    return next(iter(read + bare), None)


def _check(report: CreditReport, check: ReportCheck, *, more: bool) -> ReportCheck:
    """The look with the counts of the summary; ``more``: accounts are added to it.

    A report of which lines are missing by its own numbers or counts is a part like one that lacks a page: it does not
    list all that there is. A part adds to what was read before; what neither understood adds up.
    """
    accounts, overdue = _total(report, Counted.ACCOUNTS), _total(report, Counted.OVERDUE)
    if accounts is not None and overdue is not None and overdue > accounts:
        accounts = overdue = None  # a summary that cannot be
    partial = not report.whole or bool(report.out_of_order or report.differences)
    unread = len(report.unread)
    if check.unread is None:  # noted by hand, or new: the report knows better
        accounts = check.accounts if accounts is None else accounts
        overdue = check.overdue_accounts if overdue is None else overdue
    else:
        accounts = accounts if check.accounts is None else check.accounts
        overdue = overdue if check.overdue_accounts is None else check.overdue_accounts
        if not check.partial:  # what the person has looked at since is not unread again
            unread = min(unread, check.unread)
        if partial:
            partial, unread = check.partial, check.unread + (unread if more else 0)
    return replace(check, accounts=accounts, overdue_accounts=overdue, unread=unread, partial=partial)


def _total(report: CreditReport, row: Counted) -> int | None:
    """A row of the summary over all columns; 0 where the report says that there is no credit, None without the row."""
    counts = [count.n for count in report.summary if count.row is row]
    if not counts:
        return 0 if Part.CREDIT in report.said_none and not report.accounts else None
    return sum(counts)


def account_of(one: ReportedAccount) -> ReportAccount:
    """An account as it is recorded, in no look yet and without a loan. What moved out is not open here any more."""
    return ReportAccount(
        0,
        0,
        one.institution,
        one.kind,
        one.state not in NOT_OPEN,
        bool(one.overdue_now or one.overdue_minor),
        one.limit_minor,
        one.owed_minor,
        note=one.restriction,
        state=one.state,
        business=one.business,
        currency=one.currency,
        opened_on=one.opened_on,
        ended_in=one.ended_in,
        as_of=one.as_of,
        amount_minor=one.amount_minor,
        overdue_minor=one.overdue_minor,
        overdue_months=0 if one.overdue_months is None and one.ever_overdue is False else one.overdue_months,
        over_90_months=0 if one.over_90_months is None and one.ever_overdue is False else one.over_90_months,
    )


def _guarantee(one: Responsibility) -> ReportAccount:
    return ReportAccount(
        0,
        0,
        one.institution,
        AccountKind.GUARANTEE,
        True,
        balance_minor=one.balance_minor,
        business=one.business,
        opened_on=one.began_on,
        as_of=one.as_of,
        amount_minor=one.amount_minor,
    )


def _paid(one: GuarantorPayment, day: date) -> Negative:
    """What a guarantor paid. Of a month in which it was settled the last day counts: nothing goes too early."""
    ended = None
    if one.settled_in is not None:
        ended = min(month_end(one.settled_in), day)
    elif one.balance_minor == 0:
        ended = one.last_paid_on
    return _entry(one.institution, NegativeKind.GUARANTOR_PAID, one.on, ended, one.amount_minor)


def _disposed(one: Disposal) -> Negative:
    ended = one.last_paid_on if one.balance_minor == 0 else None
    return _entry(one.institution, NegativeKind.ASSET_DISPOSAL, one.on, ended, one.amount_minor)


def _settled(one: PublicRecord) -> bool:
    """A bill of a provider with nothing owed is no entry against anybody."""
    return one.kind is PublicKind.POSTPAID and not one.amount_minor


def _public(one: PublicRecord, day: date) -> Negative | None:
    """A public record; None without a day. A penalty that runs on past the report has not ended."""
    if one.on is None:
        return None
    ended = None if one.ended_on is None or one.ended_on > day else one.ended_on
    note = " · ".join(part for part in (one.about, one.state) if part)
    return replace(_entry(one.institution, NegativeKind.PUBLIC, one.on, ended, one.amount_minor), note=note)


def _entry(name: str, kind: NegativeKind, began: date, ended: date | None, amount: int | None) -> Negative:
    return Negative(0, name, kind, began, None if ended is None else max(began, ended), amount, check_id=0)


# -- what is there already ---------------------------------------------------------------------------------------------


def _identity(one: ReportAccount) -> Hashable:
    return identity(one), one.business


def _new(found: Sequence[R], there: Sequence[R], key: Callable[[R], Hashable]) -> tuple[R, ...]:
    """Those of ``found`` that are more than ``there`` has of their kind."""
    left = Counter(key(one) for one in there)
    new = []
    for one in found:
        if left[key(one)]:
            left[key(one)] -= 1
        else:
            new.append(one)
    return tuple(new)


def _negatives(found: Sequence[Negative], file: CreditFile) -> Iterator[Negative]:
    """New entries, and recorded ones of which the report knows more: the end, the amount."""

    there = list(file.negatives)
    for one in found:
        alike = [old for old in there if (old.kind, old.began_on) == (one.kind, one.began_on)]
        alike = [old for old in alike if one.institution == old.institution] or [
            old for old in alike if same_lender(one.institution, old.institution)
        ]
        old = next(iter(alike), None)
        if old is None:
            yield one
            continue
        there.remove(old)
        more = replace(
            old,
            ended_on=old.ended_on or one.ended_on,
            amount_minor=one.amount_minor if old.amount_minor is None else old.amount_minor,
        )
        if more != old:
            yield more


def _inquiries(found: Sequence[Inquiry], file: CreditFile) -> Iterator[Inquiry]:
    """New rows; those noted by hand without a report are from now on seen on this one, under the name that it prints.

    By hand a name may be short: an inquiry of the same day and reason by the same lender is that one.
    """

    def key(one: Inquiry) -> Hashable:
        return one.on, bare(one.institution), one.reason

    moved: list[Inquiry] = []
    by_hand: list[Inquiry] = []
    left: dict[Hashable, list[Inquiry]] = {}
    for one in found:
        left.setdefault(key(one), []).append(one)
    for old in sorted(file.inquiries, key=lambda one: one.check_id is None):
        if left.get(key(old)):
            printed = left[key(old)].pop()
            if old.check_id is None:
                moved.append(replace(old, institution=printed.institution, check_id=0))
        elif old.check_id is None:
            by_hand.append(old)
    for one in _new(found, file.inquiries, key):
        alike = (old for old in by_hand if (old.on, old.reason) == (one.on, one.reason))
        same = next((old for old in alike if same_lender(one.institution, old.institution)), None)
        if same is None:
            yield one
        else:
            by_hand.remove(same)
            moved.append(replace(same, institution=one.institution, check_id=0))
    yield from moved
