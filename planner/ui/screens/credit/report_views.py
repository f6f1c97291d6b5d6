"""What the views of the credit report and of the behaviour log show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.accounts.names import short_name
from planner.domain.credit.file import BehaviourKind, Outcome, ReportAccount, ReportCheck
from planner.domain.findings import behaviour, calendar, report
from planner.domain.reference.credit_lists import InquiryClass
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.widgets.table import Cell, Column, Row
from planner.words.credit import check_text, said

if TYPE_CHECKING:
    from planner.overview.overview import Overview


# -- report ------------------------------------------------------------------------------------------------------------


def report_columns() -> tuple[Column, ...]:
    """The looks at the report, and below each the accounts that it showed."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("what", t("credit.col.channel"), 26, flex=True),
        Column("nth", t("credit.col.nth"), 14),
        Column("counts", t("credit.col.accounts"), 22),
        Column("note", t("credit.col.note"), 16, rank=1),
    )


def report_rows(overview: Overview) -> list[Row]:
    """The looks at the report, the latest first, with their accounts."""
    file, rows = overview.book.credit, []
    for check in reversed(file.checks):
        channel = overview.catalogue.channel(check.channel)
        known = check.accounts is not None or check.overdue_accounts is not None
        shown = {name: fmt.UNKNOWN if value is None else value for name, value in _counts(check)}
        cells: dict[str, Cell] = {
            "on": fmt.day(check.on),
            "what": said(channel.name) if channel else check.channel,
            "nth": check_text(overview, check),
            "counts": t("credit.check.counts", **shown) if known else "",
            "note": check.note,
        }
        rows.append(Row(f"check-{check.id}", cells, data=check))
        rows += [_account_row(overview, one) for one in file.report_accounts if one.check_id == check.id]
    return rows


def _counts(check: ReportCheck) -> tuple[tuple[str, int | None], ...]:
    return ("overdue", check.overdue_accounts), ("accounts", check.accounts)


def _account_row(overview: Overview, one: ReportAccount) -> Row:
    state = t("credit.account.overdue") if one.overdue else "" if one.open else t("credit.account.closed")
    account = overview.accounts.get(one.loan_id or 0)
    apart = one.loan_id is None and one.open and one.kind != "guarantee"
    if account is not None:
        matched = t("credit.account.matched", loan=short_name(account.loan))
    else:
        matched = t("credit.account.unmatched") if apart else ""
    kind = t(f"account_kind.{one.kind}")
    cells: dict[str, Cell] = {
        "on": "",
        "what": (
            t("credit.account.row", name=one.institution, kind=kind, state=state),
            "bad" if one.overdue else "muted",
        ),
        "nth": fmt.money(one.balance_minor) if one.balance_minor is not None else "",
        "counts": (matched, "warn" if apart else ""),
        "note": one.note,
    }
    return Row(f"account-{one.id}", cells, data=one)


def report_head(overview: Overview) -> str:
    """How many looks this year, and when the next one is due."""
    file, free = overview.book.credit, overview.catalogue.rules.need("free_reports", overview.today).whole
    following = calendar.next_report(file, overview.catalogue, overview.today)
    if following is None:
        return t("credit.head.report.none", free=free)
    done = sum(check.on.year == overview.today.year and check.on <= overview.today for check in file.checks)
    return t("credit.head.report", n=done, free=free, next_on=fmt.day(following))


# -- negative entries and inquiries ------------------------------------------------------------------------------------


def negative_columns() -> tuple[Column, ...]:
    """A negative entry and the day on which it goes."""
    return (
        Column("name", t("credit.col.institution"), 20, flex=True),
        Column("kind", t("credit.kind"), 10),
        Column("began", t("credit.col.began"), 10),
        Column("ended", t("credit.col.ended"), 10),
        Column("gone", t("credit.col.gone"), 22),
        Column("note", t("credit.col.note"), 14, rank=1),
    )


def negative_rows(overview: Overview) -> list[Row]:
    """The negative entries, the latest first."""
    rows = []
    for one in reversed(overview.book.credit.negatives):
        gone = report.falls_off(one, overview.catalogue.rules)
        over = gone is not None and gone <= overview.today
        told = t("credit.clock_stopped") if gone is None else fmt.day(gone)
        cells: dict[str, Cell] = {
            "name": one.institution,
            "kind": t(f"negative_kind.{one.kind}"),
            "began": fmt.day(one.began_on),
            "ended": fmt.day(one.ended_on),
            "gone": (t("credit.gone_already", on=told), "muted") if over else (told, "bad" if gone is None else ""),
            "note": one.note,
        }
        rows.append(Row(f"negative-{one.id}", cells, data=one))
    return rows


