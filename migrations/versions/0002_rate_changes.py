"""Rates that change: dated changes beside a loan, and what a level payment does then.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Written out: a table gets a column with a named check without being rebuilt only this way.
_COLUMN = (
    "ALTER TABLE loan ADD COLUMN on_rate_change TEXT DEFAULT 'lower_payment' NOT NULL"
    " CONSTRAINT ck_loan_on_rate_change CHECK (on_rate_change IN ('lower_payment', 'shorter_term'))"
)


def upgrade() -> None:
    """Every loan has one rate for good, and would pay less or more when it changes."""
    op.execute(_COLUMN)
    op.create_table(
        "rate_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("date(from_on, '+0 days') IS from_on", name="ck_rate_change_from_on"),
        sa.CheckConstraint(
            "rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'", name="ck_rate_change_rate"
        ),
        sa.CheckConstraint("basis IN ('year', 'month', 'day')", name="ck_rate_change_basis"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_rate_change_loan_id_loan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_rate_change"),
        sa.UniqueConstraint("loan_id", "from_on", name="uq_rate_change_loan_id_from_on"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
