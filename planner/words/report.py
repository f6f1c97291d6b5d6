"""A credit report that was read in words: what it is, what it lists, and what of it was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from planner.domain.basics.money import YUAN
from planner.domain.credit.file import AccountKind, ReportedState
from planner.domain.credit.report.checks import Difference
from planner.domain.credit.report.entries import Disposal, GuarantorPayment, Place, ReportedAccount, Responsibility
from planner.domain.credit.report.keeping import Keeping
from planner.domain.credit.report.report import CreditReport, Part
from planner.i18n import format as fmt
from planner.i18n import t


def lines(report: CreditReport) -> list[str]:
    """What it is first, then the person's accounts, others' debts, and all that keeps it from being certain."""
    told = [_what(report), _counts(report)]
    told += [_account(account) for account in report.accounts]
    told += [line for line in _beside(report) if line]
    return [*told, *_annotations(report), *_doubts(report)]


def preview(report: CreditReport, found: Keeping) -> list[str]:
    """What it is, what of it would be recorded, all that keeps it from being certain, then account by account."""
    told = [_what(report, found.check.on), "", *_kinds(report), "", kept(found)]
    doubts = list(_doubts(report))
    if doubts:
        told += ["", t("report.doubts"), *(f"  {line}" for line in doubts)]
    if report.annotations:
        told += ["", *_annotations(report)]
    if report.accounts:
        told += ["", t("report.accounts"), *(_account(account) for account in report.accounts)]
    return told + list(_beside(report))


def _kinds(report: CreditReport) -> Iterator[str]:
    """How many of each kind, those that there are none of left out."""
    kinds = Counter(account.kind for account in report.accounts)
    parts = [(t(f"account_kind.{kind}"), n) for kind in AccountKind if (n := kinds[kind])]
    yield t("report.kinds", kinds=_listed(parts))
    own = sum(inquiry.own for inquiry in report.inquiries)
    others = [
        (t("report.kind.responsibilities"), len(report.responsibilities)),
        (t("report.kind.disposals"), len(report.disposals)),
        (t("report.kind.guarantor_payments"), len(report.guarantor_payments)),
        (t("report.kind.public_records"), len(report.public_records)),
        (t("report.kind.inquiries"), len(report.inquiries) - own),
        (t("report.kind.own"), own),
    ]
    yield _listed([(name, n) for name, n in others if n])


def _listed(parts: list[tuple[str, int]]) -> str:
    return " · ".join(f"{name} {n}" for name, n in parts) or t("report.none")


def kept(found: Keeping) -> str:
    """What of it is not recorded yet."""
    undated = [t("report.undated_entries", n=found.undated)] if found.undated else []
    if found.nothing:
        return "\n".join([t("report.nothing_new"), *undated])
    inquiries = [one for one in found.inquiries if not one.id]
    lines = [
        t("report.new", accounts=len(found.accounts), negatives=len(found.negatives), inquiries=len(inquiries)),
    ]
    if found.seen_before and found.before is not None:
        told = {"n": found.seen_before, "new": len(found.accounts) - found.seen_before}
        lines.append(t("report.seen_before", on=fmt.day(found.before.on), **told))
    if found.known is not None:
        lines.append(t("report.adds_to", on=fmt.day(found.known.on)))
    if found.accounts:
        lines.append(t("report.matched", n=found.matched))
    lines += undated
    if any(one.overdue or one.state is ReportedState.BAD_DEBT for one in found.accounts):
        lines.append(t("report.no_begin"))
    return "\n".join(lines)


def _what(report: CreditReport, typed: date | None = None) -> str:
    """``typed``: the day that the person says it is of, where it does not say."""
    if report.on is None and typed is not None:
        day = t("report.on_typed", on=fmt.day(typed))
    else:
        day = t("report.undated") if report.on is None else t("report.on", on=fmt.day(report.on))
    if report.certain:
        return t("report.certain" if report.summary else "report.certain.no_summary", day=day)
    if report.whole:
        return t("report.whole", day=day)
    lacks = report.missing if typed is None or report.on is not None else report.missing - {Part.HEAD}
    missing = [t(f"report.part.{part}") for part in Part if part in lacks]
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
    if account.currency != YUAN:
        parts.append(account.currency)
    if account.state is not None:
        card = account.kind is AccountKind.CARD and account.state is ReportedState.OPEN
        parts.append(t("report.state.open_card" if card else f"report.state.{account.state}"))
    if account.restriction:
        parts.append(account.restriction)
    if account.limit_minor is not None:
        parts.append(t("report.limit", limit=fmt.money(account.limit_minor)))
    if account.owed_minor is not None and account.as_of is not None:
        parts.append(t("report.owed", owed=fmt.money(account.owed_minor), month=fmt.month(account.as_of)))
    if account.overdue_minor:
        parts.append(t("report.overdue_amount", amount=fmt.money(account.overdue_minor)))
    elif account.overdue_now:
        parts.append(t("report.overdue_now"))
    if account.overdue_months:
        parts.append(t("report.months", n=account.overdue_months))
    if account.over_90_months:
        parts.append(t("report.months_90", n=account.over_90_months))
    return f"  {' · '.join(parts)}"


def _beside(report: CreditReport) -> Iterator[str]:
    """Other people's debts, then what would be noted as negative; an empty line before each."""
    if report.responsibilities:
        yield from ("", t("report.others"), *(_responsibility(one) for one in report.responsibilities))
    lines = [_entry("disposals", one.institution, one.on, one.amount_minor, _left(one)) for one in report.disposals]
    lines += [
        _entry("guarantor_payments", one.institution, one.on, one.amount_minor, _paid_back(one))
        for one in report.guarantor_payments
    ]
    lines += [
        _entry("public_records", one.institution, one.on, one.amount_minor, one.about, one.state)
        for one in report.public_records
    ]
    if lines:
        yield from ("", t("report.entries"), *lines)


def _left(one: Disposal) -> str:
    return t("report.owed", owed=fmt.money(one.balance_minor), month=fmt.month(one.as_of))


def _paid_back(one: GuarantorPayment) -> str:
    return "" if one.settled_in is None else f"{t('report.state.settled')} {fmt.month(one.settled_in)}"


def _entry(kind: str, name: str, on: date | None, amount_minor: int | None, *more: str) -> str:
    parts = [t(f"report.kind.{kind}"), name, *([] if on is None else [fmt.day(on)])]
    parts += [] if amount_minor is None else [fmt.money(amount_minor)]
    return f"  {' · '.join([*parts, *(one for one in more if one)])}"


def _responsibility(one: Responsibility) -> str:
    parts = [one.institution, one.business, fmt.day(one.began_on), t(f"report.role.{one.role}")]
    parts.append(t("report.owed", owed=fmt.money(one.balance_minor), month=fmt.month(one.as_of)))
    return f"  {' · '.join(parts)}"


def _annotations(report: CreditReport) -> Iterator[str]:
    for one in report.annotations:
        yield t("report.annotation", at=_at(one.place), label=one.label)


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
