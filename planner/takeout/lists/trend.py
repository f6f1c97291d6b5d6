"""The figures month by month: those gone by, and those to come under the adopted plan."""

from __future__ import annotations

from planner.domain.figures.ratios import Ratios
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, count, day, month, share, text

MONTHS = 24


def points(overview: Overview) -> tuple[tuple[Ratios, ...], tuple[Ratios, ...]]:
    """The figures of so many months up to this one, the earliest first, and those to come under the adopted plan."""
    if not overview.book.accounts:
        return (), ()
    return overview.trend(MONTHS), overview.ahead(MONTHS)


def sheet(asked: Asked) -> Sheet:
    """A row a month, the earliest first."""
    columns = (
        month(),
        day("as_of"),
        text("planned_or_not", 10),
        amount("debt"),
        text("owed_known"),
        amount("due"),
        amount("income"),
        share("payment_ratio"),
        share("balance_ratio"),
        share("utilisation"),
        count("unsettled"),
        count("open_lines"),
        count("institutions"),
        count("unnamed"),
        share("on_time"),
    )
    gone, ahead = points(asked.overview)
    rows = [_row(point, planned=False) for point in gone] + [_row(point, planned=True) for point in ahead]
    return made("trend", t("export.list.trend"), columns, rows)


def _row(point: Ratios, *, planned: bool) -> dict[str, Value]:
    lenders = point.lenders
    return {
        "month": fmt.month_named(point.as_of),
        "as_of": point.as_of,
        "planned_or_not": t("export.by_plan" if planned else "export.by_records"),
        "debt": point.debt_minor,
        "owed_known": t("export.least" if point.unknown else "export.known"),
        "due": point.due_minor,
        "income": point.income_minor,
        "payment_ratio": point.payment_ratio,
        "balance_ratio": point.balance_ratio,
        "utilisation": point.utilisation,
        "unsettled": lenders.unsettled,
        "open_lines": lenders.open_lines,
        "institutions": lenders.institutions,
        "unnamed": lenders.unnamed,
        "on_time": point.on_time.rate,
    }
