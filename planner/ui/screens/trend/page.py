"""The debt-ratio trend: the lines, the table behind them, and the incomes they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from planner.ui.base import FiguresPage
from planner.ui.screens.trend.views import VIEWS, Months
from planner.ui.views import ViewsPage

if TYPE_CHECKING:
    from planner.overview.overview import Overview

SPANS = (12, 24, 6)


class TrendPage(ViewsPage[Months], FiguresPage):
    """Page 4."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,f7", "income", "key.income"),
        Binding("v,f8", "view(1)", "key.view"),
        Binding("m,f6", "span", "key.span"),
    ]

    views = VIEWS
    span = 0

    @property
    def sight(self) -> Months:
        return Months(self.planner.overview, SPANS[self.span])

    def show(self, overview: Overview) -> None:
        self.fill()

    def headline(self, head: str, about: str) -> str:
        return head

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_span(self) -> None:
        self.span = (self.span + 1) % len(SPANS)
        self.fill()

    def action_income(self) -> None:
        from planner.ui.screens.income.incomes import IncomeScreen

        self.planner.push_screen(IncomeScreen())
