# Guess: a text that is put into an event with icalendar and read back with it is the same text, as amounts and days are.
# RFC 5545, 3.3.11: a backslash is written as two. icalendar takes a backslash before a capital N for a line break that is
# written already: `C:\New` comes back as `C:`, a line break and `ew`. A small n is left alone (6 read that wrong, too).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q icalendar==7.3.2 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from icalendar import Event

print("icalendar", version("icalendar"))
kept = {}
for text in ("C:\\new", "C:\\New", "C:\\Old"):
    event = Event()
    event.add("summary", text)
    written = event.to_ical().decode().split("\r\n")[1]
    back = str(Event.from_ical(event.to_ical())["summary"])
    kept[text] = back == text
    print(f"{text!r}: {written!r}, read back {back!r}")
sys.exit(kept != {"C:\\new": True, "C:\\New": False, "C:\\Old": True})
PYTHON
# Here: texts are escaped before the library sees them (planner/exporters/ics.py).
