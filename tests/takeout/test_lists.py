"""The lists that are taken out hold the figures of the screens, in both languages, whatever loans are called."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner import i18n
from planner.domain.accounts.loan import Loan
from planner.domain.basics.recurrence import Repeat
from planner.domain.book import CashReading, LivingCost
from planner.domain.cases.file import Case, Event, EventKind
from planner.domain.cases.file import Kind as CaseKind
from planner.domain.credit.file import Inquiry, Score, Series
from planner.exporters.sheets import Kind, Sheet
from planner.i18n import format as fmt
from planner.overview.overview import Overview, read
from planner.services import cases, cash, credit, draws, income, loans, offers, reminders, repayments
from planner.storage.store import Store
from planner.takeout.asked import Asked
from planner.takeout.formats import named
from planner.takeout.lists.table import LISTS, sheet
from tests.make import databases
from tests.make.offers import offer
from tests.make.templates import Templates

HOSTILE = '=HYPERLINK("http://x","y")'
TODAY = date(2026, 11, 23)


def filled(path: Path) -> None:
    store = Store(path)
    first = loans.add(store, databases.level(HOSTILE, "+机构")).value
    card = loans.add(store, databases.card("4523")).value
    loans.add(store, databases.line("[/] [b"))
    income.add(store, name="@工资", from_on=date(2026, 1, 1), monthly_minor=1_000_000)
    draws.draw(store, card, date(2026, 11, 1), 123_456, today=TODAY)
    due = read(path, TODAY).positions[first].dues[0]
    repayments.record(store, first, due.due_on, due.amount_minor, today=TODAY)
    cash.save(store, CashReading(0, "@卡", TODAY, 123_456, "-备注"), today=TODAY)
    cash.save(store, LivingCost(0, "-饭", 3, 95_000, date(2026, 1, 1)), today=TODAY)
    cash.set_buffer(store, 50_000)
    for on, value in ((date(2026, 10, 7), 600), (date(2026, 11, 7), 594)):
        credit.add_score(store, Series(0, "sesame", "芝麻分", 350, 950), Score(0, 0, on, value, "=1"), today=TODAY)
    credit.save(store, Inquiry(0, date(2026, 11, 1), "+某行", "loan_approval", unknown=True), today=TODAY)
    case = Case(0, CaseKind.OBJECTION, "=事项", date(2026, 11, 1), "+某行", 1, note="@")
    held = cases.begin(store, case, "bureau", today=TODAY).value
    for kind in (EventKind.SUBMITTED, EventKind.RECEIVED):
        cases.record(store, held, Event(0, 0, date(2026, 11, 3), kind, "-一句话"), today=TODAY)
    offers.save(store, offer(rate="0.12", id=0, lender="=机构", name="@贷", note="-备注", noted_on=TODAY))
    reminders.add(store, "=提醒", TODAY, Repeat.MONTHLY, today=TODAY)
    store.close()


@pytest.fixture
def path(templates: Templates, tmp_path: Path) -> Path:
    return templates.copy("listed", filled, tmp_path / "listed.db")


@pytest.fixture
def overview(path: Path) -> Overview:
    return read(path, TODAY)


def column(found: Sheet, key: str) -> list[object]:
    place = [one.key for one in found.columns].index(key)
    return [row[place] for row in found.rows]


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    i18n.use(name)
    return name


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_what_its_columns_are_and_fits_their_kinds(path: Path, language: str, name: str) -> None:
    found = sheet(name, Asked(path, TODAY))
    kinds: dict[Kind, type] = {
        Kind.AMOUNT: int,
        Kind.COUNT: int,
        Kind.DAY: date,
        Kind.SHARE: Decimal,
    }
    assert found.rows
    assert len({one.title for one in found.columns}) == len(found.columns)
    for row in found.rows:
        for value, one in zip(row, found.columns, strict=True):
            assert value is None or isinstance(value, kinds.get(one.kind, str)), one.key


def test_loans_and_trend_add_up_to_the_debt_of_the_screen(path: Path, overview: Overview) -> None:
    asked = Asked(path, TODAY)
    owed = column(sheet("loans", asked), "owed")
    assert sum(value for value in owed if isinstance(value, int)) == overview.now.debt_minor > 0
    debts = column(sheet("trend", asked), "debt")
    assert debts[-1] == overview.now.debt_minor
    assert debts == [point.debt_minor for point in overview.trend(24)]


def test_instalments_stand_in_two_columns_and_of_one_loan_alone_where_asked(path: Path, overview: Overview) -> None:
    loan: Loan = overview.book.accounts[0].loan
    found = sheet("schedule", Asked(path, TODAY, {"loan": loan.id}))
    dues = overview.positions[loan.id].dues
    assert column(found, "number") == [due.number for due in dues]
    assert set(column(found, "terms")) == {loan.terms}
    assert column(found, "amount") == [due.amount_minor for due in dues]
    assert set(column(found, "loan")) == {HOSTILE}
    records = sheet("records", Asked(path, TODAY, {"loan": loan.id}))
    assert column(records, "principal") == [dues[0].principal_minor]


def test_the_lists_of_cash_reminders_and_credit_are_those_of_their_pages(path: Path, overview: Overview) -> None:
    asked = Asked(path, TODAY)
    assert overview.cash is not None
    balances = {day.on: day.balance_minor for day in overview.cash.days}
    listed = sheet("cash", asked)
    for on, balance in zip(column(listed, "on")[1:], column(listed, "balance")[1:], strict=True):
        assert balances[date.fromisoformat(str(on))] == balance
    moved = sum(value for value in column(listed, "amount_yuan") if isinstance(value, int))
    assert overview.cash.opening_minor + moved == overview.cash.days[-1].balance_minor
    assert sorted(map(str, column(sheet("incomes", asked), "amount_yuan"))) == ["1000000", "123456", "50000", "95000"]
    assert column(sheet("reminders", asked), "due_on") == [one.due_on for one in overview.reminders(30)]
    assert column(sheet("rules", asked), "what")[-1] == "=提醒"
    assert column(sheet("scores", asked), "change") == [-6, None]
    assert column(sheet("inquiries", asked), "gone_on") == [date(2028, 11, 2)]
    assert column(sheet("cases", asked), "case_answer_by") == [date(2026, 11, 23)]
    assert column(sheet("cases", asked), "case_next_on") == [TODAY]
    assert column(sheet("offers", asked), "nominal") == [overview.offer_costs[1].cost.nominal]


def test_as_csv_names_are_harmless_and_masked_amounts_are_there(path: Path) -> None:
    fmt.mask(True)
    text = "".join(map(str, named("csv").pieces(Asked(path, TODAY, {"list": "schedule"}))))
    assert fmt.masked()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[1][:2] == ["'+机构", f"'{HOSTILE}"]
    assert fmt.MASK not in text
    log = "".join(map(str, named("csv").pieces(Asked(path, TODAY, {"list": "log"}))))
    assert "1,234.56" in log
    assert fmt.MASK not in log


def test_the_workbook_has_a_sheet_for_each_list(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    content = b"".join(bytes(piece) for piece in named("xlsx").pieces(Asked(path, TODAY)) if isinstance(piece, bytes))
    pages = openpyxl.load_workbook(io.BytesIO(content))
    assert pages.sheetnames == [sheet(name, Asked(path, TODAY)).title for name in LISTS]
    assert all(cell.data_type != "f" for page in pages for row in page.iter_rows() for cell in row)


def test_a_person_without_debts_has_lists_without_rows(templates: Templates, tmp_path: Path) -> None:
    empty = Asked(templates.empty(tmp_path / "empty.db"), TODAY)
    assert [len(sheet(name, empty).rows) for name in LISTS if name not in ("findings", "rules", "log")] == [0] * 13


def test_an_operation_that_a_foreign_hand_wrote_stands_in_the_log_by_its_code(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE operation SET code = '[/] later.version', at = '2026-02-30' WHERE id = 1")
    found = sheet("log", Asked(path, TODAY))
    assert (column(found, "what")[-1], column(found, "at")[-1]) == ("[/] later.version", fmt.UNKNOWN)
