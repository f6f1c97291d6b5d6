"""The debts as a bookkeeper's journal: what moved each of them, and what is owed at the end of each month.

What moved a debt comes from ``domain/ledger/entries.py``, what is owed from ``domain/ledger/position.py``: whoever
checks the journal checks one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.ledger.entries import ends_of_months, entries, first_day
from planner.domain.ledger.entry import Cause, Entry, What
from planner.domain.ledger.position import debts, position
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.exporters.bookkeeping import Books, Check, Remark, Transaction, component
from planner.i18n import t
from planner.takeout.asked import Asked

CASH = "Assets:Cash"
ACCOUNTS = {
    Cause.OPENING: "Equity:Opening-Balances",
    Cause.CASH: CASH,
    Cause.PURCHASE: "Expenses:Purchases",
    Cause.REPAID: CASH,
    Cause.DEBITED: CASH,
    Cause.DISCOUNT: "Income:Discounts",
    Cause.INTEREST: "Expenses:Interest",
    Cause.FEE: "Expenses:Fees",
    Cause.PENALTY: "Expenses:Penalty-Interest",
    Cause.REFUND: "Expenses:Purchases",
    Cause.CASHBACK: "Income:Cashback",
    Cause.RETURNED: "Income:Returned",
    Cause.FORGIVEN: "Income:Forgiven",
    Cause.ADJUSTED: "Equity:Adjustments",
}
ASSUMED, FORECAST = "assumed", "forecast"
Item = Transaction | Check | Remark
_DAY = timedelta(1)


def hledger(asked: Asked) -> Iterator[str]:
    """The journal for hledger; ``ahead`` with what falls due later."""
    from planner.exporters import hledger

    yield from hledger.pieces(_books(asked))


def beancount(asked: Asked) -> Iterator[str]:
    """The journal for beancount; ``ahead`` with what falls due later."""
    from planner.exporters import beancount

    yield from beancount.pieces(_books(asked))


def _books(asked: Asked) -> Books:
    return books(asked.overview.book.accounts, asked.today, ahead=bool(asked.options.get("ahead")))


def books(accounts: Sequence[Account], until: date, *, ahead: bool = False) -> Books:
    """Every account up to the end of ``until``; ``ahead``: and what falls due later, marked as not recorded."""
    items: list[Item] = []
    opened: dict[str, date] = {}
    for account in accounts:
        opened[debt_account(account.loan)] = min(first_day(account), until)
        items += _items(account, until, ahead=ahead)
    items.sort(key=lambda item: (item.on, isinstance(item, Check)))
    for item in items:
        for name in _names(item):
            opened[name] = min(item.on, opened.get(name, item.on))
    currencies = {account.loan.currency for account in accounts}
    about = [t("journal.about.day", on=until), t("journal.about.cash"), t("journal.about.flag")]
    return Books(
        t("journal.title"),
        tuple(about),
        tuple(sorted(opened.items())),
        tuple(sorted(currencies)),
        tuple(items),
        t("journal.check"),
    )


def debt_account(loan: Loan) -> str:
    """The account of a debt in the journal."""
    return f"Liabilities:{component(loan.id, full_name(loan))}"


def _names(item: Item) -> Iterator[str]:
    if isinstance(item, Transaction):
        yield from (account for account, _, _ in item.parts)
    else:
        yield item.account


def _items(account: Account, until: date, *, ahead: bool) -> Iterator[Item]:
    debt, loan = debt_account(account.loan), account.loan
    for entry in entries(account, until):
        yield _of_entry(debt, loan, entry)
    for move in account.moves:
        if move.on <= until:
            words = (t(f"move.kind.{move.kind}"), move.creditor, move.note)
            yield Remark(move.on, debt, " · ".join(word for word in words if word))
    ends = list(ends_of_months(first_day(account), until))
    for on, owed in zip(ends, debts(account, ends), strict=True):
        yield Check(on, debt, -owed, loan.currency)
    if not ends:
        return
    place = position(account, until)
    if not place.known:
        yield Remark(until, debt, t("journal.unknown"))
    if ahead and loan.start_on <= until:
        yield from _ahead(debt, loan, place)


def _of_entry(debt: str, loan: Loan, entry: Entry) -> Item:
    words = [_what(entry), full_name(loan), entry.note]
    text = " · ".join(word for word in words if word)
    if entry.what is What.COVERED:
        return Remark(entry.on, debt, text)
    parts = [(debt, -entry.change_minor, loan.currency)]
    parts += [(ACCOUNTS[cause], amount, loan.currency) for cause, amount in entry.parts]
    tag = ASSUMED if entry.assumed else ""
    return Transaction(entry.on, loan.lender.name, text, tuple(parts), entry.assumed, tag)


def _what(entry: Entry) -> str:
    causes = {cause for cause, _ in entry.parts}
    named = [cause for cause in (Cause.REFUND, Cause.CASHBACK, Cause.RETURNED, Cause.FORGIVEN) if cause in causes]
    if entry.what is What.ALLOWANCE and named:
        return t(f"journal.given.{named[0]}")
    if entry.what is What.DRAW and Cause.PURCHASE in causes:
        return t("journal.purchase")
    return t(f"journal.what.{entry.what}")


def _ahead(debt: str, loan: Loan, place: Position) -> Iterator[Transaction]:
    """What is to be paid after the day of the question, if nothing changes; the last instalment takes the rest.

    What has fallen due by then and is not paid comes the day after: all of it is owed already, interest and fees, too.
    """
    owed = place.owed_minor - place.credit_minor
    for due in place.dues:
        if due.unpaid_minor > 0 and due.status is not DueStatus.ASSUMED:
            fallen = due.due_on <= place.as_of
            asked = due.unpaid_minor if fallen else due.principal_minor - due.paid_principal_minor
            reduced = max(min(asked, due.unpaid_minor, owed), 0)
            owed -= reduced
            yield _forecast(debt, loan, due, reduced, max(due.due_on, place.as_of + _DAY))


def _forecast(debt: str, loan: Loan, due: Due, principal: int, on: date) -> Transaction:
    charges = due.unpaid_minor - principal
    fee = min(due.fee_minor, charges)
    cost = ((ACCOUNTS[Cause.INTEREST], charges - fee), (ACCOUNTS[Cause.FEE], fee), (CASH, -due.unpaid_minor))
    parts = [(debt, principal, loan.currency)]
    parts += [(name, amount, loan.currency) for name, amount in cost if amount]
    what = t("journal.ahead") if on == due.due_on else t("journal.ahead.fallen", on=due.due_on)
    text = " · ".join((what, full_name(loan)))
    return Transaction(on, loan.lender.name, text, tuple(parts), flag=True, tag=FORECAST)
