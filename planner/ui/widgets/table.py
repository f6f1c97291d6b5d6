"""The one table of the app: draws only the visible lines, so 5,000 rows open as fast as 5.

Columns give way by rank when the room is short; wide characters keep their columns straight; cells are literal text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from planner.i18n import t
from planner.ui.widgets.focus import FocusAtOnce
from planner.ui.widgets.text import fit, width, wrap
from planner.values import dataclass, field

AMPLE = 24  # so many cells more than they need go to the columns that share the rest, before others get wider
Cell = str | tuple[str, str]  # the text, or the text with a tone: good, warn, bad, muted, strong


class Cells(Mapping[str, "Cell"]):
    """The cells of a row of which most become text only once somebody looks: a list of thousands shows some dozens."""

    __slots__ = ("_known", "_make")

    def __init__(self, known: Mapping[str, Cell | None], make: Callable[[], dict[str, Cell]]) -> None:
        """``known``: by column, in their order, what all rows need at once; None for what ``make`` makes later."""
        self._known = known
        self._make = make

    def __getitem__(self, key: str) -> Cell:
        """A cell by its column."""
        cell = self._known[key]
        if cell is None:
            self._known = {**self._known, **self._make()}
            cell = self._known[key]
            assert cell is not None
        return cell

    def __iter__(self) -> Iterator[str]:
        """The columns, in their order."""
        return iter(self._known)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._known)


def text_in(cell: Cell) -> str:
    """The text of a cell, whatever its tone."""
    return cell if isinstance(cell, str) else cell[0]


def widest(rows: Iterable[Row], key: str) -> int:
    """The cells that the longest text of a column takes; 0 without rows."""
    return max((width(text_in(row.cells[key])) for row in rows), default=0)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``rank`` 0 stays at any width; higher ranks are dropped first. ``flex`` ones share the rest.

    Where there is room to spare, a column with ``most`` is that wide, as soon as the ``flex`` ones have ``AMPLE`` more.
    """

    key: str
    title: str
    width: int
    align: str = "left"
    rank: int = 0
    flex: bool = False
    sortable: bool = True
    most: int = 0

    @property
    def cells(self) -> int:
        """How wide it is at least: room for its title too."""
        return max(self.width, width(self.title))


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``key`` survives reloads; ``order`` holds sortable values by column; ``data`` is what it stands for."""

    key: str
    cells: Mapping[str, Cell]
    order: Mapping[str, Any] = field(default_factory=dict)
    data: Any = None

    def text(self) -> str:
        """All cells as one lower-case string, for the filter."""
        return " ".join(c if isinstance(c, str) else c[0] for c in self.cells.values()).lower()


class Table(FocusAtOnce, ScrollView, can_focus=True):
    """Rows with a cursor; posts ``Highlighted`` when it moves and ``Selected`` on enter or a second click."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--cursor",
        "table--cursor-idle",
        "table--good",
        "table--warn",
        "table--bad",
        "table--muted",
        "table--strong",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "key.up", show=False),
        Binding("down,j", "move(1)", "key.down", show=False),
        Binding("pageup", "page(-1)", "key.page_up", show=False),
        Binding("pagedown", "page(1)", "key.page_down", show=False),
        Binding("home", "edge(-1)", "key.first", show=False),
        Binding("end", "edge(1)", "key.last", show=False),
        Binding("enter", "select", "key.open", show=False),
    ]

    cursor = reactive(0)

    @dataclass
    class Highlighted(Message):
        """The cursor stands on another row (None: the table is empty)."""

        table: Table
        row: Row | None

        @property
        def control(self) -> Table:
            """The table, so that ``@on`` can tell one from another."""
            return self.table

    @dataclass
    class Selected(Message):
        """A row was opened, by enter or a second click; never posted by an empty table."""

        table: Table
        row: Row

        @property
        def control(self) -> Table:
            """The table, so that ``@on`` can tell one from another."""
            return self.table

    def __init__(self, columns: Sequence[Column], *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.empty = empty
        self.all_rows: tuple[Row, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.sort_key: str | None = None
        self.sort_down = False
        self.filter_text = ""
        self.filter_also: frozenset[str] = frozenset()
        self._layout_for = -1
        self._widths: list[tuple[Column, int]] = []

    # -- content ---------------------------------------------------------------------------------------------------

    def load(self, rows: Sequence[Row], *, keep: str | None = None) -> None:
        """Show ``rows``; the cursor stays on the row it was on (or on ``keep``), by key."""
        wanted = keep or (self.current.key if self.current else None)
        self.all_rows = tuple(rows)
        self._arrange(wanted)

    def reshape(self, columns: Sequence[Column], empty: str) -> None:
        """Other columns, for rows that ``load`` brings next; the order stays where only their widths are others."""
        if self.columns != tuple(columns):
            if [column.key for column in self.columns] != [column.key for column in columns]:
                self.sort_key = None
            self.columns = tuple(columns)
            self._layout_for = -1
        self.empty = empty

    def narrow(self, text: str, also: Collection[str] = ()) -> None:
        """Show only rows that contain ``text``, and those whose keys are in ``also``."""
        self.filter_text = text.strip().lower()
        self.filter_also = frozenset(also)
        self._arrange(self.current.key if self.current else None)

    def _fits(self, row: Row) -> bool:
        return not self.filter_text or self.filter_text in row.text() or row.key in self.filter_also

    def sort_next(self) -> str | None:
        """Sort by the next column, each upwards then downwards; returns its title, None for the order as loaded."""
        keys = [c.key for c in self.columns if c.sortable]
        if self.sort_key is None:
            self.sort_key, self.sort_down = keys[0], False
        elif not self.sort_down:
            self.sort_down = True
        else:
            after = keys.index(self.sort_key) + 1
            self.sort_key, self.sort_down = (keys[after] if after < len(keys) else None), False
        self._arrange(self.current.key if self.current else None)
        return next((c.title for c in self.columns if c.key == self.sort_key), None)

    @property
    def current(self) -> Row | None:
        """The row under the cursor; None in an empty table."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def _arrange(self, wanted: str | None) -> None:
        rows = [row for row in self.all_rows if self._fits(row)]
        if self.sort_key is not None:
            key = self.sort_key
            known = [row for row in rows if row.order.get(key) is not None]
            unknown = [row for row in rows if row.order.get(key) is None]
            rows = sorted(known, key=lambda row: row.order[key], reverse=self.sort_down) + unknown
        self.rows = tuple(rows)
        self.virtual_size = Size(self.size.width, len(self.rows) + 1)
        place = next((i for i, row in enumerate(self.rows) if row.key == wanted), None)
        target = place if place is not None else max(0, min(self.cursor, len(self.rows) - 1))
        if target == self.cursor:
            self._announce()
        self.cursor = target
        self.refresh()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _layout(self) -> list[tuple[Column, int]]:
        room = self.size.width
        if room != self._layout_for:
            shown = list(self.columns)
            while len(shown) > 1 and sum(c.cells + 1 for c in shown) > room and max(c.rank for c in shown) > 0:
                last = max(c.rank for c in shown)
                shown.remove(next(c for c in reversed(shown) if c.rank == last))
            spare, left = room - sum(c.cells + 1 for c in shown), sum(c.flex for c in shown)
            self._widths = []
            wider = {}
            for column in shown:
                wider[column.key] = max(0, min(column.most - column.cells, spare - AMPLE))
                spare -= wider[column.key]
            for column in shown:
                more = spare // left if column.flex else wider[column.key]
                spare, left = spare - more * column.flex, left - column.flex
                self._widths.append((column, column.cells + more))
            self._layout_for = room
        return self._widths

    def render_line(self, y: int) -> Strip:
        """Line 0 is the header, which does not scroll away; an empty table says below it why it is empty."""
        base = self.rich_style
        if y == 0:
            return self._header().adjust_cell_length(self.size.width, base)
        index = self.scroll_offset.y + y - 1
        if index >= len(self.rows):
            if not self.rows:
                return self._empty_line(y, base)
            return Strip.blank(self.size.width, base)
        on_cursor = index == self.cursor
        if on_cursor:
            base = self.get_component_rich_style("table--cursor" if self.has_focus else "table--cursor-idle")
        segments = []
        for column, cells in self._layout():
            cell = self.rows[index].cells.get(column.key, "")
            text, tone = (cell, "") if isinstance(cell, str) else cell
            segments.append(Segment(fit(text, cells, column.align) + " ", self._tone(tone, base, on_cursor)))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _tone(self, tone: str, base: Style, on_cursor: bool) -> Style:
        if not tone:
            return base
        style = self.get_component_rich_style(f"table--{tone}", partial=True)
        return base + Style(bold=style.bold) if on_cursor else base + style

    def _header(self) -> Strip:
        style = self.get_component_rich_style("table--header")
        segments = []
        for column, cells in self._layout():
            mark = ("v" if self.sort_down else "^") if column.key == self.sort_key else ""
            segments.append(Segment(fit(column.title + mark, cells, column.align) + " ", style))
        return Strip(segments)

    def _empty_line(self, y: int, base: Style) -> Strip:
        message = t("table.no_match", text=self.filter_text) if self.all_rows else self.empty
        lines = ["", *wrap(message, max(10, min(self.size.width - 4, 72)))]
        text = lines[y - 1] if y - 1 < len(lines) else ""
        style = base + self.get_component_rich_style("table--muted", partial=True)
        return Strip([Segment("  " + text, style)]).adjust_cell_length(self.size.width, base)

    # -- moving ----------------------------------------------------------------------------------------------------

    def watch_cursor(self) -> None:
        """Keeps the row in view and posts ``Highlighted``."""
        if self.is_mounted:
            self.scroll_to_region(Region(0, self.cursor, 1, 2), animate=False, force=True)
            self._announce()
            self.refresh()

    def _announce(self) -> None:
        if self.is_mounted:
            self.post_message(self.Highlighted(self, self.current))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Without the focus the cursor is drawn fainter."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def validate_cursor(self, value: int) -> int:
        """Past either end it stays on the nearest row; 0 in an empty table."""
        return max(0, min(value, max(0, len(self.rows) - 1)))

    def action_move(self, step: int) -> None:
        """So many rows down, or up where negative; it stops at the ends."""
        self.cursor += step

    def action_page(self, direction: int) -> None:
        """One screen down for 1, up for -1; one row of the old screen stays in view."""
        self.cursor += direction * max(1, self.size.height - 2)

    def action_edge(self, direction: int) -> None:
        """To the first row for -1, to the last one for 1."""
        self.cursor = 0 if direction < 0 else len(self.rows) - 1

    def action_select(self) -> None:
        """Posts ``Selected`` for the row under the cursor; nothing in an empty table."""
        if self.current is not None:
            self.post_message(self.Selected(self, self.current))

    def on_resize(self, event: events.Resize) -> None:
        """Columns come back or give way; the cursor stays on its row."""
        self.virtual_size = Size(event.size.width, len(self.rows) + 1)

    def on_click(self, event: events.Click) -> None:
        """Moves the cursor there; a double click on the row that has it opens it. The header takes no click."""
        index = self.scroll_offset.y + event.y - 1
        if event.y > 0 and index < len(self.rows):
            again = index == self.cursor and event.chain > 1
            self.cursor = index
            if again:
                self.action_select()
