"""Files that were imported, and what became of each of their rows that was used."""

from __future__ import annotations

from planner.domain.imports.rules import ImportRule, Says
from planner.storage.import_lines import BatchLine, ImportLine
from planner.storage.rows.columns import MOST_NUMBER, instant, member, number, parent, stamp, text
from planner.storage.rows.table import Check, Rows, index

BATCHES = Rows(
    "import_batch",
    BatchLine,
    text("file_name"),
    text("sha256"),
    text("format"),
    instant("imported_at"),
    number("row_count", least=0, high=MOST_NUMBER),
    order="id DESC",
)

IMPORT_LINES = Rows(
    "import_line",
    ImportLine,
    parent("batch_id", "import_batch", on_delete="CASCADE"),
    text("source_key", filled=True),
    number("row_number", high=MOST_NUMBER),
    text("outcome", filled=True),
    parent("draw_id", "draw", on_delete="SET NULL", optional=True),
    parent("repayment_id", "repayment", on_delete="SET NULL", optional=True),
    rules=[index("source_key"), index("batch_id"), index("draw_id"), index("repayment_id")],
)

IMPORT_RULES = Rows(
    "import_rule",
    ImportRule,
    text("party"),
    text("pay"),
    text("goods"),
    member("says", Says),
    parent("loan_id", "loan", on_delete="CASCADE", optional=True),
    number("terms", least=2, most=60, optional=True),
    stamp(),
    rules=[
        Check("some", "party <> '' OR pay <> '' OR goods <> ''"),
        Check("none", "says <> 'none' OR loan_id IS NULL"),
        Check("file", "says <> 'file' OR loan_id IS NOT NULL"),
        Check("of_purchase", "terms IS NULL OR says = 'purchase'"),
        index("loan_id"),
    ],
)
