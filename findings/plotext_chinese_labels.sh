# Guess: a terminal chart library that pads its labels into a grid counts how many columns a label takes.
# plotext counts characters: with Chinese names the bars of these rows begin further right, the frame breaks, and lines
# are wider than the size that was asked for (a Chinese character takes two columns).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q plotext==5.3.2 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import sys
import unicodedata
from importlib.metadata import version

import plotext


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def drawn(names: list[str]) -> set[int]:
    plotext.clear_figure()
    plotext.plot_size(50, 12)
    plotext.bar(names, [30, 20, 10], orientation="h")
    text = plotext.uncolorize(plotext.build())
    print(text)
    return {columns(line) for line in text.splitlines() if line}


print("plotext", version("plotext"))
latin, chinese = drawn(["loan", "line", "card"]), drawn(["借呗", "花呗", "card"])
print("widths with Latin names:", latin, "with Chinese names:", chinese)
sys.exit(not (latin == {50} and chinese == {50, 52}))
PYTHON
# Here: `planner/ui/widgets/chart.py` and `planner/ui/widgets/bars.py` count columns.
