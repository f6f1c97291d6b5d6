# Guess: setting an option that does not exist raises, as Python libraries do, or at least prints something.
# highspy returns HighsStatus.kError. Nobody looks at what a setter returns, and with output_flag off nothing is printed:
# the gap that a proof asked for stays at its default of 0.01 %, and nothing tells.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q highspy==1.16.0 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON' >"$room/out"
from importlib.metadata import version

import highspy

print("highspy", version("highspy"), flush=True)
highs = highspy.Highs()
highs.setOptionValue("output_flag", False)
print("mip_gap (no such option):", highs.setOptionValue("mip_gap", 0.0), flush=True)
print("mip_rel_gap stays:", highs.getOptionValue("mip_rel_gap")[1], flush=True)
print("mip_rel_gap:", highs.setOptionValue("mip_rel_gap", 0.0), flush=True)
print("mip_rel_gap below 0:", highs.setOptionValue("mip_rel_gap", -1.0), flush=True)
PYTHON
cat "$room/out"
grep -q "mip_gap (no such option): HighsStatus.kError" "$room/out"
grep -q "mip_rel_gap stays: 0.0001" "$room/out"
grep -q "mip_rel_gap below 0: HighsStatus.kError" "$room/out"
[ "$(grep -ci "unknown\|ERROR:" "$room/out")" = 0 ]
# Here: `planner/proof/program.py` is the only place that sets options; look at the status of each.
