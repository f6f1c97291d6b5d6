"""Payoff plans that were adopted, what-ifs with a name, and the day from which a loan takes money early.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two new tables; every loan takes money early from its start, as it did."""
    op.execute(
        "ALTER TABLE loan ADD COLUMN prepay_from TEXT CONSTRAINT ck_loan_prepay_from"
        " CHECK (date(prepay_from, '+0 days') IS prepay_from)"
    )
    op.execute(PAYOFF_PLAN)
    op.execute(SCENARIO)


PAYOFF_PLAN = """
CREATE TABLE payoff_plan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    adopted_on TEXT NOT NULL,
    goal TEXT NOT NULL,
    means TEXT NOT NULL,
    document TEXT NOT NULL,
    ended_on TEXT,
    note TEXT NOT NULL,
    CONSTRAINT uq_payoff_plan_version UNIQUE (version),
    CONSTRAINT ck_payoff_plan_adopted_on CHECK (date(adopted_on, '+0 days') IS adopted_on),
    CONSTRAINT ck_payoff_plan_ended_on CHECK (date(ended_on, '+0 days') IS ended_on),
    CONSTRAINT ck_payoff_plan_goal CHECK (goal <> ''),
    CONSTRAINT ck_payoff_plan_means CHECK (means IS NULL OR json_valid(means)),
    CONSTRAINT ck_payoff_plan_document CHECK (document IS NULL OR json_valid(document))
)
STRICT
"""
SCENARIO = """
CREATE TABLE scenario (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT uq_scenario_name UNIQUE (name),
    CONSTRAINT ck_scenario_name CHECK (name <> ''),
    CONSTRAINT ck_scenario_document CHECK (document IS NULL OR json_valid(document))
)
STRICT
"""
