"""The core as a library: the names that code outside of this project builds on. The app itself imports the rooms.

Amounts are whole fen (``*_minor``), rates exact decimals with their basis, *today* is always an argument. A float where
an amount or a rate belongs, a negative repayment and terms that contradict each other are a ``PlannerError`` with a
``code``; ``planner.i18n.format.error(code, params)`` says it in words.

A loan of 10,000.00 over twelve months at 18 % a year, and what each instalment asks for:

>>> from datetime import date
>>> from decimal import Decimal
>>> loan = Loan(
...     id=1, lender=Lender(1, "Bank"), name="Car", method=Method.LEVEL_PAYMENT, start_on=date(2026, 1, 15),
...     rate=Rate(Decimal("0.18"), RateBasis.YEAR), principal_minor=1_000_000, terms=12,
... )
>>> loan.validate()
>>> check_payment(loan)
>>> rows = instalments(loan)
>>> rows[0].due_on.isoformat(), rows[0].amount_minor, rows[0].interest_minor, rows[-1].amount_minor
('2026-02-15', 91680, 15000, 91681)

The first instalment is paid on time, the second five days late:

>>> account = Account(loan, repayments=(Repayment(1, date(2026, 2, 15), 91680), Repayment(2, date(2026, 3, 20), 91680)))
>>> standing = position(account, date(2026, 4, 1))
>>> standing.owed_minor, [(due.status.value, due.days_late) for due in standing.dues[:3]]
(845490, [('on_time', 0), ('late', 5), ('pending', 0)])
>>> on_time(standing.dues, date(2026, 4, 1)).rate
Decimal('0.500000')

What it costs a year, not compounded and compounded; the same of any dated cash flows:

>>> cost = yearly_cost(loan)
>>> f"{cost.nominal:.4f} {cost.effective:.4f}"
'0.1800 0.1956'
>>> flows = [CashFlow(date(2026, 1, 15), 1_000_000), CashFlow(date(2026, 7, 15), -1_090_000)]
>>> f"{cost_of_flows(flows).nominal:.4f}"
'0.1736'

The debt ratio: everything due in the month over the income of the month, and what settling would take:

>>> book = Book(accounts=(account,), incomes=(Income(1, "Salary", date(2026, 1, 1), 800_000),))
>>> ratios(book, date(2026, 4, 1)).payment_ratio
Decimal('0.114600')
>>> settling(account, date(2026, 4, 1)).total_minor
852677

What is no amount is refused where it comes in:

>>> Repayment(3, date(2026, 4, 15), 916.80)
Traceback (most recent call last):
    ...
planner.errors.PlannerError: money.not_whole(value='916.8')
"""

from planner.domain.accounts.loan import Every, Lender, LenderKind, Loan, Method, Prepayment, RateChange
from planner.domain.accounts.records import Account, Draw, Reading, Repayment, Statement
from planner.domain.accounts.terms import CardTerms, Fee, FeeWhen, PrepayDay, PrepaymentStep, StepUnit
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book, Income, income_of
from planner.domain.figures.ratios import ratios, trend
from planner.domain.ledger.on_time import on_time
from planner.domain.ledger.position import position
from planner.domain.ledger.split import split_of
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import Ask, Goal
from planner.domain.schedule.instalments import check_payment, instalments
from planner.domain.schedule.yearly_cost import CashFlow, cost_of_flows, yearly_cost
from planner.domain.what_if.prepay import prepaying, settling
from planner.errors import PlannerError

__all__ = [
    "Account",
    "Ask",
    "Book",
    "CardTerms",
    "CashFlow",
    "DayCount",
    "Draw",
    "Every",
    "Fee",
    "FeeWhen",
    "Goal",
    "Income",
    "Lender",
    "LenderKind",
    "Loan",
    "Means",
    "Method",
    "PlannerError",
    "PrepayDay",
    "Prepayment",
    "PrepaymentStep",
    "Rate",
    "RateBasis",
    "RateChange",
    "Reading",
    "Repayment",
    "Statement",
    "StepUnit",
    "check_payment",
    "cost_of_flows",
    "income_of",
    "instalments",
    "on_time",
    "planning",
    "position",
    "prepaying",
    "ratios",
    "settling",
    "split_of",
    "trend",
    "yearly_cost",
]
