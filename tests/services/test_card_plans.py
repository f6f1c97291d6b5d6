"""Instalment plans inside a card are kept, changed, undone; what cannot be is refused and nothing is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.records import Account, CardPlan, PlanEnd, PlanSource
from planner.domain.accounts.terms import FeeWhen
from planner.domain.basics.rates import RateBasis
from planner.errors import PlannerError
from planner.services import card_plans, loans, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import read_book

PLAN = CardPlan(
    0,
    TODAY - timedelta(5),
    120_000,
    12,
    Decimal("0.0065"),
    RateBasis.TERM,
    FeeWhen.PER_TERM,
    PlanEnd.SHARE,
    Decimal("0.03"),
    note="[/] [b",
    source=PlanSource.UNBILLED,
)


@pytest.fixture
def card_id(store: Store) -> int:
    return loans.add(store, databases.card(), opening_minor=200_000, today=date(2026, 10, 20)).value


def account(store: Store) -> Account:
    return read_book(store.path).accounts[0]


def test_a_plan_is_kept_as_it_was_given(store: Store, card_id: int) -> None:
    result = card_plans.add(store, card_id, PLAN, today=TODAY)
    assert account(store).plans == (replace(PLAN, id=result.value),)
    ended = replace(PLAN, id=result.value, ended_on=TODAY, terms=24)
    card_plans.edit(store, ended, today=TODAY)
    assert account(store).plans == (ended,)
    card_plans.delete(store, result.value)
    assert account(store).plans == ()
    for expected in (ended, replace(PLAN, id=result.value)):
        undo.undo(store)
        assert account(store).plans == (expected,)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"principal_minor": 0}, "card_plan.amount", "amount"),
        ({"terms": 0}, "card_plan.terms", "terms"),
        ({"terms": 61}, "card_plan.terms", "terms"),
        ({"rate": Decimal("0.11")}, "card_plan.rate", "rate"),
        ({"rate": Decimal("-0.01")}, "card_plan.rate", "rate"),
        ({"end_share": Decimal("1.01")}, "card_plan.end_share", "end_share"),
        ({"started_on": TODAY + timedelta(1)}, "card_plan.future", "started_on"),
        ({"ended_on": TODAY - timedelta(6)}, "card_plan.ended", "ended_on"),
        ({"ended_on": TODAY + timedelta(1)}, "card_plan.ended", "ended_on"),
    ],
)
def test_what_cannot_be_is_refused(store: Store, card_id: int, wrong: dict[str, Any], code: str, field: str) -> None:
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as refused:
        card_plans.add(store, card_id, replace(PLAN, **wrong), today=TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert databases.content(store.path) == before


def test_only_a_card_has_plans(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    with pytest.raises(PlannerError) as refused:
        card_plans.add(store, key, PLAN, today=TODAY)
    assert refused.value.code == "card_plan.no_card"
    with pytest.raises(PlannerError) as unknown:
        card_plans.delete(store, 99)
    assert unknown.value.code == "card_plan.unknown"
