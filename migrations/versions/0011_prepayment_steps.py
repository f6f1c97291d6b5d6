"""A fee for paying early that changes with time; loans that take early money only together with an instalment.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns; loans of before have a fee that stays, and take money on any day."""
    op.execute(
        "ALTER TABLE loan ADD COLUMN prepayment_steps TEXT DEFAULT '' NOT NULL"
        " CONSTRAINT ck_loan_prepayment_steps CHECK (prepayment_steps NOT GLOB '*[^a-z0-9.; ]*')"
    )
    op.execute(
        "ALTER TABLE loan ADD COLUMN prepay_on TEXT DEFAULT 'any' NOT NULL"
        " CONSTRAINT ck_loan_prepay_on CHECK (prepay_on IN ('any', 'with_instalment'))"
    )
