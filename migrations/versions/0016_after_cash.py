"""Repayments that were recorded after cash was counted on their day.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; what was repaid on the day of a count was taken as paid before it, and stays so."""
    op.execute(
        "ALTER TABLE repayment ADD COLUMN after_cash INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_repayment_after_cash CHECK (after_cash IN (0, 1))"
    )
