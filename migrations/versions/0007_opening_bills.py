"""Bills that a card was entered with: the day at whose end their amount was still unpaid.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; bills that were entered together with the balance of their card get its day."""
    op.execute(
        "ALTER TABLE statement ADD COLUMN unpaid_on TEXT CONSTRAINT ck_statement_unpaid_on"
        " CHECK (date(unpaid_on, '+0 days') IS unpaid_on)"
    )
    op.execute(ENTERED_TOGETHER)


# the form writes balance and bill within one transaction, at the speed of the machine
ENTERED_TOGETHER = """
UPDATE statement SET unpaid_on = (
    SELECT min(read_on) FROM balance_reading AS told
    WHERE told.loan_id = statement.loan_id AND told.read_on >= statement.cut_on
        AND abs(julianday(told.entered_at) - julianday(statement.entered_at)) * 86400 < 1
)
WHERE minimum_minor IS NULL AND loan_id IN (SELECT id FROM loan WHERE opening_known = 0)
    AND id = (SELECT min(id) FROM statement AS first WHERE first.loan_id = statement.loan_id)
"""
