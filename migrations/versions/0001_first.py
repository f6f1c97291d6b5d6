"""The first schema: loans and what happens on them, income, settings, reminders, reviews, imports, the journal.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _whole(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _table(name: str, *items: Any) -> None:
    key = sa.Column("id", sa.Integer(), nullable=False)
    primary = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, key, *items, primary, sqlite_autoincrement=True, sqlite_strict=True)


def _lender() -> None:
    _table(
        "lender",
        _text("name"),
        _text("kind"),
        _text("institution"),
        _text("preset"),
        _text("note"),
        sa.CheckConstraint(
            "kind IN ('bank', 'consumer_finance', 'micro_lender', 'other_licensed', 'private')", name="ck_lender_kind"
        ),
        sa.CheckConstraint("name <> ''", name="ck_lender_name"),
        sa.UniqueConstraint("name", name="uq_lender_name"),
    )


def _loan() -> None:
    _table(
        "loan",
        _whole("lender_id"),
        _text("name"),
        _text("method"),
        _text("start_on"),
        _whole("principal_minor"),
        _text("rate"),
        _text("rate_basis"),
        _whole("rate_confirmed"),
        _whole("terms", nullable=True),
        _text("every"),
        _text("first_due_on", nullable=True),
        _whole("due_day", nullable=True),
        _text("end_on", nullable=True),
        _text("day_count"),
        _whole("paid_terms"),
        _whole("grace_days"),
        _text("prepayment"),
        _text("prepayment_fee"),
        _text("excess"),
        _whole("limit_minor", nullable=True),
        _whole("statement_day", nullable=True),
        _text("product"),
        _text("currency"),
        _text("settled_on", nullable=True),
        _text("closed_on", nullable=True),
        _text("checked_on", nullable=True),
        _text("note"),
        _text("entered_at"),
        sa.CheckConstraint("currency <> ''", name="ck_loan_currency"),
        sa.CheckConstraint("day_count IN ('30/360', 'act/360', 'act/365', 'act/act')", name="ck_loan_day_count"),
        sa.CheckConstraint("every IN ('week', 'fortnight', 'month', 'quarter')", name="ck_loan_every"),
        sa.CheckConstraint("excess IN ('shorter_term', 'lower_payment', 'next_instalment')", name="ck_loan_excess"),
        sa.CheckConstraint(
            "method IN ('level_payment', 'equal_principal', 'interest_only', 'bullet', 'flat_fee',"
            " 'revolving', 'card')",
            name="ck_loan_method",
        ),
        sa.CheckConstraint(
            "prepayment IN ('free', 'fee_share', 'no_saving', 'full_only', 'not_allowed')", name="ck_loan_prepayment"
        ),
        sa.CheckConstraint(
            "prepayment_fee GLOB '[0-9]*' AND prepayment_fee NOT GLOB '*[^0-9.]*' AND prepayment_fee NOT GLOB '*.*.*'",
            name="ck_loan_prepayment_fee",
        ),
        sa.CheckConstraint(
            "rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'", name="ck_loan_rate"
        ),
        sa.CheckConstraint("rate_basis IN ('year', 'month', 'day', 'term', 'total')", name="ck_loan_rate_basis"),
        sa.CheckConstraint("date(checked_on, '+0 days') IS checked_on", name="ck_loan_checked_on"),
        sa.CheckConstraint("date(closed_on, '+0 days') IS closed_on", name="ck_loan_closed_on"),
        sa.CheckConstraint("date(end_on, '+0 days') IS end_on", name="ck_loan_end_on"),
        sa.CheckConstraint("date(first_due_on, '+0 days') IS first_due_on", name="ck_loan_first_due_on"),
        sa.CheckConstraint("date(settled_on, '+0 days') IS settled_on", name="ck_loan_settled_on"),
        sa.CheckConstraint("date(start_on, '+0 days') IS start_on", name="ck_loan_start_on"),
        sa.CheckConstraint("due_day BETWEEN 1 AND 31", name="ck_loan_due_day"),
        sa.CheckConstraint("grace_days >= 0", name="ck_loan_grace_days"),
        sa.CheckConstraint("limit_minor >= 0", name="ck_loan_limit_minor"),
        sa.CheckConstraint("paid_terms >= 0", name="ck_loan_paid_terms"),
        sa.CheckConstraint("principal_minor >= 0", name="ck_loan_principal_minor"),
        sa.CheckConstraint("rate_confirmed IN (0, 1)", name="ck_loan_rate_confirmed"),
        sa.CheckConstraint("statement_day BETWEEN 1 AND 31", name="ck_loan_statement_day"),
        sa.CheckConstraint("terms >= 1", name="ck_loan_terms"),
        sa.ForeignKeyConstraint(["lender_id"], ["lender.id"], name="fk_loan_lender_id_lender"),
    )
    op.create_index("ix_loan_lender_id", "loan", ["lender_id"])


def _terms() -> None:
    _table(
        "loan_fee",
        _whole("loan_id"),
        _whole("position"),
        _text("name"),
        _text("charged"),
        _whole("amount_minor", nullable=True),
        _text("share", nullable=True),
        sa.CheckConstraint("charged IN ('upfront', 'first_term', 'per_term')", name="ck_loan_fee_charged"),
        sa.CheckConstraint(
            "share GLOB '[0-9]*' AND share NOT GLOB '*[^0-9.]*' AND share NOT GLOB '*.*.*'", name="ck_loan_fee_share"
        ),
        sa.CheckConstraint("(amount_minor IS NULL) <> (share IS NULL)", name="ck_loan_fee_amount_or_share"),
        sa.CheckConstraint("amount_minor >= 0", name="ck_loan_fee_amount_minor"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_loan_fee_loan_id_loan", ondelete="CASCADE"),
        sa.UniqueConstraint("loan_id", "position", name="uq_loan_fee_loan_id_position"),
    )
    _table(
        "pinned_instalment",
        _whole("loan_id"),
        _whole("number"),
        _text("due_on"),
        _whole("principal_minor"),
        _whole("interest_minor"),
        _whole("fee_minor"),
        sa.CheckConstraint("date(due_on, '+0 days') IS due_on", name="ck_pinned_instalment_due_on"),
        sa.CheckConstraint("fee_minor >= 0", name="ck_pinned_instalment_fee_minor"),
        sa.CheckConstraint("interest_minor >= 0", name="ck_pinned_instalment_interest_minor"),
        sa.CheckConstraint("number >= 1", name="ck_pinned_instalment_number"),
        sa.CheckConstraint("principal_minor >= 0", name="ck_pinned_instalment_principal_minor"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_pinned_instalment_loan_id_loan", ondelete="CASCADE"),
        sa.UniqueConstraint("loan_id", "number", name="uq_pinned_instalment_loan_id_number"),
    )


def _payments() -> None:
    _table(
        "draw",
        _whole("loan_id"),
        _text("drawn_on"),
        _whole("amount_minor"),
        _text("note"),
        _text("entered_at"),
        sa.CheckConstraint("amount_minor >= 1", name="ck_draw_amount_minor"),
        sa.CheckConstraint("date(drawn_on, '+0 days') IS drawn_on", name="ck_draw_drawn_on"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_draw_loan_id_loan", ondelete="CASCADE"),
    )
    op.create_index("ix_draw_loan_id_drawn_on", "draw", ["loan_id", "drawn_on"])
    _table(
        "repayment",
        _whole("loan_id"),
        _text("paid_on"),
        _whole("amount_minor"),
        _whole("principal_minor", nullable=True),
        _whole("interest_minor", nullable=True),
        _whole("fee_minor", nullable=True),
        _whole("settles"),
        _text("note"),
        _text("entered_at"),
        sa.CheckConstraint(
            "(principal_minor IS NULL AND interest_minor IS NULL AND fee_minor IS NULL)"
            " OR (principal_minor + interest_minor + fee_minor) IS amount_minor",
            name="ck_repayment_split",
        ),
        sa.CheckConstraint("amount_minor >= 1", name="ck_repayment_amount_minor"),
        sa.CheckConstraint("date(paid_on, '+0 days') IS paid_on", name="ck_repayment_paid_on"),
        sa.CheckConstraint("fee_minor >= 0", name="ck_repayment_fee_minor"),
        sa.CheckConstraint("interest_minor >= 0", name="ck_repayment_interest_minor"),
        sa.CheckConstraint("principal_minor >= 0", name="ck_repayment_principal_minor"),
        sa.CheckConstraint("settles IN (0, 1)", name="ck_repayment_settles"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_repayment_loan_id_loan", ondelete="CASCADE"),
    )
    op.create_index("ix_repayment_loan_id_paid_on", "repayment", ["loan_id", "paid_on"])


def _balances() -> None:
    _table(
        "balance_reading",
        _whole("loan_id"),
        _text("read_on"),
        _whole("balance_minor"),
        _text("entered_at"),
        sa.CheckConstraint("balance_minor >= 0", name="ck_balance_reading_balance_minor"),
        sa.CheckConstraint("date(read_on, '+0 days') IS read_on", name="ck_balance_reading_read_on"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_balance_reading_loan_id_loan", ondelete="CASCADE"),
        sa.UniqueConstraint("loan_id", "read_on", name="uq_balance_reading_loan_id_read_on"),
    )
    _table(
        "statement",
        _whole("loan_id"),
        _text("cut_on"),
        _text("due_on"),
        _whole("amount_minor"),
        _whole("minimum_minor", nullable=True),
        _text("entered_at"),
        sa.CheckConstraint("amount_minor >= 0", name="ck_statement_amount_minor"),
        sa.CheckConstraint("date(cut_on, '+0 days') IS cut_on", name="ck_statement_cut_on"),
        sa.CheckConstraint("date(due_on, '+0 days') IS due_on", name="ck_statement_due_on"),
        sa.CheckConstraint("minimum_minor >= 0", name="ck_statement_minimum_minor"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_statement_loan_id_loan", ondelete="CASCADE"),
        sa.UniqueConstraint("loan_id", "cut_on", name="uq_statement_loan_id_cut_on"),
    )


def _person() -> None:
    _table(
        "income",
        _text("name"),
        _text("from_on"),
        _whole("monthly_minor"),
        _text("entered_at"),
        sa.CheckConstraint("date(from_on, '+0 days') IS from_on", name="ck_income_from_on"),
        sa.CheckConstraint("monthly_minor >= 0", name="ck_income_monthly_minor"),
        sa.UniqueConstraint("name", "from_on", name="uq_income_name_from_on"),
    )
    _table(
        "setting",
        _text("key"),
        _text("value"),
        sa.CheckConstraint("key <> ''", name="ck_setting_key"),
        sa.UniqueConstraint("key", name="uq_setting_key"),
    )


def _reminders() -> None:
    _table(
        "reminder_rule",
        _text("code"),
        _text("about"),
        _text("title"),
        _text("rrule"),
        _text("lead_days"),
        _whole("enabled"),
        _text("strategy"),
        sa.CheckConstraint("code <> ''", name="ck_reminder_rule_code"),
        sa.CheckConstraint("enabled IN (0, 1)", name="ck_reminder_rule_enabled"),
    )
    op.create_index("ix_reminder_rule_code_about", "reminder_rule", ["code", "about"])
    _table(
        "reminder_mark",
        _text("key"),
        _text("rule"),
        _text("about"),
        _text("occurs_on"),
        _text("state"),
        _text("until_on", nullable=True),
        _text("at"),
        sa.CheckConstraint("key <> ''", name="ck_reminder_mark_key"),
        sa.CheckConstraint("state IN ('done', 'snoozed', 'skipped')", name="ck_reminder_mark_state"),
        sa.CheckConstraint("date(occurs_on, '+0 days') IS occurs_on", name="ck_reminder_mark_occurs_on"),
        sa.CheckConstraint("date(until_on, '+0 days') IS until_on", name="ck_reminder_mark_until_on"),
        sa.UniqueConstraint("key", name="uq_reminder_mark_key"),
    )


def _reviews() -> None:
    _table(
        "review",
        _text("week_on"),
        _text("started_at"),
        _text("saved_at", nullable=True),
        _text("stage"),
        _text("progress"),
        _text("summary"),
        _text("note"),
        sa.CheckConstraint("strftime('%w', week_on) = '1'", name="ck_review_week_on_monday"),
        sa.CheckConstraint("date(week_on, '+0 days') IS week_on", name="ck_review_week_on"),
        sa.CheckConstraint("progress IS NULL OR json_valid(progress)", name="ck_review_progress"),
        sa.CheckConstraint("summary IS NULL OR json_valid(summary)", name="ck_review_summary"),
        sa.UniqueConstraint("week_on", name="uq_review_week_on"),
    )
    _table(
        "commitment",
        _whole("review_id"),
        _whole("position"),
        _text("text"),
        _whole("loan_id", nullable=True),
        _text("kind"),
        _text("done_on", nullable=True),
        sa.CheckConstraint("date(done_on, '+0 days') IS done_on", name="ck_commitment_done_on"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_commitment_loan_id_loan", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name="fk_commitment_review_id_review", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("review_id", "position", name="uq_commitment_review_id_position"),
    )
    op.create_index("ix_commitment_loan_id", "commitment", ["loan_id"])


def _imports() -> None:
    _table(
        "import_batch",
        _text("file_name"),
        _text("sha256"),
        _text("format"),
        _text("imported_at"),
        _whole("row_count"),
        sa.CheckConstraint("row_count >= 0", name="ck_import_batch_row_count"),
    )
    _table(
        "import_line",
        _whole("batch_id"),
        _text("source_key"),
        _whole("row_number"),
        _text("outcome"),
        _whole("draw_id", nullable=True),
        _whole("repayment_id", nullable=True),
        sa.CheckConstraint("outcome <> ''", name="ck_import_line_outcome"),
        sa.CheckConstraint("source_key <> ''", name="ck_import_line_source_key"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_line_batch_id_import_batch", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name="fk_import_line_draw_id_draw", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["repayment_id"], ["repayment.id"], name="fk_import_line_repayment_id_repayment", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_import_line_batch_id", "import_line", ["batch_id"])
    op.create_index("ix_import_line_draw_id", "import_line", ["draw_id"])
    op.create_index("ix_import_line_repayment_id", "import_line", ["repayment_id"])
    op.create_index("ix_import_line_source_key", "import_line", ["source_key"])


def _journal() -> None:
    _table(
        "operation",
        _text("code"),
        _text("params"),
        _text("at"),
        _text("topics"),
        _text("changes", nullable=True),
        _whole("undone"),
        _text("revision"),
        sa.CheckConstraint("code <> ''", name="ck_operation_code"),
        sa.CheckConstraint("changes IS NULL OR json_valid(changes)", name="ck_operation_changes"),
        sa.CheckConstraint("params IS NULL OR json_valid(params)", name="ck_operation_params"),
        sa.CheckConstraint("topics IS NULL OR json_valid(topics)", name="ck_operation_topics"),
        sa.CheckConstraint("undone IN (0, 1)", name="ck_operation_undone"),
    )


def upgrade() -> None:
    _lender()
    _loan()
    _terms()
    _payments()
    _balances()
    _person()
    _reminders()
    _reviews()
    _imports()
    _journal()
