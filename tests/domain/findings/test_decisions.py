"""What the person decided about a difference holds at the next report while the same differs by the same figures."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, CreditFile, PointState, ReportAccount, ReportPoint
from planner.domain.findings.difference import differences
from planner.domain.findings.points import Code, Point
from tests.make.accounts import day, fen, line
from tests.make.reported import CATALOGUE, look

FIRST, SECOND, TODAY = look(day("06-15")), look(day("09-15"), number=2), day("09-20")
LINE = Account(replace(line(), limit_minor=fen(20_000)))
SHOWN = ReportAccount(1, 1, "某银行", AccountKind.LINE, True, loan_id=LINE.loan.id, limit_minor=fen(30_000))
STRANGE = ReportAccount(2, 1, "某某消费金融有限公司", AccountKind.LOAN, True, opened_on=day("01-05"))
STRANGE = replace(STRANGE, amount_minor=fen(9_000), balance_minor=fen(3_000), as_of=day("05-31"))


def book(*decided: ReportPoint, limit: int = 30_000, balance: int = 3_000) -> Book:
    later = (
        replace(SHOWN, id=11, check_id=2, limit_minor=fen(limit)),
        replace(STRANGE, id=12, check_id=2, balance_minor=fen(balance), institution="某某消费金融"),
    )
    file = CreditFile(checks=(FIRST, SECOND), report_accounts=(SHOWN, STRANGE, *later), points=decided)
    return Book((LINE,), credit=file)


def made(code: Code, about: str, state: PointState = PointState.NOTED, check_id: int = 1) -> ReportPoint:
    return ReportPoint(1, check_id, code, about, state, day("06-16"))


def of(code: Code, book: Book) -> Point:
    return next(one for one in differences(book, CATALOGUE, SECOND, TODAY) if one.code is code)


def test_the_same_figures_stay_decided_other_ones_are_open_again() -> None:
    noted = made(Code.LIMIT, "account:1")
    assert of(Code.LIMIT, book()).decision is None
    held = of(Code.LIMIT, book(noted))
    assert (held.decision, held.of_before, held.is_open) == (PointState.NOTED, (noted,), False)
    assert of(Code.LIMIT, book(noted, limit=25_000)).decision is None


def test_an_account_of_no_loan_is_known_again_though_its_name_is_written_otherwise() -> None:
    objected = made(Code.NOT_HERE, "account:2", PointState.OBJECTION)
    assert of(Code.NOT_HERE, book(objected)).decision is PointState.OBJECTION
    assert of(Code.NOT_HERE, book(objected, balance=2_000)).decision is None
    assert of(Code.LIMIT, book(objected)).decision is None


def test_what_was_decided_at_this_look_goes_before() -> None:
    both = made(Code.LIMIT, "account:1"), made(Code.LIMIT, "account:11", PointState.OBJECTION, 2)
    assert of(Code.LIMIT, book(*both)).decision is PointState.OBJECTION
