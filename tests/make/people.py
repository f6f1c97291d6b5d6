"""The people of the flow tests: one with seven borrowings at lenders with hostile names, one with nothing yet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method
from planner.domain.accounts.terms import Fee, FeeWhen, Penalty, PenaltyBasis
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.recurrence import Repeat
from planner.services import draws, income, loans, reminders, repayments, start
from planner.storage.store import Store

TODAY = date(2026, 11, 23)

MARKUP = "[/]"
ACTION = "[@click=app.quit]x[/]"
OPEN_TAG = "[b"
BACKSLASH = "ends\\"
LONG = "很长的名字" * 8  # 40 Chinese characters
EMOJI = "😀🏦猫"
PLAIN = "月月付"
HOSTILE = (MARKUP, ACTION, OPEN_TAG, BACKSLASH, LONG, EMOJI, PLAIN)
OWN_REMINDER = "[bold]看[/bold] 芝麻分 [/]"
INCOME = "[red]工资[/red]"


def nobody(path: Path) -> Path:
    """Answered the first questions, entered nothing."""
    store = Store(path)
    start.begin(store, language="zh", income_minor=None, income_name="工资", review_day=6, today=TODAY)
    store.close()
    return path


def hostile(path: Path) -> Path:
    """Seven accounts of seven methods: one overdue since the 15th, one due today, one in five days, a line, a card."""
    nobody(path)
    store = Store(path)
    _instalments(store)
    _line_and_card(store)
    for from_on, amount in ((date(2026, 1, 1), 15_000_00), (date(2026, 9, 1), 18_000_00)):
        income.add(store, name=INCOME, from_on=from_on, monthly_minor=amount)
    reminders.add(store, OWN_REMINDER, TODAY, Repeat.MONTHLY, today=TODAY)
    store.close()
    return path


def _year(text: str) -> Rate:
    return Rate(Decimal(text), RateBasis.YEAR)


def _instalments(store: Store) -> None:
    bank, micro = LenderKind.BANK, LenderKind.MICRO_LENDER
    overdue = Loan(
        0, Lender(0, MARKUP, bank), MARKUP, Method.LEVEL_PAYMENT, date(2026, 3, 15), _year("0.18"),
        principal_minor=12_000_00, terms=12, paid_terms=5, note="[@click=app.quit]pay[/]",
        penalty=Penalty(Decimal(0), PenaltyBasis.DAY),  # this lender charges nothing for being late
    )  # fmt: skip
    loan_id = loans.add(store, overdue).value
    for on in (date(2026, 9, 15), date(2026, 10, 18)):  # in time, then three days late
        repayments.record(store, loan_id, on, 1_100_16, today=TODAY, note="[/] 已还")
    loans.add(
        store,
        Loan(
            0, Lender(0, ACTION, bank), ACTION, Method.EQUAL_PRINCIPAL, date(2026, 5, 23), _year("0.12"),
            principal_minor=24_000_00, terms=24, paid_terms=5,
        ),
    )  # fmt: skip
    loans.add(
        store,
        Loan(
            0, Lender(0, OPEN_TAG, micro), OPEN_TAG, Method.INTEREST_ONLY, date(2026, 8, 28), _year("0.10"),
            principal_minor=30_000_00, terms=6, paid_terms=2,
        ),
    )  # fmt: skip
    loans.add(
        store,
        Loan(
            0, Lender(0, BACKSLASH, micro), BACKSLASH, Method.FLAT_FEE, date(2026, 1, 10),
            Rate(Decimal("0.0066"), RateBasis.TERM), principal_minor=12_000_00, terms=12, paid_terms=10,
            fees=(Fee("upfront", FeeWhen.UPFRONT, amount_minor=100_00),),
        ),
    )  # fmt: skip
    loans.add(
        store,
        Loan(
            0, Lender(0, PLAIN, bank), PLAIN, Method.BULLET, date(2026, 6, 30), _year("0.12"),
            principal_minor=10_000_00, terms=12, rate_confirmed=False,
        ),
    )  # fmt: skip


def _line_and_card(store: Store) -> None:
    line = Loan(
        0, Lender(0, LONG, LenderKind.MICRO_LENDER), LONG, Method.REVOLVING, date(2026, 6, 1),
        Rate(Decimal("0.0005"), RateBasis.DAY), day_count=DayCount.ACT_365, limit_minor=50_000_00, due_day=25,
    )  # fmt: skip
    line_id = loans.add(store, line).value
    draws.draw(store, line_id, date(2026, 11, 3), 20_000_00, today=TODAY, note="😀 [b] 支用")
    card = Loan(
        0, Lender(0, EMOJI, LenderKind.CONSUMER_FINANCE), EMOJI, Method.CARD, date(2026, 1, 1), _year("0.1825"),
        limit_minor=8_000_00, statement_day=1, due_day=10,
    )  # fmt: skip
    card_id = loans.add(store, card).value
    draws.draw(store, card_id, date(2026, 11, 5), 1_234_56, today=TODAY, note="买菜")


def orderly(path: Path) -> Path:
    """Seven lenders, each paid in time so far; every one of them has an instalment due in the week under review."""
    nobody(path)
    store = Store(path)
    for number in range(7):
        day = 17 + number  # Tuesday the 17th to Monday the 23rd of November
        loan = Loan(
            0, Lender(0, f"机构{number + 1}"), f"机构{number + 1}", Method.LEVEL_PAYMENT, date(2026, 8, day),
            _year("0.18"), principal_minor=12_000_00, terms=12,
        )  # fmt: skip
        loan_id = loans.add(store, loan).value
        for month in (9, 10):
            repayments.record(store, loan_id, date(2026, month, day), 1_100_16, today=TODAY)
    income.add(store, name="工资", from_on=date(2026, 1, 1), monthly_minor=20_000_00)
    store.close()
    return path
