"""What accounts answer without their history, worked out from the other tables and dropped by any write to these.

Frozen literals only: nothing of planner is imported here. The triggers stand in the schema, so that a write of another
program drops what it makes stale, too; they name both accounts of a row that moves, and the one whose row a
``REPLACE`` takes away, for which no trigger is called.
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STANDING = """
CREATE TABLE kept_standing (
    loan_id INTEGER NOT NULL PRIMARY KEY,
    stamp INTEGER NOT NULL,
    made TEXT NOT NULL,
    until_on TEXT NOT NULL,
    calendar INTEGER NOT NULL,
    months TEXT NOT NULL,
    met BLOB NOT NULL
)
STRICT
"""
DAY = """
CREATE TABLE kept_day (
    loan_id INTEGER NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    answers TEXT NOT NULL,
    met BLOB,
    met_size INTEGER NOT NULL,
    PRIMARY KEY (loan_id, from_on)
)
STRICT, WITHOUT ROWID
"""
OF_LOAN = (
    "loan_fee",
    "rate_change",
    "pinned_instalment",
    "draw",
    "repayment",
    "balance_reading",
    "statement",
    "card_plan",
    "allowance",
    "arrangement",
    "legal_move",
    "denial",
)


def upgrade() -> None:
    """Nothing is kept yet."""
    op.execute(STANDING)
    op.execute(DAY)
    op.execute(
        "CREATE TRIGGER kept_standing_deleted AFTER DELETE ON kept_standing"
        " BEGIN DELETE FROM kept_day WHERE loan_id = old.loan_id; END"
    )
    for table in OF_LOAN:
        _drop_at(table, "loan_id IN ({})", f"SELECT loan_id FROM {table} WHERE id = new.id", "loan_id")
    _drop_at("loan", "loan_id IN ({})", "new.id", "id")
    of_lender = "loan_id IN (SELECT id FROM loan WHERE lender_id IN ({}))"
    _drop_at("lender", of_lender, "new.id", "id")


def _drop_at(table: str, where: str, replaced: str, key: str) -> None:
    for event, which in (
        ("BEFORE INSERT", replaced),
        ("AFTER INSERT", f"new.{key}"),
        ("AFTER UPDATE", f"old.{key}, new.{key}"),
        ("AFTER DELETE", f"old.{key}"),
    ):
        op.execute(
            f"CREATE TRIGGER kept_{table}_{event.replace(' ', '_').lower()} {event} ON {table}"
            f" BEGIN DELETE FROM kept_standing WHERE {where.format(which)}; END"
        )
