"""The table of all lists, and CSV and the workbook made of them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from planner.exporters.sheets import Sheet
from planner.i18n import t
from planner.takeout.asked import Asked

LISTS = (
    *("loans", "schedule", "records", "dues", "trend", "plan", "findings"),
    *("cash", "incomes", "reminders", "rules", "scores", "inquiries", "cases", "offers", "log"),
)
"""In the order of the workbook. Each is a module here with ``sheet(asked)``, called ``export.list.NAME``."""
FIRST = LISTS[0]


def names() -> tuple[str, ...]:
    """The words that ``--list`` takes."""
    return LISTS


def sheet(name: str, asked: Asked) -> Sheet:
    """A list by its name."""
    made: Sheet = import_module(f"planner.takeout.lists.{name}").sheet(asked)
    return made


def as_csv(asked: Asked) -> Iterator[str]:
    """One list: that of the option ``list``, else the loans."""
    from planner.exporters import csv_file

    yield from csv_file.pieces(sheet(asked.options.get("list", FIRST), asked))


def as_workbook(asked: Asked) -> Iterator[bytes]:
    """All lists, a sheet each; with the option ``list`` that one alone.

    Raises:
        PlannerError: ``export.extra`` where the library is not installed.
    """
    from planner.exporters import workbook

    workbook.check()
    chosen = asked.options.get("list")
    yield from workbook.pieces([sheet(name, asked) for name in ((chosen,) if chosen else LISTS)])


def left_out(asked: Asked) -> str:
    """What to say of a CSV for which no list was named: that it is one of several. Empty where one was."""
    if "list" in asked.options:
        return ""
    return t("export.one_list", list=t(f"export.list.{FIRST}"), lists=", ".join(LISTS))
