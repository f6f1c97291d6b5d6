"""Legal moves: none settles anything; who took over the claim counts as the lender from that day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.moves import claim_of
from planner.domain.accounts.records import Account, Move, MoveKind
from planner.domain.book import Book
from planner.domain.figures.ratios import ratios, trend, working
from planner.domain.findings.multi_lender import unnamed
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState
from planner.domain.payoff.debts.owed import owed
from tests.make.accounts import at, day, drawn, equal_principal, fen, line, paid
from tests.make.reported import CATALOGUE


def moved(*kinds: tuple[MoveKind, str, str], **more: int) -> tuple[Move, ...]:
    return tuple(
        Move(number, day(on), kind, name, more.get("amount_minor")) for number, (kind, on, name) in enumerate(kinds, 1)
    )


def test_a_claim_that_was_sold_is_owed_on_and_counts_for_its_buyer_from_that_day() -> None:
    account = Account(equal_principal(), moves=moved((MoveKind.SOLD, "05-10", "某资产")))
    other = Account(replace(equal_principal(), id=2, lender=Lender(2, "某资产")))
    book = Book(accounts=(account, other))
    assert at(account, "05-20").owed_minor == at(replace(account, moves=()), "05-20").owed_minor
    assert at(account, "05-20").state is AccountState.OVERDUE
    before, after = ratios(book, day("05-09")).lenders, ratios(book, day("05-10")).lenders
    assert (before.unsettled, before.open_lines, before.institutions) == (2, 2, 2)
    assert (after.unsettled, after.open_lines, after.institutions) == (1, 1, 1)
    assert [one.lenders.unsettled for one in trend(book, day("06-30"), 3)] == [2, 1, 1]
    assert working(book, day("05-10")).unsettled == ("某资产",)
    assert {debt.lender for debt in owed(book, day("05-10")).debts} == {2}


def test_who_bought_a_claim_has_a_name_though_its_lender_reports_under_one_that_nobody_noted() -> None:
    app = Account(replace(equal_principal(), lender=Lender(1, "美团", LenderKind.MICRO_LENDER)))
    sold = replace(app, moves=moved((MoveKind.SOLD, "05-10", "某资产")))
    part = replace(app, moves=moved((MoveKind.SOLD, "05-10", "某资产"), amount_minor=fen(3_000)))
    on = day("05-20")
    for account, count in ((app, 1), (sold, 0), (part, 1)):
        assert ratios(Book(accounts=(account,)), on, frozenset({1})).lenders.unnamed == count
        assert len(unnamed([(account, position(account, on))], CATALOGUE)) == count


def test_where_a_guarantor_paid_a_part_both_are_owed() -> None:
    whole = Account(equal_principal(), moves=moved((MoveKind.GUARANTOR_PAID, "05-10", "担保公司")))
    part = replace(whole, moves=moved((MoveKind.GUARANTOR_PAID, "05-10", "担保公司"), amount_minor=fen(3_000)))
    assert ratios(Book(accounts=(whole,)), day("05-20")).lenders.unsettled == 1
    assert ratios(Book(accounts=(part,)), day("05-20")).lenders.unsettled == 2


def test_what_is_released_is_back_and_what_is_settled_stays_settled() -> None:
    account = Account(
        equal_principal(),
        moves=moved(
            (MoveKind.WRITTEN_OFF, "03-01", ""),
            (MoveKind.SOLD, "04-01", "某资产"),
            (MoveKind.RELEASED, "05-01", ""),
        ),
    )
    assert claim_of(account, day("04-30")).creditor == "某资产"
    after = claim_of(account, day("05-01"))
    assert (after.creditor, [move.kind for move in after.standing]) == ("", [MoveKind.WRITTEN_OFF])
    done = replace(account, loan=replace(account.loan, settled_on=day("04-15")), repayments=paid(("04-15", 12_000)))
    assert position(done, day("04-20")).state is AccountState.SETTLED
    assert ratios(Book(accounts=(done,)), day("04-20")).lenders.unsettled == 0


def test_nothing_is_left_of_a_frozen_limit() -> None:
    account = Account(
        line(),
        draws=drawn(("01-05", 5_000)),
        moves=moved((MoveKind.FROZEN, "02-01", ""), (MoveKind.RELEASED, "03-01", "")),
    )
    left = [at(account, on).limit_left_minor for on in ("01-31", "02-01", "03-01")]
    assert left == [fen(15_000), 0, fen(15_000)]
    assert at(account, "02-01").owed_minor == fen(5_000)


@pytest.mark.parametrize(
    ("kind", "left"), [(MoveKind.SOLD, 0), (MoveKind.WRITTEN_OFF, 0), (MoveKind.COLLECTION, fen(15_000))]
)
def test_nothing_can_be_drawn_on_a_line_once_its_claim_is_gone(kind: MoveKind, left: int) -> None:
    account = Account(line(), draws=drawn(("01-05", 5_000)), moves=moved((kind, "02-01", "某资产")))
    assert [at(account, on).limit_left_minor for on in ("01-31", "02-01")] == [fen(15_000), left]
