"""A calendar as somebody reads it who knows nothing of the app: by icalendar and recurring-ical-events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import icalendar
import recurring_ical_events


def days_of(text: bytes, start: date, end: date) -> Counter[tuple[date, str]]:
    """Day and words of all that is to be done from ``start`` to ``end``, both inclusive."""
    found: Iterable[Any] = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
        start, end + timedelta(1)
    )
    return Counter((one["DTSTART"].dt, str(one["SUMMARY"])) for one in found if one["STATUS"] == "CONFIRMED")
