"""Going from a finding to where it can be changed: a page, a view of the credit page, or the form that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.ui.screens.shell.main import MainScreen

if TYPE_CHECKING:
    from planner.ui.app import PlannerApp

_PAGES = {
    "today": "today",
    "loans": "loans",
    "limits": "loans",
    "balances": "loans",
    "repayments": "loans",
    "plan": "plan",
}
_VIEWS = ("profile", "report", "negatives", "inquiries", "behaviour", "score")


def go(app: PlannerApp, place: str, *, form: bool = False) -> None:
    """Open a place of the catalogue (``Action.opens``) or what is missing; with ``form`` the form for it as well."""
    app.call_later(_go, app, place, form)


async def _go(app: PlannerApp, place: str, form: bool) -> None:
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    main = app.screen_stack[0]
    assert isinstance(main, MainScreen)
    if place in _PAGES:
        await main.action_page(_PAGES[place])
    elif place == "income":
        from planner.ui.screens.income.incomes import IncomeForm, IncomeScreen

        app.push_screen(IncomeForm() if form else IncomeScreen())
    elif place in _VIEWS:
        from planner.ui.screens.credit.page import CreditPage

        await main.action_page("credit")
        page = main.page
        assert isinstance(page, CreditPage)
        page.turn_to(place)
        if form and place != "profile":
            page.action_add()
