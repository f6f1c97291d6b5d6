"""Whatever was done is undone step by step to the very start, and done again to the very end, across restarts."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from planner import i18n
from planner.domain.accounts.loan import Method, PinnedInstalment
from planner.domain.accounts.records import (
    Account,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Move,
    MoveKind,
    Split,
)
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.services import arrangements, draws, income, loans, moves, readings, repayments, undo
from planner.services import settings as setting_service
from planner.storage.store import OpResult, Store
from tests.make import databases
from tests.make.databases import TODAY
from tests.make.examples import examples
from tests.make.probes import peek, read_book

Command = Callable[[Store, int, int], OpResult[Any]]


def picked(store: Store, number: int) -> Account:
    """One of the accounts, if there is one."""
    accounts = read_book(store.path).accounts
    if not accounts:
        raise PlannerError("loan.unknown", id=0)
    return accounts[number % len(accounts)]


def record_of(store: Store, number: int, kind: str) -> int:
    records = getattr(picked(store, number), kind)
    if not records:
        raise PlannerError("record.unknown")
    key: int = records[number % len(records)].id
    return key


def day(number: int) -> Any:
    return TODAY - timedelta(number % 200)


def add_loan(store: Store, a: int, b: int) -> OpResult[Any]:
    made = (databases.line, databases.card, databases.level)[a % 3](lender=f"机构{b % 3}")
    return loans.add(store, made, opening_minor=0 if a % 3 == 2 else b, today=TODAY)


def edit_loan(store: Store, a: int, b: int) -> OpResult[Any]:
    loan = picked(store, a).loan
    pinned = (PinnedInstalment(1 + b % 5, day(0), b, 5),) if loan.method.scheduled and b % 2 else ()
    lender = replace(loan.lender, name=f"机构{b % 4}")
    return loans.edit(store, replace(loan, name=databases.HOSTILE[b % 8], lender=lender, pinned=pinned, fees=()))


def change_method(store: Store, a: int, b: int) -> OpResult[Any]:
    before = picked(store, a).loan
    method = (Method.BULLET, Method.REVOLVING, Method.CARD)[b % 3]
    terms: dict[str, Any] = (
        {"principal_minor": max(before.principal_minor, 1_000_00), "terms": 12} if method.scheduled else {}
    )
    return loans.edit(store, replace(before, method=method, pinned=(), **terms), before, today=TODAY)


COMMANDS: list[Command] = [
    change_method,
    add_loan,
    add_loan,
    edit_loan,
    lambda store, a, b: loans.settle(store, picked(store, a).loan.id, day(a), b * (a % 2), today=TODAY),
    lambda store, a, b: loans.close(store, picked(store, a).loan.id, day(b), today=TODAY),
    lambda store, a, b: loans.reopen(store, picked(store, a).loan.id),
    lambda store, a, b: loans.delete(store, picked(store, a).loan.id),
    lambda store, a, b: repayments.record(
        store,
        picked(store, a).loan.id,
        day(a),
        b,
        today=TODAY,
        split=Split(b, 0) if a % 3 else None,
        settles=a % 2 == 1,
    ),
    lambda store, a, b: repayments.record_with_balance(store, picked(store, a).loan.id, day(a), b, b // 2, today=TODAY),
    lambda store, a, b: repayments.edit(
        store, record_of(store, a, "repayments"), day(b), b, today=TODAY, settles=True, note=databases.HOSTILE[a % 8]
    ),
    lambda store, a, b: repayments.delete(store, record_of(store, a, "repayments")),
    lambda store, a, b: draws.draw(store, picked(store, a).loan.id, day(a), b, today=TODAY),
    lambda store, a, b: draws.edit_draw(store, record_of(store, a, "draws"), day(b), b, today=TODAY),
    lambda store, a, b: draws.delete_draw(store, record_of(store, a, "draws")),
    lambda store, a, b: readings.read_balance(store, picked(store, a).loan.id, day(a % 5), b, today=TODAY),
    lambda store, a, b: readings.confirm_balance(store, picked(store, a).loan.id, day(b), today=TODAY),
    lambda store, a, b: readings.delete_reading(store, record_of(store, a, "readings")),
    lambda store, a, b: readings.statement(
        store, picked(store, a).loan.id, day(a % 5), TODAY + timedelta(9), b, today=TODAY
    ),
    lambda store, a, b: readings.delete_statement(store, record_of(store, a, "statements")),
    lambda store, a, b: arrangements.add(
        store,
        picked(store, a).loan.id,
        Arrangement(
            0, list(ArrangementKind)[b % 7], ArrangementState.AGREED, agreed_on=day(a), terms=1 + b % 9, amount_minor=b
        ),
        today=TODAY,
    ),
    lambda store, a, b: arrangements.delete(store, record_of(store, a, "arrangements")),
    lambda store, a, b: moves.add(
        store, picked(store, a).loan.id, Move(0, day(a), list(MoveKind)[b % 7], databases.HOSTILE[a % 8]), today=TODAY
    ),
    lambda store, a, b: moves.delete(store, record_of(store, a, "moves")),
    lambda store, a, b: income.add(store, name=f"收入{a % 2}", from_on=day(a % 4), monthly_minor=b),
    lambda store, a, b: income.delete(store, read_book(store.path).incomes[0].id if b % 2 else 1),
    lambda store, a, b: setting_service.put(store, **{f"key{a % 3}": str(b % 3) if b % 4 else None}),
    lambda store, a, b: undo.undo(store),
    lambda store, a, b: undo.redo(store),
]
steps = st.lists(
    st.tuples(st.sampled_from(COMMANDS), st.integers(0, 400), st.integers(0, 2_000_000)), min_size=1, max_size=25
)


@examples(50, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_all_the_way_back_and_all_the_way_forth(plan: list[tuple[Command, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "planner.db")
        empty = databases.data(store.path)
        for command, a, b in [*((add_loan, kind, 1_000) for kind in range(3)), *plan]:
            before = databases.content(store.path)
            try:
                result = command(store, a, b)
            except (PlannerError, IndexError):
                assert databases.content(store.path) == before  # refused means untouched
            else:
                after = databases.data(store.path)
                moved = after != {name: before[name] for name in after}
                assert (result.operation is not None) == moved
                assert bool(result.topics) == moved
        states = walk(store, undo.undo)
        assert states[-1] == empty
        store.close()
        store = Store(store.path)
        forth = walk(store, undo.redo)
        assert forth[: len(states)] == states[::-1][: len(forth)]
        back = walk(store, undo.undo)
        assert back == forth[::-1]
        store.close()


def walk(store: Store, move: Callable[[Store], OpResult[None]]) -> list[dict[str, Any]]:
    """Every state on the way, the first and the last included; each move is announced by ``peek`` and has a name."""
    states = [databases.data(store.path)]
    while True:
        announced = peek(store.path)[0 if move is undo.undo else 1]
        moved = move(store).operation
        assert moved == announced
        if moved is None:
            return states
        assert fmt.operation(moved.code, dict(moved.params))
        states.append(databases.data(store.path))


def test_undo_names_what_it_took_back(store: Store) -> None:
    key = loans.add(store, databases.level()).value
    repayments.record(store, key, TODAY, 76_000, today=TODAY)
    undone = undo.undo(store).operation
    assert undone is not None
    assert fmt.operation(undone.code, dict(undone.params)) == "记还款 760.00（某某银行 消费贷）"
    assert undo.undo(store).operation is not None
    assert undo.undo(store) == OpResult(frozenset(), None, None)
    with suppress(PlannerError):
        repayments.record(store, key, TODAY, 76_000, today=TODAY)
    assert undo.redo(store).operation is not None  # what was refused has not ended the redo


def test_every_operation_has_a_name_in_both_languages() -> None:
    files = Path(loans.__file__).parent.glob("*.py")
    codes = {code for file in files for code in re.findall(r'store\.write\(\s*"([a-z._]+)"', file.read_text("utf-8"))}
    assert "loan.add" in codes
    for language in i18n.LANGUAGES:
        assert {fmt.operation_key(code) for code in codes} - set(i18n.catalogue(language)) == set()
