"""Which accounts an operation of the journal touched: what has to be read again once it was written, or moved."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from planner.storage.journal import columns_of
from planner.storage.rows.loans import LENDERS, LOANS
from planner.storage.rows.records import OF_ACCOUNT

MOST = 50  # accounts; with more of them reading all is about as quick
_MOST_TEXT = 500_000  # characters of changes: thousands of rows
_OF_LOAN = {rows.name for rows in (*LOANS.children.values(), *OF_ACCOUNT.values())}


def accounts_of(connection: sqlite3.Connection, operation_id: int) -> frozenset[int] | None:
    """The loans, by id, whose terms, lender or records the operation changed, created or deleted.

    None where that is not known, because its images are gone, or where they are more than ``MOST``.
    """
    row = connection.execute(
        "SELECT changes FROM operation WHERE id = ? AND length(changes) <= ?", (operation_id, _MOST_TEXT)
    ).fetchone()
    if row is None:
        return None
    found: set[int] = set()
    owners: dict[str, int] = {}  # by table the place of the loan's id in an image
    for table, image in _images(json.loads(row[0])):
        if table == LENDERS.name:
            lent = connection.execute(f"SELECT id FROM {LOANS.name} WHERE lender_id = ?", (image[0],))
            found |= {loan_id for (loan_id,) in lent}
        elif table == LOANS.name:
            found.add(image[0])
        elif table in _OF_LOAN:
            if table not in owners:
                owners[table] = columns_of(connection, table).index("loan_id")
            found.add(image[owners[table]])
        if len(found) > MOST:
            return None
    return frozenset(found)


def _images(changes: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Each changed row before and after, as far as it stood there; a record may have moved to another account."""
    for table, *images in changes:
        yield from ((table, image) for image in images if image is not None)
