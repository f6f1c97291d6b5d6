"""What holds on a card in any order of purchases, repayments, refunds, printed bills and instalment plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    CardPlan,
    Draw,
    PlanSource,
    Repayment,
    Statement,
)
from planner.domain.accounts.terms import CardTerms, MinimumRule
from planner.domain.ledger.card_ledger import unrecorded_of
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from tests.make.accounts import card, day, fen
from tests.make.examples import examples

FIRST = day("01-01")
AMOUNTS = st.sampled_from([fen(100), fen(900), fen(2_500)]) | st.integers(1, fen(3_000))
STOPS = [FIRST + timedelta(days) for days in range(20, 300, 20)]
MADE = TypeVar("MADE")


def some(make: Callable[[int, date, int], MADE], most: int, *, apart: bool = False) -> st.SearchStrategy[list[MADE]]:
    """Up to ``most`` records; ``apart``: no two of one day."""
    moment = st.tuples(st.integers(0, 200), AMOUNTS)
    told = st.lists(moment, max_size=most, unique_by=(lambda one: one[0]) if apart else None)
    return told.map(
        lambda found: [make(key, FIRST + timedelta(on), much) for key, (on, much) in enumerate(sorted(found), 1)]
    )


@st.composite
def terms(draw: st.DrawFn) -> CardTerms:
    """Any rule of a minimum, with or without a tolerance; nothing that grows by itself."""
    least = draw(st.sampled_from([None, fen(50), fen(200)]))
    rule = draw(st.sampled_from(MinimumRule)) if least is not None else MinimumRule.NONE
    tolerance = draw(st.sampled_from([0, fen(10)]))
    return CardTerms(minimum=rule, minimum_share=Decimal("0.1"), minimum_minor=least, tolerance_minor=tolerance)


@st.composite
def cards(draw: st.DrawFn, *, bills: int = 3) -> Account:
    """A card with up to ``bills`` printed bills."""
    kinds = st.sampled_from(AllowanceKind)
    sources = st.sampled_from([PlanSource.BILL, PlanSource.BILL, *PlanSource])

    def bill(key: int, on: date, amount: int) -> Statement:
        least = draw(st.none() | st.sampled_from([0, amount // 10, amount, 2 * amount]))
        return Statement(key, on, on + timedelta(20), amount, least)

    def plan(key: int, on: date, amount: int) -> CardPlan:
        ended = draw(st.none() | st.integers(0, 120))
        ended_on = None if ended is None else on + timedelta(ended)
        number, own = draw(st.integers(1, 24)), draw(st.booleans())
        return CardPlan(key, on, amount, number, ended_on=ended_on, source=draw(sources), own_limit=own)

    return Account(
        card(card=draw(terms()), limit_minor=fen(100_000)),
        tuple(draw(some(Draw, 6))),
        tuple(draw(some(Repayment, 6))),
        statements=tuple(draw(some(bill, bills, apart=True))),
        plans=tuple(draw(some(plan, 3, apart=True))),
        allowances=tuple(draw(some(lambda key, on, much: Allowance(key, on, much, draw(kinds)), 3))),
    )


def net(place: Position) -> int:
    """What is owed less what is in the person's favour, fen."""
    return place.owed_minor - place.credit_minor


def recorded(account: Account, on: date) -> int:
    """What the records of purchases, refunds and repayments come to by the end of a day, fen.

    A waiver of penalty interest is not in it: these cards cost nothing that could be waived.
    """
    bought = [draw.amount_minor for draw in account.draws if draw.on <= on]
    less = [paid.amount_minor for paid in account.repayments if paid.on <= on]
    given = [one for one in account.allowances if one.kind is not AllowanceKind.WAIVER]
    less += [one.amount_minor for one in given if one.on <= on]
    return sum(bought) - sum(less)


@given(cards())
@examples(200)
def test_no_bill_asks_more_than_it_holds_and_nothing_overdue_is_more_than_is_owed(account: Account) -> None:
    for on in STOPS:
        place = position(account, on)
        assert all(0 <= (due.minimum_minor or 0) <= due.amount_minor for due in place.dues)
        assert all(0 <= due.overdue_minor <= due.amount_minor for due in place.dues)
        assert place.overdue_minor == sum(due.overdue_minor for due in place.dues) <= place.owed_minor
        fallen = [due for due in place.dues if due.due_on <= on]
        assert sum(due.unpaid_minor for due in fallen) <= place.principal_minor
        assert not (place.credit_minor and any(due.unpaid_minor for due in fallen))


@given(cards())
@examples(200)
def test_a_plan_moves_what_is_owed_and_never_doubles_it(account: Account) -> None:
    for number, plan in enumerate(account.plans, 1):
        on = plan.started_on
        if plan.source in (PlanSource.PURCHASE, PlanSource.CASH) or any(bill.on == on for bill in account.statements):
            continue
        before = position(replace(account, plans=account.plans[: number - 1]), on)
        known = replace(account, plans=account.plans[:number])
        place, beyond = position(known, on), unrecorded_of(known, plan)
        assert net(place) == net(before) + beyond
        assert place.principal_minor - place.apart_minor <= before.principal_minor - before.apart_minor + beyond
        assert 0 <= beyond <= plan.principal_minor
        assert beyond == 0 or place.adjusted_minor > before.adjusted_minor  # it is told beside what is owed


@given(cards(bills=0))
@examples(200)
def test_what_is_paid_and_given_is_never_lost(account: Account) -> None:
    """Without printed bills and balances nothing is owed but what is recorded, and what plans add that is not."""
    for on in STOPS:
        added = 0
        for number, plan in enumerate(account.plans, 1):
            if plan.started_on <= on:
                moves = plan.source in (PlanSource.BILL, PlanSource.UNBILLED)
                known = replace(account, plans=account.plans[:number])
                added += unrecorded_of(known, plan) if moves else plan.principal_minor
        assert net(position(account, on)) == recorded(account, on) + added


@given(cards())
@examples(100)
def test_a_printed_bill_only_adds_what_was_not_recorded(account: Account) -> None:
    """Also where it asks for money of one who has some in favour: what is gone from there is told as not recorded."""
    for on in STOPS:
        place = position(account, on)
        repaid = sum(part.principal_minor + part.over_minor for part in place.applied)
        lent = sum(draw.amount_minor for draw in account.draws if draw.on <= on)
        assert net(place) == lent - repaid + place.adjusted_minor
        assert net(place) >= recorded(account, on)
