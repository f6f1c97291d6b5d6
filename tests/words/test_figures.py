"""The working of the figures: each is the sum of what is shown to make it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner import i18n
from planner.domain.accounts.terms import CardTerms
from planner.domain.figures.ratios import ratios
from planner.i18n import format as fmt
from planner.overview.overview import read
from planner.services import loans
from planner.storage.store import Store
from planner.words import figures as texts
from tests.make import databases
from tests.make.templates import Templates

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_the_demo_is_the_sum_of_its_parts(path: Path, templates: Templates, language: str) -> None:
    templates.demo(path, TODAY, language)
    overview = read(path, TODAY)
    made = overview.working
    assert made.ratios == ratios(overview.book, TODAY)
    assert sum(part.owed_minor for part in made.parts) == made.ratios.debt_minor
    assert sum(part.due_minor for part in made.parts) == made.ratios.due_minor
    assert sum(part.drawn_minor for part in made.parts) == made.drawn_minor
    assert made.ratios.utilisation == (Decimal(made.drawn_minor) / made.limit_minor).quantize(Decimal("0.000001"))
    counts = made.ratios.lenders
    assert (len(made.unsettled), len(made.open_lines), len(made.institutions)) == (
        counts.unsettled,
        counts.open_lines,
        counts.institutions,
    )
    i18n.use(language)
    text = texts.told(overview)
    for name in (*made.unsettled, *made.institutions, f"{made.ratios.debt_minor / 100:,.2f}"):
        assert name in text


def test_a_shared_limit_counts_once_and_is_said_so(path: Path) -> None:
    store = Store(path)
    for name in ("甲", "乙"):
        loans.add(store, replace(databases.card(name), card=CardTerms(limit_group="主卡")))
    store.close()
    made = read(path, TODAY).working
    assert [part.limit_minor for part in made.parts] == [10_000_00, 10_000_00]
    assert made.limit_minor == 10_000_00
    assert "共用的额度只算一次" in texts.told(read(path, TODAY))


def test_an_empty_book_has_nothing_to_work_out(path: Path) -> None:
    Store(path).close()
    assert texts.told(read(path, TODAY)) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_months_without_any_income_show_what_was_due_in_them(path: Path, language: str) -> None:
    store = Store(path)
    loans.add(store, databases.level())  # the instalments of July to November: five of 1,080.58 and more
    store.close()
    i18n.use(language)
    overview = read(path, TODAY)
    due = sum(point.due_minor for point in overview.trend(6))
    assert overview.span(6).all_due_minor == due > 5 * 1_080_00
    text = texts.told(overview)
    assert {
        "zh": f"6 个月：应还 {fmt.money(due)}，这些月都没有收入记录",
        "en": f"6 months: {fmt.money(due)} due, but no income",
    }[language] in text
    assert {"zh": "应还 0.00", "en": "due, 0.00"}[language] not in text
