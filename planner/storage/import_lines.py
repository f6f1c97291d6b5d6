"""Files that were imported, and what earlier imports recorded, by the key of the row. Plain reads, no ORM."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from planner.values import dataclass

if TYPE_CHECKING:
    from planner.domain.imports.keys import Recorded


LEFT = "left"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A file that was imported."""

    id: int
    file_name: str
    sha256: str
    format: str
    imported_at: str
    row_count: int


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A row of an imported file that was used: its key, and what was recorded of it, while that is there.

    Of a row that was asked about and stayed out, the key and ``LEFT`` as its outcome.
    """

    id: int
    batch_id: int
    source_key: str
    row_number: int
    outcome: str
    draw_id: int | None = None
    repayment_id: int | None = None


def known(connection: sqlite3.Connection) -> dict[str, Recorded]:
    """Every row that an import has used, with what is left of it on which loan."""
    lines = connection.execute(
        "SELECT source_key, coalesce(draw.loan_id, repayment.loan_id), draw_id, repayment_id, outcome = 'instalments'"
        " FROM import_line"
        " LEFT JOIN draw ON draw.id = draw_id LEFT JOIN repayment ON repayment.id = repayment_id"
        " WHERE outcome <> ? ORDER BY import_line.id",
        (LEFT,),
    )
    from planner.domain.imports.keys import Recorded

    return {key: Recorded(loan, draw, paid, bool(planned)) for key, loan, draw, paid, planned in lines}


def left(connection: sqlite3.Connection) -> frozenset[str]:
    """The keys of rows about which an import asked and which stayed out."""
    return frozenset(
        key for (key,) in connection.execute("SELECT source_key FROM import_line WHERE outcome = ?", (LEFT,))
    )
