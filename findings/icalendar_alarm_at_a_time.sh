# Guess: an alarm at a time of its own, added with icalendar's add(), is written as the standard asks for.
# RFC 5545, 3.8.6.3: a TRIGGER is a duration unless it says VALUE=DATE-TIME. icalendar writes the time and leaves the
# parameter out, so a reader by the standard finds a duration that is none. Its own reader takes it back.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q icalendar==7.3.2 2>/dev/null
"$room/venv/bin/python" - <<'PYTHON'
import sys
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

from icalendar import Alarm

print("icalendar", version("icalendar"))
at = Alarm()
at.add("action", "DISPLAY")
at.add("description", "repayment")
at.add("trigger", datetime(2026, 1, 31, 1, 0, tzinfo=timezone.utc))
before = Alarm()
before.add("trigger", timedelta(days=-3))
lines = [one.to_ical().decode().split("\r\n") for one in (at, before)]
triggers = [next(line for line in one if line.startswith("TRIGGER")) for one in lines]
print("at a time:", triggers[0], "\ndays before:", triggers[1])
print("read back:", Alarm.from_ical(at.to_ical())["trigger"].dt)
sys.exit(triggers != ["TRIGGER:20260131T010000Z", "TRIGGER:-P3D"])
PYTHON
# Here: reminders in a calendar count from their day (TRIGGER as a duration), or say parameters={"VALUE": "DATE-TIME"}.
