"""What the person says of themselves and of the app: income and settings."""

from __future__ import annotations

from planner.domain.book import Income
from planner.storage.rows.columns import day, number, stamp, text
from planner.storage.rows.table import Rows, Table, unique

INCOMES = Rows(
    "income",
    Income,
    text("name"),
    day("from_on"),
    number("monthly_minor", least=0),
    stamp(),
    rules=[unique("name", "from_on")],
    order="name, from_on, id",
)

SETTINGS = Table("setting", text("key", filled=True), text("value"), rules=[unique("key")])
