"""All tables, and the table of each kind of value."""

from __future__ import annotations

from typing import Any, TypeVar

from planner.domain.accounts.loan import Lender, Loan, PinnedInstalment, RateChange
from planner.domain.accounts.records import (
    Allowance,
    Arrangement,
    CardPlan,
    Denial,
    Draw,
    Move,
    Reading,
    Repayment,
    Statement,
)
from planner.domain.accounts.terms import Fee
from planner.domain.book import CashReading, Income, LivingCost, SingleIncome
from planner.domain.cases.calls import Call
from planner.domain.cases.file import Case, Event, Evidence, Round
from planner.domain.cases.letter import Letter
from planner.domain.credit import file as credit_file
from planner.domain.imports.rules import ImportRule
from planner.domain.offers.offer import Offer, OfferFee, Wish
from planner.domain.reminders.rules import Mark, Rule
from planner.storage.import_lines import BatchLine, ImportLine
from planner.storage.kept import CommitmentLine, PlanLine, ReviewLine, ScenarioLine
from planner.storage.rows import (
    calls,
    cases,
    credit,
    imports,
    loans,
    offers,
    person,
    plans,
    records,
    reminders,
    reviews,
)
from planner.storage.rows.operations import OPERATIONS
from planner.storage.rows.table import Rows, Table

CreditRecord = (
    credit_file.Series
    | credit_file.Score
    | credit_file.ProfileEntry
    | credit_file.ReportCheck
    | credit_file.ReportAccount
    | credit_file.Negative
    | credit_file.Inquiry
    | credit_file.Behaviour
    | credit_file.WantedLine
    | credit_file.Asset
    | credit_file.ReportPoint
)
Kept = (
    Lender
    | Loan
    | Fee
    | PinnedInstalment
    | RateChange
    | Draw
    | Repayment
    | Reading
    | Statement
    | CardPlan
    | Allowance
    | Arrangement
    | Move
    | Denial
    | Income
    | SingleIncome
    | LivingCost
    | CashReading
    | Rule
    | Mark
    | ReviewLine
    | CommitmentLine
    | PlanLine
    | ScenarioLine
    | BatchLine
    | ImportLine
    | ImportRule
    | Offer
    | OfferFee
    | Wish
    | CreditRecord
    | Case
    | Round
    | Event
    | Evidence
    | Call
    | Letter
)
K = TypeVar("K", bound=Kept)

_ROWS: tuple[Rows[Any], ...] = (
    loans.LENDERS,
    loans.LOANS,
    loans.FEES,
    loans.PINNED,
    loans.RATE_CHANGES,
    records.DRAWS,
    records.REPAYMENTS,
    records.READINGS,
    records.STATEMENTS,
    records.CARD_PLANS,
    records.ALLOWANCES,
    records.ARRANGEMENTS,
    records.MOVES,
    records.DENIALS,
    person.INCOMES,
    person.SINGLES,
    person.LIVING,
    person.READINGS,
    reminders.RULES,
    reminders.MARKS,
    reviews.REVIEWS,
    reviews.COMMITMENTS,
    plans.PAYOFF_PLANS,
    plans.SCENARIOS,
    imports.BATCHES,
    imports.IMPORT_LINES,
    imports.IMPORT_RULES,
    offers.OFFERS,
    offers.FEES,
    offers.WISHES,
    credit.SERIES,
    credit.SCORES,
    credit.PROFILE,
    credit.CHECKS,
    credit.REPORT_ACCOUNTS,
    credit.NEGATIVES,
    credit.INQUIRIES,
    credit.BEHAVIOURS,
    credit.WANTED,
    credit.ASSETS,
    credit.POINTS,
    *cases.OF_CASES,
    *calls.OF_CALLS,
)
TABLES: tuple[Table, ...] = (*_ROWS, person.SETTINGS, OPERATIONS)
_ROWS_OF: dict[type, Rows[Any]] = {rows.kind: rows for rows in _ROWS}


def rows_of(kind: type[K]) -> Rows[K]:
    """The table that keeps values of ``kind``."""
    return _ROWS_OF[kind]
