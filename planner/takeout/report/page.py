"""The report, section by section: figures of the overview, words of its own, names as they are or as letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

from planner import i18n
from planner.domain.basics.calendar import add_months
from planner.domain.ledger.state import AccountState
from planner.domain.reminders.due_items import upcoming
from planner.exporters.pages import Bars, Block, Heading, Lines, Page
from planner.exporters.sheets import Column, Kind, Value, sheet
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.takeout.lists.columns import amount, count, day, month, names, share, text
from planner.takeout.report.debts import agreements, debts, terms, totalled
from planner.takeout.report.naming import Naming
from planner.takeout.report.planned import planned
from planner.words.dues import left_of
from planner.words.figures import institutions_line

DAYS = 31  # of what falls due
MONTHS = 12  # of the trend


def page(overview: Overview, *, anonymous: bool = False) -> Page:
    """The report as of the day of ``overview``; ``anonymous``: without the name of any lender, loan or person."""
    naming = Naming(overview, anonymous=anonymous)
    sections = (_standing, debts, _dues, terms, agreements, planned, _achieved, _trend, _about)
    blocks = chain.from_iterable(section(overview, naming) for section in sections)
    return Page(t("export.report.title", on=fmt.day(overview.today)), i18n.language(), tuple(blocks))


def _standing(overview: Overview, naming: Naming) -> Iterator[Block]:
    now = overview.now
    twelve = overview.span(MONTHS).on_time
    lines = [
        t(
            "export.report.debt_least" if now.unknown else "export.report.debt",
            debt=fmt.money(now.debt_minor),
            n=now.lenders.unsettled,
        ),
        t(
            "export.report.month" if now.income_minor else "export.report.month_alone",
            month=fmt.month_named(overview.today),
            due=fmt.money(now.due_minor),
            income=fmt.money(now.income_minor),
        ),
        t(
            "export.report.ratios",
            payment=fmt.percent(now.payment_ratio, 1),
            balance=fmt.percent(now.balance_ratio, 1),
            used=fmt.percent(now.utilisation, 1),
        ),
        t(
            "export.report.on_time",
            rate=fmt.percent(twelve.rate, 1),
            on_time=twelve.on_time,
            late=twelve.late,
            missed=twelve.missed,
        ),
    ]
    late = list(_late(overview))
    if late:
        lines.insert(1, t("export.report.overdue", amount=fmt.money(sum(late)), n=len(late)))
    flows = overview.month_flows()
    if flows:
        living, left = fmt.money(flows[0].living_minor), fmt.money(flows[0].net_minor)
        lines.insert(2 + bool(late), t("export.report.living", living=living, left=left))
    cash = overview.cash
    if cash is not None:
        at_hand = t("export.report.cash", amount=fmt.money(cash.at_hand_minor), on=fmt.day(cash.counted_on))
        lines.insert(2 + bool(late) + bool(flows), at_hand)
    lines.append(institutions_line(overview.now_counted.lenders))
    yield Lines(tuple(filter(None, [t("export.report.anonymous") if naming.anonymous else "", *lines])))


def _late(overview: Overview) -> Iterator[int]:
    """What is overdue of each account on which something is, fen of yuan."""
    for loan_id, account in overview.accounts.items():
        minor = account.loan.in_yuan(overview.overdue_minor(loan_id))
        if minor:
            yield minor


def _dues(overview: Overview, naming: Naming) -> Iterator[Block]:
    columns = (
        day("due_on"),
        *names(),
        text("instalment"),
        amount("least"),
        amount("unpaid"),
        text("when"),
    )
    until = overview.today + timedelta(DAYS)
    rows = []
    for item in upcoming(overview.book, overview.live(until), overview.today, DAYS, overview.planned_and_bills):
        loan = overview.accounts[item.loan_id].loan
        row: dict[str, Value] = {
            "due_on": item.due_on,
            "instalment": f"{item.number}/{overview.last_number(item.loan_id)}" if loan.terms else None,
            "least": loan.in_yuan(item.least_minor),
            "unpaid": loan.in_yuan(item.amount_minor),
            "when": left_of(item.days_left, item.own_state),
        }
        rows.append(naming.cells(loan) | row)
    yield Heading(t("export.report.dues", until=fmt.day(until)))
    unknown = overview.now.unknown
    if rows:
        yield totalled(columns, rows, "dues")
    elif not unknown:
        yield Lines((t("export.report.no_dues"),))
    if unknown:
        yield Lines((t("export.report.dues_unknown", n=unknown),))


def _trend(overview: Overview, naming: Naming) -> Iterator[Block]:
    """The months gone by and those to come under the adopted plan, in two pictures and a table."""
    if not overview.book.accounts:
        return
    gone, ahead = overview.trend(MONTHS), overview.ahead(MONTHS)
    yield Heading(t("export.report.trend"))
    points = [(point, False) for point in gone] + [(point, True) for point in ahead]
    note = t("export.report.ahead") if ahead else ""
    for title, kind, of in (
        ("export.col.debt", Kind.AMOUNT, "debt_minor"),
        ("export.col.payment_ratio", Kind.SHARE, "payment_ratio"),
    ):
        bars = tuple((fmt.month(point.as_of), getattr(point, of), to_come) for point, to_come in points)
        yield Bars(t(title), bars, kind, note)
    columns: tuple[Column, ...] = (month(), amount("debt"), amount("due"), amount("income"), share("payment_ratio"))
    columns += (share("balance_ratio"), share("utilisation"), count("unsettled"))
    rows: list[dict[str, Value]] = [
        {
            "month": fmt.month_named(point.as_of),
            "debt": point.debt_minor,
            "due": point.due_minor,
            "income": point.income_minor,
            "payment_ratio": point.payment_ratio,
            "balance_ratio": point.balance_ratio,
            "utilisation": point.utilisation,
            "unsettled": point.lenders.unsettled,
        }
        for point in gone
    ]
    yield sheet("trend", "", columns, rows)
    if any(point.unknown for point in gone):
        yield Lines((t("export.report.least_months"),))


def _achieved(overview: Overview, naming: Naming) -> Iterator[Block]:
    """What went well, as far as the records prove it; the section is missing where nothing did."""
    lines = [*_better(overview), *_settled(overview, naming)]
    streak = overview.now.on_time.streak
    if streak > 1:
        lines.append(t("export.report.streak", n=streak))
    at = overview.progress
    if at is not None and at.paid_minor:
        lines.append(t("export.report.paid", paid=fmt.money(at.paid_minor), planned=fmt.money(at.planned_minor)))
    if lines:
        yield Heading(t("export.report.achieved"))
        yield Lines(tuple(lines))


def _better(overview: Overview) -> Iterator[str]:
    """That less is owed than a year ago, or to fewer lenders; only where both months are known."""
    if not overview.book.accounts:
        return
    first, now = overview.trend(MONTHS)[0], overview.now
    if first.unknown or now.unknown:
        return
    if now.debt_minor < first.debt_minor:
        fell = fmt.money(first.debt_minor - now.debt_minor)
        yield t("export.report.less", on=fmt.day(first.as_of), before=fmt.money(first.debt_minor), less=fell)
    before, after = first.lenders.unsettled, now.lenders.unsettled
    if after < before:
        yield t("export.report.fewer", on=fmt.day(first.as_of), before=before, after=after)


def _settled(overview: Overview, naming: Naming) -> Iterator[str]:
    since = add_months(overview.today, -MONTHS)
    for account in overview.book.accounts:
        loan, place = account.loan, overview.positions[account.loan.id]
        if place.state not in (AccountState.SETTLED, AccountState.CLOSED) or place.owed_minor:
            continue
        days = [due.cleared_on for due in place.dues if due.amount_minor]
        days += [paid.on for paid in place.applied if paid.used_minor]
        on = loan.settled_on or max((one for one in days if one is not None), default=None)
        if on is not None and since < on <= overview.today:
            yield t("export.report.settled", on=fmt.day(on), lender=naming.lender(loan), loan=naming.loan(loan))


def _about(overview: Overview, naming: Naming) -> Iterator[Block]:
    yield Heading(t("export.report.about"))
    yield Lines(tuple(t(f"export.report.about.{part}") for part in ("source", "payment", "balance", "used", "on_time")))
