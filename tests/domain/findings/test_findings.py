"""Findings on histories that can be checked by hand: months, leap days, expired rules, changed thresholds, nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from planner.domain.accounts.records import Account, CardPlan, PlanSource
from planner.domain.book import Book, Income
from planner.domain.credit.file import AccountKind, CreditFile, ReportAccount
from planner.domain.figures.ratios import ratios
from planner.domain.findings.kinds import CODES
from planner.domain.findings.model import State
from tests.make.accounts import card, day, drawn, equal_principal, fen, read
from tests.make.accounts import line as revolving
from tests.make.findings import CHECKED, judged, measure

# -- nothing -----------------------------------------------------------------------------------------------------------


def test_an_empty_file_is_never_clear_and_names_what_to_enter() -> None:
    found = judged(Book())
    assert tuple(found) == CODES
    assert {one.state for one in found.values()} == {State.UNKNOWN}
    assert {code: one.missing for code, one in found.items()} == {
        "score": ("score",),
        "profile": ("profile",),
        "multi_lender": ("loans",),
        "behaviour": ("behaviour",),
        "report": ("report",),
        "record": ("repayments",),
        "usage": ("limits",),
        "debt": ("loans",),
    }
    assert {one.clears_on for one in found.values()} == {None}


# -- ratios ------------------------------------------------------------------------------------------------------------


def test_the_debt_finding_is_the_ratio_of_everywhere_else() -> None:
    income = (Income(1, "工资", day("01-01"), fen(2_000)),)
    book = Book((Account(equal_principal()),), income)
    found = judged(book, day("02-01"))["debt"]
    ratio = measure(found, "payment_ratio")
    assert ratio.value == ratios(book, day("02-01")).payment_ratio == Decimal("0.56")
    assert ratio.state is State.AGAINST
    half = Book(book.accounts, (replace(income[0], monthly_minor=fen(2_240)),))
    assert measure(judged(half, day("02-01"))["debt"], "payment_ratio").state is State.CLEAR  # 0.50 is not above 0.50


def test_without_an_income_the_ratio_is_not_known() -> None:
    found = judged(Book((Account(equal_principal()),)), day("02-01"))["debt"]
    assert (found.state, found.missing) == (State.UNKNOWN, ("income",))


def test_utilisation_of_all_and_of_the_fullest() -> None:
    full = Account(replace(card(), id=1, limit_minor=fen(1_000)), drawn(("10-05", 900)))
    roomy = Account(replace(card(), id=2, limit_minor=fen(9_000)), drawn(("10-05", 100)))
    found = judged(Book((full, roomy)), day("10-06"))["usage"]
    assert (measure(found, "utilisation").value, measure(found, "utilisation").state) == (Decimal("0.1"), State.CLEAR)
    assert (measure(found, "fullest_line").value, found.state) == (Decimal("0.9"), State.WATCH)
    none = judged(Book((Account(equal_principal()),)), day("02-01"))["usage"]
    assert (none.state, measure(none, "utilisation").evidence[0].code) == (State.CLEAR, "no_lines")
    plan = CardPlan(1, day("10-05"), fen(5_000), 36, source=PlanSource.CASH, own_limit=True)
    apart = judged(Book((replace(full, plans=(plan,)),)), day("10-06"))["usage"]
    assert measure(apart, "fullest_line").value == Decimal("0.9")  # a plan with its own limit fills no card
    lacking = Account(replace(card(), id=3, limit_minor=None), drawn(("10-05", 1)))
    since = Account(replace(revolving(), id=4, opening_known=False), readings=read(("10-06", 100)))
    hidden = judged(Book((since,)), day("10-05"))["usage"]
    assert (hidden.state, hidden.missing) == (State.UNKNOWN, ("balances",))  # nobody knows what was drawn that day
    assert judged(Book((since,)), day("10-06"))["usage"].state is State.CLEAR
    unknown = judged(Book((roomy, lacking)), day("10-06"))["usage"]
    assert (unknown.state, unknown.missing) == (State.UNKNOWN, ("limits",))


def test_draws_that_each_carry_the_limit_of_one_line_are_not_clear_by_it() -> None:
    """Three of 5,000 with a limit of 20,000 each: a quarter of 60,000, or three quarters of 20,000."""
    draws = tuple(
        Account(replace(equal_principal(), id=n, product="jiebei", principal_minor=fen(5_000), limit_minor=fen(20_000)))
        for n in (1, 2, 3)
    )
    found = judged(Book(draws), day("02-05"))["usage"]
    assert (found.state, found.missing) == (State.UNKNOWN, ("one_line",))
    told = measure(found, "utilisation").evidence[-1]
    assert (told.code, told.params["n"], told.params["share"]) == ("perhaps_one_line", 3, Decimal("0.75"))
    line = Account(replace(revolving(), id=9, limit_minor=fen(20_000)))
    under = tuple(replace(one, loan=replace(one.loan, limit_minor=None, line_id=9)) for one in draws)
    known = judged(Book((line, *under)), day("02-05"))["usage"]
    assert (known.state, measure(known, "utilisation").value) == (State.AGAINST, Decimal("0.75"))
    small = tuple(replace(one, loan=replace(one.loan, principal_minor=fen(2_000))) for one in draws)
    assert judged(Book(small), day("02-05"))["usage"].state is State.CLEAR


def test_guarantees_stand_beside_the_debt_and_are_no_part_of_it() -> None:
    book = Book((Account(equal_principal()),), (Income(1, "工资", day("01-01"), fen(2_500)),))
    shown = ReportAccount(1, 1, "某银行", AccountKind.GUARANTEE, True, balance_minor=fen(12_000))
    check = replace(CHECKED, on=day("02-01"))
    found = judged(replace(book, credit=CreditFile(checks=(check,), report_accounts=(shown,))), day("02-01"))["debt"]
    assert measure(found, "balance_ratio").value == Decimal("0.4")
    told = measure(found, "with_guarantees")
    assert (told.value, told.state) == (Decimal("0.8"), State.WATCH)  # 24,000 of 30,000
    assert [limit.code for limit in told.limits] == ["guarantee_share"]
    assert told.evidence[0].params["owed_minor"] == fen(12_000)
    assert [one.code for one in judged(book, day("02-01"))["debt"].measures] == ["payment_ratio", "balance_ratio"]


def test_what_is_guaranteed_is_not_clear_without_income_or_its_balance() -> None:
    """12,000 are owed of 30,000 a year, of which 70 % are 21,000: 3,000 more are no matter, what was lent may be."""
    income = (Income(1, "工资", day("01-01"), fen(2_500)),)
    shown = ReportAccount(1, 1, "某银行", AccountKind.GUARANTEE, True)
    check = replace(CHECKED, on=day("02-01"))

    def told(one: ReportAccount, incomes: tuple[Income, ...] = income) -> tuple[State, str]:
        book = Book((Account(equal_principal()),), incomes, credit=CreditFile(checks=(check,), report_accounts=(one,)))
        found = measure(judged(book, day("02-01"))["debt"], "with_guarantees")
        return found.state, found.missing

    assert told(replace(shown, balance_minor=fen(3_000))) == (State.CLEAR, "")
    assert told(shown) == (State.UNKNOWN, "guarantees")
    assert told(replace(shown, amount_minor=fen(3_000))) == (State.CLEAR, "")
    assert told(replace(shown, amount_minor=fen(30_000))) == (State.UNKNOWN, "guarantees")
    assert told(replace(shown, balance_minor=fen(3_000)), ()) == (State.UNKNOWN, "income")
