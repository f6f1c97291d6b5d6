"""The payment ratio as lenders count cards."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from planner.domain.accounts.records import Account, CardPlan, PlanSource
from planner.domain.accounts.terms import CardTerms, MinimumRule
from planner.domain.book import Book, Income
from planner.domain.figures.lenders_way import lenders_way
from planner.domain.figures.ratios import ratios
from tests.make.accounts import card, day, drawn, equal_principal, fen, paid

TENTH = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


def test_a_card_counts_with_its_minimum_or_a_tenth_of_what_was_used() -> None:
    income = (Income(1, "工资", day("01-01"), fen(10_000)),)
    owing = Account(card(card=TENTH), draws=drawn(("01-20", 6_000)))
    # used 0 at the ends of September to December, 6,000 at that of January and now: 2,000 on average; asked: 600
    found = lenders_way(Book((owing,), income), day("02-05"))
    assert (found.due_minor, found.ratio) == (fen(600), Decimal("0.06"))
    assert ratios(Book((owing,), income), day("02-05")).payment_ratio == Decimal("0.6")  # the bill in full
    least = replace(owing, repayments=paid(("02-04", 600)))  # paid or not, it was asked for
    assert lenders_way(Book((least,), income), day("02-05")).due_minor == fen(600)
    # nothing asked in July, 6,000 used at six ends of months
    kept = Account(card(card=TENTH, statement_day=None, due_day=None), draws=drawn(("01-20", 6_000)))
    assert lenders_way(Book((kept,)), day("07-05")).due_minor == fen(600)
    assert lenders_way(Book((kept,)), day("07-05")).ratio is None


def test_other_accounts_count_with_what_falls_due() -> None:
    loan = Account(equal_principal())
    assert lenders_way(Book((loan,)), day("02-05")).due_minor == fen(1_120)


def test_a_plan_with_a_limit_of_its_own_is_not_drawn_on_the_cards() -> None:
    special = CardPlan(1, day("01-20"), fen(100_000), 60, source=PlanSource.CASH, own_limit=True)
    book = Book((Account(card(limit_minor=fen(20_000)), draws=drawn(("01-20", 1_200)), plans=(special,)),))
    found = ratios(book, day("01-25"))
    assert (found.debt_minor, found.utilisation) == (fen(101_200), Decimal("0.06"))
