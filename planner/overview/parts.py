"""What an overview is read from, part by part, and what each of its answers rests on: tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.domain.basics.recurrence import daily
from planner.domain.reminders.rules import DUE, LEAD_DAYS, Rule
from planner.storage import snapshot
from planner.storage.topics import Topic

if TYPE_CHECKING:
    from sqlite3 import Connection

# Before the first start has been answered there are no rules yet; what is due is named all the same.
_FIRST_RULE = Rule(0, DUE, "", "", daily(date(2000, 1, 1)), LEAD_DAYS)

READERS: Mapping[str, Callable[[Connection], Any]] = {
    "accounts": snapshot.accounts,
    "incomes": snapshot.incomes,
    "credit": snapshot.credit,
    "household": snapshot.household,
    "settings": snapshot.settings,
    "rules": lambda connection: snapshot.reminder_rules(connection) or (_FIRST_RULE,),
    "marks": snapshot.reminder_marks,
    "reviews": snapshot.reviews,
    "payoff_plans": snapshot.payoff_plans,
    "scenarios": snapshot.scenarios,
    "import_rules": snapshot.import_rules,
    "cases": snapshot.cases,
    "calls": snapshot.calls,
    "letters": snapshot.letters,
    "offers": snapshot.offers,
    "wishes": snapshot.wishes,
}
# What a write of each topic can have changed; the topics are those of the journal.
READ_AGAIN: Mapping[Topic, tuple[str, ...]] = {
    Topic.LOANS: ("accounts",),
    Topic.REPAYMENTS: ("accounts",),
    Topic.INCOME: ("incomes",),
    Topic.CASH: ("household",),
    Topic.CREDIT: ("credit",),
    Topic.SETTINGS: ("settings",),
    Topic.REMINDERS: ("rules", "marks"),
    Topic.REVIEW: ("reviews",),
    Topic.PLAN: ("payoff_plans", "scenarios"),
    Topic.IMPORTS: ("import_rules",),
    Topic.CASES: ("cases", "calls", "letters"),
    Topic.OFFERS: ("offers", "wishes"),
}
UNTOLD = ("reviews",)  # how far a review has come stands in no journal: another window may have moved it
BOOK = ("accounts", "incomes", "credit")
PARTS = (*BOOK, "household")  # of the book; most answers know nothing of cash
# What each answer rests on: it stays while all of that is the same. An answer that is not named here never stays.
RESTS_ON: Mapping[str, Iterable[str]] = {
    "accounts": ("accounts",),
    "positions": ("accounts",),
    "draws": ("accounts",),
    "dues": ("accounts",),
    "_live": ("accounts",),
    "costs": ("accounts",),
    "now": ("accounts", "incomes"),
    "working": ("accounts", "incomes"),
    "_trends": ("accounts", "incomes"),
    "_aheads": (*BOOK, "payoff_plans"),
    "_reminded": (*PARTS, "settings", "rules", "marks", "reviews", "payoff_plans", "cases", "calls"),
    "baseline": ("payoff_plans",),
    "planned": (*BOOK, "payoff_plans"),
    "progress": (*BOOK, "settings", "payoff_plans"),
    "movement": (*PARTS, "settings", "payoff_plans"),  # of the reviews those before today, which do not change
    "catalogue": ("settings",),
    "findings": (*BOOK, "settings", "payoff_plans"),
    "offer_costs": ("accounts", "settings", "offers"),
    "cautions": (*BOOK, "settings"),
    "difference": (*BOOK, "settings"),
    "_turns": (*BOOK, "settings"),
    "dated": ("credit", "settings", "cases", "calls", "accounts"),
    "promises": ("calls", "accounts"),
    "call_counts": ("calls", "settings"),
    "stands": ("credit", "settings", "cases", "accounts"),
    "emptied": ("accounts", "cases"),
    "reviewed": ("reviews",),
    "means": ("accounts", "incomes", "household", "settings", "payoff_plans"),
    "before_bills": ("accounts", "incomes", "household", "settings", "payoff_plans"),
    "cash": ("accounts", "incomes", "household", "settings", "payoff_plans"),
}
