# Guess: beancount takes account names in any script, as it takes narrations, or in none: its parser reads UTF-8 names.
# It takes them only where each part begins with a capital letter or a digit. Chinese has no capitals: Assets:现金 is
# refused and Assets:1招行 and Assets:A现金 are taken. Only the first character decides (its issues 161, 398, 733: open).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q beancount==3.2.3 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from beancount import loader

print("beancount", version("beancount"))
expected = {"Assets:现金": False, "Liabilities:花呗": False, "Assets:A现金": True, "Assets:1招行": True}
seen = {}
for account in expected:
    errors = loader.load_string(f"2026-01-01 open {account}\n")[1]
    seen[account] = not errors
    print(f"open {account}:", errors[0].message if errors else "taken")
sys.exit(seen != expected)
PYTHON
# Here: a name of a lender that goes into a beancount account needs a capital or a digit before it.
