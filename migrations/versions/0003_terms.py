"""The terms of each product: penalty, fees by kind, cards with their plans, what was disclosed, payments taken back.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from itertools import permutations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DECIMAL = "{0} GLOB '[0-9]*' AND {0} NOT GLOB '*[^0-9.]*' AND {0} NOT GLOB '*.*.*'"
_DAY = "date({0}, '+0 days') IS {0}"
_ORDER = ("penalty", "interest", "fee", "principal")
_ORDERS = ", ".join(f"'{','.join(order)}'" for order in permutations(_ORDER))
_KINDS = "'service', 'guarantee', 'insurance', 'membership', 'annual', 'other'"

# table: name, type with default, check ({0} is the column)
_ADDED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "loan": (
        ("interest_only_terms", "INTEGER DEFAULT 0 NOT NULL", "{0} >= 0"),
        ("rounding", "TEXT DEFAULT 'half_up' NOT NULL", "{0} IN ('half_up', 'half_even', 'up', 'down')"),
        ("remainder", "TEXT DEFAULT 'last' NOT NULL", "{0} IN ('last', 'first')"),
        ("application", f"TEXT DEFAULT '{','.join(_ORDER)}' NOT NULL", f"{{0}} IN ({_ORDERS})"),
        ("penalty_rate", "TEXT", _DECIMAL),
        ("penalty_basis", "TEXT", "{0} IN ('times', 'day')"),
        ("penalty_on", "TEXT", "{0} IN ('principal', 'amount')"),
        ("disclosed_rate", "TEXT", _DECIMAL),
        ("disclosed_basis", "TEXT", "{0} IN ('nominal', 'effective')"),
        ("due_after_days", "INTEGER", "{0} >= 1"),
        ("statement_included", "INTEGER DEFAULT 1 NOT NULL", "{0} IN (0, 1)"),
        ("tolerance_minor", "INTEGER DEFAULT 0 NOT NULL", "{0} >= 0"),
        ("card_interest", "TEXT DEFAULT 'none' NOT NULL", "{0} IN ('none', 'full', 'unpaid', 'after_due')"),
        ("minimum_rule", "TEXT DEFAULT 'none' NOT NULL", "{0} IN ('none', 'share', 'fixed', 'interest_share')"),
        ("minimum_share", "TEXT", _DECIMAL),
        ("minimum_minor", "INTEGER", "{0} >= 0"),
        ("late_fee_share", "TEXT", _DECIMAL),
        ("late_fee_minor", "INTEGER DEFAULT 0 NOT NULL", "{0} >= 0"),
        ("cash_fee_share", "TEXT", _DECIMAL),
        ("cash_fee_minor", "INTEGER DEFAULT 0 NOT NULL", "{0} >= 0"),
        ("limit_group", "TEXT DEFAULT '' NOT NULL", ""),
        ("institution", "TEXT DEFAULT '' NOT NULL", ""),
        ("closing_on", "TEXT", _DAY),
        ("opening_known", "INTEGER DEFAULT 1 NOT NULL", "{0} IN (0, 1)"),
    ),
    "draw": (
        ("kind", "TEXT DEFAULT 'plain' NOT NULL", "{0} IN ('plain', 'cash', 'fee')"),
        ("posted_on", "TEXT", _DAY),
        ("after_reading", "INTEGER DEFAULT 0 NOT NULL", "{0} IN (0, 1)"),
    ),
    "repayment": (
        ("reversed_on", "TEXT", _DAY),
        ("after_reading", "INTEGER DEFAULT 0 NOT NULL", "{0} IN (0, 1)"),
    ),
}
# checks over several columns hang on the last of them
_TOGETHER = {
    "penalty_on": (
        "ck_loan_penalty",
        "(penalty_rate IS NULL) = (penalty_basis IS NULL) AND (penalty_rate IS NULL) = (penalty_on IS NULL)",
    ),
    "disclosed_basis": ("ck_loan_disclosed", "(disclosed_rate IS NULL) = (disclosed_basis IS NULL)"),
}


def _add_columns() -> None:
    """Written out: a table gets a column with a named check without being rebuilt only this way."""
    for table, columns in _ADDED.items():
        for name, kind, check in columns:
            parts = [f"ALTER TABLE {table} ADD COLUMN {name} {kind}"]
            if check:
                parts.append(f"CONSTRAINT ck_{table}_{name} CHECK ({check.format(name)})")
            if table == "loan" and name in _TOGETHER:
                parts.append("CONSTRAINT {} CHECK ({})".format(*_TOGETHER[name]))
            op.execute(" ".join(parts))


def _widen_fees() -> None:
    """Rebuilt, because a check that lets a further value pass cannot be added.

    Written out too: a batch puts the checks that it read into an order that differs from run to run.
    """
    op.create_table(
        "loan_fee_next",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("charged", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("share", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False, server_default="service"),
        sa.Column("payee", sa.Text(), nullable=False, server_default=""),
        sa.Column("stops", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.CheckConstraint("charged IN ('upfront', 'first_term', 'per_term', 'yearly')", name="ck_loan_fee_charged"),
        sa.CheckConstraint(_DECIMAL.format("share"), name="ck_loan_fee_share"),
        sa.CheckConstraint("(amount_minor IS NULL) <> (share IS NULL)", name="ck_loan_fee_amount_or_share"),
        sa.CheckConstraint("amount_minor >= 0", name="ck_loan_fee_amount_minor"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="ck_loan_fee_kind"),
        sa.CheckConstraint("stops IN (0, 1)", name="ck_loan_fee_stops"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_loan_fee_loan_id_loan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_loan_fee"),
        sa.UniqueConstraint("loan_id", "position", name="uq_loan_fee_loan_id_position"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    kept = "id, loan_id, position, name, charged, amount_minor, share"
    op.execute(f"INSERT INTO loan_fee_next ({kept}) SELECT {kept} FROM loan_fee")
    op.drop_table("loan_fee")
    op.rename_table("loan_fee_next", "loan_fee")


def _card_plans() -> None:
    op.create_table(
        "card_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Text(), nullable=False),
        sa.Column("principal_minor", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("fee_when", sa.Text(), nullable=False),
        sa.Column("at_end", sa.Text(), nullable=False),
        sa.Column("end_share", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.Text(), nullable=False),
        *(sa.CheckConstraint(_DAY.format(name), name=f"ck_card_plan_{name}") for name in ("started_on", "ended_on")),
        *(sa.CheckConstraint(f"{name} >= 1", name=f"ck_card_plan_{name}") for name in ("principal_minor", "terms")),
        *(sa.CheckConstraint(_DECIMAL.format(name), name=f"ck_card_plan_{name}") for name in ("rate", "end_share")),
        sa.CheckConstraint("basis IN ('term', 'total')", name="ck_card_plan_basis"),
        sa.CheckConstraint("fee_when IN ('first_term', 'per_term')", name="ck_card_plan_fee_when"),
        sa.CheckConstraint("at_end IN ('fees_stop', 'fees_due', 'share')", name="ck_card_plan_at_end"),
        sa.ForeignKeyConstraint(["loan_id"], ["loan.id"], name="fk_card_plan_loan_id_loan", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_card_plan"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_card_plan_loan_id", "card_plan", ["loan_id"])


def upgrade() -> None:
    """Every loan keeps its terms: what is new begins with what held before."""
    _add_columns()
    _widen_fees()
    _card_plans()
