"""What the person said once of rows of files and wants to hold for rows like them.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

RULES = """
CREATE TABLE import_rule (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    party TEXT NOT NULL,
    pay TEXT NOT NULL,
    goods TEXT NOT NULL,
    says TEXT NOT NULL,
    loan_id INTEGER,
    terms INTEGER,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_import_rule_some CHECK (party <> '' OR pay <> '' OR goods <> ''),
    CONSTRAINT ck_import_rule_none CHECK (says <> 'none' OR loan_id IS NULL),
    CONSTRAINT ck_import_rule_file CHECK (says <> 'file' OR loan_id IS NOT NULL),
    CONSTRAINT ck_import_rule_of_purchase CHECK (terms IS NULL OR says = 'purchase'),
    CONSTRAINT ck_import_rule_says CHECK (says IN ('file', 'repayment', 'draw', 'purchase', 'refund', 'none')),
    CONSTRAINT ck_import_rule_terms CHECK (terms BETWEEN 2 AND 60),
    CONSTRAINT fk_import_rule_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
"""


def upgrade() -> None:
    """A table without rows: nothing was said before."""
    op.execute(RULES)
    op.execute("CREATE INDEX ix_import_rule_loan_id ON import_rule (loan_id)")
