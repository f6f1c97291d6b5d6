"""The views of a page: what it knows seen in several ways, each a table with lines and perhaps a picture above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.app import ComposeResult

from planner.i18n import t
from planner.ui.base import Page
from planner.ui.widgets.chart import Chart, Series
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.ui.widgets.text import wrap
from planner.values import dataclass

if TYPE_CHECKING:
    from planner.ui.host import Host

Sight = TypeVar("Sight")
ROWS = 6  # of a table that are in view in the smallest window, however much its head has to say
_AROUND = 2  # lines between a head and the first row: a blank one and the titles of the columns


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines for the chart; as in ``Chart.show``."""

    series: Sequence[Series]
    labels: Sequence[str]
    write: Callable[[Decimal], str]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class View(Generic[Sight]):
    """One view, as functions of what the page knows (``Sight``).

    Attributes:
        name: what it is called in the keys of its texts.
        columns: of its table.
        rows: of its table, in the order in which they are shown.
        head: the lines above it.
        empty: what the table says where it has no rows.
        opens: enter on a row, by the row's ``data``.
        about: what the head says of the row under the cursor besides.
        chart: the lines drawn above the table; None for none.
        picture: text drawn above the table, at most so many cells wide; empty for none.
        more: what the head says besides, by weight, as far as the table keeps ``ROWS`` lines; help has the rest.
        fitted: the columns for some rows, where their widths follow from what stands in them.
    """

    name: str
    columns: Callable[[], tuple[Column, ...]]
    rows: Callable[[Sight], list[Row]]
    head: Callable[[Sight], str]
    empty: Callable[[Sight], str]
    opens: Callable[[Host, Sight, Any], None]
    about: Callable[[Sight, Row], str] | None = None
    chart: Callable[[Sight], Drawing | None] = lambda _: None
    picture: Callable[[Sight, int], str] = lambda _, _room: ""
    more: Callable[[Sight], Sequence[str]] = lambda _: ()
    fitted: Callable[[Sequence[Row]], tuple[Column, ...]] | None = None

    def load(self, table: Table, seen: Sight) -> None:
        """Show its rows in a table, whose columns become its own."""
        lines = self.rows(seen)
        columns = self.columns() if self.fitted is None else self.fitted(lines)
        table.reshape(columns, self.empty(seen))
        table.load(lines)


def fitting(parts: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> list[str]:
    """Of parts by weight those for which there is room together: one that is too long makes way for the next."""
    shown: list[str] = []
    for part in parts:
        if fits([*shown, part]):
            shown.append(part)
    return shown


def nothing(_app: Host, _sight: object, _data: Any) -> None:
    """Enter on a row that leads nowhere."""


class ViewsPage(Page, Generic[Sight]):
    """A page that shows one of its ``views`` at a time. The subclass says what there is to see and fills it in."""

    views: ClassVar[tuple[View[Any], ...]]
    view = 0  # the place of the view that was turned to
    _head = ""
    _more: Sequence[str] = ()
    left_out: Sequence[str] = ()  # of what the head says besides there was no room for

    def compose(self) -> ComposeResult:
        """Headline, picture, chart, and a table with the columns of the first view."""
        yield Plain("", classes="headline")
        yield Plain("", id="picture")
        yield Chart(id="chart")
        yield Table(self.views[0].columns(), empty=self.waiting)

    def on_mount(self) -> None:
        """Hide the chart until a view has lines for it."""
        self.query_one(Chart).display = False

    def focus_first(self) -> None:
        """The table, which stays the same for all views."""
        self.query_one(Table).focus()

    @property
    def waiting(self) -> str:
        """What the table says until there is anything to see."""
        return ""

    @property
    def sight(self) -> Sight | None:
        """What there is to see now; None for nothing yet."""
        raise NotImplementedError

    @property
    def in_sight(self) -> View[Sight]:
        """The view that was turned to."""
        return self.views[self.view]

    def headline(self, head: str, about: str) -> str:
        """The lines above the table, of the head of the view and what it says of the row under the cursor."""
        raise NotImplementedError

    def named(self, key: str) -> str:
        """Which of the views this is: the text ``key``, names below it."""
        view = self.in_sight
        return t(key, name=t(f"{key}.{view.name}"), at=self.view + 1, of=len(self.views))

    # -- showing ---------------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show the view in sight anew."""
        seen, view = self.sight, self.in_sight
        if seen is None:
            return
        self._head, self._more = view.head(seen), view.more(seen)
        self._draw(view.picture(seen, self._room), view.chart(seen))
        view.load(self.query_one(Table), seen)
        self._title(seen)
        self.refresh_bindings()

    def show_nothing(self, text: str) -> None:
        """An empty table that says why."""
        self._draw("", None)
        table = self.query_one(Table)
        table.reshape(self.views[0].columns(), text)
        table.load([])

    def _draw(self, picture: str, drawing: Drawing | None) -> None:
        above, chart = self.query_one("#picture", Plain), self.query_one(Chart)
        above.display, chart.display = bool(picture), drawing is not None
        if picture:
            above.show(picture)
        if drawing is not None:
            chart.show(drawing.series, drawing.labels, drawing.write, whole=drawing.whole)

    @property
    def _room(self) -> int:
        """Cells inside the page, as if it had 20 where it has fewer; before the first layout it has no width yet."""
        return max(self.size.width or self.app.size.width - 2, 20)

    def _title(self, seen: Sight) -> None:
        row, about = self.query_one(Table).current, self.in_sight.about
        told = "" if about is None or row is None else about(seen, row)
        room = self._room
        spare = (self.size.height or self.app.size.height) - _AROUND - ROWS
        shown = fitting(self._more, lambda some: len(self._lines(some, told, room)) <= spare)
        self.left_out = [part for part in self._more if part not in shown]
        self.query_one(".headline", Plain).show("\n".join(self._lines(shown, told, room)))

    def _lines(self, more: Sequence[str], told: str, room: int) -> list[str]:
        return wrap(self.headline("\n".join([self._head, *more]), told), room)

    def on_resize(self) -> None:
        """The lines above the table for another width."""
        seen = self.sight
        if seen is not None and self.is_mounted:
            self._title(seen)

    # -- keys ------------------------------------------------------------------------------------------------------

    def turn_to(self, name: str) -> None:
        """Show the view of that name."""
        self.view = next(place for place, view in enumerate(self.views) if view.name == name)
        self.fill()

    def action_view(self, step: int) -> None:
        """So many views on, back where negative; after the last comes the first."""
        self.view = (self.view + step) % len(self.views)
        self.fill()

    def on_table_highlighted(self) -> None:
        """Another row: other keys are valid, and the head may say something else."""
        self.refresh_bindings()
        if self.in_sight.about is not None and (seen := self.sight) is not None:
            self._title(seen)

    def on_table_selected(self, event: Table.Selected) -> None:
        """Enter: what the view in sight opens for the row, if the row is still in it."""
        seen = self.sight
        still = any(row.key == event.row.key for row in event.table.rows)  # keys typed ahead may have turned the view
        if seen is not None and still:
            self.in_sight.opens(self.planner, seen, event.row.data)
