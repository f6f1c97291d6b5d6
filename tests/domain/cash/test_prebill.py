"""What to pay on a card before its bill is cut: days, sums and shares worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import CardTerms
from planner.domain.book import Household
from planner.domain.cash.prebill import PreBill, before_bills
from planner.domain.ledger.position import position
from tests.domain.cash.test_balance import at_hand, cost, reckoned, salary
from tests.make.accounts import card, day, drawn, fen, paid, printed

TODAY = day("11-01")
HALF = Decimal("0.5")


def of_10000(**more: Any) -> Loan:
    """A card of 10,000, cut on the 5th, due on the 25th."""
    return card(statement_day=5, due_day=25, **more)


def asked(
    *accounts: Account, hand: int = 4_000, buffer: int = 500, target: Decimal = HALF, today: date = TODAY
) -> tuple[PreBill, ...]:
    """With 5,900 on the 10th and 1,200 to live on, on the 8th."""
    household = Household((at_hand(hand, "11-01"),), (), (cost(1_200, 8),))
    incomes = (salary(5_900, 10),)
    cash = reckoned(*accounts, incomes=incomes, household=household, today=today, buffer=buffer)
    return before_bills(accounts, {one.loan.id: position(one, today) for one in accounts}, cash, target)


def drawn_8000(**more: Any) -> Account:
    return Account(of_10000(**more), draws=drawn(("10-10", 8_000)))


def test_only_what_is_free_until_the_bill_falls_due() -> None:
    """On the 8th 4,000 − 1,200 = 2,800 are left: 2,300 above the buffer. 8,000 − 2,300 = 57 % of 10,000."""
    (found,) = asked(drawn_8000())
    assert (found.on, found.cut_on) == (day("11-05"), day("11-05"))
    assert (found.needed_minor, found.amount_minor) == (fen(3_000), fen(2_300))
    assert (found.before, found.after) == (Decimal("0.8"), Decimal("0.57"))


def test_enough_money_brings_it_to_the_share() -> None:
    (found,) = asked(drawn_8000(), hand=4_700)
    assert (found.amount_minor, found.after) == (fen(3_000), HALF)
    (found,) = asked(drawn_8000(), hand=20_000, target=Decimal("0.333"))
    assert (found.amount_minor, found.after) == (fen(4_670), Decimal("0.333"))
    assert asked(drawn_8000(), target=Decimal("0.8")) == ()


def test_a_card_that_puts_the_statement_day_on_the_next_bill_is_paid_the_day_before() -> None:
    (found,) = asked(drawn_8000(card=CardTerms(statement_included=False)))
    assert (found.on, found.cut_on) == (day("11-04"), day("11-05"))


def test_on_the_day_of_the_bill_it_can_still_be_paid() -> None:
    """That day's payments are on the bill, unless it puts them on the next one, or is on record already."""
    cut = day("11-05")
    (found,) = asked(drawn_8000(), today=cut)
    assert (found.on, found.cut_on, found.amount_minor) == (cut, cut, fen(2_300))
    printed_one = replace(drawn_8000(), statements=printed(("11-05", "11-25", 8_000)))
    for account in (drawn_8000(card=CardTerms(statement_included=False)), printed_one):
        assert all(one.cut_on == day("12-05") for one in asked(account, today=cut))
    done = replace(drawn_8000(), repayments=paid(("11-05", 3_000)))
    assert all(one.cut_on == day("12-05") for one in asked(done, today=cut))  # nothing is left to pay for this bill


def test_what_the_bill_asks_less_is_not_missing_again() -> None:
    """After the bill of the 25th only 700 are left; what was paid early is not asked for there, so it is no limit."""
    (found,) = asked(drawn_8000(), hand=4_700)
    assert found.amount_minor == fen(3_000)
    # money that is lacking before payday is lacking: nothing is free
    (found,) = asked(drawn_8000(), hand=1_000)
    assert (found.amount_minor, found.needed_minor, found.after) == (0, fen(3_000), Decimal("0.8"))


def test_what_falls_due_before_the_cut_is_paid_anyway() -> None:
    """The bill of 5 October (3,000) is paid; the next one has 8,000, less 1,000 paid."""
    account = Account(
        of_10000(), draws=drawn(("09-20", 3_000), ("10-10", 8_000)), repayments=paid(("10-25", 3_000), ("10-30", 1_000))
    )
    (found,) = asked(account, hand=9_000)
    assert (found.before, found.needed_minor) == (Decimal("0.7"), fen(2_000))


def test_a_shared_limit_is_one_and_money_is_given_once() -> None:
    """Two cards of one limit of 10,000 with 6,000 and 2,000: 3,000 lack to a half, on the card that is cut first."""
    terms = CardTerms(limit_group="甲")
    first = Account(of_10000(card=terms), draws=drawn(("10-10", 6_000)))
    second = Account(replace(of_10000(card=terms), id=2, statement_day=20), draws=drawn(("10-10", 2_000)))
    (found,) = asked(first, second, hand=20_000)
    assert (found.loan_id, found.needed_minor, found.before) == (1, fen(3_000), Decimal("0.8"))
    apart = (drawn_8000(), replace(drawn_8000(), loan=replace(of_10000(), id=2, statement_day=6)))
    one, two = asked(*apart, hand=6_000)  # on the 8th 4,300 are above the buffer
    assert (one.amount_minor, two.amount_minor) == (fen(3_000), fen(1_300))


@pytest.mark.parametrize(
    "account",
    [
        Account(card(statement_day=5, due_day=25, limit_minor=None), draws=drawn(("10-10", 8_000))),
        Account(of_10000(currency="USD", yuan_rate=Decimal(7)), draws=drawn(("10-10", 8_000))),
        Account(of_10000()),
    ],
)
def test_without_a_limit_in_another_currency_or_with_nothing_drawn_nothing_is_said(account: Account) -> None:
    assert asked(account) == ()
