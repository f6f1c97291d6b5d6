"""Everything that can be done with the data. Each call is one transaction and one step of undo.

Every service takes the store first and returns an ``OpResult``: which kinds of things changed, a value, and the entry
in the journal. Amounts are fen, dates calendar dates, ``today`` an argument; mistakes are ``PlannerError``.
"""

from planner.storage.store import OpResult

__all__ = ["OpResult"]
