"""A line and the draws under it are one line in every total."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Lender, LenderKind, Loan
from planner.domain.accounts.records import Account, Draw
from planner.domain.book import Book
from planner.domain.figures.lines import draws_of, next_first_due, with_draws, with_one_limit
from planner.domain.figures.ratios import ratios
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState
from tests.make.accounts import LENDER, day, equal_principal, fen, line
from tests.make.examples import examples

TODAY = day("03-20")


def places(*accounts: Account) -> dict[int, object]:
    found = {account.loan.id: position(account, TODAY) for account in accounts}
    return dict(with_draws(accounts, found))


def a_draw(number: int, yuan: int, **more: object) -> Loan:
    loan = equal_principal(principal_minor=fen(yuan), **more)
    return replace(loan, id=number, name=f"额度 {number}", line_id=1)


def test_two_draws_leave_the_limit_less_both() -> None:
    accounts = [Account(line()), Account(a_draw(2, 6_000)), Account(a_draw(3, 9_000))]
    found = places(*accounts)
    assert found[1].limit_left_minor == fen(5_000)  # type: ignore[attr-defined]
    assert found[1].state is AccountState.ACTIVE  # type: ignore[attr-defined]
    assert [account.loan.id for account in draws_of(accounts, 1)] == [2, 3]
    now = ratios(Book(tuple(accounts)), TODAY)
    assert now.utilisation == Decimal("0.75")
    assert (now.lenders.unsettled, now.lenders.open_lines, now.lenders.institutions) == (1, 1, 1)


def test_an_emptied_line_is_one_that_can_be_closed_again() -> None:
    settled = replace(a_draw(2, 6_000), settled_on=day("02-01"))
    found = places(Account(line()), Account(settled))
    assert found[1].state is AccountState.ZERO_OPEN  # type: ignore[attr-defined]
    assert found[2].state is AccountState.SETTLED  # type: ignore[attr-defined]
    assert found[1].limit_left_minor == fen(20_000)  # type: ignore[attr-defined]


@examples(40)
@given(
    st.lists(st.integers(1, 15_000_00), min_size=1, max_size=4),
    st.integers(0, 5_000_00),
    st.booleans(),
)
def test_draws_under_a_line_equal_one_line_in_every_total(amounts: list[int], by_day: int, last: bool) -> None:
    """Against one line on which all of it is drawn by the day, without a rate; the line may stand behind its draws."""
    free = line("0")
    draws = (Draw(1, day("01-10"), by_day),) if by_day else ()
    parts = [
        Account(
            replace(a_draw(number, 1), principal_minor=amount, rate=replace(free.rate, value=Decimal(0)), terms=120)
        )
        for number, amount in enumerate(amounts, start=2)
    ]
    whole = Account(free, draws=(Draw(1, day("01-10"), sum(amounts) + by_day),))
    at = date(2026, 1, 20)
    book = [*parts, Account(free, draws=draws)] if last else [Account(free, draws=draws), *parts]
    made, one = ratios(Book(tuple(book)), at), ratios(Book((whole,)), at)
    assert (made.debt_minor, made.utilisation, made.lenders) == (one.debt_minor, one.utilisation, one.lenders)
    found = with_draws(book, {account.loan.id: position(account, at) for account in book})
    assert found[1].limit_left_minor == position(whole, at).limit_left_minor


def test_loans_of_one_product_with_a_limit_each_share_it() -> None:
    first = equal_principal(limit_minor=fen(20_000), product="jiebei")
    second = replace(first, id=2, start_on=day("02-10"))
    other = replace(first, id=3, lender=Lender(2, "另一家"))
    closed = replace(first, id=4, closed_on=day("03-01"))
    by_day = replace(line(), id=5, product="jiebei")
    given_ = [Account(loan) for loan in (first, second, other, closed)]
    assert [[loan.id for loan in group] for group in with_one_limit(given_)] == [[1, 2]]
    assert [[loan.id for loan in group] for group in with_one_limit([*given_, Account(by_day)])] == [[5, 1, 2]]
    assert with_one_limit([Account(line()), Account(replace(line(), id=2))]) == ()


def test_what_several_lend_together_is_reported_by_each() -> None:
    joint = equal_principal(institution="甲银行、乙信托; 甲银行")
    assert joint.institutions == ("甲银行", "乙信托")
    assert equal_principal().institutions == ("某机构",)
    counts = ratios(Book((Account(joint),)), TODAY).lenders
    assert (counts.unsettled, counts.open_lines, counts.institutions) == (1, 1, 2)


def test_a_loan_of_a_friend_is_owed_and_reported_nowhere() -> None:
    friend = replace(line("0", due_day=None, limit_minor=None), lender=replace(LENDER, kind=LenderKind.PRIVATE))
    owing = Account(friend, draws=(Draw(1, day("01-05"), fen(3_000)),))
    later = date(2029, 1, 1)
    place = position(owing, later)
    assert (place.owed_minor, place.overdue_minor, place.dues) == (fen(3_000), 0, ())
    counts = ratios(Book((owing,)), later).lenders
    assert (counts.unsettled, counts.institutions) == (1, 0)
    assert position(Account(friend), later).state is AccountState.SETTLED  # nothing to close
    unknown = Account(replace(friend, opening_known=False))
    counts = ratios(Book((unknown,)), later).lenders
    assert (counts.unsettled, counts.open_lines) == (1, 1)  # who may be owed something counts in both


def test_what_the_housing_fund_pays_is_no_cash() -> None:
    plain = equal_principal()
    helped = replace(plain, offset_minor=fen(800))
    whole = replace(plain, offset_minor=fen(5_000))
    dues = [ratios(Book((Account(loan),)), TODAY).due_minor for loan in (plain, helped, whole)]
    assert dues == [fen(1_110), fen(310), 0]


def test_the_next_draw_falls_due_on_the_day_of_its_line_where_that_has_one() -> None:
    on = date(2026, 11, 29)
    like = equal_principal(start_on=date(2026, 9, 5), first_due_on=date(2026, 10, 20))
    assert next_first_due(like, on) == date(2026, 12, 20)
    assert next_first_due(replace(like, due_day=31), on) == date(2026, 12, 31)
    assert next_first_due(replace(like, every=Every.QUARTER), on) == date(2027, 2, 20)
    for none in (replace(like, first_due_on=None), replace(like, first_due_on=date(2026, 10, 5))):
        assert next_first_due(none, on) is None
    assert next_first_due(replace(like, every=Every.FORTNIGHT), on) is None
