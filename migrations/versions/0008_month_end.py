"""Loans that fall due on a month's last day, whatever the day of their first due date.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; loans of before keep the day of their first due date, as they were computed."""
    op.execute(
        "ALTER TABLE loan ADD COLUMN month_end INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_loan_month_end CHECK (month_end IN (0, 1))"
    )
