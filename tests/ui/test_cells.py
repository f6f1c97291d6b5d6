"""Cells that become text only once somebody looks."""

from __future__ import annotations

from planner.ui.widgets.table import Cell, Cells, Row, widest


def test_the_others_are_made_once_at_the_first_look() -> None:
    made: list[int] = []

    def make() -> dict[str, Cell]:
        made.append(1)
        return {"name": ("a", "bad"), "on": "b"}

    row = Row("1", Cells({"left": "3 days", "name": None, "on": None}, make))
    assert widest([row], "left") == 6
    assert list(row.cells) == ["left", "name", "on"]
    assert made == []
    assert row.cells["on"] == "b"
    assert row.text() == "3 days a b"
    assert made == [1]
