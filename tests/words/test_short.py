"""What is said of money that does not suffice is no more than the allotment holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book, CashReading
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import Ask, Goal
from planner.domain.payoff.short.allot import Aim, Claim, allot
from planner.domain.payoff.short.purse import Purse
from planner.i18n import use
from planner.overview.overview import Overview, read
from planner.overview.short import allotted
from planner.services import cash, loans, plans
from planner.storage.store import Store
from planner.words.plan import lacking
from planner.words.short import about, by_day, choice_text, in_short, summary
from tests.make.accounts import card
from tests.make.shortfall import three_lenders, uncounted

TODAY, END = date(2026, 11, 2), date(2026, 11, 30)
BILL = Claim("1", 1, 1, date(2026, 11, 8), 600_000, 60_000, date(2026, 11, 9))
OVERVIEW = Overview(Path("nowhere"), TODAY, Book((Account(replace(card(), id=1)),)), {}, ())


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


@pytest.mark.parametrize(("yuan", "said"), [(6_000, "covers all that is due"), (5_999, "covers every minimum")])
def test_all_that_is_due_is_covered_where_every_bill_is_paid_in_full(yuan: int, said: str) -> None:
    found = allot([BILL], Purse(yuan * 100, END, cash_at_hand=True), TODAY)
    assert said in summary(OVERVIEW, found)[-1]


@pytest.mark.parametrize("buffer", [0, 30_000])
def test_the_sum_that_is_asked_for_is_the_least_with_what_is_at_hand(tmp_path: Path, buffer: int) -> None:
    """3,500 come and 6,000 are due; 1,000 are at hand beside it: 1,500 more, and not a fen less (and the buffer)."""
    path = three_lenders(tmp_path / "book.db", buffer)
    store = Store(path)
    plans.keep(store, Means(None))
    store.close()
    overview = read(path, TODAY)
    plan = planning(overview.book, TODAY, overview.means)
    said = "\n".join(lacking(overview, plan, Ask(Goal.LEAST_COST)))
    lack = plan.shortage
    assert lack is not None
    assert (lack.at_hand_minor, lack.lump_minor, lack.lump_is_least) == (100_000, 150_000, True)
    assert lack.lump_minor is not None
    assert "at least 1,500.00 by" in said
    assert "1,000.00 at hand" in said
    for fen, works in ((0, True), (1, False)):
        lumps = ((TODAY, lack.at_hand_minor), (date(2026, 11, 20), lack.lump_minor - fen))
        again = planning(overview.book, TODAY, replace(overview.means, lumps=lumps))
        assert (again.shortage is None) is works


def test_a_minimum_that_is_overdue_already_is_not_called_in_time() -> None:
    purse = Purse(60_000, END)
    (in_time,) = allot([BILL], purse, TODAY).given
    assert "it is not late" in about(OVERVIEW, in_time)
    (overdue,) = allot([replace(BILL, due_on=date(2026, 10, 8), late_from=date(2026, 10, 9))], purse, TODAY).given
    assert "Overdue: pay 600.00" in about(OVERVIEW, overdue)
    assert "not late" not in about(OVERVIEW, overdue)


def test_what_of_a_minimum_there_is_money_for_only_later_is_named_with_its_day() -> None:
    purse = Purse(10_000, END, comes=((date(2026, 11, 20), 20_000),))
    (part,) = allot([BILL], purse, TODAY).given
    assert "For 200.00 of it the money is there only by 2026-11-20" in about(OVERVIEW, part)
    assert choice_text(part) == "waits 11-20"
    (whole,) = allot([BILL], replace(purse, comes=((date(2026, 11, 20), 50_000),)), TODAY).given
    assert "only by" not in about(OVERVIEW, whole)  # that day is asked for


def test_two_rows_of_the_bill_of_a_card_are_told_to_be_one_bill() -> None:
    rest = replace(BILL, key="2", amount_minor=30_000, minimum_minor=30_000)
    later = replace(BILL, key="3", due_on=date(2026, 11, 9))
    found = allot([BILL, rest, later], Purse(600_000, END), TODAY)
    told = [about(OVERVIEW, one, found.given) for one in found.given]
    assert sum("One bill of this card stands in 2 rows here, 900.00 at least in all" in one for one in told) == 2


def test_the_budget_of_a_later_month_says_what_comes_before_it(tmp_path: Path) -> None:
    """A month that lacks money behind one that does not: its list has not the dues of this week, and not the days."""
    path = three_lenders(tmp_path / "book.db")
    store = Store(path)
    plans.keep(store, Means(600_000, ((date(2026, 12, 1), 0),), carry=False))
    rate = Rate(Decimal(0), RateBasis.YEAR)
    later = Loan(
        0, Lender(0, "丁"), "丁", Method.EQUAL_PRINCIPAL, date(2026, 11, 1), rate,
        principal_minor=100_000, terms=1, first_due_on=date(2026, 12, 10),
    )  # fmt: skip
    loans.add(store, later)
    store.close()
    overview = read(path, TODAY)
    plan = planning(overview.book, TODAY, overview.means)
    found = allotted(overview, plan, Aim.RECORD)
    assert found is not None
    assert plan.shortage is not None
    assert plan.shortage.month == 2
    assert (found.purse.since, found.purse.now_minor) == (date(2026, 12, 1), -150_000)  # 5,000 − 500 − 6,000 before it
    (last,) = found.given  # 2,000 on the 10th leave 500, and those are for living: the money is there on the 25th
    assert (last.in_time_minor, last.promised_on) == (0, date(2026, 12, 25))
    said = "\n".join([*by_day(overview, plan, found), *in_short(overview, found)])
    assert "-1,500.00 at hand on 2026-12-01 + 4,000.00" in said.replace("−", "-")
    assert "up to 2026-11-30, overdue too, comes first: page 1" in said
    assert "short from 11-20" in said  # of cash at hand, whatever the budget says
    assert "once cash at hand is entered" not in said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "enter it as a lump sum: noted as income alone"), ("zh", "要填在“额外一笔”里")]
)
def test_a_sum_beside_a_budget_from_cash_is_told_with_its_place(tmp_path: Path, language: str, said: str) -> None:
    """As income alone it would fill the buffer first; beside an amount that was entered there is no other place."""
    path = three_lenders(tmp_path / "book.db", buffer_minor=30_000)
    uncounted(path)
    use(language)
    for means in (Means(), Means(450_000)):
        store = Store(path)
        cash.save(store, CashReading(0, "现金", TODAY, 0), today=TODAY)
        plans.keep(store, means=means)
        store.close()
        overview = read(path, TODAY)
        plan = planning(overview.book, TODAY, overview.means)
        assert plan.shortage is not None
        assert plan.shortage.lump_minor
        assert plan.of_cash == (means.monthly_minor is None)
        told = lacking(overview, plan, Ask(Goal.LEAST_COST))
        assert any(said in line for line in told) == plan.of_cash
