"""${message}

Revision ${up_revision}, after ${down_revision}. Frozen literals only: nothing of planner is imported here.
A table that is rebuilt needs ``table_kwargs={"sqlite_autoincrement": True}``, else it would give old ids again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
