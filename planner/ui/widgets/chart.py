"""A line chart in braille dots. Series differ by their marks and by their dashes, so colour only helps.

Braille because its signs are one cell wide everywhere; labels are measured in cells, so Chinese does not shift a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from planner.domain.basics.text import shown
from planner.ui.widgets.text import fit, width
from planner.values import dataclass

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row and column inside a cell
MARKS = ("o", "x", "+")
_DASHES = ((1, 0), (3, 3), (1, 3))  # dots on, dots off: solid, dashed, dotted


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value per label, None where there is none (the line then breaks)."""

    name: str
    values: Sequence[Decimal | None]


class Chart(Widget):
    """Up to three series over the same labels; the legend names mark and dash of each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chart--axis", "chart--0", "chart--1", "chart--2"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.series: tuple[Series, ...] = ()
        self.labels: tuple[str, ...] = ()
        self.write: Callable[[Decimal], str] = str
        self.whole = False
        self._lines: list[Strip] = []
        self._drawn_for = (-1, -1)

    def show(
        self, series: Sequence[Series], labels: Sequence[str], write: Callable[[Decimal], str], *, whole: bool = False
    ) -> None:
        """Draw ``series``; ``write`` writes the figures of the axis; ``whole`` keeps them to whole numbers."""
        self.series, self.labels, self.write, self.whole = tuple(series)[:3], tuple(labels), write, whole
        self._drawn_for = (-1, -1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draws all lines at once when size or figures are new; blank with less than 8 by 2 cells to plot in."""
        size = (self.size.width, self.size.height)
        if size != self._drawn_for:
            self._lines = self._draw(*size)
            self._drawn_for = size
        strip = self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width, self.rich_style)
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _draw(self, columns: int, rows: int) -> list[Strip]:
        low, top = self._ends()
        ticks = _ticks(low, top, max(2, rows - 2), self.whole)
        gutter = max((width(self.write(tick)) for tick in ticks.values()), default=1) + 1
        plot_columns, plot_rows = columns - gutter - 1, rows - 2
        if plot_columns < 8 or plot_rows < 2:
            return []
        base, axis = self.rich_style, self.get_component_rich_style("chart--axis", partial=True)
        grid: list[list[tuple[str, Style]]] = [[(" ", base)] * plot_columns for _ in range(plot_rows)]
        for index, series in enumerate(self.series):
            style = base + self.get_component_rich_style(f"chart--{index}", partial=True)
            _plot(grid, _points(series, len(self.labels), plot_columns, plot_rows, (low, top)), index, style)
        strips = [self._legend(base)]
        for row in range(plot_rows):
            label = self.write(ticks[row]) if row in ticks else ""
            segments = [Segment(fit(label, gutter - 1, "right") + " |", base + axis)]
            segments += [Segment(sign, style) for sign, style in grid[row]]
            strips.append(Strip(segments))
        strips.append(Strip([Segment(" " * (gutter + 1) + self._bottom(plot_columns), base + axis)]))
        return strips

    def _legend(self, base: Style) -> Strip:
        samples = ("---", "- -", "...")
        segments = [Segment(" ", base)]
        for index, series in enumerate(self.series):
            style = base + self.get_component_rich_style(f"chart--{index}", partial=True)
            segments += [Segment(f"{MARKS[index]}{samples[index]} ", style), Segment(shown(series.name) + "   ", base)]
        return Strip(segments)

    def _ends(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest figure of the axis: round ones, and 0 where nothing lies below it."""
        values = [v for s in self.series for v in s.values if v is not None]
        lowest, highest = min(values, default=Decimal(0)), max(values, default=Decimal(0))
        return (-_round_up(-lowest, self.whole) if lowest < 0 else Decimal(0)), _round_up(highest, self.whole)

    def _bottom(self, columns: int) -> str:
        line = [" "] * columns
        if not self.labels:
            return ""
        size = max(width(label) for label in self.labels) + 2
        step = max(1, -(-len(self.labels) * size // columns))
        taken = columns + size
        for index in range(len(self.labels) - 1, -1, -step):
            label = self.labels[index]
            at = min(max(0, _column(index, len(self.labels), columns) - width(label) // 2), columns - width(label))
            if at + width(label) + 1 < taken and at >= 0:
                line[at : at + len(label)] = label
                taken = at
        return "".join(line)


def _round_up(value: Decimal, whole: bool) -> Decimal:
    """A round figure at or above ``value`` for the top of the axis."""
    if value <= 0:
        return Decimal(1)
    step = Decimal(1).scaleb(value.adjusted())
    for factor in (Decimal("1"), Decimal("1.5"), Decimal("2"), Decimal("3"), Decimal("4"), Decimal("5"), Decimal("6"),
                   Decimal("8"), Decimal("10")):  # fmt: skip
        top = step * factor
        if top >= value and (not whole or top == top.to_integral_value()):
            return top
    return value


def _ticks(low: Decimal, top: Decimal, rows: int, whole: bool) -> dict[int, Decimal]:
    """Row → value: top, bottom, and what lies between when there is room: 0 above a bottom below it, or the middle."""
    ticks = {0: top, rows - 1: low}
    if low:
        zero = _row(Decimal(0), low, top, rows)
        if 1 < zero < rows - 2:
            ticks[zero] = Decimal(0)
        return ticks
    middle = top / 2
    if rows >= 5 and rows % 2 == 1 and (not whole or middle == middle.to_integral_value()):
        ticks[rows // 2] = middle
    return ticks


def _row(value: Decimal, low: Decimal, top: Decimal, rows: int) -> int:
    """The row in which a value is drawn, 0 at the top."""
    height = rows * 4 - 1
    return (height - int(((value - low) / (top - low) * height).to_integral_value())) // 4


def _column(index: int, count: int, columns: int) -> int:
    return (columns - 1) * index // max(1, count - 1) if count > 1 else columns // 2


def _points(
    series: Series, count: int, columns: int, rows: int, ends: tuple[Decimal, Decimal]
) -> list[tuple[int, int] | None]:
    """Dot coordinates (x, y from the top) of each value between the ends of the axis."""
    low, top = ends
    points: list[tuple[int, int] | None] = []
    height = rows * 4 - 1
    for index, value in enumerate(series.values):
        if value is None:
            points.append(None)
            continue
        clamped = min(max(value, low), top)
        y = height - int(((clamped - low) / (top - low) * height).to_integral_value())
        points.append((_column(index, count, columns) * 2, y))
    return points


def _plot(
    grid: list[list[tuple[str, Style]]], points: Sequence[tuple[int, int] | None], index: int, style: Style
) -> None:
    on, off = _DASHES[index]
    for before, after in pairwise(points):
        if before is not None and after is not None:
            for step, (x, y) in enumerate(_walk(before, after)):
                if step % (on + off) < on:
                    _dot(grid, x, y, style)
    for point in points:
        if point is not None:
            grid[point[1] // 4][point[0] // 2] = (MARKS[index], style + Style(bold=True))


def _dot(grid: list[list[tuple[str, Style]]], x: int, y: int, style: Style) -> None:
    sign, _ = grid[y // 4][x // 2]
    if sign in MARKS:
        return
    bits = ord(sign) - 0x2800 if "\u2800" <= sign <= "\u28ff" else 0
    grid[y // 4][x // 2] = (chr(0x2800 + (bits | _DOTS[y % 4][x % 2])), style)


def _walk(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """All dots on the straight line between two dots."""
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    return [(x0 + (x1 - x0) * i // steps, y0 + (y1 - y0) * i // steps) for i in range(steps + 1)]
