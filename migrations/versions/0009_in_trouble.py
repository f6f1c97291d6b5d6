"""What happens beside paying as printed: discounts, allowances, arrangements, legal moves, draws under a line.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns with what held before; four tables; and where a check lets more in than before, its table anew."""
    for statement in COLUMNS:
        op.execute(statement)
    for table, checks in WIDER.items():
        _widen(table, checks)
    for statement in TABLES:
        op.execute(statement)


def _widen(table: str, checks: dict[str, str]) -> None:
    """Make a table anew with other checks: SQLite cannot change one. Rows, indexes and the count of ids stay."""
    connection = op.get_bind()
    made = connection.execute(
        text("SELECT sql FROM sqlite_master WHERE name = :name AND type = 'table'"), {"name": table}
    ).scalar_one()
    wanted = text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = 'index' AND sql IS NOT NULL")
    indexes = list(connection.execute(wanted, {"name": table}).scalars())
    last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table}).scalar()
    columns = ", ".join(f'"{row[1]}"' for row in connection.execute(text(f"PRAGMA table_info({table})")))
    for before, after in checks.items():
        assert before in made, (table, before)
        made = made.replace(before, after)
    body = made[made.index("(") :]
    connection.exec_driver_sql(f"CREATE TABLE {table}_next {body}")
    connection.exec_driver_sql(f"INSERT INTO {table}_next ({columns}) SELECT {columns} FROM {table}")
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE {table}_next RENAME TO {table}")
    for index in indexes:
        connection.exec_driver_sql(index)
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
    if last is not None:
        connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table, "last": last})


def _day(table: str, column: str) -> str:
    check = f"CHECK (date({column}, '+0 days') IS {column})"
    return f"ALTER TABLE {table} ADD COLUMN {column} TEXT CONSTRAINT ck_{table}_{column} {check}"


def _number(table: str, column: str, default: int, check: str) -> str:
    kind = f"INTEGER DEFAULT {default} NOT NULL"
    return f"ALTER TABLE {table} ADD COLUMN {column} {kind} CONSTRAINT ck_{table}_{column} CHECK ({column} {check})"


