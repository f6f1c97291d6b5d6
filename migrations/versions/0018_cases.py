"""Cases: what they are about, their rounds, events and papers.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FILE = """
CREATE TABLE case_file (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    institution TEXT NOT NULL,
    loan_id INTEGER,
    facts TEXT NOT NULL,
    asks TEXT NOT NULL,
    point TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_file_kind CHECK (kind IN ('objection', 'appeal', 'arrangement', 'complaint', 'closeout')),
    CONSTRAINT ck_case_file_title CHECK (title <> ''),
    CONSTRAINT ck_case_file_opened_on CHECK (date(opened_on, '+0 days') IS opened_on),
    CONSTRAINT fk_case_file_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE SET NULL
)
STRICT
"""

ROUND = """
CREATE TABLE case_round (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    channel TEXT NOT NULL,
    began_on TEXT NOT NULL,
    word TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_round_number CHECK (number >= 1),
    CONSTRAINT ck_case_round_began_on CHECK (date(began_on, '+0 days') IS began_on),
    CONSTRAINT uq_case_round_case_id_number UNIQUE (case_id, number),
    CONSTRAINT fk_case_round_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id) ON DELETE CASCADE
)
STRICT
"""

KINDS = (
    "kind IN ('note', 'step', 'submitted', 'received', 'accepted', 'asked_more', 'supplied', 'not_accepted',"
    " 'answered', 'withdrawn', 'closed', 'void')"
)

EVENT = f"""
CREATE TABLE case_event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    round_id INTEGER NOT NULL,
    happened_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    word TEXT NOT NULL,
    outcome TEXT,
    until_on TEXT,
    step TEXT NOT NULL,
    corrects INTEGER,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_event_happened_on CHECK (date(happened_on, '+0 days') IS happened_on),
    CONSTRAINT ck_case_event_kind CHECK ({KINDS}),
    CONSTRAINT ck_case_event_word CHECK (word <> ''),
    CONSTRAINT ck_case_event_outcome CHECK (outcome IN ('granted', 'partly', 'refused')),
    CONSTRAINT ck_case_event_until_on CHECK (date(until_on, '+0 days') IS until_on),
    CONSTRAINT ck_case_event_answer CHECK ((outcome IS NOT NULL) = (kind = 'answered')),
    CONSTRAINT ck_case_event_of_step CHECK (step = '' OR kind = 'step'),
    CONSTRAINT fk_case_event_round_id_case_round FOREIGN KEY(round_id) REFERENCES case_round (id) ON DELETE CASCADE,
    CONSTRAINT fk_case_event_corrects_case_event FOREIGN KEY(corrects) REFERENCES case_event (id) ON DELETE CASCADE
)
STRICT
"""

EVIDENCE = """
CREATE TABLE case_evidence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    title TEXT NOT NULL,
    added_on TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_case_evidence_title CHECK (title <> ''),
    CONSTRAINT ck_case_evidence_added_on CHECK (date(added_on, '+0 days') IS added_on),
    CONSTRAINT ck_case_evidence_size CHECK (size >= 0),
    CONSTRAINT ck_case_evidence_file CHECK ((path = '') = (size IS NULL)),
    CONSTRAINT fk_case_evidence_case_id_case_file FOREIGN KEY(case_id) REFERENCES case_file (id) ON DELETE CASCADE
)
STRICT
"""

INDEXES = (
    "CREATE INDEX ix_case_file_loan_id ON case_file (loan_id)",
    "CREATE INDEX ix_case_event_corrects ON case_event (corrects)",
    "CREATE INDEX ix_case_event_round_id ON case_event (round_id)",
    "CREATE INDEX ix_case_evidence_case_id ON case_evidence (case_id)",
)


def upgrade() -> None:
    """Tables without rows: no case was kept before."""
    for script in (FILE, ROUND, EVENT, EVIDENCE, *INDEXES):
        op.execute(script)