def negative_head(overview: Overview) -> str:
    """How many go on, and how many wait to go."""
    negatives = [one for one in overview.book.credit.negatives if one.began_on <= overview.today]
    years = overview.catalogue.rules.need("negative_years", overview.today).whole
    gone = [report.falls_off(one, overview.catalogue.rules) for one in negatives]
    kept = sum(on is not None and on > overview.today for on in gone)
    return t("credit.head.negatives", open=gone.count(None), kept=kept, years=years)


def inquiry_columns() -> tuple[Column, ...]:
    """A row of a report."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("name", t("credit.col.institution"), 20, flex=True),
        Column("reason", t("credit.col.reason"), 18),
        Column("hard", t("credit.col.hard"), 7),
        Column("gone", t("credit.col.gone"), 20),
    )


def inquiry_rows(overview: Overview) -> list[Row]:
    """The inquiries, the latest first."""
    months = overview.catalogue.rules.need("inquiry_months", overview.today).whole
    rows = []
    for one in reversed(overview.book.credit.inquiries):
        reason = overview.catalogue.inquiry(one.reason)
        gone = report.inquiry_gone(one, months)
        over = gone <= overview.today
        hard = reason is not None and reason.kind is InquiryClass.HARD
        cells: dict[str, Cell] = {
            "on": fmt.day(one.on),
            "name": one.institution,
            "reason": said(reason.name) if reason else one.reason,
            "hard": (t(f"inquiry_class.{reason.kind}") if reason else "", "warn" if hard and not over else "muted"),
            "gone": (t("credit.gone_already", on=fmt.day(gone)), "muted") if over else fmt.day(gone),
        }
        rows.append(Row(f"inquiry-{one.id}", cells, data=one))
    return rows


def inquiry_head(overview: Overview) -> str:
    """Hard inquiries by window."""
    months = overview.catalogue.rules.need("inquiry_months", overview.today).whole
    hard = [one for one in overview.book.credit.inquiries if report.is_hard(one, overview.catalogue)]
    counts = {f"d{days}": sum(0 <= (overview.today - one.on).days < days for one in hard) for days in report.WINDOWS}
    return t("credit.head.inquiries", months=months, **counts)


# -- behaviour ---------------------------------------------------------------------------------------------------------


def behaviour_columns() -> tuple[Column, ...]:
    """Something done or left alone."""
    return (
        Column("on", t("credit.col.on"), 10),
        Column("kind", t("credit.kind"), 18),
        Column("times", t("credit.col.times"), 5, "right"),
        Column("about", t("credit.col.about"), 18, flex=True),
        Column("outcome", t("credit.outcome"), 12),
        Column("note", t("credit.col.note"), 14, rank=1),
    )


def behaviour_rows(overview: Overview) -> list[Row]:
    """The behaviour log, the latest first."""
    rows = []
    for one in reversed(overview.book.credit.behaviours):
        applied = one.kind is BehaviourKind.APPLICATION
        cells: dict[str, Cell] = {
            "on": fmt.day(one.on),
            "kind": (t(f"behaviour.{one.kind}"), "good" if one.kind is BehaviourKind.RESISTED else ""),
            "times": str(one.times),
            "about": one.about,
            "outcome": (t(f"application.{one.outcome}"), "bad" if one.outcome is Outcome.REFUSED else "")
            if applied
            else "",
            "note": one.note,
        }
        rows.append(Row(f"behaviour-{one.id}", cells, data=one))
    return rows


def behaviour_head(overview: Overview) -> str:
    """Counts by window, and the clock."""
    file, rules, today = overview.book.credit, overview.catalogue.rules, overview.today

    def counts(kinds: tuple[BehaviourKind, ...]) -> str:
        return "/".join(str(behaviour.count(file, kinds, today, days)) for days in behaviour.COUNTED)

    quiet = behaviour.quiet_on(file, rules, today)
    if quiet is None:
        cool = t("credit.cool.none")
    elif quiet > today:
        cool = t("credit.cool.running", on=fmt.day(quiet), n=(quiet - today).days)
    else:
        cool = t("credit.cool.over", on=fmt.day(quiet))
    left_alone = [one for one in file.behaviours if one.kind is BehaviourKind.RESISTED and one.on <= today]
    resisted = sum(one.times for one in left_alone)
    return t(
        "credit.head.behaviour",
        applied=counts((BehaviourKind.APPLICATION,)),
        looked=counts(behaviour.LOOKING),
        resisted=resisted,
        cool=cool,
    )
