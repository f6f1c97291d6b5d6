"""What was entered of money that comes and goes: cash at hand, incomes, living costs, what is not to be spent."""

from __future__ import annotations

from collections.abc import Iterator

from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.overview.cash import buffer_of
from planner.overview.overview import Overview
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, count, day, text


def sheet(asked: Asked) -> Sheet:
    """A row an entry: monthly incomes, the latest first, incomes that come once, living costs, cash, the buffer."""
    columns = (
        text("kind", 14),
        text("called", 24),
        amount("amount_yuan"),
        day("holds_from"),
        day("holds_until"),
        count("day_of_month"),
        text("certain", 10),
        text("note", 24),
    )
    return made("incomes", t("export.list.incomes"), columns, list(_rows(asked.overview)))


def _rows(overview: Overview) -> Iterator[dict[str, Value]]:
    household = overview.book.household
    for income in sorted(overview.book.incomes, key=lambda one: (one.from_on, one.id), reverse=True):
        yield _row("income", income.name, income.monthly_minor) | {
            "holds_from": income.from_on,
            "day_of_month": income.day,
            "certain": _sure(income.certain),
        }
    for single in household.singles:
        certain: dict[str, Value] = {"certain": _sure(single.certain), "note": single.note}
        yield _row("single", single.name, single.amount_minor) | {"holds_from": single.on} | certain
    for living in household.living:
        days: dict[str, Value] = {"holds_from": living.from_on, "holds_until": living.until_on, "note": living.note}
        yield _row("living", living.name, living.monthly_minor) | days | {"day_of_month": living.day}
    for reading in reversed(household.readings):
        yield _row("reading", reading.name, reading.amount_minor) | {"holds_from": reading.on, "note": reading.note}
    if buffer := buffer_of(overview.settings):
        yield _row("buffer", "", buffer)


def _row(kind: str, name: str, minor: int) -> dict[str, Value]:
    return {"kind": t(f"cash.kind.{kind}"), "called": name, "amount_yuan": minor}


def _sure(certain: bool) -> str:
    return t("cash.state.certain" if certain else "cash.state.expected")
