"""A whole book written at once is read back the same, and the database is as good as one filled by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, OnRateChange, PinnedInstalment, RateChange
from planner.domain.accounts.records import Account, Draw, Reading, Repayment, Split, Statement
from planner.domain.accounts.terms import DueShift, Fee, FeeWhen
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book, CashReading, Household, Income, LivingCost, SingleIncome
from planner.domain.reminders.rules import Rule
from planner.errors import PlannerError
from planner.storage import bulk, snapshot
from planner.storage.kept import CommitmentLine, ReviewLine
from planner.storage.sqlite import reading
from tests.make.probes import read_book

AT = "2026-11-23T00:00:00Z"
BANK = Lender(1, "甲[/]银行", LenderKind.BANK, "某某银行")
SHOP = Lender(2, "乙商店", LenderKind.OTHER_LICENSED)

LOAN = Loan(
    id=3,
    lender=BANK,
    name="房贷",
    method=Method.LEVEL_PAYMENT,
    start_on=date(2026, 1, 15),
    rate=Rate(Decimal("0.0486"), RateBasis.YEAR),
    principal_minor=1_000_000,
    terms=12,
    first_due_on=date(2026, 2, 15),
    due_day=15,
    fees=(Fee("手续费", FeeWhen.UPFRONT, amount_minor=5000), Fee("服务费", FeeWhen.PER_TERM, share=Decimal("0.001"))),
    pinned=(PinnedInstalment(1, date(2026, 2, 16), 80_000, 4_050),),
    rate_changes=(RateChange(date(2026, 6, 1), Rate(Decimal("0.041"), RateBasis.YEAR), "LPR 3.5% + 60bp"),),
    on_rate_change=OnRateChange.SHORTER_TERM,
)
CARD = Loan(
    id=7,
    lender=SHOP,
    name="卡",
    method=Method.CARD,
    start_on=date(2026, 1, 1),
    rate=Rate(Decimal("0.0005"), RateBasis.DAY),
    limit_minor=500_000,
    statement_day=5,
    due_day=23,
    closed_on=None,
    note="第一行\n第二行",
)
BOOK = Book(
    (
        Account(
            LOAN,
            repayments=(
                Repayment(1, date(2026, 2, 16), 84_050, Split(80_000, 4_050), note="网银"),
                Repayment(2, date(2026, 3, 15), 90_000, settles=True),
            ),
            readings=(Reading(4, date(2026, 2, 20), 920_000),),
            checked_on=date(2026, 2, 20),
        ),
        Account(
            CARD,
            draws=(Draw(1, date(2026, 1, 8), 12_345, "超市"),),
            statements=(Statement(2, date(2026, 2, 5), date(2026, 2, 23), 12_345, 1_235),),
        ),
    ),
    (
        Income(1, "工资", date(2025, 1, 1), 1_000_000),
        Income(2, "工资", date(2026, 1, 1), 1_200_000, 10, DueShift.PREVIOUS, certain=False),
    ),
    household=Household(
        (CashReading(1, "工资卡", date(2026, 2, 20), 250_000, "柜台"), CashReading(2, "[/]", date(2026, 2, 20), 0)),
        (SingleIncome(1, "退税", date(2026, 5, 1), 60_000, certain=False),),
        (LivingCost(1, "房租", 31, 180_000, date(2026, 1, 1), date(2026, 12, 31), "押一付三"),),
    ),
)
RULES = (
    Rule(1, "due", "", "", "", (7, 3, 1, 0)),
    Rule(2, "custom", "loan:3", "问利率", "FREQ=DAILY", (0,), enabled=False),
)
REVIEW = ReviewLine(
    5,
    date(2026, 11, 16),
    "2026-11-22T01:00:00Z",
    "2026-11-22T01:09:00Z",
    "save",
    {"passed": ["due"]},
    {"week": "2026-11-16", "notes": "好"},
    "好",
    (
        CommitmentLine(1, 5, 0, "还房贷", 3, "pay", None),
        CommitmentLine(2, 5, 1, "打电话", None, "own", date(2026, 11, 23)),
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "full.db"


def test_everything_is_read_back_as_it_was(path: Path) -> None:
    bulk.fill(path, BOOK, settings={"review_day": "6"}, rules=RULES, reviews=[REVIEW], at=AT)
    assert read_book(path) == BOOK
    assert snapshot.read_settings(path) == {"review_day": "6"}
    with reading(path) as connection:
        assert snapshot.reminder_rules(connection) == RULES
        assert snapshot.reviews(connection) == (REVIEW,)
        assert snapshot.operations(connection) == ()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        notes = connection.execute("SELECT note FROM loan ORDER BY id").fetchall()
    assert notes == [("",), ("第一行\n第二行",)]  # a note does not count when loans are compared


def test_an_empty_book_makes_an_empty_database(path: Path) -> None:
    bulk.fill(path, Book(), settings={}, at=AT)
    assert read_book(path) == Book()


def test_the_file_is_for_its_owner_only(path: Path) -> None:
    bulk.fill(path, BOOK, settings={}, at=AT)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_file_holds_is_never_written_over(path: Path) -> None:
    bulk.fill(path, BOOK, settings={}, at=AT)
    with pytest.raises(FileExistsError, match=r"full\.db"):
        bulk.fill(path, Book(), settings={"language": "en"}, at=AT)
    assert read_book(path) == BOOK
    assert snapshot.read_settings(path) == {}


def test_all_or_nothing(path: Path) -> None:
    twice = Book((BOOK.accounts[1], BOOK.accounts[1]), ())
    with pytest.raises(Exception, match="UNIQUE"):
        bulk.fill(path, twice, settings={}, at=AT)
    assert path.read_bytes() == b""


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match=r"store\.is_folder"):
        bulk.fill(tmp_path, BOOK, settings={}, at=AT)
