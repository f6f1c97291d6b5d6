"""What becomes of a debt while nothing is paid early: worked out once for all months and all plans."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from planner.values import dataclass

FARTHEST = 600  # months; of a debt that lasts longer every plan works out each month

Asked = tuple[int, int, int]
"""What a month asks for, of that its interest and its fee, fen."""


@dataclass(frozen=True)
class Course:
    """By month: what is asked for (from month 1), and what of the debt is ``left`` behind it (from month 0)."""

    rows: tuple[Asked, ...]
    left: tuple[int, ...]

    @cached_property
    def asked(self) -> tuple[int, ...]:
        """What each month asks for."""
        return tuple(row[0] for row in self.rows)

    @cached_property
    def costs(self) -> tuple[int, ...]:
        """The interest and fees of each month."""
        return tuple(row[1] + row[2] for row in self.rows)


def course_of(balance_minor: int, rows: Iterable[Asked]) -> Course | None:
    """The course by rows up to the one that ends the debt; None where none does within ``FARTHEST`` months."""
    kept, left = list[Asked](), [balance_minor]
    for row in rows:
        if not left[-1] or len(kept) == FARTHEST:
            break
        kept.append(row)
        left.append(left[-1] + row[1] + row[2] - row[0])
    return None if left[-1] else Course(tuple(kept), tuple(left))
