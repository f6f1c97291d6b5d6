# Guess: a start given with setSolution only shortens the search. What ends "Optimal" has the same objective with it as
# without it, and objective_function_value is the value of the solution that comes with it.
# Presolve drops a column because another does the same for less. A feasible start that uses it is carried over without
# it, called "feasible in the reduced space" though a row is no longer met, and its cost there ends the search:
# status "Optimal", objective and bound below what any solution costs, and as solution the start, which costs more.
# No option has to be set for it; with presolve off, and with highspy 1.15.1, it does not happen.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q highspy==1.16.0 numpy==2.3.5 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON' >"$room/out"
from importlib.metadata import version

import highspy

print("highspy", version("highspy"), flush=True)
COSTS = [1.0, 2.0, 1.0, 1.0]
START = [1.0, 1.0, 0.0, 0.2]  # 5 + 1 is 6, 2 + 0 + 0.2 is above 2; costs 1 + 2 + 0 + 0.2


def solved(name: str, start: list[float], presolve: str = "choose") -> None:
    """Least a + 2 b + c + y with 5 a + 5 y >= 6 and 2 b + 2 c + y >= 2; a, b, c are 0 or 1, y from 0 to 2."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("presolve", presolve)
    for column, cost in enumerate(COSTS):
        highs.addVar(0.0, 2.0 if column == 3 else 1.0)
        highs.changeColCost(column, cost)
        if column != 3:
            highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    highs.addRow(6.0, highspy.kHighsInf, 2, [0, 3], [5.0, 5.0])
    highs.addRow(2.0, highspy.kHighsInf, 3, [1, 2, 3], [2.0, 2.0, 1.0])
    if start:
        given = highspy.HighsSolution()
        given.col_value = start
        given.value_valid = True
        highs.setSolution(given)
    ran, info = highs.run(), highs.getInfo()
    costs = sum(cost * value for cost, value in zip(COSTS, highs.getSolution().col_value))
    print(
        f"{name}: {ran} {highs.getModelStatus()} objective {info.objective_function_value:.4g}"
        f" bound {info.mip_dual_bound:.4g}; the solution costs {costs:.4g}",
        flush=True,
    )


solved("no start", [])
solved("start", START)
solved("start, presolve off", START, "off")
PYTHON
cat "$room/out"
good="HighsStatus.kOk HighsModelStatus.kOptimal objective"
grep -q "^no start: $good 2 bound 2; the solution costs 2$" "$room/out"
grep -q "^start: $good 1.2 bound 1.2; the solution costs 3.2$" "$room/out"
grep -q "^start, presolve off: $good 2 bound 2; the solution costs 2$" "$room/out"
# Here: `planner/proof/program.py` gives no start; a plan that is known before only lends its cost to `objective_bound`.
