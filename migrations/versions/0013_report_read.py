"""A credit report as it was read: more of each account, what was decided about where report and ledger differ.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = (
    "ALTER TABLE report_check ADD COLUMN unread INTEGER CONSTRAINT ck_report_check_unread CHECK (unread >= 0)",
    "ALTER TABLE report_check ADD COLUMN partial INTEGER DEFAULT 0 NOT NULL"
    " CONSTRAINT ck_report_check_partial CHECK (partial IN (0, 1))",
    "ALTER TABLE inquiry ADD COLUMN unknown INTEGER DEFAULT 0 NOT NULL"
    " CONSTRAINT ck_inquiry_unknown CHECK (unknown IN (0, 1))",
    "ALTER TABLE report_account ADD COLUMN state TEXT"
    " CONSTRAINT ck_report_account_state CHECK"
    " (state IN ('open', 'not_activated', 'closed', 'settled', 'transferred', 'bad_debt'))",
    "ALTER TABLE report_account ADD COLUMN business TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE report_account ADD COLUMN currency TEXT DEFAULT 'CNY' NOT NULL",
    "ALTER TABLE report_account ADD COLUMN opened_on TEXT"
    " CONSTRAINT ck_report_account_opened_on CHECK (date(opened_on, '+0 days') IS opened_on)",
    "ALTER TABLE report_account ADD COLUMN ended_in TEXT"
    " CONSTRAINT ck_report_account_ended_in CHECK (date(ended_in, '+0 days') IS ended_in)",
    "ALTER TABLE report_account ADD COLUMN as_of TEXT"
    " CONSTRAINT ck_report_account_as_of CHECK (date(as_of, '+0 days') IS as_of)",
    "ALTER TABLE report_account ADD COLUMN amount_minor INTEGER"
    " CONSTRAINT ck_report_account_amount_minor CHECK (amount_minor >= 0)",
    "ALTER TABLE report_account ADD COLUMN overdue_minor INTEGER"
    " CONSTRAINT ck_report_account_overdue_minor CHECK (overdue_minor >= 0)",
    "ALTER TABLE report_account ADD COLUMN overdue_months INTEGER"
    " CONSTRAINT ck_report_account_overdue_months CHECK (overdue_months >= 0)",
    "ALTER TABLE report_account ADD COLUMN over_90_months INTEGER"
    " CONSTRAINT ck_report_account_over_90_months CHECK (over_90_months >= 0)",
    "ALTER TABLE report_account ADD COLUMN rating TEXT"
    " CONSTRAINT ck_report_account_rating CHECK (rating IN ('normal', 'attention', 'substandard', 'doubtful', 'loss'))",
    "ALTER TABLE report_account ADD COLUMN months TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE report_account ADD COLUMN months_until TEXT"
    " CONSTRAINT ck_report_account_months_until CHECK (date(months_until, '+0 days') IS months_until)",
)
POINT = """
CREATE TABLE report_point (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    check_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    about TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_report_point_code CHECK (code <> ''),
    CONSTRAINT ck_report_point_state CHECK (state IN ('noted', 'objection')),
    CONSTRAINT ck_report_point_decided_on CHECK (date(decided_on, '+0 days') IS decided_on),
    CONSTRAINT uq_report_point_check_id_code_about UNIQUE (check_id, code, about),
    CONSTRAINT fk_report_point_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE CASCADE
)
STRICT
"""  # noqa: E501 (the statement is compared line by line)


def upgrade() -> None:
    """What is new of earlier looks is not known; of their inquiries none is doubted."""
    for column in COLUMNS:
        op.execute(column)
    op.execute(POINT)
