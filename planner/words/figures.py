"""How the figures of the book come about, in words: each with the amounts that it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.figures.lenders_way import lenders_way
from planner.domain.figures.ratios import LenderCounts, Working
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview


def told(overview: Overview) -> str:
    """Ratios, lender counts and on-time rate of today, a line for each figure and one for its parts; "" for no book."""
    if not overview.book.accounts:
        return ""
    made = overview.working
    lines = [t("working.title", on=fmt.day(overview.today)), "", *_ratios(made, _lenders_way(overview))]
    for key, names in (
        ("unsettled", made.unsettled),
        ("open_lines", made.open_lines),
        ("institutions", made.institutions),
    ):
        lines.append(t(f"working.{key}", n=len(names), names=" · ".join(names) or fmt.UNKNOWN))
    lacking = overview.unnamed_lenders
    if lacking:
        lines.append(t("working.unnamed", n=len(lacking), names=" · ".join(lacking)))
    timely = made.ratios.on_time
    lines.append(
        t(
            "working.on_time",
            rate=fmt.percent(timely.rate, 1),
            on_time=timely.on_time,
            late=timely.late,
            missed=timely.missed,
            pending=timely.pending,
        )
    )
    return "\n".join([*lines, "", *_spans(overview), *_wealth(overview)])


def institutions(lenders: LenderCounts) -> str:
    """The count of reporting institutions, and of how many lenders nobody noted under which name: ``4?1``."""
    return f"{lenders.institutions}?{lenders.unnamed}" if lenders.unnamed else str(lenders.institutions)


def institutions_line(lenders: LenderCounts) -> str:
    """How many institutions report, and of how many lenders that is not known; "" for counts that did not ask it."""
    if lenders.unnamed is None:
        return ""
    code = "ratio.reporting_unknown" if lenders.unnamed else "ratio.reporting"
    return t(code, n=lenders.institutions, unknown=lenders.unnamed)


def _spans(overview: Overview) -> list[str]:
    """A line for each span of months: the ratios of the sums, and the dues that fell in it."""
    lines = [t("working.spans")]
    for found in overview.spans:
        months, timely = found.months, found.on_time
        if not found.known:
            lines.append(t("working.span.no_income", months=months, due=fmt.money(found.all_due_minor)))
        lines.append(
            t(
                "working.span" if found.known else "working.span.rest",
                months=months,
                payment=fmt.percent(found.payment_ratio, 1),
                due=fmt.money(found.due_minor),
                income=fmt.money(found.income_minor),
                balance=fmt.percent(found.balance_ratio, 1),
                used=fmt.percent(found.utilisation, 1),
                rate=fmt.percent(timely.rate, 1),
                on_time=timely.on_time,
                judged=timely.on_time + timely.late + timely.missed,
            )
        )
        if 0 < found.known < months:
            lines.append(t("working.span.known", known=found.known))
    return lines


def _wealth(overview: Overview) -> list[str]:
    """Debt against what the person owns, thing by thing; how to enter it where nothing is."""
    ratio = overview.asset_ratio
    if ratio is None:
        return [t("working.assets.none")]
    debt, assets = overview.now.debt_minor, overview.assets
    total = fmt.money(sum(asset.value_minor for asset in assets))
    return [
        t("working.assets", ratio=fmt.percent(ratio, 1), debt=fmt.money(debt), assets=total),
        *(
            t("working.asset", name=asset.name, value=fmt.money(asset.value_minor), on=fmt.day(asset.on))
            for asset in assets
            if asset.value_minor
        ),
    ]


def _lenders_way(overview: Overview) -> list[str]:
    """The payment ratio as lenders count cards, where there is one."""
    if not any(account.loan.method is Method.CARD for account in overview.book.accounts):
        return []
    found = lenders_way(overview.book, overview.today)
    return [t("working.payment_cards", ratio=fmt.percent(found.ratio, 1), due=fmt.money(found.due_minor))]


def _ratios(made: Working, beside: list[str]) -> list[str]:
    now = made.ratios
    month = fmt.month(now.as_of)
    debt, due, income = fmt.money(now.debt_minor), fmt.money(now.due_minor), fmt.money(now.income_minor)
    limits = [(line.loan, line.drawn_minor, line.limit_minor) for line in made.lines if line.limit_minor]
    return [
        t("working.debt", debt=debt),
        *_parts((part.loan, part.owed_minor) for part in made.parts),
        t("working.payment", ratio=fmt.percent(now.payment_ratio, 1), month=month, due=due, income=income),
        *_parts((part.loan, part.due_minor) for part in made.parts),
        *beside,
        t("working.balance", ratio=fmt.percent(now.balance_ratio, 1), debt=debt, income=income),
        t(
            "working.utilisation",
            ratio=fmt.percent(now.utilisation, 1),
            drawn=fmt.money(made.drawn_minor),
            limit=fmt.money(made.limit_minor),
        ),
        *(
            t("working.used", loan=full_name(loan), drawn=fmt.money(drawn), limit=fmt.money(limit))
            for loan, drawn, limit in limits
        ),
        *([t("working.shared")] if sum(part.limit_minor or 0 for part in made.parts) != made.limit_minor else []),
    ]


def _parts(amounts: Iterable[tuple[Loan, int]]) -> list[str]:
    """A line for each account that has a share."""
    return [t("working.part", loan=full_name(loan), amount=fmt.money(amount)) for loan, amount in amounts if amount]
