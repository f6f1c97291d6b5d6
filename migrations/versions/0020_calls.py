"""Calls of collectors with what was promised in them, and drafts of letters.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CALL = """
CREATE TABLE collector_call (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    called_on TEXT NOT NULL,
    called_at TEXT NOT NULL,
    lender TEXT NOT NULL,
    caller TEXT NOT NULL,
    loan_id INTEGER,
    means TEXT NOT NULL,
    reached TEXT NOT NULL,
    said TEXT NOT NULL,
    promised_on TEXT,
    promised_minor INTEGER,
    case_id INTEGER,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_collector_call_called_on CHECK (date(called_on, '+0 days') IS called_on),
    CONSTRAINT ck_collector_call_lender CHECK (lender <> ''),
    CONSTRAINT ck_collector_call_means CHECK (means IN ('phone', 'message', 'visit', 'other')),
    CONSTRAINT ck_collector_call_reached CHECK (reached IN ('me', 'nobody', 'family', 'employer', 'other')),
    CONSTRAINT ck_collector_call_promised_on CHECK (date(promised_on, '+0 days') IS promised_on),
    CONSTRAINT ck_collector_call_promised_minor CHECK (promised_minor >= 1),
    CONSTRAINT ck_collector_call_at CHECK (called_at = '' OR (called_at GLOB '[0-2][0-9]:[0-5][0-9]' AND called_at < '24')),
    CONSTRAINT ck_collector_call_promise CHECK (promised_minor IS NULL OR promised_on IS NOT NULL),
    CONSTRAINT fk_collector_call_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL,
    CONSTRAINT fk_collector_call_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id) ON DELETE SET NULL
)
STRICT
"""  # noqa: E501

LETTER = """
CREATE TABLE case_letter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    made_on TEXT NOT NULL,
    text TEXT NOT NULL,
    told TEXT NOT NULL,
    wish TEXT NOT NULL,
    signed TEXT NOT NULL,
    contact TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_letter_made_on CHECK (date(made_on, '+0 days') IS made_on),
    CONSTRAINT ck_case_letter_text CHECK (text <> ''),
    CONSTRAINT ck_case_letter_told CHECK (told IS NULL OR json_valid(told)),
    CONSTRAINT ck_case_letter_wish CHECK (wish IN ('none', 'deferral', 'instalments', 'waiver')),
    CONSTRAINT uq_case_letter_round_id UNIQUE (round_id),
    CONSTRAINT ck_case_letter_language CHECK (language IN ('zh', 'en')),
    CONSTRAINT fk_case_letter_round_id_case_round FOREIGN KEY(round_id) REFERENCES case_round (id) ON DELETE CASCADE
)
STRICT
"""

INDEXES = (
    "CREATE INDEX ix_collector_call_case_id ON collector_call (case_id)",
    "CREATE INDEX ix_collector_call_loan_id ON collector_call (loan_id)",
)


def upgrade() -> None:
    """Tables without rows: nothing of the kind was kept before."""
    for script in (CALL, LETTER, *INDEXES):
        op.execute(script)
