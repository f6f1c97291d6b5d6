"""Lines with several draws, and what a friend lent, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.loan import LenderKind, Method
from planner.services import loans, settings
from planner.storage.store import Store
from tests.flows.driver import LARGE, SMALL, in_order, running
from tests.make import databases
from tests.make.people import MARKUP, TODAY


def _jiebei(store: Store, name: str, *days: date) -> None:
    for on in days:
        loan = databases.level(name, "蚂蚁", principal_minor=600_000)
        loan = replace(loan, start_on=on, first_due_on=None, due_day=None, fees=(), limit_minor=5_000_000)
        loans.add(store, replace(loan, product="jiebei"))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_another_draw_is_one_key_on_the_loan(path: Path, language: str) -> None:
    store = Store(path)
    _jiebei(store, MARKUP, date(2026, 11, 1))
    settings.put(store, language=language)
    store.close()
    async with running(path, size=SMALL) as d:
        await d.press("2", "enter", "w")
        await d.fill(amount="3000")
        await d.press("ctrl+s", "escape", "escape")
        first, line, second = (account.loan for account in d.book.accounts)
        assert (line.method, line.limit_minor) == (Method.REVOLVING, 5_000_000)
        assert (first.line_id, second.line_id) == (line.id, line.id)
        assert (second.principal_minor, second.terms, second.start_on) == (300_000, 12, TODAY)
        assert in_order(d.text(), [MARKUP[:6], "└", "└"])
        await d.press("u")
        assert len(d.book.accounts) == 1
        assert d.book.accounts[0].loan.limit_minor == 5_000_000


@pytest.mark.parametrize("typed", ["abc", "2026-11-", "2026-02-31", "11", ""])
async def test_a_day_that_cannot_be_read_yet_leaves_another_draw_to_be_typed_on(path: Path, typed: str) -> None:
    store = Store(path)
    _jiebei(store, "借呗", date(2026, 11, 1))
    settings.put(store, language="zh")
    store.close()
    async with running(path, size=LARGE) as d:
        await d.press("2", "enter", "w")
        await d.fill(amount="3000")
        assert "总利息" in d.text()
        await d.fill(on=typed)
        assert ("总利息" in d.text()) == (typed == "11")  # the eleventh; all else is no day
        await d.fill(on="2026-11-01")
        await d.press("ctrl+s", "escape", "escape")
        assert d.book.accounts[1].loan.start_on == date(2026, 11, 1)


async def test_loans_that_share_a_limit_are_brought_under_one_line_when_asked(path: Path) -> None:
    store = Store(path)
    _jiebei(store, "借呗", date(2026, 9, 1), date(2026, 10, 1))
    settings.put(store, language="zh")
    store.close()
    async with running(path, size=SMALL) as d:
        await d.press("2")
        assert "有2笔借款共用" in d.flat()
        await d.press("g", "y")
        assert [account.loan.line_id for account in d.book.accounts] == [3, 3, None]
        assert "共用" not in d.flat()
        await d.press("home", "enter")  # the line: what its draws cost is theirs
        assert "见各笔支用" in d.text()
        assert "年化" not in d.text()
        await d.press("escape", "u")
        assert [account.loan.line_id for account in d.book.accounts] == [None, None]


async def test_three_facts_are_enough_for_what_a_friend_lent(path: Path) -> None:
    store = Store(path)
    settings.put(store, language="zh")
    store.close()
    async with running(path, size=SMALL) as d:
        await d.press("2", "a", *"亲友", "enter", *"老张", "enter", "enter", *"3000", "enter", *"2026-03-01", "ctrl+s")
        assert "没约定日子" not in d.text()
        await d.press("escape")
        assert "没约定日子" in d.text()
        account = d.account("老张")
        assert (account.loan.lender.name, account.loan.lender.kind) == ("老张", LenderKind.PRIVATE)
        assert account.loan.rate.value == 0
        assert account.known_since == date.min
        place = d.position("老张")
        assert (place.owed_minor, place.overdue_minor, place.dues) == (300_000, 0, ())
        assert d.app.overview.now.lenders.institutions == 0
