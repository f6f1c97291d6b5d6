"""A table: its columns, its rules, and what leads from a value to a row and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from planner.errors import PlannerError
from planner.storage.rows.columns import REQUIRED, Column
from planner.values import fields

V = TypeVar("V")
Values = dict[str, Any]


class Unique(NamedTuple):
    """No two rows agree in all of these columns."""

    columns: tuple[str, ...]


class Index(NamedTuple):
    """These columns are asked for together."""

    columns: tuple[str, ...]


class Check(NamedTuple):
    """What must hold between the columns of a row, in SQL."""

    name: str
    sql: str


Rule = Unique | Index | Check


def unique(*columns: str) -> Unique:
    """No two rows agree in all of ``columns``."""
    return Unique(columns)


def index(*columns: str) -> Index:
    """``columns`` are asked for together."""
    return Index(columns)


class Group:
    """Columns side by side that hold one attribute: the parts of a value of ``kind``, made with ``make``.

    An ``optional`` attribute is None when its first column is NULL, and NULL in all columns when it is None.
    """

    def __init__(
        self,
        field: str,
        kind: type,
        *columns: Column,
        optional: bool = False,
        make: Callable[..., Any] | None = None,
    ) -> None:
        self.field = field
        self.columns = columns
        self.optional = optional
        self.make = make or kind
        assert [column.field or column.name for column in columns] == [part.name for part in fields(kind)], kind

    def write(self, value: Any) -> Values:
        """The columns of the attribute."""
        return {column.name: None if value is None else _written(column, value) for column in self.columns}


class Table:
    """A table by name: its columns in their order after ``id``, and its rules."""

    def __init__(self, name: str, *columns: Column | Group, rules: Iterable[Rule] = ()) -> None:
        self.name = name
        self.parts = columns
        self.columns = tuple(
            column for part in columns for column in (part.columns if isinstance(part, Group) else (part,))
        )
        self.rules = tuple(rules)

    @cached_property
    def defaults(self) -> Values:
        """What the columns of a new row hold that says nothing of them."""
        return {column.name: column.default for column in self.columns if column.default is not REQUIRED}


class Rows(Table, Generic[V]):
    """A table whose rows are values of ``kind``, read in the order ``order``.

    ``children`` are the tables of those attributes that are rows of their own, by attribute; their rows are part of the
    value. ``owner`` is the column with the row that a value belongs to (its loan), which some values do not name
    themselves; ``place`` the one with the value's place among its siblings.
    """

    def __init__(
        self,
        name: str,
        kind: type[V],
        *columns: Column | Group,
        rules: Iterable[Rule] = (),
        order: str = "id",
        children: Mapping[str, Rows[Any]] | None = None,
        place: str = "",
    ) -> None:
        super().__init__(name, *columns, rules=rules)
        self.kind = kind
        self.order = order
        self.children = children or {}
        self.place = place
        known = {field.name: at for at, field in enumerate(fields(kind))}  # type: ignore[arg-type]
        own = [column for column in self.parts if isinstance(column, Column)]
        self._held = {column.name: column for column in own if (column.field or column.name) in known}
        self._writes = [(name, column.field or column.name, column.write) for name, column in self._held.items()]
        self._stamped = [column.name for column in self.columns if column.stamped]
        self.owner = next((column.name for column in own if column.parent), "")
        self._groups = {part.field: part for part in self.parts if isinstance(part, Group)}
        self._arrange(known)

    def _arrange(self, known: Mapping[str, int]) -> None:
        """Put what is read into the order of the value's attributes, so that a row is its arguments."""
        at: dict[str, Column | Group] = dict(self._groups)
        at |= {column.field or column.name: column for column in self._held.values() if not column.one_way}
        columns: list[Column] = []
        groups: list[tuple[int, int, bool, Callable[..., Any]]] = []
        for field in known:
            part = at.get(field)
            if isinstance(part, Group):
                start, stop = len(columns), len(columns) + len(part.columns)
                groups.insert(0, (start, stop, part.optional, part.make))
                columns += part.columns
            elif part is not None or field == "id":
                columns.append(part or Column(field, True))
        self.names = tuple(column.name for column in columns)
        self._reads = tuple((place, column.read) for place, column in enumerate(columns) if column.read is not None)
        self._made = tuple(groups)  # the last one first, so that the places before it stay
        self._joined = tuple((place, field) for field, place in known.items() if field not in at and field != "id")

    def select(self, *beside: str, where: str = "", instead: Mapping[str, str] | None = None) -> str:
        """The query for rows as ``from_row`` takes them, after the columns ``beside``; all of its text is ours.

        ``instead`` are expressions in the place of columns.
        """
        names = ", ".join((instead or {}).get(name, f'"{name}"') for name in (*beside, *self.names))
        return f"SELECT {names} FROM {self.name} {where} ORDER BY {self.order}"

    def from_row(self, row: Sequence[Any], **joined: Any) -> V:
        """The value of a row of ``select``; ``joined`` are its attributes that are rows of other tables.

        Raises:
            ValueError: for a row that the app would not have written; ``storage.check`` says which.
        """
        values = list(row)
        try:
            for at, read in self._reads:
                if values[at] is not None:
                    values[at] = read(values[at])
            for start, stop, optional, make in self._made:
                values[start:stop] = (None if optional and values[start] is None else make(*values[start:stop]),)
            for at, field in self._joined:
                values.insert(at, joined[field])
            return self.kind(*values)
        except PlannerError as error:  # what a person could mend in a form is no form's mistake here
            raise ValueError(f"{self.name}: {error}") from error

    def to_row(self, value: V) -> Values:
        """The columns that a value fills, without its id and what stands beside it."""
        row: Values = {}
        for name, field, write in self._writes:
            found = getattr(value, field)
            row[name] = found if found is None or write is None else write(found)
        for field, group in self._groups.items():
            row |= group.write(getattr(value, field))
        return row

    def key_of(self, value: V) -> int:
        """The id of a value; 0 when it is new or has none."""
        key: int = getattr(value, "id", 0)
        return key

    def new_row(self, value: V, owner: int | None, at: str) -> Values:
        """All columns of a new row of ``owner``, entered at the instant ``at``; with the id that the value has."""
        row = self.defaults | self.to_row(value)
        if key := self.key_of(value):
            row["id"] = key
        if self.owner and self.owner not in self._held:
            assert owner is not None, self.name
            row[self.owner] = owner
        return row | dict.fromkeys(self._stamped, at)

    def new_rows(self, values: Iterable[V], owner: int | None, at: str) -> list[Values]:
        """``new_row`` of siblings in their order."""
        rows = [self.new_row(value, owner, at) for value in values]
        return [row | {self.place: place} for place, row in enumerate(rows)] if self.place else rows

    def children_of(self, value: V) -> Iterator[tuple[Rows[Any], tuple[Any, ...]]]:
        """The tables of attributes that are rows of their own, each with those of ``value``."""
        for field, rows in self.children.items():
            yield rows, getattr(value, field)

    def kept(self, name: str, value: object) -> tuple[str, Any]:
        """The column of an attribute, or of this name, and what it keeps of ``value``."""
        column = self._column(name)
        return column.name, value if value is None or column.write is None else column.write(value)

    def read(self, name: str, kept: Any) -> Any:
        """What a column keeps, as the value has it."""
        column = self._column(name)
        return kept if kept is None or column.read is None else column.read(kept)

    def _column(self, name: str) -> Column:
        named = (*self.columns, Column("id", True))
        return next(column for column in named if name in (column.name, column.field))


def _written(column: Column, value: Any) -> Any:
    found = getattr(value, column.field or column.name)
    return found if found is None or column.write is None else column.write(found)
