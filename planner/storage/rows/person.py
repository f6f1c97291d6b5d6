"""What the person says of themselves and of the app: income, cash at hand, living costs and settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.domain.accounts.terms import DueShift
from planner.domain.book import CashReading, Income, LivingCost, SingleIncome
from planner.storage.rows.columns import day, member, number, stamp, switch, text
from planner.storage.rows.table import Rows, Table, unique

INCOMES = Rows(
    "income",
    Income,
    text("name"),
    day("from_on"),
    number("monthly_minor", least=0),
    stamp(),
    number("day", least=1, most=31, optional=True),
    member("shift", DueShift, added=DueShift.NONE.value),
    switch("certain", added=1),
    rules=[unique("name", "from_on")],
    order="name, from_on, id",
)

SINGLES = Rows(
    "single_income",
    SingleIncome,
    text("name", filled=True),
    day("comes_on", "on"),
    number("amount_minor", least=1),
    switch("certain", default=1),
    text("note", default=""),
    stamp(),
    order="comes_on, id",
)

LIVING = Rows(
    "living_cost",
    LivingCost,
    text("name", filled=True),
    number("day", least=1, most=31),
    number("monthly_minor", least=1),
    day("from_on"),
    day("until_on", optional=True),
    text("note", default=""),
    stamp(),
    order="day, name, from_on, id",
)

READINGS = Rows(
    "cash_reading",
    CashReading,
    text("name", filled=True),
    day("counted_on", "on"),
    number("amount_minor", least=0),
    text("note", default=""),
    stamp(),
    rules=[unique("name", "counted_on")],
    order="counted_on, id",
)

OF_HOUSEHOLD: Mapping[str, Rows[Any]] = {"readings": READINGS, "singles": SINGLES, "living": LIVING}  # by attribute

SETTINGS = Table("setting", text("key", filled=True), text("value"), rules=[unique("key")])
