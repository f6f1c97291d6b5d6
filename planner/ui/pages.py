"""The pages of the main screen: a table."""

from __future__ import annotations

from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A line of the table of pages: its key is the digit that opens it."""

    id: str
    key: str
    title: str
    place: str  # module:class, imported on the first visit or behind the first frame

    @property
    def module(self) -> str:
        """Where its page stands."""
        return self.place.partition(":")[0]


# Digits stay as they are when pages are added, so that fingers need not learn again.
PAGES = (
    PageEntry("today", "1", "page.today", "planner.ui.screens.today.page:TodayPage"),
    PageEntry("loans", "2", "page.loans", "planner.ui.screens.loans.page:LoansPage"),
    PageEntry("plan", "3", "page.plan", "planner.ui.screens.plan.page:PlanPage"),
    PageEntry("trend", "4", "page.trend", "planner.ui.screens.trend.page:TrendPage"),
    PageEntry("credit", "5", "page.credit", "planner.ui.screens.credit.page:CreditPage"),
    PageEntry("cases", "6", "page.cases", "planner.ui.screens.cases.page:CasesPage"),
    PageEntry("reminders", "7", "page.reminders", "planner.ui.screens.reminders.page:RemindersPage"),
    PageEntry("review", "8", "page.review", "planner.ui.screens.review.page:ReviewPage"),
)
