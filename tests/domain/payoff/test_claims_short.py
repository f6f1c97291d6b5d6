"""The claims of a month without enough money: their days, minimums, what being late costs, what is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Draw
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.short.allot import Claim, Record, Told, allot
from planner.domain.payoff.short.claims import claims_of
from planner.domain.payoff.short.purse import Purse

TODAY = date(2026, 11, 2)
LOAN = Loan(
    1,
    Lender(1, "银行"),
    "贷款",
    Method.EQUAL_PRINCIPAL,
    date(2026, 10, 10),
    Rate(Decimal("0.12"), RateBasis.YEAR),
    principal_minor=1_200_000,
    terms=12,
    first_due_on=date(2026, 11, 10),
    grace_days=3,
    prepayment=Prepayment.NOT_ALLOWED,
)


def claim_of(loan: Loan, month: int = 1) -> Claim:
    """The only claim of a book with one loan and no money."""
    plan = planning(Book(accounts=(Account(loan),)), TODAY, Means(0))
    assert plan.shortage is not None
    required = {debt.id: 0 for debt in plan.owed.debts} | plan.shortage.required
    (found,) = claims_of(Book(accounts=(Account(loan),)), plan.owed, month, required)
    return found


def test_an_instalment_has_its_day_its_grace_and_its_penalty() -> None:
    """1,000.00 and 120.00 of interest; 1.5 times 12 % on the principal is 0.05 % a day: 0.50."""
    found = claim_of(replace(LOAN, penalty=Penalty(Decimal("1.5"))))
    assert (found.due_on, found.late_from) == (date(2026, 11, 10), date(2026, 11, 14))
    assert (found.minimum_minor, found.amount_minor) == (112_000, 112_000)
    assert (found.a_day(112_000), found.told) == (Fraction(50), Told.ALL)


def test_a_penalty_on_all_that_is_overdue_and_one_that_is_not_stated() -> None:
    """0.1 % a day of 1,120.00; without a penalty the contract's 12 % ÷ 360 goes on, and more is not known."""
    on_all = Penalty(Decimal("0.001"), PenaltyBasis.DAY, PenaltyOn.AMOUNT)
    assert claim_of(replace(LOAN, penalty=on_all)).a_day(112_000) == 112
    unsaid = claim_of(LOAN)
    assert (unsaid.a_day(112_000), unsaid.told) == (Fraction(100, 3), Told.NOTHING)


@pytest.mark.parametrize(
    ("kind", "institution", "record"),
    [
        (LenderKind.BANK, "", Record.REPORTED),
        (LenderKind.CONSUMER_FINANCE, "", Record.REPORTED),
        (LenderKind.MICRO_LENDER, "", Record.UNKNOWN),
        (LenderKind.MICRO_LENDER, "某小额贷款有限公司", Record.REPORTED),
        (LenderKind.PRIVATE, "", Record.UNREPORTED),
    ],
)
def test_who_reports(kind: LenderKind, institution: str, record: Record) -> None:
    assert claim_of(replace(LOAN, lender=Lender(1, "机构", kind, institution))).record is record


def test_a_late_fee_is_a_share_of_what_the_minimum_lacks_and_at_least_so_much() -> None:
    found = Claim("1", 1, 1, TODAY, 500_000, 50_000, TODAY, fee_share=Fraction(1, 20), fee_minor=1_000)
    assert (found.fee(50_000), found.fee(10_000), found.fee(0)) == (2_500, 1_000, 0)


def test_a_card_that_asks_twice_on_one_day_is_two_claims_and_gets_no_more_than_there_is() -> None:
    """What 8,300 of October left behind a missed minimum is asked for with the bill of November's 1,260."""
    terms = CardTerms(interest=CardInterest.FULL, minimum=MinimumRule.SHARE, minimum_share=Decimal("0.05"))
    rate = Rate(Decimal("0.1825"), RateBasis.YEAR)
    card = Loan(
        1, Lender(1, "银行"), "信用卡", Method.CARD, date(2024, 1, 1), rate,
        limit_minor=2_000_000, statement_day=5, due_day=23, card=terms,
    )  # fmt: skip
    draws = (Draw(1, date(2026, 10, 15), 830_000), Draw(2, date(2026, 11, 15), 126_000))
    book, today = Book((Account(card, draws=draws),)), date(2026, 12, 2)
    plan = planning(book, today, Means(0))
    assert plan.shortage is not None
    claims = claims_of(book, plan.owed, 1, plan.shortage.required)
    assert len([one for one in claims if one.due_on == date(2026, 12, 23)]) == 2
    assert len({one.key for one in claims}) == len(claims)
    given = allot(claims, Purse(80_000, date(2026, 12, 31)), today)
    assert given.paid_minor <= 80_000
