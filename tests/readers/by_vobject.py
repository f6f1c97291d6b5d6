"""Prints the days of calendars that were imported one after the other, as vobject sees them."""

import json
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import vobject

start, end = map(date.fromisoformat, sys.argv[1:3])
there: dict[str, Any] = {}
for file in sys.argv[3:]:
    for event in vobject.readOne(Path(file).read_text(encoding="utf-8")).vevent_list:
        known = there.get(event.uid.value)
        if known is None or int(event.sequence.value) >= int(known.sequence.value):
            there[event.uid.value] = event
found: list[date] = []
for event in there.values():
    if event.status.value != "CONFIRMED":
        continue
    rules, first = event.getrruleset(addRDate=True), event.dtstart.value
    if rules is None:
        found += [first] if start <= first <= end else []
    else:
        bounds = datetime.combine(start, time()), datetime.combine(end, time())
        found += [moment.date() for moment in rules.between(*bounds, inc=True)]
json.dump([str(one) for one in found], sys.stdout)
