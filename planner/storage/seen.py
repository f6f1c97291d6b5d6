"""What the person had in view when they began to change it: what a write compares with what is in the file by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Seen:
    """Values without an id of their own, or that there were none.

    Attributes:
        kind: of values that the tables keep.
        values: those that were there, in their order.
        of: the id of what they belong to (their loan), where they do not name it.
        where: which of them are meant, by attributes and what these equal; empty: all.
    """

    kind: type[Any]
    values: tuple[Any, ...]
    of: int | None = None
    where: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeenSetting:
    """A setting; ``value`` is None where nothing was kept under ``key``."""

    key: str
    value: str | None
