"""What accounts answer without their history, worked out from the other tables and dropped by any write to these.

Frozen literals only: nothing of planner is imported here.
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
    checksum INTEGER NOT NULL,
    PRIMARY KEY (loan_id, from_on)
)
STRICT
"""


def upgrade() -> None:
    """Nothing is kept yet. The triggers are made behind all revisions: ``storage/standing.py:guard``."""
    op.execute(STANDING)
    op.execute(DAY)
