"""What an offer comes to, in sentences: none contradicts another, and none says more than was looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.offers.offer import Offer
from planner.i18n import t, use
from planner.overview.borrowing import weigh
from planner.overview.overview import read
from planner.services import loans, offers
from planner.storage.store import Store
from planner.values import replace
from planner.words.offers import verdict_lines
from tests.make.offers import ON, loan, offer

DEAR = loan(1, 1_200_000, 12, "0.24", start_on=date(2026, 11, 20)).loan  # 12,088.00 with eleven days of interest


@pytest.fixture
def store(tmp_path: Path) -> Store:
    use("zh")
    return Store(tmp_path / "planner.db")


def said(store: Store, of: Offer, *debts: Loan, all_of_them: bool = False) -> list[str]:
    """What is said of an offer that repays the best choice of debts, or all."""
    for one in debts:
        loans.add(store, replace(one, id=0, lender=replace(one.lender, id=0)), today=ON)
    offers.save(store, replace(of, id=0))
    overview = read(store.path, ON)
    chosen = [one.loan.id for one in overview.book.accounts] if all_of_them else None
    return verdict_lines(overview, weigh(overview, overview.offers[0], chosen))


def test_a_payout_that_settles_no_debt_says_so(store: Store) -> None:
    assert t("offer.best.small", amount="12,088.00") in said(store, offer(100_000, rate="0.06"), DEAR)


def test_what_saves_with_own_money_alone_is_not_said_to_be_worth_nothing(store: Store) -> None:
    told = said(store, offer(1_200_000, rate="0.06"), DEAR, all_of_them=True)
    assert t("offer.best.own") in told
    assert t("offer.own_needed", amount="88.00") in told
    assert t("offer.best.none") not in told


def test_a_contract_that_takes_nothing_early_is_named(store: Store) -> None:
    strict = replace(DEAR, prepayment=Prepayment.NOT_ALLOWED)
    told = said(store, offer(1_400_000, rate="0.06"), strict, all_of_them=True)
    assert any("不允许提前还" in line and "贷1" in line for line in told)


def test_with_nothing_owed_there_is_nothing_to_choose(store: Store) -> None:
    assert t("offer.no_debts") in said(store, offer(100_000, rate="0.06"))


def test_what_is_left_of_a_loan_without_interest_bears_none(store: Store) -> None:
    told = said(store, offer(1_300_000), replace(DEAR, start_on=ON), all_of_them=True)
    assert t("offer.left_over.free", amount="1,000.00") in told
