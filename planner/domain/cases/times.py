"""A time of day as it is typed: ``8:05``, ``20:31``, ``2031``, ``8点5分``, ``8``."""

from __future__ import annotations

import re

from planner.domain.basics.text import quoted
from planner.domain.basics.typed import fold
from planner.errors import PlannerError

_TIME = re.compile(r"(\d{1,2})(?:[:.点时h](\d{1,2})?分?)?|(\d{2})(\d{2})")


def parse_time(text: str, *, field: str = "at") -> str:
    """The time as ``HH:MM``, 00:00 to 23:59; a bare hour is that full hour.

    Raises:
        PlannerError: ``call.time`` for anything else.
    """
    found = _TIME.fullmatch(re.sub(r"\s", "", fold(text)))
    hour, minute = (-1, 0) if found is None else (int(found[1] or found[3]), int(found[2] or found[4] or 0))
    if not (0 <= hour <= 23 and minute <= 59):
        raise PlannerError("call.time", field=field, text=quoted(text))
    return f"{hour:02}:{minute:02}"
