"""The debt-ratio trend: the lines, the table behind them, and the incomes they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from planner.overview.overview import SHOWN_MONTHS
from planner.ui.base import FiguresPage, Listing
from planner.ui.screens.trend.views import VIEWS, Months
from planner.ui.views import ViewsPage

if TYPE_CHECKING:
    from planner.overview.overview import Overview

SPANS = (SHOWN_MONTHS, 24, 6)


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
        """The months of the chosen span."""
        return Months(self.planner.overview, SPANS[self.span])

    @property
    def listing(self) -> Listing:
        """The figures by month, or the findings."""
        return Listing("findings" if self.in_sight.name == "findings" else "trend")

    def show(self, overview: Overview) -> None:
        """Fill the view that was turned to."""
        self.fill()

    def headline(self, head: str, about: str) -> str:
        """The head alone: nothing is said of single rows."""
        return head

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_span(self) -> None:
        """From 12 months to 24, to 6, and to 12 again."""
        self.span = (self.span + 1) % len(SPANS)
        self.fill()

    def action_income(self) -> None:
        """Open the incomes on which the ratios rest."""
        from planner.ui.screens.income.incomes import IncomeScreen

        self.planner.push_screen(IncomeScreen())
