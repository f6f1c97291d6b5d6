"""Values in and out of an open transaction: which table keeps a kind of value is known to ``rows``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from planner import clock
from planner.domain.basics.reach import check_days
from planner.storage.row_verbs import ByName
from planner.storage.rows.registry import K, Kept, rows_of
from planner.storage.rows.table import Rows


class ByValue(ByName):
    """The values of one open transaction. ``of`` is the id of what a value belongs to and does not name (its loan)."""

    def put(self, value: Kept, *, of: int | None = None, key: int = 0) -> int:
        """Add a value with id 0, or replace the one of its id, with the rows that are part of it (a loan's fees).

        A value without an id takes the place of the row ``key``, if given. A replaced value stays with what it belongs
        to, and keeps its instant of entry.

        Returns:
            The id of the row.

        Raises:
            PlannerError: ``date.reach`` for a day that nothing can be reckoned with.
        """
        check_days(value)
        rows: Rows[Any] = rows_of(type(value))
        key = key or rows.key_of(value)
        if key:
            self.change(rows.name, key, **rows.to_row(value))
        else:
            key = self.add(rows.name, **rows.new_row(value, of, clock.now()))
        for child, ones in rows.children_of(value):
            if self._found(child, {child.owner: key}) != ones:
                self._remove_all(child, {child.owner: key})
                self.add_all(child.name, child.new_rows(ones, key, clock.now()))
        return key

    def put_all(self, values: Iterable[tuple[Kept, int | None]]) -> Sequence[int]:
        """Add new values of one kind, each with what it belongs to; their ids in the same order.

        Thousands take little time; values that have rows of their own beside them are added by ``put``.

        Raises:
            PlannerError: ``date.reach``.
        """
        left = iter(values)
        first = next(left, None)
        if first is None:
            return []
        at = clock.now()
        rows: Rows[Any] = rows_of(type(first[0]))
        assert not rows.children, rows.name

        def made() -> Iterator[dict[str, Any]]:
            for value, of in chain((first,), left):
                check_days(value)
                yield rows.new_row(value, of, at)

        return self.add_many(rows.name, made())

    def drop(self, kind: type[Kept], key: int) -> None:
        """Remove the value with id ``key``, which exists, and what hangs on it."""
        self.remove(rows_of(kind).name, key)

    def drop_all(self, kind: type[Kept], /, *, of: int | None = None, **equal: object) -> None:
        """Remove the values that ``find`` would find."""
        self._remove_all(rows_of(kind), _given(of, rows_of(kind), equal))

    def find(self, kind: type[K], /, *, of: int | None = None, **equal: object) -> tuple[K, ...]:
        """The values whose attributes equal what is given; a loan is found as an account."""
        rows = rows_of(kind)
        return self._found(rows, _given(of, rows, equal))

    def keys(self, kind: type[Kept], /, *, of: int | None = None, **equal: object) -> list[int]:
        """The ids of these rows, in the order in which they were entered."""
        rows: Rows[Any] = rows_of(kind)
        where, values = _where(_given(of, rows, equal))
        return [key for (key,) in self.connection.execute(f"SELECT id FROM {rows.name} {where} ORDER BY id", values)]

    def owner(self, kind: type[Kept], key: int) -> int | None:
        """What the value with id ``key`` belongs to (a draw to its loan); None when there is no such value."""
        rows: Rows[Any] = rows_of(kind)
        found = self.connection.execute(f"SELECT {rows.owner} FROM {rows.name} WHERE id = ?", (key,)).fetchone()
        return None if found is None else found[0]

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a setting; None removes it."""
        known = self.values("setting", key=key)
        if value is None:
            for row in known:
                self.remove("setting", row["id"])
        elif known:
            self.change("setting", known[0]["id"], value=value)
        else:
            self.add("setting", key=key, value=value)

    def _found(self, rows: Rows[K], columns: dict[str, Any]) -> tuple[K, ...]:
        where, values = _where(columns)
        found = self.connection.execute(rows.select("id", where=where), values).fetchall()
        return tuple(
            rows.from_row(
                row,
                **{field: self._found(child, {child.owner: key}) for field, child in rows.children.items()},
            )
            for key, *row in found
        )

    def _remove_all(self, rows: Rows[Any], columns: dict[str, Any]) -> None:
        where, values = _where(columns)
        for (key,) in self.connection.execute(f"SELECT id FROM {rows.name} {where} ORDER BY id", values).fetchall():
            self.remove(rows.name, key)


def _given(of: int | None, rows: Rows[Any], equal: dict[str, object]) -> dict[str, Any]:
    """What the columns keep of what is asked for."""
    columns = dict(rows.kept(name, value) for name, value in equal.items())
    return columns if of is None else {rows.owner: of, **columns}


def _where(columns: dict[str, Any]) -> tuple[str, Sequence[Any]]:
    asked = " AND ".join(f'"{name}" IS ?' for name in columns)
    return f"WHERE {asked}" if columns else "", tuple(columns.values())
