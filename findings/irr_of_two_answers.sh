# Guess: two libraries give the same internal rate of return for the same flows, or refuse flows that have two.
# Money paid out, repaid with more than was owed, and paid out again can have two rates at which it is worth nothing.
# pyxirr and numpy-financial each return one of the two, not the same one, without a word.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q pyxirr==0.10.8 numpy-financial==1.0.0 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import numpy_financial
import pyxirr

flows = [-1000, 2300, -1320]
first, second = pyxirr.irr(flows), numpy_financial.irr(flows)
print("flows", flows)
for name, rate in (("pyxirr", first), ("numpy-financial", second)):
    worth = sum(flow / (1 + rate) ** term for term, flow in enumerate(flows))
    print(f"{name} {version(name)}: irr = {rate:.6f}, worth at that rate {abs(worth):.6f}")
sys.exit(not (round(first, 6) == 0.2 and round(second, 6) == 0.1))
PYTHON
# Here: `planner/domain/schedule/yearly_cost.py` counts the roots first and gives the reason `several` instead of a rate.
