"""The only reader of the wall clock. ``--today`` (or ``PLANNER_TODAY``) fixes the day for demos, scripts and tests."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime

_fixed: date | None = None


def fix(day: date | None) -> None:
    """Make ``today`` answer ``day`` from now on; ``None`` returns to the wall clock."""
    global _fixed
    _fixed = day


def today() -> date:
    """The person's calendar day, without a time zone."""
    if _fixed is not None:
        return _fixed
    given = os.environ.get("PLANNER_TODAY")
    return date.fromisoformat(given) if given else date.today()


def now() -> str:
    """The instant as ISO 8601 in UTC, to the second: for change logs and backups, never for due dates."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def passed() -> float:
    """Seconds since some moment in the past, those in which the machine slept included where the system tells them."""
    slept = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if slept is None else time.clock_gettime(slept)
