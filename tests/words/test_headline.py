"""The standing in a few lines: its amounts belong together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from planner import i18n
from planner.domain.cases.file import Case, Event, EventKind, Kind
from planner.overview.overview import read
from planner.services import cases, loans, readings
from planner.storage.store import Store
from planner.words.headline import headline
from tests.make import databases
from tests.make.databases import TODAY


def test_what_the_housing_fund_pays_is_not_left_to_be_paid_in_cash(store: Store) -> None:
    loans.add(store, replace(databases.level("房贷", "建行"), fees=(), offset_minor=500_00))
    i18n.use("en")
    first = headline(read(store.path, TODAY)).splitlines()[0]
    assert first.endswith("Due this month 566.19, unpaid 568.82")  # with what being late has cost so far


def test_of_a_bill_that_nobody_spoke_of_the_minimum_stands_first(store: Store) -> None:
    loan_id = loans.add(store, replace(databases.card(), start_on=date(2026, 11, 1))).value
    readings.statement(
        store, loan_id, date(2026, 11, 10), date(2026, 11, 22), 300_000, minimum_minor=30_000, today=TODAY
    )
    i18n.use("en")
    assert "Not recorded yet: 300.00 / 3,000.00 that fell due" in headline(read(store.path, TODAY))
    i18n.use("zh")
    assert "已到期还没记录：300.00 / 3,000.00" in headline(read(store.path, TODAY))


def test_a_case_that_nobody_answered_in_time_is_named_on_its_last_day_and_after_it(store: Store) -> None:
    held = cases.begin(store, Case(0, Kind.OBJECTION, "逾期写错了", TODAY), "bureau", today=TODAY).value
    for kind in (EventKind.SUBMITTED, EventKind.RECEIVED):
        cases.record(store, held, Event(0, 0, TODAY, kind, "一句话"), today=TODAY)
    last = read(store.path, TODAY).stands[held].deadline.on
    assert last is not None
    i18n.use("zh")
    told = [headline(read(store.path, last + timedelta(days))).partition("答复")[2] for days in (-1, 0, 1)]
    assert told == ["", "的最后一天：逾期写错了", "的最后一天已过，还没记到答复：逾期写错了"]
