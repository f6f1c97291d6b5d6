"""What is seldom right is asked once, at its field; a rate means what it says; another method keeps the debt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.state import DueStatus
from planner.services import loans
from planner.storage.store import Store
from tests.flows.driver import SMALL, Driver, in_order, running
from tests.services.test_method_change import loan

LOAN = {"lender": "某机构", "principal": "12000", "start_on": "2026-11-01", "terms": "12"}


async def add(d: Driver, **texts: str) -> None:
    """The form of a new loan, filled in; the field typed last has the focus."""
    await d.press("2", "a")
    await d.fill(**texts)


async def test_a_rate_above_36_a_year_is_asked_about_once_when_it_is_left(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, rate="360")
        assert "高于 36%" not in d.text()
        await d.press("enter")
        assert "折合每年 360%，高于 36%" in d.text()
        assert "?利率/费率" in d.text()
        assert (d.field, d.texts()["rate"]) == ("basis", "360%")  # nothing stops, nothing is lost
        await d.press("enter")
        assert "高于 36%" not in d.text()
        await d.press("up", "up")
        assert "高于 36%" in d.text()  # where it stands
        await d.press("ctrl+s")
        assert d.account("某机构").loan.rate == Rate(Decimal("3.6"), RateBasis.YEAR)


async def test_saving_at_once_asks_first_and_accepts_the_same_value_then(empty: Path) -> None:
    async with running(empty, language="en") as d:
        await add(d, **LOAN, rate="0.2", basis="day")
        await d.press("ctrl+s")
        assert "73% a year, above 36%" in d.text()
        assert (d.field, d.book.accounts) == ("rate", ())
        await d.fill(rate="0.3")  # another value is another question
        await d.press("ctrl+s")
        assert "109.5% a year" in d.text()
        assert d.book.accounts == ()
        await d.press("ctrl+s")
        assert d.account("某机构").loan.rate == Rate(Decimal("0.003"), RateBasis.DAY)
        await d.press("escape", "e", "ctrl+s")  # what was accepted is not asked about again
        assert d.on_main


async def test_a_rate_above_1000_a_year_is_refused(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, rate="5", basis="day")
        await d.press("ctrl+s", "ctrl+s")
        assert "折合每年最多 1000%" in d.text()
        assert d.book.accounts == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"start_on": "2027-03-01"}, "2027-03-01 还没到（98 天后）"),
        ({"upfront": "12000.01"}, "到手前扣的 12,000.01 比借的 12,000.00 还多"),
    ],
)
async def test_a_payout_to_come_and_a_deduction_above_the_loan(empty: Path, typed: dict[str, str], told: str) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, rate="18")
        await d.fill(**typed)
        await d.press("ctrl+s")
        assert told in d.text()
        assert d.book.accounts == ()
        await d.press("ctrl+s")
        assert len(d.book.accounts) == 1


async def test_a_limit_below_the_balance_of_a_line_is_asked_about(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, lender="某机构", method="revolving", owed="20000", limit="2000")
        await d.press("tab")
        assert "额度 2,000.00 低于欠款 20,000.00" in d.text()
        await d.fill(start_on="2026-11-01", rate="万四")
        await d.press("ctrl+s", "escape")
        found = d.account("某机构")
        assert (found.loan.limit_minor, found.loan.rate) == (2_000_00, Rate(Decimal("0.0004"), RateBasis.DAY))
        await d.press("e")
        await d.fill(limit="10000")
        await d.press("ctrl+s")
        assert "额度 10,000.00 低于欠款 20,000.00" in d.text()
        await d.press("ctrl+s")
        assert d.account("某机构").loan.limit_minor == 10_000_00
        await d.press("enter", "b")  # its balance, above the limit
        await d.fill(balance="30000")
        await d.press("tab")
        assert "额度 10,000.00 低于欠款 30,000.00" in d.text()


async def test_a_rate_says_itself_what_it_is_per(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, rate="万四")
        assert (d.texts()["basis"], d.texts()["day_count"]) == ("day", "act/365")
        await d.fill(rate="月息0.8%")
        assert (d.texts()["basis"], d.texts()["day_count"]) == ("month", "30/360")
        await d.fill(rate="万分之五")
        await d.press("ctrl+s")
        assert d.account("某机构").loan.rate == Rate(Decimal("0.0005"), RateBasis.DAY)


async def test_a_rate_by_the_day_is_asked_about_where_a_fee_per_term_belongs(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, method="flat_fee", rate="万四")
        await d.press("ctrl+s")
        assert "写的是日利率，等本等息却按借款金额每期收一次" in d.flat()
        assert d.book.accounts == ()
        await d.fill(rate="月息0.6%")  # a month is a term
        await d.press("ctrl+s")
        assert d.account("某机构").loan.rate == Rate(Decimal("0.006"), RateBasis.TERM)


async def test_an_option_that_its_line_cuts_off_is_told_in_full(empty: Path) -> None:
    async with running(empty, size=SMALL) as d:
        await add(d, **LOAN, method="flat_fee")
        await d.go("rate")
        await d.press("enter")
        assert in_order(d.text(), ["< 每期费率（按原始本金..", "\n 每期费率（按原始本金）"])
        await d.press("right")
        assert "< 总费率（按原始本金） >" in d.text()
        assert "\n 每期费率" not in d.text()


async def test_terms_that_do_not_fit_each_other_say_why_while_they_are_typed(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, rate="12", first_due_on="2026-10-15")
        assert "首个还款日2026-10-15不晚于放款日" in d.flat()


async def test_a_rate_of_the_balance_is_no_fee_on_the_original_principal(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, **LOAN, rate="0.065", basis="day", method="flat_fee")
        assert d.texts()["rate"] == ""
        await d.fill(rate="0.6")
        await d.fill(method="bullet")
        assert (d.texts()["rate"], d.texts()["basis"]) == ("0.065%", "day")  # passing by loses nothing
        await d.fill(method="flat_fee")
        await d.press("ctrl+s", "escape", "e")
        assert d.texts()["rate"] == "0.6%"
        await d.fill(method="level_payment")
        await d.press("ctrl+s")
        assert not d.on_main
        assert (d.field, d.texts()["rate"]) == ("rate", "")
        await d.fill(rate="18", basis="year")
        await d.press("ctrl+s")
        assert d.account("某机构").loan.rate == Rate(Decimal("0.18"), RateBasis.YEAR)


async def test_a_loan_that_is_a_line_after_all_keeps_its_debt(empty: Path) -> None:
    store = Store(empty)
    loans.add(store, loan(Method.BULLET), today=date(2026, 11, 23))
    store.close()
    async with running(empty) as d:
        await d.press("2", "e")
        await d.fill(method="revolving")
        assert "现欠金额不变" in d.text()
        await d.press("ctrl+s")
        assert d.position("某借款").owed_minor == 30_000_00
        await d.press("e")
        await d.fill(method="bullet")
        assert d.texts()["principal"] == "30,000.00"
        await d.fill(terms="12")
        await d.press("ctrl+s")
        assert (d.position("某借款").owed_minor, d.account("某借款").draws) == (30_000_00, ())
        await d.press("u", "u")
        assert d.account("某借款").loan.method is Method.BULLET


async def test_already_paid_is_obeyed_ahead_of_the_due_day(empty: Path) -> None:
    async with running(empty) as d:
        await add(d, lender="某机构", method="equal_principal", principal="12000", start_on="2026-05-28", terms="12")
        await d.fill(rate="12")
        assert d.texts()["paid_terms"] == "5"
        await d.fill(paid_terms="6")  # the sixth falls due on the 28th; today is the 23rd
        await d.press("ctrl+s", "escape")
        place = d.position("某机构")
        assert place.principal_minor == 6_000_00
        assert place.next_due is not None
        assert (place.next_due.number, place.dues[5].status) == (7, DueStatus.COVERED)
