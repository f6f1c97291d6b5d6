"""Where cash is short, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from planner.domain.book import Book
from planner.domain.cash.balance import Low
from planner.domain.cash.covers import Cover
from planner.domain.payoff.debts.at_hand import Lack
from planner.i18n import format as fmt
from planner.i18n import use
from planner.overview.overview import Overview
from planner.words.covers import cover, short

TODAY = date(2026, 11, 30)
OVERVIEW = Overview(Path("nowhere"), TODAY, Book(), {}, ())


def _plan(lack: Lack | None) -> Any:
    cash = SimpleNamespace(until_on=date(2026, 12, 31))
    return SimpleNamespace(lack=lack, owed=SimpleNamespace(start_on=TODAY), cash=cash)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "from 12-12: 743.33, at worst 973.75 on 12-15 (up to 12-31, cards at their minimum;"),
        ("zh", "差 743.33，12-15 差得最多：973.75（算到 12-31，信用卡只算最低；"),
    ],
)
def test_what_is_due_alone_is_named_before_any_payment_of_a_plan(language: str, said: str) -> None:
    use(language)
    lack = Lack(date(2026, 12, 12), 74_333, date(2026, 12, 15), 97_375)
    assert said in short(OVERVIEW, _plan(lack), ())
    assert short(OVERVIEW, _plan(None), ()) == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("China Merchants Bank credit card", "China Merchants Bank credit card"),
        ("China Merchants Bank credit cards", "China Merchants Bank credit ca.."),
        ("很长的名字" * 8, "很长的名字" * 3 + ".."),
        ("招行闪电贷", "招行闪电贷"),
    ],
)
def test_a_name_that_would_fill_a_line_is_cut(name: str, said: str) -> None:
    assert fmt.brief(name) == said


def test_where_the_balance_of_cash_has_the_same_worst_day_nothing_is_explained() -> None:
    use("zh")
    lack = Lack(date(2026, 12, 12), 74_333, date(2026, 12, 15), 97_375)
    certain = SimpleNamespace(lowest=Low(date(2026, 12, 15), -97_375))
    overview: Any = SimpleNamespace(cash=SimpleNamespace(certain=certain))
    assert "12-15 差得最多：973.75。" in short(overview, _plan(lack), ())


@pytest.mark.parametrize(
    ("language", "first", "later"), [("en", "after 工资", "12-10 工资"), ("zh", "先收工资再付", "12-10 工资")]
)
def test_a_payment_out_of_the_pay_of_its_own_day_says_that_the_pay_comes_first(
    language: str, first: str, later: str
) -> None:
    """What was at hand before does not suffice: paid before the pay is in, the day runs short."""
    use(language)
    pay = Cover("工资", date(2026, 12, 10))
    assert cover(pay, date(2026, 12, 10)) == (first, "warn")
    assert cover(pay, date(2026, 12, 11)) == (later, "")
    assert cover(Cover("工资", date(2026, 12, 10), 5), date(2026, 12, 9))[1] == "warn"  # it waits, which is more
