"""Where report and ledger differ, in words: each point, what was decided, what changed since the earlier report."""

from __future__ import annotations

from functools import reduce

from planner.domain.accounts.names import full_name
from planner.domain.credit.file import ReportAccount
from planner.domain.findings import grid
from planner.domain.findings.points import Code, Point
from planner.domain.findings.since import Change, Changed
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.difference import Seen
from planner.overview.overview import Overview
from planner.words.credit import said

_COUNTS = frozenset({Code.MONTHS_THERE, Code.MONTHS_HERE, Code.MORE_MONTHS, Code.FEWER_MONTHS})


def named(overview: Overview, point: Point) -> str:
    """What a point is about: the loan as it is called here, else the account or inquiry as the report has it."""
    if point.loan is not None:
        name = full_name(point.loan)
        return t("difference.suggested", name=name) if point.suggested else name
    if point.inquiry is not None:
        return point.inquiry.institution
    return "" if point.account is None else account_name(point.account)


def account_name(account: ReportAccount) -> str:
    """An account as the report has it."""
    return t("difference.account", name=account.institution, kind=t(f"account_kind.{account.kind}"))


def title(point: Point) -> str:
    """What differs, in a few words."""
    return t(f"difference.code.{point.code}")


def figure(point: Point, value: int | None) -> str:
    """What one of the two says: an amount, or so many months; nothing where it says nothing."""
    if value is None:
        return ""
    return t("credit.unit.months", n=value) if point.code in _COUNTS else fmt.money(value)


def sentence(overview: Overview, point: Point) -> str:
    """A point as a sentence, with both figures and what adopting it does."""
    params: dict[str, object] = {
        "name": named(overview, point),
        "there": figure(point, point.there) or fmt.UNKNOWN,
        "here": figure(point, point.here) or fmt.UNKNOWN,
        "on": fmt.day(point.on),
        "institution": "" if point.account is None else point.account.institution,
        "months": grid.text(point.months),
        "loans": t("list.and").join(
            full_name(overview.accounts[loan_id].loan) for loan_id in point.loans if loan_id in overview.accounts
        ),
        "reason": "",
    }
    if point.inquiry is not None:
        reason = overview.catalogue.inquiry(point.inquiry.reason)
        params["reason"] = said(reason.name) if reason else point.inquiry.reason
    told = [t(f"difference.told.{point.code}{_kind(point)}", **params)]
    if point.loan is not None and point.loan.yuan_rate is not None and point.code in (Code.BALANCE, Code.LIMIT):
        told.append(t("difference.in_yuan", rate=f"{point.loan.yuan_rate:f}"))
    if point.code is Code.BALANCE and point.account is not None and point.account.as_of is None:
        told.append(t("difference.balance_month"))
    if point.code is Code.LIMIT and point.here is not None:
        told.append(t("difference.limit_since"))
    return reduce(lambda before, one: t("list.sentence", told=before, next=one), told)


def _kind(point: Point) -> str:
    """Where the amount of a point is not said, or is nothing, its sentence is another one."""
    if point.code is Code.OVERDUE_THERE and point.there is None:
        return "_unsaid"
    return "_line" if point.code is Code.CLOSED_THERE and not point.here else ""


def decision(point: Point) -> str:
    """What was decided; empty while it is open."""
    return "" if point.decision is None else t(f"difference.decision.{point.decision}")


def head(seen: Seen) -> str:
    """How many points are open and decided, and what could not be compared."""
    difference = seen.difference
    waiting = len(difference.open)
    told = t("difference.head", on=fmt.day(difference.check.on), open=waiting, done=len(difference.points) - waiting)
    if seen.before is not None and seen.changes:
        told += t("difference.head.before", on=fmt.day(seen.before.on))
    lines = [told]
    if not difference.whole:
        lines.append(t("difference.head.part"))
    elif difference.unknown:
        names = t("list.and").join(full_name(loan) for loan in difference.unknown)
        lines.append(t("difference.head.unknown", names=names))
    return "\n".join(lines)


def changed(change: Change) -> tuple[str, str, str, str]:
    """What changed since the earlier report: what, of which account, before and now."""
    name = account_name(change.account) if change.account is not None else ""
    if change.inquiry is not None:
        name = t("evidence.inquiry", on=fmt.day(change.inquiry.on), name=change.inquiry.institution)
    before, now = (_amount(change, value) for value in (change.before, change.now))
    return t(f"difference.changed.{change.code}"), name, before, now


def _amount(change: Change, value: int | None) -> str:
    if value is None:
        return ""
    if change.code is Changed.MONTHS:
        return t("credit.unit.months", n=value)
    if change.code is Changed.OVERDUE and value in (0, 1):
        return t("yes.yes" if value else "yes.no")
    return fmt.money(value)
