"""Which of the lines between two rows of a table belong to the upper row and which to the lower one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

Readable = Callable[[int, int, int], bool]
"""Whether a row can be read with so many lines above and so many below the line that it is known by."""

_UNREAD = 1000  # more than any number of lines that stand unevenly
_MOST = 12  # lines between two rows: more are none of a table


def shares(lead: int, below: Sequence[int], readable: Readable) -> list[tuple[int, int]]:
    """For each row how many of the lines above it are its own, and how many of those below.

    Lines stand below their row, or around it as in centred cells. They are taken as centred only where more rows are
    read that way, and where there is one way to do so.

    Args:
        lead: lines above the first row.
        below: for each row the lines between it and the next one, or the end.
        readable: tells whether a row can be read.
    """
    top = [(0, kept) for kept in below]
    found: list[tuple[int, int]] = []
    first = 0
    for at, between in enumerate(below):
        if between and at < len(below) - 1:
            continue  # its lines may be the next one's
        run = range(first, at + 1)
        before = lead if first == 0 else 0
        unread = sum(not readable(row, 0, below[row]) for row in run) + bool(before)
        centred = _centred(before, below, run, cache(readable)) if unread else None
        found += top[first : at + 1] if centred is None or centred[0] >= unread else centred[1]
        first = at + 1
    return found


def _centred(
    lead: int, below: Sequence[int], run: Sequence[int], readable: Readable
) -> tuple[int, list[tuple[int, int]]] | None:
    """How many rows stay unread, and the shares; None where there is no way or more than one."""
    if lead > _MOST or any(below[row] > _MOST for row in run):
        return None
    ways: dict[int, tuple[int, int, list[tuple[int, int]]]] = {lead: (0, 1, [])}  # by lines left for the next row
    for row in run:
        is_last = row == len(below) - 1
        after: dict[int, tuple[int, int, list[tuple[int, int]]]] = {}
        for above, (cost, count, shared) in ways.items():
            for kept in [below[row]] if is_last else range(below[row] + 1):
                price = cost + (abs(above - kept) if readable(row, above, kept) else _UNREAD)
                left = below[row] - kept
                known = after.get(left)
                if known is None or price < known[0]:
                    after[left] = price, count, [*shared, (above, kept)]
                elif price == known[0]:
                    after[left] = price, known[1] + count, known[2]
        ways = after
    cost, count, shared = min(ways.values(), key=lambda way: way[0])
    same = [way for way in ways.values() if way[0] == cost]
    return (cost // _UNREAD, shared) if count == 1 and len(same) == 1 else None
