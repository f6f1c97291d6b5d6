"""Findings on histories that can be checked by hand: months, leap days, expired rules, changed thresholds, nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from planner.domain.accounts.records import Account, CardPlan, PlanSource
from planner.domain.book import Book, Income
from planner.domain.figures.ratios import ratios
from planner.domain.findings.kinds import CODES
from planner.domain.findings.model import State
from tests.make.accounts import card, day, drawn, equal_principal, fen, read
from tests.make.accounts import line as revolving
from tests.make.findings import judged, measure

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
