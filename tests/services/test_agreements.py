"""Agreements and legal moves are kept, changed, undone; what cannot be is refused and nothing is saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from planner.domain.accounts.loan import PinnedInstalment
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState, Move, MoveKind
from planner.domain.basics.rates import Rate, RateBasis
from planner.errors import PlannerError
from planner.services import arrangements, draws, loans, moves, undo
from planner.storage.store import Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.probes import read_book

K, S = ArrangementKind, ArrangementState
DEAL = Arrangement(
    0,
    K.NEW_INSTALMENTS,
    S.AGREED,
    asked_on=TODAY - timedelta(9),
    agreed_on=TODAY - timedelta(5),
    agreed_with="工号 8 [/]",
    channel="电话",
    condition="每月 10 日",
    terms=12,
    rate=Rate(Decimal("0.036"), RateBasis.YEAR),
    rows=(PinnedInstalment(1, TODAY + timedelta(9), 50_000, 12),),
    note="[b",
)
SOLD = Move(0, TODAY - timedelta(3), MoveKind.SOLD, "某资产管理公司", None, "通知书")


@pytest.fixture
def loan_id(store: Store) -> int:
    return loans.add(store, databases.level(), today=TODAY).value


def account(store: Store) -> Account:
    return read_book(store.path).accounts[0]


def test_an_agreement_is_kept_changed_and_undone(store: Store, loan_id: int) -> None:
    key = arrangements.add(store, loan_id, DEAL, today=TODAY).value
    made = replace(DEAL, id=key)
    assert account(store).arrangements == (made,)
    broken = replace(made, state=S.BROKEN, ended_on=TODAY)
    arrangements.edit(store, broken, today=TODAY)
    assert account(store).arrangements == (broken,)
    arrangements.delete(store, key)
    assert account(store).arrangements == ()
    for expected in ((broken,), (made,), ()):
        undo.undo(store)
        assert account(store).arrangements == expected


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"agreed_on": None}, "agreement.day_missing", "agreed_on"),
        ({"agreed_on": TODAY + timedelta(1)}, "agreement.future", "agreed_on"),
        ({"asked_on": TODAY}, "agreement.day_order", "agreed_on"),
        ({"state": S.BROKEN}, "agreement.day_missing", "ended_on"),
        ({"from_on": TODAY - timedelta(5)}, "agreement.first_due", "from_on"),
        ({"rows": (), "terms": None}, "agreement.terms_missing", "terms"),
        ({"terms": 601}, "agreement.terms", "terms"),
        ({"rate": Rate(Decimal("0.01"), RateBasis.TERM)}, "agreement.rate", "rate"),
        ({"rows": (PinnedInstalment(1, date(2020, 1, 1), 1, 1),)}, "agreement.row_day", "rows"),
        ({"rows": (PinnedInstalment(1, TODAY, 0, 0),)}, "agreement.row_amount", "rows"),
        ({"kind": K.REDUCED_SETTLEMENT, "amount_minor": 10**10}, "agreement.amount_above", "amount"),
        ({"kind": K.WAIVER, "amount_minor": 0}, "agreement.amount", "amount"),
        ({"kind": K.SUSPENDED_INTEREST, "until_on": TODAY - timedelta(8)}, "agreement.until", "until_on"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(
    store: Store, loan_id: int, wrong: dict[str, Any], code: str, field: str
) -> None:
    before = databases.content(store.path)
    with pytest.raises(PlannerError) as refused:
        arrangements.add(store, loan_id, replace(DEAL, **wrong), today=TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert databases.content(store.path) == before


def test_a_card_has_its_instalments_in_its_own_plans(store: Store) -> None:
    card_id = loans.add(store, databases.card(), opening_minor=200_000, today=TODAY).value
    with pytest.raises(PlannerError, match=r"agreement\.not_on_card"):
        arrangements.add(store, card_id, DEAL, today=TODAY)


def test_a_move_is_kept_changed_and_undone(store: Store, loan_id: int) -> None:
    key = moves.add(store, loan_id, SOLD, today=TODAY).value
    moves.edit(store, replace(SOLD, id=key, amount_minor=5), today=TODAY)
    assert account(store).moves == (replace(SOLD, id=key, amount_minor=5),)
    moves.delete(store, key)
    assert account(store).moves == ()
    undo.undo(store)
    undo.undo(store)
    assert account(store).moves == (replace(SOLD, id=key),)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"on": TODAY + timedelta(1)}, "move.future"),
        ({"on": date(1990, 1, 1)}, "move.before_start"),
        ({"creditor": " "}, "move.creditor"),
        ({"amount_minor": 0}, "move.amount"),
        ({"kind": MoveKind.RELEASED}, "move.nothing_to_release"),
    ],
)
def test_a_move_that_cannot_be_is_refused(store: Store, loan_id: int, wrong: dict[str, Any], code: str) -> None:
    before = databases.content(store.path)
    with pytest.raises(PlannerError, match=code):
        moves.add(store, loan_id, replace(SOLD, **wrong), today=TODAY)
    assert databases.content(store.path) == before


def test_nothing_is_drawn_from_what_is_frozen(store: Store) -> None:
    line_id = loans.add(store, databases.line(), opening_minor=200_000, today=TODAY).value
    moves.add(store, line_id, Move(0, TODAY, MoveKind.FROZEN), today=TODAY)
    draws.draw(store, line_id, TODAY, 100, today=TODAY)
    with pytest.raises(PlannerError, match=r"draw\.frozen"):
        draws.draw(store, line_id, TODAY + timedelta(1), 100, today=TODAY + timedelta(1))


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        (MoveKind.SOLD, True),
        (MoveKind.WRITTEN_OFF, True),
        (MoveKind.GUARANTOR_PAID, True),
        (MoveKind.COLLECTION, False),
    ],
)
def test_nothing_is_drawn_from_a_line_whose_claim_is_gone(store: Store, kind: MoveKind, refused: bool) -> None:
    line_id = loans.add(store, databases.line(), opening_minor=200_000, today=TODAY).value
    moves.add(store, line_id, Move(0, TODAY, kind, creditor="某公司"), today=TODAY)
    tomorrow = TODAY + timedelta(1)
    if not refused:
        assert draws.draw(store, line_id, tomorrow, 100, today=tomorrow).value
        return
    with pytest.raises(PlannerError, match=r"draw\.passed_on"):
        draws.draw(store, line_id, tomorrow, 100, today=tomorrow)
