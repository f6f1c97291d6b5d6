"""Prints the days of calendars that were imported one after the other, as recurring-ical-events sees them."""

import json
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events

start, end = map(date.fromisoformat, sys.argv[1:3])
there: dict[str, Any] = {}
for file in sys.argv[3:]:
    events: list[Any] = icalendar.Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")
    for event in events:
        known = there.get(event["UID"])
        if known is None or int(event["SEQUENCE"]) >= int(known["SEQUENCE"]):
            there[event["UID"]] = event
whole = icalendar.Calendar()
for event in there.values():
    whole.add_component(event)
found: Iterable[Any] = recurring_ical_events.of(whole).between(start, end + timedelta(1))
json.dump([str(one["DTSTART"].dt) for one in found if one["STATUS"] == "CONFIRMED"], sys.stdout)
