"""The balance of cash by day, movement by movement."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.cash.balance import Cash, Day
from planner.exporters.sheets import Sheet, Value
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import amount, day, text
from planner.words.cash import mark, movement


def sheet(asked: Asked) -> Sheet:
    """What was there first, then a row a movement with the balances at the end of its day; nothing without cash."""
    columns = (
        day("on"),
        text("movement", 40),
        amount("amount_yuan"),
        text("certain", 10),
        amount("balance"),
        amount("balance_expected"),
        text("mark", 16),
    )
    cash = asked.overview.cash
    rows = [] if cash is None else [_opening(cash), *(row for one in cash.days for row in _rows(cash, one))]
    return made("cash", t("export.list.cash"), columns, rows)


def _opening(cash: Cash) -> dict[str, Value]:
    return {
        "on": cash.today,
        "movement": t("cash.kind.reading" if cash.counted_on == cash.today else "cash.opening"),
        "balance": cash.opening_minor,
        "balance_expected": cash.opening_expected_minor,
    }


def _rows(cash: Cash, one: Day) -> Iterator[dict[str, Value]]:
    for moved in one.movements:
        yield {
            "on": one.on,
            "movement": movement(moved, cash.today),
            "amount_yuan": moved.amount_minor,
            "certain": t("cash.state.certain" if moved.certain else "cash.state.expected"),
            "balance": one.balance_minor,
            "balance_expected": one.expected_minor,
            "mark": mark(cash, one)[0],
        }
