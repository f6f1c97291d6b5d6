"""Values that no form of the product takes and a file may hold: texts, numbers, days, types."""

from __future__ import annotations

import random

Value = str | int | float | bytes | None

_TEXTS = (
    "", " ", "\0", "a\0b", "\x1b[2J\x1b]0;x\x07", "\u202e反", "\u2028", "é" + "\u0301" * 5_000, "x" * 100_000, "[/]",
    "[@click=app.quit]x[/]", "'; DROP TABLE loan; --", "{loan} %s {0}", "NaN", "Infinity", "-0", "1e400", "1E-400",
    "0.1" * 40, "½", "٣", "１２", "null", "true", "[]", "{}", "[[[[", '{"a":' * 200, "\ufeff", "\u200b", "😀", "\r\n",
    "RRULE:FREQ=SECONDLY", "DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=DAILY;COUNT=0", "DTSTART:0001\nRRULE:FREQ=YEARLY",
    "DTSTART;VALUE=DATE:20260231\nRRULE:FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12000",
    '{"monthly_minor": "x"}', '{"monthly_minor": 1e99}', '[{"from_on": "2026-13-01"}]', "7,3,1,0,-5", "99999999999",
)  # fmt: skip
_DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "2026-1-1", "20261123", "1900-01-01", "2100-01-01",
         "-2026-01-01", "2026-11-23T00:00:00", "23.11.2026", "2027-05-05", "10000-01-01")  # fmt: skip
_NUMBERS = (0, 1, -1, 2, 12, 13, 31, 32, 99, 100, 1000, 10**6, 10**9, -(10**9), 10**12, 10**15, 2**31, 2**53, 2**63 - 1,
            -(2**63))  # fmt: skip
_RATES = ("-0.1", "0", "1", "10", "1e9", "1e-9", "99999999", "0.12.3", "1/3", "0,12", "0x10", "sNaN", "1_0", "12%")


def strange(rng: random.Random) -> Value:
    """One of them."""
    kind = rng.randrange(10)
    if kind < 3:
        return rng.choice(_TEXTS)
    if kind < 5:
        return rng.choice(_DAYS)
    if kind < 8:
        return rng.choice(_NUMBERS)
    if kind == 8:
        return rng.choice(_RATES)
    return rng.choice([None, 1.5, float("inf"), 1e300, b"\xff\xfe", b""])
