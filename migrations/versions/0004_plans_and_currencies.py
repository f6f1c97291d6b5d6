"""What an instalment plan of a card takes the place of; what a unit of another currency is worth in yuan.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Plans stand for a bill, as they did; every account is in yuan, as it was."""
    op.execute(
        "ALTER TABLE card_plan ADD COLUMN source TEXT DEFAULT 'bill' NOT NULL"
        " CONSTRAINT ck_card_plan_source CHECK (source IN ('bill', 'unbilled', 'cash'))"
    )
    op.execute(
        "ALTER TABLE loan ADD COLUMN yuan_rate TEXT CONSTRAINT ck_loan_yuan_rate"
        " CHECK (yuan_rate GLOB '[0-9]*' AND yuan_rate NOT GLOB '*[^0-9.]*' AND yuan_rate NOT GLOB '*.*.*')"
    )
