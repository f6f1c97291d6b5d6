"""A small book with an adopted plan: a loan that takes extra money, a line, a card that may carry a balance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.domain.accounts.loan import Excess, Lender, LenderKind, Loan, Method, Prepayment
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.payoff.adopted.baseline import document_of
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import ask_from
from planner.overview.overview import read
from planner.services import draws, loans, plans, repayments, start
from planner.storage.store import Store
from tests.make import databases

TODAY = date(2026, 11, 2)
MEANS = Means(400_000)


def level() -> Loan:
    """10,000 at 1.5 % a month over twelve level payments of 916.80, the first on 2026-11-10; takes any extra."""
    return Loan(
        0,
        Lender(0, "甲银行", LenderKind.BANK),
        "消费贷",
        Method.LEVEL_PAYMENT,
        start_on=date(2026, 10, 10),
        rate=Rate(Decimal("0.18"), RateBasis.YEAR),
        principal_minor=1_000_000,
        terms=12,
        due_day=10,
        first_due_on=date(2026, 11, 10),
        prepayment=Prepayment.FREE,
        excess=Excess.SHORTER_TERM,
    )


def line() -> Loan:
    """A line at 0.04 % a day, its interest due on the 20th."""
    made = databases.line("借呗", "乙小贷", start_on=date(2026, 9, 1))
    return replace(made, rate=Rate(Decimal("0.0004"), RateBasis.DAY), day_count=DayCount.ACT_365)


def card() -> Loan:
    """A card cut on the 5th and due on the 25th; a tenth of a bill has to be paid."""
    return replace(
        databases.card("信用卡", "丙银行"),
        statement_day=5,
        due_day=25,
        start_on=date(2026, 9, 1),
        limit_minor=2_000_000,
        card=CardTerms(interest=CardInterest.FULL, minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1")),
    )


def fill(store: Store, today: date = TODAY) -> tuple[int, int, int]:
    """The three accounts, by their ids: nothing is recorded on the loan, 8,000 and 6,000 were drawn."""
    start.begin(store, language="zh", income_minor=1_000_000, income_name="工资", review_day=6, today=today)
    loan_id = loans.add(store, level()).value
    line_id = loans.add(store, line()).value
    card_id = loans.add(store, card()).value
    draws.draw(store, line_id, date(2026, 10, 5), 800_000, today=today)
    draws.draw(store, card_id, date(2026, 10, 12), 600_000, today=today)
    plans.keep(store, means=MEANS)
    return loan_id, line_id, card_id


def write(path: Path) -> None:
    """As ``fill``, into a file that is not there yet."""
    store = Store(path)
    fill(store)
    store.close()


def adopt(path: Path, today: date = TODAY, goal: str = "least_cost", means: Means = MEANS) -> None:
    """The plan of that day for the goal becomes the one that is followed."""
    now = read(path, today)
    plan = planning(now.book, today, means)
    found = plan.answer(ask_from(goal))
    assert found is not None
    store = Store(path)
    plans.adopt(store, document_of(now.book.accounts, plan, found), goal, means, today)
    store.close()


def keep(path: Path, until: date) -> None:
    """Record every payment of the adopted plan before a day, each on its own day."""
    payments = read(path, TODAY).planned
    store = Store(path)
    for one in payments:
        if one.on < until:
            repayments.record(store, one.loan_id, one.on, one.amount_minor, today=one.on)
    store.close()
