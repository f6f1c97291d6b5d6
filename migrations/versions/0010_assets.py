"""What the person owns, by name and day; the day on which the paid instalments of a loan were counted.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table and one column; of loans of before nobody knows that day: their instalments count as they did."""
    op.execute(
        "ALTER TABLE loan ADD COLUMN paid_counted_on TEXT"
        " CONSTRAINT ck_loan_paid_counted_on CHECK (date(paid_counted_on, '+0 days') IS paid_counted_on)"
    )
    op.execute(
        """
CREATE TABLE asset (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    value_minor INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_asset_name_noted_on UNIQUE (name, noted_on),
    CONSTRAINT ck_asset_name CHECK (name <> ''),
    CONSTRAINT ck_asset_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_asset_value_minor CHECK (value_minor >= 0)
)
STRICT
"""
    )
