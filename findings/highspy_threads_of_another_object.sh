# Guess: options belong to the object they are set on: a second solver with `threads` 1 solves, whatever another one did.
# The first object that runs sets up one scheduler for the whole process; another number of threads later is an error of
# run(), and with output_flag off nothing is printed. The model status is "not set", and the solution is as long as the
# program and full of zeros: a program for a plan that was never solved looks like a plan that pays nothing.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q highspy==1.16.0 numpy==2.3.5 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON' >"$room/out"
from importlib.metadata import version

import highspy

print("highspy", version("highspy"), flush=True)


def solver(threads: int) -> highspy.Highs:
    """Pay at least 5 with 2 a piece of one thing, at most 4 of it, as cheaply as can be."""
    made = highspy.Highs()
    made.setOptionValue("output_flag", False)
    print("threads", threads, made.setOptionValue("threads", threads), flush=True)
    made.addVar(0, 4)
    made.changeColCost(0, 3.0)
    made.changeColIntegrality(0, highspy.HighsVarType.kInteger)
    made.addRow(5, highspy.kHighsInf, 1, [0], [2.0])
    return made


first, second = solver(2), solver(1)
print("first:", first.run(), first.getModelStatus(), list(first.getSolution().col_value), flush=True)
print("second:", second.run(), second.getModelStatus(), list(second.getSolution().col_value), flush=True)
second.setOptionValue("threads", 2)
print("second, as the first:", second.run(), second.getModelStatus(), list(second.getSolution().col_value), flush=True)
PYTHON
cat "$room/out"
grep -q "threads 1 HighsStatus.kOk" "$room/out"
grep -q "^first: HighsStatus.kOk HighsModelStatus.kOptimal \[3.0\]" "$room/out"
grep -q "^second: HighsStatus.kError HighsModelStatus.kNotset \[0.0\]" "$room/out"
grep -q "^second, as the first: HighsStatus.kOk HighsModelStatus.kOptimal \[3.0\]" "$room/out"
[ "$(grep -ci "scheduler" "$room/out")" = 0 ]
# Here: `planner/proof/program.py:quiet` makes every solver, all with one thread.
