"""Which of the person's accounts a file may mean by 花呗, by a bank's card or by the name of a lender."""

from __future__ import annotations

import re
from datetime import date
from typing import Protocol

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.basics.money import YUAN
from planner.domain.book import Book
from planner.domain.imports.file import CARD, JOINT, LENDER, CreditAccount
from planner.domain.reference.products import folded
from planner.values import replace

_TAIL = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NOTED_TAIL = re.compile(r"尾号[:：]?\s*(\d{4})")


class Products(Protocol):
    """What is known about the accounts that files speak of, beyond their names in the file."""

    def codes(self, named: CreditAccount) -> tuple[frozenset[str], ...]:
        """The product codes under which it may be entered, the likelier group first."""
        ...

    def names(self, named: CreditAccount) -> tuple[str, ...]:
        """The names under which it may be entered."""
        ...

    def opened_as(self, named: CreditAccount) -> CreditAccount:
        """The account to open for it: the same for all that are paid back together."""
        ...

    def loan(self, named: CreditAccount, start_on: date) -> Loan:
        """A new account with its usual terms, to be confirmed by the person; loan and lender have id 0."""
        ...


def candidates(named: CreditAccount, book: Book, products: Products) -> tuple[Account, ...]:
    """The accounts of ``book`` that ``named`` may be, in the order they were entered.

    A line that is drawn in instalments alone is none of them: what is paid is paid on one of its draws.
    """
    lines = {account.loan.line_id for account in book.accounts}
    accounts = [account for account in book.accounts if account.loan.id not in lines or account.draws]
    possible = [account for account in accounts if _possible(named, account.loan)]
    chosen: set[int] = set()
    for group in products.codes(named):
        chosen = {account.loan.id for account in possible if account.loan.product in group}
        if chosen:
            break
    names = [name for name in map(folded, products.names(named)) if len(name) > 1]
    chosen |= {account.loan.id for account in possible if _is_named(named, account.loan, names)}
    found = tuple(account for account in possible if account.loan.id in chosen)
    return _by_tail(named, found) if named.product == CARD else found


def _possible(named: CreditAccount, loan: Loan) -> bool:
    if loan.currency != YUAN:
        return False
    if named.product == CARD:
        return loan.method is Method.CARD
    return named.product != LENDER or loan.method is not Method.CARD


def _is_named(named: CreditAccount, loan: Loan, names: list[str]) -> bool:
    """Whether the loan bears one of the names; one picked from the list as another product does not count."""
    if named.product not in (CARD, LENDER) and loan.product:
        return False
    texts = [folded(text) for text in (loan.name, loan.lender.name, loan.lender.institution)]
    if any(name in text for name in names for text in texts):
        return True
    lender = folded(loan.lender.name)
    return named.product == LENDER and len(lender) > 1 and lender in folded(named.name)


def _by_tail(named: CreditAccount, found: tuple[Account, ...]) -> tuple[Account, ...]:
    """Cards whose number is entered go by it; the others may be any card of the bank."""
    if not named.tail:
        return found
    exact = tuple(account for account in found if named.tail in card_tails(account.loan))
    return exact or tuple(account for account in found if not card_tails(account.loan))


def card_tails(loan: Loan) -> frozenset[str]:
    """The last digits of cards that the name of an account (or its note, after 尾号) mentions."""
    return frozenset(_TAIL.findall(loan.name)) | frozenset(_NOTED_TAIL.findall(loan.note))


def called(account: CreditAccount, names: set[str]) -> CreditAccount:
    """An account to open: of one that Alipay and a bank lend together, whose part the rows speak of."""
    if account.name or account.product not in JOINT or names == {""}:
        return account
    return replace(account, name=next(iter(names)) if len(names) == 1 else JOINT[account.product])
