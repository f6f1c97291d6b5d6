"""A ledger rendered as the report that its lenders would send, so that nothing differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.accounts.loan import Lender, LenderKind, Method
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import AccountKind, CreditFile, ReportAccount, ReportCheck, ReportedState
from planner.domain.findings import grid
from planner.domain.findings.judge import facts_on
from planner.domain.ledger.position import position
from planner.domain.ledger.state import AccountState
from planner.storage.shipped import catalogue as shipped
from tests.make.accounts import day, equal_principal, fen

CATALOGUE = shipped.load()
BANK = Lender(1, "招商银行", institution="招商银行股份有限公司")
LOAN = replace(equal_principal(), lender=BANK)
SHOWN = ReportAccount(
    1,
    1,
    "招商银行股份有限公司",
    AccountKind.LOAN,
    True,
    opened_on=day("01-10"),
    as_of=day("10-31"),
    amount_minor=fen(12_000),
)
"""``LOAN`` on a report of November that the person has not matched, without what is owed of it."""


def kind_of(account: Account) -> AccountKind:
    method = account.loan.method
    if method is Method.CARD:
        return AccountKind.CARD
    return AccountKind.LINE if method is Method.REVOLVING else AccountKind.LOAN


def whole_yuan(amount_minor: int) -> int:
    """As printed, rounded down: a yuan is 100 fen."""
    return amount_minor - amount_minor % 100


def reported(book: Book, check: ReportCheck, *, linked: bool = True) -> Book:
    """The book with a look at the report in which every lender says what the ledger has at the end of the month before.

    ``linked``: the person said which loan each account is.
    """
    as_of = check.on.replace(day=1) - timedelta(1)
    facts = facts_on(book, CATALOGUE, check.on)
    accounts: list[ReportAccount] = []
    for account in book.accounts:
        loan = account.loan
        if loan.lender.kind is LenderKind.PRIVATE or loan.start_on > as_of:
            continue
        place = position(account, as_of)
        ended = place.state in (AccountState.SETTLED, AccountState.CLOSED)
        one = ReportAccount(
            len(accounts) + 1,
            check.id,
            loan.institutions[0],
            kind_of(account),
            open=not ended,
            overdue=place.overdue_minor > 0,
            limit_minor=loan.limit_minor,
            balance_minor=whole_yuan(max(loan.in_yuan(place.principal_minor), 0)),
            loan_id=loan.id if linked else None,
            state=ReportedState.SETTLED if ended else ReportedState.OPEN,
            currency=loan.currency,
            opened_on=loan.start_on,
            as_of=as_of,
            amount_minor=loan.principal_minor or None,
            overdue_minor=place.overdue_minor or None,
        )
        late = grid.certain(facts.overdue.get(loan.id, ()), as_of)
        last = grid.month_of(as_of)
        signs = "".join("1" if month in late else "N" for month in range(last - 59, last + 1))
        accounts.append(replace(one, months=signs, months_until=as_of))
    return replace(book, credit=CreditFile(checks=(check,), report_accounts=tuple(accounts)))


def changed(book: Book, number: int, change: Callable[[ReportAccount], ReportAccount]) -> Book:
    """The same with one account of the report changed, by its number from 1."""
    accounts = tuple(change(one) if one.id == number else one for one in book.credit.report_accounts)
    return replace(book, credit=replace(book.credit, report_accounts=accounts))


def look(on: date, *, number: int = 1) -> ReportCheck:
    """A report that was read as a whole."""
    return ReportCheck(number, on, "online", unread=0)