COLUMNS = (
    _number("loan", "shortfall_minor", 100, ">= 0"),
    _number("loan", "auto_debit", 0, "IN (0, 1)"),
    "ALTER TABLE loan ADD COLUMN due_shift TEXT DEFAULT 'none' NOT NULL"
    " CONSTRAINT ck_loan_due_shift CHECK (due_shift IN ('none', 'next', 'previous'))",
    _number("loan", "first_by_days", 0, "IN (0, 1)"),
    "ALTER TABLE loan ADD COLUMN payment_minor INTEGER CONSTRAINT ck_loan_payment_minor CHECK (payment_minor >= 1)",
    _number("loan", "offset_minor", 0, ">= 0"),
    "ALTER TABLE loan ADD COLUMN line_id INTEGER",
    _day("loan_fee", "from_on"),
    _day("loan_fee", "until_on"),
    _number("loan_fee", "on_remaining", 0, "IN (0, 1)"),
    _number("repayment", "discount_minor", 0, ">= 0"),
    _day("repayment", "assigned_on"),
    _number("card_plan", "own_limit", 0, "IN (0, 1)"),
)
WIDER = {
    "loan": {
        "every IN ('week', 'fortnight', 'month', 'quarter')": "every IN ('week', 'fortnight', 'month', 'quarter',"
        " 'half_year', 'year')",
        "FOREIGN KEY(lender_id) REFERENCES lender (id)": "FOREIGN KEY(lender_id) REFERENCES lender (id),"
        " CONSTRAINT fk_loan_line_id_loan FOREIGN KEY(line_id) REFERENCES loan (id) ON DELETE SET NULL",
    },
    "draw": {"kind IN ('plain', 'cash', 'fee')": "kind IN ('plain', 'cash', 'fee', 'withdrawn')"},
    "repayment": {
        "CONSTRAINT ck_repayment_amount_minor CHECK (amount_minor >= 1)": "CONSTRAINT ck_repayment_amount_minor CHECK"
        " (amount_minor >= 0), CONSTRAINT ck_repayment_counted CHECK (amount_minor + discount_minor > 0)",
        "IS amount_minor)": "IS (amount_minor + discount_minor))",
    },
    "card_plan": {"source IN ('bill', 'unbilled', 'cash')": "source IN ('bill', 'unbilled', 'cash', 'purchase')"},
}
TABLES = (
    """
CREATE TABLE allowance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    given_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    kind TEXT NOT NULL,
    part TEXT,
    due_on TEXT,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_allowance_given_on CHECK (date(given_on, '+0 days') IS given_on),
    CONSTRAINT ck_allowance_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_allowance_kind CHECK (kind IN ('refund', 'cashback', 'returned', 'waiver')),
    CONSTRAINT ck_allowance_part CHECK (part IN ('penalty', 'interest', 'fee', 'principal')),
    CONSTRAINT ck_allowance_due_on CHECK (date(due_on, '+0 days') IS due_on),
    CONSTRAINT fk_allowance_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
""",
    "CREATE INDEX ix_allowance_loan_id_given_on ON allowance (loan_id, given_on)",
    """
CREATE TABLE arrangement (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_on TEXT,
    agreed_on TEXT,
    ended_on TEXT,
    agreed_with TEXT NOT NULL,
    channel TEXT NOT NULL,
    condition TEXT NOT NULL,
    from_on TEXT,
    until_on TEXT,
    terms INTEGER,
    amount_minor INTEGER,
    part TEXT,
    rate TEXT,
    rate_basis TEXT,
    bears_interest INTEGER NOT NULL,
    rows TEXT NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_arrangement_kind CHECK (kind IN ('deferral', 'interest_only', 'longer_term', 'new_instalments', 'reduced_settlement', 'waiver', 'suspended_interest')),
    CONSTRAINT ck_arrangement_state CHECK (state IN ('asked', 'agreed', 'refused', 'kept', 'broken')),
    CONSTRAINT ck_arrangement_asked_on CHECK (date(asked_on, '+0 days') IS asked_on),
    CONSTRAINT ck_arrangement_agreed_on CHECK (date(agreed_on, '+0 days') IS agreed_on),
    CONSTRAINT ck_arrangement_ended_on CHECK (date(ended_on, '+0 days') IS ended_on),
    CONSTRAINT ck_arrangement_from_on CHECK (date(from_on, '+0 days') IS from_on),
    CONSTRAINT ck_arrangement_until_on CHECK (date(until_on, '+0 days') IS until_on),
    CONSTRAINT ck_arrangement_terms CHECK (terms >= 1),
    CONSTRAINT ck_arrangement_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT ck_arrangement_part CHECK (part IN ('penalty', 'interest', 'fee', 'principal')),
    CONSTRAINT ck_arrangement_rate CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*'),
    CONSTRAINT ck_arrangement_rate_basis CHECK (rate_basis IN ('year', 'month', 'day', 'term', 'total')),
    CONSTRAINT ck_arrangement_bears_interest CHECK (bears_interest IN (0, 1)),
    CONSTRAINT ck_arrangement_rows CHECK (json_valid(rows)),
    CONSTRAINT ck_arrangement_rate_whole CHECK ((rate IS NULL) = (rate_basis IS NULL)),
    CONSTRAINT ck_arrangement_agreed CHECK (state IN ('asked', 'refused') OR agreed_on IS NOT NULL),
    CONSTRAINT fk_arrangement_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
""",  # noqa: E501
    "CREATE INDEX ix_arrangement_loan_id ON arrangement (loan_id)",
    """
CREATE TABLE legal_move (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    moved_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    creditor TEXT NOT NULL,
    amount_minor INTEGER,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_legal_move_moved_on CHECK (date(moved_on, '+0 days') IS moved_on),
    CONSTRAINT ck_legal_move_kind CHECK (kind IN ('written_off', 'sold', 'collection', 'guarantor_paid', 'insurer_paid', 'frozen', 'released')),
    CONSTRAINT ck_legal_move_amount_minor CHECK (amount_minor >= 0),
    CONSTRAINT fk_legal_move_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
""",  # noqa: E501
    "CREATE INDEX ix_legal_move_loan_id_moved_on ON legal_move (loan_id, moved_on)",
    """
CREATE TABLE denial (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    loan_id INTEGER NOT NULL,
    said_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_denial_loan_id_due_on UNIQUE (loan_id, due_on),
    CONSTRAINT ck_denial_said_on CHECK (date(said_on, '+0 days') IS said_on),
    CONSTRAINT ck_denial_due_on CHECK (date(due_on, '+0 days') IS due_on),
    CONSTRAINT fk_denial_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE CASCADE
)
STRICT
""",
)
