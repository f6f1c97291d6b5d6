"""The credit file: scores, profile items, credit reports, negative entries, inquiries, behaviour, wanted lines.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nine new tables; nothing of before changes."""
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    """
CREATE TABLE score_series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    target INTEGER,
    CONSTRAINT uq_score_series_name UNIQUE (name),
    CONSTRAINT ck_score_series_name CHECK (name <> ''),
    CONSTRAINT ck_score_series_low CHECK (low >= 0),
    CONSTRAINT ck_score_series_target CHECK (target >= 0),
    CONSTRAINT ck_score_series_high CHECK (high > low)
)
STRICT
""",
    """
CREATE TABLE score (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    series_id INTEGER NOT NULL,
    noted_on TEXT NOT NULL,
    value INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_score_series_id_noted_on UNIQUE (series_id, noted_on),
    CONSTRAINT ck_score_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_score_value CHECK (value >= 0),
    CONSTRAINT fk_score_series_id_score_series FOREIGN KEY(series_id) REFERENCES score_series (id) ON DELETE CASCADE
)
STRICT
""",
    """
CREATE TABLE profile_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    platform TEXT NOT NULL,
    item TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    state TEXT NOT NULL,
    months INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_profile_entry_platform_item_noted_on UNIQUE (platform, item, noted_on),
    CONSTRAINT ck_profile_entry_platform CHECK (platform <> ''),
    CONSTRAINT ck_profile_entry_item CHECK (item <> ''),
    CONSTRAINT ck_profile_entry_noted_on CHECK (date(noted_on, '+0 days') IS noted_on),
    CONSTRAINT ck_profile_entry_state CHECK (state IN ('missing', 'partial', 'complete', 'not_mine')),
    CONSTRAINT ck_profile_entry_months CHECK (months >= 0)
)
STRICT
""",
    """
CREATE TABLE report_check (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    checked_on TEXT NOT NULL,
    channel TEXT NOT NULL,
    detailed INTEGER NOT NULL,
    accounts INTEGER,
    overdue_accounts INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_report_check_checked_on CHECK (date(checked_on, '+0 days') IS checked_on),
    CONSTRAINT ck_report_check_channel CHECK (channel <> ''),
    CONSTRAINT ck_report_check_detailed CHECK (detailed IN (0, 1)),
    CONSTRAINT ck_report_check_accounts CHECK (accounts >= 0),
    CONSTRAINT ck_report_check_overdue_accounts CHECK (overdue_accounts >= 0)
)
STRICT
""",
    "CREATE INDEX ix_report_check_checked_on ON report_check (checked_on)",
    """
CREATE TABLE report_account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    check_id INTEGER NOT NULL,
    institution TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    overdue INTEGER NOT NULL,
    limit_minor INTEGER,
    balance_minor INTEGER,
    loan_id INTEGER,
    note TEXT NOT NULL,
    CONSTRAINT ck_report_account_institution CHECK (institution <> ''),
    CONSTRAINT ck_report_account_kind CHECK (kind IN ('card', 'loan', 'line', 'mortgage', 'guarantee')),
    CONSTRAINT ck_report_account_is_open CHECK (is_open IN (0, 1)),
    CONSTRAINT ck_report_account_overdue CHECK (overdue IN (0, 1)),
    CONSTRAINT ck_report_account_limit_minor CHECK (limit_minor >= 0),
    CONSTRAINT ck_report_account_balance_minor CHECK (balance_minor >= 0),
    CONSTRAINT fk_report_account_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE CASCADE,
    CONSTRAINT fk_report_account_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL
)
STRICT
""",  # noqa: E501
    "CREATE INDEX ix_report_account_check_id ON report_account (check_id)",
    "CREATE INDEX ix_report_account_loan_id ON report_account (loan_id)",
    """
CREATE TABLE negative_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    institution TEXT NOT NULL,
    kind TEXT NOT NULL,
    began_on TEXT NOT NULL,
    ended_on TEXT,
    amount_minor INTEGER,
    worst_days INTEGER,
    loan_id INTEGER,
    check_id INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_negative_entry_institution CHECK (institution <> ''),
    CONSTRAINT ck_negative_entry_kind CHECK (kind IN ('overdue', 'bad_debt', 'guarantor_paid', 'asset_disposal', 'public')),
    CONSTRAINT ck_negative_entry_began_on CHECK (date(began_on, '+0 days') IS began_on),
    CONSTRAINT ck_negative_entry_ended_on CHECK (date(ended_on, '+0 days') IS ended_on),
    CONSTRAINT ck_negative_entry_order CHECK (ended_on >= began_on),
    CONSTRAINT ck_negative_entry_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT ck_negative_entry_worst_days CHECK (worst_days >= 0),
    CONSTRAINT fk_negative_entry_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL,
    CONSTRAINT fk_negative_entry_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE SET NULL
)
STRICT
""",  # noqa: E501
    "CREATE INDEX ix_negative_entry_check_id ON negative_entry (check_id)",
    "CREATE INDEX ix_negative_entry_loan_id ON negative_entry (loan_id)",
    """
CREATE TABLE inquiry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    made_on TEXT NOT NULL,
    institution TEXT NOT NULL,
    reason TEXT NOT NULL,
    check_id INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_inquiry_institution CHECK (institution <> ''),
    CONSTRAINT ck_inquiry_reason CHECK (reason <> ''),
    CONSTRAINT ck_inquiry_made_on CHECK (date(made_on, '+0 days') IS made_on),
    CONSTRAINT fk_inquiry_check_id_report_check FOREIGN KEY(check_id) REFERENCES report_check (id) ON DELETE SET NULL
)
STRICT
""",
    "CREATE INDEX ix_inquiry_check_id ON inquiry (check_id)",
    "CREATE INDEX ix_inquiry_made_on ON inquiry (made_on)",
    """
CREATE TABLE behaviour (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    done_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL,
    about TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_behaviour_done_on CHECK (date(done_on, '+0 days') IS done_on),
    CONSTRAINT ck_behaviour_kind CHECK (kind IN ('application', 'limit_check', 'login_burst', 'resisted')),
    CONSTRAINT ck_behaviour_outcome CHECK (outcome IN ('open', 'approved', 'refused', 'withdrawn')),
    CONSTRAINT ck_behaviour_times CHECK (times >= 1)
)
STRICT
""",
    "CREATE INDEX ix_behaviour_done_on ON behaviour (done_on)",
    """
CREATE TABLE wanted_line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    series_id INTEGER,
    score_least INTEGER,
    note TEXT NOT NULL,
    CONSTRAINT uq_wanted_line_name UNIQUE (name),
    CONSTRAINT ck_wanted_line_name CHECK (name <> ''),
    CONSTRAINT ck_wanted_line_platform CHECK (platform <> ''),
    CONSTRAINT ck_wanted_line_score_least CHECK (score_least >= 0),
    CONSTRAINT fk_wanted_line_series_id_score_series FOREIGN KEY(series_id) REFERENCES score_series (id) ON DELETE SET NULL
)
STRICT
""",  # noqa: E501
    "CREATE INDEX ix_wanted_line_series_id ON wanted_line (series_id)",
)
