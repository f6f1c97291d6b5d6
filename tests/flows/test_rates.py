"""Rates that change, entered by keyboard: what stands beside the form, what is kept, what can be undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import OnRateChange, RateChange
from planner.domain.basics.rates import Rate, RateBasis
from planner.ui.screens.loans.loan_form import LoanForm
from planner.ui.screens.loans.rates import RateForm, RatesScreen
from tests.flows.driver import LARGE, SMALL, Driver, running
from tests.flows.test_repayments import to_loan
from tests.make.people import ACTION, BACKSLASH, LONG, MARKUP


async def to_rates(d: Driver, name: str) -> None:
    await to_loan(d, name)
    await d.press("r")
    d.screen_of(RatesScreen)


async def test_a_change_written_as_prime_rate_and_margin(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_rates(d, MARKUP)
        await d.press("a")
        await d.fill(from_on="2027-01-15", rate="lpr 3.0+55")
        await d.press("tab")
        assert d.texts()["rate"] == "3.55%"
        assert d.texts()["note"] == "LPR 3% + 55bp"
        assert "2027-02-15" in d.text()  # from the first instalment wholly at the new rate
        assert "1,100.16 → " in d.text()
        await d.press("ctrl+s")
        change = RateChange(date(2027, 1, 15), Rate(Decimal("0.0355"), RateBasis.YEAR), "LPR 3% + 55bp")
        assert d.account(MARKUP).loan.rate_changes == (change,)
        d.screen_of(RateForm)  # open for the next one
        await d.press("escape")
        d.screen_of(RatesScreen)
        assert "3.55%" in d.text()
        await d.press("escape")
        assert "2027-01-15 3.55%" in d.text()
        await d.press("u")
        assert d.account(MARKUP).loan.rate_changes == ()


async def test_a_change_edited_and_deleted(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_rates(d, MARKUP)
        await d.press("a")
        await d.fill(from_on="2027-01-15", rate="3.6", note="[/]")
        await d.press("ctrl+s", "escape", "home", "e")
        await d.fill(rate="4")
        await d.press("ctrl+s")
        d.screen_of(RatesScreen)
        assert d.account(MARKUP).loan.rate_changes[0].rate.value == Decimal("0.04")
        await d.press("home", "d")
        assert "4%" in d.text()
        await d.press("y")
        assert d.account(MARKUP).loan.rate_changes == ()
        await d.press("u", "u")
        assert d.account(MARKUP).loan.rate_changes[0].rate.value == Decimal("0.036")


async def test_the_first_rate_is_corrected_in_the_loan(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_rates(d, MARKUP)
        await d.press("d")
        assert "放款时的利率" in d.toast
        await d.press("e")
        d.screen_of(LoanForm)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"from_on": "2026-03-15", "rate": "3"}, "from_on", "不晚于放款日"),
        ({"from_on": "2027-01-01", "rate": "-3"}, "rate", "负数"),
        ({"from_on": "2027-01-01", "rate": "3-500"}, "rate", "负数"),
        ({"from_on": "2027-01-01", "rate": "x"}, "rate", "利率"),
        ({"from_on": "", "rate": "3"}, "from_on", "起始日"),
    ],
)
async def test_what_cannot_be_is_named_at_its_field(
    hostile: Path, typed: dict[str, str], field: str, says: str
) -> None:
    async with running(hostile) as d:
        await to_rates(d, MARKUP)
        await d.press("a")
        await d.fill(**typed)
        await d.press("ctrl+s")
        assert d.field == field
        assert says in d.flat()
        assert d.account(MARKUP).loan.rate_changes == ()


async def test_how_the_payment_follows_is_chosen_in_the_loan(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_rates(d, MARKUP)
        await d.press("a")
        await d.fill(from_on="2026-12-15", rate="1")
        await d.press("ctrl+s", "escape", "escape", "e")
        await d.fill(on_rate_change="shorter_term")
        await d.press("ctrl+s")
        loan = d.account(MARKUP).loan
        assert loan.on_rate_change is OnRateChange.SHORTER_TERM
        assert len(loan.rate_changes) == 1


async def test_a_payment_kept_at_a_higher_rate_has_more_instalments(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        await d.press("e")
        await d.fill(on_rate_change="shorter_term")
        await d.press("ctrl+s", "r", "a")
        await d.fill(from_on="2026-12-15", rate="150")
        assert "还清日" in d.text()
        await d.press("ctrl+s")
        assert "折合每年 150%，高于 36%" in d.text()  # asked once
        await d.press("ctrl+s", "escape", "escape", "escape", "1")
        count = d.position(MARKUP).dues[-1].number
        assert count > 12
        assert f"/{count}" in d.text().replace(" ", "")


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [ACTION, LONG])
async def test_every_line_fits(hostile: Path, size: tuple[int, int], language: str, name: str) -> None:
    async with running(hostile, size=size, language=language) as d:
        await to_rates(d, name)
        assert d.wide_lines() == []
        await d.press("a")
        await d.fill(from_on="2026-12-01", rate="2")  # a day
        assert " → " in d.text()
        assert d.wide_lines() == []


async def test_a_flat_fee_has_no_rates_to_change(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, BACKSLASH)
        before = d.text()
        await d.press("r")
        assert d.text() == before
