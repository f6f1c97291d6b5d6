"""Texts: imports."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "import.title": "Import a bill",
    "import.path": "File",
    "import.hint.path": "Type a path or choose with the arrows; Enter opens a folder or the file",
    "import.no_files": "No bill file (.csv) here. In Alipay ask for the bill for personal bookkeeping; unpack what it sends and choose the csv inside.",  # noqa: E501
    "import.heading": "{file} (layout {layout}, {n} rows)",
    "import.summary": "{used} rows to record, {doubles} look like duplicates, {unused} not used, {new} accounts to open. ctrl+s records them in one step, which one undo takes back.",  # noqa: E501
    "import.no_rows": "No rows of this kind. Press v for another.",
    "import.new_loan": "{loan} (new)",
    "import.kind.repayment": "repayment → {loan}",
    "import.kind.draw": "draw → {loan}",
    "import.kind.purchase": "purchase → {loan}",
    "import.kind.refund": "refund → {loan}",
    "import.double.certain": "imported before",
    "import.double.likely": "looks recorded already",
    "import.fixed": "This row cannot be changed",
    "import.nothing_to_record": "There is nothing to record",
    "import.view.all": "All rows",
    "import.view.used": "Rows to record",
    "import.view.doubles": "Rows that look like duplicates",
    "import.view.unused": "Rows not used",
    "import.choose_target": "Which loan does this row belong to? Enter chooses",
    "import.col.loan": "Loan",
    "import.col.line": "Line",
    "import.col.what": "In the bill",
    "import.col.outcome": "Outcome",
    "import.target.new": "Open a new account",
    "import.target.skip": "Do not record",
}
