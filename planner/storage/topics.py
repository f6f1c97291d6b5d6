"""The kinds of things that a write can change: what a screen shows depends on some of them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Topic(StrEnum):
    """A kind of thing. The members' values stand in the journal."""

    LOANS = "loans"  # terms and lenders
    REPAYMENTS = "repayments"  # what is recorded on an account
    INCOME = "income"
    CASH = "cash"  # cash at hand, income that comes once, living costs
    SETTINGS = "settings"
    REMINDERS = "reminders"
    REVIEW = "review"
    PLAN = "plan"
    CREDIT = "credit"
    CASES = "cases"
    IMPORTS = "imports"  # the rules of imports
    OFFERS = "offers"  # loans that are offered, wishes to borrow


TOPIC_OF = {
    "lender": Topic.LOANS,
    "loan": Topic.LOANS,
    "loan_fee": Topic.LOANS,
    "pinned_instalment": Topic.LOANS,
    "rate_change": Topic.LOANS,
    "draw": Topic.REPAYMENTS,
    "repayment": Topic.REPAYMENTS,
    "balance_reading": Topic.REPAYMENTS,
    "statement": Topic.REPAYMENTS,
    "card_plan": Topic.REPAYMENTS,
    "allowance": Topic.REPAYMENTS,
    "arrangement": Topic.REPAYMENTS,
    "legal_move": Topic.REPAYMENTS,
    "denial": Topic.REPAYMENTS,
    "import_batch": Topic.REPAYMENTS,
    "import_line": Topic.REPAYMENTS,
    "import_rule": Topic.IMPORTS,
    "offer": Topic.OFFERS,
    "offer_fee": Topic.OFFERS,
    "wish": Topic.OFFERS,
    "income": Topic.INCOME,
    "single_income": Topic.CASH,
    "living_cost": Topic.CASH,
    "cash_reading": Topic.CASH,
    "setting": Topic.SETTINGS,
    "reminder_rule": Topic.REMINDERS,
    "reminder_mark": Topic.REMINDERS,
    "review": Topic.REVIEW,
    "commitment": Topic.REVIEW,
    "payoff_plan": Topic.PLAN,
    "scenario": Topic.PLAN,
    "score_series": Topic.CREDIT,
    "score": Topic.CREDIT,
    "profile_entry": Topic.CREDIT,
    "report_check": Topic.CREDIT,
    "report_account": Topic.CREDIT,
    "report_point": Topic.CREDIT,
    "negative_entry": Topic.CREDIT,
    "inquiry": Topic.CREDIT,
    "behaviour": Topic.CREDIT,
    "wanted_line": Topic.CREDIT,
    "asset": Topic.CREDIT,
    "case_file": Topic.CASES,
    "case_round": Topic.CASES,
    "case_event": Topic.CASES,
    "case_evidence": Topic.CASES,
    "collector_call": Topic.CASES,
    "case_letter": Topic.CASES,
}


def known(names: Iterable[object]) -> frozenset[Topic]:
    """The topics of these names. A restored dump may have brought others along: they are left out."""
    found = tuple(names)
    return frozenset(topic for topic in Topic if topic in found)
