"""Offers and wishes: kept, changed, undone, taken as loans, taken out and brought back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from planner import i18n
from planner.domain.accounts.terms import Disclosed, FeeWhen
from planner.domain.offers.offer import Decision, FeeAt, Offer, OfferState, Wish, as_loan
from planner.errors import PlannerError
from planner.overview import borrowing
from planner.overview.overview import read as overview
from planner.services import exports, offers, undo
from planner.storage import snapshot
from planner.storage.check import problems
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.takeout.asked import Asked
from planner.takeout.lists.table import sheet
from planner.words.offers import cost_lines, decided, offer_name, wish_text
from tests.make import databases
from tests.make.offers import ON, fee, offer
from tests.make.people import MARKUP

WISH = Wish(0, ON, 600_000, "手机", 12)


def kept(store: Store) -> tuple[Offer, ...]:
    with reading(store.path) as connection:
        return snapshot.offers(connection)


def wishes(store: Store) -> tuple[Wish, ...]:
    with reading(store.path) as connection:
        return snapshot.wishes(connection)


def full() -> Offer:
    """An offer with all that one can hold."""
    return offer(
        rate="0.12",
        id=0,
        fees=(fee(FeeAt.KEPT_BACK, "1%"), fee(FeeAt.OWN_MONEY, "99", stops=False), fee(FeeAt.ON_REMAINING, "0.3%")),
        institution="某某银行",
        name="置换贷",
        promised_on=ON,
        until_on=ON,
        limit_minor=3_000_000,
        disclosed=Disclosed(Decimal("0.125")),
        subsidy=Decimal("0.01"),
        subsidy_until=ON,
        prepayment_fee=Decimal("0.02"),
        note="客户经理",
        promo_terms=3,
        later_rate=Decimal("0.18"),
    )


def test_an_offer_is_kept_whole_changed_and_each_step_undone(store: Store) -> None:
    key = offers.save(store, full()).value
    made = replace(full(), id=key)
    assert kept(store) == (made,)
    other = replace(made, fees=made.fees[:1], terms=24, disclosed=None)
    offers.save(store, other)
    assert kept(store) == (other,)
    offers.settle(store, key, OfferState.DECLINED)
    assert kept(store)[0].state is OfferState.DECLINED
    undo.undo(store)
    undo.undo(store)
    assert kept(store) == (made,)
    before = databases.data(store.path)
    offers.delete(store, key)
    assert kept(store) == ()
    assert not databases.data(store.path)["offer_fee"]
    undo.undo(store)
    assert databases.data(store.path) == before
    assert problems(store.path) == ()


def test_an_offer_that_is_taken_is_a_loan_and_both_are_one_step(store: Store) -> None:
    key = offers.save(store, full()).value
    made = kept(store)[0]
    result = offers.take(store, key, replace(as_loan(made, ON), id=0), ON)
    assert result.topics == {"loans", "offers"}
    with reading(store.path) as connection:
        (account,) = snapshot.accounts(connection)
    assert (account.loan.principal_minor, account.loan.terms, account.loan.lender.name) == (1_200_000, 12, "招商银行")
    assert [one.when for one in account.loan.fees] == [FeeWhen.UPFRONT, FeeWhen.PER_TERM]
    assert kept(store)[0].state is OfferState.TAKEN
    undo.undo(store)
    with reading(store.path) as connection:
        assert snapshot.accounts(connection) == ()
    assert kept(store) == (made,)


def test_a_wish_is_decided_with_a_word_and_its_day(store: Store) -> None:
    key = offers.save_wish(store, WISH).value
    with pytest.raises(PlannerError, match=r"wish\.words"):
        offers.save_wish(store, replace(WISH, id=key, decision=Decision.NO, decided_on=ON))
    assert wishes(store) == (replace(WISH, id=key),)
    done = replace(WISH, id=key, decision=Decision.NO, decided_on=ON, words="旧的还能用")
    offers.save_wish(store, done)
    assert wishes(store) == (done,)
    offers.save_wish(store, replace(done, decision=Decision.OPEN))
    assert wishes(store)[0].decided_on is None
    offers.delete_wish(store, done)
    assert wishes(store) == ()
    undo.undo(store)
    assert len(wishes(store)) == 1


def test_what_is_not_there_or_makes_no_sense_is_refused_and_nothing_is_kept(store: Store) -> None:
    gone = replace(full(), id=9)
    for change in (
        lambda: offers.save(store, gone),
        lambda: offers.delete(store, 9),
        lambda: offers.settle(store, 9, OfferState.DECLINED),
        lambda: offers.take(store, 9, replace(as_loan(gone, ON), id=0), ON),
    ):
        with pytest.raises(PlannerError, match=r"offer\.unknown"):
            change()
    with pytest.raises(PlannerError, match=r"wish\.unknown"):
        offers.delete_wish(store, replace(WISH, id=9))
    with pytest.raises(PlannerError, match=r"offer\.amount"):
        offers.save(store, replace(full(), amount_minor=0))
    assert (kept(store), wishes(store)) == ((), ())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_hostile_texts_are_inert_and_all_of_it_comes_back_from_an_export(
    store: Store, tmp_path: Path, language: str
) -> None:
    i18n.use(language)
    hostile = f"{MARKUP}\x1b[31m%s{{0}} [b"
    told = replace(full(), lender=hostile, institution=hostile, name=hostile, note=hostile)
    told = replace(told, fees=tuple(replace(one, name=hostile) for one in told.fees))
    offers.save(store, told)
    offers.save_wish(store, replace(WISH, purpose=hostile, decision=Decision.WAIT, decided_on=ON, words=hostile))
    (one,), (wish,) = kept(store), wishes(store)
    assert "\x1b" not in one.lender + one.fees[0].name + wish.purpose + wish.words
    assert MARKUP in offer_name(one)
    assert MARKUP in wish_text(wish)
    assert MARKUP in decided(wish)
    text = "".join(exports.pieces(store.path))
    exports.restore(tmp_path / "again.db", text)
    with reading(tmp_path / "again.db") as connection:
        assert (snapshot.offers(connection), snapshot.wishes(connection)) == ((one,), (wish,))
    view = overview(store.path, ON)
    listed = sheet("offers", Asked(store.path, ON))
    cells = dict(zip([column.key for column in listed.columns], *listed.rows, strict=True))
    assert (cells["amount"], cells["nominal"]) == (one.amount_minor, view.offer_costs[one.id].cost.nominal)
    assert cost_lines(view, one, view.offer_costs[one.id])
    weighed = borrowing.planned(view, borrowing.weigh(view, one))
    assert (weighed.debts, weighed.best.chosen, weighed.plan) == ((), (), None)
    assert borrowing.before_of(view, wish) is not None
    assert borrowing.instead_of(view, wish) == ()
    assert borrowing.alternatives_of(view)


def test_a_write_of_an_offer_reads_no_account_again(store: Store) -> None:
    view = overview(store.path, ON)
    costs = view.offer_costs
    result = offers.save(store, full())
    after = view.renewed(ON, result.topics, result.operation)
    assert len(after.offers) == 1
    assert after.book.accounts is view.book.accounts
    assert (costs, len(after.offer_costs)) == ({}, 1)
