"""What earlier imports recorded, by the key of the row. Plain reads, no ORM."""

from __future__ import annotations

import sqlite3

from planner.domain.imports.keys import Recorded


def known(connection: sqlite3.Connection) -> dict[str, Recorded]:
    """Every row that an import has used, with what is left of it on which loan."""
    lines = connection.execute(
        "SELECT source_key, coalesce(draw.loan_id, repayment.loan_id), draw_id, repayment_id FROM import_line"
        " LEFT JOIN draw ON draw.id = draw_id LEFT JOIN repayment ON repayment.id = repayment_id"
        " ORDER BY import_line.id"
    )
    return {key: Recorded(*rest) for key, *rest in lines}
