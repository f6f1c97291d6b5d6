"""Too little money from the command line: cash and allotment of a month worked out by hand agree, in both languages."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.cli.main import run
from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import CashReading
from planner.domain.payoff.debts.means import Means
from planner.services import cash, loans, plans
from planner.storage.store import Store
from tests.make.shortfall import PRIVATE, three_lenders, uncounted


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return three_lenders(tmp_path / "book.db")


def answer(capsys: pytest.CaptureFixture[str], command: str, book: Path) -> Any:
    assert run([command, "--db", str(book), "--today", "2026-11-02", "--json"]) in (0, 1)
    return json.loads(capsys.readouterr().out)


def test_cash_and_allotment_name_one_day_and_one_sum(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At the end of the 10th 3,000, of the 12th 500, the 15th 0, the 20th −1,500, the 25th 500, the 28th −1,500.

    The bank is served first: it is reported from the 13th. For the 15th 500 are kept for living, so 2,500 of the 3,000
    are there for it, and it gets them. The company is reported from the 21st and every day after it: it gets its 1,500
    on the 25th, before the friend, whom nobody reports. For him 500 are left: 1,500 wait for the income of 10 December.
    """
    balance = answer(capsys, "cash", book)
    assert balance["lowest"] == {"on": "2026-11-20", "amount_minor": -150_000}
    assert (balance["short"]["on"], balance["short"]["amount_minor"]) == ("2026-11-20", 150_000)
    plan = answer(capsys, "plan", book)
    assert (plan["infeasible"]["month"], plan["infeasible"]["missing_minor"]) == (1, 150_000)
    given = plan["allotment"]
    assert (given["money_from"], given["living_minor"]) == ("cash", 50_000)
    assert (given["paid_minor"], given["missing_minor"], given["left_minor"]) == (450_000, 150_000, 0)
    assert given["late_lenders"] == 2
    bank, company, friend = given["claims"]
    assert (bank["choice"], bank["payments"]) == ("full", [{"on": "2026-11-12", "amount_minor": 250_000}])
    assert (company["choice"], company["due_on"], company["asked_minor"]) == (
        "ask",
        balance["short"]["on"],
        balance["short"]["amount_minor"],
    )
    assert (company["call_on"], company["promised_on"]) == ("2026-11-19", "2026-11-25")
    assert (friend["asked_minor"], friend["call_on"], friend["promised_on"]) == (150_000, "2026-11-27", "2026-12-10")


def test_no_day_is_named_whose_income_other_dues_need(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the 2,000 of 10 December rent takes 500 and a new due of the 12th 600: 900 do not bring the friend's 1,500."""
    store = Store(book)
    terms = {"principal_minor": 60_000, "terms": 1, "first_due_on": date(2026, 12, 12)}
    rate, lender = Rate(Decimal(0), RateBasis.YEAR), Lender(0, "丙", LenderKind.PRIVATE)
    made = Loan(0, lender, "丙", Method.EQUAL_PRINCIPAL, date(2026, 10, 12), rate, **terms)  # type: ignore[arg-type]
    loans.add(store, made)
    store.close()
    friend = answer(capsys, "plan", book)["allotment"]["claims"][2]
    assert (friend["asked_minor"], friend["call_on"], friend["promised_on"]) == (150_000, "2026-11-27", None)


def test_what_nobody_recorded_is_set_aside_and_never_called_covered(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """3,000 on the 11th, and the bank's 2,500 of the 12th are not recorded: 500 and the 2,000 of the 25th are left.

    Rent takes 500 of them: 2,000 on the 25th for 3,500, and the balance is 1,500 short, too.
    """
    store = Store(book)
    cash.save(store, CashReading(0, "现金", date(2026, 11, 11), 300_000), today=date(2026, 11, 13))
    store.close()
    call = ["plan", "--db", str(book), "--today", "2026-11-13", "--lang", "en"]
    run([*call, "--json"])
    given = json.loads(capsys.readouterr().out)["allotment"]
    assert (given["unrecorded_minor"], given["paid_minor"], given["missing_minor"]) == (250_000, 200_000, 150_000)
    run(call)
    told = capsys.readouterr().out
    assert "and 2,500.00 that fell due and is not recorded" in told
    assert "covers all" not in told


def test_the_buffer_is_left_alone_only_where_the_person_says_so(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(book)
    cash.set_buffer(store, 30_000)
    assert answer(capsys, "plan", book)["allotment"]["paid_minor"] == 450_000
    plans.keep(store, keeps_buffer=True)
    store.close()
    given = answer(capsys, "plan", book)["allotment"]
    assert (given["paid_minor"], given["missing_minor"]) == (420_000, 180_000)


def test_without_cash_on_record_it_is_the_budget(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """4,500 from the first day on: the bank and the company are paid in time, 500 are left for the friend."""
    uncounted(book)
    given = answer(capsys, "plan", book)["allotment"]
    assert (given["money_from"], given["paid_minor"], given["late_lenders"]) == ("budget", 450_000, 1)


def test_money_for_a_due_that_is_not_recorded_pays_nothing_else(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """3,000 counted on the 11th are the bank's 2,500 of the 12th and 500 of rent: the company waits for the 25th."""
    store = Store(book)
    cash.save(store, CashReading(0, "现金", date(2026, 11, 11), 300_000), today=date(2026, 11, 13))
    plans.keep(store, Means(700_000))
    store.close()
    run(["plan", "--db", str(book), "--today", "2026-11-13", "--json"])
    company, friend = json.loads(capsys.readouterr().out)["paid_from"]
    assert (company["came_on"], company["lacking_minor"]) == ("2026-11-25", 150_000)
    assert (friend["came_on"], friend["lacking_minor"]) == ("2026-12-10", 150_000)


@pytest.mark.parametrize(
    ("language", "money", "missing", "promise"),
    [
        (
            "zh",
            "钱：手头 1,000.00，到 2026-11-30 确定会来 4,000.00；生活费 500.00 先留出",
            "少 1,500.00",
            "约到 2026-11-25",
        ),
        (
            "en",
            "Money: 1,000.00 at hand and 4,000.00 certain to come by 2026-11-30; 500.00 for living is set aside first",
            "1,500.00 below what must be paid",
            "ask for 2026-11-25",
        ),
    ],
)
def test_the_page_says_which_money_it_is(
    book: Path, capsys: pytest.CaptureFixture[str], language: str, money: str, missing: str, promise: str
) -> None:
    run(["plan", "--db", str(book), "--today", "2026-11-02", "--lang", language])
    told = capsys.readouterr().out
    assert all(text in told for text in (money, missing, promise, PRIVATE))
