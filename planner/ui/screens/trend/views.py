"""The views of the trend: ratios, debt, lenders by month with a chart of each; the findings; several months at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from planner.domain.figures.ratios import Ratios
from planner.domain.figures.spans import Span
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.tones import TONES
from planner.ui.views import Drawing, View, nothing
from planner.ui.widgets.chart import Series
from planner.ui.widgets.table import Cell, Column, Row
from planner.values import dataclass
from planner.words.figures import institutions


@dataclass(frozen=True, slots=True)
class Months:
    """So many months up to this one, and as many to come under the adopted plan."""

    overview: Overview
    span: int

    @property
    def points(self) -> tuple[Ratios, ...]:
        """The figures of each month, the earliest first; nothing where there is no account."""
        return self.overview.trend(self.span) if self.overview.book.accounts else ()

    @property
    def ahead(self) -> tuple[Ratios, ...]:
        """The same of the months to come."""
        return self.overview.ahead(self.span) if self.points else ()


def _empty(_seen: Months) -> str:
    return t("trend.empty")


# -- the figures -------------------------------------------------------------------------------------------------------


def columns() -> tuple[Column, ...]:
    """A month with its debt, dues and income, the ratios, the lenders, and the share paid on time."""
    return (
        Column("month", t("trend.col.month"), 10, flex=True),
        Column("debt", t("ratio.debt"), 13, "right"),
        Column("due", t("ratio.due"), 11, "right"),
        Column("income", t("ratio.income"), 11, "right", rank=3),
        Column("payment", t("ratio.payment.short"), 8, "right"),
        Column("balance", t("ratio.balance.short"), 8, "right"),
        Column("used", t("ratio.utilisation.short"), 8, "right"),
        Column("lenders", t("ratio.lenders.short"), 10, "right"),
        Column("on_time", t("loans.col.on_time"), 7, "right", rank=2),
    )


def rows(seen: Months) -> list[Row]:
    """The figures of each month, the latest first, above them those to come."""
    ahead = [_row(point, planned=True) for point in reversed(seen.ahead)]
    return ahead + [_row(point) for point in reversed(seen.points)]


def _row(point: Ratios, *, planned: bool = False) -> Row:
    """The figures of a month; ``planned``: one to come, as the adopted plan makes it."""
    lenders = point.lenders
    return Row(
        point.as_of.isoformat(),
        {
            "month": (t("trend.planned", on=fmt.day(point.as_of)), "muted") if planned else fmt.day(point.as_of),
            "debt": ("≥ " if point.unknown else "") + fmt.money(point.debt_minor),
            "due": fmt.money(point.due_minor),
            "income": fmt.money(point.income_minor),
            "payment": fmt.percent(point.payment_ratio, 1),
            "balance": fmt.percent(point.balance_ratio, 1),
            "used": fmt.percent(point.utilisation, 1),
            "lenders": f"{lenders.unsettled}/{lenders.open_lines}/{institutions(lenders)}",
            "on_time": fmt.percent(point.on_time.rate, 1),
        },
        data=point,
    )


def _head(name: str) -> Callable[[Months], str]:
    """Which view this is, and what has to be said with its figures."""

    def head(seen: Months) -> str:
        if not seen.points:
            return ""
        lines = [t("trend.headline", view=t(f"trend.view.{name}"), months=seen.span)]
        if seen.overview.now.income_minor is None:
            lines.append(t("today.no_income"))
        unnamed = any(point.lenders.unnamed for point in (*seen.points, *seen.ahead))
        lines.append(t("trend.counts_unnamed" if unnamed else "trend.counts"))
        if seen.ahead:
            lines.append(t("trend.ahead"))
        if any(point.unknown for point in seen.points):
            lines.append(t("trend.least"))
        return "\n".join(lines)

    return head


Lines = Callable[[tuple[Ratios, ...]], list[Series]]


def _figures(name: str, lines: Lines, write: Callable[[Decimal], str], *, whole: bool = False) -> View[Months]:
    """The table of the figures with a chart of some of them."""

    def chart(seen: Months) -> Drawing | None:
        points = (*seen.points, *seen.ahead)
        labels = [fmt.month(point.as_of)[2:] for point in points]
        return Drawing(lines(points), labels, write, whole) if points else None

    return View(name, columns, rows, _head(name), _empty, nothing, chart=chart)


def _ratio_lines(points: tuple[Ratios, ...]) -> list[Series]:
    return [
        Series(t("ratio.payment"), [point.payment_ratio for point in points]),
        Series(t("ratio.balance"), [point.balance_ratio for point in points]),
        Series(t("ratio.utilisation"), [point.utilisation for point in points]),
    ]


def _debt_lines(points: tuple[Ratios, ...]) -> list[Series]:
    return [
        Series(t("ratio.debt"), [Decimal(point.debt_minor) for point in points]),
        Series(t("ratio.due"), [Decimal(point.due_minor) for point in points]),
    ]


def _lender_lines(points: tuple[Ratios, ...]) -> list[Series]:
    return [
        Series(t("ratio.unsettled"), [Decimal(point.lenders.unsettled) for point in points]),
        Series(t("ratio.open_lines"), [Decimal(point.lenders.open_lines) for point in points]),
        Series(t("ratio.institutions"), [Decimal(point.lenders.institutions) for point in points]),
    ]


# -- the findings ------------------------------------------------------------------------------------------------------


def finding_columns() -> tuple[Column, ...]:
    """A month, then the state of each finding at its end."""
    from planner.domain.findings.kinds import CODES

    states = (Column(code, t(f"finding.short.{code}"), 7) for code in CODES)
    return (Column("month", t("trend.col.month"), 10, flex=True), *states)


def finding_rows(seen: Months) -> list[Row]:
    """The findings at the end of each month by the records as they are now; the latest first."""
    from planner.domain.findings.judge import findings_on

    days, lines = [point.as_of for point in seen.points], []
    overview = seen.overview
    for day, found in zip(days, findings_on(overview.book, overview.catalogue, days), strict=True):
        cells: dict[str, Cell] = {"month": fmt.day(day)}
        for one in found:
            cells[one.code] = (t(f"finding.sign.{one.state}"), TONES[one.state])
        lines.append(Row(day.isoformat(), cells))
    return lines[::-1]


def _finding_head(seen: Months) -> str:
    return t("trend.headline.findings", months=seen.span) if seen.points else ""


# -- several months together ---------------------------------------------------------------------------------------


def span_columns() -> tuple[Column, ...]:
    """So many months with what was due and came in, the ratios of these sums, and the share paid on time."""
    return (
        Column("months", t("trend.col.span"), 12, flex=True),
        Column("due", t("ratio.due"), 13, "right", rank=1),
        Column("income", t("ratio.income"), 13, "right", rank=2),
        Column("payment", t("ratio.payment.short"), 8, "right"),
        Column("balance", t("ratio.balance.short"), 8, "right"),
        Column("used", t("ratio.utilisation.short"), 8, "right"),
        Column("on_time", t("loans.col.on_time"), 7, "right"),
        Column("met", t("trend.col.met"), 9, "right"),
        Column("late", t("trend.col.late"), 7, "right"),
        Column("missed", t("trend.col.missed"), 7, "right"),
    )


def span_rows(seen: Months) -> list[Row]:
    """The spans, the shortest first."""
    return [_span_row(span) for span in seen.overview.spans] if seen.points else []


def _span_row(span: Span) -> Row:
    timely = span.on_time
    known = t("trend.span.known", known=span.known) if span.known < span.months else ""
    due, income = (span.due_minor, span.income_minor) if span.known else (span.all_due_minor, None)
    cells: dict[str, Cell] = {
        "months": t("trend.span", months=span.months) + known,
        "due": ("≥ " if span.least else "") + fmt.money(due),
        "income": fmt.money(income),
        "payment": fmt.percent(span.payment_ratio, 1),
        "balance": fmt.percent(span.balance_ratio, 1),
        "used": fmt.percent(span.utilisation, 1),
        "on_time": fmt.percent(timely.rate, 1),
        "met": str(timely.on_time),
        "late": str(timely.late),
        "missed": str(timely.missed),
    }
    return Row(str(span.months), cells, data=span)


def _span_head(seen: Months) -> str:
    """What the ratios mean, and debt against what the person owns."""
    if not seen.points:
        return ""
    ratio, assets = seen.overview.asset_ratio, seen.overview.assets
    if ratio is None:
        wealth = t("working.assets.none")
    else:
        debt, worth = seen.overview.now.debt_minor, sum(asset.value_minor for asset in assets)
        wealth = t("working.assets", ratio=fmt.percent(ratio, 1), debt=fmt.money(debt), assets=fmt.money(worth))
    return "\n".join([t("trend.headline.spans"), t("trend.spans.ratios"), t("trend.spans.on_time"), wealth])


VIEWS = (
    _figures("ratios", _ratio_lines, lambda value: fmt.percent(value, 0)),
    _figures("debt", _debt_lines, lambda value: fmt.money(int(value))),
    _figures("lenders", _lender_lines, lambda value: f"{value.normalize():f}", whole=True),
    View("findings", finding_columns, finding_rows, _finding_head, _empty, nothing),
    View("spans", span_columns, span_rows, _span_head, _empty, nothing),
)
