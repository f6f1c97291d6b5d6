"""The debt-ratio trend: the lines, the table behind them, and the incomes they rest on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.figures.ratios import Ratios
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import FiguresPage
from planner.ui.widgets.chart import Chart, Series
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview

VIEWS = ("ratios", "debt", "lenders", "findings")
SPANS = (12, 24, 6)


class TrendPage(FiguresPage):
    """Page 4."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,f7", "income", "key.income"),
        Binding("v,f8", "view", "key.view"),
        Binding("m,f6", "span", "key.span"),
    ]

    view = 0
    span = 0

    def compose(self) -> ComposeResult:
        yield Plain("", classes="headline")
        yield Chart(id="chart")
        yield Table(columns(), empty=t("trend.empty"))

    def focus_first(self) -> None:
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        points = overview.trend(SPANS[self.span]) if overview.book.accounts else ()
        by_findings = VIEWS[self.view] == "findings"
        chart = self.query_one(Chart)
        chart.display = bool(points) and not by_findings
        self.query_one(".headline", Plain).show(self._head(overview, points) if points else "")
        table = self.query_one(Table)
        if by_findings:
            table.reshape(finding_columns(), t("trend.empty"))
            table.load(_finding_rows(overview, points))
            return
        if points:
            ahead = overview.ahead(SPANS[self.span])
            self._chart(chart, (*points, *ahead))
            table.reshape(columns(), t("trend.empty"))
            table.load(
                [*(_row(point, planned=True) for point in reversed(ahead)), *(_row(p) for p in reversed(points))]
            )
            return
        table.reshape(columns(), t("trend.empty"))
        table.load([])

    def _head(self, overview: Overview, points: tuple[Ratios, ...]) -> str:
        """Which view this is, and what has to be said with its figures."""
        months = SPANS[self.span]
        if VIEWS[self.view] == "findings":
            return t("trend.headline.findings", months=months)
        lines = [t("trend.headline", view=t(f"trend.view.{VIEWS[self.view]}"), months=months)]
        if overview.now.income_minor is None:
            lines.append(t("today.no_income"))
        lines.append(t("trend.counts"))
        if overview.ahead(months):
            lines.append(t("trend.ahead"))
        if any(point.unknown for point in points):
            lines.append(t("trend.least"))
        return "\n".join(lines)

    def _chart(self, chart: Chart, points: tuple[Ratios, ...]) -> None:
        labels = [fmt.month(point.as_of)[2:] for point in points]
        view = VIEWS[self.view]
        if view == "ratios":
            series = [
                Series(t("ratio.payment"), [point.payment_ratio for point in points]),
                Series(t("ratio.balance"), [point.balance_ratio for point in points]),
                Series(t("ratio.utilisation"), [point.utilisation for point in points]),
            ]
            chart.show(series, labels, lambda value: fmt.percent(value, 0))
        elif view == "debt":
            owed = Series(t("ratio.debt"), [Decimal(point.debt_minor) for point in points])
            due = Series(t("ratio.due"), [Decimal(point.due_minor) for point in points])
            chart.show([owed, due], labels, lambda value: fmt.money(int(value)))
        else:
            series = [
                Series(t("ratio.unsettled"), [Decimal(point.lenders.unsettled) for point in points]),
                Series(t("ratio.open_lines"), [Decimal(point.lenders.open_lines) for point in points]),
                Series(t("ratio.institutions"), [Decimal(point.lenders.institutions) for point in points]),
            ]
            chart.show(series, labels, lambda value: f"{value.normalize():f}", whole=True)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_view(self) -> None:
        self.view = (self.view + 1) % len(VIEWS)
        self.show(self.planner.overview)

    def action_span(self) -> None:
        self.span = (self.span + 1) % len(SPANS)
        self.show(self.planner.overview)

    def action_income(self) -> None:
        from planner.ui.screens.income.incomes import IncomeScreen

        self.planner.push_screen(IncomeScreen())


def finding_columns() -> tuple[Column, ...]:
    """A month, then the state of each finding at its end."""
    from planner.domain.findings.kinds import CODES

    states = (Column(code, t(f"finding.short.{code}"), 7) for code in CODES)
    return (Column("month", t("trend.col.month"), 10, flex=True), *states)


def _finding_rows(overview: Overview, points: tuple[Ratios, ...]) -> list[Row]:
    """The findings at the end of each month by the records as they are now; the latest first."""
    from planner.domain.findings.judge import findings_on
    from planner.ui.screens.credit.views import TONES

    days = [point.as_of for point in points]
    rows = []
    for day, found in zip(days, findings_on(overview.book, overview.catalogue, days), strict=True):
        cells: dict[str, Cell] = {"month": fmt.day(day)}
        for one in found:
            cells[one.code] = (t(f"finding.sign.{one.state}"), TONES[one.state])
        rows.append(Row(day.isoformat(), cells))
    return rows[::-1]


def columns() -> tuple[Column, ...]:
    return (
        Column("month", t("trend.col.month"), 10, flex=True),
        Column("debt", t("ratio.debt"), 13, "right"),
        Column("due", t("ratio.due"), 11, "right"),
        Column("income", t("ratio.income"), 11, "right", rank=3),
        Column("payment", t("ratio.payment.short"), 8, "right"),
        Column("balance", t("ratio.balance.short"), 8, "right"),
        Column("used", t("ratio.utilisation.short"), 8, "right"),
        Column("lenders", t("ratio.lenders.short"), 8, "right"),
        Column("on_time", t("loans.col.on_time"), 7, "right", rank=2),
    )


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
            "lenders": f"{lenders.unsettled}/{lenders.open_lines}/{lenders.institutions}",
            "on_time": fmt.percent(point.on_time.rate, 1),
        },
        data=point,
    )
