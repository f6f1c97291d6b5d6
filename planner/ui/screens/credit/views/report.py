"""The looks at the report, and below each the accounts that it showed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.domain.accounts.names import short_name
from planner.domain.basics.money import YUAN
from planner.domain.credit.file import AccountKind, ReportAccount, ReportCheck, ReportedState
from planner.domain.findings import calendar
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, empty_text, open_record
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.credit import check_text, said

if TYPE_CHECKING:
    from planner.ui.forms.form import Form


def columns() -> tuple[Column, ...]:
    """The looks at the report, and below each the accounts that it showed."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("what", t("credit.col.channel"), 26, flex=True),
        Column("nth", t("credit.col.nth"), 14),
        Column("counts", t("credit.col.accounts"), 22, flex=True),
        Column("note", t("credit.col.note"), 16, rank=1),
    )


def rows(overview: Overview) -> list[Row]:
    """The looks at the report, the latest first, with their accounts."""
    file, lines = overview.book.credit, []
    for check in reversed(file.checks):
        channel = overview.catalogue.channel(check.channel)
        known = check.accounts is not None or check.overdue_accounts is not None
        shown = {name: fmt.UNKNOWN if value is None else value for name, value in _counts(check)}
        cells: dict[str, Cell] = {
            "on": fmt.day(check.on),
            "what": said(channel.name) if channel else check.channel,
            "nth": check_text(overview, check),
            "counts": " · ".join([*([t("credit.check.counts", **shown)] if known else []), *_lacking(check)]),
            "note": check.note,
        }
        lines.append(Row(f"check-{check.id}", cells, data=check))
        lines += [_account_row(overview, one) for one in file.accounts_of(check)]
    return lines


def _counts(check: ReportCheck) -> tuple[tuple[str, int | None], ...]:
    return ("overdue", check.overdue_accounts), ("accounts", check.accounts)


def _lacking(check: ReportCheck) -> Iterator[str]:
    """What keeps a report from being the whole of what there is."""
    if check.partial:
        yield t("credit.check.partial")
    elif check.unread:
        yield t("credit.check.unread", n=check.unread)


def _account_row(overview: Overview, one: ReportAccount) -> Row:
    account = overview.accounts.get(one.loan_id or 0)
    apart = one.loan_id is None and one.open and one.kind != AccountKind.GUARANTEE
    if account is not None:
        matched = t("credit.account.matched", loan=short_name(account.loan))
    else:
        matched = t("credit.account.unmatched") if apart else ""
    name, told = _named(one), [*_states(one), *_past(one), *([matched] if matched else [])]
    bad = one.overdue or one.state is ReportedState.BAD_DEBT
    cells: dict[str, Cell] = {
        "on": "" if one.as_of is None else fmt.day(one.as_of),
        "what": (f"  {name}", "bad" if bad else "muted"),
        "nth": fmt.money(one.balance_minor) if one.balance_minor is not None else "",
        "counts": (" · ".join(told), "bad" if bad else "warn" if apart else ""),
        "note": one.note,
    }
    return Row(f"account-{one.id}", cells, data=one)


def _named(one: ReportAccount) -> str:
    return " · ".join(
        [one.institution, t(f"account_kind.{one.kind}"), *([one.currency] if one.currency != YUAN else [])]
    )


def _about(_overview: Overview, row: Row) -> str:
    """An account in full, which no row of 80 columns holds."""
    if not isinstance(row.data, ReportAccount):
        return ""
    counts = row.cells["counts"]
    told = counts if isinstance(counts, str) else counts[0]
    return " · ".join(part for part in (_named(row.data), told) if part)


def _states(one: ReportAccount) -> Iterator[str]:
    """What an account is that is not simply open."""
    if one.state not in (None, ReportedState.OPEN):
        yield t(f"report.state.{one.state}")
    elif not one.open:
        yield t("report.state.unsaid")
    if one.overdue:
        yield t("credit.account.overdue")


def _past(one: ReportAccount) -> Iterator[str]:
    if one.overdue_months:
        yield t("credit.account.late_months", n=one.overdue_months)


def head(overview: Overview) -> str:
    """How many looks this year, and when the next one is due."""
    file, free = overview.book.credit, overview.catalogue.rules.need("free_reports", overview.today).whole
    following = calendar.next_report(file, overview.today)
    if following is None:
        return t("credit.head.report.none", free=free)
    paid = {channel.code for channel in overview.catalogue.channels if channel.fee}
    done = [check for check in file.checks if check.on.year == overview.today.year and check.on <= overview.today]
    there = sum(check.channel in paid for check in done)
    return t("credit.head.report", n=len(done), there=there, free=free, next_on=fmt.day(following))


def _form(record: ReportCheck | ReportAccount | None = None) -> Form:
    from planner.ui.screens.credit.account_form import AccountForm
    from planner.ui.screens.credit.report_forms import CheckForm

    return AccountForm(record.check_id, record) if isinstance(record, ReportAccount) else CheckForm(record)


VIEW = RecordView(
    "report", columns, rows, head, empty_text("report"), open_record(_form), adds=_form, edits=_form, about=_about
)
