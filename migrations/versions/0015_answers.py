"""What a command prints, worked out from all other tables and dropped by any write to one of these.

Frozen literals only: nothing of planner is imported here.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ANSWER = """
CREATE TABLE kept_answer (
    day TEXT NOT NULL,
    form TEXT NOT NULL,
    language TEXT NOT NULL,
    made TEXT NOT NULL,
    shape INTEGER NOT NULL,
    told BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (day, form, language)
)
STRICT
"""


def upgrade() -> None:
    """Nothing is kept yet. The triggers are made behind all revisions: ``storage/standing.py:guard``."""
    op.execute(ANSWER)
