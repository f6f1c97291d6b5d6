"""By keyboard: a payment with a discount, a waiver and what was given back, the tolerance of a loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.records import AllowanceKind
from planner.domain.accounts.terms import Part, Penalty
from planner.i18n.format import plain_money
from planner.services import loans
from planner.storage.store import Store
from planner.ui.screens.loans.agreement_form import AgreementForm
from planner.ui.screens.loans.allowance import AllowanceForm
from tests.flows.driver import in_order, running
from tests.flows.test_repayments import paid, to_loan
from tests.make import databases
from tests.make.people import MARKUP, PLAIN, nobody


async def test_a_payment_just_short_asks_whether_it_was_a_discount(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="1098.16")
        await d.press("enter")
        assert "是用了优惠吗" in d.flat()
        assert paid(d, MARKUP).amount_minor != 1_098_16
        await d.press("f4")
        assert d.texts()["discount"] == "2.00"
        await d.press("enter")
        assert (paid(d, MARKUP).amount_minor, paid(d, MARKUP).discount_minor) == (1_098_16, 2_00)
        assert d.position(MARKUP).overdue_minor == 0
        await to_loan(d, MARKUP)
        assert in_order(d.text(), ["已享优惠", "2.00"])
        await d.press("tab", "home")
        assert "优惠 2.00" in d.text()
        await d.press("e")
        assert d.texts()["discount"] == "2.00"
        await d.press("escape", "u")
        assert d.position(MARKUP).overdue_minor == 1_100_16


async def test_a_payment_just_short_without_a_discount_is_saved_again_as_it_is(hostile: Path) -> None:
    async with running(hostile) as d:
        await d.press("p")
        await d.fill(amount="1098.16")
        await d.press("enter", "enter")
        assert (paid(d, MARKUP).amount_minor, paid(d, MARKUP).discount_minor) == (1_098_16, 0)
        assert d.position(MARKUP).overdue_minor == 2_00


async def test_a_waiver_is_entered_seen_changed_deleted_and_undone(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, MARKUP)
        owed = d.position(MARKUP).dues
        await d.press("a")
        d.screen_of(AllowanceForm)
        await d.press("escape", "g", "w")  # the same from the list of what was agreed
        d.screen_of(AllowanceForm)
        await d.fill(amount="20", part="interest")
        await d.press("ctrl+s", "escape")
        given = d.account(MARKUP).allowances[0]
        assert (given.kind, given.part, given.amount_minor) == (AllowanceKind.WAIVER, Part.INTEREST, 20_00)
        assert d.position(MARKUP).overdue_minor == 1_080_16
        assert in_order(d.text(), ["已减免", "20.00"])
        await d.press("tab", "home", "e")
        await d.fill(amount="30")
        await d.press("ctrl+s")
        assert d.position(MARKUP).overdue_minor == 1_070_16
        await d.press("d", "y")
        assert (d.account(MARKUP).allowances, d.position(MARKUP).dues) == ((), owed)
        await d.press("u", "u", "u")
        assert d.position(MARKUP).dues == owed


async def test_the_tolerance_of_a_loan_is_one_of_its_further_terms(hostile: Path) -> None:
    async with running(hostile) as d:
        await to_loan(d, PLAIN)
        await d.press("o")
        assert d.texts()["shortfall"] == "1.00"
        await d.fill(shortfall="0")
        await d.press("ctrl+s")
        assert d.account(PLAIN).loan.tolerance_minor == 0


@pytest.fixture
def costly(tmp_path: Path) -> Path:
    """A loan on which penalty interest has grown."""
    path = tmp_path / "planner.db"
    store = Store(nobody(path))
    terms = replace(databases.level(), start_on=date(2026, 9, 20), first_due_on=None, due_day=None)
    loans.add(store, replace(terms, penalty=Penalty(Decimal("1.5"))))
    store.close()
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_waiver_above_what_is_reckoned_is_asked_about_once(costly: Path, language: str) -> None:
    async with running(costly, language=language) as d:
        name = d.book.accounts[0].loan.name
        grown = d.position(name).penalty_minor
        d.app.push_screen(AllowanceForm(d.account(name)))
        await d.settle()
        assert d.texts()["amount"] == plain_money(grown)
        await d.fill(amount="99")
        assert "99.00" not in d.text()
        await d.press("tab")  # left: asked
        asked = {"zh": f"只算出{plain_money(grown)}，多出{plain_money(99_00 - grown)}", "en": "isreckonedhere"}
        assert asked[language] in d.flat()
        assert d.account(name).allowances == ()
        await d.press("ctrl+s")  # so it is
        assert [one.amount_minor for one in d.account(name).allowances] == [99_00]
        assert d.position(name).penalty_minor == 0
        d.app.push_screen(AllowanceForm(d.account(name)))
        await d.settle()
        await d.fill(amount="99", kind=AllowanceKind.RETURNED)  # money that came in may be any amount
        await d.press("tab")
        assert asked[language] not in d.flat()


async def test_a_waiver_that_was_agreed_on_is_asked_about_alike(costly: Path) -> None:
    async with running(costly) as d:
        name = d.book.accounts[0].loan.name
        grown = d.position(name).penalty_minor
        d.app.push_screen(AgreementForm(d.account(name)))
        await d.settle()
        await d.fill(kind="waiver", amount=plain_money(grown))
        await d.press("tab")
        assert "按记录只算出" not in d.flat()
        await d.fill(amount="99")
        await d.press("tab")
        assert f"按记录只算出{plain_money(grown)}" in d.flat()
