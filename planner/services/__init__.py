"""Everything that can be done with the data. Each call is one transaction and one step of undo.

Every service takes the store first and returns an ``OpResult``: which kinds of things changed, a value, and the entry
in the journal. Amounts are fen, dates calendar dates, ``today`` an argument; mistakes are ``PlannerError``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # names for screens, which never see the store itself; nothing is loaded for them
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from planner.storage.store import OpResult, Store

    Change: TypeAlias = Callable[[Store], OpResult[Any]]
    """One service call that waits for its store: what a screen hands to the app to be run."""

    __all__ = ["Change", "OpResult", "Store"]
