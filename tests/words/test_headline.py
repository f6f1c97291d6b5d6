"""The standing in a few lines: its amounts belong together."""

from __future__ import annotations

from dataclasses import replace

from planner import i18n
from planner.overview.overview import read
from planner.services import loans
from planner.storage.store import Store
from planner.words.headline import headline
from tests.make import databases
from tests.make.databases import TODAY


def test_what_the_housing_fund_pays_is_not_left_to_be_paid_in_cash(store: Store) -> None:
    loans.add(store, replace(databases.level("房贷", "建行"), fees=(), offset_minor=500_00))
    i18n.use("en")
    first = headline(read(store.path, TODAY)).splitlines()[0]
    assert first.endswith("Due this month 566.19, unpaid 568.82")  # with what being late has cost so far
