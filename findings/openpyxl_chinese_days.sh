# Guess: a reader of workbooks gives days as days: openpyxl does for the built-in formats 14 to 22, and for own ones.
# Formats 27 to 36 and 50 to 58 are built in too, and what Chinese Excel offers first for days (2026年9月24日 is 31): a
# cell in one of them comes out as the number 46289, with `is_date` False, so that a bill has no days or wrong ones.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q openpyxl==3.1.5 XlsxWriter==3.3.1 2>/dev/null
"$room/venv/bin/python" - "$room/days.xlsx" <<'PYTHON'
import sys
from importlib.metadata import version

import openpyxl
import xlsxwriter

FORMATS = (14, 22, 27, 31, 36, 50, 57, 58)
with xlsxwriter.Workbook(sys.argv[1]) as book:
    sheet = book.add_worksheet()
    for row, number in enumerate(FORMATS):
        sheet.write_number(row, 0, 46289, book.add_format({"num_format": number}))
print("openpyxl", version("openpyxl"), "of the day 2026-09-24")
cells = [row[0] for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows()]
seen = {}
for number, cell in zip(FORMATS, cells, strict=True):
    seen[number] = cell.is_date
    print(f"format {number}:", repr(cell.value))
sys.exit(seen != {number: number in (14, 22) for number in FORMATS})
PYTHON
# Here: the cells are read by a reader of the project's own, which knows these formats (planner/importers/workbook.py).
