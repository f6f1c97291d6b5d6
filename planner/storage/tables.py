"""What must survive, as SQLModel rows. Rows never leave ``storage``; questions are asked of ``planner.domain``.

A change here needs a numbered migration, a new ``migrations/head.sql`` and a data dump for the tests of upgrades.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlmodel import SQLModel

from planner.domain.accounts.loan import Every, Excess, LenderKind, Method, OnRateChange, Prepayment
from planner.domain.accounts.records import DrawKind, PlanEnd, PlanSource
from planner.domain.accounts.terms import (
    ORDER,
    CardInterest,
    DisclosedBasis,
    FeeKind,
    FeeWhen,
    MinimumRule,
    PenaltyBasis,
    PenaltyOn,
    Remainder,
)
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.credit.file import AccountKind, BehaviourKind, NegativeKind, Outcome, ProfileState
from planner.storage.columns import (
    added,
    at_least,
    between,
    dates,
    decimals,
    filled,
    json,
    member,
    number,
    parent,
    string,
    switches,
)

# before any table: batch migrations can only change what has a name
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
}
_OPTIONS: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}


_ORDERS = ", ".join(f"'{','.join(order)}'" for order in permutations(ORDER))


class Row(SQLModel):
    """What all rows have."""

    id: int | None = number()


class LenderRow(Row, table=True):
    __tablename__ = "lender"
    __table_args__ = (UniqueConstraint("name"), *filled("name"), member("kind", LenderKind), _OPTIONS)
    name: str = string()
    kind: str = string()
    institution: str = string(default="")
    preset: str = string(default="")
    note: str = string(default="")


class LoanRow(Row, table=True):
    __tablename__ = "loan"
    __table_args__ = (
        member("method", Method),
        member("rate_basis", RateBasis),
        member("every", Every),
        member("day_count", DayCount),
        member("prepayment", Prepayment),
        member("excess", Excess),
        member("on_rate_change", OnRateChange),
        member("rounding", Rounding),
        member("remainder", Remainder),
        member("penalty_basis", PenaltyBasis),
        member("penalty_on", PenaltyOn),
        member("disclosed_basis", DisclosedBasis),
        member("card_interest", CardInterest),
        member("minimum_rule", MinimumRule),
        CheckConstraint(f"application IN ({_ORDERS})", name="application"),
        CheckConstraint(
            "(penalty_rate IS NULL) = (penalty_basis IS NULL) AND (penalty_rate IS NULL) = (penalty_on IS NULL)",
            name="penalty",
        ),
        CheckConstraint("(disclosed_rate IS NULL) = (disclosed_basis IS NULL)", name="disclosed"),
        *dates("start_on", "first_due_on", "end_on", "settled_on", "closing_on", "closed_on", "checked_on"),
        *dates("prepay_from"),
        *decimals("rate", "prepayment_fee", "penalty_rate", "disclosed_rate"),
        *decimals("minimum_share", "late_fee_share", "cash_fee_share", "yuan_rate"),
        *at_least(0, "principal_minor", "limit_minor", "paid_terms", "grace_days"),
        *at_least(0, "interest_only_terms", "tolerance_minor", "minimum_minor", "late_fee_minor", "cash_fee_minor"),
        *at_least(1, "due_after_days"),
        *switches("statement_included", "opening_known"),
        *at_least(1, "terms"),
        between("due_day", 1, 31),
        between("statement_day", 1, 31),
        *switches("rate_confirmed"),
        *filled("currency"),
        Index(None, "lender_id"),
        _OPTIONS,
    )
    lender_id: int = parent("lender.id")
    name: str = string()
    method: str = string()
    start_on: str = string()
    principal_minor: int
    rate: str = string()
    rate_basis: str = string()
    rate_confirmed: int
    terms: int | None
    every: str = string()
    first_due_on: str | None = string()
    due_day: int | None
    end_on: str | None = string()
    day_count: str = string()
    paid_terms: int
    grace_days: int
    prepayment: str = string()
    prepayment_fee: str = string()
    excess: str = string()
    limit_minor: int | None
    statement_day: int | None
    product: str = string()
    currency: str = string()
    settled_on: str | None = string()
    closed_on: str | None = string()
    checked_on: str | None = string(default=None)
    note: str = string()
    entered_at: str = string()
    on_rate_change: str = added(OnRateChange.LOWER_PAYMENT.value)
    interest_only_terms: int = added(0, Integer)
    rounding: str = added(Rounding.HALF_UP.value)
    remainder: str = added(Remainder.LAST.value)
    application: str = added(",".join(ORDER))
    penalty_rate: str | None = string(default=None)
    penalty_basis: str | None = string(default=None)
    penalty_on: str | None = string(default=None)
    disclosed_rate: str | None = string(default=None)
    disclosed_basis: str | None = string(default=None)
    due_after_days: int | None = None
    statement_included: int = added(1, Integer)
    tolerance_minor: int = added(0, Integer)
    card_interest: str = added(CardInterest.NONE.value)
    minimum_rule: str = added(MinimumRule.NONE.value)
    minimum_share: str | None = string(default=None)
    minimum_minor: int | None = None
    late_fee_share: str | None = string(default=None)
    late_fee_minor: int = added(0, Integer)
    cash_fee_share: str | None = string(default=None)
    cash_fee_minor: int = added(0, Integer)
    limit_group: str = added("")
    institution: str = added("")
    closing_on: str | None = string(default=None)
    opening_known: int = added(1, Integer)
    yuan_rate: str | None = string(default=None)
    prepay_from: str | None = string(default=None)


class RateChangeRow(Row, table=True):
    __tablename__ = "rate_change"
    __table_args__ = (
        UniqueConstraint("loan_id", "from_on"),
        *dates("from_on"),
        *decimals("rate"),
        CheckConstraint("basis IN ('year', 'month', 'day')", name="basis"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    from_on: str = string()
    rate: str = string()
    basis: str = string()
    note: str = string()


class FeeRow(Row, table=True):
    __tablename__ = "loan_fee"
    __table_args__ = (
        UniqueConstraint("loan_id", "position"),
        member("charged", FeeWhen),
        *at_least(0, "amount_minor"),
        *decimals("share"),
        CheckConstraint("(amount_minor IS NULL) <> (share IS NULL)", name="amount_or_share"),
        member("kind", FeeKind),
        *switches("stops"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    position: int
    name: str = string()
    charged: str = string()
    amount_minor: int | None
    share: str | None = string()
    kind: str = added(FeeKind.SERVICE.value)
    payee: str = added("")
    stops: int = added(1, Integer)


class PinnedRow(Row, table=True):
    __tablename__ = "pinned_instalment"
    __table_args__ = (
        UniqueConstraint("loan_id", "number"),
        *dates("due_on"),
        *at_least(1, "number"),
        *at_least(0, "principal_minor", "interest_minor", "fee_minor"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    number: int
    due_on: str = string()
    principal_minor: int
    interest_minor: int
    fee_minor: int


class DrawRow(Row, table=True):
    __tablename__ = "draw"
    __table_args__ = (
        *dates("drawn_on", "posted_on"),
        *at_least(1, "amount_minor"),
        member("kind", DrawKind),
        *switches("after_reading"),
        Index(None, "loan_id", "drawn_on"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    drawn_on: str = string()
    amount_minor: int
    note: str = string(default="")
    entered_at: str = string()
    kind: str = added(DrawKind.PLAIN.value)
    posted_on: str | None = string(default=None)
    after_reading: int = added(0, Integer)


class RepaymentRow(Row, table=True):
    __tablename__ = "repayment"
    __table_args__ = (
        *dates("paid_on", "reversed_on"),
        *at_least(1, "amount_minor"),
        *at_least(0, "principal_minor", "interest_minor", "fee_minor"),
        CheckConstraint(
            "(principal_minor IS NULL AND interest_minor IS NULL AND fee_minor IS NULL)"
            " OR (principal_minor + interest_minor + fee_minor) IS amount_minor",
            name="split",
        ),
        *switches("settles", "after_reading"),
        Index(None, "loan_id", "paid_on"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    paid_on: str = string()
    amount_minor: int
    principal_minor: int | None = None
    interest_minor: int | None = None
    fee_minor: int | None = None
    settles: int = 0
    note: str = string(default="")
    entered_at: str = string()
    reversed_on: str | None = string(default=None)
    after_reading: int = added(0, Integer)


class ReadingRow(Row, table=True):
    __tablename__ = "balance_reading"
    __table_args__ = (
        *dates("read_on"),
        *at_least(0, "balance_minor"),
        UniqueConstraint("loan_id", "read_on"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    read_on: str = string()
    balance_minor: int
    entered_at: str = string()


class StatementRow(Row, table=True):
    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("loan_id", "cut_on"),
        *dates("cut_on", "due_on", "unpaid_on"),
        *at_least(0, "amount_minor", "minimum_minor"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    cut_on: str = string()
    due_on: str = string()
    amount_minor: int
    minimum_minor: int | None = None
    entered_at: str = string()
    unpaid_on: str | None = string(nullable=True)


class CardPlanRow(Row, table=True):
    __tablename__ = "card_plan"
    __table_args__ = (
        *dates("started_on", "ended_on"),
        *at_least(1, "principal_minor", "terms"),
        *decimals("rate", "end_share"),
        CheckConstraint("basis IN ('term', 'total')", name="basis"),
        CheckConstraint("fee_when IN ('first_term', 'per_term')", name="fee_when"),
        member("at_end", PlanEnd),
        member("source", PlanSource),
        Index(None, "loan_id"),
        _OPTIONS,
    )
    loan_id: int = parent("loan.id", "CASCADE")
    started_on: str = string()
    principal_minor: int
    terms: int
    rate: str = string()
    basis: str = string()
    fee_when: str = string()
    at_end: str = string()
    end_share: str = string()
    ended_on: str | None = string(default=None)
    note: str = string(default="")
    entered_at: str = string()
    source: str = added(PlanSource.BILL.value)


class IncomeRow(Row, table=True):
    __tablename__ = "income"
    __table_args__ = (UniqueConstraint("name", "from_on"), *dates("from_on"), *at_least(0, "monthly_minor"), _OPTIONS)
    name: str = string()
    from_on: str = string()
    monthly_minor: int
    entered_at: str = string()


class SettingRow(Row, table=True):
    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key"), *filled("key"), _OPTIONS)
    key: str = string()
    value: str = string()


class ReminderRuleRow(Row, table=True):
    __tablename__ = "reminder_rule"
    __table_args__ = (*filled("code"), *switches("enabled"), Index(None, "code", "about"), _OPTIONS)
    code: str = string()
    about: str = string(default="")
    title: str = string(default="")
    rrule: str = string(default="")
    lead_days: str = string(default="")
    enabled: int = 1
    strategy: str = string(default="")


class ReminderMarkRow(Row, table=True):
    __tablename__ = "reminder_mark"
    __table_args__ = (
        UniqueConstraint("key"),
        *filled("key"),
        *dates("occurs_on", "until_on"),
        CheckConstraint("state IN ('done', 'snoozed', 'skipped')", name="state"),
        _OPTIONS,
    )
    key: str = string()
    rule: str = string()
    about: str = string(default="")
    occurs_on: str = string()
    state: str = string()
    until_on: str | None = string(default=None)
    at: str = string()


class ReviewRow(Row, table=True):
    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("week_on"),
        *dates("week_on"),
        CheckConstraint("strftime('%w', week_on) = '1'", name="week_on_monday"),
        *json("progress", "summary"),
        _OPTIONS,
    )
    week_on: str = string()
    started_at: str = string()
    saved_at: str | None = string(default=None)
    stage: str = string(default="")
    progress: str = string(default="{}")
    summary: str = string(default="{}")
    note: str = string(default="")


class PayoffPlanRow(Row, table=True):
    """A payoff plan that was adopted: it never changes; the one with the highest version is in force."""

    __tablename__ = "payoff_plan"
    __table_args__ = (
        UniqueConstraint("version"),
        *dates("adopted_on", "ended_on"),
        *filled("goal"),
        *json("means", "document"),
        _OPTIONS,
    )
    version: int
    adopted_on: str = string()
    goal: str = string()
    means: str = string(default="{}")
    document: str = string(default="{}")
    ended_on: str | None = string(default=None)
    note: str = string(default="")


class ScenarioRow(Row, table=True):
    """A what-if that was given a name."""

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("name"), *filled("name"), *json("document"), _OPTIONS)
    name: str = string()
    document: str = string(default="{}")
    entered_at: str = string(default="")


class CommitmentRow(Row, table=True):
    __tablename__ = "commitment"
    __table_args__ = (UniqueConstraint("review_id", "position"), *dates("done_on"), Index(None, "loan_id"), _OPTIONS)
    review_id: int = parent("review.id", "CASCADE")
    position: int
    text: str = string()
    loan_id: int | None = parent("loan.id", "SET NULL", default=None)
    kind: str = string(default="")
    done_on: str | None = string(default=None)


class ImportBatchRow(Row, table=True):
    __tablename__ = "import_batch"
    __table_args__ = (*at_least(0, "row_count"), _OPTIONS)
    file_name: str = string()
    sha256: str = string()
    format: str = string()
    imported_at: str = string()
    row_count: int


class ImportLineRow(Row, table=True):
    __tablename__ = "import_line"
    __table_args__ = (
        *filled("source_key", "outcome"),
        Index(None, "source_key"),
        Index(None, "batch_id"),
        Index(None, "draw_id"),
        Index(None, "repayment_id"),
        _OPTIONS,
    )
    batch_id: int = parent("import_batch.id", "CASCADE")
    source_key: str = string()
    row_number: int
    outcome: str = string()
    draw_id: int | None = parent("draw.id", "SET NULL", default=None)
    repayment_id: int | None = parent("repayment.id", "SET NULL", default=None)


class ScoreSeriesRow(Row, table=True):
    __tablename__ = "score_series"
    __table_args__ = (
        UniqueConstraint("name"),
        *filled("name"),
        *at_least(0, "low", "target"),
        CheckConstraint("high > low", name="high"),
        _OPTIONS,
    )
    code: str = string(default="")
    name: str = string()
    low: int
    high: int
    target: int | None = None


class ScoreRow(Row, table=True):
    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("series_id", "noted_on"), *dates("noted_on"), *at_least(0, "value"), _OPTIONS)
    series_id: int = parent("score_series.id", "CASCADE")
    noted_on: str = string()
    value: int
    note: str = string(default="")
    entered_at: str = string(default="")


class ProfileRow(Row, table=True):
    """How an item of a profile stood on a day; the latest one holds."""

    __tablename__ = "profile_entry"
    __table_args__ = (
        UniqueConstraint("platform", "item", "noted_on"),
        *filled("platform", "item"),
        *dates("noted_on"),
        member("state", ProfileState),
        *at_least(0, "months"),
        _OPTIONS,
    )
    platform: str = string()
    item: str = string()
    noted_on: str = string()
    state: str = string()
    months: int | None = None
    note: str = string(default="")
    entered_at: str = string(default="")


class ReportCheckRow(Row, table=True):
    __tablename__ = "report_check"
    __table_args__ = (
        *dates("checked_on"),
        *filled("channel"),
        *switches("detailed"),
        *at_least(0, "accounts", "overdue_accounts"),
        Index(None, "checked_on"),
        _OPTIONS,
    )
    checked_on: str = string()
    channel: str = string()
    detailed: int = 0
    accounts: int | None = None
    overdue_accounts: int | None = None
    note: str = string(default="")
    entered_at: str = string(default="")


class ReportAccountRow(Row, table=True):
    __tablename__ = "report_account"
    __table_args__ = (
        *filled("institution"),
        member("kind", AccountKind),
        *switches("is_open", "overdue"),
        *at_least(0, "limit_minor", "balance_minor"),
        Index(None, "check_id"),
        Index(None, "loan_id"),
        _OPTIONS,
    )
    check_id: int = parent("report_check.id", "CASCADE")
    institution: str = string()
    kind: str = string()
    is_open: int = 1
    overdue: int = 0
    limit_minor: int | None = None
    balance_minor: int | None = None
    loan_id: int | None = parent("loan.id", "SET NULL", default=None)
    note: str = string(default="")


class NegativeRow(Row, table=True):
    __tablename__ = "negative_entry"
    __table_args__ = (
        *filled("institution"),
        member("kind", NegativeKind),
        *dates("began_on", "ended_on"),
        CheckConstraint("ended_on >= began_on", name="order"),
        *at_least(0, "amount_minor", "worst_days"),
        Index(None, "check_id"),
        Index(None, "loan_id"),
        _OPTIONS,
    )
    institution: str = string()
    kind: str = string()
    began_on: str = string()
    ended_on: str | None = string(default=None)
    amount_minor: int | None = None
    worst_days: int | None = None
    loan_id: int | None = parent("loan.id", "SET NULL", default=None)
    check_id: int | None = parent("report_check.id", "SET NULL", default=None)
    note: str = string(default="")
    entered_at: str = string(default="")


class InquiryRow(Row, table=True):
    """A row of a report; two that read alike are two inquiries."""

    __tablename__ = "inquiry"
    __table_args__ = (
        *filled("institution", "reason"),
        *dates("made_on"),
        Index(None, "made_on"),
        Index(None, "check_id"),
        _OPTIONS,
    )
    made_on: str = string()
    institution: str = string()
    reason: str = string()
    check_id: int | None = parent("report_check.id", "SET NULL", default=None)
    note: str = string(default="")
    entered_at: str = string(default="")


class BehaviourRow(Row, table=True):
    __tablename__ = "behaviour"
    __table_args__ = (
        *dates("done_on"),
        member("kind", BehaviourKind),
        member("outcome", Outcome),
        *at_least(1, "times"),
        Index(None, "done_on"),
        _OPTIONS,
    )
    done_on: str = string()
    kind: str = string()
    times: int = 1
    about: str = string(default="")
    outcome: str = string(default=Outcome.OPEN.value)
    note: str = string(default="")
    entered_at: str = string(default="")


class WantedLineRow(Row, table=True):
    """A line that the person would like to have opened, beside the one of the catalogue."""

    __tablename__ = "wanted_line"
    __table_args__ = (
        UniqueConstraint("name"),
        *filled("name", "platform"),
        *at_least(0, "score_least"),
        Index(None, "series_id"),
        _OPTIONS,
    )
    name: str = string()
    platform: str = string()
    series_id: int | None = parent("score_series.id", "SET NULL", default=None)
    score_least: int | None = None
    note: str = string(default="")


class OperationRow(Row, table=True):
    __tablename__ = "operation"
    __table_args__ = (*filled("code"), *json("params", "topics", "changes"), *switches("undone"), _OPTIONS)
    code: str = string()
    params: str = string()
    at: str = string()
    topics: str = string()
    changes: str | None = string()
    undone: int = 0
    revision: str = string()


ROWS: dict[str, type[Row]] = {
    str(row.__tablename__): row
    for row in (
        LenderRow,
        LoanRow,
        FeeRow,
        PinnedRow,
        RateChangeRow,
        DrawRow,
        RepaymentRow,
        ReadingRow,
        StatementRow,
        CardPlanRow,
        IncomeRow,
        SettingRow,
        ReminderRuleRow,
        ReminderMarkRow,
        ReviewRow,
        PayoffPlanRow,
        ScenarioRow,
        CommitmentRow,
        ImportBatchRow,
        ImportLineRow,
        ScoreSeriesRow,
        ScoreRow,
        ProfileRow,
        ReportCheckRow,
        ReportAccountRow,
        NegativeRow,
        InquiryRow,
        BehaviourRow,
        WantedLineRow,
        OperationRow,
    )
}
