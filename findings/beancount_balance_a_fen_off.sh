# Guess: a balance assertion of beancount is exact: 100.00 is no balance of an account that holds 100.01.
# It lets one unit of the last digit pass: with 100.01 in an account 100.00 and 100.02 are taken, and only 99.99 and
# 100.03 are not. Only a tolerance of its own (`100.01 ~ 0`) makes an assertion say what it says.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q beancount==3.2.3 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from beancount import loader

JOURNAL = """2026-01-01 open Assets:Cash
2026-01-01 open Equity:Opening
2026-01-02 * "opening"
  Assets:Cash  100.01 CNY
  Equity:Opening
2026-02-01 balance Assets:Cash  {} CNY
"""
print("beancount", version("beancount"), "with 100.01 in the account")
expected = {"99.99": False, "100.00": True, "100.01": True, "100.02": True, "100.03": False}
expected |= {"100.00 ~ 0": False, "100.01 ~ 0": True, "100.02 ~ 0": False}
seen = {}
for balance in expected:
    errors = loader.load_string(JOURNAL.format(balance))[1]
    seen[balance] = not errors
    print(f"balance {balance}:", errors[0].message if errors else "taken")
sys.exit(seen != expected)
PYTHON
# Here: each balance in the journal that is taken out has the tolerance 0 (planner/exporters/beancount.py).
