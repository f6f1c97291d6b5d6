"""Cash: the day on which an income comes, income that comes once, what living costs, what is at hand.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INCOME = (
    "ALTER TABLE income ADD COLUMN day INTEGER CONSTRAINT ck_income_day CHECK (day BETWEEN 1 AND 31)",
    "ALTER TABLE income ADD COLUMN shift TEXT DEFAULT 'none' NOT NULL"
    " CONSTRAINT ck_income_shift CHECK (shift IN ('none', 'next', 'previous'))",
    "ALTER TABLE income ADD COLUMN certain INTEGER DEFAULT 1 NOT NULL"
    " CONSTRAINT ck_income_certain CHECK (certain IN (0, 1))",
)
TABLES = (
    """
CREATE TABLE single_income (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    comes_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    certain INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_single_income_name CHECK (name <> ''),
    CONSTRAINT ck_single_income_comes_on CHECK (date(comes_on, '+0 days') IS comes_on),
    CONSTRAINT ck_single_income_amount_minor CHECK (amount_minor >= 1),
    CONSTRAINT ck_single_income_certain CHECK (certain IN (0, 1))
)
STRICT
""",
    """
CREATE TABLE living_cost (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    day INTEGER NOT NULL,
    monthly_minor INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT ck_living_cost_name CHECK (name <> ''),
    CONSTRAINT ck_living_cost_day CHECK (day BETWEEN 1 AND 31),
    CONSTRAINT ck_living_cost_monthly_minor CHECK (monthly_minor >= 1),
    CONSTRAINT ck_living_cost_from_on CHECK (date(from_on, '+0 days') IS from_on),
    CONSTRAINT ck_living_cost_until_on CHECK (date(until_on, '+0 days') IS until_on)
)
STRICT
""",
    """
CREATE TABLE cash_reading (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    note TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_cash_reading_name_counted_on UNIQUE (name, counted_on),
    CONSTRAINT ck_cash_reading_name CHECK (name <> ''),
    CONSTRAINT ck_cash_reading_counted_on CHECK (date(counted_on, '+0 days') IS counted_on),
    CONSTRAINT ck_cash_reading_amount_minor CHECK (amount_minor >= 0)
)
STRICT
""",
)


def upgrade() -> None:
    """Three columns and three tables; of incomes of before nobody said on which day they come."""
    for statement in (*INCOME, *TABLES):
        op.execute(statement)
