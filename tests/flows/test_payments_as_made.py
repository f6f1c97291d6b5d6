"""By keyboard: a payment with a discount, a waiver and what was given back, the tolerance of a loan."""

from __future__ import annotations

from pathlib import Path

from planner.domain.accounts.records import AllowanceKind
from planner.domain.accounts.terms import Part
from tests.flows.driver import in_order, running
from tests.flows.test_repayments import paid, to_loan
from tests.make.people import MARKUP, PLAIN


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
        await d.fill(amount="20", part="interest")
        await d.press("ctrl+s")
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
