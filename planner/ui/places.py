"""Where a finding can be changed, by the places that the catalogue names (``Action.opens``): a table."""

from __future__ import annotations

from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page with one of its views, or else a screen of its own and the form that adds to it, as ``module:class``."""

    page: str = ""
    view: str = ""
    has_form: bool = False  # whether the form that adds to the view adds what a finding misses
    screen: str = ""
    form: str = ""


_INCOMES = "planner.ui.screens.income.incomes"
_WISHES = "planner.ui.screens.offers.wishes"
PLACES = {
    "today": Place("today"),
    "loans": Place("loans"),
    "limits": Place("loans"),
    "balances": Place("loans"),
    "one_line": Place("loans"),
    "repayments": Place("loans"),
    "paid_days": Place("loans"),
    "record_months": Place("credit", "report", has_form=True),
    "report_counts": Place("credit", "report", has_form=True),
    "report_whole": Place("credit", "report", has_form=True),
    "plan": Place("plan"),
    "income": Place(screen=f"{_INCOMES}:IncomeScreen", form=f"{_INCOMES}:IncomeForm"),
    "profile": Place("credit", "profile"),
    "report": Place("credit", "report", has_form=True),
    "negatives": Place("credit", "negatives", has_form=True),
    "worst_days": Place("credit", "negatives", has_form=True),
    "repaired_part": Place("credit", "report", has_form=True),
    "report_months": Place("credit", "report"),
    "guarantees": Place("credit", "report"),
    "report_unsaid": Place("credit", "report"),
    "inquiries": Place("credit", "inquiries", has_form=True),
    "behaviour": Place("credit", "behaviour", has_form=True),
    "score": Place("credit", "score", has_form=True),
    "cases": Place("cases", "cases", has_form=True),
    "appeal": Place("cases", "appeal", has_form=True),
    "closeouts": Place("cases", "closeouts"),
    "offers": Place("cases", "offers", has_form=True),
    "calls": Place("cases", "calls", has_form=True),
    "wishes": Place(screen=f"{_WISHES}:WishesScreen", form=f"{_WISHES}:WishForm"),
    "alternatives": Place(
        screen="planner.ui.screens.offers.alternatives:AlternativesScreen",
        form="planner.ui.screens.offers.offer_form:OfferForm",
    ),
}
