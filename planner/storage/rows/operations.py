"""The journal. ``journal`` writes and reads its rows itself."""

from __future__ import annotations

from planner.storage.rows.columns import document, instant, switch, text
from planner.storage.rows.table import Table

OPERATIONS = Table(
    "operation",
    text("code", filled=True),
    document("params"),
    instant("at"),
    document("topics", of=list),
    document("changes", of=list, optional=True),
    switch("undone", default=0),
    text("revision"),
)
