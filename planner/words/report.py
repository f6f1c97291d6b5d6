"""A credit report that was read in words: what it is, what it lists, and what of it was not understood."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.credit.report.checks import Difference
from planner.domain.credit.report.entries import Place, ReportedAccount, Responsibility
from planner.domain.credit.report.report import CreditReport, Part
from planner.i18n import format as fmt
from planner.i18n import t


def lines(report: CreditReport) -> list[str]:
    """What it is first, then the person's accounts, others' debts, and all that keeps it from being certain."""
    told = [_what(report), _counts(report)]
    told += [_account(account) for account in report.accounts]
    if report.responsibilities:
        told += [t("report.others"), *(_responsibility(one) for one in report.responsibilities)]
    return told + list(_doubts(report))


def _what(report: CreditReport) -> str:
    day = t("report.on", on=fmt.day(report.on)) if report.on else t("report.undated")
    if report.certain:
        return t("report.certain", day=day)
    if report.whole:
        return t("report.whole", day=day)
    missing = [t(f"report.part.{part}") for part in Part if part in report.missing]
    missing += [t("report.page", page=page) for page in report.pages_missing]
    return t("report.a_part", day=day, missing=t("list.and").join(missing))


def _counts(report: CreditReport) -> str:
    own = sum(inquiry.own for inquiry in report.inquiries)
    return t(
        "report.counts",
        accounts=len(report.accounts),
        responsibilities=len(report.responsibilities),
        negatives=len(report.disposals) + len(report.guarantor_payments) + len(report.public_records),
        inquiries=len(report.inquiries) - own,
        own=own,
    )


def _account(account: ReportedAccount) -> str:
    parts = [account.institution, account.business, fmt.day(account.opened_on)]
    if account.currency != "CNY":
        parts.append(account.currency)
    if account.state is not None:
        parts.append(t(f"report.state.{account.state}"))
    if account.limit_minor is not None:
        parts.append(t("report.limit", limit=fmt.money(account.limit_minor)))
    if account.owed_minor is not None and account.as_of is not None:
        parts.append(t("report.owed", owed=fmt.money(account.owed_minor), month=fmt.month(account.as_of)))
    if account.overdue_now:
        parts.append(t("report.overdue_now"))
    if account.overdue_months:
        parts.append(t("report.months", n=account.overdue_months))
    if account.over_90_months:
        parts.append(t("report.months_90", n=account.over_90_months))
    return f"  {' · '.join(parts)}"


def _responsibility(one: Responsibility) -> str:
    parts = [one.institution, one.business, fmt.day(one.began_on), t(f"report.role.{one.role}")]
    parts.append(t("report.owed", owed=fmt.money(one.balance_minor), month=fmt.month(one.as_of)))
    return f"  {' · '.join(parts)}"


def _doubts(report: CreditReport) -> Iterator[str]:
    for difference in report.differences:
        yield _difference(difference)
    for one in report.out_of_order:
        yield t("report.out_of_order", at=_at(one.place), expected=one.expected, found=one.found)
    for unread in report.unread:
        yield t(f"report.unread.{unread.why}", at=_at(unread.place), text=unread.text)


def _difference(difference: Difference) -> str:
    read = str(difference.least)
    if difference.most != difference.least:
        read = t("report.between", least=difference.least, most=difference.most)
    return t(
        "report.difference",
        row=t(f"report.row.{difference.row}"),
        column=t(f"report.column.{difference.column}"),
        printed=difference.printed,
        read=read,
    )


def _at(place: Place) -> str:
    return t("report.at", page=place.page, line=place.line)
